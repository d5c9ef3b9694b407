// Numbers as people type them: digits of three scripts, a comma before a fraction; and whether a text has words.
// SPDX-License-Identifier: Apache-2.0

/** Arabic and Persian digits as European ones, sign by sign. */
export const european = (text: string): string => text.replace(/[٠-٩۰-۹]/g, (c) => String(c.charCodeAt(0) & 15)).replace(/٫/g, '.');

const letters = /\p{L}/u, digits = /[0-9]/, ends = /[.,;:!?،؛؟»)\]]$/;
const foreign = (word: string): boolean => letters.test(word.replace(/\p{Script=Arabic}+/gu, ''));
/** Digits as they are read in Dari: Persian ones, save in foreign words and in figures that stand beside one, before all the one that goes before: GZ-202, Annex 2, 48 hours. */
export function persian(text: string): string {
  const parts = text.split(/([\s\u2066-\u2069]+)/), stays: boolean[] = []; /* words, and between them what parts them; what was put in is a text of its own */
  const beside = (k: number, by: number): number => /^\s+$/.test(parts[k + by] ?? '') && !ends.test(parts[Math.min(k, k + 2 * by)]!) ? k + 2 * by : -1;
  const belongs = (k: number): boolean => {
    const left = beside(k, -1);
    if (left >= 0 && (letters.test(parts[left]!) || digits.test(parts[left]!))) return stays[left]!;
    let right = beside(k, 1);
    while (right >= 0 && !letters.test(parts[right]!) && digits.test(parts[right]!)) right = beside(right, 1);
    return right >= 0 && foreign(parts[right]!);
  };
  for (let k = 0; k < parts.length; k += 2) stays[k] = letters.test(parts[k]!) ? foreign(parts[k]!) : belongs(k);
  return parts.map((word, k) => stays[k] ? word : word.replace(/[0-9]/g, (c) => String.fromCharCode(0x06f0 + Number(c)))).join('');
}

/** Converts what is typed into a field at once; the mark stays where it was. */
export function typed(box: HTMLInputElement): void {
  const text = european(box.value), mark = box.selectionStart;
  if (text === box.value) return;
  box.value = text;
  box.setSelectionRange(mark, mark);
}
/** The number; NaN: it is none, is below 0, or its comma may mean a thousand as well as a fraction, as the server judges it too. */
export function figureRead(text: string): number {
  const plain = european(text).replace(/[\s٬\u200e\u200f\u2066-\u2069]/g, '');
  return /^\d+([.,]\d+)?$/.test(plain) && !/,\d{3}$/.test(plain) ? Number(plain.replace(',', '.')) : NaN;
}
/** Blanks and dashes are no words. */
export const worded = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
