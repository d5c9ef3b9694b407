// One chart of days: bars of what is reported, lines of what is true, the fan of other worlds; drawn with the report's own libraries.
// SPDX-License-Identifier: Apache-2.0
import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { el, type Part } from './parts';
import type { Band } from './wire';
import { count, momentText, t } from './words';

export interface Series { name: string; colour: string; values?: number[]; band?: Band; bars?: boolean }
const day = 86400;
/** Width of a picture in its own units: fewer on a phone, so that its letters stay readable. */
export const picture = (): number => document.documentElement.clientWidth < 500 ? 340 : 560;

/** Dates below an axis: at most n, evenly spread, the first among them, as many as do not touch one another. */
function dates(of: { last: number; n: number; start: string; W: number; x: (d: number) => number }): { at: number; text: string }[] {
  const text = (d: number): string => momentText(of.start, d * day, false), wide = 8 * Math.max(...Array.from({ length: of.last + 1 }, (_, d) => text(d).replace(/[\u2066-\u2069]/g, '').length)) + 10;
  const step = Math.ceil(Math.max((of.last + 1) / of.n, wide / (of.x(1) - of.x(0))));
  return Array.from({ length: Math.floor(of.last / step) + 1 }, (_, k) => ({ at: of.x(k * step), text: text(k * step) })).map((d) => ({ ...d, at: Math.min(Math.max(d.at, wide / 2), of.W - wide / 2) }))
    .filter((d, k, all) => k === 0 || d.at - all[k - 1]!.at >= wide);
}

export function chart(of: { title: string; start: string; series: Series[]; alt: string; height?: number }): Part {
  const W = picture(), H = W < 500 ? 180 : of.height ?? 210, left = 46, right = 12, top = 10, bottom = 26;
  const last = Math.max(6, ...of.series.map((s) => (s.values ?? s.band?.q50 ?? []).length - 1));
  const most = Math.max(4, ...of.series.flatMap((s) => [...(s.values ?? []), ...(s.band?.q95 ?? [])]));
  const x = scaleLinear([-0.5, last + 0.5], [left, W - right]), y = scaleLinear([0, most], [H - bottom, top]).nice(4);
  const path = (values: number[]): string => line<number>().x((_, k) => x(k)).y((v) => y(v)).curve(curveMonotoneX).digits(1)(values) ?? '';
  const fan = (low: number[], high: number[]): string => area<number>().x((_, k) => x(k)).y0((_, k) => y(low[k]!)).y1((_, k) => y(high[k]!)).curve(curveMonotoneX).digits(1)(low) ?? '';
  const wide = (x(1) - x(0)) * 0.8;
  const legend = of.series.length > 1 && el('ul', { class: 'legend' }, of.series.map((s) => el('li', { key: s.name + s.colour }, el('span', { class: `sample ${s.band ? 'fan' : s.bars ? 'bar' : 'line'} ${s.colour}`, 'aria-hidden': 'true' }), s.name)));
  return el('figure', { class: 'chart' }, el('figcaption', {}, el('span', {}, el('b', { dir: 'auto' }, of.title), ' · ', t('room.chart.unit')), legend), el('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': of.alt, direction: 'ltr' },
    el('g', { class: 'grid' }, y.ticks(4).filter(Number.isInteger).map((v) => [el('line', { x1: left, x2: W - right, y1: y(v), y2: y(v), key: `l${v}` }), el('text', { x: left - 6, y: y(v) + 5, 'text-anchor': 'end', key: `t${v}` }, count(v))])),
    of.series.map((s) => el('g', { key: s.name + s.colour },
      s.band && [el('path', { d: fan(s.band.q05, s.band.q95), class: `band ninety ${s.colour}` }), el('path', { d: fan(s.band.q25, s.band.q75), class: `band half ${s.colour}` }), el('path', { d: path(s.band.q50), class: `middle ${s.colour}` })],
      s.values && s.bars && s.values.map((v, k) => v > 0 && el('rect', { x: x(k) - wide / 2, width: wide, y: y(v), height: y(0) - y(v), class: `bar ${s.colour}`, key: k })),
      s.values && !s.bars && [el('path', { d: path(s.values), class: `line ${s.colour}` }), s.values.length < 21 && s.values.map((v, k) => el('circle', { cx: x(k), cy: y(v), r: 3, class: `dot-of ${s.colour}`, key: k }))])),
    el('g', { class: 'axis' }, el('line', { x1: left, x2: W - right, y1: y(0), y2: y(0) }), dates({ last, n: W < 500 ? 4 : 6, start: of.start, W, x }).map((d) => el('text', { x: d.at, y: H - 6, 'text-anchor': 'middle', key: d.text }, d.text)))));
}

/** The same numbers for those who read numbers; the latest first. */
export function weeklyTable(start: string, columns: { name: string; values: number[] }[]): Part {
  const n = Math.max(0, ...columns.map((c) => c.values.length));
  return n > 0 && el('details', { class: 'numbers' }, el('summary', {}, t('room.numbers')), el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('room.numbers') },
    el('table', { class: 'plain' }, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('room.day')), columns.map((c) => el('th', { scope: 'col', key: c.name }, c.name)))),
      el('tbody', {}, Array.from({ length: n }, (_, k) => n - 1 - k).map((k) => el('tr', { key: k }, el('th', { scope: 'row' }, momentText(start, k * day, false)), columns.map((c) => el('td', { key: c.name }, c.values[k] === undefined ? '–' : count(c.values[k]!)))))))));
}
