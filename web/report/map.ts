// The map: likelihood of arrival or infectious people by place on a day, crossings, journeys; a slider over the days.
// SPDX-License-Identifier: Apache-2.0
import { geoPath, type GeoPath, type GeoProjection } from 'd3-geo';
import { curveCatmullRom, line } from 'd3-shape';
import { infectiousAt, reachedBy, type Run } from './data';
import { fresh, h, s } from './dom';
import { place, project, type Point } from './projection';
import { geography, type Geography } from './shapes';
import { count, date, number, percent, range, t, whole, word } from './words';

const WARM = ['#f6f3ec', '#fbe3c0', '#f5bf82', '#e98f52', '#cf5c38', '#a32d2a', '#6a1523'];
const COOL = ['#f6f3ec', '#dcebf0', '#b4d5e1', '#7cb4cc', '#468cb0', '#1f628c', '#0d3a5c'];
const REACH = [0.5, 5, 25, 50, 75, 95];
const INFECTIOUS = [0.1, 1, 5, 20, 100, 500];
type Layer = 'reach' | 'prevalence';
type View = 'near' | 'all';

function shade(layer: Layer, value: number | null): string {
  if (value === null) return '#f6f3ec';
  const cuts = layer === 'reach' ? REACH : INFECTIOUS;
  let k = 0;
  while (k < cuts.length && value >= cuts[k]!) k++;
  return (layer === 'reach' ? WARM : COOL)[k]!;
}

function wholeWindow(run: Run): Run['window'] {
  const at = run.places.filter((p) => p.lat !== null && p.lon !== null);
  const x = at.map((p) => p.lon!), y = at.map((p) => p.lat!);
  if (at.length === 0) return run.window;
  const box: Run['window'] = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  const pad = Math.max(1, (box[2] - box[0]) * 0.05);
  return [box[0] - pad, box[1] - pad / 2, box[2] + pad, Math.min(84, box[3] + pad / 2)];
}

/** Values of the places on a step, in the layer's unit. */
function valuesOf(run: Run, layer: Layer, step: number): (number | null)[] {
  if (layer === 'reach') return reachedBy(run, step);
  return infectiousAt(run, step).map((x, i) => x === null ? null : x / Math.max(1, run.places[i]!.population) * 1e5);
}

export class SpreadMap {
  readonly element: HTMLElement;
  private readonly land: Geography;
  private layer: Layer = 'reach';
  private view: View = 'near';
  private flows = true;
  private step: number;
  private width = 0;
  private timer = 0;
  private shapes: { place: number; node: SVGElement }[] = [];
  private marks: { crossing: number; node: SVGElement }[] = [];
  private readonly picture = s('svg', { class: 'map', role: 'img' });
  private readonly printed = h('p', { class: 'print-only printed-day' });
  private readonly box = h('div', { class: 'map-box', 'aria-live': 'polite' });
  private readonly legend = h('ul', { class: 'legend', role: 'list' });
  private readonly stripTitle = h('h3', { class: 'strip-title' }, t('map.strip'));
  private readonly strip = h('ol', { class: 'strip', role: 'list' });
  private slider!: HTMLInputElement;
  private dateText!: HTMLOutputElement;
  private playButton!: HTMLButtonElement;

  constructor(private readonly run: Run) {
    this.land = geography(run);
    this.step = telling(run);
    this.element = h('div', { class: 'spread' }, this.controls(), this.printed, h('div', { class: 'map-frame' }, this.picture, this.box), this.time(), this.legend,
      this.stripTitle, this.strip,
      h('p', { class: 'fine' }, `${t('map.points')} ${t('map.disclaimer')}`));
    this.drawLegend();
    new ResizeObserver(() => this.resize()).observe(this.element);
  }

  private resize(): void {
    const w = Math.round(this.element.clientWidth);
    if (w > 0 && w !== this.width) { this.width = w; this.draw(); this.drawStrip(); }
  }

  private choice(label: string, options: [string, string][], change: (value: string) => void): HTMLElement {
    const id = fresh('choice');
    const select = h('select', { id, onchange: () => change(select.value) }, options.map(([value, text]) => h('option', { value }, text)));
    return h('div', { class: 'field' }, h('label', { for: id }, label), select);
  }

