// Whom a message or a form goes to.
// SPDX-License-Identifier: Apache-2.0
import { asked } from '../link';
import { el, receivers, roleName, type Part } from '../parts';
import type { Message, View } from '../wire';
import { people, t, word } from '../words';

const mine = (view: View, m: Message): boolean => Boolean(m.seat) && m.seat === view.me?.seat;
/** Whom one writes to, ticked in draft.to: who wrote first, the control team (where it does not get it anyhow), one's own house, those with whom one has written; then the others. */
export function whom(view: View, m: Message | null, draft: { to: string[] }, control = true): Part {
  const house = (id: string): string => word(asked.role?.phones?.find((p) => p.id === id)?.organisation), own = word(asked.role?.organisation);
  const empty = (view.roles ?? []).filter((r) => r.kind === 'player' && !r.joined).map((r) => r.id), alone = draft.to.filter((id) => empty.includes(id)).map((id) => roleName(view, id));
  const all = [...(control ? [{ id: 'control', name: t('room.control.team') }] : []), ...(asked.role?.write_to ?? view.roles ?? []).filter((r) => r.id !== view.me?.seat && r.id !== 'control')
    .map((r) => empty.includes(r.id) ? { id: r.id, name: `${word(r.name)} (${t('room.empty')})` } : r)];
  const met = (id: string): boolean => (view.messages ?? []).some((x) => x.seat === id || (mine(view, x) && x.to?.includes(id)));
  const rank = (id: string): number => id === m?.seat ? 0 : id === 'control' ? 1 : m?.to?.includes(id) ? 2 : own && house(id) === own ? 3 : met(id) ? 4 : 9;
  const likely = all.filter((r) => rank(r.id) < 9).sort((a, b) => rank(a.id) - rank(b.id)).slice(0, 4), few = all.length <= 4;
  return [few ? receivers(all, [], draft, 'to') : receivers(likely, all.filter((r) => !likely.includes(r)), draft, 'to'),
    view.pack && alone.length > 0 && el('p', { class: 'note' }, t('room.to.empty', { who: people(alone) }))];
}
