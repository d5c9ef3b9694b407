// Which part of the page is shown; each is a step that the browser's back button takes back,
// and the first step back from where one came in does not leave the room.
// SPDX-License-Identifier: Apache-2.0
import { reactive } from '@vue/runtime-dom';
import { link, say } from './link';
import { t } from './words';

const start = { tab: '' };
type Step = typeof start & { kind?: 'door' | 'inside' };
const now = (): Partial<Step> => (history.state as Partial<Step> | null) ?? {};

export const at = reactive({ tab: now().tab ?? '' });
export function go(tab: string): void {
  if (tab === at.tab) return;
  say(''); /* what was refused there is not of this part */
  history.pushState({ tab, kind: 'inside' }, '');
  at.tab = tab;
}
addEventListener('popstate', (e) => {
  const step = { ...start, ...e.state as Partial<Step> | null };
  if (step.tab !== at.tab) say('');
  at.tab = step.tab;
  if (step.kind === 'door' && link.view?.me) say('', t('room.door'));
});
/* A browser skips a step that nobody's hand has made: the door stands behind whoever first touches the room. */
function door(): void {
  if (!link.view?.me || now().kind) return;
  history.replaceState({ ...at, kind: 'door' }, '');
  history.pushState({ ...at, kind: 'inside' }, '');
}
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, door, true);
