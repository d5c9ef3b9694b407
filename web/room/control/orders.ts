// Orders: those that wait are confirmed or refused with a reason; below, all others as they stand.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, reactive } from '@vue/runtime-dom';
import { asked, link, order, past, sim } from '../link';
import { kept } from '../draft';
import { worded } from '../figure';
import { button, el, field, form, roleName, type Part } from '../parts';
import { twice } from '../sure';
import { over, standing } from '../player/decide';
import type { Order, View } from '../wire';
import { clockText, t, word } from '../words';

const draft = kept('refuse', (): Record<string, string> => ({})), tried = reactive<Record<string, boolean>>({});
export const orderName = (o: Order): string => word(o.name) || decisionName(o.decision);
export const decisionName = (id: string): string => word(asked.script?.decisions?.find((d) => d.id === id)?.name) || id;
const reason = (o: Order): string => (draft[o.number] ?? '').trim();
async function refuse(o: Order): Promise<void> {
  tried[o.number] = true;
  if (worded(reason(o)) && await order('refuse', { order: o.number, reason: reason(o) })) delete draft[o.number];
}

export function waitingOrder(view: View, o: Order): Part {
  return el('article', { class: 'decision waits', key: o.number }, el('h4', { dir: 'auto' }, orderName(o)), el('p', { class: 'from' }, `${clockText(o.ex)} · `, el('bdi', {}, roleName(view, o.seat))),
    o.hours !== undefined && el('p', {}, standing(view, o, 0)), o.reasons && el('p', { class: 'text', dir: 'auto' }, o.reasons), o.legal && el('p', { class: 'note', dir: 'auto' }, o.legal),
    form(() => refuse(o), el('div', { class: 'row' }, button(t('room.confirm'), () => order('confirm', { order: o.number }), { class: 'main' }), field(t('room.refuse.why'), draft, String(o.number), { maxlength: 600, wrong: tried[o.number] && !worded(reason(o)) && t('room.error.reasons') }),
      el('button', { type: 'submit' }, t('room.refuse')))));
}
function line(view: View, o: Order, now: number): Part {
  return el('li', { key: o.number, class: o.status }, el('p', {}, el('strong', { dir: 'auto' }, orderName(o)), ` · ${clockText(o.ex)} · `, el('bdi', {}, roleName(view, o.seat)), o.proxy && ` (${t('room.proxy.mark')})`),
    o.reasons && el('p', { class: 'text', dir: 'auto' }, o.reasons), el('p', {}, standing(view, o, now)), o.status === 'ordered' && !over(o, now) && !o.record && twice(`lift-${o.number}`, t('room.order.lift'), () => order('act', { act: 'lift', order: o.number, seat: o.seat, at: past() }), { class: 'small', disabled: view.clock.state === 'ended' }));
}

export const Orders = defineComponent(() => {
  const now = computed(() => Math.floor(sim.value / 600) * 600);
  return () => {
    const view = link.view!, all = [...(view.orders ?? [])].sort((a, b) => b.number - a.number), waiting = all.filter((o) => o.status === 'waiting');
    return el('section', { 'aria-labelledby': 'h-orders' }, el('h2', { id: 'h-orders' }, t('room.board.orders'), waiting.length > 0 && el('span', { class: 'count' }, String(waiting.length))),
      waiting.map((o) => waitingOrder(view, o)), all.length === 0 && el('p', { class: 'quiet' }, t('room.none')), el('ul', { class: 'orders' }, all.filter((o) => o.status !== 'waiting').map((o) => line(view, o, now.value))));
  };
});
