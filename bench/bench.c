/* One program, one number a line: `name value unit`. guzar-bench PROGRAM SCENARIO.
 *
 * Speeds of the library are the best of three rounds, so that a busy machine spoils them least. The demonstration is run as a user would
 * run it, as a process of its own; its time is by the wall and its memory is the peak that the system saw.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* wait4 */
#include "base/mistakes.h"
#include "base/number.h"
#include "base/sample.h"
#include "engine/result.h"
#include "reference.h"
#include "text/csv.h"
#include "text/expr.h"
#include "text/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile double sink; /* keeps what is measured from being optimised away */

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void tell(const char *name, double value, const char *unit)
{
	printf("%-36s %12.4g %s\n", name, value, unit);
	fflush(stdout);
}

/* Nanoseconds of one of n binomials; the parameters vary a little from draw to draw. */
static double binomial_ns(int64_t n, double trials, double p)
{
	const gz_key key = gz_random_key(1, "bench");
	double best = 1e9;
	for (int round = 0; round < 3; round++) {
		double sum = 0;
		const double start = now();
		for (int64_t i = 0; i < n; i++) {
			const gz_draw d = {.key = key, .replicate = (uint32_t)(i & 63), .step = (uint32_t)(i >> 6), .draw = 7};
			sum += gz_sample_binomial(&d, trials, p * (1 + 1e-9 * (double)(i & 7)));
		}
		const double took = (now() - start) / (double)n * 1e9;
		best = took < best ? took : best;
		sink = sum;
	}
	return best;
}

static void bench_binomials(void)
{
	static const struct { const char *name; double n, p; } cases[] = {{"1e6_.01", 1e6, .01}, {"1000_.01", 1000, .01}, {"20_.1", 20, .1},
		{"1000_.1", 1000, .1}, {"1e6_.3", 1e6, .3}};
	enum { CASES = sizeof cases / sizeof *cases, DRAWS = 400000 };
	double sum = 0;
	for (int i = 0; i < CASES; i++) {
		char name[64];
		const double ns = binomial_ns(DRAWS, cases[i].n, cases[i].p);
		snprintf(name, sizeof name, "binomial_%s", cases[i].name);
		tell(name, ns, "ns");
		sum += ns;
		if (!reference_has_gsl())
			continue;
		const double start = now();
		sink = reference_gsl_binomials(DRAWS, (uint32_t)cases[i].n, cases[i].p);
		snprintf(name, sizeof name, "binomial_gsl_%s", cases[i].name);
		tell(name, (now() - start) / DRAWS * 1e9, "ns");
	}
	tell("binomial_mean", sum / CASES, "ns");
	tell("binomial_skipped", binomial_ns(DRAWS, 1000, 0), "ns");
}

static void bench_text(void)
{
	enum { ROWS = 50000 };
	char *table = malloc(ROWS * 48), *at = table;
	if (table == NULL)
		return;
	at += sprintf(at, "id,name,parent,population,lat,lon\n");
	for (int i = 0; i < ROWS; i++)
		at += sprintf(at, "p%d,\"Place %d\",p%d,%d,38.5,68.%d\n", i, i, i / 10, i * 7, i % 100);
	const size_t n = (size_t)(at - table);
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_csv csv;
	gz_mistakes_init(&mistakes);
	double start = now();
	if (gz_csv_parse(&arena, "bench.csv", table, n, &csv, &mistakes) == GZ_OK)
		tell("csv", (double)n / 1e6 / (now() - start), "MB/s");
	free(table);
	const gz_expr *expr = NULL;
	if (gz_expr_compile(&arena, "if(1 / 30 > 0.01, 1 - exp(-3 / 7), 0) * max(0.2, 2 ^ -1.5)", NULL, &expr, NULL) == GZ_OK) {
		start = now();
		for (int i = 0; i < 1000000; i++)
			sink = gz_expr_eval(expr, NULL);
		tell("expression", (now() - start) * 1e3, "ns");
	}
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

static bool write_text(const char *folder, const char *name, const char *text)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	if (file == NULL)
		return false;
	fputs(text, file);
	return fclose(file) == 0;
}

/* SEIR in one place of a million people over a year, 64 replicates: steps of one replicate of one place a second. */
static void bench_seir(const char *folder)
{
	enum { DAYS = 365, REPLICATES = 64 };
	char path[512];
	const bool written = write_text(folder, "places.csv", "id,name,parent,population,lat,lon\nX,X,,1000000,,\n") &&
		write_text(folder, "seir.yaml",
			"guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\nparameters: {beta: 0.4}\n"
			"compartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, case: true}\n  R: {rest: true}\n"
			"infect:\n  - {name: person, from: S, to: E, beta: beta}\n"
			"progress:\n  - {from: E, duration: {mean: 4 d}, to: I}\n  - {from: I, duration: {mean: 5 d}, to: R}\n") &&
		write_text(folder, "scenario.yaml",
			"guzar: 1\ntitle: SEIR\nstart: 2027-01-01\ndays: 365\nreplicates: 64\nseed: 1\nworld: {places: places.csv}\ndisease: ./seir.yaml\n"
			"begin:\n  - {place: X, compartment: I, people: 10}\n");
	if (!written)
		return;
	snprintf(path, sizeof path, "%s/scenario.yaml", folder);
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	gz_scenario scenario = {0};
	gz_result result = {0};
	gz_error err = {0};
	if (gz_scenario_load(&scenario, path, NULL, &mistakes) != GZ_OK) {
		gz_mistakes_status(&mistakes, &err);
		fprintf(stderr, "%s:%d:%d: %s\n", err.file, err.row, err.column, err.sentence);
	} else {
		const gz_run_options options = {.threads = 1, .spill_folder = folder};
		const double start = now();
		if (gz_run_scenario(&scenario, &options, &result, &err) == GZ_OK)
			tell("seir_1e6", DAYS * REPLICATES / (now() - start), "replicate-steps/s");
		else
			fprintf(stderr, "%s\n", err.sentence);
	}
	gz_result_free(&result);
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	if (reference_has_gsl()) {
		const double start = now();
		sink = reference_seir(DAYS, REPLICATES);
		tell("seir_1e6_plain_gsl", DAYS * REPLICATES / (now() - start), "replicate-steps/s");
	}
}

/* The demonstration as a user runs it. */
static int bench_demo(const char *program, const char *scenario, const char *folder)
{
	char out[512];
	snprintf(out, sizeof out, "%s/demo", folder);
	const double start = now();
	const pid_t child = fork();
	if (child == 0) {
		execl(program, program, "run", scenario, "-o", out, "--quiet", (char *)NULL);
		_exit(127);
	}
	int status = 0;
	struct rusage usage;
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 1;
	tell("demo_time", now() - start, "s");
	tell("demo_processor_time", (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec), "s");
	tell("demo_peak_memory", (double)usage.ru_maxrss / 1024, "MiB");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	char folder[] = "/tmp/guzar-bench-XXXXXX";
	if (argc < 3 || mkdtemp(folder) == NULL) {
		fprintf(stderr, "guzar-bench PROGRAM SCENARIO\n");
		return 2;
	}
	bench_binomials();
	bench_text();
	bench_seir(folder);
	const int failed = bench_demo(argv[1], argv[2], folder);
	char command[64];
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "could not remove %s\n", folder);
	if (failed)
		fprintf(stderr, "the demonstration did not end well\n");
	return failed;
}
