// What the library writes into the page of unusual counts (src/report/lookout.c), and small look-ups in it.
// SPDX-License-Identifier: Apache-2.0
import type { Topology } from 'topojson-specification';
import type { Language, Words } from '../report/data';
import type { Window } from '../report/projection';
import type { Spot } from '../report/shapes';
import { number, t, word } from '../report/words';

type Columns<Row> = { [K in keyof Row]: Row[K][] };
/** As gz_detect_state. */
export const JUDGED = 0, SHORT = 2;
/** A report that came more days than this after the end of its period is late. */
export const LATE_DAYS = 7;

export type Series = { place: number; disease: number };
export type Report = Series & { last: number; late: number | null };
export type Said = Series & { count: number | null; expected: number | null; low: number | null; high: number | null; probability: number | null };
export type Earlier = Said & { period: number };
export type Row = Said & Report & {
  upper: number | null; score: number | null; adjusted: number | null; state: number; alarm: number; method: number;
};
/** Places of a circle with more than their share of the cases from a period on; lat, lon and radius (km) are null where links make the neighbours. */
export type Cluster = Series & { places: number[]; from: number; count: number; expected: number; lat: number | null; lon: number | null; radius: number | null; probability: number };
/** Counts from `since` on; the others end with the same period and begin with the first one judged. */
export type Course = { count: (number | null)[]; expected: (number | null)[]; lower: (number | null)[]; upper: (number | null)[]; alarm: number[] };
export type Place = Spot & { counted: boolean };
export type Option = { name: string; value: string; meaning: string; changed: boolean };
export type Method = { name: string; title: string; source: string; options: Option[] };
export type Remark = Series & { kind: 'unsorted' | 'gaps' | 'rounded' | 'population'; n: number; line: number; period: number };
export type Bulletin = {
  guzar: string; kind: 'detect'; language: Language | ''; file: string; period: number; first: string; from: number; to: number; now: string;
  arrivals: boolean; zeros: boolean; automatic: boolean; control: 'none' | 'fdr'; level: number;
  totals: Record<'series' | 'unusual' | 'judged' | 'silent' | 'late' | 'short' | 'fallback' | 'unfit' | 'unjudged' | 'earlier' | 'few' | 'few_cases' | 'few_weeks', number> & { false_alarms: number | null };
  methods: Method[]; places: Place[]; diseases: Words[]; rows: Row[]; silent: Report[]; late: Report[]; earlier: Earlier[]; clusters: Cluster[];
  since: number; courses: Course[]; remarks: Remark[]; window: Window | null; shapes: Record<string, Topology>; context: Record<string, Topology>;
};

/** Tables come by columns. */
function rows<R>(columns: Columns<R>): R[] {
  const keys = Object.keys(columns) as (keyof R)[], n = columns[keys[0]!].length;
  return Array.from({ length: n }, (_, i) => Object.fromEntries(keys.map((k) => [k, columns[k][i]])) as R);
}

export function load(): Bulletin {
  const raw = JSON.parse(document.getElementById('data')?.textContent ?? '{}');
  return { ...raw, shapes: raw.shapes ?? {}, context: raw.context ?? {}, rows: rows<Row>(raw.rows), silent: rows<Report>(raw.silent), late: rows<Report>(raw.late), earlier: rows<Earlier>(raw.earlier) };
}

const DAY = 86400000;
/** The first day of a period, as 2026-02-02. */
export const dayOf = (b: Bulletin, period: number): string => new Date(Date.parse(b.first + 'T00:00:00Z') + period * b.period * DAY).toISOString().slice(0, 10);

/** "2026-W05" for weeks, "2026-02-03" for days, as the program has it everywhere. */
export function label(b: Bulletin, period: number): string {
  const day = dayOf(b, period);
  if (b.period !== 7) return day;
  const thursday = new Date(Date.parse(day + 'T00:00:00Z') + 3 * DAY), year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(week).padStart(2, '0')}`;
}

export const placeName = (b: Bulletin, x: Series): string => x.place < 0 ? '' : word(b.places[x.place]!.name);
export const diseaseName = (b: Bulletin, x: Series): string => x.disease < 0 ? '' : word(b.diseases[x.disease]!);

/** "measles in Vakhsh", or what there is of it. */
export function seriesName(b: Bulletin, x: Series): string {
  const place = placeName(b, x), disease = diseaseName(b, x);
  return place && disease ? t('detect.series', { place, disease }) : place || disease || t('detect.all');
}

/** "measles in Vakhsh: 14 this week, 3–8 expected" */
export function say(b: Bulletin, x: Said, period: number): string {
  const when = period === b.to - 1 ? t(b.period === 1 ? 'detect.today' : 'detect.thisweek') : t('detect.in', { when: label(b, period) });
  const key = x.low !== null ? 'detect.say' : x.high !== null ? 'detect.say.most' : x.expected !== null ? 'detect.say.about' : 'detect.say.alone';
  const text = t(key, { series: seriesName(b, x), count: number(x.count), when, a: number(x.low), b: x.high === null ? mean(x.expected) : number(x.high) });
  return text.replace(/(\d)-(\d+\D*)$/, '$1–$2');
}

/** "cholera: 41 cases from 2026-W05 to 2026-W08 in 5 places up to 80 km around Vakhsh, 12 expected" */
export function sayCluster(b: Bulletin, c: Cluster): string {
  const last = label(b, b.to - 1), when = c.from < b.to - 1 ? t('detect.span', { a: label(b, c.from), b: last }) : t('detect.in', { when: last });
  const key = c.places.length === 1 ? 'detect.cluster.one' : c.radius === null ? 'detect.cluster.linked' : 'detect.cluster';
  return t(key, { series: diseaseName(b, c) || t('detect.all'), count: number(c.count), when, n: c.places.length, r: number(Math.round(c.radius ?? 0)), place: placeName(b, c), b: mean(c.expected) });
}

/** Two figures; what is below the last decimal shown is said to be below it. */
export function small(p: number | null): string {
  if (p === null) return '–';
  return p < 1e-5 ? `<${number(1e-5, 5)}` : number(Number(p.toPrecision(2)), Math.max(0, 1 - Math.floor(Math.log10(p))));
}

/** A mean number of cases: whole from ten on. */
export const mean = (x: number | null): string => x === null ? '–' : x < 9.95 ? small(x) : number(Math.round(x));
/** Whatever a method makes of it: without a report there is nothing to judge. */
export const isMissing = (x: Said): boolean => x.count === null;
export const isLate = (x: Report): boolean => x.late !== null && x.late > LATE_DAYS && x.last >= 0;
export const usual = (x: Said): string => x.low === null ? (x.high === null ? mean(x.expected) : t('detect.most', { b: number(x.high) })) : `${number(x.low)}–${number(x.high)}`;
