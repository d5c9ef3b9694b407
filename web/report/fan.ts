// Fan charts: middle value, half and nine tenths of the runs, over the days; what happens against what is reported.
// SPDX-License-Identifier: Apache-2.0
import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { alone, type Bands, type Fan, type Run } from './data';
import { h, fresh, s } from './dom';
import { count, date, has, monthOf, number, t, whole, word } from './words';

export type Series = { bands: Bands; colour: string; name: string; wide?: boolean };

/** Ticks on the first of months, not more than fit. */
export function months(start: string, from: number, days: number, room: number): { day: number; label: string }[] {
  const all: { day: number; label: string; year: string }[] = [];
  for (let d = from; d <= days; d++) {
    const m = monthOf(start, d);
    if (m.first) all.push({ day: d, label: m.label, year: m.year });
  }
  const every = Math.max(1, Math.ceil(all.length / Math.max(1, Math.floor(room / 56))));
  const shown = all.filter((_, k) => k % every === 0);
  return shown.map((m, k) => ({ day: m.day, label: k === 0 || shown[k - 1]!.year !== m.year ? `${m.label} ${m.year}` : m.label }));
}

export const tick = (v: number): string => Number.isInteger(v) ? count(v) : number(v, v < 0.1 ? 2 : 1);

/** One chart of a width; `small` leaves out the axes but for the highest value. */
export function chart(series: Series[], steps: number[], start: string, W: number, H: number, small: boolean, alt: string): SVGElement {
  const top = max(series, (x) => max(x.wide === false ? x.bands.q75 : x.bands.q95)) || 1;
  const left = small ? 2 : 14 + 7.2 * tick(top).length, right = small ? 2 : 14, bottom = small ? 16 : 26, up = small ? 6 : 10;
  const last = steps.at(-1) ?? 1;
  const x = scaleLinear([steps[0] ?? 0, last], [left, W - right]), y = scaleLinear([0, top], [H - bottom, up]);
  if (!small) y.nice(4);
  const svg = s('svg', { viewBox: `0 0 ${W} ${H}`, class: small ? 'chart small' : 'chart', role: 'img', 'aria-label': alt });
  if (!small) {
    svg.append(s('g', { class: 'grid' }, y.ticks(H < 240 ? 3 : 5).map((v) => [
      s('line', { x1: left, x2: W - right, y1: y(v), y2: y(v) }),
      s('text', { x: left - 7, y: y(v) + 4, 'text-anchor': 'end' }, tick(v))])));
  }
  svg.append(s('g', { class: 'axis' }, s('line', { x1: left, x2: W - right, y1: H - bottom, y2: H - bottom }),
    months(start, steps[0] ?? 0, last, small ? W / 1.2 : W - left).map((m) => [s('line', { x1: x(m.day), x2: x(m.day), y1: H - bottom, y2: H - bottom + 4 }),
      s('text', { x: Math.min(x(m.day), W - 24), y: H - 4, 'text-anchor': x(m.day) < left + 20 ? 'start' : 'middle' }, small ? m.label.split(' ')[0]! : m.label)])));
  const band = (low: number[], high: number[]): string => area<number>().x((_, k) => x(steps[k]!)).y0((_, k) => y(low[k]!)).y1((_, k) => y(high[k]!))
    .curve(curveMonotoneX).digits(1)(low) ?? '';
  for (const one of series) {
    const b = one.bands;
    if (one.wide !== false) svg.append(s('path', { d: band(b.q05, b.q95), class: `band ninety ${one.colour}` }));
    svg.append(s('path', { d: band(b.q25, b.q75), class: `band half ${one.colour}` }));
  }
  if (steps.length === 1) { // of one period there is no line: a dot, and what it may be
    for (const one of series) {
      const b = one.bands, [low, high] = one.wide === false ? [b.q25, b.q75] : [b.q05, b.q95];
      svg.append(s('line', { x1: x(steps[0]!), x2: x(steps[0]!), y1: y(low[0]!), y2: y(high[0]!), class: `middle ${one.colour}` }),
        s('circle', { cx: x(steps[0]!), cy: y(b.q50[0]!), r: 4, class: `middle ${one.colour}` }));
    }
    return svg;
  }
  for (const one of series) {
    svg.append(s('path', { d: line<number>().x((_, k) => x(steps[k]!)).y((v) => y(v)).curve(curveMonotoneX).digits(1)(one.bands.q50) ?? '', class: `middle ${one.colour}` }));
  }
  return svg;
}

