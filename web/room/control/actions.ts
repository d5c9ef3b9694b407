// What is expected of players: late, open, claimed, done; ticked or taken back by hand; milestones that a controller sets.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, h } from '@vue/runtime-dom';
import { asked, ex, link, order } from '../link';
import { button, Due, el, roleName, stopped, type Part } from '../parts';
import type { Action, View } from '../wire';
import { clockText, people, t, word } from '../words';

export interface Expected extends Action { inject: string; asked: number; by: number }
/** Expected actions of injects that were sent, with the time by which. */
export function expected(view: View): Expected[] {
  return (asked.script?.injects ?? []).flatMap((i) => view.injects?.[i.id]?.status === 'sent' ? (i.actions ?? []).map((a) =>
    ({ ...a, inject: i.id, roles: a.roles?.length ? a.roles : i.to, asked: view.injects![i.id]!.ex ?? 0, by: view.due?.[a.id] ?? Infinity })) : []);
}
export const lateActions = (view: View, now: number): Expected[] => expected(view).filter((a) => !view.actions?.[a.id] && a.by < now).sort((a, b) => a.by - b.by);

/* after the end one may still set right what was done; before the start and in a real emergency nothing is */
const still = (view: View): Record<string, unknown> => view.clock.state === 'ended' ? {} : stopped(view) ? { disabled: true, title: stopped(view) } : {};
const tick = (id: string): Promise<boolean> => order('act', { act: 'done', action: id });
export function actionRow(view: View, a: Expected, short = false): Part {
  const done = view.actions?.[a.id], claimed = done?.how === 'claim';
  return el('li', { key: a.id, class: done ? claimed ? 'claimed' : 'done' : '' }, el('div', { class: 'said' }, el('p', {}, a.critical && el('b', { class: 'critical', title: t('room.critical') }, '! '), el('span', { dir: 'auto' }, word(a.text))),
    el('p', { class: 'from' }, el('bdi', { class: 'id' }, a.inject), ' · ', el('bdi', {}, people((a.roles ?? []).map((r) => roleName(view, r)))), ' · ', done ? [`✓ ${clockText(done.ex)} `, t(`room.how.${done.how ?? 'tick'}`)] : Number.isFinite(a.by) ? h(Due, { at: a.by, asked: a.asked }) : '')),
    short ? button('✓', () => tick(a.id), { class: 'small', 'aria-label': `${t('room.action.tick')}: ${word(a.text)}`, title: t('room.action.tick'), ...still(view) }) : el('div', { class: 'tools' }, (!done || claimed) && button(t(claimed ? 'room.action.agree' : 'room.action.tick'), () => tick(a.id), { class: 'small', ...still(view) }), done && button(t('room.action.undo'), () => order('undone', { action: a.id }), { class: 'small', ...still(view) })));
}

function milestones(view: View): Part {
  const all = asked.script?.milestones ?? [];
  return all.length > 0 && el('section', { 'aria-labelledby': 'h-milestones' }, el('h3', { id: 'h-milestones' }, t('room.milestones')), el('ul', { class: 'milestones' }, all.map((m) => {
    const set = view.milestones?.[m.id];
    return el('li', { key: m.id, class: set !== undefined ? 'done' : '' }, el('span', { dir: 'auto' }, `${set !== undefined ? '✓ ' : ''}${word(m.name)}`), set !== undefined && el('small', {}, ` ${clockText(set)}`),
      (m.by === 'controller' || m.by === 'evaluator') && button(t(set !== undefined ? 'room.milestone.clear' : 'room.milestone.set'), () => order('milestone', { milestone: m.id, value: set !== undefined ? 0 : 1 }), { class: 'small', ...still(view) }));
  })));
}

export const Actions = defineComponent(() => {
  const now = computed(() => Math.floor(ex.value / 1000) * 1000);
  return () => {
    const view = link.view!, all = expected(view), late = lateActions(view, now.value), claimed = all.filter((a) => view.actions?.[a.id]?.how === 'claim');
    const open = all.filter((a) => !view.actions?.[a.id] && !late.some((l) => l.id === a.id)).sort((a, b) => a.by - b.by), done = all.filter((a) => view.actions?.[a.id] && !claimed.includes(a)).sort((a, b) => view.actions![b.id]!.ex - view.actions![a.id]!.ex);
    const part = (key: string, list: Expected[]): Part => el('section', { class: `of-${key}`, key }, el('h3', {}, t(`room.actions.${key}`), list.length > 0 && el('span', { class: 'count' }, String(list.length))), list.length === 0 ? el('p', { class: 'quiet' }, '–') : el('ul', { class: 'actions' }, list.map((a) => actionRow(view, a))));
    return el('section', { 'aria-labelledby': 'h-actions' }, el('h2', { id: 'h-actions' }, t('room.board.actions')), el('div', { class: 'four' }, part('late', late), part('claimed', claimed), part('open', open), part('done', done)), milestones(view));
  };
});
