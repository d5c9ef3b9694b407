// What this role may order: lead time, what is left, cost, legal basis, reasons; and how its orders stand.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, nextTick } from '@vue/runtime-dom';
import { kept } from '../draft';
import { figureRead, worded } from '../figure';
import { asked, link, order, sim } from '../link';
import { area, button, el, form, here, moment, number, roleName, sending, stopped, type Part } from '../parts';
import { sure, twice } from '../sure';
import type { Capacity, Decision, Order, View } from '../wire';
import { clockText, count, listed, spanText, t, word } from '../words';
import { answerTo, headline, replying } from './inbox';
import { answered, answering } from './at';
import { mark } from './entered';

const draft = kept('decide', () => ({ open: '', days: '', reasons: '', legal: '', tried: false }));

/** Whether an order was lifted, or the days for which it was given are over. */
export const over = (o: Order, now: number): boolean => o.lifted_sim !== undefined && o.lifted_sim <= now;
export const orderName = (o: Order): string => word(o.name) || word(asked.role?.decisions?.find((d) => d.id === o.decision)?.name) || o.decision;
/** How an order stands, in words: waiting, in force from and until, refused because. */
export function standing(view: View, o: Order, now: number): Part {
  const from = o.from_sim, force = o.status === 'ordered' && from !== undefined && from <= now;
  const when = (s: number | undefined): string => moment(view, s);
  if (o.status === 'waiting') return [el('b', { class: 'state waiting' }, t('room.order.waiting')), o.hours !== undefined && el('small', {}, ` · ${t('room.order.for', { time: spanText(o.hours * 3600) })}`)];
  if (o.status === 'refused') return [el('b', { class: 'state refused' }, t('room.order.refused')), o.reason && [' ', el('span', { dir: 'auto' }, o.reason)]];
  if (o.status === 'lifted') return el('b', { class: 'state' }, t('room.order.lifted', { time: when(o.lifted_sim) }));
  if (over(o, now)) return el('b', { class: 'state' }, t('room.order.over', { time: when(o.lifted_sim) }));
  if (o.record) return el('b', { class: 'state force' }, t('room.order.recorded', { time: when(from) }));
  return [el('b', { class: force ? 'state force' : 'state waiting' }, t(force ? 'room.order.force' : 'room.order.from', { time: when(from) })), o.lifted_sim !== undefined && el('b', { class: 'until' }, ` · ${t('room.order.until', { time: when(o.lifted_sim) })}`), o.review_sim !== undefined && el('small', {}, ` · ${t('room.order.review', { time: when(o.review_sim) })}`)];
}
export const leadText = (d: Decision): string => (d.lead ?? 0) > 0 ? t('room.lead', { time: spanText(d.lead!) }) : t('room.lead.none');
export const leftText = (c: Capacity | undefined): Part => c && el('span', { class: c.left <= 0 ? 'bad' : '' }, t(`room.left.${c.unit}`, { n: count(c.left) }));

function mine(view: View, now: number): Part {
  const all = (view.orders ?? []).filter((o) => o.seat === view.me?.seat).sort((a, b) => b.number - a.number);
  return all.length > 0 && el('section', {}, el('h3', {}, t('room.orders.mine')), el('ul', { class: 'orders' }, all.map((o) => el('li', { key: o.number, class: o.status },
    el('p', {}, el('strong', { dir: 'auto' }, orderName(o)), el('small', {}, ` ${clockText(o.ex)}`), mark(o)), el('p', {}, standing(view, o, now)),
    (o.status === 'ordered' || o.status === 'waiting') && !over(o, now) && !o.record && !stopped(view) && twice(`lift-${o.number}`, t(o.status === 'waiting' ? 'room.order.withdraw' : 'room.order.lift'), () => order('act', { act: 'lift', order: o.number }), { class: 'small' })))));
}

/** What others have put in force. */
export function others(view: View, now: number): Part {
  const all = (view.orders ?? []).filter((o) => o.seat !== view.me?.seat && o.status === 'ordered' && !o.record);
  return all.length > 0 && el('section', {}, el('h3', {}, t('room.orders.others')), el('ul', { class: 'orders' }, all.map((o) => el('li', { key: o.number },
    el('p', { dir: 'auto' }, el('strong', {}, orderName(o)), ` · ${roleName(view, o.seat)}`), el('p', {}, standing(view, o, now))))));
}

