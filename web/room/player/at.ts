// A player's way through the page: to another part of it, with the focus on its title; the form that is open, and what is being answered.
// SPDX-License-Identifier: Apache-2.0
import { nextTick } from '@vue/runtime-dom';
import { kept } from '../draft';
import { go as step } from '../trail';
import type { Message, View } from '../wire';

export { at } from '../trail';
/** The form that is open. */
export const shown = kept('form', () => ({ form: 'sitrep' }));
/** Which message the order, and the form, that is being written answers, by its number; 0: none. Kept as what is written is, until it is sent. */
export const answering = kept('answering', () => ({ decide: 0, forms: 0 }));
export type Answering = keyof typeof answering;
/** That message, while it stands. */
export const answered = (view: View, part: Answering): Message | undefined => view.messages?.find((m) => m.number === Number(answering[part]));
export function go(tab: string, reply = 0): void {
  if (reply > 0) answering[tab as Answering] = reply;
  step(tab);
  void nextTick(() => document.getElementById(`h-${tab}`)?.focus({ preventScroll: true }));
  if (matchMedia('(max-width: 61.99rem)').matches) scrollTo({ top: 0 });
}
