/* What the cases of guzar-bench share: what to measure with, how a number is told, worlds written to measure on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_H
#define BENCH_H
#include <stdbool.h>
#include <stdint.h>

typedef struct bench {
	const char *folder;         /* a temporary one */
	bool quick, full;           /* small sizes; the whole of the large ones */
	const char *program, *demo; /* of the demonstration's case, NULL none */
	bool failed;
} bench;

/* ---- figures ---- */
double bench_now(void);  /* seconds, wall */
double bench_work(void); /* seconds of processor time of this process */
/* One line: name, value, unit. The name is printf's. */
void bench_tell(double value, const char *unit, const char *name, ...) __attribute__((format(printf, 3, 4)));
void bench_wrong(bench *b, const char *sentence, ...) __attribute__((format(printf, 2, 3)));
/* Keeps what is measured from being optimised away. */
void bench_keep(double value);

/* ---- worlds ---- */
typedef enum bench_disease { BENCH_SEIR, BENCH_TWELVE } bench_disease;
typedef enum bench_seeding {
	BENCH_EVERYWHERE, /* a thousandth of every place is infectious */
	BENCH_SOME        /* ten persons in each of the first `seeded` places */
} bench_seeding;

/* A world and a scenario on it, as a user would write them. Places lie in regions of a hundred, so that the leaves of a large one are
 * not recorded one by one; the regions in `countries` countries. */
typedef struct bench_world {
	const char *name;                 /* of its folder */
	int32_t places, countries, days, replicates;
	double population;                /* of a place; with zipf of the largest */
	bool zipf;                        /* place i has population / (1 + i) ^ 0.8, at least 10000 */
	double commuting;                 /* share of the day spent in each of BENCH_LINKS others, 0 none */
	double moving;                    /* share of the people who move to one of BENCH_LINKS others for good, a day, 0 none */
	int32_t crossings, visits;        /* flows with a stay of 7 days, each through a crossing, between the two countries */
	int32_t air_links;                /* flows with a stay of 7 days between the first 600 places, directed */
	double travellers;                /* a day on each of those flows */
	bool ages;                        /* eight bands with a matrix of contacts */
	int64_t movements;                /* rows of events.csv, 0 none */
	bench_disease disease;
	double beta;
	bench_seeding seeding;
	int32_t seeded;
} bench_world;
enum { BENCH_LINKS = 10, BENCH_REGION = 100 };

/* Place that link k (0 .. BENCH_LINKS - 1) of place i leads to: eight neighbours and two anywhere. */
int32_t bench_world_link(int32_t places, int32_t i, int32_t k);
/* Writes folder/name/ with its scenario.yaml. */
bool bench_world_write(bench *b, const bench_world *w);

/* ---- runs ---- */
typedef struct bench_task {
	const char *world;                /* folder of bench_world_write */
	int32_t threads, replicates, days;/* 0 days, 0 replicates: as the scenario says */
	int32_t rounds;                   /* the best of so many (1 when 0) */
	bool files;                       /* summary.csv, arrivals.csv and crossings.csv are written too */
} bench_task;

/* Of one run in a process of its own. Stepping is from the end of the first day that was done to the end of the last: neither the loading
 * and compiling before it nor the files after it. */
typedef struct bench_cost {
	bool ok;
	double load, seconds /* result.seconds */, files;
	double wall, work; /* of the stepping, by the clock and by the processors */
	double steps;      /* place-steps in that time: places x days x replicates */
	double share;      /* of all steps of the run */
	double draws, skipped;
	double memory;     /* MiB, the peak of the process */
	double infections;
} bench_cost;
bench_cost bench_run(bench *b, const bench_task *task);
/* Tells rate, memory and draws of a run on one thread under a name; gives the rate, place-steps a second of processor time. */
double bench_run_tell(const char *name, const bench_cost *cost);
/* Tells the reference's rate and the ratio of ours to it. */
void bench_run_ratio(const char *name, double rate, double reference);

/* ---- cases ---- */
void bench_draws(bench *b);
void bench_text(bench *b);
void bench_serve(bench *b);
void bench_demo(bench *b);
void bench_detect(bench *b);
void bench_a(bench *b);
void bench_b_1000(bench *b);
void bench_b_10000(bench *b);
void bench_b_100000(bench *b);
void bench_b_year(bench *b);
void bench_b_one(bench *b);
void bench_b2_1000(bench *b);
void bench_b2_10000(bench *b);
void bench_c(bench *b);
void bench_by_places(bench *b);
void bench_by_replicates(bench *b);
void bench_by_days(bench *b);
void bench_by_infected(bench *b);
void bench_national(bench *b);
void bench_flows_asleep(bench *b);
void bench_flows_awake(bench *b);
void bench_exercise(bench *b);
void bench_exercise_awake(bench *b);
void bench_world_year(bench *b);
void bench_session_month(bench *b);
void bench_session_fan(bench *b);
void bench_session_restore(bench *b);
void bench_rehearse(bench *b);
#endif
