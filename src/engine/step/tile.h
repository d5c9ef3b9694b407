/* A tile: some people side by side, of one stratum, so that what happens to them is drawn by the row.
 *
 * Its members are the lanes of one stock (a block of many replicates) or, where a block has few lanes, one lane of many stocks. A tile
 * opens on one stratum: row[cell][member] are those who were there at the start of the step and have not moved yet. A draw keeps the
 * numbers it was asked with; newcomers to a cell that is asked for later in the step wait in rows of their own until the stratum closes,
 * so that nobody makes two transitions in one step. Where all lanes of a stock are awake the rows are
 * the block's own; otherwise they are copies in which those asleep are nobody, and only those awake are written back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TILE_H
#define GZ_TILE_H
#include "engine/step/block.h"

enum { GZ_TILE_WORK = 8 };

typedef struct gz_tile {
	gz_block *b;
	int32_t n;                  /* members */
	int32_t stratum;
	int32_t stock, lane;        /* the stock of all members (lane -1), or their lane (stock -1) */
	int32_t after, fetched;     /* the stock that comes next, see gz_tile_wide; of the stratum that comes next, cells whose rows have been fetched ahead */
	const int32_t *stocks, *heres; /* [member] and the leaf where it stands, where there are many */
	const gz_key *keys;
	bool copied;                /* rows are copies */
	double *rows; int64_t stride;          /* [cell][member] */
	double *newcomers, *new_mass;          /* [cell][member] where it `waits`, [mass][member] */
	uint8_t *some, *came, *went; /* [cell] somebody was there at the start of the step; it has newcomers; somebody has left it */
	uint8_t *waits;              /* [cell] its newcomers wait: see gz_tile_make */
	double *rates;              /* [target][channel][member] */
	double *living;             /* [stratum][member] at the start of the step */
	double *work[GZ_TILE_WORK]; /* scratch rows */
	double *n_asked, *p_asked, *out;       /* [draw asked][member] */
	gz_draw *first;             /* [draw asked] */
	int32_t asked, answered;
	int32_t *row_of;            /* [group] the draw of those who leave, -1 none */
	int32_t room;               /* members that a row has room for */
} gz_tile;

/* Draws that may be asked in one stratum, and doubles of all a tile's rows by member. */
static inline int64_t gz_tile_draws(const gz_plan *p) { return (int64_t)p->n_targets + p->n_groups + p->n_outcomes; }
static inline int64_t gz_tile_rows(const gz_plan *p)
{
	return 2 * (int64_t)p->n_cells + p->n_mass + p->n_strata + (int64_t)p->n_targets * p->n_channels + GZ_TILE_WORK + 3 * gz_tile_draws(p);
}

/* A tile without members; then over the awake lanes of a stock, or over one lane of n stocks whose homes are awake in it. after: the stock
 * whose rows are to be fetched ahead meanwhile, -1 none. */
void gz_tile_make(gz_tile *t, gz_block *b);
void gz_tile_wide(gz_tile *t, int32_t stock, int32_t after);
void gz_tile_narrow(gz_tile *t, const int32_t *stocks, int32_t n, int32_t lane);

static inline double *gz_tile_row(const gz_tile *t, int32_t cell) { return t->rows + cell * t->stride; }
static inline int32_t gz_tile_stock(const gz_tile *t, int32_t i) { return t->stock >= 0 ? t->stock : t->stocks[i]; }
static inline int32_t gz_tile_lane(const gz_tile *t, int32_t i) { return t->stock >= 0 ? i : t->lane; }
static inline int32_t gz_tile_here(const gz_tile *t, int32_t i) { return t->stock >= 0 ? t->b->plan->stocks[t->stock].here : t->heres[i]; }

/* Fetches ahead the rows of a stock's stratum: opening it will ask for them. */
void gz_tile_fetch(const gz_block *b, int32_t stock, int32_t stratum);
/* Fills the rows of a stratum; false if nobody awake is there. */
bool gz_tile_open(gz_tile *t, int32_t stratum);
/* x persons go from one cell to another; false if there are none. */
bool gz_tile_move(gz_tile *t, int32_t from, int32_t to, const double *x);
/* Lets the newcomers join, and writes the rows back. */
void gz_tile_close(gz_tile *t);

/* out = Binomial(n, p), members apart; in the mean-field mode its mean. Counts what is drawn and what is skipped. */
void gz_tile_draw(gz_tile *t, uint32_t draw, const double *n, const double *p, double *out);

/* Draws of one stratum that do not wait for each other are asked first and answered together: the more at once, the cheaper each.
 * p: a row, or one p if same; a row may be made in gz_tile_chances. gz_tile_ask says which row of `out` the answer will be. */
static inline double *gz_tile_chances(const gz_tile *t) { return &t->p_asked[(int64_t)t->asked * t->n]; }
int32_t gz_tile_ask(gz_tile *t, uint32_t draw, const double *n, const double *p, bool same);
void gz_tile_answer(gz_tile *t);
static inline double *gz_tile_out(const gz_tile *t, int32_t row) { return &t->out[(int64_t)row * t->n]; }

/* A slot's values by member: *same if they are one value, then in out[0]. Else the row returned, out or the store itself. */
const double *gz_tile_slot(const gz_tile *t, int32_t slot, int32_t stratum, double *out, bool *same);
/* The same of one number of a group's table. */
const double *gz_tile_table(const gz_tile *t, const gz_group *g, int32_t number, double *out, bool *same);

/* array[here][lane] += x, of what is counted: GZ_COUNTED_... */
void gz_tile_count(const gz_tile *t, int32_t what, int32_t stream, const double *x);
#endif
