// The Annex 2 form: its questions as the rules word them, and what the rules made of the answers, as a reminder.
// SPDX-License-Identifier: Apache-2.0
import { asked } from '../link';
import { choice, el, moment, type Part } from '../parts';
import type { Form, View, Words } from '../wire';
import { fallback, has, language, spanText, t, tagOf, word } from '../words';

const mark = (read: string | null | undefined): string => read === 'recalled' ? ' †' : '';
/** In the reader's language as the rules say it, else as the pages do, else in another language. */
const said = (w: Words | undefined, key: string): string => w?.[language.value] || (has(key) ? t(key) : word(w));
const question = (field: string) => asked.annex2?.questions.find((q) => q.field === field);

/** What a field of the form asks; '': it is none of the rules' questions. */
export function questionText(field: string): string {
  const q = question(field);
  return q ? said(q.text, `room.form.annex2.${field}`) : '';
}
export const conditionText = (id: string): string => word(asked.annex2?.conditions.find((c) => c.id === id)?.name) || id;
/** Fields of the questions that help to answer others. */
export const below = (field?: string): string[] => {
  const all = asked.annex2?.questions ?? [], id = question(field ?? '')?.id;
  return all.filter((q) => q.parent && (!field || q.parent === id)).map((q) => q.field);
};

export function conditions(title: string, draft: Record<string, string>): Part {
  const all = asked.annex2?.conditions ?? [];
  return all.length > 0 && [choice(title, draft, 'condition', [['', t('room.annex2.none')], ...all.map((c): [string, string] => [c.id, word(c.name) + mark(c.read)])], { key: 'condition' }),
    all.some((c) => mark(c.read)) && el('p', { class: 'note', key: 'recalled' }, t('room.annex2.recalled'))];
}
/** Those below a question, to be opened. */
export function helping(field: string, draft: Record<string, string>, answers: [string, string][]): Part {
  const all = below(field);
  return all.length > 0 && el('details', { key: `${field}.below`, class: 'below' }, el('summary', {}, t('room.annex2.below')), all.map((f) => choice(questionText(f) + mark(question(f)?.read), draft, f, answers, { key: f })));
}
export function sources(): Part {
  const rules = asked.annex2, all = rules?.questions ?? [], cites = [language.value, fallback.value].find((l) => all[0]?.source[l]) ?? 'en';
  return all.length > 0 && el('details', { class: 'below' }, el('summary', {}, t('room.annex2.sources')), rules?.version && el('p', { class: 'note' }, t('room.annex2.version', { version: rules.version.id })),
    el('ul', { class: 'note', lang: tagOf(cites), dir: 'ltr' }, all.map((q) => el('li', { key: q.id }, `${q.reference[cites]}: ${q.source[cites]}${mark(q.read)}`))), el('p', { class: 'note' }, t('room.annex2.recalled')));
}

/* ---- what the rules made of it ---- */
/** An article as the rules cite it, in the reader's language; anything else as it is cited. */
const cited = (article = ''): string => { const n = /^IHR Article (\S+)$/.exec(article)?.[1]; return n ? t('room.annex2.article', { n }) : article; };
const list = (fields: string[]): string => fields.map((f) => questionText(f) || t(`room.form.annex2.${f}`)).join(' ');

function decision(view: View, f: Form): Part {
  const r = f.result!, first = typeof f.fields.condition === 'string' ? conditionText(f.fields.condition) : '', left = (r.due ?? 0) - (view.clock.sim ?? 0);
  return [el('strong', {}, r.decision === 'always' ? t('room.annex2.always', { condition: first, article: cited(r.article) }) : t(`room.annex2.${r.decision}`, { yes: r.n_yes, article: cited(r.article) })),
    r.due !== undefined && view.clock.sim !== undefined && el('span', {}, ` ${t('room.annex2.until', { n: r.hours ?? 0, time: moment(view, r.due) })} (${t(left < 0 ? 'room.annex2.over' : 'room.annex2.left', { time: spanText(Math.abs(left)) })})`)];
}
/** The result of a form as a reminder; `team`: beside what the team itself said. */
export function verdict(view: View, f: Form, team = false): Part {
  const r = f.result;
  if (!r) return null;
  const unknown = Object.keys(r.answers).filter((q) => r.answers[q] === 'unknown'), says = f.fields.notify, agrees = says === undefined || (says === 'yes') === (r.decision !== 'reassess');
  return el('div', { class: 'verdict' }, el('p', {}, decision(view, f)),
    unknown.length > 0 && el('p', {}, t(r.open ? 'room.annex2.open' : 'room.annex2.unknown', { what: list(unknown) })),
    r.contradicts.length > 0 && el('p', {}, t('room.annex2.contradicts', { what: list(r.contradicts) })),
    team && (says === 'yes' || says === 'no') && el('p', { class: agrees ? 'agrees' : 'differs' }, t(agrees ? 'room.annex2.agree' : 'room.annex2.differ', { said: t(`room.${says}`) })),
    el('p', { class: 'note' }, t('room.annex2.reminder'), r.version && ` ${t('room.annex2.version', { version: r.version })}`));
}
