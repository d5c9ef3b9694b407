// The link to the room: its state as it comes, the clock between two states, and orders.
// SPDX-License-Identifier: Apache-2.0
import { reactive, ref } from '@vue/runtime-dom';
import { has, t, type Words } from './words';

export interface Role { id: string; kind: string; name: Words; joined: boolean; online: number }
export interface Clock { state: 'briefing' | 'running' | 'paused' | 'ended' | 'real'; ex: number; speed: number; started: boolean }
export interface Message { number: number; ex: number; by?: string; text: string; to?: string[]; seen: null | string | Record<string, string> }
export interface Entry { number: number; wall: number; kind: string; in_force: boolean; body: Record<string, unknown> & { ex: number; by?: string; seat?: string; act?: string } }
export interface Network { pin: string; staff?: string; address: string; wifi: string; key?: string; open: boolean }
export interface Seat { generation: number; joined: boolean; check: number }
export interface View {
  title: Words; clock: Clock; back: null | { number: number; from: number; to: number }; failed: string | null; expired?: boolean;
  me: null | { rank: 'control' | 'player' | 'evaluator' | 'projector'; seat?: string; name?: Words | string };
  emergency: null | { number: number; read: boolean | Record<string, boolean> };
  roles?: Role[]; seats?: Record<string, Seat>; messages?: Message[]; check?: { number: number; answered?: boolean };
  network?: Network; entries?: Entry[]; control?: number;
}

export const link = reactive({ view: null as View | null, lost: false, told: '', toldAt: 0 });
export const ex = ref(0);
let heard = performance.now();
let source: EventSource | null = null;

function show(): void {
  const c = link.view?.clock;
  if (c) ex.value = c.ex + (c.state === 'running' ? (performance.now() - heard) * c.speed : 0);
}
function take(view: View): void {
  heard = performance.now();
  link.view = view;
  link.lost = false;
  show();
}
setInterval(show, 200);

export function say(text: string): void {
  link.told = text;
  link.toldAt = Date.now();
}
const sentence = (answer: { error?: string; sentence?: string }): string => {
  const key = `room.error.${answer.error ?? ''}`;
  return has(key) ? t(key) : answer.sentence ?? t('room.error.lost');
};

/** Sends an order; true: it is in the log. Otherwise the reason is told to the reader. */
export async function order(name: string, body: object = {}): Promise<boolean> {
  say('');
  try {
    const reply = await fetch(`/api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const answer = await reply.json();
    if (reply.ok) return true;
    say(sentence(answer));
    if (reply.status === 401 && link.view?.me) await begin();
  } catch {
    say(t('room.error.lost'));
  }
  return false;
}

async function state(): Promise<View | null> {
  try {
    const reply = await fetch('/api/state');
    return reply.ok ? await reply.json() as View : null;
  } catch {
    return null;
  }
}

function follow(): void {
  source?.close();
  source = new EventSource('/api/events');
  source.addEventListener('state', (e) => take(JSON.parse((e as MessageEvent<string>).data) as View));
  source.addEventListener('clock', (e) => {
    if (!link.view) return;
    link.view.clock = JSON.parse((e as MessageEvent<string>).data) as Clock;
    heard = performance.now();
    link.lost = false;
  });
  source.addEventListener('gone', () => { void begin(); });
  source.onerror = () => {
    link.lost = true;
    if (source?.readyState === EventSource.CLOSED) setTimeout(() => { void begin(); }, 2000);
  };
}

/** Asks who this device is and follows the room, or shows how to join it. Tries again while nobody answers. */
export async function begin(): Promise<void> {
  const view = await state();
  source?.close();
  if (!view) {
    link.lost = true;
    setTimeout(() => { void begin(); }, 2000);
    return;
  }
  take(view);
  if (view.expired) say(t('room.error.expired'));
  if (view.me) follow();
}
