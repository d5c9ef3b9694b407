/* A scenario compiled to flat arrays: cells, transitions, channels, stocks and legs, all in the order of their names.
 *
 * Order by name, not by row, is what makes results independent of how tables are sorted. Names also give the random keys.
 *
 *   cell      one stage of one compartment (and, for branches drawn on entering, of one branch)
 *   group     all the ways out of one cell except infection: leave with p, then conditional probabilities for each outcome
 *   channel   one `infect` or `environment` row: a force of infection
 *   stock     people of one home who stand at one place in one status: state[stock][stratum][cell][lane]
 *   leg       one direction of one flow: outward or homeward, through its crossings
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PLAN_H
#define GZ_PLAN_H
#include "base/random.h"
#include "model/slot.h"

/* Bounds of fixed arrays in the step. */
enum { GZ_PLAN_AGES = 64, GZ_PLAN_STRATA = 256, GZ_PLAN_CHANNELS = 64 };

typedef struct gz_cell {
	int32_t compartment, stage, chain; /* chain: branch drawn on entering, 0 otherwise */
	int32_t group;      /* gz_group, -1 none */
	bool rest, dead, infectious, infected;
	int32_t mass;       /* index among cells with a lasting trait, -1 none */
	double bed;
	int32_t travel;     /* slot */
	uint32_t id;        /* hash of the name: compartment, stage, chain */
	const char *name;
} gz_cell;

/* One outcome of leaving a cell. */
typedef struct gz_outcome {
	int32_t cell;           /* -1: leaves the world (natural death) */
	int32_t stratum_step;   /* ageing: added to the stratum */
	int32_t exit;           /* the exit of its group it belongs to */
	int32_t slot, entry_slot; /* branch and entry probabilities, -1 = 1; slot -2: what is left of 1 */
	uint64_t streams;       /* bit per observation stream that counts it */
	bool death;             /* enters a dead compartment */
	uint32_t id;            /* hash of its name */
} gz_outcome;

typedef enum gz_exit_kind { GZ_EXIT_STAGE, GZ_EXIT_FIXED, GZ_EXIT_RATE, GZ_EXIT_AGE } gz_exit_kind;
typedef struct gz_exit { gz_exit_kind kind; int32_t slot; int32_t stages; double per_year; /* RATE: multiply */ } gz_exit;

typedef struct gz_group {
	int32_t cell;
	int32_t first_exit, n_exits;
	int32_t first_outcome, n_outcomes;
	bool place, stratum, replicate, time;
	int32_t by_leaf, by_stratum, by_lane; /* strides of its table; each entry holds 1 + n_outcomes - 1 numbers laid [number][entry] */
	int64_t offset, entries;
} gz_group;

typedef struct gz_channel {
	const char *name;
	int32_t index;          /* infect or environment row */
	bool water;
	int32_t susceptibility; /* slot */
	int32_t *weights;       /* [cell] slot, -1 = 0 */
	int32_t noise;          /* slot, -1 none */
	int32_t k;              /* slot, -1 not dispersed */
	bool person;
	int32_t scale_slot;     /* R0 or beta / rate */
	bool has_r0;
	int32_t decay, half;    /* slots, environment only */
	int32_t first_outcome, n_outcomes; /* where the infected go; slot as in groups */
	uint32_t id;            /* hash of its name */
} gz_channel;

/* Where infection can strike: a cell, the channels it is open to, and the first outcome of each from there (as many as the channel has). */
typedef struct gz_target { int32_t cell; int32_t n_channels; int32_t *channels, *leads; } gz_target;

typedef enum gz_role { GZ_ROLE_FREE, GZ_ROLE_CONFINED, GZ_ROLE_HELD } gz_role;

typedef struct gz_stock {
	int32_t home, here;     /* leaves in model order */
	int32_t flow;           /* -1 residents at home */
	int32_t stay_stage;
	int32_t product;        /* 0 unvaccinated */
	gz_role role;
	int32_t confine, slot;  /* CONFINED: which confinement and which slot of its ring */
	int32_t leg;            /* HELD */
	int32_t release;        /* stock people go to when set free, -1 */
	int32_t next;           /* the next Erlang stage of the stay, -1 last */
	double contact, susceptibility, infectiousness;
	gz_key key;
} gz_stock;

