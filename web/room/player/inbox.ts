// What has come: what waits for an answer first, then what is new, then the rest; answered in place.
// SPDX-License-Identifier: Apache-2.0
import { defineComponent, h, onUnmounted, onUpdated } from '@vue/runtime-dom';
import { kept } from '../draft';
import { asked, link, order } from '../link';
import { area, button, choice, Due, el, form, here, roleName, sending, stopped, type Part } from '../parts';
import type { Message, View } from '../wire';
import { arrow, clockText, people, shortened, t, word } from '../words';
import { answered, answering, go, shown as opened, type Answering } from './at';
import { mark } from './entered';
import { showForm } from './filled';
import { voice } from './speak';
import { whom } from './whom';

/* the texts by message and way of answering it: whoever opens another one finds the first again */
const draft = kept('inbox', () => ({ open: 0, how: '', texts: {} as Record<string, string>, to: [] as string[] }));
const now = (): string => `${draft.open}.${draft.how}`;
/* before the start one may answer, too */
const shut = (view: View): string => view.clock.state === 'briefing' ? '' : stopped(view);
const mine = (view: View, m: Message): boolean => Boolean(m.seat) && m.seat === view.me?.seat;
const waits = (m: Message): boolean => m.due !== undefined && !m.answered;
export const unanswered = (view: View): number => (view.messages ?? []).filter((m) => !mine(view, m) && (waits(m) || !m.seen)).length;
export const headline = (m: Message): string => m.form ? t(`room.form.${m.form}`) : word(m.subject) || shortened(word(m.body) || m.text || '');

/** Which message an order or a form answers: of those that wait for an answer, and the one that was chosen. */
export function answerTo(view: View, part: Answering): Part {
  const chosen = answered(view, part)?.number ?? 0, all = (view.messages ?? []).filter((m) => !mine(view, m) && (m.due !== undefined || m.number === chosen));
  return all.length > 0 && choice(t('room.answers.what'), { get of() { return chosen; }, set of(number: number) { answering[part] = Number(number); } }, 'of', [[0, t('room.answers.none')], ...all.map((m): [number, string] => [m.number, `${clockText(m.ex)} ${headline(m)}`])]);
}
/** The same, as it is sent. */
export function replying(view: View, part: Answering): { reply_to?: number } {
  const m = answered(view, part);
  return m ? { reply_to: m.number } : {};
}

function open(m: Message | null, how: string): void {
  const same = draft.open === (m?.number ?? -1) && draft.how === how;
  Object.assign(draft, { open: same ? 0 : m?.number ?? -1, how: same ? '' : how, to: m ? [m.seat ?? 'control'] : [] });
}
async function send(m: Message | null): Promise<void> {
  const key = now(), body = { text: (draft.texts[key] ?? '').trim() || t('room.done.plain'), ...(m ? { reply_to: m.number } : {}), ...voice(link.view!, m) };
  const sent = draft.how === 'done' ? await order('act', { act: 'done', ...body }, t('room.done.kept')) : await order('send', { ...body, to: draft.to }, t('room.sent'));
  if (sent) close(m, key);
}
/* who goes by keys stays at the message, wherever it moves in the list */
let back = 0;
function close(m: Message | null, key: string): void {
  delete draft.texts[key];
  if (now() === key) Object.assign(draft, { open: 0, how: '', to: [] });
  back = m?.number ?? 0;
  setTimeout(() => { back = 0; }, 3000);
}
function stay(): void {
  if (back && document.activeElement === document.body) document.querySelector<HTMLElement>(`#m-${back} summary, #m-${back} button`)?.focus({ preventScroll: true });
}

function writing(view: View, m: Message | null): Part {
  const done = draft.how === 'done', key = now();
  return form(() => send(m), area(t(done ? 'room.done.line' : 'room.text'), draft.texts, key, { rows: done ? 2 : 3, ...here }),
    !done && el('fieldset', {}, el('legend', {}, t('room.to')), whom(view, m, draft)),
    sending(t(done ? 'room.done.send' : 'room.send'), shut(view), done ? [] : [(draft.texts[key] ?? '').trim() === '' && t('room.text'), draft.to.length === 0 && t('room.to')], button(t('room.cancel'), () => close(m, key))));
}

