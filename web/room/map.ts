// A map: places by what they reported in a week, crossings by how they stand, on outlines that the server has; no tiles from elsewhere.
// SPDX-License-Identifier: Apache-2.0
import { mesh } from 'topojson-client';
import type { GeometryObject, Topology } from 'topojson-specification';
import { picture } from './chart';
import { el, type Part } from './parts';
import type { Crossing, Known, Place, Places } from './wire';
import { count, t, word } from './words';

interface Spot { key: string; x: number; y: number; r: number; name: string; kind: string; value?: number }

/** Names beside points, moved below one another where they would lie upon each other or, if it can be helped, upon another's point; a name without room is left to the table. */
type Anchor = 'start' | 'end' | 'middle';
function labels(spots: Spot[], W: number): { s: Spot; x: number; y: number; anchor: Anchor }[] {
  const placed: { x0: number; x1: number; y: number }[] = [];
  return [...spots].sort((a, b) => Number(b.kind === 'crossing') - Number(a.kind === 'crossing') || (b.value ?? 0) - (a.value ?? 0)).flatMap((s) => {
    const long = (s.name.length + (s.value ? 4 : 0)) * 9, right = s.x + s.r + 4, left = s.x - s.r - 4;
    const anchor: Anchor = right + long <= W - 4 ? 'start' : left - long >= 4 ? 'end' : 'middle';
    const x = anchor === 'start' ? right : anchor === 'end' ? left : Math.min(Math.max(s.x, long / 2 + 4), Math.max(W / 2, W - long / 2 - 4));
    const x0 = anchor === 'start' ? x : anchor === 'end' ? x - long : x - long / 2;
    const boxes = (anchor === 'middle' ? [s.r + 16, -s.r - 6, s.r + 30, -s.r - 20] : [4, 18, -12]).map((dy) => ({ x0, x1: x0 + long, y: s.y + dy })).filter((box) => !placed.some((p) => p.x0 < box.x1 && box.x0 < p.x1 && Math.abs(p.y - box.y) < 14));
    const covers = (box: { x0: number; x1: number; y: number }): boolean => spots.some((o) => o !== s && o.x + o.r > box.x0 && o.x - o.r < box.x1 && o.y + o.r > box.y - 12 && o.y - o.r < box.y + 3);
    const box = boxes.find((one) => !covers(one)) ?? boxes[0];
    if (!box) return [];
    placed.push(box);
    return [{ s, x, y: box.y, anchor }];
  });
}

/** Of all places those around what is known of: the reports' places and the two sides of crossings, with some room about them. */
function near(leaves: Place[], crossings: Crossing[], known: Known | null): Place[] {
  const told = new Set([...(known?.places ?? []).map((p) => p.id), ...crossings.flatMap((c) => [c.near, c.far])]), of = leaves.filter((p) => told.has(p.id));
  if (of.length < 3) return leaves;
  const span = (value: (p: Place) => number): [number, number] => { const all = of.map(value), low = Math.min(...all), high = Math.max(...all), more = (high - low) * 0.35; return [low - more, high + more]; };
  const [west, east] = span((p) => p.lon!), [south, north] = span((p) => p.lat!);
  return leaves.filter((p) => p.lon! >= west && p.lon! <= east && p.lat! >= south && p.lat! <= north);
}

/* a name longer than the picture: its first part */
const brief = (name: string, wide: number): string => 9 * name.length > wide - 20 ? name.split(/ [-–—(]/)[0]! : name;

type At = (p: { lon: number | null }) => number;
/** The borders of a topology as a path; what lies far outside the picture is left to the browser to cut. */
function borders(t: Topology, x: At, y: (p: { lat: number | null }) => number): string {
  const lines = Object.values(t.objects).flatMap((o) => mesh(t, o as GeometryObject).coordinates);
  return lines.map((line) => line.map(([lon, lat], i) => `${i ? 'L' : 'M'}${Math.round(x({ lon: lon! }))} ${Math.round(y({ lat: lat! }))}`).join('')).join('');
}

export function map(places: Places | null, known: Known | null): Part {
  const points = (places?.places ?? []).filter((p) => p.lon !== null && p.lat !== null), parents = new Set(points.map((p) => p.parent));
  const leaves = near(points.filter((p) => !parents.has(p.id)), places?.crossings ?? [], known), gates = (places?.crossings ?? []).filter((c) => c.lon !== null && c.lat !== null);
  if (leaves.length < 2) return null;
  const W = picture();
  const all = [...leaves, ...gates], lon = all.map((p) => p.lon!), lat = all.map((p) => p.lat!), middle = (Math.min(...lat) + Math.max(...lat)) / 2;
  const shrink = Math.cos(middle * Math.PI / 180), wide = Math.max(0.2, (Math.max(...lon) - Math.min(...lon)) * shrink), high = Math.max(0.2, Math.max(...lat) - Math.min(...lat));
  const scale = Math.min((W - 120) / wide, (W < 500 ? 300 : 380) / high), H = Math.round(high * scale + 70), mid = (Math.min(...lon) + Math.max(...lon)) / 2;
  const x = (p: { lon: number | null }): number => W / 2 - 30 + (p.lon! - mid) * shrink * scale, y = (p: { lat: number | null }): number => 35 + (Math.max(...lat) - p.lat!) * scale;
  const week = (id: string): number | undefined => known?.places.find((p) => p.id === id)?.reported.slice(-7).reduce((a, b) => a + b, 0);
  const spots: Spot[] = [...leaves.map((p) => { const v = week(p.id); return { key: p.id, x: x(p), y: y(p), r: v ? Math.min(26, 4 + 2.6 * Math.sqrt(v)) : 4, name: word(p.name), kind: v ? 'ill' : 'place', value: v }; }),
    ...gates.map((c) => ({ key: c.id, x: x(c), y: y(c), r: 6, name: brief(word(c.name), W), kind: 'crossing' }))];
  return el('figure', { class: 'map' }, el('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': t('room.map.alt'), direction: 'ltr' },
    Object.entries(places?.outlines?.context ?? {}).map(([id, one]) => el('path', { d: borders(one, x, y), class: 'outline', key: `around ${id}` })),
    Object.entries(places?.outlines?.shapes ?? {}).map(([id, one]) => el('path', { d: borders(one, x, y), class: 'outline', key: `shape ${id}` })),
    gates.map((c) => { const a = points.find((p) => p.id === c.near), b = points.find((p) => p.id === c.far); return a && b && el('line', { x1: x(a), y1: y(a), x2: x(b), y2: y(b), class: 'way', key: `way ${c.id}` }); }),
    spots.map((s) => s.kind === 'crossing' ? el('rect', { x: s.x - 6, y: s.y - 6, width: 12, height: 12, class: 'crossing', key: s.key }) : el('circle', { cx: s.x, cy: s.y, r: s.r, class: s.kind, key: s.key })),
    labels(spots, W).map(({ s, x: lx, y: ly, anchor }) => el('text', { x: lx, y: ly, 'text-anchor': anchor, class: s.kind, key: `name ${s.key}` }, s.value ? `${s.name} ${count(s.value)}` : s.name))),
    el('figcaption', { class: 'note' }, t('room.map.note')));
}
