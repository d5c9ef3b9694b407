/* A block: some replicates stepped together, their state as a structure of arrays with the replicate fastest.
 *
 *   people    [stock][stratum][cell][lane]   persons: whole numbers kept in doubles (below 2^53), expectations in the mean-field mode
 *   mass      [stock][stratum][mass][lane]   infectiousness that lasting superspreaders carry
 *   reservoir [environment][leaf][lane]
 *
 * Rows nobody is in are marked (`anyone`), so that a phase need not look at them: whoever writes people into a row marks it, and progress
 * takes the mark back when it finds the row empty. `moved` tells the force of infection at which leaves it must count those present anew.
 *
 * Every phase of the day is one function of one file; each reads the state the previous one left. Nothing is allocated while stepping.
 * A home asleep in a lane keeps its state as it was when it fell asleep; waking puts its travellers where the calendar has them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BLOCK_H
#define GZ_BLOCK_H
#include "base/sample.h"
#include "engine/result.h"
#include "model/ngm.h"
#include <string.h>

enum { GZ_BLOCK_LANES = 512 /* at most */, GZ_BLOCK_DELAY = 61, GZ_BLOCK_ROOMS = 96, GZ_BLOCK_TILE = 128 /* members of a tile of many stocks */,
	GZ_BLOCK_WIDE = 16 /* lanes from which a stock's row is worth a tile of its own */, GZ_BLOCK_PIECE = 32 /* leaves that end a day together, a power of 2 */ };

/* Quantities of a crossing, per direction: the result's from TRAVELLERS on. */
enum { GZ_CROSS_COUNT = GZ_QUANTITY_COUNT - GZ_QUANTITY_TRAVELLERS };

/* Streams and reported places that triggers look at. */
typedef struct gz_watch { int32_t stream, place; } gz_watch;

/* Cells that count in a state of the record, and for how much. */
typedef struct gz_tally {
	int32_t n, *cells;
	double *weights;
	bool whole;                              /* all weights are whole numbers */
} gz_tally;
enum { GZ_TALLIES = GZ_QUANTITY_PRESENT - GZ_QUANTITY_PREVALENCE + 1 };

/* Delays until a report, by the day of the week on which something happens. */
typedef struct gz_delay_week {
	double pmf[7][GZ_BLOCK_DELAY];           /* given that it is reported */
	double heard[7];                         /* the mean over the delays of the weekday's factor */
} gz_delay_week;

/* What is the same for all blocks of a run. */
typedef struct gz_setup {
	const gz_scenario *scenario;
	gz_plan plan;
	bool deterministic;
	int32_t *chain_first, *chain_n, *chain;  /* [leaf] the places above it and itself, innermost first */
	gz_watch *watches; int32_t n_watches;
	gz_delay_week *delay;                    /* [stream + measure * n_streams ...]: see gz_observe_delays */
	int32_t n_delays;
	int32_t ring;                            /* days that `due` holds: the longest delay and one */
	uint32_t *stream_id;                     /* [stream] hash of the name */
	int32_t *commuters_first, *commuters_n, *commuters; /* [leaf] leaves whose people commute to it, in their order */
	double *commuters_share;                 /* beside `commuters` */
	double *away;                            /* [leaf] share of the time that its people commute elsewhere */
	int32_t *meeting_first, *meeting;        /* [leaf] stocks that stand there and meet others, by home; n_leaves + 1 firsts */
	gz_tally tallies[GZ_TALLIES];            /* [state from PREVALENCE on] */
	uint8_t *covers;                         /* [measure][leaf] the measure names the place */
	bool present;                            /* the report wants people present: sleeping homes are kept fresh */
	gz_arena arena;
} gz_setup;

