// Which part of the page is shown, and which message it is to answer; each is a step that the browser's back button takes back,
// and the first step back from where one came in does not leave the room.
// SPDX-License-Identifier: Apache-2.0
import { reactive } from '@vue/runtime-dom';
import { link, say } from './link';
import { t } from './words';

const start = { tab: '', reply: 0 };
type Step = typeof start & { kind?: 'door' | 'inside' };
const now = (): Partial<Step> => (history.state as Partial<Step> | null) ?? {};

export const at = reactive({ tab: now().tab ?? '', reply: now().reply ?? 0 });
export function go(tab: string, reply = 0): void {
  if (tab !== at.tab) say(''); /* what was refused there is not of this part */
  if (tab !== at.tab || reply !== at.reply) history.pushState({ tab, reply, kind: 'inside' }, '');
  Object.assign(at, { tab, reply });
}
addEventListener('popstate', (e) => {
  const step = { ...start, ...e.state as Partial<Step> | null };
  if (step.tab !== at.tab) say('');
  Object.assign(at, { tab: step.tab, reply: step.reply });
  if (step.kind === 'door' && link.view?.me) say('', t('room.door'));
});
/* A browser skips a step that nobody's hand has made: the door stands behind whoever first touches the room. */
function door(): void {
  if (!link.view?.me || now().kind) return;
  history.replaceState({ ...at, kind: 'door' }, '');
  history.pushState({ ...at, kind: 'inside' }, '');
}
for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, door, true);