/* The form that a message asks for, kept open where it is one of several. */
function toForm(m: Message): void {
  const asked = (m.asks ?? []).flat().flatMap((a) => a.startsWith('form ') ? [a.slice(5)] : []);
  if (asked.length > 0 && !asked.includes(opened.form)) opened.form = asked[0]!;
  go('forms', m.number);
}
const asksFor = (a: string): string => a.startsWith('form ') ? t('room.way.form.of', { form: t(`room.form.${a.slice(5)}`) }) : t(a === 'message' ? 'room.write' : a === 'order' ? 'room.way.decide' : a === 'done' ? 'room.asks.done' : `room.way.${a}`);
const anyOf = (kinds: string[]): Part => kinds.map((a, k) => [k > 0 && ` ${t('room.or')} `, el('bdi', { key: a }, asksFor(a))]);
/** What is still expected: a line for each thing, with the ways to do it. */
const asks = (m: Message): Part => m.asks && m.asks.length > 0 && el('div', { class: 'asks' }, t('room.asks'), ' ', m.asks.length === 1 ? anyOf(m.asks[0]!) : el('ul', {}, m.asks.map((kinds) => el('li', { key: kinds.join() }, anyOf(kinds)))));

/** What stands under a message: the ways to answer it. */
function ways(view: View, m: Message): Part {
  if (!view.pack)
    return m.seen === 'done' ? el('p', { class: 'done' }, `✓ ${t('room.acknowledged')}`) : button(t('room.acknowledge'), () => order('read', { message: m.number, act: 'done' }));
  const story = Boolean(m.from) || m.due !== undefined, may = (asked.role?.decisions?.length ?? 0) > 0;
  /* nothing is pressed in vain: what was being written stays to be read */
  if (shut(view)) return draft.open === m.number && writing(view, m);
  const wanted = (how: string): string => (m.asks ?? []).flat().some((a) => a.split(' ')[0] === how) ? 'asked' : '';
  const way = (how: string): Part => button(t(`room.way.${how}`), () => open(m, how), { 'aria-expanded': String(draft.open === m.number && draft.how === how), class: wanted(how) });
  return [asks(m),
    el('div', { class: 'ways' }, m.seen !== 'done' && !waits(m) && !m.answered && button(`✓ ${t('room.seen')}`, () => order('read', { message: m.number, act: 'done' }), { class: 'main' }), way('reply'),
    story && way('done'), story && may && button(t('room.way.decide'), () => go('decide', m.number), { class: wanted('order') }), story && button(t('room.way.form'), () => toForm(m), { class: wanted('form') })),
    draft.open === m.number && writing(view, m)];
}

/* A message that has been before the eyes for a second is read. */
const seeing = new Map<Element, { number: number; timer: number }>();
const eye = typeof IntersectionObserver === 'undefined' ? null : new IntersectionObserver((all) => {
  for (const one of all) {
    const of = seeing.get(one.target);
    if (!of) continue;
    clearTimeout(of.timer);
    if (one.isIntersecting) of.timer = window.setTimeout(() => { if (!document.hidden) { eye?.unobserve(one.target); void order('read', { message: of.number, act: 'read' }); } }, 1000);
  }
}, { threshold: 0.6 });
const Unread = defineComponent({ props: ['number'], setup(props: { number: number }) {
  let mark: Element | null = null;
  onUnmounted(() => { if (mark) { clearTimeout(seeing.get(mark)?.timer); seeing.delete(mark); eye?.unobserve(mark); } });
  return () => el('b', { class: 'new', onVnodeMounted: (v: { el: unknown }) => {
    mark = v.el as Element;
    seeing.set(mark, { number: props.number, timer: 0 });
    eye?.observe(mark);
  } }, t('room.new'));
} });

