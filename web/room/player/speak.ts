// The simulation cell speaks as somebody of the story: who, by what, to whom; the control team sees who typed it.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { kept } from '../draft';
import { asked, link, order } from '../link';
import { area, choice, el, form, receivers, roleName, sending, stopped, type Part } from '../parts';
import type { Message, View } from '../wire';
import { arrow, clockText, people, t, word } from '../words';

const draft = kept('speak', () => ({ persona: '', channel: '', text: '', to: [] as string[] }));
/** As whom a message of this seat is answered: as the one to whom it was said. */
export function voice(view: View, m: Message | null): { persona?: string } {
  const mine = m && view.messages?.find((x) => x.number === m.reply_to && x.seat === view.me?.seat);
  return mine?.persona ? { persona: mine.persona } : {};
}
async function send(): Promise<void> {
  const body = { persona: draft.persona, to: draft.to, text: draft.text.trim(), ...(draft.channel ? { channel: draft.channel } : {}) };
  if (await order('send', body, t('room.sent'))) draft.text = '';
}
const said = (view: View, m: Message): Part => el('li', { key: m.number }, el('p', { class: 'from' }, `${clockText(m.ex)} · `, el('bdi', {}, word(m.from)), ` ${arrow()} `, el('bdi', {}, people((m.to ?? []).map((id) => roleName(view, id))))), el('p', { class: 'text', dir: 'auto' }, m.text ?? ''));

export const Speak = defineComponent(() => () => {
  const view = link.view!, card = asked.role, own = (view.messages ?? []).filter((m) => m.seat === view.me?.seat && m.persona);
  return el('section', { 'aria-labelledby': 'h-speak' }, el('h2', { id: 'h-speak', tabindex: -1 }, t('room.tab.speak')), el('p', { class: 'note' }, t('room.speak.note')), form(send,
    choice(t('room.speak.who'), draft, 'persona', [['', '–'], ...(card?.personas ?? []).map((p): [string, string] => [p.id, word(p.name)])], { required: true }),
    choice(t('room.speak.by'), draft, 'channel', [['', '–'], ...Object.entries(card?.channels ?? {}).map(([id, name]): [string, string] => [id, word(name)])]),
    el('fieldset', {}, el('legend', {}, t('room.to')), receivers([{ id: 'control', name: t('room.control.team') }], card?.write_to ?? [], draft, 'to')), area(t('room.text'), draft, 'text', { rows: 3 }),
    sending(t('room.send'), stopped(view), [!draft.persona && t('room.speak.who'), draft.to.length === 0 && t('room.to'), draft.text.trim() === '' && t('room.text')])),
    own.length > 0 && [el('h3', {}, t('room.speak.said')), el('ul', { class: 'plain' }, own.map((m) => said(view, m)))]);
});
