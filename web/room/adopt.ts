// What comes over the wire, made ready for the pages: times of expected actions, answers by table, load by role.
// SPDX-License-Identifier: Apache-2.0
import type { Action, Band, Inject, Known, Load, Message, Places, Released, Script, Tasks, View, Words, World } from './wire';

type Raw = Record<string, unknown>;

/* ---- the view ---- */
function answered(view: View, m: Message): boolean {
  const of = (list: { reply_to?: number }[] | undefined): boolean => (list ?? []).some((x) => x.reply_to === m.number);
  return m.due === undefined && ((m.done ?? []).length > 0 || of(view.messages?.filter((x) => x.seat === view.me?.seat)) || of(view.forms) || of(view.orders));
}
/** Players get released answers one by one; pages want them by question. */
function byQuestion(list: { phase: string; question: number; seat: string; text: string }[]): Released[] {
  const all = new Map<string, Released>();
  for (const a of list) {
    const key = `${a.phase}.${a.question}`, one = all.get(key) ?? { phase: a.phase, question: a.question, answers: [] };
    one.answers.push({ seat: a.seat, text: a.text });
    all.set(key, one);
  }
  return [...all.values()];
}
/** Control gets the names of released questions, and all answers. */
function released(view: View, raw: unknown): Released[] {
  if (Array.isArray(raw)) return byQuestion(raw as Parameters<typeof byQuestion>[0]);
  return Object.keys(raw ?? {}).map((key) => {
    const dot = key.lastIndexOf('.'), phase = key.slice(0, dot), question = Number(key.slice(dot + 1));
    return { phase, question, answers: (view.answers ?? []).filter((a) => a.phase === phase && a.question === question) };
  });
}
function loads(raw: unknown): Load[] | undefined {
  return raw && !Array.isArray(raw) ? Object.entries(raw as Record<string, { n: number; last: number | null }>).map(([role, l]) => ({ role, n: l.n, last: l.last ?? undefined })) : undefined;
}
export function adoptView(raw: View): View {
  const more = raw as unknown as Raw, view = { ...raw };
  view.pack = raw.me ? more.phase !== undefined : false;
  view.messages = (more.traffic ?? more.headlines ?? raw.messages) as Message[] | undefined;
  if (view.me && view.me.rank !== 'control' && view.me.rank !== 'evaluator') view.messages = view.messages?.map((m) => ({ ...m, answered: answered(view, m) }));
  view.released = released(view, more.released);
  /* of old forms control is told no fields */
  view.forms = raw.forms?.map((f) => ({ ...f, fields: f.fields ?? {} }));
  view.load = loads(more.load);
  view.next = (raw.next as unknown as string[] | undefined)?.map((inject) => ({ inject, ex: raw.plan?.[inject]?.due ?? raw.plan?.[inject]?.planned ?? null }));
  return view;
}

/* ---- what stands still ---- */
const own = (i: Raw): Inject => ({ ...i, at: (i.planned ?? null) as number | null, effects: ((i.effects ?? []) as { words: Words }[]).map((e) => e.words), variants: [...(i.variants as Inject['variants']), { subject: i.subject as Words, body: i.body as Words }] } as unknown as Inject);
export const adoptScript = (s: Script): Script => ({ ...s, injects: (s.injects as unknown as Raw[]).map(own) });
export function adoptTasks(raw: Tasks): Tasks {
  const all = (raw as unknown as { actions?: Action[] }).actions ?? [];
  return { ...raw, tasks: raw.tasks.map((t) => ({ ...t, actions: (t.actions as unknown as string[]).map((id) => all.find((a) => a.id === id)!).filter(Boolean) })) };
}
export const adoptMap = (m: Places): Places => ({ ...m, crossings: m.crossings.map((c) => ({ ...c, near: (c as unknown as Raw).from as string, far: (c as unknown as Raw).to as string })) });

/* ---- the world, by place ---- */
interface Raws { id: string; others?: string; reported: Record<string, number[] | number[][]>; beds?: number; infections?: number[] | number[][]; deaths?: number[]; so_far?: number }
const added = (streams: Record<string, number[] | number[][]>): number[] => Object.values(streams as Record<string, number[]>).reduce<number[]>((all, s) => s.map((v, k) => v + (all[k] ?? 0)), []);
export function adoptKnown(raw: Known): Known {
  const r = raw as unknown as { first: string; at?: string; places: (Omit<Raws, 'deaths'> & { deaths?: Record<string, number[]> })[]; decisions?: { id: string; left: number | null; unit: string }[]; crossings: Known['crossings'] };
  return { start: r.first, at: r.at, places: r.places.map((p) => ({ id: p.id, others: p.others, reported: added(p.reported), deaths: p.deaths && added(p.deaths), beds: p.beds === undefined ? undefined : Math.round(p.beds) })), crossings: r.crossings,
    capacity: Object.fromEntries((r.decisions ?? []).filter((d) => d.left !== null).map((d) => [d.id, { left: d.left!, unit: d.unit }])) };
}
/** Quantiles day by day as five lists. */
function band(days: number[][] | undefined): Band | undefined {
  return days && days.length > 0 ? Object.fromEntries((['q05', 'q25', 'q50', 'q75', 'q95'] as const).map((q, k) => [q, days.map((d) => d[k] ?? 0)])) as Band : undefined;
}
export function adoptWorld(raw: World): World {
  const r = raw as unknown as { fan?: World['progress']; failed?: string | null; truth?: { first: string; places: Raws[] }; spread?: { places: Raws[] } };
  return { start: r.truth?.first ?? '', progress: r.fan, failed: r.failed ?? undefined, places: (r.truth?.places ?? []).map((p) => ({ id: p.id,
    infections: p.infections as number[], all: p.so_far, reported: added(p.reported), deaths: p.deaths ?? [], fan: band(r.spread?.places.find((x) => x.id === p.id)?.infections as number[][] | undefined) })) };
}
