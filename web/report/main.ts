// Builds the page from the data written into it, in the language chosen.
// SPDX-License-Identifier: Apache-2.0
import { basis, repeat } from './basis';
import { comparison } from './compare';
import { alone, load, type Data, type Language, type Outcome, type Run } from './data';
import { append, h, type Child } from './dom';
import { Fans } from './fan';
import { contents, furnish, section, switcher, unfold } from './frame';
import { SpreadMap } from './map';
import { Arrivals, Crossings, measures } from './tables';
import { count, dashed, date, nearest, opening, speak, t, whole, word } from './words';

let map: SpreadMap | null = null;

function tile(value: Child, label: string, fine: string): HTMLElement {
  return h('div', { class: 'tile' }, h('p', { class: 'value' }, value), h('p', { class: 'label' }, label), h('p', { class: 'fine' }, fine));
}

/** The figures a reader asks for first. */
function figures(run: Run): HTMLElement | null {
  const at = (kind: string): Outcome | undefined => run.outcomes.find((o) => o.kind === kind && o.place === run.focus) ?? run.outcomes.find((o) => o.kind === kind && o.place < 0);
  const tiles: HTMLElement[] = [];
  for (const kind of ['infections', 'reported', 'deaths', 'peak_beds']) {
    const o = at(kind);
    if (!o || o.spread.q50 === null || !(o.spread.q95! > 0)) continue;
    tiles.push(tile(whole(o.spread.q50), t(`figure.${kind}`), alone(run.scenario) ? '' : t('figure.range', { a: whole(o.spread.q05), b: whole(o.spread.q95) })));
  }
  const seen = run.first_report, crossed = run.crossings.reduce((sum, c) => sum + (c.in.infected.mean ?? 0), 0);
  if (seen && seen.delay.q50 !== null && seen.delay.q95! > 0) {
    const share = seen.n / run.scenario.replicates;
    tiles.push(tile(t('page.days', { n: nearest(seen.delay.q50) }), t('figure.first'), t('figure.known', { p: String(nearest(share * 100)), a: whole(seen.delay.q05), b: whole(seen.delay.q95) })));
  }
  if (crossed > 0) tiles.push(tile(count(crossed), t('figure.crossed'), alone(run.scenario) ? '' : t('figure.mean')));
  if (!tiles.length) return null;
  const place = run.focus >= 0 ? word(run.places[run.focus]!.name) : t('page.everywhere');
  return h('section', { class: 'figures', 'aria-label': t('figure.title', { place }) }, h('h2', {}, t('figure.title', { place })), !alone(run.scenario) && h('p', { class: 'lead' }, t('figure.lead')), h('div', { class: 'tiles' }, tiles.slice(0, 6)));
}

function sectionsOf(run: Run): HTMLElement[] {
  const s = run.scenario;
  map = new SpreadMap(run);
  return [
    section('map', t(alone(s) ? 'map.lead.once' : 'map.lead'), map.element),
    section('arrival', t('arrival.lead', { date: date(s.start) }), new Arrivals(run).element),
    section('fan', t('fan.lead'), new Fans(run).element),
    section('crossing', t('crossing.lead'), new Crossings(run).element),
    section('measure', run.measures.length ? t('measure.lead') : null, measures(run)),
    section('basis', t('basis.lead'), basis(run)),
    section('repeat', null, repeat(run)),
  ];
}

function condition(data: Data): HTMLElement {
  const once = data.scenario.deterministic, one = data.scenario.replicates === 1, runs = once ? t('page.condition.once') : one ? t('page.condition.one') : t('page.condition.runs', { n: data.scenario.replicates });
  const note = data.kind === 'run' ? data.scenario.note : data.note;
  return h('aside', { class: 'condition', 'aria-label': t('page.condition.title') }, h('p', {}, t('page.condition'), ' ', h('span', { class: 'badge guess' }, `≈ ${t('page.estimated')}`), '. ', runs),
    note && h('p', {}, h('strong', {}, `${t('page.note')}: `), word(note)));
}

function build(data: Data, language: Language): void {
  map?.stop();
  map = null;
  speak(language);
  const s = data.scenario, title = word(s.title) || s.file, sentences = (data.headline[language] ?? data.headline.en).map(dashed);
  document.documentElement.lang = language;
  document.title = t('page.title', { title });
  const sections = data.kind === 'run' ? sectionsOf(data) : [section('compare', null, comparison(data)), section('basis', t('basis.lead'), basis(data)), section('repeat', null, repeat(data))];
  const header = h('header', {}, h('div', { class: 'top' }, h('p', { class: 'kicker' }, t(data.kind === 'run' ? 'page.kicker' : 'page.kicker.compare')), switcher((l) => build(data, l))),
    h('p', { class: 'scenario' }, h('strong', {}, title), ` · ${t('page.period', { from: date(s.start), to: date(s.start, s.days - 1) })} · ${t('page.runs', { n: s.replicates })}`),
    h('h1', {}, sentences[0] ?? title), h('div', { class: 'summary-text' }, sentences.slice(1, -1).map((x) => h('p', {}, x))));
  const main = h('main', { id: 'content', tabindex: -1 }, header, condition(data));
  append(main, [data.kind === 'run' && figures(data), contents(sections), sections]);
  furnish(main, data.guzar);
}

const data = load();
unfold('section#basis');
build(data, opening(data.language));

