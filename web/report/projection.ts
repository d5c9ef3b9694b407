// From degrees to the picture: an equal-area cone fitted to a window.
// SPDX-License-Identifier: Apache-2.0
import { geoConicEqualArea, type GeoProjection } from 'd3-geo';

export type Point = [number, number];
/** West, south, east, north in degrees. */
export type Window = [number, number, number, number];

/** Corners and edges of a window in degrees, dense enough to bend with the projection. */
function edge([west, south, east, north]: Window): { type: 'MultiPoint'; coordinates: Point[] } {
  const coordinates: Point[] = [];
  for (let k = 0; k <= 10; k++) {
    const x = west + (east - west) * k / 10, y = south + (north - south) * k / 10;
    coordinates.push([x, south], [x, north], [west, y], [east, y]);
  }
  return { type: 'MultiPoint', coordinates };
}

export function project(window: Window, width: number, height: number, margin: number): GeoProjection {
  const middle = (window[1] + window[3]) / 2, spread = Math.max(1, (window[3] - window[1]) / 6);
  const p = geoConicEqualArea().parallels([middle - spread, middle + spread]).rotate([-(window[0] + window[2]) / 2, 0]);
  p.fitExtent([[margin, margin], [width - margin, height - margin]], edge(window));
  return p.clipExtent([[-20, -20], [width + 20, height + 20]]).precision(0.3);
}

/** Where a point lies on the picture; null where its position is not known. */
export function place(projection: GeoProjection, lon: number | null, lat: number | null): Point | null {
  return lon === null || lat === null ? null : projection([lon, lat]) as Point | null;
}
