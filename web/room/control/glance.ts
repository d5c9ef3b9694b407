// Everything at one glance: the next five injects, what is late, who has not read, orders that wait, truth against reported.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, h, type VNode } from '@vue/runtime-dom';
import { asked, ex, link } from '../link';
import { button, Due, el, type Part } from '../parts';
import type { View } from '../wire';
import { clockText, t, word } from '../words';
import { actionRow, lateActions } from './actions';
import { exports_ } from './log';
import { LoadBars } from './load';
import { waitingOrder } from './orders';
import { coming, hold, injectOf, plannedOf, subjectOf, touched, toText } from './inject';
import { fanProgress, focus, truthChart, truthLine } from './world';

function nextFive(view: View, now: number): { inject: string; ex: number | null }[] {
  return view.next ?? coming(view).filter((i) => touched(view, i.id).status !== 'held').flatMap((i) => { const at = plannedOf(view, i); return at !== null && at >= now - 1000 ? [{ inject: i.id, ex: at }] : []; }).sort((a, b) => a.ex - b.ex).slice(0, 5);
}

function next(view: View, now: number): Part {
  const list = nextFive(view, now), held = (asked.script?.injects ?? []).filter((i) => touched(view, i.id).status === 'held');
  const row = (id: string, when: VNode | string): Part => {
    const i = injectOf(id), isHeld = touched(view, id).status === 'held';
    return i && el('li', { key: id }, el('div', { class: 'row head' }, el('span', {}, el('b', { class: 'number' }, id), ' ', when), el('span', { class: 'tools' }, button(t('room.inject.send'), () => hold(id, 'send'), { class: 'small', 'aria-label': `${t('room.inject.send')}: ${id}` }),
        button(t(isHeld ? 'room.inject.release' : 'room.inject.hold'), () => hold(id, isHeld ? 'release' : 'hold'), { class: 'small', 'aria-label': `${t(isHeld ? 'room.inject.release' : 'room.inject.hold')}: ${id}` }),
        !isHeld && button('+1′', () => hold(id, 'shift', { ms: 60000 }), { class: 'small', dir: 'ltr', 'aria-label': `${t('room.inject.later')}: ${id}` }))), el('p', { class: 'what', dir: 'auto', title: toText(view, i.to) }, el('strong', {}, subjectOf(view, i)), ' → ', toText(view, i.to)));
  };
  return el('section', { class: 'next', 'aria-labelledby': 'h-next' }, el('h3', { id: 'h-next' }, t('room.next')), list.length === 0 && el('p', { class: 'quiet' }, t('room.none')),
    el('ol', { class: 'plain' }, list.map((n) => row(n.inject, n.ex === null ? '–' : el('span', {}, clockText(n.ex), ' ', h(Due, { at: n.ex, plain: true })))), held.map((i) => row(i.id, el('b', { class: 'state held' }, t('room.inject.held'))))));
}

function late(view: View, now: number): Part {
  const all = lateActions(view, now);
  return el('section', { 'aria-labelledby': 'h-late' }, el('h3', { id: 'h-late' }, t('room.actions.late'), all.length > 0 && el('span', { class: 'count' }, String(all.length))),
    all.length === 0 ? el('p', { class: 'quiet' }, t('room.none')) : el('ul', { class: 'actions' }, all.slice(0, 4).map((a) => actionRow(view, a, true))), all.length > 4 && el('p', { class: 'note' }, t('room.more', { n: all.length - 4 })));
}
function waiting(view: View): Part {
  const all = (view.orders ?? []).filter((o) => o.status === 'waiting');
  return el('section', { 'aria-labelledby': 'h-wait' }, el('h3', { id: 'h-wait' }, t('room.orders.waiting'), all.length > 0 && el('span', { class: 'count' }, String(all.length))),
    all.length === 0 ? el('p', { class: 'quiet' }, t('room.none')) : all.map((o) => waitingOrder(view, o)));
}
function replies(view: View): Part {
  const all = (view.messages ?? []).filter((m) => m.seat && !m.form && (!m.to?.length || m.to.includes('control'))).slice(0, 3);
  return el('section', { 'aria-labelledby': 'h-replies' }, el('h3', { id: 'h-replies' }, t('room.replies')), all.length === 0 && el('p', { class: 'quiet' }, t('room.none')),
    all.map((m) => { const to = view.messages?.find((x) => x.number === m.reply_to); return el('article', { class: 'message', key: m.number }, el('p', { class: 'from' }, `${clockText(m.ex)} · `, el('bdi', {}, word(view.roles?.find((r) => r.id === m.seat)?.name)), to?.inject && [' · ', el('bdi', { class: 'id' }, to.inject)]), el('p', { class: 'text', dir: 'auto' }, m.text ?? '')); }));
}
function world(): Part {
  const w = asked.world, p = w && focus(w);
  return el('section', { 'aria-labelledby': 'h-truth' }, el('h3', { id: 'h-truth' }, t('room.world')), w && p ? [truthChart(w, p, 180), el('p', { class: 'note' }, truthLine(p)), fanProgress(w)] : el('p', { class: 'quiet' }, t('room.known.none')));
}

export const Glance = defineComponent(() => {
  const now = computed(() => Math.floor(ex.value / 1000) * 1000);
  return () => {
    const view = link.view!, ended = view.clock.state === 'ended';
    return el('div', {}, el('h2', { class: 'quiet-title' }, t('room.board.glance')), ended && exports_(view, false),
      el('div', { class: 'glance' }, !ended && el('div', {}, next(view, now.value)), el('div', {}, !ended && waiting(view), late(view, now.value), replies(view)), el('div', {}, world(), h(LoadBars))));
  };
});
