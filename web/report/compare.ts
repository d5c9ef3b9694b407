// The page of a comparison: what each alternative changes, with what certainty, at what price.
// SPDX-License-Identifier: Apache-2.0
import type { Alternative, Comparison, Effect, Spread, Words } from './data';
import { fresh, h, s, type Child } from './dom';
import { altOf, chart, key, quantityName } from './fan';
import { reminders, scroll } from './tables';
import { count, dashed, percent, range, t, whole, word } from './words';
import { scaleLinear } from 'd3-scale';

const effectOf = (a: Alternative, kind: string, place: number): Effect | undefined => a.effects.find((e) => e.kind === kind && e.place === place);
/** The title in the page's language, and behind it what made the name unique. */
const named = (x: { name: string; title: Words }): string =>
  dashed(x.title.en && (x.name === x.title.en || x.name.startsWith(`${x.title.en} (`)) ? word(x.title) + x.name.slice(x.title.en.length) : x.name);
const th = (text: string, numeric = true): HTMLElement => h('th', { scope: 'col', class: numeric ? 'num' : null }, text);
const turned = (x: Spread): Spread => {
  const minus = (v: number | null): number | null => v === null ? null : v === 0 ? 0 : -v;
  return { mean: minus(x.mean), q05: minus(x.q95), q25: minus(x.q75), q50: minus(x.q50), q75: minus(x.q25), q95: minus(x.q05) };
};
const cell = (x: Spread | undefined, f = whole): Child => !x || x.q50 === null ? '–' : [f(x.q50), h('span', { class: 'weak under' }, range(x.q05, x.q95, f))];

/** Infections averted by each alternative on one scale, nought marked. */
function forest(data: Comparison, W: number): HTMLElement {
  const rows = data.alternatives.map((a) => ({ a, x: effectOf(a, 'infections', data.focus) })).filter((r) => r.x).map((r) => ({ a: r.a, x: turned(r.x!.difference) }));
  const low = Math.min(0, ...rows.map((r) => r.x.q05 ?? 0)), high = Math.max(0, ...rows.map((r) => r.x.q95 ?? 0)), span = high - low || 1;
  const names = W < 560 ? 0 : Math.min(320, W * 0.36), step = W < 560 ? 46 : 34, at = (v: number): number => names + 12 + (W - names - 24) * (v - low) / span;
  const H = rows.length * step + 54;
  const alt = rows.map((r) => `${named(r.a)}: ${whole(r.x.q50)} (${range(r.x.q05, r.x.q95, whole)})`).join('; ');
  const svg = s('svg', { viewBox: `0 0 ${W} ${H}`, class: 'forest', role: 'img', 'aria-label': `${t('compare.averted')}. ${alt}` },
    s('line', { x1: at(0), x2: at(0), y1: 4, y2: H - 44, class: 'nought' }),
    rows.map((r, k) => {
      const y = k * step + (names ? step / 2 : step - 14);
      return [s('text', { x: names ? names - 4 : 12, y: names ? y + 4 : y - 12, 'text-anchor': names ? 'end' : 'start', class: 'name' }, named(r.a).length > 46 ? `${named(r.a).slice(0, 45)}…` : named(r.a)),
        s('line', { x1: at(r.x.q05 ?? 0), x2: at(r.x.q95 ?? 0), y1: y, y2: y, class: 'ninety' }), s('line', { x1: at(r.x.q25 ?? 0), x2: at(r.x.q75 ?? 0), y1: y, y2: y, class: 'half' }),
        s('circle', { cx: at(r.x.q50 ?? 0), cy: y, r: 5, class: 'dot' })];
    }),
    scaleLinear([low, high], [0, 1]).ticks(W < 560 ? 3 : 5).map((v) => [v !== 0 && s('line', { x1: at(v), x2: at(v), y1: 4, y2: H - 44, class: 'rail' }),
      s('text', { x: Math.min(at(v), W - 18), y: H - 28, 'text-anchor': 'middle' }, count(v))]),
    high > 0 && s('text', { x: W - 12, y: H - 6, 'text-anchor': 'end' }, t('compare.help.side')),
    low < 0 && at(0) - at(low) > 90 && s('text', { x: at(low), y: H - 6, 'text-anchor': 'start' }, t('compare.harm.side')));
  return h('figure', {}, h('figcaption', {}, t('compare.picture')), svg);
}

function money(x: number | null, currency: string | null): string {
  return x === null ? t('compare.unclear') : `${count(x)} ${currency ?? ''}`.trim();
}

