// What was entered for a role, as the log has it: when it was said, for whom, what, and who entered it when. The latest first.
// SPDX-License-Identifier: Apache-2.0
import { el, roleName, type Part } from '../parts';
import type { Entry, View } from '../wire';
import { clockText, t } from '../words';
import { what } from './log';

const MOST = 12;
function one(view: View, e: Entry): Part {
  const b = e.body, at = typeof b.at === 'number' ? b.at : b.ex;
  return el('li', { key: e.number, class: e.in_force ? '' : 'undone' }, el('p', {}, el('b', { class: 'when' }, clockText(at)), ' · ', el('strong', { dir: 'auto' }, roleName(view, b.seat))),
    el('p', { class: 'text', dir: 'auto' }, what(e, false)), el('p', { class: 'from' }, t('room.proxy.by', { who: !b.by || b.by === 'control' ? t('room.control.team') : b.by, time: clockText(b.ex) })));
}
export function proxied(view: View): Part {
  const all = (view.entries ?? []).filter((e) => e.body.proxy === true);
  return el('section', { class: 'proxied', 'aria-labelledby': 'h-proxied' }, el('h3', { id: 'h-proxied' }, t('room.proxy.entered')), all.length === 0 ? el('p', { class: 'quiet' }, t('room.none')) :
    el('ul', { class: 'orders' }, all.slice(0, MOST).map((e) => one(view, e))));
}
