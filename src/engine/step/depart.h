/* Who of a home sets out today, by flow; and the draws of its travellers, asked for some cells and answered together.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DEPART_H
#define GZ_DEPART_H
#include "engine/step/block.h"

enum { GZ_DEPART_HOMES = 64 }; /* homes that are drawn together, at most */

/* Draws that are asked and answered together. */
typedef struct gz_depart_asked {
	int32_t n;
	gz_draw *first;                /* [row] */
	double *people, *chance, *out; /* [row][lane] */
} gz_depart_asked;

/* The flows that leave one home, today; and the cells in hand, all of one product and stratum. Arrays lie in block->journey. */
typedef struct gz_depart {
	int32_t home, first, n;        /* flows first .. first + n - 1 */
	bool closed;                   /* a closure in force meets some of them: then chances differ from lane to lane */
	double *rate, *standing, *homeward; /* [flow] what the calendar says of today */
	double *usual;                 /* [lane] persons of the stratum usually at home */
	double *suffix;                /* [flow + 1] or, where closed, [flow + 1][lane]: probability of leaving by that flow or a later one */
	double *ways;                  /* [lane] flows by which somebody may leave */
	int32_t slots, together;       /* draws that may be asked of one cell: its departures (0), then returns by flow and stage; cells taken at once */
	int32_t begin, end;            /* the cells in hand */
	gz_depart_asked *asked;        /* of all homes drawn together */
	int32_t *rows;                 /* [cell - begin][slot] the draw, -1 none */
	int32_t leavers, *leaver;      /* cells that somebody leaves by one of several flows; [cell - begin] which of them, -1 none */
	int32_t shared;                /* leavers some of whom are shared out: the first ones */
	double *many, *few;            /* [leaver][lane] those who are shared out, and those who pick a flow each */
	double *leaving;               /* [flow][leaver][lane] who sets out; only where `any` */
	uint8_t *any;                  /* [flow][leaver] somebody sets out in some lane */
	double *mass;                  /* [flow][lane] the lasting infectiousness that those of one cell carry */
	double *carried;               /* [lane] scratch */
} gz_depart;

/* The scratch of a block so wide, and the doubles that block->journey must hold. */
gz_journeys gz_depart_journeys(const gz_plan *plan, int32_t width);
int64_t gz_depart_room(const gz_journeys *journeys, int32_t width);
/* Whether all cells of a home are taken in hand at once. */
bool gz_depart_at_once(const gz_plan *plan, int32_t home, int32_t width);
/* Nothing is asked. */
void gz_depart_clear(const gz_block *b, gz_depart_asked *asked);
/* The flows of a home, as number `place` of those drawn together. */
void gz_depart_begin(const gz_block *b, gz_depart *d, gz_depart_asked *asked, int32_t home, int32_t place);
/* Chances of leaving, for people of a stratum: F(t) persons on average, of those usually at home. */
void gz_depart_stratum(const gz_block *b, gz_depart *d, int32_t stratum);

/* Takes cells begin .. end - 1 in hand. */
void gz_depart_cells(gz_depart *d, int32_t begin, int32_t end);
/* The people of a cell in the lanes where the home is awake, in the row of the draw that is asked next; NULL if there is nobody. */
double *gz_depart_people(const gz_block *b, const gz_depart *d, int32_t stock, int32_t stratum, int32_t cell);
/* Asks a draw of them, whose chances are in the row or one chance. */
void gz_depart_ask(const gz_block *b, gz_depart *d, gz_key key, uint32_t draw, int32_t cell, int32_t slot);
void gz_depart_ask_same(const gz_block *b, gz_depart *d, gz_key key, uint32_t draw, int32_t cell, int32_t slot, double chance);
static inline double *gz_depart_chances(const gz_block *b, const gz_depart *d) { return &d->asked->chance[(int64_t)d->asked->n * b->lanes]; }
/* Asks how many leave the cells in hand. */
void gz_depart_ask_leavers(gz_block *b, gz_depart *d, int32_t product, int32_t stratum);
/* Answers all that was asked. */
void gz_depart_answer(gz_block *b, const gz_depart_asked *asked);
/* Shares those who leave n homes among their flows. */
void gz_depart_share(gz_block *b, gz_depart *d, int32_t n, int32_t product, int32_t stratum);

/* The answer: NULL if none was asked or nobody goes. */
double *gz_depart_gone(const gz_block *b, const gz_depart *d, int32_t cell, int32_t slot);
/* Who of a cell sets out by a flow; NULL: nobody. After sharing. */
double *gz_depart_leaving(const gz_block *b, const gz_depart *d, int32_t cell, int32_t k);
#endif
