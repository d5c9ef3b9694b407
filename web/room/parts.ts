// What all pages share: the ribbon, the clock, the choice of language, what went wrong, a real emergency, small pieces of forms.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, h, nextTick, reactive, type VNode } from '@vue/runtime-dom';
import { figureRead, persian, typed } from './figure';
import { asked, ex, link, order, sim, worked } from './link';
import { sureSaid } from './sure';
import type { View } from './wire';
import { clockText, language, languages, lengthText, listed, momentText, reviewed, speak, t, tagOf, terms, word } from './words';

export type Part = VNode | string | number | null | false | undefined | Part[];
/* What is read in Dari has Persian digits: what has Arabic letters, or none at all. Ids and what is to be typed stand as they are typed. */
const asTyped = /\b(id|box|number|pin|address|join-line)\b/;
const said = (text: string): string => /[\u0600-\u06ef]/.test(text) || !/\p{L}/u.test(text) ? persian(text) : text;
const read = (c: unknown): unknown => typeof c === 'string' || typeof c === 'number' ? said(String(c)) : c;
export const el = (tag: string, attributes: Record<string, unknown> = {}, ...children: Part[]): VNode => {
  const all = children.flat(9).filter((c) => c !== null && c !== false && c !== undefined && c !== '') as VNode[];
  if (language.value !== 'prs' || tag === 'code' || asTyped.test(String(attributes.class ?? ''))) return h(tag, attributes, all);
  const label = attributes['aria-label'];
  return h(tag, label === undefined ? attributes : { ...attributes, 'aria-label': read(label) }, all.map(read) as VNode[]);
};

export function button(text: Part, press: (e: Event) => unknown, attributes: Record<string, unknown> = {}): VNode {
  return el('button', { type: 'button', onClick: press, ...attributes }, text);
}

type Draft = Record<string, unknown>;
const put = (draft: object, key: string) => (e: Event): void => {
  const box = e.target as HTMLInputElement;
  (draft as Draft)[key] = box.type === 'checkbox' ? box.checked : box.value;
};
/* what is wrong with a field stands at the field, and is said */
const wrongAt = (wrong: unknown): Part => Boolean(wrong) && el('span', { class: 'at-field', role: 'alert' }, String(wrong));
const labelled = (name: Part, wrong: unknown, box: VNode): VNode => el('label', { class: 'field' }, name, box, wrongAt(wrong));
/** A labelled field that writes into a draft; `wrong`: what does not fit there. */
export const field = (name: Part, draft: object, key: string, { wrong, ...attributes }: Record<string, unknown> = {}): VNode =>
  labelled(name, wrong, el('input', { value: (draft as Draft)[key] ?? '', onInput: put(draft, key), autocomplete: 'off', dir: 'auto', 'aria-invalid': wrong ? 'true' : undefined, ...attributes }));
export const area = (name: Part, draft: object, key: string, { wrong, ...attributes }: Record<string, unknown> = {}): VNode =>
  labelled(name, wrong, el('textarea', { value: (draft as Draft)[key] ?? '', onInput: put(draft, key), rows: 3, maxlength: 1900, dir: 'auto', 'aria-invalid': wrong ? 'true' : undefined, ...attributes }));
/** A field for figures or a time: digits of other scripts become European ones as they are typed. */
export const figures = (name: Part, draft: object, key: string, attributes: Record<string, unknown> = {}): VNode =>
  field(name, draft, key, { dir: 'ltr', ...attributes, onInput: (e: Event) => { typed(e.target as HTMLInputElement); put(draft, key)(e); } });
/** A number, told at the field where it is none. */
export function number(name: Part, draft: object, key: string, attributes: Record<string, unknown> = {}): VNode {
  const text = String((draft as Draft)[key] ?? '').trim();
  return figures(name, draft, key, { inputmode: 'decimal', maxlength: 20, ...attributes, wrong: text !== '' && Number.isNaN(figureRead(text)) ? t('room.error.number') : attributes.wrong });
}
export const choice = (name: Part, draft: object, key: string, options: [string | number, string][], attributes: Record<string, unknown> = {}): VNode =>
  el('label', { class: 'field' }, name, el('select', { value: (draft as Draft)[key] ?? '', onChange: put(draft, key), ...attributes },
    options.map(([value, text]) => el('option', { value, key: value, selected: String((draft as Draft)[key] ?? '') === String(value) }, text))));
