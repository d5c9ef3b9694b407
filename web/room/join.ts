// The first page: what this is, and how to take a seat with a PIN; for the control team, the password.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive } from '@vue/runtime-dom';
import { begin, link, order } from './link';
import { el, figures, machine, speaking, top, type Part } from './parts';
import type { Role } from './wire';
import { t, word } from './words';

const given = new URLSearchParams(location.search).get('pin') ?? '';
const form = reactive({ pin: given, seat: '', password: '', name: '', busy: false, staff: false });

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
    el('input', { type: 'radio', name: 'seat', value: r.id, checked: form.seat === r.id, onChange: () => { form.seat = r.id; } }),
    el('span', { dir: 'auto' }, word(r.name)), Boolean(r.online) && el('small', {}, t('room.devices', { n: r.online! })));
}

export const Join = defineComponent(() => () => {
  const view = link.view!;
  const roles = (view.roles ?? []).filter((r) => (r.kind === 'player') !== form.staff), missing = [form.pin.trim() === '' && t('room.pin'), !form.seat && t('room.role')].filter((x) => x !== false);
  return el('main', { class: 'join' }, top(view), el('header', {}, el('h1', { dir: 'auto' }, word(view.title)), speaking()),
    el('p', {}, t('room.join.how', { title: word(view.title) })),
    el('form', { onSubmit: (e: Event) => { e.preventDefault(); void enter('join', { pin: form.pin.trim(), seat: form.seat }); } },
      !given && figures(t(form.staff ? 'room.pin.staff' : 'room.pin'), form, 'pin', { inputmode: 'numeric', maxlength: 6, required: true, class: 'pin' }),
      el('fieldset', {}, el('legend', {}, t('room.choose')), roles.map(choice)),
      el('button', { type: 'submit', class: 'main', disabled: form.busy || missing.length > 0 }, t('room.join')), missing.length > 0 && el('p', { class: 'note' }, t('room.proxy.missing', { what: missing.join(', ') }))),
    !given && el('button', { type: 'button', class: 'link', onClick: () => { form.staff = !form.staff; form.seat = ''; } }, t(form.staff ? 'room.as.player' : 'room.as.staff')),
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
