// Which part of a player's page is shown, and which message it is to answer; each is a step that the browser's back button takes back.
// SPDX-License-Identifier: Apache-2.0
import { nextTick, reactive } from '@vue/runtime-dom';
import { kept } from '../draft';

const start = { tab: 'inbox', reply: 0 };
export const at = reactive({ ...start, ...history.state as Partial<typeof start> | null });
addEventListener('popstate', (e) => { Object.assign(at, start, e.state); });

/** The form that is open. */
export const shown = kept('form', () => ({ form: 'sitrep' }));
export function go(tab: string, reply = 0): void {
  if (tab !== at.tab || reply !== at.reply) history.pushState({ tab, reply }, '');
  at.tab = tab;
  at.reply = reply;
  void nextTick(() => document.getElementById(`h-${tab}`)?.focus({ preventScroll: true }));
  if (matchMedia('(max-width: 61.99rem)').matches) scrollTo({ top: 0 });
}
