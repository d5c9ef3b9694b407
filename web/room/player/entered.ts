// What the control team has entered in this seat's name: it is said when it comes, and marked where it stands.
// SPDX-License-Identifier: Apache-2.0
import { watch } from '@vue/runtime-dom';
import { link, say } from '../link';
import { el, type Part } from '../parts';
import type { View } from '../wire';
import { listed, shortened, t, word } from '../words';

export const mark = (one: { proxy?: boolean }): Part => one.proxy && el('small', {}, ` (${t('room.proxy.mark')})`);

/** By number: what each is called. */
function entered(view: View): [number, string][] {
  const mine = (x: { seat?: string; proxy?: boolean }): boolean => Boolean(x.proxy) && (!x.seat || x.seat === view.me?.seat);
  return [...(view.orders ?? []).filter(mine).map((o): [number, string] => [o.number, word(o.name) || o.decision]),
    ...(view.messages ?? []).filter((m) => m.seat && !m.form && mine(m)).map((m): [number, string] => [m.number, shortened(m.text ?? '')]),
    ...(view.forms ?? []).filter(mine).map((f): [number, string] => [f.number, t(`room.form.${f.form}`)]),
    ...(view.answers ?? []).filter(mine).map((a): [number, string] => [a.number ?? 0, t('room.table')])];
}

let known = { seat: '', last: 0 };
/* what was there when the page opened is no news */
watch(() => link.view, (view) => {
  const seat = view?.me?.seat ?? '', all = view && seat ? entered(view) : [], news = all.filter(([number]) => seat === known.seat && number > known.last);
  known = { seat, last: Math.max(seat === known.seat ? known.last : 0, ...all.map(([number]) => number)) };
  if (news.length > 0) say('', t('room.proxy.told', { what: listed(news.map(([, name]) => name)) }));
}, { flush: 'sync' });