export function altOf(fan: Bands, title: string, place: string, steps: number[], start: string): string {
  const k = fan.q50.indexOf(Math.max(...fan.q50));
  if (!(fan.q50[k]! > 0)) return t('fan.alt.zero', { quantity: title, place });
  return t('fan.alt', { quantity: title, place, date: date(start, steps[k]!), m: whole(fan.q50[k]), a: whole(fan.q05[k]), b: whole(fan.q95[k]) });
}

export function key(entries: { colour: string; name: string }[], wide = true, once = false): HTMLElement {
  return h('ul', { class: 'legend key', role: 'list' },
    entries.map((e) => h('li', {}, s('svg', { width: 26, height: 14, viewBox: '0 0 26 14', 'aria-hidden': 'true' },
      wide && s('rect', { width: 26, height: 14, class: `band ninety ${e.colour}` }), s('rect', { y: 3.5, width: 26, height: 7, class: `band half ${e.colour}` }),
      s('line', { x2: 26, y1: 7, y2: 7, class: `middle ${e.colour}` })), e.name)),
    !once && h('li', { class: 'unit' }, `${t('fan.key.median')} · ${t('fan.key.half')}${wide ? ` · ${t('fan.key.ninety')}` : ''}`));
}

/** Weekly rows of a chart, for those who read numbers. */
function table(fans: { title: string; fan: Bands }[], steps: number[], start: string, caption: string): HTMLElement {
  const stride = Math.max(1, Math.round(steps.length / 26));
  return h('details', {}, h('summary', {}, t('page.table')), h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, h('span', {}, caption)),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('map.day')), fans.map((f) => h('th', { scope: 'col', class: 'num' }, f.title)))),
      h('tbody', {}, steps.flatMap((d, k) => k % stride ? [] : [h('tr', {}, h('th', { scope: 'row' }, date(start, d, false)),
        fans.map((f) => h('td', { class: 'num' }, `${whole(f.fan.q50[k])} `, h('span', { class: 'weak' }, `${whole(f.fan.q05[k])}–${whole(f.fan.q95[k])}`))))])))));
}

/** What a chart shows, by the length of its periods: a day, a week, else n days. */
export function quantityName(name: string, period: number): string {
  const key = `fan.${name}${period === 1 ? '.day' : period === 7 ? '.week' : '.days'}`;
  return t(has(key) ? key : `fan.${name}`, { days: t('page.days', { n: period }) });
}

const sections: Fan['quantity'][] = ['infections', 'deaths', 'beds'];

export class Fans {
  readonly element = h('div', { class: 'fans' });
  private readonly stage = h('div', {});
  private readonly regions = h('div', { class: 'multiples' });
  private place: number;
  private width = 0;

  constructor(private readonly run: Run) {
    const places = [...new Set(run.fans.map((f) => f.place))];
    this.place = places.includes(run.focus) ? run.focus : places[0] ?? -1;
    if (!places.length) { this.element.append(h('p', {}, t('fan.nothing'))); return; }
    const id = fresh('place');
    const select = h('select', { id, onchange: () => { this.place = Number(select.value); this.draw(); } },
      places.map((p) => h('option', { value: p, selected: p === this.place }, this.name(p))));
    this.element.append(h('div', { class: 'controls screen-only' }, h('div', { class: 'field' }, h('label', { for: id }, t('fan.place')), select)), this.stage,
      this.regions);
    new ResizeObserver(() => {
      const w = Math.round(this.element.clientWidth);
      if (w > 0 && w !== this.width) { this.width = w; this.draw(); this.drawRegions(); }
    }).observe(this.element);
  }

