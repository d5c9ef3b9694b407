// Proxy entry: what a role said, telephoned or wrote on paper is entered for it, with the time at which it was said.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive, shallowReactive } from '@vue/runtime-dom';
import { get, link, order, past, say } from '../link';
import { area, button, choice, el, field, form, ticks, type Part } from '../parts';
import { filled, forms, fieldsOf } from '../player/forms';
import { headline } from '../player/inbox';
import type { Card, Decision, View } from '../wire';
import { clockRead, clockText, t, word } from '../words';
import { players } from './load';

const draft = reactive({ seat: '', at: '', what: 'send', decision: '', reasons: '', legal: '', text: '', reply: 0, to: ['control'] as string[], form: 'sitrep', question: 0 });
const paper = reactive<Record<string, string>>({});
/* what a role may order stands on its card */
const cards = shallowReactive<Record<string, Card | null>>({});
function decisionsOf(seat: string): Decision[] {
  if (seat && !(seat in cards)) {
    cards[seat] = null;
    void get<Card>(`role?seat=${encodeURIComponent(seat)}`).then((card) => { cards[seat] = card; });
  }
  return cards[seat]?.decisions ?? [];
}

async function enter(): Promise<void> {
  const ms = draft.at.trim() === '' ? past() : clockRead(draft.at);
  if (Number.isNaN(ms)) { say(t('room.error.time')); return; }
  const whole = { seat: draft.seat, at: ms, ...(Number(draft.reply) ? { reply_to: Number(draft.reply) } : {}) }, text = draft.text.trim();
  const kept = t('room.proxy.kept');
  const good = draft.what === 'send' ? await order('send', { ...whole, text, to: draft.to }, kept) : draft.what === 'done' ? await order('act', { ...whole, act: 'done', text: text || t('room.done.plain') }, kept) :
    draft.what === 'answer' ? await order('act', { seat: draft.seat, at: ms, act: 'answer', phase: link.view!.phase!.id, question: Number(draft.question), text }, kept) :
    draft.what === 'form' ? await order('act', { ...whole, act: 'form', form: draft.form, fields: filled(draft.form, paper) }, kept) :
      await order('act', { ...whole, act: 'decide', decision: draft.decision, reasons: draft.reasons.trim(), legal: draft.legal.trim() }, kept);
  if (!good) return;
  Object.assign(draft, { at: '', text: '', reasons: '', legal: '', decision: '', reply: 0 });
  for (const key of Object.keys(paper)) delete paper[key];
}

function body(view: View): Part {
  if (draft.what === 'form') return [choice(t('room.proxy.form'), draft, 'form', Object.keys(forms).map((f) => [f, t(`room.form.${f}`)])), fieldsOf(draft.form, paper)];
  if (draft.what === 'answer') return [choice(t('room.table'), draft, 'question', (view.phase?.questions ?? []).map((q, k): [number, string] => [k, `${k + 1}. ${word(q)}`])), area(t('room.text'), draft, 'text', { rows: 2 })];
  if (draft.what !== 'decide') return [area(t(draft.what === 'done' ? 'room.done.line' : 'room.text'), draft, 'text', { rows: 2 }),
    draft.what === 'send' && el('details', {}, el('summary', {}, t('room.to')), ticks([{ id: 'control', name: t('room.control.team') }, ...players(view).filter((r) => r.id !== draft.seat)], draft, 'to'))];
  const one = decisionsOf(draft.seat).find((d) => d.id === draft.decision);
  return [choice(t('room.proxy.decision'), draft, 'decision', [['', '–'], ...decisionsOf(draft.seat).map((d): [string, string] => [d.id, word(d.name)])], { required: true }),
    area(t(one?.justify ? 'room.reasons.needed' : 'room.reasons'), draft, 'reasons', { rows: 2, required: Boolean(one?.justify) }), field(t('room.legal'), draft, 'legal', { maxlength: 600 })];
}

export const Proxy = defineComponent(() => () => {
  const view = link.view!, had = (view.messages ?? []).filter((m) => draft.seat && (!m.to?.length || m.to.includes(draft.seat))).slice(0, 20);
  const whats = ['send', 'done', 'form', ...(decisionsOf(draft.seat).length ? ['decide'] : []), ...((view.phase?.questions ?? []).length ? ['answer'] : [])];
  return el('section', { 'aria-labelledby': 'h-proxy' }, el('h2', { id: 'h-proxy' }, t('room.proxy')), el('p', { class: 'note' }, t('room.proxy.note')), form(enter,
    el('div', { class: 'row' }, choice(t('room.proxy.who'), draft, 'seat', [['', '–'], ...players(view).map((r): [string, string] => [r.id, word(r.name)])], { required: true }), field(t('room.proxy.at'), draft, 'at', { class: 'short', placeholder: clockText(view.clock.ex) })),
    el('div', { class: 'row', role: 'group', 'aria-label': t('room.log.what') }, whats.map((w) => button(t(`room.proxy.${w}`), () => { draft.what = w; }, { 'aria-pressed': String(draft.what === w), class: 'small', key: w }))),
    had.length > 0 && draft.what !== 'answer' && choice(t('room.answers.what'), draft, 'reply', [[0, t('room.answers.none')], ...had.map((m): [number, string] => [m.number, `${clockText(m.ex)} ${m.inject ?? ''} ${headline(m)}`])]), body(view),
    el('button', { type: 'submit', class: 'main', disabled: !draft.seat || ((draft.what === 'send' || draft.what === 'answer') && draft.text.trim() === '') || (draft.what === 'decide' && !draft.decision) }, t('room.proxy.enter'))));
});
