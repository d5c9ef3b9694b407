/* The end of a journey.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LAND_H
#define GZ_LAND_H
#include "engine/step/block.h"
enum { GZ_LAND_END = -1, GZ_LAND_ROUND = -2 }; /* in place of a stock: where the journey ends; the same of those who went round a crossing, whom no measure helps */
/* Treatment interrupted by crossing a border: of x persons of a leg those who lose it land in another cell, of the stock `into` or where the journey ends.
 * Returns how many; *mass: what the others still carry. */
double gz_land_interrupted(gz_block *b, int32_t leg, int32_t product, int32_t stratum, int32_t cell, int32_t into, int32_t lane, double x, double *mass);
/* x travellers of a leg, of whom nobody was detected, land: crossings and arrivals are counted, treatment may be interrupted. round: they went round a crossing. */
void gz_land_travellers(gz_block *b, int32_t leg, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass, bool round);
/* The same for a row of lanes, by the crossings. mass: what they carry, NULL where the cell has no trait. */
void gz_land_row(gz_block *b, int32_t leg, int32_t product, int32_t stratum, int32_t cell, const double *x, const double *mass);
/* Puts a row of people into a stock. mass: looked at where the cell has a trait. */
void gz_land_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, const double *x, const double *mass);
/* Counts travellers at every crossing of their leg. */
void gz_land_count(gz_block *b, const gz_leg *leg, int32_t cell, int32_t lane, double x, bool detected);
/* Counts what a measure spends on travellers as a cost of the crossing where it does, if crossings are where it stands. */
void gz_land_charge(gz_block *b, int32_t measure, int32_t crossing, bool in, int32_t lane, double cost);
#endif
