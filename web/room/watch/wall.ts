// The projector, readable from ten metres: the clock, the date, the question round the table and its answers, headlines; how to join before the start.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, onMounted, ref, watch } from '@vue/runtime-dom';
import { asked, get, link } from '../link';
import { map } from '../map';
import { back, el, header, moment, roleName, speaking, type Part } from '../parts';
import { shownAnswers } from '../player/table';
import { hindsight } from './hindsight';
import type { Message, View } from '../wire';
import { clockText, t, word } from '../words';

export interface Addresses { shown: string; scheme: string; lan: boolean; all: { address: string; device: string }[] }
export const addresses = (): Promise<Addresses | null> => get<Addresses>('addresses');

const code = (of: string, stamp: string, name: string, below: Part): Part =>
  el('figure', {}, el('img', { src: `/api/qr?of=${of}&v=${encodeURIComponent(stamp)}`, alt: name }), el('figcaption', {}, below));
function codes(view: View, where: Addresses): Part {
  const n = view.network!;
  return el('section', { class: 'codes' }, n.wifi && code('wifi', n.wifi, t('room.wifi'), [el('b', {}, `1. ${t('room.wifi')}`), el('span', { dir: 'auto' }, n.wifi)]),
    code('join', n.pin + where.shown, t('room.join'), [el('b', {}, `${n.wifi ? '2. ' : ''}${t('room.join')}`), el('span', { class: 'address' }, `${where.scheme}://${where.shown}`), el('span', {}, `${t('room.pin')}: `, el('strong', { class: 'pin' }, n.pin))]));
}
function questions(view: View): Part {
  const phase = view.phase;
  if (phase && (phase.questions ?? []).length > 0 && view.clock.started && view.clock.state !== 'ended')
    return el('section', { class: phase.questions.length < 3 ? 'asking few' : 'asking' }, el('h2', { class: 'quiet-title' }, t('room.table')), el('ol', {}, phase.questions.map((q, k) => {
      /* where answers are shown, the other questions step back */
      const shown = (view.released ?? []).filter((r) => r.phase === phase.id), waits = shown.length > 0 && !shown.some((r) => r.question === k);
      return el('li', { key: k, class: waits ? 'waiting' : '' }, el('p', { class: 'question', dir: 'auto' }, word(q)), shownAnswers(view, phase.id, k));
    })));
  return null;
}
/** What is in force, for all to see: the newest on top, as many as a wall holds with their times, the others by name. Round the table the wall belongs to the questions. */
function force(view: View, most: number): Part {
  const all = (view.orders ?? []).filter((o) => o.in_force).sort((a, b) => (b.from_sim ?? 0) - (a.from_sim ?? 0) || b.number - a.number), rest = all.slice(most);
  return all.length > 0 && el('ul', { class: all.length > 3 ? 'in-force many' : 'in-force' }, all.slice(0, most).map((o) => el('li', { key: o.number }, el('strong', { dir: 'auto' }, word(o.name) || o.decision), ` · ${t('room.order.force', { time: moment(view, o.from_sim) })}`, o.lifted_sim !== undefined && ` · ${t('room.order.until', { time: moment(view, o.lifted_sim) })}`)),
    rest.length > 0 && el('li', { class: 'rest' }, `+${rest.length}: `, rest.map((o, k) => [k > 0 && ' · ', el('bdi', {}, word(o.name) || o.decision)])));
}
const news = (view: View, m: Message): Part => el('article', { class: 'news', key: m.number }, el('small', {}, clockText(m.ex), (word(m.from) || m.seat) && [' · ', el('bdi', {}, word(m.from) || roleName(view, m.seat))]),
  word(m.subject) && el('strong', { dir: 'auto' }, word(m.subject)), el('p', { dir: 'auto' }, word(m.body) || m.text));

/* control opens the wall too: of its messages those that went to all who play */
const everybody = (view: View, m: Message): boolean => !m.to?.length || (view.roles ?? []).every((r) => r.kind !== 'player' || m.to!.includes(r.id));

export const Wall = defineComponent(() => {
  const where = ref<Addresses | null>(null);
  const look = async (): Promise<void> => { where.value = await addresses() ?? where.value; };
  onMounted(look);
  watch(() => link.view?.network?.address, look);
  return () => {
    const view = link.view!, roles = (view.roles ?? []).filter((r) => r.kind === 'player'), asking = questions(view);
    const heads = (view.messages ?? []).filter((m) => view.me?.rank === 'projector' || everybody(view, m)).slice(0, asking ? 1 : 3), early = !view.pack || !view.clock.started;
    const picture = view.clock.started && !asking && map(asked.map, asked.known);
    return el('main', { class: 'wall' }, header(view, word(view.title), el('p', { class: 'phase-name', dir: 'auto' }, word(view.phase?.name))), back(view), view.network && where.value && (early ? codes(view, where.value) : el('p', { class: 'join-line' }, `${where.value.scheme}://${where.value.shown} · ${t('room.pin')} ${view.network.pin}`)),
      hindsight(6), early && el('p', { class: 'here' }, t('room.here', { n: roles.filter((r) => r.online).length, all: roles.length })), asking, el('div', { class: picture ? 'beside' : '' }, el('div', {}, !asking && force(view, 4), heads.map((m) => news(view, m))), picture), el('footer', {}, speaking()));
  };
});
