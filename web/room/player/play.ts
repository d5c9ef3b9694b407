// A player's page: the question round the table, then what has come, what is known, what may be ordered, forms, the role's card.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, h } from '@vue/runtime-dom';
import { asked, begin, link, order } from '../link';
import { back, button, el, emergency, header, machine, speaking, tabs, type Part } from '../parts';
import { hindsight } from '../watch/hindsight';
import type { Order, View, Words } from '../wire';
import { t, word } from '../words';
import { at, go } from './at';
import { Decide } from './decide';
import { Forms } from './forms';
import { Inbox, unanswered } from './inbox';
import { KnownPage } from './known';
import { RoleCard } from './role';
import { Speak } from './speak';
import { Table } from './table';

async function leave(): Promise<void> {
  if (confirm(t('room.leave.sure')) && await order('leave')) await begin();
}

function check(view: View): Part {
  const c = view.check;
  return c && c.number > 0 && (view.clock.state === 'briefing' || !c.answered) && el('section', { class: c.answered ? 'check done' : 'check' },
    c.answered ? `✓ ${t('room.check.answered')}` : [el('p', {}, t('room.check.asked')),
      button(t('room.check.answer'), () => order('check', { act: 'answer', number: c.number }, t('room.check.answered')), { class: 'main' })]);
}

/** Before the start: what this is for, what is invented, the role's card. */
function briefing(view: View): Part {
  const b = asked.role?.briefing;
  return b && !view.clock.started && el('section', { class: 'briefing', 'aria-labelledby': 'h-briefing' }, el('h2', { id: 'h-briefing' }, t('room.briefing.title')), el('p', { dir: 'auto' }, word(b.purpose)), el('p', { dir: 'auto' }, word(b.scope)),
    word(asked.role?.card) && el('p', { class: 'card', dir: 'auto' }, word(asked.role?.card)), el('h3', {}, t('room.briefing.rules')), el('p', { dir: 'auto' }, word(b.artificialities)), el('p', {}, t('room.briefing')), el('p', {}, t('room.briefing.real')));
}

const pages: Record<string, Parameters<typeof h>[0]> = { known: KnownPage, decide: Decide, forms: Forms, role: RoleCard, speak: Speak };
export const Play = defineComponent(() => () => {
  const view = link.view!, played = Boolean(view.pack);
  const own = (view.orders ?? []).filter((o) => o.seat === view.me?.seat), newest = (o: Order): boolean => !own.some((x) => x.decision === o.decision && x.number > o.number);
  const orders = own.filter((o) => o.status === 'waiting' || (o.status === 'refused' && newest(o))).length;
  const cell = view.me?.rank === 'simcell';
  const all = [{ id: 'inbox', name: t('room.tab.inbox'), n: unanswered(view) }, ...(cell ? [{ id: 'speak', name: t('room.tab.speak') }] : []), { id: 'known', name: t('room.tab.known') },
    ...((asked.role?.decisions?.length ?? 0) > 0 ? [{ id: 'decide', name: t('room.tab.decide'), n: orders }] : []),
    { id: 'forms', name: t('room.tab.forms') }, { id: 'role', name: t('room.tab.role') }].filter((one) => !cell || ['inbox', 'speak', 'role'].includes(one.id));
  const tab = all.some((one) => one.id === at.tab) ? at.tab : 'inbox', side = tab === 'inbox' ? cell ? 'speak' : 'known' : tab;
  return el('main', { class: played ? 'play played' : 'play' }, header(view, word(view.me?.name as Words)), emergency(view), back(view), view.clock.state === 'ended' && [el('p', { class: 'back' }, t('room.over')), tab === 'inbox' ? hindsight() : asked.hindsight && button(t('room.hindsight'), () => go('inbox'), { class: 'link' })], check(view),
    played && tab === 'inbox' && briefing(view), played && h(Table, { brief: tab !== 'inbox' }), played && tabs(all, tab, (id) => go(id), t('room.parts')),
    el('div', { class: played ? `halves at-${tab}` : '' }, el('div', { class: 'half inbox' }, h(Inbox)), played && el('div', { class: 'half side' }, h(pages[side]!))),
    el('footer', {}, el('p', { dir: 'auto' }, word(view.title)), played && speaking(), button(t('room.leave'), leave, { class: 'link' }), machine()));
});
