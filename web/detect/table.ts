// All series of the last period as one table: sorted by any column, narrowed by words, disease and state, each row with its course.
// SPDX-License-Identifier: Apache-2.0
import { fresh, h, type Child } from '../report/dom';
import { scroll } from '../report/tables';
import { count, number, t, word } from '../report/words';
import { figure } from './course';
import { diseaseName, isLate, isMissing, JUDGED, label, placeName, seriesName, SHORT, small, usual, type Bulletin, type Row } from './data';

const PAGE = 40;
type Key = 'rank' | 'place' | 'disease' | 'count' | 'expected' | 'upper' | 'score' | 'probability' | 'state';
const KINDS = ['all', 'alarm', 'missing', 'late', 'unjudged'] as const;

/** What is said of a row beside its figures. */
export function notes(b: Bulletin, r: Row): HTMLElement[] {
  const badge = (text: string, kind = 'guess'): HTMLElement => h('span', { class: `badge ${kind}` }, text);
  const out: HTMLElement[] = [];
  if (r.alarm) out.push(badge(`▲ ${t('series.alarm')}`, 'alarm'));
  if (isMissing(r)) out.push(badge(r.last < 0 ? t('detect.never') : t('detect.last', { when: label(b, r.last) }), 'gap'));
  else if (r.state === SHORT) out.push(badge(t('series.short')));
  else if (r.state !== JUDGED) out.push(badge(t('series.unfit')));
  else if (b.automatic && r.method > 0) out.push(badge(t('series.fallback')));
  if (isLate(r)) out.push(badge(t('series.late', { n: r.late! })));
  return out;
}

export class SeriesTable {
  readonly element = h('div', {});
  private readonly body = h('div', {});
  private readonly told = h('p', { class: 'fine shown', role: 'status' });
  private key: Key = 'rank';
  private down = false;
  private words = '';
  private disease = -1;
  private kind: typeof KINDS[number] = 'all';
  private all = false;
  private readonly opened = new Set<number>();

  constructor(private readonly b: Bulletin) {
    const find = fresh('find'), which = fresh('disease'), state = fresh('state');
    const input = h('input', { type: 'search', id: find, autocomplete: 'off', oninput: () => { this.words = input.value.trim().toLocaleLowerCase(); this.draw(); } });
    const select = h('select', { id: which, onchange: () => { this.disease = Number(select.value); this.draw(); } }, h('option', { value: -1 }, t('series.all')), b.diseases.map((d, i) => h('option', { value: i }, word(d))));
    const kinds = h('select', { id: state, onchange: () => { this.kind = kinds.value as typeof this.kind; this.draw(); } },
      KINDS.filter((k) => k !== 'late' || b.arrivals).map((k) => h('option', { value: k }, t(`series.show.${k}`))));
    const field = (id: string, text: string, control: HTMLElement): HTMLElement => h('div', { class: 'field' }, h('label', { for: id }, text), control);
    this.element.append(h('div', { class: 'controls screen-only' }, field(find, t('series.find'), input), b.diseases.length > 1 ? field(which, t('series.disease'), select) : '', field(state, t('series.show'), kinds)), this.told, this.body);
    this.draw();
  }

  private kept(r: Row): boolean {
    const state = this.kind === 'all' || (this.kind === 'alarm' && r.alarm === 1) || (this.kind === 'missing' && isMissing(r)) || (this.kind === 'late' && isLate(r))
      || (this.kind === 'unjudged' && r.state !== JUDGED && !isMissing(r));
    return state && (this.disease < 0 || r.disease === this.disease) && (this.words === '' || `${placeName(this.b, r)} ${diseaseName(this.b, r)}`.toLocaleLowerCase().includes(this.words));
  }

