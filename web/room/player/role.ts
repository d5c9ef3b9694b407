// The role's card: what it knows and does, its telephone, and the telephones of all others.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { asked } from '../link';
import { el } from '../parts';
import { t, word } from '../words';

export const RoleCard = defineComponent(() => () => {
  const role = asked.role;
  if (!role) return el('p', { class: 'quiet' }, t('room.opening'));
  return el('section', { 'aria-labelledby': 'h-role' }, el('h2', { id: 'h-role', tabindex: -1, dir: 'auto' }, word(role.name)), word(role.organisation) && el('p', { dir: 'auto' }, word(role.organisation)),
    word(role.card) && el('p', { class: 'card', dir: 'auto' }, word(role.card)), role.phone && el('p', {}, `${t('room.phone.own')}: `, el('b', {}, role.phone)),
    el('h3', {}, t('room.phones')), el('p', { class: 'note' }, t('room.phones.note')),
    el('table', { class: 'phones' }, el('tbody', {}, (role.phones ?? []).filter((p) => p.phone).map((p) => el('tr', { key: p.id }, el('th', { scope: 'row', dir: 'auto' }, word(p.name)), el('td', {}, el('b', {}, p.phone)))))));
});
