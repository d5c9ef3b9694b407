/* What a run leaves behind: columns of daily counts by replicate (spilled to a file), arrivals, and totals per measure.
 *
 * A column is one quantity of one place, crossing or measure. Values are read a day at a time, or a column at a time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RESULT_H
#define GZ_RESULT_H
#include "scenario/scenario.h"
#include <signal.h>

typedef enum gz_entity { GZ_ENTITY_PLACE, GZ_ENTITY_CROSSING } gz_entity;

typedef enum gz_quantity {
	/* places: counts over the day of what happened among people standing there, or the state at its end */
	GZ_QUANTITY_INFECTIONS, GZ_QUANTITY_DEATHS, GZ_QUANTITY_PREVALENCE /* infectious persons */, GZ_QUANTITY_BEDS, GZ_QUANTITY_PRESENT,
	GZ_QUANTITY_REPORTED, /* a stream's reports dated that day: column.stream; with the stream's name */
	/* crossings, over the day, by direction */
	GZ_QUANTITY_TRAVELLERS, GZ_QUANTITY_INFECTED, GZ_QUANTITY_DETECTED, GZ_QUANTITY_MISSED, GZ_QUANTITY_REFUSED, GZ_QUANTITY_STOPPED,
	GZ_QUANTITY_LEAKED, GZ_QUANTITY_QUARANTINED, GZ_QUANTITY_WAIT /* mean minutes */, GZ_QUANTITY_TESTS, GZ_QUANTITY_DOSES, GZ_QUANTITY_COST,
	GZ_QUANTITY_COUNT
} gz_quantity;

typedef struct gz_column {
	gz_entity entity;
	int32_t index;           /* place or crossing index */
	gz_direction direction;  /* crossings: IN or OUT */
	gz_quantity quantity;
	int32_t stream;          /* REPORTED only, else -1 */
	const char *name;        /* "infections", "reported", "travellers" ... */
} gz_column;

/* An arrival's `from` where infected people were at the start, before any begin row. */
enum { GZ_ARRIVAL_ALREADY = -2 };

/* First events of one place in one replicate; days since the start, -1 = not within the run (censored). */
typedef struct gz_arrival {
	int32_t traveller;  /* first infected traveller from outside (returning residents and exposed included); also a begin row there */
	int32_t infection;  /* first local infection */
	int32_t tenth;      /* tenth local infection */
	int32_t crossing;   /* crossing used by the first infected traveller, -1 none (inland) or begun there */
	int32_t from;       /* leaf (place index) they came from, -1 begun there, GZ_ARRIVAL_ALREADY */
} gz_arrival;

typedef struct gz_measure_total {
	double active_days, people /* screened, tested, vaccinated, treated, stopped */, detected, confined, bed_days, tests, doses, full /* turned away by a full capacity or beds */, cost;
	int32_t first_day;  /* first day in force, -1 never */
} gz_measure_total;

typedef struct gz_result {
	const gz_scenario *scenario; /* borrowed */
	int32_t n_replicates, n_days;
	bool deterministic;
	gz_column *columns; int32_t n_columns;
	const int32_t *first_column; /* [place] the first of its columns, which follow one another; -1 none; NULL: not known */
	gz_arrival *arrivals;        /* [place][replicate] */
	gz_measure_total *totals;    /* [measure][replicate] */
	double *parameters;          /* [parameter][replicate] drawn values (place-free), for sweeps and reports */
	double *beta;                /* [infect][replicate] */
	double *final_size;          /* [place][replicate] infections over the whole run */
	double *final_deaths;        /* [place][replicate] */
	uint64_t draws, skipped;     /* random draws made, and cells skipped by n = 0, p = 0 or sleep */
	double seconds;
	char note[512];              /* what the run had to say (a movement short of people ...), "" none */
	struct gz_spill *spill;
	struct gz_ranks *ranks;    /* the other processes of the run (ranks.h), borrowed; NULL = this one has it all */
} gz_result;

typedef struct gz_run_options {
	int32_t threads;               /* 0 = all processors */
	int32_t width;                 /* replicates stepped together, at most 512; 0 = chosen. Results do not depend on it */
	bool deterministic;
	const char *spill_folder;      /* where the temporary file goes; NULL = TMPDIR or /tmp */
	void (*progress)(void *context, double fraction); void *progress_context; /* NULL none; called from one thread at a time */
	const volatile sig_atomic_t *interrupted;      /* NULL none; when non-zero the run ends with GZ_ERR_INTERRUPTED */
	int32_t save_day; const char *save_path;       /* write a checkpoint at the end of that day; NULL none */
	struct gz_ranks *ranks;      /* the other processes that run their share; NULL = this one by itself */
	const char *restart_path;                      /* start from a checkpoint; NULL none */
} gz_run_options;

/* Runs every replicate. The result must be freed, also after an error. Thread-safe for distinct results. */
gz_status gz_run_scenario(const gz_scenario *scenario, const gz_run_options *options, gz_result *result, gz_error *err);
void gz_result_free(gz_result *result);
/* All columns of one day: values[column * n_replicates + replicate]. */
gz_status gz_result_read_day(const gz_result *result, int32_t day, double *values, gz_error *err);
/* One column over all days: values[day * n_replicates + replicate]. */
gz_status gz_result_read_column(const gz_result *result, int32_t column, double *values, gz_error *err);
/* Index of a column, -1 none. direction is ignored for places, stream unless REPORTED. */
int32_t gz_result_column(const gz_result *result, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream);
#endif