/* Some persons of one lane on whom a measure acts: in a stock, or in a cohort on its way. */
typedef struct gz_batch_entry {
	int32_t leg, class;    /* leg -1: in a stock */
	int32_t post;          /* the crossing at which a measure is at work on them, -1 on a journey that passes none */
	int32_t position;      /* which one of the journey: at another a measure draws anew */
	int32_t stock;         /* the free stock they are in, or will land in */
	int32_t product, stratum, cell;
	double n;              /* persons concerned */
	int32_t found;         /* infected travellers known as such: 0 no, 1 since the measure in hand, 2 since one before on this journey */
} gz_batch_entry;

/* What a session's orders change for a time, the same in all lanes; 1, and NAN for leaks, where they change nothing. */
typedef struct gz_tuning {
	double *reporting;     /* [stream][leaf] times the chance that an event is ever reported */
	double *compliance;    /* [measure] times the compliance */
	double *leak;          /* [measure][crossing] the share of those stopped that goes round, instead of the measure's */
	double *contact;       /* [leaf] times what infects there */
} gz_tuning;

/* What acts at a leaf. */
enum { GZ_ACTS_PEOPLE = 1, GZ_ACTS_WATER = 2, GZ_ACTS_EVERYWHERE = 4 /* in every lane */ };

/* What has been counted at a leaf today: the rows of what has not hold nothing that counts. */
enum { GZ_COUNTED_INFECTIONS = 1, GZ_COUNTED_DEATHS = 2, GZ_COUNTED_EVENTS = 4 };
/* What a stream reports of a leaf today: nothing, the events of the day, or what was due. */
enum { GZ_REPORTS_NONE, GZ_REPORTS_EVENTS, GZ_REPORTS_DUE };

/* Since those present at a leaf were last counted: nothing happened; people came or went; only `present` has changed, with the dead. */
enum { GZ_MOVED_NOT, GZ_MOVED, GZ_MOVED_COUNTED };

/* An array of a block: where it begins in the memory taken for it, and its bytes; the bytes of a mapping of its own, 0 none. */
typedef struct gz_room { void *memory, *array; int64_t size, mapped; } gz_room;

typedef struct gz_batch { gz_batch_entry *items; int32_t n, room; } gz_batch;

/* How the scratch of travel is laid out (depart.h): homes that are drawn together, rows for the draws of all of them, doubles of each besides. */
typedef struct gz_journeys { int32_t homes; int64_t rows, room; } gz_journeys;

