// The evaluator: a tap on a task stamps an observation with the exercise's time; words may follow. What has no connection waits and goes later.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, reactive, ref, watch } from '@vue/runtime-dom';
import { kept } from '../draft';
import { asked, begin, link, order, past, say, tell, worked } from '../link';
import { area, back, button, el, emergency, form, header, machine, roleName, type Part } from '../parts';
import type { Action, Observation, Task, View, Words } from '../wire';
import { arrow, clockText, lengthText, people, t, word } from '../words';
import { hindsight } from './hindsight';

type Kept = { task?: string; kind: string; text: string; at: number };
const draft = kept('observe', () => ({ open: '', text: '' }));
const only = ref(false);

/* ---- what waits for the connection ---- */
const KEY = 'guzar.observations';
function recall(): Kept[] {
  try { return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Kept[]; } catch { return []; }
}
const waiting = reactive<Kept[]>(recall());
function keep(): void {
  try { localStorage.setItem(KEY, JSON.stringify(waiting)); } catch { /* it waits until the page is closed */ }
}
let sending = false;
async function flush(): Promise<void> {
  if (sending) return;
  sending = true;
  while (waiting.length > 0 && !link.lost) {
    const how = await tell('observe', waiting[0]!);
    if (how === 'lost') break;
    waiting.shift(); /* what is refused, after a way back for instance, is told and let go */
    keep();
    if (how === 'kept') say('', t('room.observed'));
  }
  sending = false;
}
watch(() => link.lost, (lost) => { if (!lost) void flush(); });
setInterval(() => { if (waiting.length > 0) void flush(); }, 3000);

function observe(kind: string, task?: string, text = ''): void {
  waiting.push({ kind, text, at: past(), ...(task ? { task } : {}) });
  keep();
  Object.assign(draft, { open: '', text: '' });
  if (link.lost) say('', t('room.observed.later', { n: waiting.length }));
  else void flush();
}

const kinds = ['strength', 'gap', 'neutral'];
const taps = (task?: string, text = ''): Part => link.view?.me?.rank !== 'observer' && el('div', { class: 'taps', role: 'group', 'aria-label': t('room.observe') }, kinds.map((k) =>
  button(t(`room.observe.${k}`), () => observe(k, task, text), { class: k, key: k, disabled: !link.view?.clock.started })));

/** When the inject of an action was sent, and by when the action is due; undefined: not sent. */
function dueOf(view: View, a: Action): number | undefined {
  const ex = a.inject ? view.injects?.[a.inject]?.ex : undefined;
  return ex === undefined ? undefined : view.due?.[a.id] ?? Infinity;
}
function actions(view: View, task: Task): Part {
  return (task.actions ?? []).map((a) => {
    const done = view.actions?.[a.id], due = dueOf(view, a), sent = due !== undefined || done;
    return el('p', { class: done ? 'expected done' : sent ? 'expected open' : 'expected', key: a.id }, done ? `✓ ${clockText(done.ex)} ` : sent ? '… ' : '', el('span', { dir: 'auto' }, word(a.text)),
      done && due !== undefined && done.ex > due && el('b', { class: 'bad' }, ` ${t('room.late', { time: lengthText(worked(due, done.ex, view.injects?.[a.inject ?? '']?.ex ?? 0)) })}`), !done && due !== undefined && Number.isFinite(due) && el('small', {}, ` ${t('room.by', { time: clockText(due) })}`));
  });
}
function seen(o: Observation): Part {
  return el('li', { key: o.number, class: o.kind }, el('b', {}, t(`room.observe.${o.kind}`)), ` ${clockText(o.at ?? o.ex)}`, o.text && [' ', el('span', { dir: 'auto' }, o.text)]);
}
function task(view: View, one: Task): Part {
  const own = (view.observations ?? []).filter((o) => o.task === one.id), open = draft.open === one.id;
  return el('article', { class: 'task', key: one.id }, el('h3', { dir: 'auto' }, el('span', { class: 'number' }, one.id), ' ', word(one.text), one.critical && el('b', { class: 'critical' }, ` ${t('room.critical')}`)),
    word(one.target) && el('p', { class: 'note', dir: 'auto' }, word(one.target)), actions(view, one), own.length > 0 && el('ul', { class: 'observations' }, own.map(seen)),
    open && area(t('room.observe.words'), draft, 'text', { rows: 2 }), taps(one.id, open ? draft.text.trim() : ''),
    button(t(open ? 'room.cancel' : 'room.observe.write'), () => Object.assign(draft, { open: open ? '' : one.id, text: '' }), { class: 'link', 'aria-expanded': String(open) }));
}

