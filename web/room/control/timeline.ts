// The script along a line of time: an inject that is still to come is moved by dragging it or by the arrow keys, which is the same shift.
// SPDX-License-Identifier: Apache-2.0
import { nextTick, reactive } from '@vue/runtime-dom';
import { asked, link } from '../link';
import { button, el, type Part } from '../parts';
import type { Inject, View } from '../wire';
import { clockText, t, word } from '../words';
import { at, details, focusOf, hold, injectOf, plannedOf, subjectOf, toggle, touched, untimed } from './inject';

const minute = 60000, scale = 0.85 /* rem a minute */, box = 3 /* rem */, lane = 2.6 /* rem */;
/* a move that is not told yet: by how much, and from where the pointer took it */
const moving = reactive({ id: '', ms: 0, from: 0, told: '' });
let waiting = 0, dragged = false, busy = false;

/** When it came, or is to come; null: not by time. */
const timeOf = (view: View, i: Inject): number | null => touched(view, i.id).ex ?? plannedOf(view, i);
const still = (view: View, i: Inject): boolean => !touched(view, i.id).number && touched(view, i.id).status !== 'sent' && plannedOf(view, i) !== null && view.clock.state !== 'ended';
const place = (view: View, i: Inject): number => Math.max(0, (timeOf(view, i) ?? 0) + (moving.id === i.id ? moving.ms : 0));

/* one shift at a time: what is pressed while it is on its way follows */
async function settle(): Promise<void> {
  const { id, ms } = moving;
  clearTimeout(waiting);
  waiting = 0;
  if (busy) return;
  if (ms !== 0) {
    busy = true;
    await hold(id, 'shift', { ms });
    busy = false;
  }
  if (moving.id !== id) return;
  moving.ms -= ms;
  if (moving.ms === 0) moving.id = '';
  else if (!waiting) void settle();
}
function shift(view: View, i: Inject, ms: number): void {
  if (moving.id !== i.id) { void settle(); moving.id = i.id; moving.ms = 0; }
  moving.ms = Math.max(ms, -(timeOf(view, i) ?? 0));
  moving.told = t('room.line.moved', { inject: i.id, time: clockText(place(view, i)) });
}

/* ---- keys ---- */
function step(shown: Inject[], i: Inject, by: number): void {
  const next = shown[shown.indexOf(i) + by];
  if (!next) return;
  at.focus = next.id;
  void nextTick(() => document.getElementById(`line-${next.id}`)?.focus());
}
function key(view: View, shown: Inject[], i: Inject, e: KeyboardEvent): void {
  const by: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: 5, PageUp: -5 }, n = by[e.key];
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') step(shown, i, e.key === 'ArrowDown' ? 1 : -1);
  else if (e.key === 'Escape' && moving.id === i.id) Object.assign(moving, { id: '', ms: 0, told: '' });
  else if (n !== undefined && still(view, i)) {
    shift(view, i, (moving.id === i.id ? moving.ms : 0) + n * (e.shiftKey && Math.abs(n) === 1 ? 5 : 1) * minute);
    clearTimeout(waiting);
    waiting = window.setTimeout(() => { void settle(); }, 700); /* some presses are one shift */
  } else return;
  e.preventDefault();
}

/* ---- the pointer ---- */
const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);
function drag(view: View, i: Inject): Record<string, unknown> {
  return {
    onPointerdown: (e: PointerEvent) => { dragged = false; if (e.button === 0 && still(view, i)) { (e.currentTarget as Element).setPointerCapture(e.pointerId); shift(view, i, 0); moving.from = e.clientX; } },
    onPointermove: (e: PointerEvent) => { if (moving.id === i.id && (e.currentTarget as Element).hasPointerCapture(e.pointerId)) { const n = Math.round((e.clientX - moving.from) / (scale * rem())); dragged ||= n !== 0; shift(view, i, n * minute); } },
    onPointerup: () => { if (moving.id === i.id) void settle(); },
    onPointercancel: () => { Object.assign(moving, { id: '', ms: 0 }); },
    onClick: () => { if (!dragged) toggle(i.id); dragged = false; },
  };
}

/* ---- drawn ---- */
/** Boxes side by side where they would lie on each other: the lane of each. */
function lanes(view: View, timed: Inject[]): number[] {
  const ends: number[] = [];
  return timed.map((i) => {
    const x = (timeOf(view, i) ?? 0) / minute * scale, free = ends.findIndex((end) => end <= x), k = free < 0 ? ends.length : free;
    ends[k] = x + box + 0.2;
    return k;
  });
}
const across = (ms: number): string => `${ms / minute * scale}rem`;

export function timeline(view: View, shown: Inject[], now: number): Part {
  const timed = shown.filter((i) => timeOf(view, i) !== null).sort((a, b) => timeOf(view, a)! - timeOf(view, b)!), others = shown.filter((i) => timeOf(view, i) === null), of = lanes(view, timed), open = injectOf(at.open);
  const phases = (asked.script?.phases ?? []).map((p, k) => ({ ...p, ...(view.phases?.[k] ?? {}) })), end = Math.max(...phases.map((p) => p.to ?? 0), ...timed.map((i) => place(view, i) + 5 * minute), minute);
  const one = (i: Inject, k: number): Part => {
    const movable = still(view, i), focused = i.id === focusOf(timed), state = touched(view, i.id).status ?? 'planned';
    return button(i.id, () => undefined, { key: i.id, id: `line-${i.id}`, class: `box ${state}${movable ? ' movable' : ''}${moving.id === i.id && moving.ms !== 0 ? ' moving' : ''}`, style: { left: across(place(view, i)), top: `${2.4 + of[k]! * lane}rem` }, tabindex: focused ? 0 : -1, title: `${clockText(place(view, i))} ${subjectOf(view, i)}`,
      'aria-label': `${i.id} ${subjectOf(view, i)}, ${clockText(place(view, i))}, ${t(`room.inject.${state === 'sent' ? 'gone' : state}`)}`, 'aria-expanded': String(at.open === i.id), onFocus: () => { at.focus = i.id; }, onBlur: () => { if (waiting) void settle(); }, onKeydown: (e: KeyboardEvent) => key(link.view!, timed, i, e), ...drag(view, i) });
  };
  return [el('div', { class: 'timeline', dir: 'ltr', role: 'group', 'aria-label': t('room.script.line') }, el('div', { style: { width: across(end + 3 * minute), height: `${2.8 + (Math.max(0, ...of) + 1) * lane}rem` } },
    phases.map((p, k) => (p.to ?? 0) > (p.from ?? 0) && el('div', { key: p.id, class: k % 2 ? 'band odd' : 'band', style: { left: across(p.from ?? 0), width: across((p.to ?? 0) - (p.from ?? 0)) } }, el('span', { dir: 'auto', title: word(p.name) }, `${clockText(p.from ?? 0).replace(/:\d\d$/, '')} ${word(p.name)}`))),
    el('div', { class: 'now-line', style: { left: across(now) } }), timed.map(one))),
  el('p', { class: 'quiet', 'aria-live': 'polite' }, moving.told), open && shown.includes(open) && el('div', { class: 'opened' }, el('h3', { dir: 'auto' }, `${open.id} ${subjectOf(view, open)}`), details(view, open)),
  others.length > 0 && el('section', {}, el('h3', {}, t('room.line.others')), el('ul', { class: 'plain script' }, others.map((i) => el('li', { key: i.id }, button(`${i.id} ${subjectOf(view, i)}`, () => toggle(i.id), { class: 'link', 'aria-expanded': String(at.open === i.id), dir: 'auto' }), ' ', untimed(i)))))];
}
