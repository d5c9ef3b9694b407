// What this seat knows of the world: reported people by day, beds, the queue, on a chart, a map and in a table. Never the truth.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, reactive } from '@vue/runtime-dom';
import { chart, weeklyTable } from '../chart';
import { asked, link, sim } from '../link';
import { map } from '../map';
import { choice, el, type Part } from '../parts';
import type { Known, Place } from '../wire';
import { count, dateText, t, word } from '../words';
import { others } from './decide';

const at = reactive({ place: '' });
const sum = (a: number[], from = 0): number => a.slice(from).reduce((s, x) => s + x, 0);
export const lastWeek = (reported: number[]): number => sum(reported, Math.max(0, reported.length - 7));
export const placeName = (id: string): string => word(asked.map?.places.find((p) => p.id === id)?.name) || id;

const rowName = (p: Known['places'][number]): string => p.others ? t('room.known.others', { place: placeName(p.others) }) : placeName(p.id);

/** Places in the order of a list that is read: provinces, then what is in them, the rest last. */
function ordered(known: Known): Known['places'] {
  const of = (id: string): Place | undefined => asked.map?.places.find((p) => p.id === id);
  const level = (p: Known['places'][number]): number => p.others ? (of(p.others)?.level ?? 9) + 1 : of(p.id)?.level ?? 9;
  return [...known.places].sort((a, b) => level(a) - level(b) || Number(Boolean(a.others)) - Number(Boolean(b.others)) || sum(b.reported) - sum(a.reported));
}
function crossings(known: Known): Part {
  return [(known.crossings ?? []).map((c) => el('p', { key: c.id }, el('b', { dir: 'auto' }, word(asked.map?.crossings.find((x) => x.id === c.id)?.name) || c.id),
    c.queue !== undefined && `: ${t('room.queue', { n: count(c.queue) })}`, c.status && ` (${t(`room.crossing.${c.status}`)})`)),
    (known.crossings ?? []).some((c) => c.queue !== undefined) && known.at && el('p', { class: 'note' }, t('room.queue.note', { time: dateText(known.at, false) }))];
}

/* Whoever may order nothing reads here what is in force. */
function page(now: number): Part {
  const known = asked.known;
  const title = el('h2', { id: 'h-known', tabindex: -1 }, t('room.tab.known'));
  if (!known) return el('section', {}, title, el('p', { class: 'quiet' }, t('room.known.none')));
  const all = ordered(known), shown = all.find((p) => p.id === at.place) ?? all.find((p) => (asked.map?.places.find((x) => x.id === p.id)?.level ?? 0) > 0) ?? all[0];
  const dead = all.some((p) => p.deaths);
  return el('section', { 'aria-labelledby': 'h-known' }, title, el('p', { class: 'note' }, t('room.known.note')), crossings(known), (asked.role?.decisions?.length ?? 0) === 0 && link.view && others(link.view, now),
    shown && [choice(t('room.place'), { get place() { return shown.id; }, set place(id: string) { at.place = id; } }, 'place', all.map((p) => [p.id, rowName(p)])),
      chart({ title: t('room.chart.reported', { place: rowName(shown) }), start: known.start, series: [{ name: t('room.reported'), colour: 'seen', values: shown.reported, bars: true }], alt: t('room.known.alt', { place: rowName(shown), n: count(sum(shown.reported)), week: count(lastWeek(shown.reported)) }) }),
      shown.reported.length > 0 && el('p', { class: 'note' }, t('room.known.until', { date: dateText(link.view?.clock.date) })), weeklyTable(known.start, [{ name: t('room.reported'), values: shown.reported }])],
    map(asked.map, known), el('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': t('room.known.places') }, el('table', {}, el('caption', {}, t('room.known.places')),
      el('thead', {}, el('tr', {}, ['room.place', 'room.week', 'room.since', ...(dead ? ['room.deaths'] : []), 'room.beds'].map((k) => el('th', { scope: 'col', key: k }, t(k))))),
      el('tbody', {}, all.map((p) => el('tr', { key: p.id }, el('th', { scope: 'row', dir: 'auto' }, rowName(p)), el('td', { 'data-name': t('room.week') }, count(lastWeek(p.reported))), el('td', { 'data-name': t('room.since') }, count(sum(p.reported))),
        dead && el('td', { 'data-name': t('room.deaths') }, p.deaths ? count(sum(p.deaths)) : '–'), el('td', { 'data-name': t('room.beds') }, p.beds === undefined ? '–' : count(p.beds))))))));
}

export const KnownPage = defineComponent(() => {
  const hour = computed(() => Math.floor(sim.value / 600) * 600);
  return () => page(hour.value);
});