typedef struct gz_block {
	const gz_setup *setup;
	const gz_plan *plan;
	int32_t first, lanes;      /* replicates first .. first + lanes - 1 */
	int32_t width;             /* lanes the arrays are made for */
	bool deterministic;
	const gz_tuning *tuning;   /* NULL: nothing is changed */
	int32_t day, step;         /* step counts sub-steps over the whole run */
	bool travelled;            /* this step's journeys have been made */
	double *people, *mass, *reservoir;
	double *incoming, *incoming_mass; /* [leaf][product][stratum][cell][lane] who land when travel is over, NULL if no flow needs it */
	uint8_t *incoming_any;     /* [leaf] */
	double *store, *tables, *unit;
	uint8_t *occupied;         /* [stock] */
	uint8_t *anyone;           /* [stock][stratum][cell] 0: nobody in any lane */
	uint8_t *moved;            /* [leaf] people came, went or died since those present were last counted: GZ_MOVED_... */
	uint8_t *plain;            /* [leaf] all who were counted there meet others fully: sums of whole numbers, exact in any order */
	uint8_t *awake;            /* [leaf][lane] */
	gz_journeys journeys;
	double *journey;           /* scratch of the homes whose travellers are drawn, see gz_depart */
	int32_t *awake_n;          /* [leaf] lanes awake */
	double *cohorts, *cohort_mass; /* [buffer][class][product][stratum][cell][lane]; class 0 held, 1 newcomers */
	double *cohort_found;      /* as cohorts: how many of them measures of this journey have found infected */
	uint8_t *cohort_any;       /* [buffer][lane] */
	double *pass, *leak;       /* [leg][lane] what closures in force let set out, and the share of those who go round; used if closed */
	double *straight;          /* [leg][lane] scratch of closures: who comes to a crossing and has not gone round it */
	uint8_t *shut;             /* [leg] met by a closure in force today */
	bool closed;               /* some closure is in force today */
	double *shy;               /* [leaf][stratum][lane] contacts of a group under a `contacts` measure, NULL if no measure names a group */
	uint8_t *handled;          /* [leg] some measure in force today handles its travellers */
	/* force of infection, per sub-step; rows of a leaf are what they say only where its mark stands */
	double *present;           /* [leaf][age][lane] persons who meet others */
	double *pressure;          /* [leaf][channel][age][lane] infectious weight, where `sheds` */
	double *mixed_present, *mixed_pressure; /* the same after commuting (mixed_present stale where `remix`), NULL without */
	double *local;             /* [leaf][channel][age][lane] forces at the place itself, where `acts`; without commuting the same as force */
	double *force;             /* [leaf][channel][age][lane] on the people of a leaf, wherever they commute, where `hot_any`: see gz_block_force */
	bool late;                 /* it is made for one leaf after the other when progress comes there, in the room of the first */
	int32_t like[GZ_PLAN_CHANNELS]; /* [channel] the first whose forces are the same numbers today: rows of the others are not made */
	int32_t kinds;             /* channels up to the last that is like none before it */
	gz_ngm_spread dispersed;   /* places and strata that `disperse` tells apart */
	double *disperse;          /* [channel][place][stratum][lane] a dt / D of dispersed channels, 0 none */
	uint8_t *sheds, *acts, *remix; /* [leaf] somebody infectious is there; what acts, after commuting: GZ_ACTS_...; see mixed_present */
	uint8_t *lively;           /* [leaf] of the home, somebody does not rest in any lane, as this step's progress has seen: it stays awake */
	uint8_t *stirs;            /* [leaf] somebody awake stands there, in some lane: elsewhere nothing happens; as of this step's force */
	uint8_t *near;             /* [leaf] scratch of the force: leaves that what it looks for can be at */
	uint8_t *acting;           /* [leaf][lane] `acts` by lane */
	uint8_t *hot;              /* [leaf][lane] some force is not 0, where `hot_any` */
	uint8_t *hot_any;          /* [leaf] */
	double *scratch;           /* rows of the force */
	double *before;            /* [leaf][lane] infections up to the step before, today, where some are counted; NULL where a day is one step */
	double *rows; gz_key *keys; gz_draw *asked; int32_t *members, *heres, *row_of; uint8_t *came; /* what a tile works with: see tile.h */
	uint8_t *entered;          /* [place] somebody infected has arrived in every lane */
	uint8_t *reached;          /* [place] both first days and the tenth case are known in all lanes: GZ_REACHED_... */
	/* measures */
	uint8_t *active;           /* [measure][lane] */
	uint8_t *active_any;       /* [measure] */
	uint8_t *dated;            /* [measure][lane] its dates say so today, of one without a trigger */
	int32_t *active_steps;     /* [measure][lane] steps of today in which it was in force */
	int32_t *since, *until;    /* [measure][lane] steps between which a triggered measure is in force, INT32_MAX not triggered, or without end */
	uint8_t *fired;            /* [measure][lane] */
	int32_t *ordered, *lifted; /* [measure][lane] steps between which a session's order, yet to count, will have it in force: see gz_trigger_order */
	int32_t *held;             /* [measure][lane] an order has it in force until this step; INT32_MIN no order counts, its own trigger does */
	double *capacity;          /* [measure][crossing or 0][lane] left today */
	double *given;             /* [measure][crossing or 0][lane] doses given today at a crossing */
	double *beds;              /* [confine][lane] in use */
	double *charged;           /* [measure][lane] what has already been counted as a crossing's cost today */
	double *found;             /* [leaf][lane] detected at a place since the tracing before, but by tracing */
	double *loose;             /* [leaf][lane] those of them who are infectious and free all the same */
	double *demand;            /* [measure][crossing or 0][lane] for the wait */
	gz_measure_total *totals;  /* [measure][lane] */
	/* observation */
	int32_t today;             /* rows that today's infections and events have, each: of all leaves, or of one piece after the other; see gz_block_today */
	double *events;            /* [stream][row of today][lane] today's events, where `counted` */
	double *due;               /* [stream][leaf][ring][lane] detected, to be reported */
	int32_t *due_until;        /* [stream][leaf] the day after the last on which reports are due there, 0 none */
	double *reported;          /* [stream][leaf][lane] today's reports, where some are due: see gz_observe_reported */
	uint8_t *reports;          /* [stream][leaf] today's: GZ_REPORTS_NONE, _EVENTS or _DUE */
	double *history;           /* [watch][day][lane] */
	double *infections, *deaths; /* [row of today][lane] and [leaf][lane] today, where `counted` */
	uint8_t *counted;          /* [leaf] GZ_COUNTED_... today */
	bool died;                 /* somebody has died today */
	bool died_confined;        /* somebody may have died in a bed since the dead were last taken from there */
	double *cross;             /* [crossing][2][quantity][lane] today */
	double *asleep_total;      /* [product][cell] of one stratum of a home that falls asleep or wakes */
	gz_arrival *arrivals;      /* [place][lane] */
	double *arrived;           /* [place][lane] infected travellers from outside so far */
	double *cumulated, *cumulated_deaths; /* [place][lane] */
	double *outside;           /* [lane] persons booked in from outside minus removed, births minus deaths that left the world */
	double *start;             /* [lane] persons at the start */
	gz_batch batches[7];       /* scratch of measures */
	gz_room rooms[GZ_BLOCK_ROOMS]; int32_t n_rooms; /* the memory of all these arrays */
	uint64_t draws, skipped;
	char note[512];
	bool fresh;                /* nothing has been written to the arrays since they were taken: all is 0 */
	bool failed;               /* memory ran out */
} gz_block;

