// The script: as a table or along a line of time, narrowed by objective, role, phase, standing and words; by mouse or by key.
// SPDX-License-Identifier: Apache-2.0
import { computed, defineComponent, nextTick, reactive } from '@vue/runtime-dom';
import { asked, ex, link } from '../link';
import { button, choice, el, field, type Part } from '../parts';
import type { Inject, View } from '../wire';
import { arrow, clockText, t, word } from '../words';
import { at, details, edit, focusOf, hold, plannedOf, standing, subjectOf, toggle, touched, toText } from './inject';
import { timeline } from './timeline';

const only = reactive({ show: 'coming', role: '', phase: '', objective: '', words: '', line: false });

/* ---- keys: the row that has the focus listens ---- */
function move(e: KeyboardEvent, by: number): void {
  const row = e.currentTarget as HTMLElement, rows = [...row.closest('table')!.querySelectorAll<HTMLElement>('tr[data-inject]')], next = rows[rows.indexOf(row) + by];
  if (!next) return;
  at.focus = next.dataset.inject!;
  void nextTick(() => next.focus());
}
const keys: Record<string, (view: View, i: Inject, e: KeyboardEvent) => unknown> = {
  ArrowDown: (_v, _i, e) => move(e, 1), ArrowUp: (_v, _i, e) => move(e, -1),
  Enter: (_v, i) => toggle(i.id), s: (_v, i) => hold(i.id, 'send'), e: edit,
  h: (v, i) => hold(i.id, ['held', 'skipped'].includes(touched(v, i.id).status ?? '') ? 'release' : 'hold'), x: (_v, i) => hold(i.id, 'skip'),
  '+': (_v, i) => hold(i.id, 'shift', { ms: 60000 }), '-': (_v, i) => hold(i.id, 'shift', { ms: -60000 }),
};
function key(view: View, i: Inject, e: KeyboardEvent): void {
  /* a letter is its key on the board, whatever script it writes just now */
  const name = keys[e.key] ? e.key : e.code.replace(/^Key/, '').toLowerCase(), what = e.target === e.currentTarget && !e.ctrlKey && !e.metaKey && !e.altKey ? keys[name] : undefined;
  const quiet = name.startsWith('Arrow') || name === 'Enter' || name === 'e' || touched(view, i.id).status !== 'sent';
  if (!what || !quiet) return;
  e.preventDefault();
  what(view, i, e);
}

function row(view: View, i: Inject, focused: boolean): Part {
  const at_ = plannedOf(view, i), one = touched(view, i.id), open = at.open === i.id;
  return [el('tr', { key: i.id, 'data-inject': i.id, tabindex: focused ? 0 : -1, class: `${one.status ?? 'coming'} ${i.kind.toLowerCase()}`, onKeydown: (e: KeyboardEvent) => key(view, i, e), onFocus: () => { at.focus = i.id; }, 'aria-label': `${i.id} ${subjectOf(view, i)}` },
    el('th', { scope: 'row', class: 'id' }, i.id), el('td', { class: 'when' }, at_ !== null ? clockText(at_) : '–', (one.shift ?? 0) !== 0 && el('small', {}, ` ${one.shift! > 0 ? '+' : '−'}${Math.round(Math.abs(one.shift!) / 60000)}`)),
    el('td', {}, el('bdi', {}, word(i.from)), ` ${arrow()} `, el('bdi', {}, toText(view, i.to))),
    el('td', {}, button(el('span', { dir: 'auto' }, subjectOf(view, i) || '–'), () => toggle(i.id), { class: 'link', 'aria-expanded': String(open) }), one.edit && el('small', {}, ` ${t('room.inject.edited')}`)),
    el('td', {}, standing(view, i))),
    open && el('tr', { key: `${i.id}-open`, class: 'open' }, el('td', { colspan: 5 }, details(view, i)))];
}

function table(view: View, shown: Inject[]): Part {
  return el('div', { class: 'wide' }, el('table', { class: 'script' }, el('thead', {}, el('tr', {}, ['room.log.number', 'room.clock', 'room.script.who', 'room.subject', 'room.script.state'].map((k) => el('th', { scope: 'col', key: k }, t(k))))),
    el('tbody', {}, shown.map((i) => row(view, i, i.id === focusOf(shown))))));
}

/* ---- which injects are shown ---- */
/* what is held or skipped may still come: by hand */
function stands(view: View, i: Inject): boolean {
  const one = touched(view, i.id), sent = one.status === 'sent' || Boolean(one.number);
  return only.show === 'all' || (only.show === 'held' ? !sent && (one.status === 'held' || one.status === 'skipped') : (only.show === 'sent') === sent);
}
/** All its words in the reader's language. */
const wordsOf = (view: View, i: Inject): string => [i.id, subjectOf(view, i), word(i.from), toText(view, i.to), word(i.when), ...i.variants.map((v) => word(v.body)), ...(i.actions ?? []).map((a) => word(a.text))].join(' ').toLocaleLowerCase();
function narrowed(view: View): Inject[] {
  const wanted = only.words.trim().toLocaleLowerCase(), when = (i: Inject): number => touched(view, i.id).ex ?? plannedOf(view, i) ?? 1e12;
  const shown = (asked.script?.injects ?? []).filter((i) => stands(view, i) && (!only.role || i.to.includes(only.role)) && (only.phase === '' || i.phase === Number(only.phase)) &&
    (!only.objective || i.objective === only.objective) && (!wanted || wordsOf(view, i).includes(wanted))).sort((a, b) => when(a) - when(b));
  return only.show === 'sent' && !only.line ? shown.reverse() : shown;
}
function filters(view: View): Part {
  const players = (view.roles ?? []).filter((r) => r.kind === 'player'), objectives = asked.tasks?.objectives ?? [];
  return [el('div', { class: 'row', role: 'group', 'aria-label': t('room.script.state') }, ['coming', 'held', 'sent', 'all'].map((s) => button(t(`room.script.${s}`), () => { only.show = s; at.focus = ''; }, { 'aria-pressed': String(only.show === s), key: s, class: 'small' })),
    button(t(only.line ? 'room.script.table' : 'room.script.line'), () => { only.line = !only.line; if (only.line) only.show = 'all'; }, { class: 'small other' })),
  el('div', { class: 'row narrow' }, field(t('room.script.find'), only, 'words', { type: 'search' }),
    choice(t('room.role'), only, 'role', [['', t('room.script.everyone')], ...players.map((r): [string, string] => [r.id, word(r.name)])]),
    choice(t('room.phase'), only, 'phase', [['', t('room.phase.all')], ...(asked.script?.phases ?? []).map((p, k): [string, string] => [String(k), word(p.name)])]),
    objectives.length > 0 && choice(t('room.objective'), only, 'objective', [['', t('room.objective.all')], ...objectives.map((o): [string, string] => [o.id, `${o.id} ${word(o.text)}`])]))];
}

export const ScriptTable = defineComponent(() => {
  const minute = computed(() => Math.floor(ex.value / 60000));
  return () => {
    const view = link.view!, shown = narrowed(view);
    return el('section', { 'aria-labelledby': 'h-script' }, el('h2', { id: 'h-script' }, t('room.board.script')), filters(view), el('p', { class: 'note keys' }, t(only.line ? 'room.line.keys' : 'room.script.keys')),
      only.line ? timeline(view, shown, minute.value * 60000) : table(view, shown), shown.length === 0 && el('p', { class: 'quiet' }, t('room.none')));
  };
});
