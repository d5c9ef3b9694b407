// One inject of the script: when it comes and how it stands, what it says and asks for, and what the facilitator may do with it.
// SPDX-License-Identifier: Apache-2.0
import { reactive } from '@vue/runtime-dom';
import { kept } from '../draft';
import { asked, link, order } from '../link';
import { area, button, el, field, form, roleName, stopped, type Part } from '../parts';
import type { Inject, Touched, View, Words } from '../wire';
import { arrow, clockText, language, people, t, word } from '../words';

/** Which inject is open, which has the focus, whether it is being edited. */
export const at = reactive({ open: '', edit: false, focus: '' });
const draft = kept('edit', () => ({ subject: '', body: '' }));

export const touched = (view: View, id: string): Touched => view.injects?.[id] ?? {};
export const injectOf = (id: string): Inject | undefined => asked.script?.injects.find((i) => i.id === id);
/** When it is planned, with its shift; null: not by time. */
export const plannedOf = (view: View, i: Inject): number | null => view.plan?.[i.id] ? view.plan[i.id]!.due ?? view.plan[i.id]!.planned : i.at === null || i.at === undefined ? null : i.at + (touched(view, i.id).shift ?? 0);
export const subjectOf = (view: View, i: Inject): string => word(touched(view, i.id).edit?.subject) || word(i.variants.at(-1)?.subject) || word(i.variants[0]?.subject);
const bodyOf = (view: View, i: Inject, k = i.variants.length - 1): Words => touched(view, i.id).edit?.body ?? i.variants[k]?.body ?? {};
/** Who gets it: by name, or that all who play do. */
export function toText(view: View, to: string[]): string {
  const players = (view.roles ?? []).filter((r) => r.kind === 'player');
  return to.length > 1 && to.length === players.length && players.every((r) => to.includes(r.id)) ? t('room.script.everyone') : people(to.map((id) => roleName(view, id)));
}

/* of two facilitators who send it at once, the second is told so */
export const hold = (id: string, act: string, more: object = {}): Promise<boolean> => order('inject', { inject: id, act, ...(act === 'send' ? { count: link.view?.injects?.[id]?.count ?? 0 } : {}), ...more });
export function edit(view: View, i: Inject): void {
  Object.assign(at, { open: i.id, edit: true });
  Object.assign(draft, { subject: subjectOf(view, i), body: word(bodyOf(view, i)) });
}

/** What it waits for that is not a time, in words; the pack's own line for who points at it. */
export const untimed = (i: Inject): Part => el('span', { class: 'state', dir: 'auto', title: i.trigger }, word(i.when) || t('room.inject.hand'));
/** How it stands: sent at, read by, held, skipped, or waiting for its time or condition. */
export function standing(view: View, i: Inject): Part {
  const one = touched(view, i.id);
  if (one.status === 'held') return el('b', { class: 'state held' }, t('room.inject.held'));
  if (one.status === 'skipped') return el('span', { class: 'state' }, t('room.inject.skipped'));
  if (one.status !== 'sent' && !one.number) return plannedOf(view, i) === null ? untimed(i) : el('span', { class: 'state' }, t('room.inject.planned'));
  const m = view.messages?.find((x) => x.inject === i.id), seen = m && typeof m.seen === 'object' ? m.seen ?? {} : {};
  const read = i.to.filter((r) => r in seen).length;
  return [el('b', { class: 'state sent' }, t('room.inject.sent', { time: clockText(one.ex ?? 0) })), (one.variant ?? 0) > 0 || i.variants.length > 1 ? ` · ${t('room.inject.variant', { n: (one.variant ?? 0) + 1 })}` : '',
    m && el('span', { class: read < i.to.length ? 'bad' : 'good' }, ` · ${t('room.inject.read', { n: read, all: i.to.length })}`)];
}