  /** Empty cells come last whichever way the column is sorted. */
  private compare(a: number, b: number): number {
    const [x, y] = [this.b.rows[a]!, this.b.rows[b]!], sign = this.down ? -1 : 1;
    if (this.key === 'rank') return sign * (a - b);
    if (this.key === 'place') return sign * placeName(this.b, x).localeCompare(placeName(this.b, y)) || a - b;
    if (this.key === 'disease') return sign * diseaseName(this.b, x).localeCompare(diseaseName(this.b, y)) || a - b;
    const [u, v] = [x[this.key], y[this.key]];
    return u === null || v === null ? Number(u === null) - Number(v === null) || a - b : sign * (u - v) || a - b;
  }

  private sort(key: Key): void {
    this.down = this.key === key ? !this.down : key === 'count' || key === 'score' || key === 'expected' || key === 'upper';
    this.key = key;
    this.draw();
    this.body.querySelector<HTMLElement>(`button[data-key=${key}]`)?.focus();
  }

  private head(key: Key, text: string, numeric = true): HTMLElement {
    const now = this.key === key;
    return h('th', { scope: 'col', class: numeric ? 'num' : null, 'aria-sort': now ? (this.down ? 'descending' : 'ascending') : 'none' },
      h('button', { type: 'button', class: 'sort', 'data-key': key, onclick: () => this.sort(key) }, text, h('span', { class: 'arrow', 'aria-hidden': 'true' }, now ? (this.down ? '▼' : '▲') : '↕')));
  }

  private toggle(i: number): void {
    if (!this.opened.delete(i)) this.opened.add(i);
    this.draw();
    this.body.querySelector<HTMLElement>(`button[data-row="${i}"]`)?.focus();
  }

  private row(i: number): Child {
    const { b } = this, r = b.rows[i]!, course = b.courses[i], open = this.opened.has(i), name = placeName(b, r) || diseaseName(b, r) || t('detect.all');
    const num = (x: Child, kind = ''): HTMLElement => h('td', { class: `num ${kind}` }, x);
    const said = r.state === JUDGED;
    return [h('tr', { class: r.alarm ? 'alarm' : null }, num(String(i + 1)), h('th', { scope: 'row' }, course ? h('button', { type: 'button', class: 'opener', 'data-row': i, 'aria-expanded': String(open), onclick: () => this.toggle(i),
      'aria-label': t('series.open', { series: seriesName(b, r) }) }, name) : name), h('td', {}, diseaseName(b, r)),
    num(isMissing(r) ? h('em', {}, t('detect.missing')) : number(r.count), 'strong'), num(said ? count(r.expected) : ''), num(said ? usual(r) : ''), num(said && r.score !== null ? r.score > 99 ? '> 99' : number(r.score, 1) : ''),
    num(said ? small(r.probability) : ''), h('td', { class: 'notes' }, notes(b, r))),
    open && course && h('tr', { class: 'opened' }, h('td', { colspan: 9 }, figure(b, course, r, true)))];
  }

  private draw(): void {
    const kept = this.b.rows.flatMap((r, i) => this.kept(r) ? [i] : []).sort((x, y) => this.compare(x, y)), shown = this.all ? kept : kept.slice(0, PAGE);
    const caption = t('series.caption', { when: this.b.now });
    const day = this.b.period === 1;
    this.told.textContent = t('series.shown', { n: number(shown.length), m: number(kept.length) });
    this.body.replaceChildren(scroll(caption, h('table', { class: 'series' }, h('caption', {}, h('span', {}, caption)),
      h('thead', {}, h('tr', {}, this.head('rank', t('series.rank')), this.head('place', t('arrival.place'), false), this.head('disease', t('series.disease'), false), this.head('count', t(day ? 'series.count.day' : 'series.count')), this.head('expected', t('series.expected')),
        this.head('upper', t('course.usual')), this.head('score', t('series.score')), this.head('probability', t('series.probability')), this.head('state', t('series.notes'), false))),
      h('tbody', {}, shown.map((i) => this.row(i))))));
    if (kept.length > PAGE) this.body.append(h('button', { type: 'button', class: 'more screen-only', onclick: () => { this.all = !this.all; this.draw(); } }, this.all ? t('page.show.fewer') : t('page.show.all', { n: kept.length })));
  }
}
