// What the run rests on: facts and how they are known, sources, parameters, and how to repeat it.
// SPDX-License-Identifier: Apache-2.0
import type { Data, Parameter } from './data';
import { h, type Child } from './dom';
import { mark, scroll } from './tables';
import { count, date, figure, number, percent, t, word } from './words';

const th = (text: string, numeric = false): HTMLElement => h('th', { scope: 'col', class: numeric ? 'num' : null }, text);

/** Shares of measured, reported, estimated and unstated rows as one bar. */
function bar(row: { n: number; measured: number; reported: number; estimated: number; unsaid: number }): HTMLElement {
  const track = h('span', { class: 'share', 'aria-hidden': 'true' });
  for (const k of ['measured', 'reported', 'estimated', 'unsaid'] as const) {
    if (!row[k]) continue;
    const part = h('span', { class: k });
    part.style.flexGrow = String(row[k]);
    track.append(part);
  }
  return track;
}

function facts(run: Data): Child {
  const f = run.facts, kinds = ['measured', 'reported', 'estimated', 'unsaid'] as const;
  const caption = t('basis.facts.caption', { world: run.scenario.world });
  const known = scroll(caption, h('table', {}, h('caption', {}, h('span', {}, caption)),
    h('thead', {}, h('tr', {}, th(t('basis.table')), th(t('basis.rows'), true), kinds.map((k) => h('th', { scope: 'col', class: 'num' }, h('span', { class: `dot-of ${k}`, 'aria-hidden': 'true' }), t(`page.${k}`))),
      h('th', { scope: 'col', class: 'picture' }, h('span', { class: 'hidden' }, t('basis.table'))))),
    h('tbody', {}, f.tables.filter((r) => r.n > 0).map((r) => h('tr', {}, h('th', { scope: 'row' }, t(`basis.${r.table}`)), h('td', { class: 'num' }, number(r.n)),
      kinds.map((k) => h('td', { class: 'num' }, r[k] ? number(r[k]) : h('span', { class: 'weak' }, '0'))), h('td', { class: 'picture' }, bar(r)))))));
  const rules = f.rules.length > 0 && [h('h4', {}, t('basis.rules')), h('ul', { class: 'plain' }, f.rules.map((r) => h('li', {}, mark('estimated'), ' ', h('code', {}, r.rule), ' ',
    h('span', { class: 'weak' }, `(${t('page.rows', { n: r.n })})`), r.text && h('span', { class: 'rule' }, r.text.replaceAll('**', '').replaceAll('`', '')))))];
  const caption2 = t('basis.sources.caption');
  const sources = f.sources.length > 0 && h('details', {}, h('summary', {}, t('basis.sources'), ` (${number(f.sources.length)})`), scroll(caption2, h('table', {}, h('caption', {}, h('span', {}, caption2)),
    h('thead', {}, h('tr', {}, th(t('basis.table')), th(t('basis.source')), th(t('basis.rows'), true), th(t('page.estimated'), true))),
    h('tbody', {}, f.sources.map((r) => h('tr', {}, h('th', { scope: 'row' }, t(`basis.${r.table}`)), h('td', { class: 'long' }, r.source ?? h('em', {}, t('basis.source.none'))),
      h('td', { class: 'num' }, number(r.n)), h('td', { class: 'num' }, r.estimated ? [mark('estimated'), ' ', number(r.estimated)] : '0')))))));
  return [h('h3', {}, t('basis.facts')), known, rules, sources];
}

function begin(run: Data): Child {
  return [h('h3', {}, t('basis.begin')), h('ul', { class: 'plain' }, run.begin.map((b) => {
    const place = word(run.places[b.place]!.name), from = date(b.date);
    return h('li', {}, b.people !== null ? t('basis.begin.at', { people: `${count(b.people)} ${t('page.persons', { n: b.people })}`, place, date: from })
      : t('basis.begin.daily', { people: b.daily ?? '', place, date: from, days: t('page.days', { n: b.days }) }));
  }))];
}

/** Units that are words stand under the figure, short ones behind the figure. */
const longUnit = (p: Parameter): boolean => (p.unit?.en ?? '').length > 6;

/** A value as written, a number in the language's way; a number whose unit is a date as that date. */
function plain(value: string | number | null | undefined, p: Parameter): string {
  if (value === null || value === undefined || value === '') return '–';
  const x = Number(value);
  if (!Number.isFinite(x)) return String(value);
  return /^date\b/.test(p.unit?.en ?? '') ? date('1970-01-01', x) : figure(x);
}

