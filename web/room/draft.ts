// What is being written stays until it is sent: a reload or the browser's back button loses nothing. Kept by seat (or by none yet) and exercise, in this tab alone.
// SPDX-License-Identifier: Apache-2.0
import { reactive, watch } from '@vue/runtime-dom';
import { link } from './link';

const owner = (): string => link.view ? `guzar.draft ${link.view.me?.seat ?? link.view.me?.rank ?? ''} ${JSON.stringify(link.view.title)}` : '';

/** A draft that is as it was left by this seat; as at the start where nothing was. */
export function kept<T extends object>(name: string, start: () => T): T {
  const draft = reactive(start()) as T;
  watch(owner, (who) => {
    let left = {};
    try { left = JSON.parse(who && sessionStorage.getItem(`${who} ${name}`) || '{}'); } catch { /* a browser that remembers nothing */ }
    for (const key of Object.keys(draft)) delete (draft as Record<string, unknown>)[key];
    Object.assign(draft, start(), left);
  }, { flush: 'sync' });
  watch(draft, () => {
    const who = owner(), text = JSON.stringify(draft);
    try {
      if (who && text !== JSON.stringify(start())) sessionStorage.setItem(`${who} ${name}`, text);
      else if (who) sessionStorage.removeItem(`${who} ${name}`);
    } catch { /* it stays until the page is closed */ }
  });
  return draft;
}
