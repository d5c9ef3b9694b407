// A player's way through the page: to another part of it, with the focus on its title; and the form that is open.
// SPDX-License-Identifier: Apache-2.0
import { nextTick } from '@vue/runtime-dom';
import { kept } from '../draft';
import { at, go as step } from '../trail';

export { at };
/** The form that is open. */
export const shown = kept('form', () => ({ form: 'sitrep' }));
/** By part of the page, whether something is being written there: then what it answers is kept, too, while one looks elsewhere. */
export const writing: Record<string, () => boolean> = {};
const answering = kept('answering', (): Record<string, number> => ({}));
export function go(tab: string, reply?: number): void {
  answering[at.tab] = writing[at.tab]?.() ? Number(at.reply) : 0;
  step(tab, reply ?? answering[tab] ?? 0);
  void nextTick(() => document.getElementById(`h-${tab}`)?.focus({ preventScroll: true }));
  if (matchMedia('(max-width: 61.99rem)').matches) scrollTo({ top: 0 });
}
/** What was being answered is answered. */
export function settled(): void { at.reply = 0; }