function buttons(view: View, i: Inject): Part {
  /* the script may be set right at any time but after the end; sent is only while it is played */
  const one = touched(view, i.id), why = stopped(view), over = view.clock.state === 'ended';
  if (one.status === 'sent') return null;
  const held = one.status === 'held' || one.status === 'skipped';
  return el('div', { class: 'row tools' }, button(t('room.inject.send'), () => hold(i.id, 'send'), { disabled: Boolean(why), class: 'small' }),
    button(t(held ? 'room.inject.release' : 'room.inject.hold'), () => hold(i.id, held ? 'release' : 'hold'), { disabled: over, class: 'small' }),
    !held && button(t('room.inject.skip'), () => hold(i.id, 'skip'), { disabled: over, class: 'small' }), button(t('room.inject.edit'), () => edit(view, i), { disabled: over, class: 'small' }),
    plannedOf(view, i) !== null && [button(t('room.inject.later'), () => hold(i.id, 'shift', { ms: 60000 }), { disabled: over, class: 'small' }), button(t('room.inject.sooner'), () => hold(i.id, 'shift', { ms: -60000 }), { disabled: over, class: 'small' })],
    why && el('span', { class: 'note' }, why));
}

function editing(view: View, i: Inject): Part {
  const keep = async (): Promise<void> => {
    const l = language.value, subject = { ...(touched(view, i.id).edit?.subject ?? i.variants.at(-1)?.subject), [l]: draft.subject }, body = { ...bodyOf(view, i), [l]: draft.body };
    if (await hold(i.id, 'edit', { subject, body })) at.edit = false;
  };
  return form(keep, el('p', { class: 'note' }, t('room.inject.editing', { language: t('language.name') })), field(t('room.subject'), draft, 'subject', { maxlength: 200 }), area(t('room.text'), draft, 'body', { rows: 5 }),
    el('div', { class: 'row' }, el('button', { type: 'submit', class: 'main', disabled: view.clock.state === 'ended' }, t('room.keep')), button(t('room.cancel'), () => { at.edit = false; })));
}

/** As the pack writes it, for its authors. */
function grammar(i: Inject): Part {
  const lines = [i.when && i.trigger, ...i.variants.map((v) => v.if)].filter((x): x is string => Boolean(x));
  return lines.length > 0 && el('details', { class: 'below' }, el('summary', {}, t('room.inject.grammar')), lines.map((x) => el('p', { key: x }, el('code', { dir: 'ltr' }, x))));
}
export function details(view: View, i: Inject): Part {
  return el('div', { class: 'inject' }, word(i.when) && el('p', { class: 'note', dir: 'auto' }, word(i.when)), at.edit ? editing(view, i) : i.variants.map((v, k) => el('div', { key: k }, v.if && el('p', { class: 'note' }, t('room.inject.if', { what: word(v.words) || v.if })), v.subject && i.variants.length > 1 && el('b', { dir: 'auto' }, word(v.subject)), el('p', { class: 'text', dir: 'auto' }, word(k === i.variants.length - 1 ? bodyOf(view, i, k) : v.body)))),
    (i.actions ?? []).length > 0 && el('ul', {}, i.actions!.map((a) => el('li', { key: a.id }, a.critical && el('b', {}, '! '), el('span', { dir: 'auto' }, word(a.text)), view.actions?.[a.id] && el('span', { class: 'good' }, ` ✓ ${clockText(view.actions[a.id]!.ex)}`)))),
    (i.effects ?? []).map((e) => el('p', { class: 'note', key: word(e) }, `${arrow()} `, el('bdi', {}, word(e)))), i.contingency && el('p', { class: 'note' }, t('room.inject.else', { inject: i.contingency })), grammar(i), buttons(view, i));
}

/** Of a list, the one that Tab leads to: the one that had the focus, else the first. */
export const focusOf = (shown: Inject[]): string | undefined => shown.some((i) => i.id === at.focus) ? at.focus : shown[0]?.id;
/** Opens it, or closes it again. */
export function toggle(id: string): void {
  Object.assign(at, { open: at.open === id ? '' : id, edit: false });
}
export function coming(view: View): Inject[] {
  return (asked.script?.injects ?? []).filter((i) => !['sent', 'skipped'].includes(touched(view, i.id).status ?? ''));
}
