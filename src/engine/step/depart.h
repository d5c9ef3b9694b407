/* Who of a home sets out today, by flow.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DEPART_H
#define GZ_DEPART_H
#include "engine/step/block.h"

/* The flows that leave one home, today. Arrays lie in block->journey. */
typedef struct gz_depart {
	int32_t home, first, n;        /* flows first .. first + n - 1 */
	bool closed;                   /* a closure in force meets some of them: then chances differ from lane to lane */
	double *rate, *standing, *homeward; /* [flow] what the calendar says of today */
	double *usual;                 /* [lane] persons of the stratum usually at home */
	double *suffix;                /* [flow + 1] or, where closed, [flow + 1][lane]: probability of leaving by that flow or a later one */
	double *ways;                  /* [lane] flows by which somebody may leave */
	double *leaving;               /* [flow][lane] who sets out; only where `any` */
	double *mass;                  /* [flow][lane] the lasting infectiousness they carry */
	double *left, *many, *chance, *here, *out, *carried; /* [lane] scratch */
	uint8_t *any;                  /* [flow] somebody sets out in some lane */
} gz_depart;

/* Doubles that block->journey must hold. */
int64_t gz_depart_room(const gz_plan *plan, int32_t width);
void gz_depart_begin(const gz_block *b, gz_depart *d, int32_t home);
/* Chances of leaving, for people of a stratum: F(t) persons on average, of those usually at home. */
void gz_depart_stratum(const gz_block *b, gz_depart *d, int32_t stratum);
/* Draws from n[lane] persons of a cell at home; fills leaving and any. True if somebody leaves. */
bool gz_depart_draw(gz_block *b, gz_depart *d, int32_t stock, int32_t stratum, int32_t cell, const double *n);
#endif
