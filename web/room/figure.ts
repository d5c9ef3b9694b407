// Numbers as people type them: digits of three scripts, a comma before a fraction; and whether a text has words.
// SPDX-License-Identifier: Apache-2.0

/** Arabic and Persian digits as European ones, sign by sign. */
export const european = (text: string): string => text.replace(/[٠-٩۰-۹]/g, (c) => String(c.charCodeAt(0) & 15)).replace(/٫/g, '.');

/** Digits as they are read in Dari: Persian ones in every word that has no Latin letter. */
export const persian = (text: string): string => text.replace(/[^\s\u2066-\u2069]+/g, (word) => /[A-Za-z]/.test(word) ? word : word.replace(/[0-9]/g, (c) => String.fromCharCode(0x06f0 + Number(c))));

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
