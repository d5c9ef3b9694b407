// The three languages: texts by key, plural forms, numbers and dates as each language writes them.
// SPDX-License-Identifier: Apache-2.0
import en from '../catalogue/en.json';
import ru from '../catalogue/ru.json';
import tg from '../catalogue/tg.json';
import type { Language, Words } from './data';

type Entry = string | string[] | Record<string, string>;
const catalogues: Record<Language, Record<string, Entry>> = { en, ru, tg };
export const languages: Language[] = ['en', 'ru', 'tg'];
let language: Language = 'en';
let rules: Intl.PluralRules | null = null;

export function speak(l: Language): void {
  language = l;
  // Browsers that do not know a language answer in another: only one and other are then told apart, as Tajik needs.
  const r = new Intl.PluralRules(l);
  rules = r.resolvedOptions().locale.startsWith(l) ? r : null;
}
/** The language a page opens in: the one asked for, else the first that the reader's browser has and the page speaks. */
export const opening = (asked: string): Language => [asked, ...navigator.languages.map((l) => l.slice(0, 2))].find((l): l is Language => languages.includes(l as Language)) ?? 'en';
export const spoken = (): Language => language;

export type Values = Record<string, string | number>;

function entry(key: string): Entry {
  return catalogues[language][key] ?? catalogues.en[key] ?? key;
}

function form(e: Record<string, string>, n: number): string {
  const name = rules ? rules.select(n) : n === 1 ? 'one' : 'other';
  return e[name] ?? e.other ?? '';
}

/** The text of a key. {name} stands for a value; {name:word} for the plural of say.word.<word> that suits the number `name`.
 * Entries with plural forms choose by the value n. */
export function t(key: string, values: Values = {}): string {
  const e = entry(key);
  const text = typeof e === 'string' ? e : Array.isArray(e) ? e.join(' ') : form(e, Number(values.n ?? 1));
  return text.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, word: string | undefined, at: number) => {
    const v = values[name];
    if (word) return form(entry(`say.word.${word}`) as Record<string, string>, Number(v));
    if (typeof v === 'string' && text[at - 1] === '«') return v.replaceAll('«', '„').replaceAll('»', '“'); // a name with quotes of its own
    return v === undefined ? '' : typeof v === 'number' ? number(v) : v;
  });
}
export const has = (key: string): boolean => key in catalogues.en;

export function word(w: Words | null | undefined): string {
  return dashed(w?.[language] || w?.en || '');
}
/** A dash between two names, as printers set it. */
export const dashed = (text: string): string => text.replaceAll(' - ', ' – ');

/** A number with the decimals given (or as few as it needs up to 3), thousands apart by a thin space. */
export function number(x: number | null | undefined, decimals?: number): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  const text = decimals === undefined ? String(Number(x.toFixed(Math.abs(x) < 0.01 ? 5 : 3))) : x.toFixed(decimals);
  const [whole = '', part] = text.replace('-', '').split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return (Number(text) < 0 ? '\u2212' : '') + grouped + (part ? (language === 'en' ? '.' : ',') + part : '');
}

/** To a whole number, halves away from zero, as everywhere in the program. */
export const nearest = (x: number): number => Math.sign(x) * Math.round(Math.abs(x));

/** A count for reading: three figures, whole above 10, one decimal below. */
export function count(x: number | null | undefined): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  const a = Math.abs(x);
  if (a >= 1000) return number(Number(x.toPrecision(3)), 0);
  if (a >= 10 || Number.isInteger(x)) return number(nearest(x));
  return a < 0.05 ? `<${number(0.1, 1)}` : number(x, 1);
}
/** A middle value or bound of something that is counted: whole. */
export const whole = (x: number | null | undefined): string => count(x === null || x === undefined ? x : nearest(x));
/** Two or three significant figures, for parameters. */
export const figure = (x: number | null | undefined): string =>
  x === null || x === undefined ? '–' : number(Number(x.toPrecision(3)), Math.abs(x) >= 100 ? 0 : undefined);

/** A share 0..1 as a whole per cent that never says 0 or 100 when it is not. */
export function percent(p: number): string {
  const unit = language === 'en' ? '%' : '\u202f%';
  if (p > 0 && p < 0.005) return '<1' + unit;
  if (p < 1 && p > 0.995) return '>99' + unit;
  return nearest(p * 100) + unit;
}

export function range(a: number | null | undefined, b: number | null | undefined, f: (x: number | null | undefined) => string = count): string {
  const [x, y] = [f(a), f(b)];
  return x === y ? x : /[\u2212-]/.test(x + y) ? t('page.range', { a: x, b: y }) : `${x}–${y}`;
}

const DAY = 86400000;
/** The date `offset` days after a date written 2027-03-01. */
export function date(start: string, offset = 0, long = true): string {
  const d = new Date(Date.parse(start + 'T00:00:00Z') + Math.round(offset) * DAY);
  const months = entry(long ? 'months' : 'months.short') as string[];
  return t(long ? 'date' : 'date.month', { d: String(d.getUTCDate()), month: months[d.getUTCMonth()] ?? '', y: String(d.getUTCFullYear()) });
}
export function monthOf(start: string, offset: number): { first: boolean; label: string; year: string } {
  const d = new Date(Date.parse(start + 'T00:00:00Z') + offset * DAY);
  return { first: d.getUTCDate() === 1, label: (entry('months.short') as string[])[d.getUTCMonth()] ?? '', year: String(d.getUTCFullYear()) };
}
