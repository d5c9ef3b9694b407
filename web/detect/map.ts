// The map of the last period: each place in the colour of its strongest signal; shapes where they are known, else circles.
// SPDX-License-Identifier: Apache-2.0
import { geoBounds, geoCircle, geoPath, type GeoPath, type GeoProjection } from 'd3-geo';
import { append, fresh, h, s } from '../report/dom';
import { place as at, project, type Window } from '../report/projection';
import { geography, type Geography } from '../report/shapes';
import { count, number, t, word } from '../report/words';
import { diseaseName, isLate, isMissing, JUDGED, label, placeName, say, sayCluster, small, usual, type Bulletin, type Cluster, type Row } from './data';

/** From the calmest to the strongest; what is not judged or not reported stands apart. */
const CLASSES = ['none', 'unjudged', 'missing', 'usual', 'upper', 'signal', 'strong', 'extreme'] as const;
type Class = typeof CLASSES[number];

export function classOf(row: Row): Class {
  if (isMissing(row)) return 'missing';
  if (row.state !== JUDGED) return 'unjudged';
  const score = row.score ?? 0;
  if (row.alarm) return score >= 3 ? 'extreme' : score >= 1.5 ? 'strong' : 'signal';
  return score >= 0.5 && row.upper !== null ? 'upper' : 'usual';
}