/** A field that one may write into at once when it comes. */
export const here = { onVnodeMounted: (v: { el: unknown }): void => { (v.el as HTMLElement).focus(); } };
/** Roles to tick; ids in draft[key]. */
interface Named { id: string; name: unknown }
export const ticks = (roles: Named[], draft: object, key: string): Part => {
  const all = (draft as Record<string, string[]>)[key] ?? [];
  return el('div', { class: 'ticks' }, roles.map((r) => el('label', { class: 'tick', key: r.id },
    el('input', { type: 'checkbox', checked: all.includes(r.id), onChange: (e: Event) => {
      (draft as Draft)[key] = (e.target as HTMLInputElement).checked ? [...all, r.id] : all.filter((x) => x !== r.id);
    } }), el('span', { dir: 'auto' }, word(r.name as View['title'])))));
};
const find = reactive({ words: '' });
/** Those to whom it most likely goes; the others behind one line, which names whom of them one has ticked, to be found by a word. */
export function receivers(likely: Named[], others: Named[], draft: object, key: string): Part {
  const wanted = find.words.trim().toLocaleLowerCase(), name = (r: Named): string => word(r.name as View['title']), ticked = others.filter((r) => (draft as Record<string, string[]>)[key]!.includes(r.id));
  return [ticks(likely, draft, key), others.length > 0 && el('details', { class: 'others' }, el('summary', {}, t('room.to.others', { n: others.length }), ticked.length > 0 && [': ', el('b', { dir: 'auto' }, listed(ticked.map(name)))]),
    others.length > 6 && field(t('room.script.find'), find, 'words', { type: 'search' }), ticks(others.filter((r) => name(r).toLocaleLowerCase().includes(wanted)), draft, key))];
}
/* whoever writes sees the button, too, where both fit on the screen */
function along(e: Event): void {
  const box = e.target as HTMLElement, send = (e.currentTarget as HTMLElement).querySelector('[type=submit]');
  if (send && box.tagName === 'TEXTAREA' && send.getBoundingClientRect().bottom - box.getBoundingClientRect().top < innerHeight / 2) send.scrollIntoView({ block: 'nearest' });
}
/** A form; while a field of it is wrong it does not go, and that field has the focus. */
export const form = (submit: () => unknown, ...children: Part[]): VNode =>
  el('form', { onFocusin: along, onSubmit: async (e: Event) => {
    e.preventDefault();
    const of = e.currentTarget as HTMLElement, wrong = (): HTMLElement | null => of.querySelector('[aria-invalid=true]');
    if (!wrong()) await submit();
    await nextTick();
    wrong()?.focus();
  } }, ...children);

/** Why nothing is taken now; '' while it is. Who has the clock is told its state alone. */
export function stopped(view: View): string {
  const { state, started } = view.clock, control = view.me?.rank === 'control';
  if (state === 'real') return t('room.real');
  return state === 'ended' ? t(control ? 'room.state.ended' : 'room.error.ended') : started ? '' : t(control ? 'room.state.briefing' : 'room.error.started');
}
/** The button that sends a form; grey where nothing is taken or something is missing, and beside it stands why. */
export function sending(text: string, stop: string, missing: (string | false)[] = [], more: Part = null, attributes: Record<string, unknown> = {}): VNode {
  const names = missing.filter((x) => x !== false), why = stop || (names.length > 0 && t('room.missing', { what: listed(names) }));
  return el('div', { class: 'row' }, el('button', { type: 'submit', class: 'main', ...attributes, disabled: Boolean(why) || Boolean(attributes.disabled) }, text), more, why && el('span', { class: 'note' }, why));
}

export function speaking(): VNode {
  return el('nav', { class: 'languages', 'aria-label': t('room.language') }, languages.map((l) =>
    button(t('language.name', {}, l), () => speak(l), { lang: tagOf(l), 'aria-pressed': String(language.value === l) })));
}

/** EXERCISE on every page, but never in a real emergency, which says so in every language. */
function ribbon(view: View): VNode {
  if (view.clock.state !== 'real')
    return el('p', { class: 'ribbon' }, t('room.exercise'));
  return el('div', { class: 'ribbon real', role: 'alert' }, languages.map((l) => el('strong', { lang: tagOf(l), dir: 'auto' }, t('room.real', {}, l))));
}
/** The ribbon and, below it, what went wrong or was done: both stay in sight wherever one has scrolled to. */
export const top = (view: View): VNode => el('div', { class: 'top', onVnodeUpdated: uncover }, ribbon(view), sureSaid(), el('div', { class: 'told' }, told(view)));
/* what has the focus comes out from under a line that is new */
function uncover(v: { el: unknown }): void {
  const one = document.activeElement, bar = v.el as HTMLElement, over = bar.querySelector('.told')!.getBoundingClientRect().bottom - (one?.getBoundingClientRect().top ?? 0);
  if (one && one !== document.body && over > 0 && one.getBoundingClientRect().bottom > 0 && bar.textContent !== seen) scrollBy(0, -over - 8);
  seen = bar.textContent;
}
let seen: string | null = '';

/** The date of a moment of the scenario, from the clock's own date. */
export function moment(view: View, seconds: number | undefined): string {
  const c = view.clock;
  return seconds === undefined || c.sim === undefined || !c.date ? '' : momentText(c.date, seconds - Math.floor(c.sim / 60) * 60);
}
/** One minute of those who play is so much of the scenario: the pace of the phase by the speed of the clock. */
export function paceText(phase: number | undefined, speed: number): string {
  if (phase === undefined) return '';
  const pace = phase * speed;
  if (pace === 0) return t('room.pace.frozen');
  return pace === 1 ? '' : t('room.pace', { n: pace % 60 === 0 ? t('room.hours', { n: pace / 60 }) : t('room.minutes', { n: pace }) });
}

