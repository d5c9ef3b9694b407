// Tables of the report: arrivals, crossings, measures.
// SPDX-License-Identifier: Apache-2.0
import { ALREADY, UNLISTED, type Crossing, type Event, type EventName, type Kind, type Measure, type Passage, type Reach, type Run, type Spread } from './data';
import { append, fresh, h, s, type Child } from './dom';
import { count, date, has, nearest, number, percent, range, t, whole, word } from './words';

/** A mark beside everything that was not measured or reported. */
export function mark(kind: Kind | undefined): HTMLElement | null {
  return kind === 'estimated' ? h('span', { class: 'badge guess', title: t('page.estimated.long') }, `≈ ${t('page.estimated')}`) : null;
}

export function scroll(label: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, table);
}
const head = (text: string, numeric = true): HTMLElement => h('th', { scope: 'col', class: numeric ? 'num' : null }, text);

/** The average with the range of nine tenths of the runs beneath. */
export function mean(x: Spread, f: (v: number | null | undefined) => string = count, unit = ''): Child {
  if (x.mean === null) return '–';
  if (x.q05 === x.q95) return f(x.mean) + unit;
  return [f(x.mean) + unit, h('span', { class: 'weak under' }, range(x.q05, x.q95, whole))];
}

// ---- arrivals

/** A line from the 5th to the 95th hundredth, thick in the middle half, a dot at the middle value. */
function whisker(e: Event, days: number, W = 200): SVGElement {
  const x = (d: number): string => (4 + (W - 8) * Math.min(1, d / days)).toFixed(1);
  return s('svg', { viewBox: `0 0 ${W} 18`, class: 'whisker', 'aria-hidden': 'true' },
    s('line', { x1: 4, x2: W - 4, y1: 9, y2: 9, class: 'rail' }),
    e.n > 0 && [s('line', { x1: x(e.q05!), x2: x(e.q95!), y1: 9, y2: 9, class: 'ninety' }), s('line', { x1: x(e.q25!), x2: x(e.q75!), y1: 9, y2: 9, class: 'half' }),
      s('circle', { cx: x(e.q50!), cy: 9, r: 4.2, class: 'dot' })]);
}

export class Arrivals {
  readonly element = h('div', {});
  private readonly body = h('div', {});
  private event: EventName = 'traveller';
  private districts = false;
  private all = false;

  constructor(private readonly run: Run) {
    const id = fresh('event'), tick = fresh('districts');
    const select = h('select', { id, onchange: () => { this.event = select.value as EventName; this.draw(); } },
      (['traveller', 'infection', 'tenth'] as const).map((e) => h('option', { value: e }, t(`arrival.event.${e}`))));
    const deep = run.reach.some((r) => run.places[r.place]!.depth > 1);
    this.element.append(h('div', { class: 'controls screen-only' }, h('div', { class: 'field' }, h('label', { for: id }, t('arrival.event')), select),
      deep && h('div', { class: 'field tick' }, h('input', { type: 'checkbox', id: tick, onchange: (e: Event_) => { this.districts = (e.target as HTMLInputElement).checked; this.draw(); } }),
        h('label', { for: tick }, t('arrival.districts')))), this.body);
    this.draw();
  }

  private route(r: Reach): Child {
    if (r.from[0]?.[0] === ALREADY) return h('span', { class: 'weak' }, t('arrival.route.already'));
    if (r.traveller.n && this.run.begin.some((b) => b.place === r.place || this.within(b.place, r.place))) return h('span', { class: 'weak' }, t('arrival.route.begun'));
    const [best] = r.via;
    if (!best) return r.traveller.n ? h('span', { class: 'weak' }, t('arrival.route.inland')) : '–';
    const name = best[0] === UNLISTED ? t('arrival.route.unlisted') : best[0] < 0 ? t('arrival.route.inland') : word(this.run.crossings[best[0]]!.name);
    return [name, h('span', { class: 'weak under' }, t('arrival.route.share', { p: percent(best[1]) }))];
  }

  private within(inner: number, outer: number): boolean {
    for (let p = inner; p >= 0; p = this.run.places[p]!.parent) if (p === outer) return true;
    return false;
  }

  private row(r: Reach): HTMLElement {
    const p = this.run.places[r.place]!, e = r[this.event], days = this.run.scenario.days;
    return h('tr', { class: `depth-${p.depth}` }, h('th', { scope: 'row' }, word(p.name), ' ', mark(p.kind)),
      h('td', { class: 'num' }, percent(e.p)), h('td', { class: 'num strong' }, e.n ? number(nearest(e.q50!)) : '–'),
      h('td', { class: 'num' }, e.n ? range(e.q25, e.q75, (v) => number(nearest(v!))) : '–'),
      h('td', { class: 'num' }, e.n ? range(e.q05, e.q95, (v) => number(nearest(v!))) : '–'),
      h('td', { class: 'picture' }, whisker(e, days)), h('td', { class: 'num' }, percent(1 - e.p)), h('td', { class: 'route' }, this.route(r)));
  }

