// Forms: situation report, Annex 2, case, forecast; what was sent stays to be read.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { kept } from '../draft';
import { link, order } from '../link';
import { figureRead } from '../figure';
import { area, button, choice, el, field, form, number, sending, stopped, type Part } from '../parts';
import type { Fields, Form, View } from '../wire';
import { clockText, has, t } from '../words';
import { below, conditions, conditionText, helping, questionText, sources, verdict } from './annex';
import { mark } from './entered';
import { headline } from './inbox';
import { at, shown } from './at';

type Kind = 'text' | 'line' | 'number' | 'question' | 'yes' | 'sex' | 'condition';
/** The forms and their fields, in the order in which they are filled in; a star: must be filled in. */
export const forms: Record<string, Record<string, Kind | `${Kind}*`>> = {
  sitrep: { known: 'text*', cases: 'number', deaths: 'number', done: 'text', needed: 'text' },
  annex2: { condition: 'condition', event: 'text*', serious: 'question*', unusual: 'question*', spread: 'question*', trade: 'question*', notify: 'yes*', why: 'text*' },
  case: { place: 'line*', onset: 'line', age: 'number', sex: 'sex', symptoms: 'text*', travelled: 'text', contacts: 'text', sample: 'question', measures: 'text' },
  forecast: { what: 'line*', low: 'number*', middle: 'number*', high: 'number*' },
};
const drafts = kept('forms', (): Record<string, Record<string, string>> => ({ sitrep: {}, annex2: {}, case: {}, forecast: {} }));
const answers = (kind: string): [string, string][] => [['', '–'], ...(kind === 'sex' ? ['female', 'male', 'unknown'] : kind === 'yes' ? ['yes', 'no'] : ['yes', 'no', 'unknown']).map((v): [string, string] => [v, t(`room.${v}`)])];
export const fieldName = (name: string, key: string): string => name === 'annex2' && questionText(key) ? questionText(key) : has(`room.form.${name}.${key}`) ? t(`room.form.${name}.${key}`) : key;
export const valueText = (v: unknown): string => typeof v === 'string' && has(`room.${v}`) && ['yes', 'no', 'unknown', 'female', 'male'].includes(v) ? t(`room.${v}`) : String(v);

/** What a forecast's number has before it and is below, said at the later of the two. */
function crossed(draft: Record<string, string>, key: string): string | false {
  const order = ['low', 'middle', 'high'], n = figureRead(draft[key] ?? ''), before = order.slice(0, order.indexOf(key)).filter((k) => figureRead(draft[k] ?? '') > n).at(-1);
  return before !== undefined && t('room.forecast.below', { what: fieldName('forecast', before), n: draft[before]!.trim() });
}
/** Fields of a form, writing into a draft; the proxy's page uses them too. */
export function fieldsOf(name: string, draft: Record<string, string>): Part {
  return Object.entries(forms[name]!).map(([key, of]) => {
    const needed = of.endsWith('*'), kind = of.replace('*', ''), title = fieldName(name, key) + (needed ? ' *' : '');
    if (kind === 'text') return area(title, draft, key, { rows: 2, required: needed, key });
    if (kind === 'line') return field(title, draft, key, { required: needed, maxlength: 200, key });
    if (kind === 'number') return number(title, draft, key, { required: needed, key, wrong: name === 'forecast' && crossed(draft, key) });
    if (kind === 'condition') return conditions(title, draft);
    return [choice(title, draft, key, answers(kind), { required: needed, key }), name === 'annex2' && helping(key, draft, answers(kind))];
  });
}
export function filled(name: string, draft: Record<string, string>): Fields {
  const all = [...Object.entries(forms[name]!), ...(name === 'annex2' ? below().map((f): [string, string] => [f, 'question']) : [])];
  return Object.fromEntries(all.filter(([key]) => (draft[key] ?? '') !== '').map(([key, of]) => [key, of.startsWith('number') ? figureRead(draft[key]!) : draft[key]!.trim()]));
}
export const showForm = (f: Form): Part => el('dl', { class: 'filled' }, Object.entries(f.fields).map(([key, value]) => el('div', { key }, el('dt', {}, fieldName(f.form, key)), el('dd', { dir: 'auto' }, f.form === 'annex2' && key === 'condition' ? conditionText(String(value)) : valueText(value)))));

function sent(view: View): Part {
  const all = (view.forms ?? []).filter((f) => !f.seat || f.seat === view.me?.seat).sort((a, b) => b.number - a.number);
  return all.length > 0 && el('section', {}, el('h3', {}, t('room.forms.sent')), all.map((f, k) => el('details', { key: f.number, open: k === 0 && Boolean(f.result) }, el('summary', {}, `${clockText(f.ex)} · ${t(`room.form.${f.form}`)}`, mark(f)), verdict(view, f), showForm(f))));
}

export const Forms = defineComponent(() => () => {
  const view = link.view!, name = shown.form, draft = drafts[name]!;
  const open = (view.messages ?? []).filter((m) => m.seat !== view.me?.seat && (m.due !== undefined || m.number === at.reply));
  const send = async (): Promise<void> => {
    if (await order('act', { act: 'form', form: name, fields: filled(name, draft), ...(Number(at.reply) ? { reply_to: Number(at.reply) } : {}) }, t('room.form.kept'))) drafts[name] = {};
  };
  return el('section', { 'aria-labelledby': 'h-forms' }, el('h2', { id: 'h-forms', tabindex: -1 }, t('room.tab.forms')),
    el('div', { class: 'row choose' }, Object.keys(forms).map((f) => button(t(`room.form.${f}`), () => { shown.form = f; }, { 'aria-pressed': String(f === name), key: f }))),
    form(send, open.length > 0 && choice(t('room.answers.what'), at, 'reply', [[0, t('room.answers.none')], ...open.map((m): [number, string] => [m.number, `${clockText(m.ex)} ${headline(m)}`])]),
      name === 'annex2' && el('p', { class: 'note' }, t('room.annex2.hint')), name === 'forecast' && el('p', { class: 'note' }, t('room.forecast.hint')), fieldsOf(name, draft), name === 'annex2' && sources(),
      sending(t('room.form.send'), stopped(view))), sent(view));
});