/** A task is of the moment if something expected for it is open or was done within the last minutes. */
const moment = (view: View, one: Task): boolean => (one.actions ?? []).some((a) => dueOf(view, a) !== undefined && (!view.actions?.[a.id] || view.clock.ex - view.actions[a.id]!.ex < 300000));

export const Evaluator = defineComponent(() => () => {
  const view = link.view!, all = asked.tasks, list = (all?.tasks ?? []).filter((x) => !only.value || moment(view, x)), free = (view.observations ?? []).filter((o) => !o.task);
  const leave = async (): Promise<void> => { if (confirm(t('room.leave.sure')) && await order('leave')) await begin(); };
  return el('main', { class: 'play evaluator' }, header(view, word(view.me?.name as Words)), emergency(view), back(view), view.clock.state === 'ended' && hindsight(),
    view.check && view.check.number > 0 && !view.check.answered && el('section', { class: 'check' }, el('p', {}, t('room.check.asked')), button(t('room.check.answer'), () => order('check', { act: 'answer', number: view.check!.number }), { class: 'main' })),
    waiting.length > 0 && el('p', { class: 'back' }, t('room.observed.later', { n: waiting.length })),
    el('div', { class: 'row choose' }, button(t('room.tasks.all'), () => { only.value = false; }, { 'aria-pressed': String(!only.value) }), button(t('room.tasks.now'), () => { only.value = true; }, { 'aria-pressed': String(only.value) })),
    (all?.objectives ?? []).map((o) => { const of = list.filter((x) => x.objective === o.id); return of.length > 0 && el('section', { class: 'objective', key: o.id }, el('h2', { dir: 'auto' }, word(o.text)), of.map((x) => task(view, x))); }),
    list.filter((x) => !all?.objectives.some((o) => o.id === x.objective)).map((x) => task(view, x)), list.length === 0 && el('p', { class: 'quiet' }, t('room.none')),
    el('section', { 'aria-labelledby': 'h-free' }, el('h2', { id: 'h-free' }, t('room.observe.free')), form(() => observe('neutral', undefined, draft.text.trim()), draft.open === '' && area(t('room.observe.words'), draft, 'text', { rows: 2 }), taps(undefined, draft.open === '' ? draft.text.trim() : '')), free.length > 0 && el('ul', { class: 'observations' }, free.map(seen))),
    el('section', { 'aria-labelledby': 'h-heard' }, el('h2', { id: 'h-heard' }, t('room.messages')), (view.messages ?? []).slice(0, 25).map((m) => el('details', { class: 'message seen', key: m.number }, el('summary', {}, el('span', { class: 'from' }, `${clockText(m.ex)} · ${m.inject ?? ''} `, el('bdi', {}, word(m.from) || (m.seat ? roleName(view, m.seat) : t('room.control.team'))), ` ${arrow()} `, el('bdi', {}, people((m.to ?? []).map((id) => roleName(view, id))) || t('room.all'))), ' ', el('strong', { dir: 'auto' }, m.form ? t(`room.form.${m.form}`) : word(m.subject))), !m.form && el('p', { class: 'text', dir: 'auto' }, word(m.body) || m.text)))),
    el('footer', {}, el('p', { dir: 'auto' }, word(view.title)), button(t('room.leave'), leave, { class: 'link' }), machine()));
});
