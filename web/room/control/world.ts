// The world as it is beside what is reported, with the fan of other worlds in which the same was done; for control alone.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { chart, weeklyTable } from '../chart';
import { asked } from '../link';
import { map } from '../map';
import { el, type Part } from '../parts';
import type { World } from '../wire';
import { count, t, word } from '../words';

const sum = (a: number[] | undefined): number => (a ?? []).reduce((s, x) => s + x, 0);
export function fanProgress(w: World): Part {
  const p = w.progress;
  return p && p.total > 0 && p.done < p.total && el('label', { class: 'progress' }, t('room.fan.progress', { n: p.done, all: p.total }), el('progress', { value: p.done, max: p.total }));
}
export function truthChart(w: World, height: number): Part {
  return chart({ start: w.start, height, alt: t('room.world.alt', { true: count(sum(w.truth.infections)), reported: count(sum(w.truth.reported)) }), series: [
    ...(w.fan?.infections ? [{ name: t('room.fan'), colour: 'true', band: w.fan.infections }] : []), { name: t('room.true'), colour: 'true', values: w.truth.infections }, { name: t('room.reported'), colour: 'seen', values: w.truth.reported, bars: true }] });
}
export const truthLine = (w: World): string => t('room.world.line', { true: count(sum(w.truth.infections)), reported: count(sum(w.truth.reported)), deaths: count(sum(w.truth.deaths)) });

export const WorldPage = defineComponent(() => () => {
  const w = asked.world;
  if (!w) return el('p', { class: 'quiet' }, t('room.known.none'));
  return el('section', { 'aria-labelledby': 'h-world' }, el('h2', { id: 'h-world' }, t('room.world'), w.focus && [': ', el('bdi', {}, word(w.focus))]), el('p', { class: 'note' }, t('room.world.note')), el('p', {}, truthLine(w)), fanProgress(w),
    el('div', { class: 'halves' }, el('div', { class: 'half' }, truthChart(w, 280), weeklyTable(w.start, [{ name: t('room.true'), values: w.truth.infections }, { name: t('room.reported'), values: w.truth.reported }, ...(w.truth.deaths ? [{ name: t('room.deaths'), values: w.truth.deaths }] : [])])),
      el('div', { class: 'half' }, map(asked.map, asked.known))));
});
