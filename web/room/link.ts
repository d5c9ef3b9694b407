// The link to the room: its state as it comes, the clock between two states, what may be asked, and orders.
// SPDX-License-Identifier: Apache-2.0
import { ref, shallowReactive } from '@vue/runtime-dom';
import { adoptKnown, adoptMap, adoptScript, adoptTasks, adoptView, adoptWorld } from './adopt';
import { roleName } from './parts';
import { fallback, has, language, t } from './words';
import type { Annex, Card, Clock, Hindsight, Known, Places, Script, Tasks, View, World } from './wire';

export const link = shallowReactive({ view: null as View | null, lost: false, told: '', good: '' });
/** Exercise time in ms, and the scenario's in s, as they go on between two states. */
export const ex = ref(0);
export const sim = ref(0);
let heard = performance.now(), sign = heard;
let source: EventSource | null = null;

function show(): void {
  const c = link.view?.clock;
  if (!c) return;
  const passed = c.state === 'running' ? (performance.now() - heard) * c.speed : 0;
  const now = Math.min(c.ex + passed, Math.max(c.ex, c.phase_ends ?? Infinity));
  ex.value = now;
  sim.value = (c.sim ?? 0) + (c.pace ?? 0) * (now - c.ex) / 1000;
}
function take(view: View): void {
  fallback.value = view.language ?? 'en';
  again(adoptView(view));
}
function again(view: View): void {
  heard = sign = performance.now();
  link.view = view;
  link.lost = false;
  show();
  looking();
}
setInterval(show, 250);

/* ---- what is asked besides the state ---- */
interface Asked { role: Card | null; known: Known | null; map: Places | null; script: Script | null; world: World | null; tasks: Tasks | null; annex2: Annex | null; hindsight: Hindsight | null }
export const asked = shallowReactive<Asked>({ role: null, known: null, map: null, script: null, world: null, tasks: null, annex2: null, hindsight: null });
/* A network that has gone swallows what is sent without a word: nobody waits longer than this. */
const PATIENCE = 10000;
function request(path: string, more: RequestInit = {}): Promise<Response> {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), PATIENCE);
  return fetch(`/api/${path}`, { ...more, signal: stop.signal });
}
export async function get<T>(path: string): Promise<T | null> {
  try {
    const reply = await request(path);
    return reply.ok ? await reply.json() as T : null;
  } catch {
    return null;
  }
}
const adopt: Partial<Record<keyof Asked, (x: never) => unknown>> = { map: adoptMap, script: adoptScript, tasks: adoptTasks, known: adoptKnown, world: adoptWorld };
/* one question at a time: an old answer never comes after a new one, and what moved meanwhile is asked again */
const flying = new Map<string, boolean>();
async function ask<K extends keyof Asked>(name: K): Promise<void> {
  if (flying.has(name)) { flying.set(name, true); return; }
  flying.set(name, false);
  const found = await get<NonNullable<Asked[K]>>(name), of = adopt[name] as ((x: unknown) => Asked[K]) | undefined;
  if (found) asked[name] = of ? of(found) : found as Asked[K];
  const more = flying.get(name);
  flying.delete(name);
  if (more) moved();
}
const still: Record<string, (keyof Asked)[]> = { control: ['map', 'script', 'tasks', 'annex2'], evaluator: ['tasks'], player: ['role', 'map', 'annex2'], simcell: ['role', 'map', 'annex2'], safety: ['role', 'map', 'annex2'], observer: ['tasks'], projector: ['map'] };
const moving: Record<string, (keyof Asked)[]> = { control: ['world', 'known'], player: ['known'], projector: ['known'] };
function asking(of: Record<string, (keyof Asked)[]>): void {
  if (link.view?.pack) for (const name of of[link.view.me?.rank ?? ''] ?? []) void ask(name);
}
/* once the exercise has ended, what each order changed comes bit by bit */
function looking(): void {
  const done = asked.hindsight && asked.hindsight.done >= asked.hindsight.total;
  if (link.view?.pack && link.view.clock.state === 'ended' && link.view.me && !done) void ask('hindsight');
}
/* the world may step many times a second: pages look at most once in one */
let waiting = 0;
function moved(): void {
  if (!waiting) waiting = window.setTimeout(() => { waiting = 0; asking(moving); looking(); }, 1000);
}

/** A time that has been, for what is entered as of now: never ahead of the server's clock. */
export const past = (): number => Math.max(link.view?.clock.ex ?? 0, Math.floor(ex.value - 300 * (link.view?.clock.speed ?? 1)));

