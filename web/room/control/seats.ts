// Seats: who is there, the comms check, freeing a seat; and how the room is joined.
// SPDX-License-Identifier: Apache-2.0
import { reactive } from '@vue/runtime-dom';
import { order } from '../link';
import { button, el, field, roleName, type Part } from '../parts';
import { twice } from '../sure';
import type { Role, View } from '../wire';
import { people, t, word } from '../words';
import type { Addresses } from '../watch/wall';

const draft = reactive({ wifi: '', key: '' });

function light(view: View, r: Role): Part {
  const asked = view.check?.number ?? 0, seat = view.seats?.[r.id];
  if (asked === 0 || !seat?.joined) return '–';
  return seat.check === asked ? el('b', { class: 'good' }, `✓ ${t('room.check.yes')}`) : el('span', { class: 'bad' }, t('room.check.no'));
}

export function seats(view: View): Part {
  const roles = view.roles ?? [];
  const read = view.emergency && typeof view.emergency.read === 'object' ? view.emergency.read : {};
  const asked = view.check?.number ?? 0, missing = view.check?.missing ?? [], empty = view.check?.empty ?? [], answered = Array.isArray(view.check?.answered) ? view.check.answered.length : 0;
  const who = (ids: string[]): string => people(ids.map((id) => roleName(view, id)));
  return el('section', { 'aria-labelledby': 'h-seats' }, el('h2', { id: 'h-seats' }, t('room.seats')), !view.clock.started && el('p', { class: 'about' }, t('room.before')),
    el('div', { class: 'row' }, button(t('room.check.ask'), () => order('check', { act: 'ask' })),
      asked > 0 && answered + missing.length > 0 && el('span', { class: missing.length === 0 ? 'good' : '' }, t('room.check.count', { n: answered, all: answered + missing.length })),
      el('span', {}, t('room.facilitators', { n: view.control ?? 0 }))),
    asked > 0 && missing.length > 0 && el('p', { class: 'bad' }, t('room.check.missing', { who: who(missing) })),
    view.pack && !view.clock.started && roles.every((r) => !r.joined) ? el('p', { class: 'about' }, t('room.seats.alone')) : asked > 0 && empty.length > 0 && el('p', { class: 'about' }, empty.length < 4 || !view.pack ? t('room.check.nobody', { who: who(empty) }) : t('room.check.empty', { n: empty.length })),
    el('table', { class: 'seats' }, el('thead', {}, el('tr', {}, ['room.role', 'room.online', 'room.check', view.clock.state === 'real' ? 'room.real.read' : '', ''].map((k, i) => el(k ? 'th' : 'td', k ? { scope: 'col', key: i } : { key: i }, k && t(k))))),
      el('tbody', {}, roles.map((r) => el('tr', { key: r.id }, el('th', { scope: 'row', dir: 'auto' }, word(r.name)),
        el('td', { class: r.online ? 'good' : r.joined ? 'bad' : '' }, r.online ? `● ${r.online}` : r.joined ? [t('room.away'), (r.away ?? 0) > 0 && `, ${t('room.minutes', { n: r.away! })}`, view.seats?.[r.id]?.away && ` · ${t('room.away.played')}`] : t('room.empty')),
        el('td', {}, light(view, r)), el('td', {}, view.clock.state === 'real' ? read[r.id] ? '✓' : '–' : ''),
        el('td', {}, r.joined && twice(`free-${r.id}`, t('room.free'), () => order('seat', { act: 'free', seat: r.id }), { class: 'small' })))))));
}

/** What people type to come in: above all else, to be read out. */
export const pins = (view: View): Part => view.network && el('p', { class: 'pins' }, el('span', {}, `${t('room.pin')}: `, el('strong', { class: 'pin' }, view.network.pin)), el('span', {}, `${t('room.pin.staff')}: `, el('strong', { class: 'pin' }, view.network.staff ?? '')));

export function joining(view: View, where: Addresses | null): Part {
  const n = view.network;
  if (!n) return null;
  const save = (): void => { void order('network', { wifi: draft.wifi, key: draft.key }); };
  return el('section', { 'aria-labelledby': 'h-join' }, el('h2', { id: 'h-join' }, t('room.joining')),
    el('div', { class: 'row' }, twice('pins', t('room.pin.new'), () => order('seat', { act: 'pin' })), el('a', { href: '/wall', target: '_blank', rel: 'noopener' }, t('room.wall'))),
    where && where.all.length > 0 && el('label', { class: 'field' }, t('room.address'),
      el('select', { value: where.shown, onChange: (e: Event) => { void order('network', { address: (e.target as HTMLSelectElement).value }); } },
        where.all.map((a) => el('option', { value: a.address, key: a.address }, `${a.address} (${a.device})`)))),
    where && !where.lan && el('p', { class: 'note' }, t('room.loopback')), where?.lan && where.scheme === 'http' && el('p', { class: 'note' }, t('room.plain')),
    el('div', { class: 'row' }, field(t('room.wifi.name'), draft, 'wifi', { maxlength: 32, placeholder: n.wifi }), field(t('room.wifi.key'), draft, 'key', { maxlength: 63 }), button(t('room.wifi.show'), save, { disabled: draft.wifi === '' && n.wifi === '' })));
}
