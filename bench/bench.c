/* One program, one number a line: `name value unit`. guzar-bench [--quick | --full] [--only CASE]... [--demo PROGRAM SCENARIO] [--list]
 *
 * Each case makes its own world in a temporary folder and runs it through the library, in a process of its own whose peak memory is
 * told beside its speed. Speeds on one thread are by processor time and the best of some rounds, so that a busy machine spoils them
 * least; speeds on two threads, and whatever is told in seconds, are by the clock. `ratio` is guzar / the plain reference loop of the
 * same run, written with GSL's generator and binomial (reference.c).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The demonstration comes first: a program started by this one is charged with the memory that this one had by then. */
static const struct { const char *name; void (*run)(bench *); const char *purpose; } cases[] = {
	{"demo", bench_demo, "the demonstration, as a user runs it (needs --demo)"},
	{"draws", bench_draws, "one binomial, as the library and as GSL draw it"},
	{"text", bench_text, "tables and expressions"},
	{"detect", bench_detect, "the flexible Farrington: 100 series x 256 weeks, and the current week of 10,000 series"},
	{"a", bench_a, "SEIR in one place of a million, a year, 64 replicates; one thread and two"},
	{"b_1000", bench_b_1000, "SEIR in 1,000 places coupled to 10 others each, 64 replicates, the first 40 days"},
	{"b_10000", bench_b_10000, "the same in 10,000 places"},
	{"b_100000", bench_b_100000, "the same in 100,000 places"},
	{"b_year", bench_b_year, "the same over a year, as case a, 1,000 and 10,000 places (100,000 with --full)"},
	{"b_one", bench_b_one, "the same with one replicate, 1,000 to 100,000 places"},
	{"b2_1000", bench_b2_1000, "integer travellers moving for good, 1 % a day, 1,000 places"},
	{"b2_10000", bench_b2_10000, "the same in 10,000 places"},
	{"c", bench_c, "1,600 herds, four years, 466,692 scheduled movements, one replicate"},
	{"by_places", bench_by_places, "cost of a place-step from 10 places to 10,000"},
	{"by_replicates", bench_by_replicates, "cost of a place-step from 1 replicate to 512"},
	{"by_days", bench_by_days, "cost of a run from 30 days to 365"},
	{"by_infected", bench_by_infected, "cost of a place-step when no place, 1, 10 and 100 % of them are infected"},
	{"national", bench_national, "400 places commuting, 8 ages, 12 compartments, 15 transitions, 180 days (1,000 replicates with --full)"},
	{"flows_asleep", bench_flows_asleep, "the same with 400 flows with stay through 40 crossings, mostly asleep"},
	{"flows_awake", bench_flows_awake, "the same, all awake"},
	{"exercise", bench_exercise, "one exercise day of 200 replicates with its quantiles, without flows"},
	{"exercise_awake", bench_exercise_awake, "the same with flows, all awake"},
	{"world", bench_world_year, "20,000 cities coupled to 10 others, 37,000 air links with stay, 100 replicates, 120 days (a year with --full)"},
	{"session_month", bench_session_month, "the lived world of the shipped pack, 30 days at a step of an hour, on a session"},
	{"session_fan", bench_session_fan, "200 siblings of it, all processors"},
	{"session_restore", bench_session_restore, "a mark of them, and back to it"},
	{"rehearse", bench_rehearse, "the shipped pack rehearsed in 200 worlds, all processors"},
	{"serve", bench_serve, "the exercise room: an action on sixty screens, the first page, a rewind"},
};
enum { N_CASES = sizeof cases / sizeof *cases };

static volatile double kept;
void bench_keep(double value) { kept = value; }

static double clock_seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_now(void) { return clock_seconds(CLOCK_MONOTONIC); }
double bench_work(void) { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }

void bench_tell(double value, const char *unit, const char *name, ...)
{
	char text[64];
	va_list arguments;
	va_start(arguments, name);
	vsnprintf(text, sizeof text, name, arguments);
	va_end(arguments);
	printf("%-32s %12.4g %s\n", text, value, unit);
	fflush(stdout);
}

void bench_wrong(bench *b, const char *sentence, ...)
{
	va_list arguments;
	va_start(arguments, sentence);
	vfprintf(stderr, sentence, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	b->failed = true;
}

static int find(const char *name)
{
	for (int i = 0; i < N_CASES; i++)
		if (strcmp(cases[i].name, name) == 0)
			return i;
	return -1;
}

static int usage(void)
{
	fputs("guzar-bench [--quick | --full] [--only CASE]... [--demo PROGRAM SCENARIO]\nCases:\n", stderr);
	for (int i = 0; i < N_CASES; i++)
		fprintf(stderr, "  %-16s %s\n", cases[i].name, cases[i].purpose);
	return 2;
}

/* Whether the arguments are understood; chosen[N_CASES] are the cases wanted. */
static bool parse(int argc, char **argv, bench *b, bool *chosen)
{
	bool any = false;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--quick") == 0) {
			b->quick = true;
		} else if (strcmp(argv[i], "--full") == 0) {
			b->full = true;
		} else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc && find(argv[i + 1]) >= 0) {
			chosen[find(argv[++i])] = true;
			any = true;
		} else if (strcmp(argv[i], "--demo") == 0 && i + 2 < argc) {
			b->program = argv[++i];
			b->demo = argv[++i];
		} else {
			return false;
		}
	}
	for (int i = 0; i < N_CASES && !any; i++)
		chosen[i] = true;
	return !(b->quick && b->full);
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/guzar-bench-XXXXXX", command[64];
	bool chosen[N_CASES] = {false};
	bench b = {.folder = folder};
	if (!parse(argc, argv, &b, chosen))
		return usage();
	if (mkdtemp(folder) == NULL) {
		fprintf(stderr, "no temporary folder can be made in /tmp\n");
		return 1;
	}
	for (int i = 0; i < N_CASES; i++)
		if (chosen[i])
			cases[i].run(&b);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "could not remove %s\n", folder);
	return b.failed ? 1 : 0;
}