/* ---- addresses -------------------------------------------------------------------------------------------- */
static inline int64_t gz_block_at(const gz_block *b, int32_t stock, int32_t stratum, int32_t cell)
{
	return (((int64_t)stock * b->plan->n_strata + stratum) * b->plan->n_cells + cell) * b->width;
}
static inline int64_t gz_block_mass(const gz_block *b, int32_t stock, int32_t stratum, int32_t mass)
{
	return (((int64_t)stock * b->plan->n_strata + stratum) * b->plan->n_mass + mass) * b->width;
}
static inline int64_t gz_block_cohort(const gz_block *b, int32_t buffer, int32_t class, int32_t product, int32_t stratum, int32_t cell)
{
	const gz_plan *p = b->plan;
	return (((((int64_t)buffer * 2 + class) * p->n_products + product) * p->n_strata + stratum) * p->n_cells + cell) * b->width;
}
static inline double *gz_block_cross(const gz_block *b, int32_t crossing, bool in, gz_quantity quantity)
{
	return &b->cross[(((int64_t)crossing * 2 + (in ? 0 : 1)) * GZ_CROSS_COUNT + (quantity - GZ_QUANTITY_TRAVELLERS)) * b->width];
}
static inline double gz_block_value(const gz_block *b, int32_t slot, int32_t leaf, int32_t stratum, int32_t lane)
{
	return gz_slot_at(&b->plan->slots, b->store, slot, leaf, stratum, lane);
}

/* The forces on the people of a leaf: [channel][age][lane]. */
static inline double *gz_block_force(const gz_block *b, int32_t leaf)
{
	return &b->force[(b->late ? 0 : (int64_t)leaf) * b->plan->n_channels * b->plan->n_ages * b->width];
}

/* The share of those whom a measure concerns that comply. */
static inline double gz_block_compliance(const gz_block *b, int32_t measure, int32_t leaf, int32_t stratum, int32_t lane)
{
	const double stated = gz_block_value(b, b->plan->measures[measure].compliance, leaf, stratum, lane);
	if (!b->tuning)
		return stated;
	const double tuned = stated * b->tuning->compliance[measure];
	return tuned < 1 ? tuned : 1;
}

