// How fast the clock goes: the usual speeds as buttons, all that the server offers in a small menu; by mouse or by key.
// SPDX-License-Identifier: Apache-2.0
import { order } from '../link';
import { button, el, type Part } from '../parts';
import type { View } from '../wire';
import { t } from '../words';

const USUAL = [1, 2, 10, 60];
const set = (n: number): Promise<boolean> => order('clock', { act: 'speed', value: n });
const menu = (e: Event): HTMLDetailsElement => (e.currentTarget as HTMLElement).closest('details')!;
function close(e: Event): void {
  menu(e).open = false;
  menu(e).querySelector('summary')!.focus();
}

function other(view: View, off: boolean): Part {
  const now = view.clock.speed, usual = USUAL.includes(now);
  return el('details', { class: 'menu', onFocusout: (e: FocusEvent) => { if (e.relatedTarget && !menu(e).contains(e.relatedTarget as Node)) menu(e).open = false; }, onKeydown: (e: KeyboardEvent) => { if (e.key === 'Escape' && menu(e).open) close(e); } },
    el('summary', { class: off ? 'off' : usual ? '' : 'pressed', 'aria-disabled': off ? 'true' : undefined, onClick: (e: Event) => { if (off) e.preventDefault(); }, 'aria-label': `×${now} ${t('room.speeds')}`, title: t('room.speeds') }, el('span', { dir: 'ltr', class: usual ? 'usual' : '' }, usual && el('span', { class: 'others-of' }, '×…'), el('span', { class: 'this-one' }, `×${now}`))),
    el('div', { role: 'group', 'aria-label': t('room.speeds') }, (view.speeds ?? []).map((n) => button(`×${n}`, (e) => { close(e); void set(n); }, { dir: 'ltr', 'aria-pressed': String(now === n), disabled: off, key: n }))));
}
export function speeds(view: View): Part {
  const off = view.clock.state === 'ended' || view.clock.state === 'real';
  return el('div', { class: 'speeds', role: 'group', 'aria-label': t('room.speeds.name') }, USUAL.filter((n) => (view.speeds ?? USUAL).includes(n)).map((n) => button(`×${n}`, () => set(n), { dir: 'ltr', 'aria-pressed': String(view.clock.speed === n), disabled: off, key: n })), other(view, off));
}
