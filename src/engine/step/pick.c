/* Picks of all travellers side by side: random bits, then how many flows end at or below each one's number.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/step/pick.h"
#include "engine/step/wide.h"
#include <string.h>

/* Uniform numbers, as gz_random_unit of gz_random_bits. */
GZ_WIDE static void pick_units(const gz_draw *draw, int32_t n, const int32_t *restrict lane, const uint32_t *restrict person, double *restrict unit)
{
	const gz_draw d = *draw;
	for (int32_t i = 0; i < n; i++) {
		const uint64_t bits = gz_random_bits(d.key, d.replicate + (uint32_t)lane[i], d.step, d.draw, person[i]), word = bits >> 12 | UINT64_C(0x4330000000000000);
		double x;
		memcpy(&x, &word, sizeof x);
		unit[i] = (x - (0x1p52 - 0.5)) * 0x1p-52;
	}
}

/* Adds those of n numbers that are at or above an edge. */
GZ_WIDE static void pick_above(int32_t n, const double *restrict x, double edge, int32_t *restrict flow)
{
	for (int32_t i = 0; i < n; i++)
		flow[i] += x[i] >= edge;
}

GZ_WIDE static void pick_scale(int32_t n, double *restrict x, double k)
{
	for (int32_t i = 0; i < n; i++)
		x[i] *= k;
}

/* The flow that a number in (0, suffix[0]) picks. */
static int32_t pick_one(const gz_pick_ways *ways, const double *suffix, double x)
{
	const int64_t step = ways->by_lane > 0 ? ways->by_lane : 1;
	int32_t at = 0;
	for (int32_t n = ways->n; n > 1;) {
		const int32_t half = n / 2;
		at += x >= suffix[0] - suffix[(at + half) * step] ? half : 0;
		n -= half;
	}
	return at;
}

void gz_pick_flows(gz_pick *pick, const gz_pick_ways *ways)
{
	enum { SIDE_BY_SIDE = 32 }; /* flows up to which comparing with each of them costs less than halving */
	double x[GZ_PICK_MOST];
	const int64_t step = ways->by_lane > 0 ? ways->by_lane : 1;
	pick_units(&pick->draw, pick->n, pick->lane, pick->person, x);
	if (ways->by_lane == 0 && ways->n <= SIDE_BY_SIDE) {
		memset(pick->flow, 0, (size_t)pick->n * sizeof *pick->flow);
		pick_scale(pick->n, x, ways->suffix[0]);
		for (int32_t k = 1; k < ways->n; k++)
			pick_above(pick->n, x, ways->suffix[0] - ways->suffix[k], pick->flow);
	} else {
		for (int32_t i = 0; i < pick->n; i++) {
			const double *suffix = ways->suffix + (ways->by_lane > 0 ? pick->lane[i] : 0);
			pick->flow[i] = pick_one(ways, suffix, x[i] * suffix[0]);
		}
	}
	for (int32_t i = 0; i < pick->n; i++) {
		const double *suffix = ways->suffix + (ways->by_lane > 0 ? pick->lane[i] : 0);
		while (pick->flow[i] > 0 && !(suffix[pick->flow[i] * step] - suffix[(pick->flow[i] + 1) * step] > 0))
			pick->flow[i]--; /* rounded up to the end, where the last flows are closed */
	}
}
