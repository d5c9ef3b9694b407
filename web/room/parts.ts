// What all pages share: the ribbon, the clock, the choice of language, what went wrong, a real emergency.
// SPDX-License-Identifier: Apache-2.0
import { h, type VNode } from '@vue/runtime-dom';
import { ex, link, order, type View } from './link';
import { clockText, language, languages, speak, t } from './words';

export type Part = VNode | string | null | false | undefined | Part[];
export const el = (tag: string, attributes: Record<string, unknown> = {}, ...children: Part[]): VNode =>
  h(tag, attributes, children.flat(9).filter((c) => c !== null && c !== false && c !== undefined && c !== '') as VNode[]);

export function button(text: string, press: () => unknown, attributes: Record<string, unknown> = {}): VNode {
  return el('button', { type: 'button', onClick: press, ...attributes }, text);
}

export function speaking(): VNode {
  return el('nav', { class: 'languages', 'aria-label': t('room.language') }, languages.map((l) =>
    button(t('language.name', {}, l), () => speak(l), { lang: l, 'aria-pressed': String(language.value === l) })));
}

/** EXERCISE on every page, but never in a real emergency, which says so in every language. */
export function ribbon(view: View): VNode {
  if (view.clock.state !== 'real')
    return el('p', { class: 'ribbon' }, t('room.exercise'));
  return el('div', { class: 'ribbon real', role: 'alert' }, languages.map((l) => el('strong', { lang: l }, t('room.real', {}, l))));
}

export function clock(view: View): VNode {
  const c = view.clock;
  return el('div', { class: `clock ${c.state}` },
    el('span', { class: 'time', role: 'timer', 'aria-label': t('room.clock') }, clockText(ex.value)),
    el('span', { class: 'pace' }, t(`room.state.${c.state}`), c.state === 'running' || c.state === 'paused' ? ` · ×${c.speed}` : ''));
}

export function told(view: View): Part {
  return [
    view.failed && el('p', { class: 'wrong', role: 'alert' }, t('room.error.disk'), language.value === 'en' ? ` (${view.failed})` : ''),
    link.lost && el('p', { class: 'wrong', role: 'status' }, t('room.lost')),
    el('p', { class: link.told ? 'wrong' : 'quiet', 'aria-live': 'polite' }, link.told)];
}

export function back(view: View): Part {
  return view.back && view.clock.started && el('p', { class: 'back', role: 'status', key: view.back.number }, t('room.back', { time: clockText(view.back.to) }));
}

/** A seat reads that it is real. */
export function emergency(view: View): Part {
  if (view.clock.state !== 'real' || !view.emergency || view.me?.rank === 'control') return null;
  return el('section', { class: 'emergency', role: 'alertdialog', 'aria-label': t('room.real') },
    languages.map((l) => el('p', { lang: l }, t('room.real.text', {}, l))),
    view.emergency.read === true ? el('p', { class: 'done' }, `✓ ${t('room.real.read')}`) :
      button(t('room.real.understood'), () => order('emergency'), { class: 'main' }));
}

export function header(view: View, name: string): Part {
  return [ribbon(view), el('header', {}, clock(view), el('h1', { dir: 'auto' }, name), speaking())];
}

export const machine = (): Part => language.value !== 'en' && el('p', { class: 'note' }, t('room.machine'));
