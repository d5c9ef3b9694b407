/* What alternatives change: paired differences between runs made with the same draws.
 *
 * Replicate r of an alternative is compared with replicate r of the base. With the same seed both meet the same chance, so
 * the difference is the work of what was declared differently. Days of arrival may be censored (the disease does not come
 * within the run): differences in days are taken over the pairs in which both arrive, and the others are counted.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COMPARE_H
#define GZ_COMPARE_H
#include "forecast/outcome.h"

/* One outcome of one alternative against the base. Differences are alternative - base. */
typedef struct gz_effect {
	gz_outcome_kind kind;
	const char *name, *unit;    /* as in gz_outcome */
	int32_t place;              /* place index, -1 = all places together */
	gz_spread base, alternative; /* each by itself (days: given that it happens) */
	gz_spread difference;       /* of the pairs; n_known pairs were used */
	int32_t only_base, only_alternative, neither; /* days: pairs left out, by who arrived; else 0 */
	double better, same, worse; /* shares of the replicates. Fewer, cheaper, later or never is better; never in both is same */
	bool already;               /* arrival where most runs of the base hold infected people from the start: no day, no difference */
	double price;               /* added cost per unit gained here (infection averted, day of delay); NAN unless both > 0 */
} gz_effect;

/* What an effect costs: differences of means, alternative - base, over all replicates. */
typedef struct gz_price {
	double cost;                /* added cost, negative = saved */
	double averted;             /* infections averted, all places together */
	double delay;               /* days of delay of first infection at the focus, pairs in which both arrive; NAN none */
	double per_infection;       /* cost / averted; NAN unless both cost > 0 and averted > 0 */
	double per_infection_q05, per_infection_q95; /* by bootstrap over replicates; INFINITY = may avert none; NAN as above */
	double per_day;             /* cost / delay; NAN unless both > 0 */
	const char *currency;
} gz_price;

typedef struct gz_alternative {
	const gz_result *result;    /* borrowed */
	const char *name;           /* the scenario's title, made unique by its file name where titles repeat */
	gz_effect *effects; int32_t n_effects; /* in the order of gz_outcomes of the base */
	gz_price price;
} gz_alternative;

typedef struct gz_comparison {
	gz_arena arena;
	const gz_result *base;      /* borrowed */
	const char *base_name;
	gz_alternative *alternatives; int32_t n_alternatives;
	int32_t focus;              /* place index of the headline, -1 all together */
	int32_t n_replicates;       /* pairs: the smaller number of replicates */
	bool paired;                /* all runs have the same seed: differences are of the same draws */
	char note[512];             /* what the reader must know (other seeds, other lengths), "" none */
} gz_comparison;

/* Compares results[1..n-1] with results[0], n >= 2. out is freed by gz_compare_free, also after an error; it borrows results. */
gz_status gz_compare_results(const gz_result *const *results, int32_t n, gz_comparison *out, gz_error *err);
void gz_compare_free(gz_comparison *comparison);
/* The effect of a kind (reports: the first stream) at a place; NULL none. */
const gz_effect *gz_compare_effect(const gz_alternative *alternative, gz_outcome_kind kind, int32_t place);
/* Writes compare.csv: one row per alternative, place and outcome. */
gz_status gz_compare_write(const gz_comparison *comparison, const char *path, gz_error *err);
#endif
