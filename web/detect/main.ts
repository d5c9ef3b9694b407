// Builds the page of unusual counts from the data written into it, in the language chosen.
// SPDX-License-Identifier: Apache-2.0
import type { Language } from '../report/data';
import { append, h, type Child } from '../report/dom';
import { contents, furnish, section, switcher, unfold } from '../report/frame';
import { scroll } from '../report/tables';
import { count, date, has, number, opening, speak, t } from '../report/words';
import { figure, hatch, key, spanOf } from './course';
import { dayOf, diseaseName, JUDGED, label, load, placeName, say, seriesName, small, type Bulletin, type Method, type Report } from './data';
import { SignalMap } from './map';
import { notes, SeriesTable } from './table';

const FIRST = 12, NEAREST = 3;

function tile(value: string, name: string, fine: string, calm = true): HTMLElement {
  return h('div', { class: calm ? 'tile' : 'tile alarming' }, h('p', { class: 'value' }, value), h('p', { class: 'label' }, name), h('p', { class: 'fine' }, fine));
}

/** How much was looked at, and how much could not be. */
function tiles(b: Bulletin): HTMLElement {
  const x = b.totals;
  return h('section', { class: 'figures', 'aria-label': t('watch.figures') }, h('h2', { class: 'hidden' }, t('watch.figures')), h('div', { class: 'tiles' },
    tile(number(x.unusual), t('watch.unusual'), t('watch.of', { n: x.judged }), x.unusual === 0), tile(number(x.silent), t('watch.silent'), x.silent ? t('watch.silent.fine', { n: x.series }) : ''),
    b.arrivals && tile(number(x.late), t('watch.late'), t('watch.late.fine')), x.fallback > 0 && tile(number(x.fallback), t('watch.fallback'), t('watch.fallback.fine')),
    x.unjudged > 0 && tile(number(x.unjudged), t('watch.unjudged'), t('watch.unjudged.fine')),
    b.control === 'fdr' ? tile(`${number(100 * b.level)}`, t('watch.fdr'), t('watch.fdr.fine')) : x.false_alarms !== null && tile(x.false_alarms < 10 ? small(x.false_alarms) : count(x.false_alarms), t(b.period === 1 ? 'watch.false.day' : 'watch.false'), t('watch.false.fine'))));
}

/** One signal: its sentence, what is to be said beside it, its course. */
function signal(b: Bulletin, i: number): HTMLElement {
  const r = b.rows[i]!, course = b.courses[i];
  return h('li', { class: r.alarm ? 'signal' : 'signal calm' }, h('h3', {}, say(b, r, b.to - 1)), h('p', { class: 'beside' }, notes(b, r), r.probability !== null && h('span', { class: 'weak' }, t('detect.chance', { p: small(r.probability) })),
    r.adjusted !== null && h('span', { class: 'weak' }, t('watch.adjusted', { p: small(r.adjusted) }))), course ? figure(b, course, r, false) : h('p', { class: 'fine' }, t('watch.nocourse')));
}

function earlier(b: Bulletin): Child {
  if (b.totals.earlier === 0) return null;
  const rest = b.totals.earlier - b.earlier.length;
  return h('details', {}, h('summary', {}, `${t('watch.earlier')} (${number(b.totals.earlier)})`), h('ul', { class: 'plain' }, b.earlier.map((x) => h('li', {}, say(b, x, x.period), x.probability !== null && h('span', { class: 'weak' }, ` (${t('detect.chance', { p: small(x.probability) })})`))),
    rest > 0 && h('li', {}, t('detect.more', { n: rest }))));
}

function unusual(b: Bulletin): Child[] {
  const high = b.rows.flatMap((r, i) => r.alarm ? [i] : []), near = b.rows.flatMap((r, i) => r.state === JUDGED ? [i] : []).slice(0, NEAREST), shown = high.length ? high : near;
  if (!shown.length) return [h('p', {}, t('watch.nothing')), earlier(b)];
  const list = h('ol', { class: 'signals', role: 'list' }, shown.slice(0, FIRST).map((i) => signal(b, i)));
  const more = h('button', { type: 'button', class: 'more screen-only', onclick: () => { list.append(...shown.slice(FIRST).map((i) => signal(b, i))); more.remove(); } }, t('page.show.all', { n: shown.length }));
  const rest = b.totals.unusual - high.length;
  return [high.length === 0 && h('p', {}, t('watch.calm')), key(b), h('p', { class: 'fine' }, t(b.to - b.from > 1 ? 'watch.bounds' : 'watch.bound', { n: b.to - b.from })), list, shown.length > FIRST && more,
    shown.length > FIRST && h('p', { class: 'print-only' }, t('detect.more', { n: shown.length - FIRST })), rest > 0 && h('p', {}, t('detect.more', { n: rest })), earlier(b)];
}

function reportsTable(b: Bulletin, list: Report[], caption: string, total: number, late: boolean): Child[] {
  if (!total) return [];
  return [scroll(caption, h('table', { class: 'reports' }, h('caption', {}, h('span', {}, caption)), h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('arrival.place')), h('th', { scope: 'col' }, t('series.disease')),
    h('th', { scope: 'col', class: late ? 'num' : null }, t(late ? 'reports.days' : 'reports.last')))),
  h('tbody', {}, list.map((x) => h('tr', {}, h('th', { scope: 'row' }, placeName(b, x) || t('detect.all')), h('td', {}, diseaseName(b, x)), late ? h('td', { class: 'num' }, number(x.late)) : h('td', {}, x.last < 0 ? t('detect.never') : label(b, x.last))))))),
  total > list.length && h('p', { class: 'fine' }, t('detect.more', { n: total - list.length }))];
}

