// What comes over the wire: the shapes of the views and of what programs may ask, as docs/serve.md tells them.
// SPDX-License-Identifier: Apache-2.0
import type { Topology } from 'topojson-specification';
export type Words = Partial<Record<'en' | 'ru' | 'tg' | 'prs', string>>;
export interface Role { id: string; kind: string; name: Words; joined?: boolean; online?: number; away?: number }
export interface Clock { state: 'briefing' | 'running' | 'paused' | 'ended' | 'real'; ex: number; speed: number; started: boolean;
  sim?: number; date?: string; pace?: number; phase?: number; phase_ends?: number; over?: boolean; frozen?: [number, number][] }
export interface Message { number: number; ex: number; sim?: number; by?: string; seat?: string; persona?: string; from?: Words; channel?: Words; subject?: Words; body?: Words; text?: string; form?: string; fields?: Fields;
  to?: string[]; reply_to?: number; proxy?: boolean; due?: number; asks?: string[][]; done?: { ex: number; text?: string }[]; answered?: boolean; inject?: string; variant?: number; why?: string; seen?: null | string | Record<string, string> }
export interface Entry { number: number; wall: number; kind: string; in_force: boolean; body: Record<string, unknown> & { ex: number; by?: string; seat?: string; act?: string } }
export interface Network { pin: string; staff?: string; address: string; wifi: string; key?: string; open: boolean }
export interface Seat { away?: boolean; generation: number; joined: boolean; check: number }
export interface Phase { index: number; id: string; name: Words; time: string; from: number; to: number; questions: Words[] }
export type Span = { ms?: number; sim?: number } | null;
export interface Order { name?: Words; in_force?: boolean; reply_to?: number; number: number; ex: number; sim?: number; seat: string; decision: string; reasons?: string; legal?: string;
  status: 'waiting' | 'ordered' | 'refused' | 'lifted'; hours?: number; from_sim?: number; lifted_sim?: number; review_sim?: number; reason?: string; record?: boolean; proxy?: boolean; at?: number }
export type Fields = Record<string, string | number | boolean>;
export interface Form { number: number; ex: number; seat?: string; form: string; fields: Fields; result?: Assessed; reply_to?: number; proxy?: boolean }
/** What the rules of Annex 2 made of a form; times in s of the scenario. */
export interface Assessed { decision: 'always' | 'notify' | 'reassess'; n_yes: number; n_no: number; n_unknown: number; open: boolean; version: string | null; listing: 'always' | 'algorithm' | null;
  answers: Record<string, string>; contradicts: string[]; assessed: number; hours?: number; article?: string; due?: number }
export interface Annex { version: { id: string } | null; conditions: { id: string; name: Words; list: string | null; read: string | null }[];
  questions: { id: string; field: string; parent: string | null; reference: Words; text: Words; source: Words; read: string }[] }
export interface Answer { phase: string; question: number; seat: string; text: string; number?: number; proxy?: boolean }
export interface Released { phase: string; question: number; answers: { seat: string; text: string }[] }
export interface Observation { number: number; ex: number; seat?: string; task?: string; kind: 'strength' | 'gap' | 'neutral'; text?: string; inject?: string; action?: string; at?: number }
export interface Touched { status?: 'planned' | 'held' | 'skipped' | 'sent'; number?: number; ex?: number; last?: number; count?: number; due?: number; variant?: number; shift?: number; edit?: { subject?: Words; body?: Words } }
export interface Acted { ex: number; seat?: string; by?: string; how?: string }
export interface Load { role: string; last?: number; n: number }
export interface View {
  title: Words; clock: Clock; pack?: boolean; language?: keyof Words; back: null | { number: number; from: number; to: number }; failed: string | null; expired?: boolean;
  me: null | { rank: 'control' | 'player' | 'evaluator' | 'projector' | 'observer' | 'simcell' | 'safety'; seat?: string; name?: Words | string };
  emergency: null | { number: number; read: boolean | Record<string, boolean> };
  roles?: Role[]; seats?: Record<string, Seat>; messages?: Message[]; check?: { number: number; answered?: boolean | string[]; missing?: string[]; empty?: string[] };
  network?: Network; entries?: Entry[]; control?: number; slowed?: { number: number; ex: number; was: number }; speeds?: number[];
  phase?: Phase | null; phases?: { from: number; to: number }[]; released?: Released[]; orders?: Order[]; forms?: Form[]; answers?: Answer[];
  injects?: Record<string, Touched>; actions?: Record<string, Acted>; due?: Record<string, number>; milestones?: Record<string, number>;
  passed?: Record<string, number>; none?: Record<string, number>; observations?: Observation[]; load?: Load[]; next?: { inject: string; ex: number | null }[]; plan?: Record<string, { planned: number | null; due: number | null }>;
}

