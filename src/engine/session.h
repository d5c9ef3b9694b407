/* A session: some replicates of a scenario kept in memory, that go forward step by step, take orders, and can be read and wound back.
 *
 * Replicate r of a session is replicate r of `guzar run` with the same seed, bit for bit, as long as nothing is ordered. Orders are the
 * same for all replicates. Same scenario, seed and orders give the same bits on any number of threads. One thread at a time uses a
 * session; sessions share nothing, but the scenario, which must outlive them and is only read.
 *
 * A day has steps_per_day steps. Measures begin and end at the step; but what the engine does by the day stays so (docs/language.md,
 * `steps`): unless a scenario says otherwise travel and measures at places belong to a day's first step, and reports always to its last:
 * those of the running day are known when its last step is done.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SESSION_H
#define GZ_SESSION_H
#include "engine/result.h"

typedef struct gz_session gz_session;
typedef struct gz_session_mark gz_session_mark;

/* Replicates first .. first + n - 1 at the start. Close it also after an error (it is then NULL). */
gz_status gz_session_open(gz_session **session, const gz_scenario *scenario, uint64_t seed, int32_t first, int32_t n, gz_error *err);
void gz_session_close(gz_session *session);
/* At most so many threads from now on; 0 = as many as there are processors, as at the start. */
void gz_session_threads(gz_session *session, int32_t threads);

/* ---- time ------------------------------------------------------------------------------------------------- */
int32_t gz_session_now(const gz_session *session);  /* steps done */
int32_t gz_session_last(const gz_session *session); /* the step at which the scenario's days are over */
int32_t gz_session_steps_a_day(const gz_session *session);
int32_t gz_session_days(const gz_session *session); /* whole days done */
int32_t gz_session_replicates(const gz_session *session);

/* Called after each day and at the end, with the steps done; false stops there. */
typedef bool (*gz_session_progress)(void *context, int32_t step);
/* Forward until `step` steps are done. GZ_ERR_INPUT beyond the last one, or back; GZ_ERR_INTERRUPTED where progress said so: the session
 * stands at a whole step and may go on. progress may be NULL. */
gz_status gz_session_go(gz_session *session, int32_t step, gz_session_progress progress, void *context, gz_error *err);

/* ---- orders ----------------------------------------------------------------------------------------------- */
typedef enum gz_session_kind {
	GZ_SESSION_ON, GZ_SESSION_OFF, /* measure: in force from that step on, or no more, whatever its own trigger says; the latest counts */
	GZ_SESSION_IMPORT,     /* size persons, whole, come from outside into a compartment at a place: a group of places shares them by population */
	GZ_SESSION_REPORTING,  /* size multiplies the chance that an event of those days is ever reported; stream (-1 all), place (-1 all) */
	GZ_SESSION_COMPLIANCE, /* size multiplies the compliance with a measure, which stays within 1 */
	GZ_SESSION_LEAK,       /* size is the share of those whom a closed crossing stops that go round it, whatever the measure says; measure (-1 all
	                          that close it), crossing (-1 all of the measure's) */
	GZ_SESSION_CONTACT     /* size multiplies what infects at a place: contacts and water; place (-1 all) */
} gz_session_kind;

/* What is ordered from the step `from` on (steps done; >= now). The last four end before `until` (INT32_MAX: never); where several are in
 * force they multiply, of leaks the latest counts. A place stands for all those below it. On a day with a step of a few hours, reporting
 * takes the mean over the day. */
typedef struct gz_session_order {
	gz_session_kind kind;
	int32_t from, until;
	int32_t measure, place, compartment, stream, crossing;
	double size;
} gz_session_order;

/* GZ_ERR_INPUT with a sentence if it cannot be. */
gz_status gz_session_command(gz_session *session, const gz_session_order *order, gz_error *err);

/* ---- winding back ----------------------------------------------------------------------------------------- */
/* All that the session is now: state, days past, orders to come. A mark outlives its session, and may be restored any number of times
 * into it. */