/** The clock goes on by itself: only this piece is drawn again with it. */
export const Clock = defineComponent({ props: ['view', 'plain'], setup: (props: { view: View; plain?: boolean }) => () => {
  const c = props.view.clock, phase = props.view.phase;
  return el('div', { class: `clock ${c.state}` },
    el('span', { class: 'time', role: 'timer', 'aria-label': t('room.clock') }, clockText(ex.value)),
    c.date && c.sim !== undefined && el('span', { class: 'date' }, moment(props.view, Math.max(c.sim, sim.value))),
    el('span', { class: 'pace' }, t(`room.state.${c.over && (c.state === 'running' || c.state === 'paused') ? 'over' : c.state}`), (c.state === 'running' || c.state === 'paused') && c.speed !== 1 ? [' · ', el('bdi', { dir: 'ltr' }, `×${c.speed}`)] : '',
      phase && !props.plain ? [' · ', el('bdi', {}, word(phase.name))] : '', phase && c.state !== 'ended' && paceText(c.pace, c.speed) ? ` · ${paceText(c.pace, c.speed)}` : ''));
} });

/** How long until, or how late; of what was asked for at a time, without the discussions since then. */
export const Due = defineComponent({ props: ['at', 'asked', 'done', 'plain'], setup: (props: { at: number; asked?: number; done?: boolean; plain?: boolean }) => () => {
  const now = ex.value, late = props.at < now, ms = Math.abs(props.at - now);
  const left = (late ? -1 : 1) * (props.asked === undefined ? ms : late ? worked(props.at, now, props.asked) : worked(now, props.at, props.asked));
  if (props.done) return null;
  return el('span', { class: late ? 'due late' : left < 120000 ? 'due soon' : 'due' }, t(late ? 'room.late' : props.plain ? 'room.in' : 'room.due', { time: lengthText(left) }));
} });

function told(view: View): Part {
  return [
    view.failed && el('p', { class: 'wrong', role: 'alert' }, t('room.error.disk'), language.value === 'en' ? ` (${view.failed})` : ''),
    link.lost && el('p', { class: 'wrong lost', role: 'status' }, t('room.lost')),
    el('p', { class: link.told ? 'wrong' : link.good ? 'right' : 'quiet', role: 'status' }, link.told || link.good)];
}

export function back(view: View): Part {
  /* for as long as it is news */
  return view.back && view.clock.started && view.clock.ex - view.back.to < 300000 && el('p', { class: 'back', role: 'status', key: view.back.number }, t('room.back', { time: clockText(view.back.to) }));
}

/** A seat reads that it is real. */
export function emergency(view: View): Part {
  if (view.clock.state !== 'real' || !view.emergency || view.me?.rank === 'control') return null;
  return el('section', { class: 'emergency', role: 'alertdialog', 'aria-label': t('room.real') },
    languages.map((l) => el('p', { lang: tagOf(l), dir: 'auto' }, t('room.real.text', {}, l))),
    view.emergency.read === true ? el('p', { class: 'done' }, `✓ ${t('room.real.read')}`) :
      button(t('room.real.understood'), () => order('emergency'), { class: 'main' }));
}

export function header(view: View, name: string, more?: Part): Part {
  return [top(view), el('header', {}, h(Clock, { view, plain: Boolean(more) }), el('h1', { dir: 'auto' }, name), more ?? speaking())];
}

/** Tabs of a page: which part of it is shown. */
export interface Tab { id: string; name: string; n?: number }
export function tabs(all: Tab[], shown: string, show: (id: string) => void, label: string): VNode {
  return el('nav', { class: 'tabs', 'aria-label': label }, all.map((one) => button([el('span', {}, one.name), (one.n ?? 0) > 0 && el('span', { class: 'count' }, String(one.n))],
    () => show(one.id), { 'aria-current': one.id === shown ? 'page' : undefined, key: one.id })));
}
export const roleName = (view: View, id: string | undefined): string => id === 'control' || !id ? t('room.control.team') : word((view.roles ?? asked.role?.phones)?.find((r) => r.id === id)?.name) || (id === view.me?.seat ? word(view.me?.name) : '') || id;
/** How far the words were read by people who speak the language; and the terms with their sources. */
export const machine = (): Part => {
  const share = reviewed.value[language.value], whole = share !== undefined && share.of > 0 && share.n === share.of;
  return [language.value !== 'en' && !whole && el('p', { class: 'note' }, t('room.machine'), share && share.n > 0 && ` ${t('room.reviewed', { n: share.n, of: share.of })}`),
    terms.value.length > 0 && el('details', { class: 'glossary' }, el('summary', {}, t('room.glossary')), el('dl', {}, [...terms.value].sort((a, b) => word(a.word).localeCompare(word(b.word), tagOf(language.value))).map((x) =>
      el('div', { key: x.id }, el('dt', { dir: 'auto' }, word(x.word)), el('dd', {}, el('span', { dir: 'auto' }, word(x.meaning)), el('small', { dir: 'auto' }, word(x.source)))))))];
};
