// The course of one series: counts as columns, expected, usual range and threshold where judged, alarms and missing reports marked.
// SPDX-License-Identifier: Apache-2.0
import { scaleLinear } from 'd3-scale';
import { h, s } from '../report/dom';
import { months, tick } from '../report/fan';
import { scroll } from '../report/tables';
import { count, date, number, t } from '../report/words';
import { dayOf, label, seriesName, type Bulletin, type Course, type Series } from './data';

/** Hatching for what is not known; one definition in a page. */
export const hatch = (): SVGElement => s('svg', { width: 0, height: 0, class: 'defs', 'aria-hidden': 'true' }, s('defs', {},
  s('pattern', { id: 'hatch', width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { width: 5, height: 5, class: 'hatch-ground' }), s('line', { x1: 0, y1: 0, x2: 0, y2: 5, class: 'hatch-line' }))));

/** Marks a column above its head. */
const peak = (x: number, y: number): SVGElement => s('path', { d: `M${x.toFixed(1)} ${(y - 4).toFixed(1)}l5 -8h-10z`, class: 'peak' });

function altOf(b: Bulletin, c: Course, x: Series, first: number): string {
  const last = c.count.at(-1), alarms = c.alarm.filter(Boolean).length, missing = c.count.filter((v) => v === null).length;
  return t('course.alt', { series: seriesName(b, x), from: label(b, first), to: b.now, last: last === null || last === undefined ? t('detect.missing') : number(last), alarms, missing });
}

/** The last n periods of a course. */
function latest(c: Course, n: number): Course {
  const cut = <T>(x: T[]): T[] => x.slice(-n);
  return { count: cut(c.count), expected: cut(c.expected), lower: cut(c.lower), upper: cut(c.upper), alarm: cut(c.alarm) };
}

/** One chart of a width; a narrow one shows fewer periods. */
export function chart(b: Bulletin, whole: Course, x: Series, W: number, H: number): SVGElement {
  const c = latest(whole, W < 500 ? 56 : W < 800 ? 104 : 160), first = b.to - c.count.length;
  const n = c.count.length, judged = n - c.expected.length;
  const most = Math.max(1, ...c.count.map((v) => v ?? 0)), bound = Math.max(0, ...c.upper.map((v) => v ?? 0));
  const top = Math.max(most, Math.min(bound, 2 * most + 4)) * 1.12;
  const y = scaleLinear([0, top], [H - 26, 12]).nice(3), left = 14 + 7.2 * Math.max(...y.ticks(3).map((v) => tick(v).length)), right = 8;
  const at = scaleLinear([0, n], [left, W - right]), wide = at(1) - at(0);
  const rect = (k: number, high: number, low: number, kind: string): SVGElement =>
    s('rect', { x: at(k).toFixed(1), y: y(high).toFixed(1), width: (kind.startsWith('bar') ? Math.max(0.8, wide - (wide > 3 ? 1 : 0)) : wide + 0.1).toFixed(1), height: Math.max(0, y(low) - y(high)).toFixed(1), class: kind });
  const steps = (values: (number | null)[]): string => values.map((v, k) => v === null ? '' : `M${at(judged + k).toFixed(1)} ${y(Math.min(v, y.domain()[1]!)).toFixed(1)}H${at(judged + k + 1).toFixed(1)}`).join('');
  const ceiling = y.domain()[1]!, middle = (k: number): number => at(k) + wide / 2;
  return s('svg', { viewBox: `0 0 ${W} ${H}`, class: 'chart course', role: 'img', 'aria-label': altOf(b, c, x, first) },
    s('g', { class: 'grid' }, y.ticks(3).map((v) => [s('line', { x1: left, x2: W - right, y1: y(v), y2: y(v) }), s('text', { x: left - 7, y: y(v) + 4, 'text-anchor': 'end' }, tick(v))])),
    c.upper.map((v, k) => v !== null && rect(judged + k, Math.min(v, ceiling), c.lower[k] ?? 0, 'usual')),
    c.count.map((v, k) => v === null ? rect(k, ceiling, 0, 'gap') : rect(k, v, 0, c.alarm[k - judged] ? 'bar high' : 'bar')),
    s('path', { d: steps(c.upper), class: 'threshold' }), s('path', { d: steps(c.expected), class: 'expected' }),
    c.alarm.map((a, k) => a ? peak(middle(judged + k), y(c.count[judged + k] ?? 0)) : null),
    s('g', { class: 'axis' }, s('line', { x1: left, x2: W - right, y1: H - 26, y2: H - 26 }),
      months(dayOf(b, first), 0, n * b.period, (W - left) * 0.75).map((m) => [s('line', { x1: at(m.day / b.period), x2: at(m.day / b.period), y1: H - 26, y2: H - 22 }),
        s('text', { x: Math.min(at(m.day / b.period), W - 24), y: H - 6, 'text-anchor': at(m.day / b.period) < left + 20 ? 'start' : 'middle' }, m.label)])));
}