/** ms of work between two times: discussions that began after something was asked for do not count. */
export const worked = (from: number, to: number, asked: number): number => (link.view?.clock.frozen ?? []).reduce((ms, [a, b]) =>
  asked >= a && asked < b ? ms : ms - Math.max(0, Math.min(b, to) - Math.max(a, from)), to - from);

/* ---- orders ---- */
let quiet = 0;
export function say(text: string, good = ''): void {
  link.told = text;
  link.good = good;
  clearTimeout(quiet);
  if (good) quiet = window.setTimeout(() => { link.good = ''; }, 4000);
}
const sentence = (answer: { error?: string; sentence?: string; seat?: string }): string => {
  const key = answer.error === 'emergency' && link.view?.clock.state === 'real' ? 'room.real' : `room.error.${answer.error ?? ''}`;
  return has(key) ? t(key, { role: link.view && answer.seat ? roleName(link.view, answer.seat) : '–' }) : answer.error ? t('room.error.body') + (language.value === 'en' ? ` (${answer.sentence ?? answer.error})` : '') : t('room.error.lost');
};

/* What got no answer may have come all the same: said again, word for word, it has the same mark and counts once; after a reload, too. */
const unheard = new Map<string, string>(((): [string, string][] => { try { return JSON.parse(sessionStorage.getItem('guzar.unheard') || '[]'); } catch { return []; } })());
function remember(): void {
  try { sessionStorage.setItem('guzar.unheard', JSON.stringify([...unheard])); } catch { /* a browser that remembers nothing */ }
}
const mark = (): string => Array.from(crypto.getRandomValues(new Uint32Array(3)), (x) => x.toString(36)).join('');

/** Sends an order: in the log, refused, or perhaps not come; the reason is told to the reader. */
export async function tell(name: string, body: object): Promise<'kept' | 'refused' | 'lost'> {
  say('');
  const text = `${name} ${JSON.stringify(body)}`, once = unheard.get(text) ?? mark();
  unheard.set(text, once);
  remember();
  try {
    const post = (): Promise<Response> => request(name, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...body, once }) });
    let reply = await post(), answer = await reply.json();
    while (answer.error === 'often') {
      say(sentence(answer));
      await new Promise((on) => { setTimeout(on, (answer.wait ?? 1000) + 500 * Math.random()); });
      reply = await post();
      answer = await reply.json();
      if (link.told === t('room.error.often')) say('');
    }
    unheard.delete(text);
    remember();
    if (reply.ok) return 'kept';
    say(sentence(answer));
    if (reply.status === 401 && link.view?.me) await begin();
    return reply.status >= 500 ? 'lost' : 'refused';
  } catch {
    say(t('room.error.lost'));
    return 'lost';
  }
}
/** The same; true: it is in the log, and `good` is said. */
export async function order(name: string, body: object = {}, good = ''): Promise<boolean> {
  const kept = await tell(name, body) === 'kept';
  if (kept && good) say('', good);
  return kept;
}

function follow(): void {
  source?.close();
  source = new EventSource('/api/events');
  source.addEventListener('state', (e) => take(JSON.parse((e as MessageEvent<string>).data) as View));
  source.addEventListener('clock', (e) => {
    if (!link.view) return;
    again({ ...link.view, clock: JSON.parse((e as MessageEvent<string>).data) as Clock });
  });
  source.addEventListener('world', () => { sign = performance.now(); moved(); });
  source.addEventListener('alive', () => { sign = performance.now(); });
  source.addEventListener('gone', () => { void begin(); });
  source.onerror = () => {
    link.lost = true;
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => { void begin(); }, 2000);
  };
}

/* The room gives a sign every five seconds; a page that has had none for twelve, or slept, asks anew. */
setInterval(() => {
  if (!source || performance.now() - sign < 12000) return;
  source.close();
  source = null;
  link.lost = true;
  void begin();
}, 1000);

/* Who has not joined hears of nothing by himself: whoever looks at the first page again sees it as it is now. */
document.addEventListener('visibilitychange', () => { if (!document.hidden && link.view && !link.view.me) void begin(); });

/** Asks who this device is and follows the room, or shows how to join it. Tries again while nobody answers. */
export async function begin(): Promise<void> {
  const view = await get<View>('state');
  source?.close();
  source = null;
  if (!view) {
    link.lost = true;
    setTimeout(() => { void begin(); }, 2000);
    return;
  }
  take(view);
  if (view.expired) say(t('room.error.expired'));
  if (!view.me) return;
  asking(still);
  asking(moving);
  follow();
}
