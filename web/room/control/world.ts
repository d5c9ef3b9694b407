// The world as it is beside what is reported, with the fan of other worlds in which the same was done; for control alone.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive } from '@vue/runtime-dom';
import { chart, weeklyTable } from '../chart';
import { asked } from '../link';
import { map } from '../map';
import { choice, el, type Part } from '../parts';
import { placeName } from '../player/known';
import type { Truth, World } from '../wire';
import { count, t } from '../words';

const at = reactive({ place: '' });
const sum = (a: number[]): number => a.reduce((s, x) => s + x, 0);
/** The place that is looked at: the one chosen, else the first that is not a whole country. */
export const focus = (w: World): Truth | undefined => w.places.find((p) => p.id === at.place) ?? w.places.find((p) => (asked.map?.places.find((x) => x.id === p.id)?.level ?? 0) > 0) ?? w.places[0];

export function fanProgress(w: World): Part {
  const p = w.progress;
  return p && p.total > 0 && p.done < p.total && el('label', { class: 'progress' }, t('room.fan.progress', { n: Math.floor(100 * p.done / p.total) }), el('progress', { value: p.done, max: p.total }));
}
export function truthChart(w: World, p: Truth, height: number): Part {
  return chart({ title: t('room.chart.world', { place: placeName(p.id) }), start: w.start, height, alt: t('room.world.alt', { true: count(sum(p.infections)), reported: count(sum(p.reported)) }), series: [
    ...(p.fan ? [{ name: t('room.fan'), colour: 'true', band: p.fan }] : []), { name: t('room.true'), colour: 'true', values: p.infections }, { name: t('room.reported'), colour: 'seen', values: p.reported, bars: true }] });
}
export const truthLine = (p: Truth): string => t('room.world.line', { true: count(p.all ?? sum(p.infections)), reported: count(sum(p.reported)), deaths: count(sum(p.deaths)) });

export const WorldPage = defineComponent(() => () => {
  const w = asked.world, p = w && focus(w);
  if (!w || !p) return el('p', { class: 'quiet' }, t('room.known.none'));
  return el('section', { 'aria-labelledby': 'h-world' }, el('h2', { id: 'h-world' }, t('room.world')), el('p', { class: 'note' }, t('room.world.note')), w.failed && el('p', { class: 'wrong' }, w.failed),
    el('div', { class: 'halves' }, el('div', { class: 'half' }, choice(t('room.place'), { get place() { return p.id; }, set place(id: string) { at.place = id; } }, 'place', w.places.map((x) => [x.id, placeName(x.id)])),
      truthChart(w, p, 280), el('p', {}, truthLine(p)), fanProgress(w), weeklyTable(w.start, [{ name: t('room.true'), values: p.infections }, { name: t('room.reported'), values: p.reported }, { name: t('room.deaths'), values: p.deaths }])),
      el('div', { class: 'half' }, map(asked.map, asked.known))));
});
