// The facilitator's clock: start, pause, speed, the phase and what follows it, steps, jumps, back, the end, a real emergency.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive } from '@vue/runtime-dom';
import { asked, ex, link, order, say } from '../link';
import { button, el, figures, roleName, type Part } from '../parts';
import { speeds } from './speeds';
import { twice, waiting } from '../sure';
import { figureRead } from '../figure';
import { players } from './load';
import type { View } from '../wire';
import { clockRead, clockText, lengthText, people, t, word } from '../words';

const draft = reactive({ time: '', speed: '60', step: '0:10' });
/* on a phone all but the first row is folded away */
const fold = reactive({ open: false });
const act = (name: string, value?: number) => (): Promise<boolean> => order('clock', value === undefined ? { act: name } : { act: name, value });
function at(name: string, text: string): void {
  const ms = clockRead(text);
  if (Number.isNaN(ms)) say(t('room.error.time'));
  else void order('clock', { act: name, value: ms });
}
function speed(): void {
  const n = figureRead(draft.speed);
  if (Number.isInteger(n) && n >= 1 && n <= 3600) void order('clock', { act: 'speed', value: n });
  else say(t('room.error.speed'));
}
const minutes = 60000;

export const PhaseEnds = defineComponent(() => () => {
  const c = link.view?.clock;
  return c?.phase_ends === undefined || c.state === 'ended' ? null : c.over ? el('b', { role: 'status' }, t('room.phase.over')) : el('span', {}, t('room.phase.left', { time: lengthText(Math.max(0, c.phase_ends - ex.value)) }));
});

/** The phases in a row, the one now shown, and the two gestures: the next one now, this one longer. */
function phases(view: View): Part {
  const all = asked.script?.phases ?? [], now = view.phase?.index ?? -1, off = !view.clock.started || view.clock.state === 'ended' || view.clock.state === 'real';
  return all.length > 0 && el('div', { class: 'phases' }, el('ol', {}, all.map((p, k) => el('li', { key: p.id, class: k === now ? 'now' : k < now ? 'past' : '', 'aria-current': k === now ? 'step' : undefined },
    el('span', { dir: 'auto', title: word(p.name) }, word(p.name)), el('small', {}, view.phases?.[k] ? clockText(view.phases[k].from).replace(/:\d\d$/, '') : '')))),
    el('div', { class: 'row' }, el('span', { class: 'ends-in' }, el(PhaseEnds as unknown as string)), button(t('room.phase.longer'), () => order('phase', { do: 'extend', ms: 5 * minutes }), { disabled: off }),
      /* after the last phase comes the end */
      now >= 0 && now === all.length - 1 ? twice('close', t('room.end'), act('end'), { disabled: off }) : twice('phase', t('room.phase.next'), () => order('phase', { do: 'next', phase: view.phase?.id }), { disabled: off })));
}

/* in the last phase the end is in sight, also on a phone */
function unfolded(view: View): boolean {
  const n = asked.script?.phases.length ?? 0;
  return fold.open || (n > 0 && view.phase?.index === n - 1 && view.clock.started && view.clock.state !== 'ended');
}

/* Why one should not begin yet: nobody is there, or not all who are there have said that they can read. */
function unready(view: View): string {
  if (players(view).every((r) => !r.joined)) return t('room.seats.alone');
  const missing = view.check?.missing ?? [];
  return (view.check?.number ?? 0) === 0 ? t('room.check.ask') : missing.length > 0 ? t('room.check.missing', { who: people(missing.map((id) => roleName(view, id))) }) : '';
}

export function clockRow(view: View): Part {
  const s = view.clock.state;
  return [el('p', { class: 'ends-in brief' }, !view.clock.over && el(PhaseEnds as unknown as string)), el('div', { class: 'row now' },
    s === 'running' ? button(t('room.pause'), act('pause'), { class: 'main' }) :
      s === 'briefing' && unready(view) ? twice('startex', t('room.startex'), act('start'), { class: 'main', title: unready(view) }) : button(t(s === 'briefing' ? 'room.startex' : s === 'real' ? 'room.real.over' : 'room.start'), act('start'), { class: 'main', disabled: s === 'ended' }),
    speeds(view),
    button('⋯', () => { fold.open = !fold.open; }, { class: 'fold', 'aria-expanded': String(unfolded(view)), 'aria-controls': 'clocks', 'aria-label': t('room.clock.fold'), title: t('room.clock.fold') }),
    twice('emergency', t('room.emergency'), act('emergency'), { class: 'red', disabled: s === 'real' || s === 'ended' })),
    waiting('startex') && el('p', { class: 'note' }, unready(view))];
}

export function clocks(view: View): Part {
  const s = view.clock.state, paused = s === 'paused';
  return el('section', { class: unfolded(view) ? 'clocks' : 'clocks folded', id: 'clocks', 'aria-label': t('room.clock') }, phases(view),
    el('details', { open: !view.pack || fold.open }, el('summary', {}, t('room.clock.more')),
      el('div', { class: 'row' }, figures(t('room.speed'), draft, 'speed', { inputmode: 'numeric', class: 'short', disabled: s === 'ended' }), button(t('room.set'), speed, { disabled: s === 'ended' || s === 'real' }),
        figures(t('room.step'), draft, 'step', { class: 'short', placeholder: '0:10' }), button(t('room.step.go'), () => at('step', draft.step), { disabled: !paused }),
        figures(t('room.time'), draft, 'time', { class: 'short', placeholder: clockText(view.clock.ex) }),
        button(t('room.jump'), () => at('jump', draft.time), { disabled: !view.clock.started || s === 'ended' || s === 'real' }),
        twice('rewind', t('room.rewind'), () => at('rewind', draft.time), { disabled: !view.clock.started || s === 'real' }),
        twice('end', t('room.end'), act('end'), { disabled: !view.clock.started || s === 'ended' }))));
}
