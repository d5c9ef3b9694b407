// The log as it is written, notes for it, and at the end what is taken home: the script as run and the whole log.
// SPDX-License-Identifier: Apache-2.0
import type { VNode } from '@vue/runtime-dom';
import { kept } from '../draft';
import { begin, order } from '../link';
import { button, el, field, roleName, type Part } from '../parts';
import type { Entry, View } from '../wire';
import { clockText, has, language, t, word } from '../words';
import { decisionName } from './orders';

const draft = kept('note', () => ({ note: '' }));

/** What an entry says, in a line. */
export function what(e: Entry, whole = true): string {
  const b = e.body, act = String(b.act ?? ''), of = [`room.log.${e.kind}.${act}`, `room.log.${e.kind}`].find(has);
  const value = typeof b.value === 'number' && e.kind === 'clock' ? act === 'speed' ? `×${b.value}` : clockText(b.value) : '';
  const more = b.inject ?? b.action ?? (b.decision ? decisionName(String(b.decision)) : undefined) ?? b.milestone ?? b.task ?? (b.form ? t(`room.form.${String(b.form)}`) : '');
  const text = typeof b.text === 'string' ? b.text : typeof b.reason === 'string' ? b.reason : typeof b.reasons === 'string' ? b.reasons : word(b.subject as View['title'] | undefined);
  return [of ? t(of) : e.kind, value, String(more), whole && b.proxy ? `(${t('room.proxy.mark')})` : ''].filter(Boolean).join(' ') + (text ? `: \u2068${text}\u2069` : '') + (e.in_force ? '' : ` (${t('room.undone')})`);
}
function line(view: View, e: Entry): Part {
  const b = e.body, id = b.seat ?? b.by;
  return el('tr', { key: e.number, class: e.in_force ? '' : 'undone' }, el('td', {}, String(e.number)), el('td', {}, clockText(b.ex)), el('td', { dir: 'auto' }, id === 'machine' ? t('room.machine.by') : id === 'control' ? t('room.control.team') : view.roles?.some((r) => r.id === id) ? roleName(view, id) : id || ''), el('td', { dir: 'auto' }, what(e)));
}

export function exports_(view: View, sheets = true): Part {
  return el('section', { class: 'exports', 'aria-labelledby': 'h-exports' }, el('h2', { id: 'h-exports' }, t('room.exports')), el('ul', { class: 'plain' },
    view.pack && [el('li', {}, el('a', { href: `/api/msel?format=xlsx&language=${language.value}`, download: '' }, t('room.msel.xlsx'))), el('li', {}, el('a', { href: `/api/msel?format=csv&language=${language.value}`, download: '' }, t('room.msel.csv')))],
    el('li', {}, el('a', { href: '/api/log?format=csv', download: '' }, t('room.log.csv'))), el('li', {}, el('a', { href: '/api/log?format=json', download: '' }, t('room.log.json')))), view.pack && sheets && paper());
}

/* a window of its own: once it has come it asks for the printer; where windows are not allowed the link leads there */
function print(e: Event): void {
  const link = e.currentTarget as HTMLAnchorElement, page = open(link.href, '_blank');
  if (!page) return;
  e.preventDefault();
  const waiting = setInterval(() => {
    if (!page.closed && (page.location.href === 'about:blank' || page.document.readyState !== 'complete')) return;
    clearInterval(waiting);
    if (!page.closed) page.print();
  }, 200);
}
const sheet = (kind: string, more: object): VNode => el('a', { href: `/api/paper?kind=${kind}&language=${language.value}`, target: '_blank', ...more }, t(`room.paper.${kind}`));

/** Everything on paper, in the reader's language. */
const paper = (): Part => [el('h3', {}, t('room.paper')), el('p', {}, sheet('all', { class: 'button main', onClick: print })), el('p', { class: 'note' }, t('room.paper.note')),
  el('details', {}, el('summary', {}, t('room.paper.parts')), el('ul', { class: 'plain' }, ['script', 'roles', 'injects', 'observers'].map((kind) => el('li', { key: kind }, sheet(kind, {})))))];

export function log(view: View): Part {
  const keep = async (): Promise<void> => { if (await order('note', { text: draft.note })) draft.note = ''; };
  return el('section', { 'aria-labelledby': 'h-log' }, el('h2', { id: 'h-log' }, t('room.log')), exports_(view),
    el('form', { class: 'row', onSubmit: (e: Event) => { e.preventDefault(); void keep(); } }, field(t('room.note'), draft, 'note', { maxlength: 1900 }), el('button', { type: 'submit', disabled: draft.note.trim() === '' }, t('room.note.keep'))),
    el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('room.log') }, el('table', { class: 'log' }, el('thead', {}, el('tr', {}, ['room.log.number', 'room.clock', 'room.log.who', 'room.log.what'].map((k) => el('th', { scope: 'col', key: k }, t(k))))),
      el('tbody', {}, (view.entries ?? []).map((e) => line(view, e))))));
}

export function leaving(): Part {
  return button(t('room.logout'), async () => { if (await order('leave')) await begin(); }, { class: 'link' });
}