/** What the marks of a chart mean. */
export function key(b: Bulletin): HTMLElement {
  const icon = (...inside: SVGElement[]): SVGElement => s('svg', { width: 26, height: 16, viewBox: '0 0 26 16', 'aria-hidden': 'true' }, inside);
  const item = (name: string, ...inside: SVGElement[]): HTMLElement => h('li', {}, icon(...inside), t(name));
  return h('ul', { class: 'legend key', role: 'list' },
    item(b.period === 1 ? 'course.count.day' : 'course.count', s('rect', { x: 9, y: 3, width: 8, height: 13, class: 'bar' })),
    item('course.high', s('rect', { x: 9, y: 11, width: 8, height: 5, class: 'bar high' }), peak(13, 12)),
    item('course.range', s('rect', { x: 2, y: 4, width: 22, height: 9, class: 'usual' })),
    item('course.expected', s('path', { d: 'M2 8H24', class: 'expected' })), item('course.threshold', s('path', { d: 'M2 8H24', class: 'threshold' })),
    item('course.gap', s('rect', { x: 8, y: 1, width: 10, height: 15, class: 'gap' })));
}

/** The latest periods as a table, for those who read numbers. */
function table(b: Bulletin, c: Course, x: Series): HTMLElement {
  const caption = t('course.caption', { series: seriesName(b, x) }), n = c.count.length, judged = n - c.expected.length;
  const th = (text: string): HTMLElement => h('th', { scope: 'col', class: 'num' }, text);
  const shown = c.count.map((v, k) => ({ v, k, j: k - judged })).slice(-26).reverse();
  return h('details', {}, h('summary', {}, t('page.table')), scroll(caption, h('table', {}, h('caption', {}, h('span', {}, caption)),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t(b.period === 1 ? 'course.day' : 'course.week')), th(t('series.count')), th(t('series.expected')), th(t('course.usual')), h('th', { scope: 'col' }, t('series.signal')))),
    h('tbody', {}, shown.map(({ v, k, j }) => h('tr', {}, h('th', { scope: 'row' }, label(b, b.since + k)), h('td', { class: 'num' }, v === null ? t('detect.missing') : number(v)),
      h('td', { class: 'num' }, j < 0 ? '' : count(c.expected[j])), h('td', { class: 'num' }, j < 0 || c.upper[j] === null ? '' : `${count(c.lower[j] ?? 0)}–${count(c.upper[j])}`),
      h('td', {}, c.alarm[j] ? t('series.alarm') : '')))))));
}

/** A figure that draws itself anew when its width changes. */
export function figure(b: Bulletin, c: Course, x: Series, caption: boolean): HTMLElement {
  const stage = h('div', {}), box = h('figure', { class: 'course-of' }, caption && h('figcaption', {}, seriesName(b, x)), stage, table(b, c, x));
  let width = 0;
  new ResizeObserver(() => {
    const w = Math.round(stage.clientWidth);
    if (w > 0 && w !== width) { width = w; stage.replaceChildren(chart(b, c, x, w, w < 500 ? 150 : 180)); }
  }).observe(stage);
  return box;
}

export const spanOf = (b: Bulletin): string => t('page.period', { from: date(dayOf(b, b.since)), to: date(dayOf(b, b.to), -1) });
