// The projector: the clock, how to join, what everybody was told.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, onMounted, ref, watch } from '@vue/runtime-dom';
import { link } from './link';
import { back, el, header, told, type Part } from './parts';
import { clockText, t, word } from './words';

export interface Addresses { shown: string; scheme: string; lan: boolean; all: { address: string; device: string }[] }
export async function addresses(): Promise<Addresses | null> {
  try {
    const reply = await fetch('/api/addresses');
    return reply.ok ? await reply.json() as Addresses : null;
  } catch {
    return null;
  }
}

export const Wall = defineComponent(() => {
  const where = ref<Addresses | null>(null);
  const look = async (): Promise<void> => { where.value = await addresses() ?? where.value; };
  onMounted(look);
  watch(() => link.view?.network?.address, look);
  return () => {
    const view = link.view!, n = view.network, roles = (view.roles ?? []).filter((r) => r.kind === 'player');
    const news = (view.messages ?? []).filter((m) => !m.to || m.to.length === 0).slice(0, 3);
    const code = (of: string, stamp: string, name: string, below: Part): Part => el('figure', {}, el('img', { src: `/api/qr?of=${of}&v=${encodeURIComponent(stamp)}`, alt: name }), el('figcaption', {}, below));
    return el('main', { class: 'wall' }, header(view, word(view.title)), told(view), back(view),
      n && where.value && el('section', { class: 'codes' },
        n.wifi && code('wifi', n.wifi, t('room.wifi'), [el('b', {}, `1. ${t('room.wifi')}`), el('span', { dir: 'auto' }, n.wifi)]),
        code('join', n.pin + where.value.shown, t('room.join'), [el('b', {}, `${n.wifi ? '2. ' : ''}${t('room.join')}`), el('span', { class: 'address' }, `${where.value.scheme}://${where.value.shown}`),
          el('span', {}, `${t('room.pin')}: `, el('strong', { class: 'pin' }, n.pin))])),
      el('p', { class: 'here' }, t('room.here', { n: roles.filter((r) => r.online > 0).length, all: roles.length })),
      news.map((m) => el('p', { class: 'news', dir: 'auto', key: m.number }, el('small', {}, clockText(m.ex)), ' ', m.text)));
  };
});
