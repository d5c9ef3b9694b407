// Forms: situation report, Annex 2, case, forecast, reasons for an additional measure; what was sent stays to be read.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent } from '@vue/runtime-dom';
import { kept } from '../draft';
import { link, order, sim } from '../link';
import { figureRead } from '../figure';
import { area, button, choice, el, field, form, number, sending, stopped, type Part } from '../parts';
import type { Fields, View } from '../wire';
import { clockText, t } from '../words';
import { below, conditions, helping, sources, verdict } from './annex';
import { answered, answering, shown } from './at';
import { orderName, over } from './decide';
import { mark } from './entered';
import { fieldName, forms, showForm } from './filled';
import { answerTo, replying } from './inbox';
import { whom } from './whom';

const drafts = kept('forms', (): Record<string, Record<string, string>> => ({}));
const receivers = kept('forms.to', () => ({ to: [] as string[] }));
const answers = (kind: string): [string, string][] => [['', '–'], ...(kind === 'sex' ? ['female', 'male', 'unknown'] : kind === 'yes' ? ['yes', 'no'] : ['yes', 'no', 'unknown']).map((v): [string, string] => [v, t(`room.${v}`)])];
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
    if (kind === 'line') return field(title, draft, key, { required: needed, maxlength: 200, list: key === 'measure' ? 'ordered' : undefined, key });
    if (kind === 'number') return number(title, draft, key, { required: needed, key, wrong: name === 'forecast' && crossed(draft, key) });
    if (kind === 'condition') return conditions(title, draft);
    return [choice(title, draft, key, answers(kind), { required: needed, key }), name === 'annex2' && helping(key, draft, answers(kind))];
  });
}
export function filled(name: string, draft: Record<string, string>): Fields {
  const all = [...Object.entries(forms[name]!), ...(name === 'annex2' ? below().map((f): [string, string] => [f, 'question']) : [])];
  return Object.fromEntries(all.filter(([key]) => (draft[key] ?? '') !== '').map(([key, of]) => [key, of.startsWith('number') ? figureRead(draft[key]!) : draft[key]!.trim()]));
}
function sent(view: View): Part {
  const all = (view.forms ?? []).filter((f) => !f.seat || f.seat === view.me?.seat).sort((a, b) => b.number - a.number);
  return all.length > 0 && el('section', {}, el('h3', {}, t('room.forms.sent')), all.map((f, k) => el('details', { key: f.number, open: k === 0 && Boolean(f.result) }, el('summary', {}, `${clockText(f.ex)} · ${t(`room.form.${f.form}`)}`, mark(f)), verdict(view, f), showForm(f))));
}

/* What the Regulations say of measures beyond WHO's advice, and those in force to choose from. */
const additional = (view: View): Part => [el('p', { class: 'note' }, t('room.article43.note')),
  el('datalist', { id: 'ordered' }, (view.orders ?? []).filter((o) => o.status === 'ordered' && !o.record && !over(o, sim.value)).map((o) => el('option', { value: orderName(o), key: o.number })))];

export const Forms = defineComponent(() => () => {
  const view = link.view!, name = shown.form, draft = drafts[name] ??= {}, about = answered(view, 'forms') ?? null;
  const send = async (): Promise<void> => {
    if (await order('act', { act: 'form', form: name, fields: filled(name, draft), ...(receivers.to.length ? { to: receivers.to } : {}), ...replying(view, 'forms') }, t('room.form.kept'))) {
      drafts[name] = {};
      receivers.to = [];
      answering.forms = 0;
    }
  };
  return el('section', { 'aria-labelledby': 'h-forms' }, el('h2', { id: 'h-forms', tabindex: -1 }, t('room.tab.forms')),
    el('div', { class: 'row choose' }, Object.keys(forms).map((f) => button(t(`room.form.${f}`), () => { shown.form = f; }, { 'aria-pressed': String(f === name), key: f }))),
    form(send, answerTo(view, 'forms'),
      name === 'annex2' && el('p', { class: 'note' }, t('room.annex2.hint')), name === 'forecast' && el('p', { class: 'note' }, t('room.forecast.hint')), name === 'article43' && additional(view), fieldsOf(name, draft), name === 'annex2' && sources(),
      el('fieldset', {}, el('legend', {}, t('room.form.to')), whom(view, about, receivers, false)),
      sending(t('room.form.send'), stopped(view))), sent(view));
});