function from(view: View, m: Message): Part {
  const who = word(m.from) || (m.seat ? roleName(view, m.seat) : t('room.control.team'));
  return [el('bdi', {}, mine(view, m) ? `${t('room.you')} ${arrow()} ${people((m.to ?? []).map((id) => roleName(view, id))) || t('room.all')}` : who), mark(m), m.channel && [' · ', el('bdi', {}, word(m.channel))]];
}
/* all who have it, oneself first; of what oneself has written it stands above */
function receiversOf(view: View, m: Message): Part {
  const me = view.me?.seat, to = m.to ?? [], names = [...(to.includes(me ?? '') ? [t('room.to.you')] : []), ...to.filter((id) => id !== me).map((id) => roleName(view, id))];
  return m.to && !mine(view, m) && el('p', { class: 'from' }, `${t('room.to')}: `, el('bdi', {}, people(names) || t('room.all')));
}
function answersOf(view: View, m: Message): Part {
  return (view.messages ?? []).filter((x) => mine(view, x) && x.reply_to === m.number).reverse().map((x) => el('p', { class: 'own', dir: 'auto', key: x.number }, el('small', {}, clockText(x.ex)), mark(x), ' ', x.form ? t(`room.form.${x.form}`) : x.text ?? '')).concat((m.done ?? []).map((x) => el('p', { class: 'own', dir: 'auto', key: `done-${x.ex}` }, el('small', {}, clockText(x.ex)), ` ${t('room.way.done')}. `, x.text ?? '')));
}
function body(view: View, m: Message): Part {
  return [receiversOf(view, m), m.form ? showForm({ form: m.form, fields: m.fields ?? {} }) : el('p', { class: 'text', dir: 'auto' }, word(m.body) || m.text), answersOf(view, m), m.answered && el('p', { class: 'done' }, `✓ ${t('room.answered')}`)];
}

function message(view: View, m: Message): Part {
  const unread = !m.seen && Boolean(view.pack) && !mine(view, m);
  const top = el('p', { class: 'from' }, unread && h(Unread, { number: m.number }), el('span', { class: 'when' }, clockText(m.ex)), ' · ', from(view, m),
    m.due !== undefined && h(Due, { at: m.due, asked: m.ex, done: m.answered }));
  const old = Boolean(view.pack) && !waits(m) && draft.open !== m.number && (mine(view, m) || m.seen === 'done' || m.answered);
  const kind = `message${waits(m) ? ' waits' : ''}${m.seen === 'done' || m.answered || mine(view, m) ? ' seen' : ''}`;
  if (old) return el('details', { class: kind, key: `o${m.number}`, id: `m-${m.number}` }, el('summary', {}, top, el('strong', { dir: 'auto', class: word(m.subject) || m.form ? '' : 'first-words' }, headline(m))), body(view, m), !mine(view, m) && ways(view, m));
  return el('article', { class: kind, key: m.number, id: `m-${m.number}` }, top, (word(m.subject) || m.form) && el('h3', { dir: 'auto' }, headline(m)), body(view, m), mine(view, m) ? null : ways(view, m));
}

/* What was due first stands on top, late or not; while one of them is being answered, none moves and the one does not go. */
let shown: number[] = [];
function waiting(all: Message[]): Message[] {
  const held = shown.includes(draft.open), rank = (m: Message): number => held ? shown.indexOf(m.number) + 1 || Infinity : 0;
  const list = all.filter((m) => waits(m) || (held && m.number === draft.open)).sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)) || (a.due ?? 0) - (b.due ?? 0) || a.number - b.number);
  shown = list.map((m) => m.number);
  return list;
}

export const Inbox = defineComponent(() => {
  onUpdated(stay);
  return () => {
    const view = link.view!, all = (view.messages ?? []).filter((m) => !(mine(view, m) && m.reply_to));
    const due = waiting(all.filter((m) => !mine(view, m)));
    const fresh = all.filter((m) => !mine(view, m) && !due.includes(m) && m.seen !== 'done' && !m.answered), rest = all.filter((m) => !due.includes(m) && !fresh.includes(m));
    const part = (key: string, list: Message[]): Part => list.length > 0 && [el('h2', { key }, t(key), key !== 'room.inbox.rest' && el('span', { class: 'count' }, String(list.length))), list.map((m) => message(view, m))];
    if (!view.pack) return el('section', {}, el('h2', {}, t('room.messages'), fresh.length > 0 && el('span', { class: 'count' }, String(fresh.length))),
      all.length === 0 && el('p', { class: 'quiet' }, t('room.messages.none')), all.map((m) => message(view, m)));
    return el('section', { 'aria-label': t('room.tab.inbox') }, due.length === 0 && fresh.length === 0 && all.length > 0 && view.clock.started && view.clock.state !== 'ended' && el('p', { class: 'quiet' }, t('room.messages.calm')), part('room.inbox.due', due), part('room.inbox.new', fresh),
      view.clock.started && view.clock.state !== 'ended' && [button(t('room.write'), () => open(null, 'write'), { 'aria-expanded': String(draft.open === -1), class: 'write' }), draft.open === -1 && writing(view, null)],
      part('room.inbox.rest', rest), all.length === 0 && el('p', { class: 'quiet' }, t('room.messages.none')));
  };
});
