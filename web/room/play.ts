// A player's or evaluator's page: what has come, and that it was read and done.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { begin, link, order, type Message } from './link';
import { back, button, el, emergency, header, machine, told, type Part } from './parts';
import { clockText, t, word, type Words } from './words';

function message(m: Message): Part {
  return el('article', { class: m.seen === 'done' ? 'message seen' : 'message', key: m.number },
    el('p', { class: 'from' }, `${clockText(m.ex)} · ${t('room.from.control')}`),
    el('p', { class: 'text', dir: 'auto' }, m.text),
    m.seen === 'done' ? el('p', { class: 'done' }, `✓ ${t('room.acknowledged')}`) :
      button(t('room.acknowledge'), () => order('read', { message: m.number, act: 'done' })));
}

async function leave(): Promise<void> {
  if (confirm(t('room.leave.sure')) && await order('leave')) await begin();
}

export const Play = defineComponent(() => () => {
  const view = link.view!, check = view.check, messages = view.messages ?? [];
  const waiting = messages.filter((m) => m.seen !== 'done').length;
  return el('main', { class: 'play' }, header(view, word(view.me?.name as Words)), told(view), emergency(view), back(view),
    check && check.number > 0 && el('section', { class: check.answered ? 'check done' : 'check' },
      check.answered ? `✓ ${t('room.check.answered')}` : [el('p', {}, t('room.check.asked')),
        button(t('room.check.answer'), () => order('check', { act: 'answer', number: check.number }), { class: 'main' })]),
    el('h2', {}, t('room.messages'), waiting > 0 && el('span', { class: 'count' }, String(waiting))),
    messages.length === 0 && el('p', { class: 'quiet' }, t('room.messages.none')), messages.map(message),
    el('footer', {}, el('p', {}, word(view.title)), button(t('room.leave'), leave, { class: 'link' }), machine()));
});
