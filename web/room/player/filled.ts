// What each form asks, and a form as it was filled in.
// SPDX-License-Identifier: Apache-2.0
import { el, type Part } from '../parts';
import type { Form } from '../wire';
import { has, t } from '../words';
import { below, conditionText, questionText } from './annex';

export type Kind = 'text' | 'line' | 'number' | 'question' | 'yes' | 'sex' | 'condition';
/** The forms and their fields, in the order in which they are filled in; a star: must be filled in. */
export const forms: Record<string, Record<string, Kind | `${Kind}*`>> = {
  sitrep: { known: 'text*', cases: 'number', deaths: 'number', done: 'text', needed: 'text' },
  annex2: { condition: 'condition', event: 'text*', serious: 'question*', unusual: 'question*', spread: 'question*', trade: 'question*', notify: 'yes*', why: 'text*' },
  case: { place: 'line*', onset: 'line', age: 'number', sex: 'sex', symptoms: 'text*', travelled: 'text', contacts: 'text', sample: 'question', measures: 'text' },
  forecast: { what: 'line*', low: 'number*', middle: 'number*', high: 'number*' },
  article43: { measure: 'line*', since: 'line*', reasons: 'text*', evidence: 'text*', milder: 'text', review: 'line' },
};
export const fieldName = (name: string, key: string): string => name === 'annex2' && questionText(key) ? questionText(key) : has(`room.form.${name}.${key}`) ? t(`room.form.${name}.${key}`) : key;
export const valueText = (v: unknown): string => typeof v === 'string' && has(`room.${v}`) && ['yes', 'no', 'unknown', 'female', 'male'].includes(v) ? t(`room.${v}`) : String(v);

/* as the form has them, each with those that help to answer it; what it no longer has comes last */
function inOrder(f: Pick<Form, 'form' | 'fields'>): string[] {
  const all = Object.keys(forms[f.form] ?? {}).flatMap((key) => [key, ...(f.form === 'annex2' ? below(key) : [])]);
  return [...all.filter((key) => key in f.fields), ...Object.keys(f.fields).filter((key) => !all.includes(key))];
}
/** A form as it was filled in, in the order in which it is asked. */
export function showForm(f: Pick<Form, 'form' | 'fields'>): Part {
  return el('dl', { class: 'filled' }, inOrder(f).map((key) =>
    el('div', { key }, el('dt', {}, fieldName(f.form, key)), el('dd', { dir: 'auto' }, f.form === 'annex2' && key === 'condition' ? conditionText(String(f.fields[key])) : valueText(f.fields[key])))));
}
