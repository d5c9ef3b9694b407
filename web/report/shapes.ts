// Which shape belongs to which place: by name where the names agree, else by the place's point lying inside.
// SPDX-License-Identifier: Apache-2.0
import { feature, merge, mesh } from 'topojson-client';
import { geoArea, geoContains } from 'd3-geo';
import type { Feature, MultiLineString, MultiPolygon, Polygon } from 'geojson';
import type { GeometryCollection, MultiPolygon as TopoMulti, Polygon as TopoPolygon, Topology } from 'topojson-specification';
import type { Place, Run } from './data';

/** What a map needs to know. */
export type Spot = Pick<Place, 'id' | 'name' | 'parent' | 'lat' | 'lon'>;
export type Land = Pick<Run, 'shapes' | 'context'> & { places: Spot[] };

export type Region = Feature<Polygon | MultiPolygon, { name: string; others: string[] }> & { place: number; country: string };
export type Geography = { regions: Region[]; outlines: { code: string; shape: MultiPolygon; inside: MultiLineString }[]; context: MultiPolygon[]; drawn: Set<number> };

/** Shapes wound the wrong way round would mean all the rest of the globe. */
function wound<T extends Polygon | MultiPolygon>(g: T): T {
  const parts = g.type === 'Polygon' ? [g.coordinates] : g.coordinates;
  for (const part of parts) {
    if (geoArea({ type: 'Polygon', coordinates: part }) > 2 * Math.PI) part.forEach((ring) => ring.reverse());
  }
  return g;
}

const noise = /\b(region|oblast|oblasty|province|wilayat|viloyati|viloyat|krai|kray|republic|of|district|city|autonomous|okrug|the|shahri|gorod)\b/g;
const plain = (name: string): string => name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
  .replace(/[’'`ʻ]/g, '').replace(/[-.,/()]/g, ' ').replace(noise, ' ').replace(/\s+/g, ' ').trim();

function objectOf(t: Topology): GeometryCollection {
  const o = Object.values(t.objects)[0]!;
  return (o.type === 'GeometryCollection' ? o : { type: 'GeometryCollection', geometries: [o] }) as GeometryCollection;
}
const outlineOf = (t: Topology): MultiPolygon => wound(merge(t, objectOf(t).geometries as (TopoPolygon | TopoMulti)[]));

/** How well a place fits a shape: the same name counts most, then the point inside, then another name of the shape. */
function fit(p: Spot, r: Region): number {
  const name = plain(p.name.en);
  const inside = p.lat !== null && p.lon !== null && geoContains(r, [p.lon, p.lat]);
  const own = name !== '' && plain(r.properties.name) === name;
  const other = name !== '' && r.properties.others.some((n) => plain(n) === name);
  return (own ? 3 : 0) + (inside ? 2.5 : 0) + (other && !own ? 2 : 0);
}

/** Gives regions of one country their places, best fits first; a shape left over goes to the place that fits it at all. */
function assign(places: Spot[], candidates: number[], regions: Region[]): void {
  const pairs = regions.flatMap((region) => candidates.map((place) => ({ region, place, score: fit(places[place]!, region) })))
    .filter((x) => x.score > 0).sort((a, b) => b.score - a.score);
  const taken = new Set<number>();
  for (const x of pairs) {
    if (x.region.place >= 0 || taken.has(x.place)) continue;
    x.region.place = x.place;
    taken.add(x.place);
  }
  for (const x of pairs) if (x.region.place < 0 && x.score >= 2) x.region.place = x.place;
}

export function geography(run: Land): Geography {
  const regions: Region[] = [];
  const outlines: Geography['outlines'] = [];
  run.places.forEach((country, c) => {
    const t = country.parent < 0 ? run.shapes[country.id] : undefined;
    if (!t) return;
    const own = (feature(t, objectOf(t)).features as Region[]).map((f) => ({ ...f, geometry: wound(f.geometry), place: -1, country: country.id }));
    const below = run.places.flatMap((p, i) => p.parent === c ? [i] : []);
    assign(run.places, below, own);
    if (below.length === 0) own.forEach((r) => { r.place = c; });
    regions.push(...own);
    outlines.push({ code: country.id, shape: outlineOf(t), inside: mesh(t, objectOf(t), (a, b) => a !== b) });
  });
  return { regions, outlines, context: Object.values(run.context).map(outlineOf), drawn: new Set(regions.map((r) => r.place)) };
}