/* A way of being confined: one node of a measure's `then` chain, or waiting for a test result. */
typedef struct gz_confine {
	int32_t measure;
	const gz_then *then;    /* NULL: waiting for a result */
	int32_t steps;          /* from entry to release */
	int32_t every, phase;   /* people can enter in the steps that leave `phase` on division by `every`: each, or one a day */
	int32_t slots;          /* of the ring, one for each entry whose people may still be there */
	double contact, beds;
	int32_t otherwise;      /* confinement used when full, -1 none */
	int32_t treat;          /* slot: probability of the treatment that `else` names, -1 none */
	bool waiting, positive; /* waiting for a result, and which one is to come */
	int32_t *release;       /* [compartment] slots of the test to release, NULL none */
	int32_t release_steps;  /* from entry to that test */
	gz_key key;
} gz_confine;

typedef struct gz_leg {
	int32_t flow;                /* gz_flow_plan */
	int32_t buffer;              /* cohort buffer if some measure handles its travellers, else -1 */
	int32_t held;                /* first HELD stock (one a product), -1 none */
	uint8_t levels;              /* of the destination and the places above it, how many do not hold the origin */
	bool homeward : 1;
	bool abroad : 1;             /* it crosses a border, at a crossing of the world's or elsewhere (bits: a world has hundreds of thousands of legs) */
	uint8_t n_via, inward;       /* crossings; a bit for each, see gz_leg_in */
	const int32_t *via;          /* in the order of this journey */
	gz_key key;
} gz_leg;

/* How those who travel by a flow come and go through the days of the run, for one who leaves a day in the mean of the year. */
typedef struct gz_course {
	const double *left;   /* [days + 1] who have set out by the start of each day */
	const double *away;   /* [days + 1] who are away then; NULL where `year` tells */
	const double *stages; /* [days + 1][n_stages] of them, the share in the stages of the stay up to and with each; NULL where all have as many */
	const double *year;   /* where a curve tells when they return: [366] persons (of all who leave) away by the day of the year if the way is open all year */
} gz_course;

typedef struct gz_flow_plan {
	int32_t flow;                /* scenario index */
	int32_t home, to;            /* leaves */
	int32_t out_leg;             /* behind it the leg home, unless they stay for good: gz_plan_home_leg */
	int32_t n_stages;            /* stay stages, 0 forever */
	int32_t stocks;              /* first of its free visitor stocks [product][stage] */
	bool closes;                 /* some crossing on its way is shut on some days */
	const struct gz_course *course; /* NULL where as many leave on all days and come back after a mean time */
	gz_key key;
} gz_flow_plan;

/* Whether people of a leg cross towards the near side's country at its i-th crossing. */
static inline bool gz_leg_in(const gz_leg *leg, int32_t i) { return leg->inward >> i & 1; }

/* A measure at one crossing of one leg (or on a flow: crossing -1, position 0). */
typedef struct gz_post { int32_t leg, position, crossing, rank; } gz_post; /* rank: of the crossing in the order of names */

typedef struct gz_measure_plan {
	int32_t first_post, n_posts;
	int32_t first_leaf, n_leaves;   /* places it covers, in `measure_leaves` */
	int32_t first_home, n_homes;    /* homes that must be awake while it is in force, in `measure_homes` */
	int32_t confine, wait_positive, wait_negative; /* confinements, -1 none */
	int32_t product, follows;       /* vaccinate: what is given, and to whom: those who have had that product, 0 none */
	int32_t coverage, compliance, doses, take, probability; /* slots */
	int32_t *sensitivity;           /* [compartment] slots */
	bool per_crossing;              /* capacity is each crossing's own */
	gz_key key;
} gz_measure_plan;