  private controls(): HTMLElement {
    const places = this.run.places.map((p, i) => ({ i, name: word(p.name), p })).filter((x) => x.p.target || x.p.depth < 2)
      .sort((a, b) => Number(b.p.target) - Number(a.p.target) || a.name.localeCompare(b.name));
    const id = fresh('flows');
    const layers: [string, string][] = [['reach', t('map.layer.reach')]];
    if (this.run.prevalence.length) layers.push(['prevalence', t('map.layer.prevalence')]);
    return h('div', { class: 'controls screen-only' },
      this.choice(t('map.layer'), layers, (v) => { this.layer = v as Layer; this.drawLegend(); this.paint(); this.drawStrip(); }),
      this.choice(t('map.view'), [['near', t('map.view.near')], ['all', t('map.view.all')]], (v) => { this.view = v as View; this.draw(); }),
      this.choice(t('map.place'), [['', t('map.place.choose')], ...places.map<[string, string]>((x) => [String(x.i), x.name])],
        (v) => { if (v !== '') this.tell(() => this.describePlace(Number(v))); }),
      h('div', { class: 'field tick' },
        h('input', { type: 'checkbox', id, checked: true, onchange: (e: Event) => { this.flows = (e.target as HTMLInputElement).checked; this.draw(); } }),
        h('label', { for: id }, t('map.flows'))));
  }

  private time(): HTMLElement {
    const id = fresh('day');
    this.slider = h('input', { type: 'range', id, min: 0, max: this.run.steps.length - 1, step: 1, value: this.step, class: 'day',
      oninput: () => { this.stop(); this.show(Number(this.slider.value)); } });
    this.dateText = h('output', { for: id, class: 'day-text' });
    this.playButton = h('button', { type: 'button', class: 'play', onclick: () => this.timer ? this.stop() : this.play() }, t('map.play'));
    return h('div', { class: 'time screen-only' }, this.playButton, h('label', { for: id, class: 'hidden' }, t('map.day')), this.slider, this.dateText);
  }

  private dayText(step: number): string {
    const day = this.run.steps[step]!;
    return t('map.date', { n: String(day), date: date(this.run.scenario.start, day) });
  }

