// What the library writes into the page (src/report/report.c), and small look-ups in it.
// SPDX-License-Identifier: Apache-2.0
import type { Topology } from 'topojson-specification';

export type Words = { en: string; ru?: string | null; tg?: string | null };
export type Language = 'en' | 'ru' | 'tg';
export type Kind = 'measured' | 'reported' | 'estimated' | null;
/** Mean and quantiles over the runs; null where nothing is known. */
export type Spread = { mean: number | null; q05: number | null; q25: number | null; q50: number | null; q75: number | null; q95: number | null };
/** Days until an event, given that it happens; n runs of all, share p. */
export type Event = { p: number; n: number } & Partial<Omit<Spread, 'mean'>>;
export type EventName = 'traveller' | 'infection' | 'tenth';

export type Place = {
  id: string; name: Words; parent: number; depth: number; population: number; lat: number | null; lon: number | null;
  leaf: boolean; target: boolean; kind?: Kind;
};
/** In `from`: infected people were there at the start. */
export const ALREADY = -2;
/** A way from abroad by no crossing of the list; -1 is one within the country. */
export const UNLISTED = -2;
export type Reach = { place: number; traveller: Event; infection: Event; tenth: Event; via: [number, number][]; from: [number, number][] };
export type Bands = { q05: number[]; q25: number[]; q50: number[]; q75: number[]; q95: number[] };
export type Fan = { place: number; quantity: 'infections' | 'reported' | 'deaths' | 'beds'; stream: string | null } & Bands;
export type Passage = Record<'travellers' | 'infected' | 'detected' | 'missed' | 'refused' | 'stopped' | 'leaked' | 'quarantined' | 'tests' | 'doses' | 'cost', Spread>
  & { wait: number | null };
export type Crossing = {
  id: string; name: Words; type: string; category: string | null; near: number; far: number; lat: number | null; lon: number | null;
  kind: Kind; source: string | null; in: Passage; out: Passage; cumulative: number[];
};
export type Measure = {
  name: Words; kind: string; summary: Words;
  where: { everywhere?: boolean; places?: number[]; crossings?: number[]; flows?: number; group?: string | null; direction?: string };
  when: { start: string | null; end: string | null; order?: boolean; after: string | null; until?: string | null; lead?: number; lasts?: number | null };
  active: number; first: Spread; days: Spread; people: Spread; detected: Spread; confined: Spread; bed_days: Spread; tests: Spread; doses: Spread;
  full: Spread; cost: Spread; currency: string | null; source: string | null;
};
export type Parameter = {
  name: string; kind: 'value' | 'drawn' | 'age' | 'group' | 'place' | 'date' | 'posterior'; value?: string | null; law?: string; a?: number; b?: number; c?: number;
  drawn?: { q05: number; q50: number; q95: number }; values?: [string | number, string | number][]; otherwise?: string | null;
  low: number | null; high: number | null; unit: Words | null; source: string | null; checked: string | null; overridden: boolean;
};
export type Outcome = { kind: string; name: string; unit: string; place: number; spread: Spread };
export type Facts = {
  tables: { table: string; n: number; measured: number; reported: number; estimated: number; unsaid: number }[];
  rules: { rule: string; text: string | null; n: number }[];
  sources: { source: string | null; table: string; n: number; estimated: number }[];
};
export type Scenario = {
  title: Words; file: string; start: string; days: number; interval: number; replicates: number; seed: string; deterministic: boolean; world: string;
  disease: { name: string; title: Words; summary: Words }; note?: Words; command: string;
};
export type Basis = {
  begin: { place: number; people: number | null; daily: string | null; date: string; days: number }[]; parameters: Parameter[]; facts: Facts; sources: string[];
  transmission: { name: string; r0: string | null; drawn: { q05: number; q50: number; q95: number } | null; beta: { q05: number; q50: number; q95: number } | null }[];
  streams: { name: string; of: string; probability: string }[];
};
type Common = Basis & {
  guzar: string; language: Language | ''; headline: Record<Language, string[]>; scenario: Scenario; places: Place[]; focus: number; steps: number[]; period: number; periods: number[];
};
export type Run = Common & {
  kind: 'run'; window: [number, number, number, number];
  reach: Reach[]; cumulative: { place: number; steps: [number, number][] }[]; prevalence: { place: number; from?: number; values: number[] }[];
  fans: Fan[]; crossings: Crossing[]; flows: [number, number, number, number, Kind][]; outcomes: Outcome[]; measures: Measure[];
  first_report: { n: number; delay: Spread } | null;
  shapes: Record<string, Topology>; context: Record<string, Topology>;
};
export type Effect = {
  kind: string; name: string; unit: string; place: number; base: Spread & { known: number }; alternative: Spread & { known: number };
  difference: Spread & { known: number }; already: boolean; only_base: number; only_alternative: number; neither: number; better: number; same: number; worse: number;
};
export type Price = {
  cost: number | null; averted: number | null; delay: number | null; per_infection: number | null; per_infection_q05: number | null;
  per_infection_q95: number | null; unbounded: boolean; per_day: number | null; currency: string | null;
};
export type Alternative = { name: string; title: Words; file: string; measures: Words[]; kinds: string[]; effects: Effect[]; price: Price; course: Bands | null };
export type Comparison = Common & {
  kind: 'compare'; base: { name: string; title: Words; file: string; measures: Words[]; kinds: string[]; course: Bands | null }; alternatives: Alternative[];
  runs: number; paired: boolean; note?: Words;
};
export type Data = Run | Comparison;

export function load(): Data {
  return JSON.parse(document.getElementById('data')?.textContent ?? '{}') as Data;
}

/** Whether there is one run only, so that nothing is a middle value and nothing has a range. */
export const alone = (s: Scenario): boolean => s.deterministic || s.replicates === 1;

/** Share of runs, 0 to 100, in which each place has been reached by a step. */
export function reachedBy(run: Run, step: number): number[] {
  const out = new Array<number>(run.places.length).fill(0);
  for (const row of run.cumulative) {
    for (const [s, p] of row.steps) {
      if (s > step) break;
      out[row.place] = p;
    }
  }
  return out;
}

/** Average number of infectious people at a step, by place; null where it was not kept. */
export function infectiousAt(run: Run, step: number): (number | null)[] {
  const out = run.places.map<number | null>((p) => p.leaf ? 0 : null);
  for (const row of run.prevalence) out[row.place] = row.values[step - (row.from ?? 0)] ?? 0;
  return out;
}