function valueOf(p: Parameter, run: Data): Child {
  const unit = word(p.unit) && !longUnit(p) ? ` ${word(p.unit)}` : '';
  if (p.kind === 'value') return plain(p.value, p) + unit;
  if (p.kind === 'posterior') return [t('basis.posterior'), drawn(p)];
  if (p.kind === 'drawn') return [t('basis.drawn', { law: t(`basis.law.${p.law}`) }), drawn(p)];
  return [h('span', { class: 'weak' }, `${t(`basis.by.${p.kind}`)}: `), (p.values ?? []).map(([k, v], i) => [i ? '; ' : '', `${typeof k === 'number' ? word(run.places[k]?.name) : k} `, h('strong', {}, plain(v, p))]),
    p.otherwise ? [(p.values ?? []).length ? '; ' : '', `${t('basis.else')} `, h('strong', {}, plain(p.otherwise, p))] : '', unit];
}
const drawn = (p: Parameter): Child => p.drawn && h('span', { class: 'weak under' },
  `${t('page.median')} ${figure(p.drawn.q50)}; ${t('basis.drawn.range', { a: figure(p.drawn.q05), b: figure(p.drawn.q95) })}`);

/** A figure is checked if its file says so; an assumption is an estimate; all else is not checked. */
function checked(p: Parameter): Child {
  const said = p.checked ?? '', assumed = /^\s*assum/i.test(said) || (!said && /^\s*assum/i.test(p.source ?? ''));
  if (assumed) return h('span', { class: 'badge guess' }, `≈ ${t('basis.checked.assumed')}`);
  const good = /^yes\b|\bchecked\b|\bverified\b/i.test(said) && !/\bnot\b|\bun|re-checked/i.test(said);
  return [h('span', { class: good ? 'badge good' : 'badge guess' }, good ? `✓ ${t('basis.checked.yes')}` : `? ${t('basis.checked.no')}`),
    said.length > 8 && h('span', { class: 'weak unit-of' }, said)];
}

function parameters(run: Data): Child {
  const caption = t('basis.parameters.caption');
  return [h('h3', {}, t('basis.parameters')), scroll(caption, h('table', { class: 'parameters' }, h('caption', {}, h('span', {}, caption)),
    h('thead', {}, h('tr', {}, th(t('basis.parameter')), th(t('basis.value')), th(t('basis.low')), th(t('basis.source')), th(t('basis.checked')))),
    h('tbody', {}, run.parameters.map((p) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, p.name), p.overridden && h('span', { class: 'weak under' }, t('basis.changed'))),
      h('td', {}, valueOf(p, run), longUnit(p) && h('span', { class: 'weak unit-of' }, word(p.unit))), h('td', {}, p.low !== null && p.high !== null ? `${figure(p.low)}–${figure(p.high)}${word(p.unit) && !longUnit(p) ? ` ${word(p.unit)}` : ''}` : '–'),
      h('td', { class: 'long' }, p.source || h('em', {}, t('basis.source.none'))), h('td', {}, checked(p)))))))];
}

function transmission(run: Data): Child {
  if (!run.transmission.length) return null;
  const caption = t('basis.transmission.caption');
  const three = (x: { q05: number; q50: number; q95: number } | null): string => !x ? '–' : x.q05 === x.q95 ? figure(x.q50) : `${figure(x.q50)} (${figure(x.q05)}–${figure(x.q95)})`;
  return [h('h3', {}, t('basis.transmission')), scroll(caption, h('table', {}, h('caption', {}, h('span', {}, caption)),
    h('thead', {}, h('tr', {}, th(t('basis.way')), th(t('basis.r0')), th(t('basis.beta')))),
    h('tbody', {}, run.transmission.map((x) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, x.name)),
      h('td', {}, three(x.drawn), x.r0 && x.r0 !== String(x.drawn?.q50) ? h('span', { class: 'weak' }, ` = ${x.r0}`) : ''), h('td', {}, three(x.beta)))))))];
}

export function basis(run: Data): HTMLElement {
  const d = run.scenario.disease, summary = word(d.summary);
  return h('div', {}, begin(run), facts(run), h('h3', {}, t('basis.disease', { disease: word(d.title) || d.name })), summary && h('p', {}, summary), transmission(run), parameters(run),
    run.streams.length > 0 && [h('h3', {}, t('basis.observe')), h('ul', { class: 'plain' }, run.streams.map((x) => {
      const p = Number(x.probability);
      return h('li', {}, t('basis.observe.stream', { stream: `${x.name} (${x.of})`, p: Number.isFinite(p) ? percent(p) : x.probability }));
    }))],
    run.sources.length > 0 && h('details', {}, h('summary', {}, t('basis.literature'), ` (${number(run.sources.length)})`), h('ul', { class: 'plain long' }, run.sources.map((x) => h('li', {}, x)))));
}

export function repeat(data: Data): HTMLElement {
  const x = data.scenario;
  const rows: [string, Child][] = [[t('repeat.command'), h('code', { class: 'long' }, data.kind === 'run' ? x.command : x.command.replace(' --', ` ${data.alternatives.map((a) => a.file).join(' ')} --`))], [t('repeat.version'), `guzar ${data.guzar}`], [t('repeat.seed'), x.seed],
    [t('repeat.runs'), number(x.replicates)], [t('repeat.period'), t('page.period', { from: date(x.start), to: date(x.start, x.days - 1) })],
    [t('repeat.file'), h('code', {}, x.file)], [t('repeat.world'), x.world]];
  return h('div', {}, h('p', {}, t('repeat.lead')), h('dl', { class: 'rows wide' }, rows.map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))), h('p', { class: 'fine' }, t('repeat.manifest')));
}
