// The room's words in four languages, chosen per device and remembered there; Dari runs from right to left.
// SPDX-License-Identifier: Apache-2.0
import { ref } from '@vue/runtime-dom';
import en from '../catalogue/en.json';
import prs from '../catalogue/prs.json';
import ru from '../catalogue/ru.json';
import tg from '../catalogue/tg.json';
import { european } from './figure';
import type { Words } from './wire';

export type Language = 'en' | 'ru' | 'tg' | 'prs';
const catalogues: Record<Language, Record<string, unknown>> = { en, ru, tg, prs };
export const languages: Language[] = ['en', 'ru', 'tg', 'prs'];
const alike: Record<string, Language> = { fa: 'prs', ps: 'prs' };

function remembered(): Language {
  let kept: string | null = null;
  try { kept = localStorage.getItem('guzar.language'); } catch { /* a browser that remembers nothing */ }
  const wanted = kept ?? navigator.language.split('-')[0]!;
  return languages.find((l) => l === (alike[wanted] ?? wanted)) ?? 'en';
}
export const language = ref<Language>(remembered());
/** The language of what a pack says where it lacks the reader's. */
export const fallback = ref<Language>('en');
/** Names one after the other, with the comma of the language. */
export const listed = (names: string[]): string => names.join(language.value === 'prs' ? '، ' : ', ');
/** Roles, in whose names commas stand. */
export const people = (names: string[]): string => names.join(language.value === 'prs' ? '؛ ' : '; ');
/** From whom to whom, in the direction of reading. */
export const arrow = (): string => language.value === 'prs' ? '←' : '→';
/** The beginning of a text, up to the end of a word. */
export const shortened = (text: string, most = 70): string => text.length <= most ? text : `${text.slice(0, most + 1).replace(/\s+\S*$/u, '').slice(0, most)}…`;
export const tagOf = (l: Language): string => l === 'prs' ? 'fa-AF' : l;

/* What the people of this room say otherwise, and how much of the pages native speakers have read. */
export const reviewed = ref<Partial<Record<Language, { n: number; of: number }>>>({});
export const terms = ref<Term[]>([]);
export interface Term { id: string; word: Words; meaning: Words; source: Words; read: string }
const loaded = ref(0);
export async function learn(): Promise<void> {
  const read = async <T>(path: string): Promise<T | null> => { try { const r = await fetch(path); return r.ok ? await r.json() as T : null; } catch { return null; } };
  const book = await read<{ languages: Record<string, Record<string, string>>; reviewed: Partial<Record<Language, { n: number; of: number }>> }>('/words.json');
  for (const l of languages) Object.assign(catalogues[l], book?.languages[l]);
  reviewed.value = book?.reviewed ?? {};
  terms.value = await read<Term[]>('/glossary.json') ?? [];
  loaded.value++;
}

export function speak(l: Language): void {
  language.value = l;
  document.documentElement.lang = tagOf(l);
  document.documentElement.dir = l === 'prs' ? 'rtl' : 'ltr';
  try { localStorage.setItem('guzar.language', l); } catch { /* it speaks so until it is closed */ }
}

/* What is put in keeps its own direction: that of its first letter, wherever that stands. A date in a sentence has its month put in already, and a browser that looks
   for the direction by itself does not look into that. */
const apart = (text: string): string => `${/[\u0590-\u08ff]/.test(/\p{L}/u.exec(text)?.[0] ?? '') ? '\u2067' : '\u2068'}${text}\u2069`;
/** The text of a key in a language (else the device's), with {values} put in. */
export function t(key: string, values: Record<string, string | number> = {}, l: Language = language.value): string {
  void loaded.value;
  const text = catalogues[l][key] ?? catalogues.en[key] ?? key;
  return String(text).replace(/\{(\w+)\}/g, (_, name: string) => l === 'prs' && typeof values[name] === 'string' ? apart(values[name] as string) : String(values[name] ?? ''));
}
export const has = (key: string): boolean => key in catalogues.en;
export const word = (w: Words | string | null | undefined): string =>
  typeof w === 'string' ? w : w?.[language.value] || w?.[fallback.value] || w?.en || Object.values(w ?? {})[0] || '';

const two = (n: number): string => String(n).padStart(2, '0');
/** Exercise time in ms as 1:02:03. */
export function clockText(ex: number): string {
  const s = Math.floor(ex / 1000);
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}
/** A length of exercise time: 4:05 as minutes and seconds, 1:02:03 with hours. */
export function lengthText(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000);
  return s >= 3600 ? clockText(Math.abs(ms)) : `${Math.floor(s / 60)}:${two(s % 60)}`;
}

/** 1:30 as hours and minutes, 1:30:00 too, in ms; NaN: not a time. */
export function clockRead(text: string): number {
  const m = /^\s*(\d{1,5}):([0-5]?\d)(?::([0-5]?\d))?\s*$/.exec(european(text));
  return m ? ((Number(m[1]) * 60 + Number(m[2])) * 60 + Number(m[3] ?? 0)) * 1000 : NaN;
}

/** 2027-05-03 07:10 as 3 May 2027, 07:10. */
export function dateText(date: string | undefined, year = true): string {
  const m = /^(\d+)-(\d+)-(\d+)(?:[T ](\d+:\d+))?/.exec(date ?? '');
  if (!m) return date ?? '';
  const month = (catalogues[language.value].months as string[])[Number(m[2]) - 1] ?? '';
  return t(year ? 'date' : 'date.month', { d: Number(m[3]), month, y: m[1]! }) + (m[4] ? `${language.value === 'prs' ? '،' : ','} ${m[4]}` : '');
}
const minute = 60000;
/** The date of a day, or a moment, of the scenario: seconds since its start. */
export function momentText(start: string | undefined, sim: number, clock = true): string {
  const begin = Date.parse(`${(start ?? '').replace(' ', 'T')}${/\d:\d\d$/.test(start ?? '') ? ':00' : 'T00:00:00'}Z`);
  if (Number.isNaN(begin)) return '';
  const iso = new Date(Math.floor((begin + sim * 1000) / minute) * minute).toISOString();
  return dateText(clock ? iso.slice(0, 16) : iso.slice(0, 10), false);
}

/** Scenario seconds in words: 6 h, 10 days. */
export function spanText(seconds: number): string {
  if (seconds >= 2 * 86400) return t('room.days', { n: Math.round(seconds / 86400) });
  return seconds >= 3600 ? t('room.hours', { n: Math.round(seconds / 3600) }) : t('room.minutes', { n: Math.round(seconds / 60) });
}
export function count(n: number): string {
  return String(Math.round(n) || 0).replace('-', '\u2212').replace(/\B(?=(\d{3})+$)/g, language.value === 'prs' ? '٬' : '\u202f');
}
