/* The small things: one binomial, a table, an expression; and the demonstration as a whole.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* wait4 */
#include "base/kernel.h"
#include "base/mistakes.h"
#include "base/sample.h"
#include "bench.h"
#include "reference.h"
#include "text/csv.h"
#include "text/expr.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BATCH = 64, CASES = 5 };
static const struct { const char *name; double n, p; } BINOMIALS[CASES] = {{"1e6_.01", 1e6, .01}, {"1000_.01", 1000, .01}, {"20_.1", 20, .1},
	{"1000_.1", 1000, .1}, {"1e6_.3", 1e6, .3}};

/* Nanoseconds of one binomial in the form in use, best of `rounds` rounds of 16,384: batches of 64 replicates of one address, as the engine
 * draws them; the parameters vary a little by lane, or (apart 0) are the same in all. */
static double binomial_ns(int rounds, double trials, double p, double apart)
{
	double n[BATCH], chance[BATCH], out[BATCH], best = 1e9, sum = 0;
	for (int i = 0; i < BATCH; i++) {
		n[i] = trials;
		chance[i] = p * (1 + apart * i);
	}
	for (int round = 0; round < rounds; round++) {
		const double start = bench_work();
		for (uint32_t step = 0; step < 16384 / BATCH; step++) {
			const gz_draw first = {.key = {{1, (uint32_t)round}}, .step = step, .draw = 7};
			sum += (double)gz_kernel_binomial(&first, BATCH, n, chance, out) + out[step % BATCH];
		}
		const double took = (bench_work() - start) / 16384 * 1e9;
		best = took < best ? took : best;
	}
	bench_keep(sum);
	return best;
}

/* One at a time, by the scalar twin. */
static double twin_ns(int rounds, double trials, double p)
{
	double best = 1e9, sum = 0;
	for (int round = 0; round < rounds; round++) {
		const double start = bench_work();
		for (uint32_t i = 0; i < 16384; i++) {
			const gz_draw d = {.key = {{1, (uint32_t)round}}, .replicate = i % BATCH, .step = i / BATCH, .draw = 7};
			sum += gz_sample_binomial(&d, trials, p);
		}
		const double took = (bench_work() - start) / 16384 * 1e9;
		best = took < best ? took : best;
	}
	bench_keep(sum);
	return best;
}

void bench_draws(bench *b)
{
	const gz_kernel_form best = gz_kernel_which();
	const int rounds = b->quick ? 10 : 100;
	const double apart = 1e-9;
	double means[GZ_KERNEL_FORMS] = {0}, one_p = 0, twin = 0, sum_gsl = 0;
	for (int form = (int)best; form >= 0; form--) {
		gz_kernel_force((gz_kernel_form)form);
		const char *line = form == (int)best ? "" : "_", *name = form == (int)best ? "" : gz_kernel_name((gz_kernel_form)form);
		for (int i = 0; i < CASES; i++) {
			const double ns = binomial_ns(rounds, BINOMIALS[i].n, BINOMIALS[i].p, apart);
			bench_tell(ns, "ns", "binomial_%s%s%s", BINOMIALS[i].name, line, name);
			means[form] += ns / CASES;
		}
		bench_tell(means[form], "ns", "binomial_mean%s%s", line, name);
		bench_tell(binomial_ns(rounds, 1000, 0, 0), "ns", "binomial_skipped%s%s", line, name);
	}
	gz_kernel_force(best);
	for (int i = 0; i < CASES; i++)
		one_p += binomial_ns(rounds, BINOMIALS[i].n, BINOMIALS[i].p, 0) / CASES;
	bench_tell(one_p, "ns", "binomial_mean_one_p");
	for (int i = 0; i < CASES; i++)
		twin += twin_ns(rounds / 5, BINOMIALS[i].n, BINOMIALS[i].p) / CASES;
	bench_tell(twin, "ns", "binomial_mean_twin");
	for (int i = 0; i < CASES && reference_has_gsl(); i++) {
		const int64_t draws = b->quick ? 40000 : 400000;
		const double start = bench_work();
		bench_keep(reference_gsl_binomials(draws, (uint32_t)BINOMIALS[i].n, BINOMIALS[i].p));
		const double gsl = (bench_work() - start) / (double)draws * 1e9;
		bench_tell(gsl, "ns", "binomial_gsl_%s", BINOMIALS[i].name);
		sum_gsl += gsl / CASES;
	}
	if (reference_has_gsl())
		bench_tell(sum_gsl / means[best], "x", "binomial_mean_ratio");
}

static void bench_csv(bench *b, gz_arena *arena, gz_mistakes *mistakes)
{
	const int rows = b->quick ? 5000 : 50000;
	const size_t room = (size_t)rows * 64 + 64;
	char *table = malloc(room), *at = table;
	gz_csv csv;
	if (table == NULL)
		return;
	at += snprintf(at, room, "id,name,parent,population,lat,lon\n");
	for (int i = 0; i < rows; i++)
		at += snprintf(at, room - (size_t)(at - table), "p%d,\"Place %d\",p%d,%d,38.5,68.%d\n", i, i, i / 10, i * 7, i % 100);
	const size_t n = (size_t)(at - table);
	const double start = bench_work();
	if (gz_csv_parse(arena, "bench.csv", table, n, &csv, mistakes) == GZ_OK)
		bench_tell((double)n / 1e6 / (bench_work() - start), "MB/s", "csv");
	free(table);
}

void bench_text(bench *b)
{
	gz_arena arena = {0};
	gz_mistakes mistakes;
	const gz_expr *expr = NULL;
	gz_mistakes_init(&mistakes);
	bench_csv(b, &arena, &mistakes);
	if (gz_expr_compile(&arena, "if(1 / 30 > 0.01, 1 - exp(-3 / 7), 0) * max(0.2, 2 ^ -1.5)", NULL, &expr, NULL) == GZ_OK) {
		const double start = bench_work();
		for (int i = 0; i < 1000000; i++)
			bench_keep(gz_expr_eval(expr, NULL));
		bench_tell((bench_work() - start) * 1e3, "ns", "expression");
	}
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

/* The demonstration as a user runs it: a process of its own, by the clock. */
void bench_demo(bench *b)
{
	char out[512];
	if (b->program == NULL)
		return;
	snprintf(out, sizeof out, "%s/demo", b->folder);
	const double start = bench_now();
	const pid_t child = fork();
	if (child == 0) {
		execl(b->program, b->program, "run", b->demo, "-o", out, "--quiet", (char *)NULL);
		_exit(127);
	}
	int status = 0;
	struct rusage usage;
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		bench_wrong(b, "the demonstration did not end well");
		return;
	}
	bench_tell(bench_now() - start, "s", "demo_time");
	bench_tell((double)usage.ru_maxrss / 1024, "MiB", "demo_memory");
}
