// A player's way through the page: to another part of it, with the focus on its title; and the form that is open.
// SPDX-License-Identifier: Apache-2.0
import { nextTick } from '@vue/runtime-dom';
import { kept } from '../draft';
import { go as step } from '../trail';

export { at } from '../trail';
/** The form that is open. */
export const shown = kept('form', () => ({ form: 'sitrep' }));
export function go(tab: string, reply = 0): void {
  step(tab, reply);
  void nextTick(() => document.getElementById(`h-${tab}`)?.focus({ preventScroll: true }));
  if (matchMedia('(max-width: 61.99rem)').matches) scrollTo({ top: 0 });
}
