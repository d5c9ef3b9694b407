// Proxy entry: what a role said, telephoned or wrote on paper is entered for it, with the time at which it was said.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, shallowReactive } from '@vue/runtime-dom';
import { kept } from '../draft';
import { worded } from '../figure';
import { get, link, order, past } from '../link';
import { area, button, choice, el, field, figures, form, sending, stopped, ticks, type Part } from '../parts';
import { forms } from '../player/filled';
import { filled, fieldsOf } from '../player/forms';
import { headline } from '../player/inbox';
import type { Card, Decision, Role, View } from '../wire';
import { clockRead, clockText, t, word } from '../words';
import { players } from './load';
import { proxied } from './proxied';

const draft = kept('proxy', () => ({ seat: '', at: '', what: 'send', decision: '', reasons: '', legal: '', text: '', reply: 0, to: ['control'] as string[], form: 'sitrep', question: 0, tried: false }));
const paper = kept('paper', (): Record<string, string> => ({}));
/* what a role may order stands on its card */
const cards = shallowReactive<Record<string, Card | null>>({});
function decisionsOf(seat: string): Decision[] {
  if (seat && !(seat in cards)) {
    cards[seat] = null;
    void get<Card>(`role?seat=${encodeURIComponent(seat)}`).then((card) => { cards[seat] = card; });
  }
  return cards[seat]?.decisions ?? [];
}

/* what any role may order; and who may order one thing: whoever has heard an order need not know whose it is */
const anybody = (view: View): Decision[] => [...new Map(players(view).flatMap((r) => decisionsOf(r.id)).map((d) => [d.id, d])).values()];
const those = (view: View): Decision[] => draft.seat ? decisionsOf(draft.seat) : anybody(view);
const may = (view: View): Role[] => players(view).filter((r) => draft.what !== 'decide' || !draft.decision || decisionsOf(r.id).some((d) => d.id === draft.decision));
/* an order that needs reasons has none */
const lacks = (): boolean => draft.what === 'decide' && Boolean(decisionsOf(draft.seat).find((d) => d.id === draft.decision)?.justify) && !worded(draft.reasons);

async function enter(): Promise<void> {
  const ms = draft.at.trim() === '' ? past() : clockRead(draft.at);
  draft.tried = true;
  if (Number.isNaN(ms) || lacks()) return;
  const whole = { seat: draft.seat, at: ms, ...(Number(draft.reply) ? { reply_to: Number(draft.reply) } : {}) }, text = draft.text.trim();
  const kept = t('room.proxy.kept');
  const good = draft.what === 'send' ? await order('send', { ...whole, text, to: draft.to }, kept) : draft.what === 'done' ? await order('act', { ...whole, act: 'done', text: text || t('room.done.plain') }, kept) :
    draft.what === 'answer' ? await order('act', { seat: draft.seat, at: ms, act: 'answer', phase: link.view!.phase!.id, question: Number(draft.question), text }, kept) :
    draft.what === 'form' ? await order('act', { ...whole, act: 'form', form: draft.form, fields: filled(draft.form, paper) }, kept) :
      await order('act', { ...whole, act: 'decide', decision: draft.decision, reasons: draft.reasons.trim(), legal: draft.legal.trim() }, kept);
  if (!good) return;
  Object.assign(draft, { at: '', text: '', reasons: '', legal: '', decision: '', reply: 0, tried: false });
  for (const key of Object.keys(paper)) delete paper[key];
}

function body(view: View): Part {
  if (draft.what === 'form') return [choice(t('room.proxy.form'), draft, 'form', Object.keys(forms).map((f) => [f, t(`room.form.${f}`)])), fieldsOf(draft.form, paper)];
  if (draft.what === 'answer') return [choice(t('room.table'), draft, 'question', (view.phase?.questions ?? []).map((q, k): [number, string] => [k, `${k + 1}. ${word(q)}`])), area(t('room.text'), draft, 'text', { rows: 2 })];
  if (draft.what !== 'decide') return [area(t(draft.what === 'done' ? 'room.done.line' : 'room.text'), draft, 'text', { rows: 2 }),
    draft.what === 'send' && el('details', {}, el('summary', {}, t('room.to')), ticks([{ id: 'control', name: t('room.control.team') }, ...players(view).filter((r) => r.id !== draft.seat)], draft, 'to'))];
  const one = those(view).find((d) => d.id === draft.decision), whose = may(view);
  return [choice(t('room.proxy.decision'), draft, 'decision', [['', '–'], ...those(view).map((d): [string, string] => [d.id, word(d.name)])], { required: true }), one && !draft.seat && el('p', { class: 'note' }, t('room.proxy.may', { who: whose.map((r) => word(r.name)).join(' / ') })),
    area(t(one?.justify ? 'room.reasons.needed' : 'room.reasons'), draft, 'reasons', { rows: 2, 'aria-required': one?.justify ? 'true' : undefined, wrong: draft.tried && lacks() && t('room.error.reasons') }), field(t('room.legal'), draft, 'legal', { maxlength: 600 })];
}

export const Proxy = defineComponent(() => () => {
  const view = link.view!, had = (view.messages ?? []).filter((m) => draft.seat && (!m.to?.length || m.to.includes(draft.seat))).slice(0, 20);
  const whats = ['send', 'done', 'form', ...(view.pack && (!draft.seat || decisionsOf(draft.seat).length) ? ['decide'] : []), ...((view.phase?.questions ?? []).length ? ['answer'] : [])];
  const missing = [!draft.seat && t('room.role'), (draft.what === 'send' || draft.what === 'answer') && draft.text.trim() === '' && t('room.text'), draft.what === 'decide' && !draft.decision && t('room.proxy.decision')];
  return el('section', { 'aria-labelledby': 'h-proxy' }, el('h2', { id: 'h-proxy' }, t('room.proxy')), el('p', { class: 'note' }, t('room.proxy.note')), el('div', { class: 'halves' }, form(enter,
    el('div', { class: 'row' }, choice(t('room.proxy.who'), draft, 'seat', [['', '–'], ...may(view).map((r): [string, string] => [r.id, word(r.name)])], { required: true }), figures(t('room.proxy.at'), draft, 'at', { class: 'short', placeholder: clockText(view.clock.ex), wrong: draft.at.trim() !== '' && Number.isNaN(clockRead(draft.at)) && draft.tried && t('room.error.time') })),
    el('div', { class: 'row', role: 'group', 'aria-label': t('room.log.what') }, whats.map((w) => button(t(`room.proxy.${w}`), () => { draft.what = w; }, { 'aria-pressed': String(draft.what === w), class: 'small', key: w }))),
    had.length > 0 && draft.what !== 'answer' && choice(t('room.answers.what'), draft, 'reply', [[0, t('room.answers.none')], ...had.map((m): [number, string] => [m.number, `${clockText(m.ex)} ${m.inject ?? ''} ${headline(m)}`])]), body(view),
    sending(t('room.proxy.enter'), draft.what === 'send' && view.clock.started ? '' : stopped(view), missing)), proxied(view)));
});