typedef struct gz_plan {
	gz_arena arena;
	const gz_scenario *scenario;
	int32_t n_leaves; int32_t *leaf_place; int32_t *place_leaf; /* model leaf <-> place index */
	gz_key *leaf_key;
	int32_t n_strata, n_ages, n_groups_people;
	double *people;              /* [leaf][stratum] residents at the start, whole numbers */
	double *contact;             /* [leaf][setting][age][age] reciprocal contacts, NULL = homogeneous everywhere */
	bool *homogeneous;           /* [leaf] */

	gz_slots slots;
	gz_cell *cells; int32_t n_cells;
	int32_t *entry_first, *entry_n, *entry_cells; /* first cells of compartment c, one a chain: entry_cells[entry_first[c] + k] */
	int32_t *entry_slot;         /* the same of the probability of each chain; -1 the only one, -2 what is left of 1 */
	gz_group *groups; int32_t n_groups;
	gz_exit *exits; int32_t n_exits;
	gz_outcome *outcomes; int32_t n_outcomes;
	gz_channel *channels; int32_t n_channels;
	gz_target *targets; int32_t n_targets;
	int32_t *target_of;          /* [cell] -1 */
	int32_t *infectious; int32_t n_infectious;   /* cells with a weight in some channel */
	int32_t n_mass;
	int64_t group_size;          /* doubles of all group tables */
	int32_t births, newborn_first, newborn_n; /* slot, -1 no births; outcomes */
	int32_t *begin_slot, *stream_probability, *stream_dispersion, *initial, *interrupt; /* slots */

	int32_t n_products; const char **products; uint32_t *product_id /* hash of the name, 0 unvaccinated */; double *product_susceptibility, *product_infectiousness;
	gz_confine *confines; int32_t n_confines;
	gz_stock *stocks; int32_t n_stocks;
	int32_t *resident;           /* [leaf][product] */
	const gz_flow_plan **courses; int32_t n_courses; /* flows whose `course` differs from those of the flows before */
	int32_t n_free;              /* the first n_free stocks are free, then held, then confined ones */
	int32_t *confined;           /* [confine][free stock] first ring slot, -1 none */
	int32_t *standing_first, *standing_n; /* [leaf] stocks standing there: range of `standing` */
	int32_t *standing;
	int32_t *home_first, *home_n, *of_home;      /* [leaf] stocks of that home */
	gz_flow_plan *flows; int32_t n_flows;
	double *flow_hash;           /* [flow][stratum] u of the sleeping rule in replicate 0, NULL where nobody ever asks for it: see gz_plan_hash */
	int32_t *leaving_first, *leaving_n; /* [leaf] range of flows (by id) whose home it is */
	int32_t most_leaving;        /* the greatest leaving_n */
	double *people_share;        /* [leaf][stratum] of its people */
	int32_t *yearday;            /* [day] of the run, 0 .. days: 0 .. 365 */
	int32_t *opening_first, *openings; /* [crossing + 1], rows of the openings of a crossing, in their order */
	int32_t *open_row;           /* [crossing] row of `open`, -1 always open */
	bool *open;                  /* [row][who][day], see calendar.h */
	gz_leg *legs; int32_t n_legs; int32_t n_buffers;
	gz_measure_plan *measures;   /* [measure] */
	gz_post *posts; int32_t n_posts;
	int32_t *measure_leaves, *measure_homes;
	int32_t *commute_first, *commute_n; int32_t *commute_to; double *commute_share; /* [leaf] */
	uint32_t purpose_id[32]; uint32_t *stratum_id;
	uint64_t *interrupt_streams; /* [interrupt] streams that count an interrupted treatment */
	bool can_sleep;
	double dt;                   /* day */
	double travel_dt;            /* dt, or 1 where travel happens once a day */
	double measure_dt;           /* dt, or 1 where measures at places act once a day */
} gz_plan;

/* Compiles a loaded scenario. The scenario must outlive the plan. Mistakes that only show here (an Erlang stage left with more than
 * certainty, a dispersion that the period cannot have) come back in err as GZ_ERR_INPUT. Free with gz_plan_free also after an error. */