  private draw(): void {
    const order = (r: Reach): number => r[this.event].n ? r[this.event].q50! + 1000 * (1 - r[this.event].p) : 1e9;
    const rows = this.run.reach.filter((r) => { const p = this.run.places[r.place]!; return p.depth < 2 || (this.districts && p.target); })
      .sort((a, b) => Number(b.place === this.run.focus) - Number(a.place === this.run.focus)
        || Number(this.run.places[b.place]!.target) - Number(this.run.places[a.place]!.target) || order(a) - order(b));
    const possible = rows.filter((r) => r[this.event].n > 0 || this.run.places[r.place]!.target);
    const shown = this.all ? possible : possible.slice(0, Math.max(14, possible.filter((r) => this.run.places[r.place]!.target).length));
    const title = t('arrival.caption', { event: t(`arrival.event.${this.event}`) });
    const table = h('table', { class: 'arrivals' }, h('caption', {}, h('span', {}, title)),
      h('thead', {}, h('tr', {}, head(t('arrival.place'), false), head(t('arrival.probability')), head(t('arrival.median')), head(t('arrival.half')), head(t('arrival.ninety')),
        h('th', { scope: 'col', class: 'picture' }, t('arrival.picture')), head(t('arrival.censored', { days: t('page.days', { n: this.run.scenario.days }) })), head(t('arrival.route'), false))),
      h('tbody', {}, shown.map((r) => this.row(r))));
    this.body.replaceChildren(scroll(title, table));
    if (possible.length > shown.length || this.all) {
      this.body.append(h('button', { type: 'button', class: 'more screen-only', onclick: () => { this.all = !this.all; this.draw(); } },
        this.all ? t('page.show.fewer') : t('page.show.all', { n: possible.length })));
    }
  }
}
type Event_ = globalThis.Event;

// ---- crossings

const columns: (keyof Omit<Passage, 'wait'>)[] = ['travellers', 'infected', 'detected', 'missed', 'quarantined', 'refused', 'stopped', 'leaked', 'tests', 'doses', 'cost'];
const always = new Set<string>(['travellers', 'infected', 'detected', 'missed']);

export class Crossings {
  readonly element = h('div', {});
  private readonly body = h('div', {});
  private direction: 'in' | 'out' = 'in';

  constructor(private readonly run: Run) {
    const id = fresh('direction');
    const select = h('select', { id, onchange: () => { this.direction = select.value as 'in' | 'out'; this.draw(); } },
      (['in', 'out'] as const).map((d) => h('option', { value: d }, t(`crossing.${d}`))));
    this.element.append(h('div', { class: 'controls screen-only' }, h('div', { class: 'field' }, h('label', { for: id }, t('crossing.direction')), select)), this.body);
    this.draw();
  }

  private draw(): void {
    const side = (c: Crossing): Passage => c[this.direction];
    const busy = this.run.crossings.filter((c) => (side(c).infected.mean ?? 0) >= 0.05 || (side(c).cost.mean ?? 0) > 0)
      .sort((a, b) => (side(b).infected.mean ?? 0) - (side(a).infected.mean ?? 0));
    const quiet = this.run.crossings.length - busy.length;
    const used = columns.filter((k) => always.has(k) || busy.some((c) => (side(c)[k].mean ?? 0) > 0));
    const wait = busy.some((c) => (side(c).wait ?? 0) > 0);
    const title = t('crossing.caption', { direction: t(`crossing.${this.direction}`) });
    const average = (x: Spread): Child => !x.mean ? h('span', { class: 'weak' }, '–') : mean(x);
    const table = h('table', {}, h('caption', {}, h('span', {}, title)),
      h('thead', {}, h('tr', {}, head(t('crossing.name'), false), used.map((k) => head(t(`crossing.${k}`))), wait && head(t('crossing.wait')))),
      h('tbody', {}, busy.map((c) => h('tr', {}, h('th', { scope: 'row' }, word(c.name), ' ', mark(c.kind), h('span', { class: 'weak under' }, t(`crossing.type.${c.type}`))),
        used.map((k) => h('td', { class: k === 'missed' ? 'num strong' : 'num' }, average(side(c)[k]))), wait && h('td', { class: 'num' }, side(c).wait ? number(side(c).wait, side(c).wait! < 10 ? 1 : 0) : h('span', { class: 'weak' }, '–'))))));
    const out: Child[] = busy.length ? [scroll(title, table)] : [h('p', {}, t('crossing.none'))];
    if (quiet > 0 && busy.length) out.push(h('p', { class: 'fine' }, t('crossing.quiet', { n: quiet })));
    this.body.replaceChildren();
    append(this.body, out);
  }
}

