// Answers of the tables, question by question; released to the projector and to all one question at a time.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { asked, link, order } from '../link';
import { button, el, roleName, type Part } from '../parts';
import type { View } from '../wire';
import { clockText, t, word } from '../words';
import { verdict } from '../player/annex';
import { showForm } from '../player/filled';

function questions(view: View, k: number): Part {
  const phase = asked.script!.phases[k]!, open = view.released ?? [];
  return el('section', { key: phase.id }, el('h3', { dir: 'auto' }, word(phase.name)), el('ol', { class: 'asked' }, (phase.questions ?? []).map((q, n) => {
    const all = (view.answers ?? []).filter((a) => a.phase === phase.id && a.question === n), shown = open.some((r) => r.phase === phase.id && r.question === n);
    return el('li', { key: n }, el('p', { class: 'question', dir: 'auto' }, word(q)), el('ul', { class: 'answers' }, all.map((a) => el('li', { key: a.seat }, el('b', { dir: 'auto' }, roleName(view, a.seat)), el('p', { dir: 'auto' }, a.text)))), all.length === 0 && el('p', { class: 'quiet' }, t('room.answers.wait')),
      button(t(shown ? 'room.release.hide' : 'room.release'), () => order('release', { phase: phase.id, question: n, shown: !shown }), { class: shown ? 'small' : 'small main', disabled: all.length === 0 && !shown, 'aria-label': `${t(shown ? 'room.release.hide' : 'room.release')}: ${n + 1}` }));
  })));
}

export const Answers = defineComponent(() => () => {
  const view = link.view!, with_ = (asked.script?.phases ?? []).flatMap((p, k) => (p.questions ?? []).length ? [k] : []), now = view.phase?.index ?? -1;
  const all = [...(view.forms ?? [])].sort((a, b) => b.number - a.number);
  return el('div', { class: 'halves' }, el('div', { class: 'half' }, el('h2', {}, t('room.board.answers')), with_.sort((a, b) => Number(b === now) - Number(a === now)).map((k) => questions(view, k))),
    el('div', { class: 'half' }, el('h2', {}, t('room.forms.sent')), all.length === 0 && el('p', { class: 'quiet' }, t('room.none')),
      all.map((f) => el('details', { key: f.number }, el('summary', {}, `${clockText(f.ex)} · ${t(`room.form.${f.form}`)} · `, el('bdi', {}, roleName(view, f.seat))), verdict(view, f, true), showForm(f)))));
});
