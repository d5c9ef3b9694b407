// The room's words in three languages, chosen per device and remembered there.
// SPDX-License-Identifier: Apache-2.0
import { ref } from '@vue/runtime-dom';
import en from '../catalogue/en.json';
import ru from '../catalogue/ru.json';
import tg from '../catalogue/tg.json';

export type Language = 'en' | 'ru' | 'tg';
export type Words = Partial<Record<Language, string>>;
const catalogues: Record<Language, Record<string, unknown>> = { en, ru, tg };
export const languages: Language[] = ['en', 'ru', 'tg'];

function remembered(): Language {
  let kept: string | null = null;
  try { kept = localStorage.getItem('guzar.language'); } catch { /* a browser that remembers nothing */ }
  const wanted = kept ?? navigator.language.slice(0, 2);
  return languages.find((l) => l === wanted) ?? 'en';
}
export const language = ref<Language>(remembered());

export function speak(l: Language): void {
  language.value = l;
  document.documentElement.lang = l;
  try { localStorage.setItem('guzar.language', l); } catch { /* it speaks so until it is closed */ }
}

/** The text of a key in a language (else the device's), with {values} put in. */
export function t(key: string, values: Record<string, string | number> = {}, l: Language = language.value): string {
  const text = catalogues[l][key] ?? catalogues.en[key] ?? key;
  return String(text).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
export const has = (key: string): boolean => key in catalogues.en;
export const word = (w: Words | undefined): string => w?.[language.value] ?? w?.en ?? '';

/** Exercise time in ms as 1:02:03. */
export function clockText(ex: number): string {
  const s = Math.floor(ex / 1000), two = (n: number): string => String(n).padStart(2, '0');
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** 1:30 as hours and minutes, 1:30:00 too, in ms; NaN: not a time. */
export function clockRead(text: string): number {
  const m = /^\s*(\d{1,5}):([0-5]?\d)(?::([0-5]?\d))?\s*$/.exec(text);
  return m ? ((Number(m[1]) * 60 + Number(m[2])) * 60 + Number(m[3] ?? 0)) * 1000 : NaN;
}