function reports(b: Bulletin): Child[] {
  const x = b.totals;
  return [x.silent + x.late === 0 && h('p', {}, t(b.arrivals ? 'reports.none' : 'reports.none.silent')), reportsTable(b, b.silent, t('reports.silent', { when: b.now, n: x.silent }), x.silent, false), reportsTable(b, b.late, t('reports.late', { when: b.now, n: x.late }), x.late, true),
    !b.arrivals && h('p', { class: 'fine' }, t('reports.unknown'))];
}

/** What the program says of a method, in the reader's language where a catalogue has it. */
function said(own: string, ...keys: string[]): Child {
  const key = keys.find(has);
  return key ? t(key) : h('span', { lang: 'en' }, own);
}

function method(m: Method): HTMLElement {
  const caption = t('method.options', { method: m.name });
  return h('div', {}, h('h3', {}, said(m.title, `method.name.${m.name}`)), h('p', { class: 'fine' }, `${t('basis.source')}: `, h('span', { lang: 'en' }, m.source)),
    m.options.length > 0 && h('details', {}, h('summary', {}, caption), scroll(caption, h('table', {}, h('caption', {}, h('span', {}, caption)), h('thead', {}, h('tr', {}, [t('method.option'), t('basis.value'), t('method.meaning')].map((x) => h('th', { scope: 'col' }, x)))),
      h('tbody', {}, m.options.map((o) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, o.name)), h('td', {}, o.value, o.changed && h('span', { class: 'weak under' }, t('method.changed'))), h('td', { class: 'long' }, said(o.meaning, `method.means.${m.name}.${o.name}`, `method.means.${o.name}`)))))))));
}

function trust(b: Bulletin): Child[] {
  const x = b.totals, lines: string[] = [];
  if (b.control === 'fdr') lines.push(t('detect.fdr', { p: number(100 * b.level) }));
  else if (x.false_alarms !== null && x.judged) lines.push(t('method.uncontrolled'), t(b.period === 1 ? 'detect.false.day' : 'detect.false', { n: x.judged, x: x.false_alarms < 10 ? small(x.false_alarms) : count(x.false_alarms) }));
  else lines.push(t('method.uncontrolled'));
  for (const k of ['fallback', 'short', 'unfit'] as const) if (x[k] > 0) lines.push(t(k === 'unfit' && b.methods[0]!.name === 'scan' ? 'detect.unplaced' : `detect.${k}`, { n: x[k] }));
  if (x.few > 0) lines.push(t('detect.few', { n: x.few, least: x.few_cases, weeks: x.few_weeks }));
  for (const m of b.remarks) lines.push(t(m.kind === 'gaps' && b.zeros ? 'detect.remark.zeros' : `detect.remark.${m.kind}`, { n: m.n, line: String(m.line), series: m.disease < 0 ? '' : seriesName(b, m), when: m.period < 0 ? '' : label(b, m.period) }));
  if (x.series > b.rows.length) lines.push(t('method.cut.rows', { n: number(b.rows.length), m: number(x.series) }));
  if (b.courses.length < b.rows.length) lines.push(t('method.cut.courses', { n: number(b.courses.length) }));
  if (b.since > 0) lines.push(t('method.cut.periods', { period: spanOf(b) }));
  return lines.map((l) => h('p', {}, l));
}

function methods(b: Bulletin): Child[] {
  const rows: [string, Child][] = [[t('method.table'), h('code', {}, b.file)], [t('method.judged'), t('method.judged.value', { from: label(b, b.from), to: b.now })], [t('repeat.version'), `guzar ${b.guzar}`]];
  return [b.automatic && h('p', {}, t('method.automatic')), b.methods.map(method), h('h3', {}, t('method.trust')), trust(b), h('h3', {}, t('repeat.title')), h('dl', { class: 'rows wide' }, rows.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))),
    h('p', { class: 'fine' }, t('repeat.manifest'))];
}

function sections(b: Bulletin): HTMLElement[] {
  const map = b.window ? new SignalMap(b).element : null;
  return [section('unusual', t('unusual.lead'), unusual(b)), section('where', map ? t('where.lead', { when: b.now }) : null, map ?? h('p', {}, t('where.nowhere'))), section('reports', t('reports.lead'), reports(b)),
    section('series', t('series.lead'), new SeriesTable(b).element), section('method', null, methods(b))];
}

function build(b: Bulletin, language: Language): void {
  speak(language);
  document.documentElement.lang = language;
  document.title = t('watch.title', { when: b.now });
  const first = b.rows.flatMap((r) => r.alarm ? [say(b, r, b.to - 1)] : []).slice(0, 3), day = dayOf(b, b.to - 1);
  const span = b.period === 1 ? date(day) : t('page.period', { from: date(day), to: date(day, b.period - 1) });
  const header = h('header', {}, h('div', { class: 'top' }, h('p', { class: 'kicker' }, t('watch.kicker')), switcher((l) => build(b, l))), h('p', { class: 'scenario' }, h('strong', {}, b.period === 1 ? span : `${b.now} · ${span}`), ` · ${b.file}`),
    h('h1', {}, t(b.totals.unusual ? 'watch.head' : 'watch.head.none', { n: b.totals.unusual, m: number(b.totals.judged) })), first.length > 0 && h('ol', { class: 'summary-text first', role: 'list' }, first.map((x) => h('li', {}, x))));
  const made = sections(b), main = h('main', { id: 'content', tabindex: -1 }, header, h('aside', { class: 'condition', 'aria-label': t('page.condition.title') }, h('p', {}, t('watch.condition'))));
  append(main, [hatch(), tiles(b), contents(made), made]);
  furnish(main, b.guzar);
}

const bulletin = load();
unfold('section#method');
build(bulletin, opening(bulletin.language));