/* who has ordered sees how the order stands; who has not is where he was */
function close(sent?: string): void {
  if (sent) answering.decide = 0;
  const id = sent ? 'h-decide' : `decide-${draft.open}`;
  Object.assign(draft, { open: '', days: '', reasons: '', legal: '', tried: false });
  void nextTick(() => {
    const one = document.getElementById(id);
    one?.focus({ preventScroll: true });
    one?.scrollIntoView({ block: sent ? 'start' : 'nearest' });
  });
}
function toggle(d: Decision): void {
  if (draft.open === d.id) close();
  else Object.assign(draft, { open: d.id, days: '', reasons: '', legal: word(d.legal), tried: false });
}
function ordering(view: View, d: Decision): Part {
  const hours = draft.days.trim() === '' ? undefined : Math.round(figureRead(draft.days) * 24), lasts = hours === undefined || (hours >= 1 && hours <= 8784);
  const lacks = Boolean(d.justify) && !worded(draft.reasons), give = t(d.measure === null ? 'room.order.record' : 'room.order.give'), again = `order-${d.id}`;
  const cancel = button(t('room.cancel'), () => close());
  const send = async (): Promise<void> => {
    draft.tried = true;
    if (!lacks && lasts && (!d.confirm || sure(again, give)) && await order('act', { act: 'decide', decision: d.id, reasons: draft.reasons.trim(), legal: draft.legal.trim(), ...(hours === undefined ? {} : { hours }), ...replying(view, 'decide') }, t('room.order.sent')))
      close(d.id);
  };
  return form(send, d.measure !== null && number(t('room.order.days'), draft, 'days', { wrong: !lasts && t('room.error.hours') }), area(t(d.justify ? 'room.reasons.needed' : 'room.reasons'), draft, 'reasons', { 'aria-required': d.justify ? 'true' : undefined, wrong: draft.tried && lacks && t('room.error.reasons'), rows: 4, ...here }),
    word(d.legal) && area(t('room.legal'), draft, 'legal', { rows: 2, maxlength: 600 }),
    answerTo(view, 'decide'),
    d.confirm && el('p', { class: 'note' }, t('room.order.confirm')),
    d.confirm && !stopped(view) ? el('div', { class: 'row' }, twice(again, give, null, { class: 'main' }), cancel) : sending(give, stopped(view), [], cancel));
}

function decision(view: View, d: Decision): Part {
  const open = draft.open === d.id;
  /* a list that is read at a glance: the rest stands where one opens it */
  return el('article', { class: 'decision', key: d.id }, el('h3', {}, button([el('strong', { dir: 'auto' }, word(d.name)), ' ', el('small', {}, leadText(d), asked.known?.capacity?.[d.id] && [' · ', leftText(asked.known.capacity[d.id])])],
      () => toggle(d), { id: `decide-${d.id}`, class: 'opens', 'aria-expanded': String(open), disabled: !open && stopped(view) !== '' })),
    open && el('dl', {}, el('div', {}, el('dt', {}, t('room.lead.name')), el('dd', {}, leadText(d))),
      asked.known?.capacity?.[d.id] && el('div', {}, el('dt', {}, t('room.left.name')), el('dd', {}, leftText(asked.known.capacity[d.id]))),
      d.finders && d.finders.length > 0 && el('div', {}, el('dt', {}, t('room.finders')), el('dd', { dir: 'auto' }, t('room.finders.of', { what: listed(d.finders.map(word)) }))),
      word(d.cost) && el('div', {}, el('dt', {}, t('room.cost')), el('dd', { dir: 'auto' }, word(d.cost))),
      word(d.legal) && el('div', {}, el('dt', {}, t('room.legal')), el('dd', { dir: 'auto' }, word(d.legal)))),
    open && ordering(view, d));
}

export const Decide = defineComponent(() => {
  const hour = computed(() => Math.floor(sim.value / 600) * 600);
  return () => {
    const view = link.view!, list = asked.role?.decisions ?? [], about = answered(view, 'decide');
    return el('section', { 'aria-labelledby': 'h-decide' }, el('h2', { id: 'h-decide', tabindex: -1 }, t('room.tab.decide')),
      about && el('p', { class: 'about' }, t('room.about', { what: headline(about) })), mine(view, hour.value), stopped(view) && el('p', { class: 'note' }, stopped(view)), list.map((d) => decision(view, d)), others(view, hour.value));
  };
});
