/* The end of a journey.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LAND_H
#define GZ_LAND_H
#include "engine/step/block.h"
/* x travellers of a leg land: crossings and arrivals are counted, treatment may be interrupted. detected: not missed by a control. */
void gz_land_travellers(gz_block *b, int32_t leg, int32_t product, int32_t stratum, int32_t cell, int32_t lane, double x, double mass, bool detected);
/* The same for a row of lanes, of whom nobody was detected. mass: what they carry, NULL where the cell has no trait. */
void gz_land_row(gz_block *b, int32_t leg, int32_t product, int32_t stratum, int32_t cell, const double *x, const double *mass);
/* Puts a row of people into a stock. mass: looked at where the cell has a trait. */
void gz_land_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, const double *x, const double *mass);
/* Counts travellers at every crossing of their leg. */
void gz_land_count(gz_block *b, const gz_leg *leg, int32_t cell, int32_t lane, double x, bool detected);
/* The first measure of a kind in force on a leg in a lane, to which those stopped or helped are counted; -1 none. */
int32_t gz_land_measure(const gz_block *b, gz_measure_kind kind, int32_t leg, int32_t lane);
/* Counts what a measure spends on travellers as a cost of the crossing where it does, if crossings are where it stands. */
void gz_land_charge(gz_block *b, int32_t measure, int32_t crossing, bool in, int32_t lane, double cost);
#endif