  private play(): void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stride = calm ? Math.max(1, Math.round(this.run.steps.length / 12)) : Math.max(1, Math.round(this.run.steps.length / 180));
    if (this.step >= this.run.steps.length - 1) this.show(0);
    this.playButton.textContent = t('map.pause');
    this.timer = window.setInterval(() => {
      this.show(Math.min(this.step + stride, this.run.steps.length - 1));
      if (this.step >= this.run.steps.length - 1) this.stop();
    }, calm ? 1200 : 90);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.playButton.textContent = t('map.play');
  }

  show(step: number): void {
    this.step = step;
    this.slider.value = String(step);
    this.paint();
  }

  /** Everything that depends on the size or the view. */
  private draw(): void {
    const W = this.width, H = Math.round(Math.min(600, Math.max(300, W * 0.58)));
    const window = this.view === 'near' ? this.run.window : wholeWindow(this.run);
    const projection = project(window, W, H, 14);
    const path = geoPath(projection).digits(1);
    this.picture.setAttribute('viewBox', `0 0 ${W} ${H}`);
    this.picture.replaceChildren();
    const ground = s('g', { class: 'ground' }, this.land.context.map((c) => s('path', { d: path(c) ?? '', class: 'context' })));
    this.shapes = [];
    const areas = s('g', {}, this.land.regions.map((r) => this.area(r.place, path(r) ?? '')));
    const borders = s('g', { class: 'borders' }, this.land.outlines.map((o) => [
      s('path', { d: path(o.inside) ?? '', class: 'inner' }), s('path', { d: path(o.shape) ?? '', class: 'outer' })]));
    this.picture.append(ground, areas, borders, this.flows ? this.journeys(projection) : '', this.points(projection), this.crossings(projection),
      this.starts(projection), this.labels(path, W, H));
    this.paint();
  }

  private area(place: number, d: string): SVGElement {
    const node = s('path', { d, class: place >= 0 ? 'area' : 'area idle' });
    if (place >= 0) { this.shapes.push({ place, node }); this.explain(node, () => this.describePlace(place)); }
    return node;
  }

  private explain(node: SVGElement, tell: () => void): void {
    node.addEventListener('pointerenter', () => this.tell(tell));
    node.addEventListener('click', () => this.tell(tell));
  }

  private points(projection: GeoProjection): SVGElement {
    const most = Math.max(1, ...this.run.places.filter((p) => p.leaf && p.depth > 1).map((p) => p.population));
    const scale = (this.view === 'near' ? 9 : 4) * Math.min(1, 0.55 + this.width / 2000);
    const g = s('g', { class: 'points' });
    this.run.places.forEach((p, i) => {
      const xy = p.leaf && !this.land.drawn.has(i) ? place(projection, p.lon, p.lat) : null;
      if (!xy) return;
      const node = s('circle', { cx: xy[0].toFixed(1), cy: xy[1].toFixed(1), r: Math.max(2.2, scale * Math.sqrt(Math.min(1, p.population / most))).toFixed(1), class: 'point' });
      this.shapes.push({ place: i, node });
      this.explain(node, () => this.describePlace(i));
      g.append(node);
    });
    return g;
  }

  private journeys(projection: GeoProjection): SVGElement {
    const near = this.view === 'near', [west, south, east, north] = this.run.window;
    const inside = (i: number): boolean => { const p = this.run.places[i]!; return p.lon !== null && p.lat !== null && p.lon > west && p.lon < east && p.lat > south && p.lat < north; };
    const shown = this.run.flows.filter(([from, to, c]) => !near || (inside(from) && inside(to) && this.run.crossings[c]?.type !== 'air')).slice(0, near ? 60 : 120);
    const most = Math.max(1, ...shown.map((f) => f[3]));
    const draw = line<Point>().curve(curveCatmullRom.alpha(0.6)).digits(1);
    return s('g', { class: 'journeys' }, shown.map(([from, to, crossing, perDay, kind]) => {
      const a = this.run.places[from]!, b = this.run.places[to]!, c = this.run.crossings[crossing];
      const stops = [place(projection, a.lon, a.lat), c && c.type !== 'air' ? place(projection, c.lon, c.lat) : null, place(projection, b.lon, b.lat)]
        .filter((x): x is Point => x !== null);
      if (stops.length < 2) return null;
      if (stops.length === 2) stops.splice(1, 0, bend(stops[0]!, stops[1]!));
      return s('path', { d: draw(stops) ?? '', class: kind === 'estimated' ? 'journey guess' : 'journey', 'stroke-width': (0.6 + 3.4 * Math.sqrt(perDay / most)).toFixed(1) });
    }));
  }

  private crossings(projection: GeoProjection): SVGElement {
    this.marks = [];
    const g = s('g', { class: 'crossings' });
    this.run.crossings.forEach((c, i) => {
      const xy = place(projection, c.lon, c.lat);
      if (!xy) return;
      const node = s('rect', { x: -4, y: -4, width: 8, height: 8, class: 'crossing', transform: `translate(${xy[0].toFixed(1)},${xy[1].toFixed(1)}) rotate(45)` });
      this.marks.push({ crossing: i, node });
      this.explain(node, () => this.describeCrossing(i));
      g.append(node);
    });
    return g;
  }

  private starts(projection: GeoProjection): SVGElement {
    return s('g', { class: 'starts' }, [...new Set(this.run.begin.map((b) => b.place))].map((i) => {
      const xy = place(projection, this.run.places[i]!.lon, this.run.places[i]!.lat);
      return xy && s('path', { d: 'M-6-6L6 6M6-6L-6 6', class: 'start', transform: `translate(${xy[0].toFixed(1)},${xy[1].toFixed(1)})` });
    }));
  }

  /** Names of countries, of the regions reported on, of places without a shape where these are few, and of the busiest crossings: as many as fit without touching. */
  private labels(path: GeoPath, W: number, H: number): SVGElement {
    const taken: [number, number, number, number][] = [];
    const g = s('g', { class: 'labels', 'aria-hidden': 'true' });
    const put = (text: string, x: number, y: number, kind: string, room: number): boolean => {
      const w = text.length * (kind === 'country' ? 8.4 : 6.1), r: [number, number, number, number] = [x - w / 2, y - 9, x + w / 2, y + 5];
      if (w > room || r[0] < 2 || r[2] > W - 2 || r[1] < 2 || r[3] > H - 2) return false;
      if (taken.some((q) => q[0] < r[2] + 4 && q[2] > r[0] - 4 && q[1] < r[3] + 2 && q[3] > r[1] - 2)) return false;
      taken.push(r);
      g.append(s('text', { x: x.toFixed(1), y: y.toFixed(1), class: kind }, text));
      return true;
    };
    const projection = path.projection() as GeoProjection;
    const busy = this.run.crossings.map((c, i) => ({ c, i, n: (c.in.infected.mean ?? 0) + (c.out.infected.mean ?? 0) })).filter((x) => x.n > 0)
      .sort((a, b) => b.n - a.n).slice(0, W < 600 ? 2 : 4);
    for (const o of this.land.outlines) {
      const p = this.run.places.find((q) => q.id === o.code)!, [x, y] = path.centroid(o.shape), b = path.bounds(o.shape);
      if (Number.isFinite(x)) put(word(p.name), x, y, 'country', Math.max(60, Math.min(W, b[1][0]) - Math.max(0, b[0][0])));
    }
    if (this.view === 'near') for (const x of busy) {
      const xy = place(projection, x.c.lon, x.c.lat);
      if (xy) put(word(x.c.name).split(' – ')[0]!, xy[0], xy[1] + 21, 'gate', 400);
    }
    if (this.view === 'near' && W > 560) for (const r of this.land.regions) {
      if (r.place < 0 || !this.run.places[r.place]!.target) continue;
      const [x, y] = path.centroid(r), b = path.bounds(r);
      if (Number.isFinite(x)) put(word(this.run.places[r.place]!.name), x, y, 'region', (b[1][0] - b[0][0]) * 1.15);
    }
    const bare = this.run.places.flatMap((p, i) => {
      const xy = p.leaf && !this.land.drawn.has(i) ? place(projection, p.lon, p.lat) : null;
      return xy && xy[0] > 0 && xy[0] < W && xy[1] > 0 && xy[1] < H ? [{ name: word(p.name), x: xy[0], y: xy[1] }] : [];
    });
    if (W > 560 && bare.length <= 40) for (const b of bare) {
      const aside = 12 + b.name.length * 3.05;
      void ([[0, -13], [0, 22], [aside, 4], [-aside, 4]] as const).some(([dx, dy]) => put(b.name, b.x + dx, b.y + dy, 'region', 400));
    }
    return g;
  }

  /** Everything that depends on the day. */
  private paint(): void {
    const values = valuesOf(this.run, this.layer, this.step);
    for (const { place, node } of this.shapes) node.style.fill = shade(this.layer, values[place] ?? null);
    const most = Math.max(1, ...this.run.crossings.map((c) => c.cumulative.at(-1) ?? 0));
    for (const { crossing, node } of this.marks) {
      const n = this.run.crossings[crossing]!.cumulative[this.step] ?? 0;
      node.classList.toggle('passed', n >= 0.5);
      const size = n >= 0.5 ? 7 + 11 * Math.sqrt(n / most) : 6;
      for (const [k, v] of [['x', -size / 2], ['y', -size / 2], ['width', size], ['height', size]] as const) node.setAttribute(k, v.toFixed(1));
    }
    const text = this.dayText(this.step);
    this.slider.setAttribute('aria-valuetext', text);
    this.dateText.textContent = text;
    this.printed.textContent = `${t(`map.layer.${this.layer}`)}. ${text}`;
    this.picture.setAttribute('aria-label', this.summary());
    this.box.setAttribute('aria-live', this.timer ? 'off' : 'polite');
    this.told?.();
  }

  private summary(): string {
    const reached = reachedBy(this.run, this.step);
    const list = this.run.places.map((p, i) => ({ p, v: reached[i]! })).filter((x) => x.p.depth < 2 && x.v >= 50).sort((a, b) => b.v - a.v).slice(0, 8)
      .map((x) => t('map.alt.place', { place: word(x.p.name), p: String(x.v) })).join('; ');
    return t('map.alt', { n: this.run.places.length, m: this.run.crossings.length, date: date(this.run.scenario.start, this.run.steps[this.step]!),
      list: list || t('map.alt.none') });
  }

  private told: (() => void) | null = null;

  private tell(what: () => void): void {
    this.told = what;
    what();
  }

  private describe(title: string, rows: [string, string][]): void {
    this.box.replaceChildren(h('strong', {}, title), h('dl', {}, rows.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))));
    this.box.classList.add('open');
  }

  private describePlace(i: number): void {
    const p = this.run.places[i]!, reach = this.run.reach.find((r) => r.place === i)?.traveller;
    const rows: [string, string][] = [[t('map.population'), count(p.population)]];
    if (this.run.begin.some((b) => b.place === i)) rows.push([t('map.start'), '']);
    else {
      rows.push([t('map.reached'), percent((reachedBy(this.run, this.step)[i] ?? 0) / 100)]);
      rows.push([t('map.arrival'), reach?.n ? t('map.arrival.value', { m: whole(reach.q50), a: whole(reach.q05), b: whole(reach.q95) }) : t('map.never')]);
    }
    const ill = infectiousAt(this.run, this.step)[i];
    if (ill !== null && ill !== undefined && this.run.prevalence.length) rows.push([t('map.infectious'), count(ill)]);
    this.describe(word(p.name), rows);
  }

  private describeCrossing(i: number): void {
    const c = this.run.crossings[i]!, days = this.run.scenario.days;
    const rows: [string, string][] = [
      [t('map.crossing'), t(`crossing.type.${c.type}`)],
      [t('map.crossing.travellers'), count(((c.in.travellers.mean ?? 0) + (c.out.travellers.mean ?? 0)) / days)],
      [t('map.crossing.infected'), count(c.cumulative[this.step] ?? 0)]];
    if (c.in.infected.q05 !== null) rows.push([`${t('crossing.infected')}, ${t('crossing.in')}`, range(c.in.infected.q05, c.in.infected.q95)]);
    this.describe(word(c.name), rows);
  }

  private drawLegend(): void {
    const cuts = this.layer === 'reach' ? REACH : INFECTIOUS, colours = this.layer === 'reach' ? WARM : COOL;
    const unit = t(this.layer === 'reach' ? 'map.legend.reach' : 'map.legend.prevalence');
    const text = (k: number): string => {
      if (k === 0) return t('map.legend.none');
      const low = this.layer === 'reach' && k === 1 ? 1 : cuts[k - 1]!;
      return k === cuts.length ? `≥ ${number(low)}` : `${number(low)}–${number(cuts[k]!)}`;
    };
    const swatch = (colour: string): SVGElement => { const r = s('rect', { width: 22, height: 12, rx: 2, class: 'swatch' }); r.style.fill = colour; return s('svg', { width: 22, height: 12, 'aria-hidden': 'true' }, r); };
    const icon = (...inside: SVGElement[]): SVGElement => s('svg', { width: 22, height: 14, viewBox: '-11 -7 22 14', 'aria-hidden': 'true' }, inside);
    this.legend.replaceChildren(
      h('li', { class: 'scale' }, colours.map((c, k) => h('span', {}, swatch(c), text(k))), h('span', { class: 'unit' }, unit)),
      h('li', {}, icon(s('rect', { x: -5, y: -5, width: 10, height: 10, class: 'crossing passed', transform: 'rotate(45)' })), t('map.legend.crossing')),
      h('li', {}, icon(s('path', { d: 'M-5-5L5 5M5-5L-5 5', class: 'start' })), t('map.legend.start')),
      h('li', {}, icon(s('path', { d: 'M-10 4Q0-6 10 4', class: 'journey', 'stroke-width': 2 })), t('map.legend.flow')));
  }

  /** Four dates side by side: for print, and for those who do not move the slider. */
  private drawStrip(): void {
    const n = this.run.steps.length - 1, W = 260, H = 170;
    const path = geoPath(project(this.run.window, W, H, 4)).digits(1);
    const projection = path.projection() as GeoProjection;
    const regions = this.land.regions.map((r) => ({ place: r.place, d: path(r) ?? '' })).filter((r) => r.d);
    const outlines = this.land.outlines.map((o) => path(o.shape) ?? '').join('');
    const points = this.run.places.flatMap((p, i) => {
      const xy = p.leaf && !this.land.drawn.has(i) ? place(projection, p.lon, p.lat) : null;
      return xy ? [{ place: i, x: xy[0], y: xy[1] }] : [];
    });
    const dates = [...new Set([0.25, 0.5, 0.75, 1].map((share) => Math.round(n * share)))];
    this.strip.style.display = this.stripTitle.style.display = dates.length < 4 ? 'none' : '';
    this.strip.replaceChildren(...dates.map((step) => {
      const values = valuesOf(this.run, this.layer, step);
      const fill = <T extends SVGElement>(e: T, place: number): T => { e.style.fill = place < 0 ? '' : shade(this.layer, values[place] ?? null); return e; };
      const svg = s('svg', { viewBox: `0 0 ${W} ${H}`, 'aria-hidden': 'true' },
        regions.map((r) => fill(s('path', { d: r.d, class: r.place < 0 ? 'area idle' : 'area' }), r.place)), s('path', { d: outlines, class: 'outer' }),
        points.map((p) => fill(s('circle', { cx: p.x.toFixed(1), cy: p.y.toFixed(1), r: 2.4, class: 'point' }), p.place)));
      const button = h('button', { type: 'button', class: 'thumb', onclick: () => { this.stop(); this.show(step); } }, svg, h('span', {}, this.dayText(step)));
      return h('li', {}, button);
    }));
  }
}

/** The step at which the map says most: where it is least sure of each place reported on, reached or not. */
function telling(run: Run): number {
  let best = run.steps.length - 1, most = 0;
  for (let k = 0; k < run.steps.length; k++) {
    const doubt = reachedBy(run, k).reduce((sum, p, i) => sum + (run.places[i]!.target ? p * (100 - p) : 0), 0);
    if (doubt >= most) { most = doubt; best = k; }
  }
  return most > 0 ? best : run.steps.length - 1;
}

/** The middle of a gentle arc between two points. */
function bend(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2 + (b[1] - a[1]) * 0.12, (a[1] + b[1]) / 2 - (b[0] - a[0]) * 0.12];
}