export interface Decision { id: string; name: Words; measure?: string | null; lead?: number; cost?: Words; legal?: Words; justify?: boolean; confirm?: boolean; roles?: string[]; finders?: Words[] }
export interface Phone { id: string; name: Words; organisation?: Words; phone?: string }
export interface Card { id: string; name: Words; card?: Words; organisation?: Words; phone?: string; phones?: Phone[]; write_to?: { id: string; name: Words }[]; personas?: { id: string; name: Words }[]; channels?: Record<string, Words>; briefing?: { purpose: Words; scope: Words; artificialities: Words }; decisions?: Decision[] }
export interface Capacity { left: number; unit: string }
/** at: as of when queues are told; others: the rest of that place, beside its parts that have rows of their own. */
export interface Known { start: string; at?: string; places: { id: string; others?: string; reported: number[]; deaths?: number[]; beds?: number }[];
  crossings?: { id: string; queue?: number; status?: string }[]; capacity?: Record<string, Capacity> }
export interface Place { id: string; name: Words; lon: number | null; lat: number | null; level?: number; parent?: string | null }
export interface Crossing { id: string; name: Words; lon: number | null; lat: number | null; near?: string; far?: string; status?: string }
/** Outlines: by country, as web/shapes.mjs makes them; those of the world's own countries and of their neighbours. */
export interface Places { places: Place[]; crossings: Crossing[]; outlines?: { shapes?: Record<string, Topology>; context?: Record<string, Topology> } }
export type Band = Record<'q05' | 'q25' | 'q50' | 'q75' | 'q95', number[]>;
export interface Truth { id: string; infections: number[]; all?: number; reported: number[]; deaths: number[]; fan?: Band }
export interface World { start: string; places: Truth[]; progress?: { done: number; total: number }; failed?: string }
/** What an order changed: the lived world with it and without; others: without it less with it, at 5, 50 and 95 %. */
export interface Lived { infections: number; reported: number; crossed: number; round: number; held: number }
export interface Changed { order: number; decision: string; name?: Words; seat?: string; from_sim?: number; lifted_sim?: number; with: Lived; without: Lived;
  others: null | { worlds: number; infections: [number, number, number]; reported: [number, number, number] } }
export interface Hindsight { done: number; total: number; worlds: number; rows: Changed[] }
export interface Action { id: string; text: Words; within?: Span; critical?: boolean; evidence?: string; roles?: string[]; task?: string | null; inject?: string }
export interface Variant { if?: string; words?: Words | null; subject?: Words; body?: Words }
export interface Inject { id: string; kind: string; phase: number; at: number | null; trigger?: string; when?: Words | null; sim?: number; from?: Words; to: string[]; channel?: Words;
  variants: Variant[]; actions?: Action[]; contingency?: string | null; objective?: string | null; controller?: string | null; effects?: Words[] }
export interface Script { phases: { id: string; name: Words; time: string; scale?: number; from?: number; to?: number; questions?: Words[] }[]; injects: Inject[];
  objectives?: { id: string; text: Words }[]; milestones?: { id: string; name: Words; by?: string }[]; decisions?: Decision[]; personas?: Record<string, Words> }
export interface Task { id: string; text: Words; target?: Words; objective?: string; critical?: boolean; actions?: Action[] }
export interface Tasks { objectives: { id: string; text: Words }[]; tasks: Task[]; phases?: { time: string; scale?: number; from?: number; to?: number }[] }
