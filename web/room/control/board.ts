// The facilitator's page: the clock above, one glance at everything, and behind tabs the script, orders, the world, answers, messages, seats, the log.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, h, onMounted, ref, watch } from '@vue/runtime-dom';
import { ex, link } from '../link';
import { at, go } from '../trail';
import { back, el, header, machine, speaking, tabs, type Part } from '../parts';
import type { View } from '../wire';
import { t, word } from '../words';
import { hindsight } from '../watch/hindsight';
import { addresses, type Addresses } from '../watch/wall';
import { Actions, lateActions } from './actions';
import { Answers } from './answers';
import { clockRow, clocks } from './clock';
import { Glance } from './glance';
import { leaving, log } from './log';
import { Orders } from './orders';
import { Proxy } from './proxy';
import { ScriptTable } from './script';
import { joining, pins, seats } from './seats';
import { messages } from './send';
import { WorldPage } from './world';

const where = ref<Addresses | null>(null);
const late = computed(() => link.view ? lateActions(link.view, Math.floor(ex.value / 1000) * 1000).length : 0);

/* without a pack there is no script to look at: seats, messages and the log stand on one page */
const plain = (view: View): Part => el('div', { class: 'columns' }, pins(view), seats(view), joining(view, where.value), messages(view), log(view));
const pages: Record<string, (view: View) => Part> = {
  glance: () => [hindsight(), h(Glance)], script: () => h(ScriptTable), actions: () => h(Actions), orders: () => [h(Orders), h(Proxy)], world: () => h(WorldPage), answers: () => h(Answers),
  messages, seats: (view) => [pins(view), seats(view), joining(view, where.value)], log,
};

function all(view: View): { id: string; name: string; n?: number }[] {
  const waiting = (view.orders ?? []).filter((o) => o.status === 'waiting').length;
  const n: Record<string, number> = { orders: waiting, actions: late.value };
  return Object.keys(pages).map((id) => ({ id, name: t(`room.board.${id}`), n: n[id] }));
}

/** A phase has begun at its own speed; told while it is news. */
const slowed = (view: View): Part => view.slowed && view.clock.state !== 'ended' && view.slowed.ex >= (view.phase?.from ?? 0) && ex.value - view.slowed.ex < 120000 &&
  el('p', { class: 'back', role: 'status', key: view.slowed.number }, t('room.slowed', { n: view.clock.speed, was: view.slowed.was }));

export const Board = defineComponent(() => {
  const look = async (): Promise<void> => { where.value = await addresses() ?? where.value; };
  onMounted(look);
  watch(() => link.view?.network?.address, look);
  /* what each order changed stands there */
  watch(() => link.view?.clock.state, (now, was) => { if (now === 'ended' && was) go('glance'); });
  return () => {
    const view = link.view!, tab = at.tab in pages ? at.tab : view.clock.started ? 'glance' : 'seats';
    return el('main', { class: 'board' }, header(view, word(view.title), clockRow(view)), back(view), slowed(view), clocks(view),
      view.pack ? [tabs(all(view), tab, go, t('room.parts')), el('div', { class: `page at-${tab}` }, pages[tab]!(view))] : plain(view),
      el('footer', {}, speaking(), leaving(), machine()));
  };
});