gz_status gz_session_save(const gz_session *session, gz_session_mark **mark, gz_error *err);
void gz_session_restore(gz_session *session, const gz_session_mark *mark);
void gz_session_mark_free(gz_session_mark *mark);
int32_t gz_session_mark_step(const gz_session_mark *mark);
int64_t gz_session_mark_bytes(const gz_session_mark *mark); /* its own; days past are shared */

/* ---- what can be read ------------------------------------------------------------------------------------- */
typedef enum gz_session_quantity {
	/* what players could know */
	GZ_SESSION_REPORTS,    /* stream, place, days: reports dated in the last `days` whole days (0: all so far) */
	GZ_SESSION_BEDS,       /* place: people there who need a bed, by the disease's `bed` */
	GZ_SESSION_BEDS_FREE,  /* place: beds left of measures in force that name some of it; a measure's beds are shared by all its places */
	GZ_SESSION_UNTRACED,   /* place: infected persons free there in compartments that a `trace` measure names; without one, all infected who do
	                          not infect yet */
	GZ_SESSION_QUEUE,      /* crossing: people held there until capacity is there for them */
	/* the truth */
	GZ_SESSION_INFECTIONS, GZ_SESSION_DEATHS, /* place: so far */
	GZ_SESSION_PREVALENCE, /* place: infectious persons there */
	GZ_SESSION_PRESENT,    /* place: the living there; travellers of homes where nothing can happen stand where they stood when that began */
	GZ_SESSION_PEOPLE,     /* place, compartment */
	/* measures */
	GZ_SESSION_IN_FORCE,   /* measure: 1 or 0, in the last step done */
	GZ_SESSION_CAPACITY_LEFT, GZ_SESSION_DOSES_LEFT, /* measure: persons or tests, and doses, left today (of all its crossings); NAN without a bound */
	GZ_SESSION_BEDS_LEFT,  /* measure: of its confinements; NAN without a bound */
	GZ_SESSION_LEFT,       /* measure: the first of these three that has a bound */
	GZ_SESSION_SERVED,     /* measure: people so far */
	GZ_SESSION_COST,       /* measure: so far, of days in force by the step */
	/* crossing, direction, flow (a gz_quantity from GZ_QUANTITY_TRAVELLERS on): so far in the day of the last step done */
	GZ_SESSION_CROSSING
} gz_session_quantity;

typedef struct gz_session_gauge {
	gz_session_quantity quantity;
	int32_t place, stream, days, measure, compartment, crossing;
	gz_direction direction;
	gz_quantity flow;
} gz_session_gauge;

enum { GZ_SESSION_QUANTILES = 5 }; /* 5, 25, 50, 75, 95 % */

/* In replicate first + lane. NAN where it names nothing. */
double gz_session_value(const gz_session *session, const gz_session_gauge *gauge, int32_t lane);
/* Over the replicates; those with NAN are left out, NAN if all are. False: no memory. */
bool gz_session_spread(const gz_session *session, const gz_session_gauge *gauge, double out[GZ_SESSION_QUANTILES]);

/* A hash of a replicate's whole state: who is where, what is to be reported, the days past. Equal for equal worlds, on any number of
 * threads and in any company; to find out whether a replay gives what was lived. */
uint64_t gz_session_digest(const gz_session *session, int32_t lane);

/* What was kept of each whole day, as a run's columns (result.h): new infections, deaths, reports, crossings ... -1: not kept. */
int32_t gz_session_column(const gz_session *session, gz_entity entity, int32_t index, gz_direction direction, gz_quantity quantity, int32_t stream);
int32_t gz_session_columns(const gz_session *session); /* how many there are */
/* The first n days of a column, at most gz_session_days. */
void gz_session_series(const gz_session *session, int32_t column, int32_t lane, int32_t n, double *out);
bool gz_session_series_spread(const gz_session *session, int32_t column, int32_t n, double (*out)[GZ_SESSION_QUANTILES]);
#endif
