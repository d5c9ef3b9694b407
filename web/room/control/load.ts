// Load: for every role how long it has had nothing, what it has not read, what is late.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent } from '@vue/runtime-dom';
import { ex, link } from '../link';
import { el, type Part } from '../parts';
import type { Load, Role, View } from '../wire';
import { t, word } from '../words';
import { lateActions } from './actions';

export const players = (view: View): Role[] => (view.roles ?? []).filter((r) => r.kind === 'player');
const reaches = (to: string[] | undefined, role: string): boolean => !to?.length || to.includes(role);

/** When each role got its last message, how many it has not read, what is late. */
export function loads(view: View, now: number): (Load & { unread: number; late: number })[] {
  const late = lateActions(view, now);
  return players(view).map((r) => {
    const got = (view.messages ?? []).filter((m) => m.inject && reaches(m.to, r.id));
    const unread = (view.messages ?? []).filter((m) => reaches(m.to, r.id) && m.seat !== r.id && !(m.seen && typeof m.seen === 'object' && r.id in m.seen)).length;
    return { role: r.id, n: got.length, last: got.length ? Math.max(...got.map((m) => m.ex)) : undefined, ...view.load?.find((l) => l.role === r.id), unread, late: late.filter((a) => a.roles?.includes(r.id)).length };
  });
}

function bar(view: View, l: Load & { unread: number; late: number }, now: number): Part {
  const role = view.roles?.find((r) => r.id === l.role), minutes = l.last === undefined ? null : Math.max(0, Math.floor((now - l.last) / 60000)), idle = minutes === null || minutes >= 20;
  return el('tr', { key: l.role }, el('th', { scope: 'row', dir: 'auto', title: word(role?.name) }, role && el('span', { class: role.online ? 'dot on' : role.joined ? 'dot away' : 'dot', role: 'img', 'aria-label': t(role.online ? 'room.online' : role.joined ? 'room.away' : 'room.empty') }), word(role?.name) || l.role),
    el('td', { class: idle ? 'bad' : '', 'data-name': t('room.load.idle') }, el('svg', { class: 'bar', 'aria-hidden': 'true', viewBox: '0 0 20 4', preserveAspectRatio: 'none' }, el('rect', { width: Math.min(20, minutes ?? 20), height: 4 })), el('span', {}, minutes === null ? '–' : t('room.minutes', { n: minutes }))),
    el('td', { class: l.unread && role?.joined ? 'bad' : '', 'data-name': t('room.load.unread') }, role?.joined ? String(l.unread) : '–'), el('td', { class: l.late ? 'bad' : '', 'data-name': t('room.load.late') }, String(l.late)));
}

export const LoadBars = defineComponent(() => {
  const now = computed(() => Math.floor(ex.value / 10000) * 10000);
  return () => {
    const view = link.view!;
    return el('section', { 'aria-labelledby': 'h-load' }, el('h3', { id: 'h-load' }, t('room.load')),
      el('table', { class: 'load' }, el('thead', {}, el('tr', {}, ['room.role', 'room.load.idle', 'room.load.unread', 'room.load.late'].map((k) => el('th', { scope: 'col', key: k }, t(k))))), el('tbody', {}, loads(view, now.value).map((l) => bar(view, l, now.value)))));
  };
});
