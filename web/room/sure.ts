// What cannot be taken back asks for a second press at the same place, with the seconds that are left for it; screen readers are told.
// SPDX-License-Identifier: Apache-2.0
import { reactive, type VNode } from '@vue/runtime-dom';
import { button, el } from './parts';
import { t } from './words';

const PATIENCE = 10; /* seconds */
const asked = reactive({ name: '', what: '', left: 0 });
let ticking = 0;
function drop(): void {
  clearInterval(ticking);
  Object.assign(asked, { name: '', what: '', left: 0 });
}
function ask(name: string, what: string): void {
  drop();
  Object.assign(asked, { name, what, left: PATIENCE });
  ticking = window.setInterval(() => { if (--asked.left <= 0) drop(); }, 1000);
}
addEventListener('keydown', (e) => { if (e.key === 'Escape') drop(); });

/** Whether a second press is waited for. */
export const waiting = (name: string): boolean => asked.name === name;

/** Whether this is the second press; the first asks for it. */
export function sure(name: string, what: string): boolean {
  const second = asked.name === name;
  if (second) drop();
  else ask(name, what);
  return second;
}

/** A button of two presses; both of its texts have the same room, so that nothing moves. What a form sends asks for itself whether it is sure(). */
export function twice(name: string, text: string, press: (() => unknown) | null, attributes: Record<string, unknown> = {}): VNode {
  const second = asked.name === name && !attributes.disabled;
  return button([el('span', { 'aria-hidden': String(second) }, text), el('span', { 'aria-hidden': String(!second) }, t('room.again'), ' ', el('b', { 'aria-hidden': 'true' }, String(second ? asked.left : PATIENCE)))],
    () => { if (press && sure(name, text)) press(); }, { ...(press ? {} : { type: 'submit' }), ...attributes, class: `${String(attributes.class ?? '')} twice${second ? ' sure' : ''}`, 'aria-label': second ? t('room.sure', { what: text }) : undefined });
}
/** Said once, to those who do not see it. */
export const sureSaid = (): VNode => el('p', { class: 'unseen', role: 'status' }, asked.name && t('room.sure.said', { what: asked.what, n: PATIENCE }));
