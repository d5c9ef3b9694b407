// Round the table: while time stands the questions are on the screen, with one answer a table; then what the facilitator has released.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { kept } from '../draft';
import { link, order } from '../link';
import { area, button, el, form, roleName, type Part } from '../parts';
import { go } from './at';
import { mark } from './entered';
import type { Phase, View } from '../wire';
import { t, word } from '../words';

const drafts = kept('table', (): Record<string, string> => ({}));

export function shownAnswers(view: View, phase: string, question: number): Part {
  return (view.released ?? []).filter((r) => r.phase === phase && r.question === question).map((r) =>
    el('ul', { class: 'answers', key: `${phase}.${question}` }, r.answers.map((a) => el('li', { key: a.seat }, el('b', { dir: 'auto' }, roleName(view, a.seat)), el('p', { dir: 'auto' }, a.text)))));
}

function question(view: View, phase: Phase, k: number): Part {
  const key = `${phase.id}.${k}`, mine = view.answers?.find((a) => a.phase === phase.id && a.question === k && a.seat === view.me?.seat);
  const send = async (): Promise<void> => {
    if (await order('act', { act: 'answer', phase: phase.id, question: k, text: (drafts[key] ?? '').trim() }, t('room.table.kept'))) delete drafts[key];
  };
  return el('li', { key }, el('p', { class: 'question', dir: 'auto' }, word(phase.questions[k])),
    mine && el('p', { class: 'own', dir: 'auto' }, el('b', {}, `✓ ${t('room.table.mine')}`), mark(mine), ' ', mine.text),
    form(send, area(t(mine ? 'room.table.again' : 'room.table.answer'), drafts, key, { rows: 2 }),
      el('button', { type: 'submit', class: mine ? '' : 'main', disabled: (drafts[key] ?? '').trim() === '' }, t('room.table.send'))),
    shownAnswers(view, phase.id, k));
}

/** brief: the way to it from another part of the page. */
export const Table = defineComponent({ props: ['brief'], setup: (props: { brief?: boolean }) => () => {
  const view = link.view!, phase = view.phase;
  if (!phase || !view.clock.started || view.clock.state === 'ended' || (phase.questions ?? []).length === 0) return null;
  if (props.brief) return button(t('room.table'), () => go('inbox'), { class: 'to-table' });
  return el('section', { class: 'table', 'aria-labelledby': 'h-table' }, el('h2', { id: 'h-table' }, t('room.table')), el('p', { class: 'note' }, t('room.table.how')),
    el('ol', {}, phase.questions.map((_, k) => question(view, phase, k))));
} });