gz_status gz_plan_compile(gz_plan *plan, const gz_scenario *scenario, gz_error *err);
void gz_plan_free(gz_plan *plan);
/* The key of a name, under a seed. */
gz_status gz_plan_key(gz_plan *plan, uint64_t seed, gz_key *key, const char *fmt, ...) GZ_PRINTF(4, 5);
/* Fixes strides of slots and groups for blocks of that many replicates. */
void gz_plan_layout(gz_plan *plan, int32_t lanes);
/* Whole numbers out[n] in proportion to share[n], adding to total (largest remainders, ties to the first). */
void gz_plan_apportion(const double *share, int32_t n, double total, double *out);
/* Probability of outcome `index` of the n that start at `first` and share an exit, given that exit. */
double gz_plan_branch(const gz_plan *plan, int32_t first, int32_t n, int32_t index, const double *store, int32_t leaf, int32_t stratum, int32_t lane);
/* Probability in one step of each outcome of a group: p[g->n_outcomes]. */
void gz_plan_outcomes(const gz_plan *plan, const gz_group *g, const double *store, int32_t leaf, int32_t stratum, int32_t lane, double *p);
/* Probabilities of all groups (or of those that vary with time) from the slots' store: tables is doubles[plan->group_size]. */
void gz_plan_probabilities(const gz_plan *plan, const double *store, double *tables, int32_t lanes, bool only_time);

/* The leaves where a leg begins and ends. */
static inline int32_t gz_plan_origin(const gz_plan *plan, const gz_leg *leg) { return leg->homeward ? plan->flows[leg->flow].to : plan->flows[leg->flow].home; }
static inline int32_t gz_plan_destination(const gz_plan *plan, const gz_leg *leg) { return leg->homeward ? plan->flows[leg->flow].home : plan->flows[leg->flow].to; }

/* The leg home, -1 of those who stay for good. */
static inline int32_t gz_plan_home_leg(const gz_flow_plan *f) { return f->n_stages > 0 ? f->out_leg + 1 : -1; }

/* Who travels, [stratum]: shares, sum 1. */
static inline const double *gz_plan_share(const gz_plan *plan, const gz_flow_plan *f)
{
	const double *strata = plan->scenario->world.flows[f->flow].manner->strata;
	return strata ? strata : &plan->people_share[(int64_t)f->home * plan->n_strata];
}

/* u of the sleeping rule in replicate 0, [stratum]. */
static inline const double *gz_plan_hash(const gz_plan *plan, const gz_flow_plan *f) { return &plan->flow_hash[(f - plan->flows) * plan->n_strata]; }

/* Index into a group's table. */
static inline int64_t gz_plan_entry(const gz_group *g, int32_t leaf, int32_t stratum, int32_t lane)
{
	return g->offset + (int64_t)leaf * g->by_leaf + (int64_t)stratum * g->by_stratum + (int64_t)lane * g->by_lane;
}

/* What a draw is for. Together with names it makes the draw id. */
enum { GZ_PURPOSE_INFECT, GZ_PURPOSE_CHANNEL, GZ_PURPOSE_LEAVE, GZ_PURPOSE_BIRTH, GZ_PURPOSE_TRAIT, GZ_PURPOSE_DEPART, GZ_PURPOSE_RETURN,
	GZ_PURPOSE_INTERRUPT, GZ_PURPOSE_BEGIN, GZ_PURPOSE_RELEASE, /* up to here: of stocks and flows */
	GZ_PURPOSE_COVER, GZ_PURPOSE_POSITIVE, GZ_PURPOSE_CAPACITY, GZ_PURPOSE_ADHERE, GZ_PURPOSE_BEDS, GZ_PURPOSE_TREAT, GZ_PURPOSE_TAKE,
	GZ_PURPOSE_LEAK, GZ_PURPOSE_STOPPED, GZ_PURPOSE_FIND, /* up to here: of measures */
	GZ_PURPOSE_DISPERSE, GZ_PURPOSE_NOISE, GZ_PURPOSE_REPORT, GZ_PURPOSE_DELAY, GZ_PURPOSE_SIZE, GZ_PURPOSE_IMPORT, /* of places */
	GZ_PURPOSE_CHOOSE, /* of stocks too */
	GZ_PURPOSE_STAND,  /* of flows */
	GZ_PURPOSE_COUNT };

/* The id of a draw: a mixture of hashed names, so that it depends on no row number. item: the id of a cell (gz_cell.id) or 0;
 * part: the id of an outcome, channel or product, or a small number times an odd constant (gz_plan_part). */
static inline uint32_t gz_plan_draw(const gz_plan *plan, int32_t purpose, int32_t stratum, uint32_t item, uint32_t part)
{
	return plan->purpose_id[purpose] ^ plan->stratum_id[stratum] ^ item ^ part;
}
static inline uint32_t gz_plan_part(int32_t number) { return (uint32_t)number * 0x9E3779B1u; }
#endif