function summary(data: Comparison, place: string): HTMLElement {
  const caption = t('compare.caption', { base: named(data.base), place });
  return scroll(caption, h('table', { class: 'summary' }, h('caption', {}, h('span', {}, caption)),
    h('thead', {}, h('tr', {}, th(t('compare.alternative'), false), th(t('compare.averted')), th(t('compare.helps')), th(t('compare.worse')), th(t('compare.deaths')), th(t('compare.delay')), th(t('compare.cost')),
      th(t('compare.per_infection')), th(t('compare.per_day')))),
    h('tbody', {}, data.alternatives.map((a) => {
      const infections = effectOf(a, 'infections', data.focus), deaths = effectOf(a, 'deaths', data.focus), first = effectOf(a, 'first_infection', data.focus), p = a.price;
      const saves = p.cost !== null && p.cost < 0 && (p.averted ?? 0) > 0;
      return h('tr', {}, h('th', { scope: 'row' }, named(a)), h('td', { class: 'num strong' }, cell(infections && turned(infections.difference))), h('td', { class: 'num' }, infections ? percent(infections.better) : '–'),
        h('td', { class: 'num' }, infections ? percent(infections.worse) : '–'), h('td', { class: 'num' }, cell(deaths && turned(deaths.difference))), h('td', { class: 'num' }, cell(first?.difference)),
        h('td', { class: 'num' }, p.cost === null ? '–' : money(p.cost, p.currency)),
        h('td', { class: 'num' }, saves ? t('compare.saves') : [money(p.per_infection, p.currency), p.per_infection !== null && p.per_infection_q05 !== null && h('span', { class: 'weak under' },
          p.per_infection_q95 === null ? `${count(p.per_infection_q05)} – ${t('compare.unbounded')}` : range(p.per_infection_q05, p.per_infection_q95))]),
        h('td', { class: 'num' }, p.per_day === null ? t('compare.unclear') : money(p.per_day, p.currency)));
    }))));
}

function details(data: Comparison): HTMLElement[] {
  return data.alternatives.map((a) => {
    const caption = t('compare.places.caption', { alternative: named(a), base: named(data.base) });
    return h('details', {}, h('summary', {}, named(a)), scroll(caption, h('table', {}, h('caption', {}, h('span', {}, caption)),
      h('thead', {}, h('tr', {}, th(t('arrival.place'), false), th(t('compare.outcome'), false), th(t('compare.with.base')), th(t('compare.with.alternative')), th(t('compare.difference')), th(t('compare.better')), th(t('compare.same')))),
      h('tbody', {}, a.effects.map((e) => h('tr', {}, h('th', { scope: 'row' }, e.place < 0 ? t('page.everywhere') : word(data.places[e.place]!.name)),
        h('td', {}, t(`compare.outcome.${e.kind}`), e.kind === 'reported' && e.name !== 'reported' ? ` (${e.name})` : '', ' ', h('span', { class: 'weak' }, e.kind === 'cost' ? e.unit : '')),
        h('td', { class: 'num' }, e.already ? h('span', { class: 'weak' }, t('arrival.route.already')) : cell(e.base)), h('td', { class: 'num' }, cell(e.alternative)), h('td', { class: 'num strong' }, cell(e.difference)),
        h('td', { class: 'num' }, percent(e.better)), h('td', { class: 'num' }, percent(e.same))))))));
  });
}

export function comparison(data: Comparison): HTMLElement {
  const place = data.focus < 0 ? t('page.everywhere') : word(data.places[data.focus]!.name), holder = h('div', {});
  const courses = [{ name: named(data.base), c: data.base.course }, ...data.alternatives.map((a) => ({ name: named(a), c: a.course }))].filter((x) => x.c).slice(0, 6);
  const wide = courses.every((x) => Math.max(...x.c!.q75) === 0); // else the chart would be empty
  let width = 0;
  const draw = (): void => {
    const series = courses.map((x, k) => ({ bands: x.c!, colour: `series-${k}`, name: x.name, wide }));
    const alt = series.map((x) => altOf(x.bands, x.name, place, data.periods, data.scenario.start)).join(' ');
    holder.replaceChildren(forest(data, width), ...(series.length < 2 ? [] : [h('figure', {}, h('figcaption', {}, t('compare.course', { quantity: quantityName('infections', data.period), place }), ' ', h('span', { class: 'weak' }, t(wide ? 'compare.course.lead.wide' : 'compare.course.lead'))),
      chart(series, data.periods, data.scenario.start, width, width < 500 ? 240 : 320, false, alt), key(series, wide))]));
  };
  new ResizeObserver(() => { const w = Math.max(280, Math.round(holder.clientWidth)); if (w !== width) { width = w; draw(); } }).observe(holder);
  const differs = h('ul', { class: 'plain' }, [data.base, ...data.alternatives].map((x) => h('li', {}, h('strong', {}, named(x)), ': ', x.measures.length ? x.measures.map(word).join('; ') : h('span', { class: 'weak' }, t('compare.differs.none')))));
  return h('div', {}, h('p', { class: 'lead' }, t('compare.lead', { base: named(data.base) }), !data.paired && ` ${t('compare.unpaired')}`), holder, summary(data, place),
    h('h3', { id: fresh('differs') }, t('compare.differs')), differs, reminders(data.alternatives.some((a) => a.kinds.includes('close')), false), h('h3', {}, t('compare.places')), details(data));
}
