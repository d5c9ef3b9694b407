// The first page: what this is, and how to take a seat with a PIN; for the control team, the password.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive } from '@vue/runtime-dom';
import { kept } from './draft';
import { begin, link, order } from './link';
import { el, figures, machine, sending, speaking, top, type Part } from './parts';
import type { Role } from './wire';
import { t, word } from './words';

const given = new URLSearchParams(location.search).get('pin') ?? '';
/* a page that is loaded again still knows the role; what is secret it forgets */
const chosen = kept('join', () => ({ seat: '', staff: false }));
const form = reactive({ pin: given, password: '', name: '', busy: false });

async function enter(name: string, body: object): Promise<void> {
  form.busy = true;
  if (await order(name, body)) {
    form.password = '';
    if (location.search) history.replaceState(null, '', location.pathname);
    await begin();
  }
  form.busy = false;
}
const typed = (key: 'password' | 'name') => (e: Event): void => { form[key] = (e.target as HTMLInputElement).value; };

function choice(r: Role): Part {
  return el('label', { class: 'role', key: r.id },
    el('input', { type: 'radio', name: 'seat', value: r.id, checked: chosen.seat === r.id, onChange: () => { chosen.seat = r.id; } }),
    el('span', { dir: 'auto' }, word(r.name)), Boolean(r.online) && el('small', {}, t('room.devices', { n: r.online! })));
}

export const Join = defineComponent(() => () => {
  const view = link.view!;
  const roles = (view.roles ?? []).filter((r) => (r.kind === 'player') !== chosen.staff), seat = roles.some((r) => r.id === chosen.seat) ? chosen.seat : '';
  return el('main', { class: 'join' }, top(view), el('header', {}, el('h1', { dir: 'auto' }, word(view.title)), speaking()),
    view.clock.state === 'ended' && el('p', { class: 'back', role: 'status' }, t('room.join.over')), el('p', {}, t('room.join.how', { title: word(view.title) })),
    el('form', { onSubmit: (e: Event) => { e.preventDefault(); void enter('join', { pin: form.pin.trim(), seat }); } },
      !given && figures(t(chosen.staff ? 'room.pin.staff' : 'room.pin'), form, 'pin', { inputmode: 'numeric', maxlength: 6, required: true, class: 'pin' }),
      el('fieldset', {}, el('legend', {}, t('room.choose')), roles.map(choice)),
      sending(t('room.join'), '', [form.pin.trim() === '' && t('room.pin'), !seat && t('room.role')], null, { disabled: form.busy })),
    !given && el('button', { type: 'button', class: 'link', onClick: () => { Object.assign(chosen, { staff: !chosen.staff, seat: '' }); } }, t(chosen.staff ? 'room.as.player' : 'room.as.staff')),
    el('p', { class: 'note' }, t('room.briefing'), ' ', t('room.briefing.real')), el('p', {}, el('a', { href: '/control' }, t('room.control'))), machine());
});

export const Login = defineComponent(() => () => {
  const view = link.view!;
  return el('main', { class: 'join' }, top(view), el('header', {}, el('h1', {}, t('room.control')), speaking()),
    el('form', { onSubmit: (e: Event) => { e.preventDefault(); void enter('login', { password: form.password, name: form.name }); } },
      el('label', { class: 'field' }, t('room.name'), el('input', { value: form.name, onInput: typed('name'), autocomplete: 'off', maxlength: 20, dir: 'auto' })),
      el('label', { class: 'field' }, t('room.password'), el('input', { type: 'password', value: form.password, onInput: typed('password'), required: true, autocomplete: 'current-password' })),
      el('button', { type: 'submit', class: 'main', disabled: form.busy || form.password === '' }, t('room.login'))),
    el('p', { class: 'note' }, t('room.password.where')), el('p', {}, el('a', { href: '/' }, t('room.join'))), machine());
});