/* A slot's value over the lanes of a leaf and stratum: at[lane * by]. */
static inline const double *gz_block_slot(const gz_block *b, int32_t slot, int32_t leaf, int32_t stratum, int32_t *by)
{
	const gz_slot *s = &b->plan->slots.items[slot];
	*by = s->by_lane;
	return &b->store[s->offset + (int64_t)leaf * s->by_leaf + (int64_t)stratum * s->by_stratum];
}
/* The first marked leaf from `leaf` on, n if there is none: where few are marked eight are passed at a time. */
static inline int32_t gz_block_marked(const uint8_t *marks, int32_t leaf, int32_t n)
{
	uint64_t eight = 0;
	if (leaf < n && marks[leaf])
		return leaf;
	for (; leaf + 8 <= n; leaf += 8) {
		memcpy(&eight, &marks[leaf], sizeof eight);
		if (eight != 0)
			break;
	}
	while (leaf < n && !marks[leaf])
		leaf++;
	return leaf;
}
/* Where a leaf's infections or events of today stand. Where nobody asks for them once its piece of the day has been told, all pieces take the same
 * rows one after the other, which stay in a near cache. */
static inline bool gz_block_folds(const gz_block *b) { return b->today < b->plan->n_leaves; }
static inline double *gz_block_infections(const gz_block *b, int32_t leaf)
{
	return &b->infections[(int64_t)(gz_block_folds(b) ? leaf % GZ_BLOCK_PIECE : leaf) * b->width];
}
static inline double *gz_block_events(const gz_block *b, int32_t stream, int32_t leaf)
{
	return &b->events[((int64_t)stream * b->today + (gz_block_folds(b) ? leaf % GZ_BLOCK_PIECE : leaf)) * b->width];
}
/* Something is counted at a leaf: the first of its kind today finds rows of 0. */
void gz_block_first_count(gz_block *b, int32_t leaf, int32_t what);
static inline void gz_block_count(gz_block *b, int32_t leaf, int32_t what)
{
	if (!(b->counted[leaf] & what))
		gz_block_first_count(b, leaf, what);
}

/* The first stock from `stock` on in which somebody is, n_stocks if there is none. */
static inline int32_t gz_block_occupied(const gz_block *b, int32_t stock)
{
	const int32_t n = b->plan->n_stocks;
	if (stock >= n || b->occupied[stock])
		return stock;
	const uint8_t *next = memchr(&b->occupied[stock], 1, (size_t)(n - stock));
	return next ? (int32_t)(next - b->occupied) : n;
}
/* Of a stock in which nobody is: how many of the slots after it in its ring are as empty, so that loops over stocks pass over them at once. */
static inline int32_t gz_block_idle(const gz_block *b, int32_t stock)
{
	const gz_stock *s = &b->plan->stocks[stock];
	if (s->role != GZ_ROLE_CONFINED)
		return 0;
	const int32_t rest = b->plan->confines[s->confine].slots - s->slot - 1;
	const uint8_t *next = memchr(&b->occupied[stock + 1], 1, (size_t)rest);
	return next ? (int32_t)(next - &b->occupied[stock + 1]) : rest;
}
/* The stock at a place of a list over all leaves (the plan's `standing`, the setup's `meeting`) of n. What is known of one that comes soon is fetched
 * ahead: it lies anywhere among some megabytes. */
static inline int32_t gz_block_listed(const gz_block *b, const int32_t *list, int32_t at, int32_t n)
{
	enum { SOON = 8 };
	if (at + SOON < n)
		__builtin_prefetch(&b->plan->stocks[list[at + SOON]]);
	return list[at];
}
/* Whether somebody may be in a row of `people`, in any lane. */
static inline uint8_t *gz_block_anyone(const gz_block *b, int32_t stock, int32_t stratum, int32_t cell)
{
	return &b->anyone[((int64_t)stock * b->plan->n_strata + stratum) * b->plan->n_cells + cell];
}