// ---- measures

function where(run: Run, m: Measure): string {
  const w = m.where, names: string[] = [];
  if (w.everywhere) names.push(t('measure.everywhere'));
  for (const p of w.places ?? []) names.push(word(run.places[p]!.name));
  for (const c of w.crossings ?? []) names.push(word(run.crossings[c]!.name));
  if (w.flows) names.push(t('measure.flows', { n: w.flows }));
  if (w.group) names.push(w.group);
  const direction = w.direction === 'in' || w.direction === 'out' ? `, ${t(`crossing.${w.direction}`)}` : '';
  return (names.length > 4 ? `${names.slice(0, 4).join(', ')} … (${names.length})` : names.join(', ')) + direction;
}

/** Days, or whole hours where they are no whole days. */
function span(days: number): string {
  const hours = Math.round(days * 24);
  return Number.isInteger(days) || Math.abs(hours - days * 24) > 1e-9 ? t('page.days', { n: days }) : t('page.hours', { n: hours });
}

function when(m: Measure): Child {
  const parts: Child[] = [];
  if (m.when.start) parts.push(t('measure.from', { date: date(m.when.start) }));
  if (m.when.end) parts.push(' ', t('measure.until', { date: date(m.when.end) }));
  if (m.when.order) parts.push(t('measure.order'));
  if (m.when.after) parts.push(' ', t('measure.after', { text: '' }), h('code', {}, m.when.after));
  if (m.when.lead) parts.push(', ', t('measure.lead.days', { days: span(m.when.lead) }));
  if (m.when.lasts) parts.push(', ', t('measure.lasts', { days: span(m.when.lasts) }));
  if (m.when.until) parts.push(' ', t('measure.until', { date: '' }), h('code', {}, m.when.until));
  return parts.length ? parts : t('measure.always');
}

const onTravellers = new Set(['screen', 'test', 'quarantine', 'vaccinate', 'treat']);

/** What the International Health Regulations say of such measures, with the article. */
export function reminders(close: boolean, travellers: boolean): HTMLElement[] {
  return [close && 'close', travellers && 'traveller'].filter(Boolean).map((k) => h('aside', { class: 'reminder' }, h('strong', {}, `${t('measure.reminder')}. `),
    t(`measure.reminder.${k}`), ' ', h('cite', {}, t(`measure.reminder.${k}.source`))));
}

export function measures(run: Run): HTMLElement {
  if (run.measures.length === 0) return h('p', {}, t('measure.none'));
  const cards = run.measures.map((m) => {
    const rows: [string, Child][] = [[t('measure.active'), t('page.of100', { p: String(nearest(m.active * 100)) })]];
    const some = (x: Spread): boolean => (x.mean ?? 0) > 0;
    if (some(m.days)) rows.push([t('measure.days'), mean(m.days)]);
    const wanted = ['people', 'detected', 'confined', 'bed_days', 'tests', 'doses', 'full'] as const;
    for (const k of wanted) if (some(m[k]) || (k === 'detected' && (m.kind === 'screen' || m.kind === 'test'))) rows.push([t(`measure.${k}`), mean(m[k])]);
    const money = (v: number | null | undefined): string => `${count(v)}\u202f${m.currency ?? ''}`.trim();
    if (some(m.cost)) {
      rows.push([t('measure.cost'), mean(m.cost, count, m.currency ? `\u202f${m.currency}` : '')]);
      if ((m.detected.mean ?? 0) >= 1) rows.push([t('measure.per_found'), money((m.cost.mean ?? 0) / m.detected.mean!)]);
    }
    return h('article', { class: 'card' }, h('p', { class: 'overline' }, has(`measure.kind.${m.kind}`) ? t(`measure.kind.${m.kind}`) : m.kind), h('h3', {}, word(m.name)),
      h('p', { class: 'weak' }, `${where(run, m)} · `, when(m)), word(m.summary) !== '' && h('p', {}, word(m.summary)), h('dl', { class: 'rows' }, rows.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))),
      m.source && h('p', { class: 'fine' }, `${t('basis.source')}: ${m.source}`));
  });
  return h('div', {}, h('div', { class: 'cards' }, cards),
    reminders(run.measures.some((m) => m.kind === 'close'), run.measures.some((m) => (m.where.crossings ?? []).length > 0 && onTravellers.has(m.kind))));
}