  /** A place's name; the whole world where no country is in focus. */
  private name(place: number): string {
    return place < 0 ? t('page.everywhere') : word(this.run.places[place]!.name);
  }

  private of(place: number, quantity: Fan['quantity']): Fan[] {
    return this.run.fans.filter((f) => f.place === place && f.quantity === quantity && Math.max(...f.q95) > 0);
  }

  private quantity(name: string): string {
    return quantityName(name, this.run.period);
  }

  /** Infections with the first stream of reports, the pair that the page is about. */
  private pair(place: number): Series[] {
    const happens = this.run.fans.find((f) => f.place === place && f.quantity === 'infections'), seen = this.of(place, 'reported')[0];
    return [...(happens ? [{ bands: happens, colour: 'true', name: t('fan.true') }] : []), ...(seen ? [{ bands: seen, colour: 'seen', name: t('fan.seen') }] : [])];
  }

  private figure(title: string, series: Series[], H: number, place: string): HTMLElement {
    const { periods: steps, scenario } = this.run;
    const alt = series.map((x) => altOf(x.bands, series.length > 1 ? x.name : title, place, steps, scenario.start)).join(' ');
    return h('figure', {}, h('figcaption', {}, title), chart(series, steps, scenario.start, Math.max(280, this.width), H, false, alt),
      key(series.length > 1 ? series : [{ colour: series[0]!.colour, name: title }], true, alone(scenario)),
      table(series.map((x) => ({ title: series.length > 1 ? x.name : title, fan: x.bands })), steps, scenario.start, t('fan.caption', { quantity: title, place })));
  }

  private draw(): void {
    const place = this.name(this.place), out: HTMLElement[] = [];
    const both = this.pair(this.place);
    if (both.length) out.push(this.figure(`${this.quantity('infections')}: ${place}`, both, this.width < 500 ? 240 : 330, place));
    const more = this.run.fans.filter((f) => f.place === this.place && f.quantity === 'reported').slice(1).filter((f) => Math.max(...f.q95) > 0);
    for (const f of more) out.push(this.figure(`${this.quantity('reported')}: ${f.stream ?? ''}`, [{ bands: f, colour: 'seen', name: f.stream ?? '' }], 200, place));
    for (const q of sections.slice(1)) for (const f of this.of(this.place, q)) {
      out.push(this.figure(`${this.quantity(q)}: ${place}`, [{ bands: f, colour: q, name: this.quantity(q) }], 200, place));
    }
    this.stage.replaceChildren(...out);
  }

  private drawRegions(): void {
    const below = [...new Set(this.run.fans.map((f) => f.place))].filter((p) => p >= 0 && this.run.places[p]!.parent === this.run.focus && this.pair(p).length);
    if (below.length < 2) { this.regions.replaceChildren(); return; }
    const across = this.width < 480 ? 1 : this.width < 800 ? 2 : 3, W = Math.floor((this.width - 28 * (across - 1)) / across);
    this.regions.replaceChildren(h('h3', {}, t('fan.small', { quantity: this.quantity('infections') })), h('ul', { class: 'grid-of', role: 'list' }, below.map((p) => {
      const series = this.pair(p), name = word(this.run.places[p]!.name), b = series[0]!.bands, top = b.q95.indexOf(Math.max(...b.q95));
      return h('li', {}, h('p', { class: 'small-title' }, h('strong', {}, name), h('span', { class: 'weak' }, ` ${t('fan.peak', { date: date(this.run.scenario.start, this.run.periods[top] ?? 0, false), a: whole(b.q05[top]), b: whole(b.q95[top]) })}`)),
        chart(series, this.run.periods, this.run.scenario.start, W, 120, true, series.map((x) => altOf(x.bands, x.name, name, this.run.periods, this.run.scenario.start)).join(' ')));
    })));
  }
}