function join(a: Window, b: Window): Window {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

const area = (w: Window): number => Math.max(0.5, w[2] - w[0]) * Math.max(0.5, w[3] - w[1]);

/** Left, top, right, bottom of what nothing may cover. */
type Rim = [number, number, number, number];

/** Kilometres in a degree of a great circle. */
const DEGREE = 111.195;

/** Wider than so many degrees a map says little of districts. */
const WIDE = 30;

/** The country that a place lies in, by its id. */
function countryOf(b: Bulletin, place: number): string {
  let k = place;
  while (b.places[k]!.parent >= 0) k = b.places[k]!.parent;
  return b.places[k]!.id;
}

/** What is counted, in one country or everywhere, and the whole of a country where that is not much more. */
function windowOf(b: Bulletin, land: Geography, country: string): Window {
  let window: Window = [Infinity, Infinity, -Infinity, -Infinity];
  const boxOf = (o: Parameters<typeof geoBounds>[0]): Window => geoBounds(o).flat() as Window;
  const wanted = (i: number): boolean => i >= 0 && b.places[i]!.counted && (country === '' || countryOf(b, i) === country);
  b.places.forEach((p, i) => { if (wanted(i) && p.lon !== null && p.lat !== null) window = join(window, [p.lon, p.lat, p.lon, p.lat]); });
  for (const r of land.regions) if (wanted(r.place)) window = join(window, boxOf(r));
  const counted = window;
  for (const o of land.outlines) {
    const box = boxOf(o.shape);
    if ((country === '' || o.code === country) && box[0] < box[2] && area(join(counted, box)) < 8 * area(counted)) window = join(window, box);
  }
  const pad = Math.max(0.3, (window[2] - window[0]) * 0.03);
  return [window[0] - pad, window[1] - pad / 2, window[2] + pad, window[3] + pad / 2];
}

export class SignalMap {
  readonly element: HTMLElement;
  private readonly land: Geography;
  private country = '';
  private disease = -1;
  private width = 0;
  private shapes: { place: number; node: SVGElement }[] = [];
  private readonly picture = s('svg', { class: 'map', role: 'img' });
  private readonly list = h('div', { class: 'clusters' });
  private readonly box = h('div', { class: 'map-box', 'aria-live': 'polite' });

  constructor(private readonly b: Bulletin) {
    this.land = geography(b);
    const all = windowOf(b, this.land, ''), first = b.rows.find((r) => r.place >= 0 && this.land.outlines.some((o) => o.code === countryOf(b, r.place)));
    if (all[2] - all[0] > WIDE && first) this.country = countryOf(b, first.place);
    const lost = b.places.filter((p, i) => p.counted && !this.land.drawn.has(i) && (p.lat === null || p.lon === null)).length;
    this.element = h('div', { class: 'spread' }, this.controls(), h('div', { class: 'map-frame' }, this.picture, this.box), this.legend(), this.list,
      lost > 0 && h('p', { class: 'fine' }, t('where.lost', { n: lost })), h('p', { class: 'fine' }, `${t('where.strength')} ${t('map.points')} ${t('map.disclaimer')}`));
    new ResizeObserver(() => {
      const w = Math.round(this.element.clientWidth);
      if (w > 0 && w !== this.width) { this.width = w; this.draw(); }
    }).observe(this.element);
  }

  private choice(name: string, options: [string, string][], change: (value: string) => void, now = ''): HTMLElement {
    const id = fresh('choice'), select = h('select', { id, onchange: () => change(select.value) }, options.map(([value, text]) => h('option', { value, selected: value === now }, text)));
    return h('div', { class: 'field' }, h('label', { for: id }, name), select);
  }

  private controls(): HTMLElement {
    const places = this.b.places.map((p, i) => ({ i, p, name: word(p.name) })).filter((x) => x.p.counted).sort((x, y) => x.name.localeCompare(y.name));
    const countries = this.land.outlines.map((o) => o.code).filter((c) => places.some((x) => countryOf(this.b, x.i) === c));
    return h('div', { class: 'controls screen-only' },
      countries.length > 1 && this.choice(t('map.view'), [['', t('map.view.all')], ...countries.map<[string, string]>((c) => [c, word(this.b.places.find((p) => p.id === c)!.name)])],
        (v) => { this.country = v; this.draw(); }, this.country),
      this.b.diseases.length > 1 && this.choice(t('series.disease'), [['', t('where.strongest')], ...this.b.diseases.map<[string, string]>((d, i) => [String(i), word(d)])],
        (v) => { this.disease = v === '' ? -1 : Number(v); this.draw(); }),
      this.choice(t('map.place'), [['', t('map.place.choose')], ...places.map<[string, string]>((x) => [String(x.i), x.name])], (v) => { if (v !== '') this.describe(Number(v)); }));
  }

  private rowsOf(place: number): Row[] {
    return this.b.rows.filter((r) => r.place === place && (this.disease < 0 || r.disease === this.disease));
  }

  private strength(place: number): Class {
    return this.rowsOf(place).reduce<Class>((best, r) => { const c = classOf(r); return CLASSES.indexOf(c) > CLASSES.indexOf(best) ? c : best; }, 'none');
  }

  private draw(): void {
    const W = this.width, H = Math.round(Math.min(560, Math.max(280, W * 0.56)));
    const path = geoPath(project(windowOf(this.b, this.land, this.country), W, H, 14)).digits(1), projection = path.projection() as GeoProjection;
    this.shapes = [];
    this.picture.setAttribute('viewBox', `0 0 ${W} ${H}`);
    this.picture.replaceChildren(s('g', {}, this.land.context.map((c) => s('path', { d: path(c) ?? '', class: 'context' }))),
      s('g', {}, this.land.regions.map((r) => this.mark(r.place, s('path', { d: path(r) ?? '' }), 'area'))),
      s('g', {}, this.land.outlines.map((o) => [s('path', { d: path(o.inside) ?? '', class: 'inner' }), s('path', { d: path(o.shape) ?? '', class: 'outer' })])));
    const circles = this.b.places.flatMap((p, i) => {
      const xy = p.counted && !this.land.drawn.has(i) ? at(projection, p.lon, p.lat) : null;
      return xy ? [{ i, xy }] : [];
    }).sort((x, y) => CLASSES.indexOf(this.strength(x.i)) - CLASSES.indexOf(this.strength(y.i)));
    const box = windowOf(this.b, this.land, this.country), r = (W < 500 ? 5 : 7) * (box[2] - box[0] > WIDE ? 0.6 : 1);
    const badges: Rim[] = [];
    this.picture.append(s('g', {}, circles.map((c) => this.mark(c.i, s('circle', { cx: c.xy[0].toFixed(1), cy: c.xy[1].toFixed(1), r }), 'point'))), this.circles(path, r, badges), this.labels(path, W, H, badges));
    this.paint();
  }

  /** Clusters with the number they have in the list, the strongest first. */
  private clusters(): { c: Cluster; n: number }[] {
    return this.b.clusters.map((c, i) => ({ c, n: i + 1 })).filter((x) => this.disease < 0 || x.c.disease === this.disease);
  }

  /** Circles around the places of clusters, wide enough to hold their marks; the number stands on the rim. */
  private circles(path: GeoPath, mark: number, badges: Rim[]): SVGElement {
    const projection = path.projection() as GeoProjection, g = s('g', { class: 'circles' });
    this.clusters().forEach(({ c, n }, i) => {
      if (c.lon === null || c.lat === null || c.radius === null) return;
      const centre: [number, number] = [c.lon, c.lat], xy = projection(centre), up = projection([c.lon, Math.min(89.9, c.lat + 0.1)]);
      if (!xy || !up) return;
      const pixel = 0.1 / Math.max(1e-6, Math.hypot(up[0] - xy[0], up[1] - xy[1])), radius = c.radius / DEGREE + pixel * (mark + 5);
      const d = path(geoCircle().center(centre).radius(radius).precision(4)()) ?? '', angle = (-50 + 40 * (i % 3)) * Math.PI / 180, reach = radius / pixel;
      const x = xy[0] + reach * Math.cos(angle), y = xy[1] + reach * Math.sin(angle);
      badges.push([x - 11, y - 11, x + 11, y + 11]);
      g.append(s('path', { d, class: 'ring-under' }), s('path', { d, class: 'ring' }, s('title', {}, sayCluster(this.b, c))), s('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: 10, class: 'ring-badge' }), s('text', { x: x.toFixed(1), y: (y + 4.5).toFixed(1), class: 'ring-number' }, String(n)));
    });
    return g;
  }

  /** What the circles stand for, by their numbers. */
  private tell(): void {
    const shown = this.clusters();
    this.list.replaceChildren();
    if (!shown.length) return;
    append(this.list, [h('h3', {}, t('where.clusters.title')), h('ol', {}, shown.map(({ c, n }) => h('li', { value: n }, h('strong', {}, sayCluster(this.b, c)), ' ', h('span', { class: 'weak' }, `(${t('detect.chance', { p: small(c.probability) })})`),
      c.places.length > 1 && h('span', { class: 'fine' }, c.places.map((place) => placeName(this.b, { place, disease: -1 })).join(', '))))), h('p', { class: 'fine' }, t('where.clusters.fine'))]);
  }

  private mark(place: number, node: SVGElement, kind: string): SVGElement {
    node.setAttribute('class', kind);
    this.shapes.push({ place, node });
    if (place >= 0 && this.b.places[place]!.counted) {
      node.addEventListener('pointerenter', () => this.describe(place));
      node.addEventListener('click', () => this.describe(place));
    }
    return node;
  }

  private paint(): void {
    this.tell();
    for (const { place, node } of this.shapes) {
      const kind = node.classList[0]!;
      node.setAttribute('class', `${kind} is-${place < 0 ? 'none' : this.strength(place)}`);
    }
    const high = this.b.rows.filter((r) => r.alarm && (this.disease < 0 || r.disease === this.disease)), names = [...new Set(high.map((r) => r.place))].filter((p) => p >= 0).map((p) => word(this.b.places[p]!.name));
    this.picture.setAttribute('aria-label', t('where.alt', { n: this.b.places.filter((p) => p.counted).length, when: this.b.now, list: names.slice(0, 12).join(', ') || t('where.alt.none') }));
  }

  /** Names of countries and of the places with a signal, as many as fit without touching. */
  private labels(path: GeoPath, W: number, H: number, badges: readonly Rim[]): SVGElement {
    const taken: Rim[] = [...badges], g = s('g', { class: 'labels', 'aria-hidden': 'true' });
    const put = (text: string, x: number, y: number, kind: string): void => {
      const w = text.length * (kind === 'country' ? 8.4 : 6.4), r: Rim = [x - w / 2, y - 10, x + w / 2, y + 4];
      if (r[0] < 2 || r[2] > W - 2 || r[1] < 2 || r[3] > H - 2 || taken.some((q) => q[0] < r[2] + 4 && q[2] > r[0] - 4 && q[1] < r[3] + 2 && q[3] > r[1] - 2)) return;
      taken.push(r);
      g.append(s('text', { x: x.toFixed(1), y: y.toFixed(1), class: kind }, text));
    };
    const projection = path.projection() as GeoProjection, shown = new Set<number>();
    for (const r of this.b.rows) {
      if (!r.alarm || r.place < 0 || shown.has(r.place)) continue;
      shown.add(r.place);
      const region = this.land.regions.find((x) => x.place === r.place), p = this.b.places[r.place]!;
      const xy = region ? path.centroid(region) : at(projection, p.lon, p.lat);
      if (xy && Number.isFinite(xy[0])) put(word(p.name), xy[0], xy[1] + (region ? 4 : -11), 'gate');
    }
    for (const o of this.land.outlines) {
      const p = this.b.places.find((q) => q.id === o.code)!, [x, y] = path.centroid(o.shape);
      if (Number.isFinite(x)) put(word(p.name), x, y, 'country');
    }
    return g;
  }

  private describe(place: number): void {
    const rows = this.rowsOf(place), shown = rows.slice(0, 6);
    this.box.replaceChildren();
    append(this.box, [h('strong', {}, word(this.b.places[place]!.name)), h('dl', {}, shown.map((r) => h('div', {}, h('dt', {}, diseaseName(this.b, r) || t('detect.all')), h('dd', {}, this.told(r))))),
      rows.length > shown.length && h('p', { class: 'fine' }, t('detect.more', { n: rows.length - shown.length })), rows.some((r) => r.alarm) && h('p', { class: 'fine' }, say(this.b, rows.find((r) => r.alarm)!, this.b.to - 1))]);
    this.box.classList.add('open');
  }

  private told(r: Row): string {
    if (isMissing(r)) return r.last < 0 ? t('detect.never') : `${t('detect.missing')}; ${t('detect.last', { when: label(this.b, r.last) })}`;
    const found = r.state !== JUDGED ? t('series.unjudged') : r.alarm ? t('series.alarm') : t('where.expected', { range: usual(r) });
    return `${count(r.count)}; ${found}${isLate(r) ? `; ${t('series.late', { n: number(r.late) })}` : ''}`;
  }

  private legend(): HTMLElement {
    const swatch = (c: Class): SVGElement => s('svg', { width: 22, height: 14, viewBox: '0 0 22 14', 'aria-hidden': 'true' }, s('rect', { x: 1, y: 1, width: 20, height: 12, rx: 2, class: `swatch is-${c}` }));
    return h('ul', { class: 'legend', role: 'list' }, [...CLASSES].reverse().filter((c) => c !== 'none').map((c) => h('li', {}, swatch(c), t(`where.${c}`))),
      this.b.clusters.some((c) => c.radius !== null) && h('li', {}, s('svg', { width: 22, height: 14, viewBox: '0 0 22 14', 'aria-hidden': 'true' }, s('circle', { cx: 11, cy: 7, r: 5.5, class: 'ring whole' })), t('where.clusters')));
  }
}