/* The first step of a day: what is by the day (capacities, calendars, measures at places) belongs there. */
static inline bool gz_block_opens(const gz_block *b) { return b->step % b->plan->scenario->steps_per_day == 0; }

/* ---- draws ------------------------------------------------------------------------------------------------ */
/* Binomial for movements and transitions; its mean in the mean-field mode. */
static inline double gz_block_draw(gz_block *b, gz_key key, uint32_t draw, int32_t lane, double n, double p)
{
	if (!(n > 0) || !(p > 0)) {
		b->skipped++;
		return 0;
	}
	if (b->deterministic)
		return n * (p < 1 ? p : 1);
	if (p >= 1)
		return n;
	b->draws++;
	const gz_draw d = {.key = key, .replicate = (uint32_t)(b->first + lane), .step = (uint32_t)b->step, .draw = draw};
	return gz_sample_binomial_some(&d, n, p);
}
/* The same through one uniform, monotone in n and p: for what measures do. */
static inline double gz_block_measure_draw(gz_block *b, gz_key key, uint32_t draw, int32_t lane, double n, double p)
{
	if (!(n > 0) || !(p > 0))
		return 0;
	if (b->deterministic)
		return n * (p < 1 ? p : 1);
	if (p >= 1)
		return n;
	b->draws++;
	const gz_draw d = {.key = key, .replicate = (uint32_t)(b->first + lane), .step = (uint32_t)b->step, .draw = draw};
	return gz_sample_binomial_quantile(&d, n, p);
}
/* gz_random_turn in a lane. */
static inline double gz_block_turn(const gz_block *b, double u, int32_t lane) { return gz_random_turn(u, (uint32_t)(b->first + lane)); }
static inline gz_draw gz_block_address(const gz_block *b, gz_key key, uint32_t draw, int32_t lane)
{
	return (gz_draw){.key = key, .replicate = (uint32_t)(b->first + lane), .step = (uint32_t)b->step, .draw = draw};
}

/* Binomials for all lanes of one address: out[lane] of n[lane] persons, at p[lane] or at one p. out overlaps neither n nor p. */
void gz_block_draws(gz_block *b, gz_key key, uint32_t draw, const double *n, const double *p, double *out);
void gz_block_draws_same(gz_block *b, gz_key key, uint32_t draw, const double *n, double p, double *out);
/* The same for several addresses in one call: n, p, out [row][lane]. */
void gz_block_draws_rows(gz_block *b, const gz_draw *first, int32_t rows, const double *n, const double *p, double *out);

/* Who stand in all stocks of a lane, natural deaths and outside bookings apart: for the check of conservation. */
double gz_block_everyone(const gz_block *b, int32_t lane);

/* Takes x of the people of a cell (with their share of lasting infectiousness, returned) and puts them. part: names the draw. */
double gz_block_take(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part);
void gz_block_put(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, double mass);
/* Mass of x newcomers to a cell with a trait. part: names the draw, because people may come from several sides in one step. */
double gz_block_newcomers(gz_block *b, int32_t stock, int32_t stratum, int32_t cell, int32_t lane, double x, uint32_t part);
/* Splits a mass: what x of n carry away. */
double gz_block_split(gz_block *b, gz_key key, uint32_t draw, int32_t cell, int32_t lane, double x, double n, double mass);
/* Counts infected travellers at one place and lane: row = place * width + lane. */
void gz_block_arrive_at(gz_block *b, int64_t row, int32_t from, int32_t crossing, double x);
/* Counts x infected travellers of a lane at a leaf: the first whole one has arrived (in the mean-field mode they add up). from: leaf, -1, or GZ_ARRIVAL_ALREADY. */
void gz_block_arrive(gz_block *b, int32_t leaf, int32_t from, int32_t crossing, int32_t lane, double x);
#endif
