// Messages: to everybody or to some, plain or as a quick inject from somebody of the story; what was sent and who has read it.
// SPDX-License-Identifier: Apache-2.0
import { kept } from '../draft';
import { asked, link, order } from '../link';
import { area, el, field, form, roleName, ticks, type Part } from '../parts';
import type { Message, View, Words } from '../wire';
import { arrow, clockText, language, people, t, word } from '../words';

const draft = kept('send', () => ({ text: '', subject: '', from: '', to: [] as string[] }));
/** Somebody of the story, by the name that stands in the reader's language. */
const persona = (name: string): [string, Words] | undefined => Object.entries(asked.script?.personas ?? {}).find(([, w]) => word(w) === name.trim());
const said = (text: string): Words | undefined => text.trim() === '' ? undefined : { [language.value]: text.trim() };

async function send(): Promise<void> {
  const story = Boolean(link.view?.pack) && (draft.subject.trim() !== '' || draft.from.trim() !== '');
  const body = story ? { to: draft.to, subject: said(draft.subject), body: said(draft.text), from: persona(draft.from)?.[1] ?? said(draft.from), ...(persona(draft.from) ? { persona: persona(draft.from)![0] } : {}) } : { to: draft.to, text: draft.text };
  if (await order('send', body, t('room.sent'))) Object.assign(draft, { text: '', subject: '', from: '' });
}

function sent(view: View, m: Message): Part {
  const seen = (typeof m.seen === 'object' ? m.seen : null) ?? {}, to = m.to ?? [], done = Object.values(seen).filter((s) => s === 'done').length;
  const unread = to.filter((id) => id !== 'control' && id !== m.seat && !(id in seen));
  const who = m.seat ? word(m.from) ? `${word(m.from)} (${t('room.typed', { who: roleName(view, m.seat) })})` : roleName(view, m.seat) : word(m.from) || (m.by === 'control' ? t('room.control.team') : m.by) || '';
  return el('article', { class: 'message', key: m.number }, el('p', { class: 'from' }, `${clockText(m.ex)} · `, m.inject && [el('bdi', { class: 'id' }, m.inject), ' · '], el('bdi', {}, who), ` ${arrow()} `, el('bdi', {}, people(to.map((id) => roleName(view, id))) || t('room.all')), ` · ✓ ${done}`),
    (word(m.subject) || m.form) && el('h3', { dir: 'auto' }, m.form ? t(`room.form.${m.form}`) : word(m.subject)), !m.form && el('p', { class: 'text', dir: 'auto' }, word(m.body) || m.text || ''),
    unread.length > 0 && el('p', { class: 'bad' }, t('room.unread.by', { who: people(unread.map((id) => roleName(view, id))) })));
}

export function messages(view: View): Part {
  const roles = (view.roles ?? []).filter((r) => r.kind !== 'projector');
  return el('section', { 'aria-labelledby': 'h-send' }, el('h2', { id: 'h-send' }, t('room.send.title')),
    form(send, view.pack && [el('p', { class: 'note' }, t('room.quick.note')), field(t('room.quick.from'), draft, 'from', { maxlength: 100, list: 'personas' }), el('datalist', { id: 'personas' }, Object.entries(asked.script?.personas ?? {}).map(([id, w]) => el('option', { value: word(w), key: id }))), field(t('room.subject'), draft, 'subject', { maxlength: 200 })],
      area(t('room.text'), draft, 'text', { id: 'text' }),
      el('details', {}, el('summary', {}, draft.to.length ? t('room.to.some', { n: draft.to.length }) : t('room.to.all')), ticks(roles, draft, 'to')),
      el('button', { type: 'submit', class: 'main', disabled: draft.text.trim() === '' }, `${t('room.send')} ${arrow()} ${people(draft.to.map((id) => roleName(view, id))) || t('room.all')}`)),
    (view.messages ?? []).slice(0, 30).map((m) => sent(view, m)));
}
