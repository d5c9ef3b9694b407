// Numbers as people type them: digits of three scripts, a comma before a fraction; and whether a text has words.
// SPDX-License-Identifier: Apache-2.0

/** Arabic and Persian digits as European ones, sign by sign. */
export const european = (text: string): string => text.replace(/[٠-٩۰-۹]/g, (c) => String(c.charCodeAt(0) & 15)).replace(/٫/g, '.');

/** Digits as they are read in Dari: Persian ones, but not in words of Latin letters nor just after one (`GZ-202`, `Annex 2`). */
export function persian(text: string): string {
  let foreign = false;
  return text.replace(/([\s\u2066-\u2069]*)([^\s\u2066-\u2069]+)/g, (_, gap: string, word: string) => {
    if (/\p{L}/u.test(word) || gap.trim() !== '') foreign = /\p{Script=Latin}/u.test(word);
    const read = foreign ? word : word.replace(/[0-9]/g, (c) => String.fromCharCode(0x06f0 + Number(c)));
    foreign = foreign && !/[،؛,;.:]$/.test(word);
    return gap + read;
  });
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
