// Which part of a player's page is shown, and which message it is to answer.
// SPDX-License-Identifier: Apache-2.0
import { nextTick, reactive } from '@vue/runtime-dom';

export const at = reactive({ tab: 'inbox', reply: 0 });
export function go(tab: string, reply = 0): void {
  at.tab = tab;
  at.reply = reply;
  void nextTick(() => document.getElementById(`h-${tab}`)?.focus({ preventScroll: true }));
  if (matchMedia('(max-width: 61.99rem)').matches) scrollTo({ top: 0 });
}
