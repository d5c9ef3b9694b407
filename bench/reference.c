/* The plain loops: no keys, no arena, one generator for everything. GPL code is linked here and nowhere else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"
#include "bench.h"

#if BENCH_GSL
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

enum { PEOPLE = 10000, STATES = 4 };
static const double beta = 0.4, latent = 1.0 / 4, recovery = 1.0 / 5;

bool reference_has_gsl(void)
{
	return true;
}

double reference_gsl_binomials(int64_t n, uint32_t trials, double p)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double sum = 0;
	for (int64_t i = 0; i < n; i++)
		sum += gsl_ran_binomial(rng, p * (1 + 1e-9 * (double)(i & 7)), trials);
	gsl_rng_free(rng);
	return sum;
}

/* One day of SEIR under a force of infection. */
static void seir_day(gsl_rng *rng, unsigned *people, double force)
{
	const unsigned infected = gsl_ran_binomial(rng, 1 - exp(-force), people[0]);
	const unsigned onset = gsl_ran_binomial(rng, latent, people[1]);
	const unsigned recovered = gsl_ran_binomial(rng, recovery, people[2]);
	people[0] -= infected;
	people[1] += infected - onset;
	people[2] += onset - recovered;
	people[3] += recovered;
}

double reference_seir(int32_t days, int32_t replicates)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const double start = bench_work();
	unsigned recovered = 0;
	for (int32_t r = 0; r < replicates; r++) {
		unsigned people[STATES] = {999990, 0, 10, 0};
		for (int32_t day = 0; day < days; day++)
			seir_day(rng, people, beta * people[2] / 1e6);
		recovered += people[3];
	}
	const double took = bench_work() - start;
	gsl_rng_free(rng);
	bench_keep(recovered);
	return days * replicates / took;
}

typedef struct coupling {
	int32_t places;
	int32_t *to;       /* [place][link] */
	double *infectious, *present, *force; /* [place] */
	unsigned *people;  /* [place][state] */
	double *share;     /* [place][link] */
} coupling;

static void coupling_close(coupling *c)
{
	free(c->to);
	free(c->infectious);
	free(c->present);
	free(c->force);
	free(c->people);
	free(c->share);
}

static bool coupling_open(coupling *c, int32_t places, double share)
{
	const size_t n = (size_t)places;
	*c = (coupling){.places = places, .to = malloc(n * BENCH_LINKS * sizeof *c->to), .infectious = malloc(n * sizeof(double)),
		.present = malloc(n * sizeof(double)), .force = malloc(n * sizeof(double)), .people = malloc(n * STATES * sizeof *c->people),
		.share = malloc(n * BENCH_LINKS * sizeof(double))};
	if (!c->to || !c->infectious || !c->present || !c->force || !c->people || !c->share)
		return false;
	for (int32_t i = 0; i < places; i++)
		for (int32_t k = 0; k < BENCH_LINKS; k++) {
			c->to[i * BENCH_LINKS + k] = bench_world_link(places, i, k);
			c->share[i * BENCH_LINKS + k] = share;
		}
	return true;
}

static void coupling_start(coupling *c)
{
	for (int32_t i = 0; i < c->places; i++) {
		unsigned *p = c->people + (size_t)i * STATES;
		p[0] = PEOPLE - PEOPLE / 1000;
		p[1] = p[3] = 0;
		p[2] = PEOPLE / 1000;
	}
}

/* Who is where by day, then the force that each place's people meet at home and at work. */
static void coupled_day(coupling *c, gsl_rng *rng, double share)
{
	const double home = 1 - BENCH_LINKS * share;
	for (int32_t i = 0; i < c->places; i++) {
		const unsigned *p = c->people + (size_t)i * STATES;
		c->infectious[i] = home * p[2];
		c->present[i] = home * (p[0] + p[1] + p[2] + p[3]);
	}
	for (int32_t i = 0; i < c->places; i++) {
		const unsigned *p = c->people + (size_t)i * STATES;
		for (int32_t k = 0; k < BENCH_LINKS; k++) {
			const int32_t to = c->to[i * BENCH_LINKS + k];
			c->infectious[to] += c->share[i * BENCH_LINKS + k] * p[2];
			c->present[to] += c->share[i * BENCH_LINKS + k] * (p[0] + p[1] + p[2] + p[3]);
		}
	}
	for (int32_t i = 0; i < c->places; i++)
		c->force[i] = beta * c->infectious[i] / c->present[i];
	for (int32_t i = 0; i < c->places; i++) {
		double force = home * c->force[i];
		for (int32_t k = 0; k < BENCH_LINKS; k++)
			force += c->share[i * BENCH_LINKS + k] * c->force[c->to[i * BENCH_LINKS + k]];
		seir_day(rng, c->people + (size_t)i * STATES, force);
	}
}

double reference_coupled(int32_t places, int32_t days, int32_t replicates, double commuting)
{
	coupling c;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double took = 1e99;
	if (coupling_open(&c, places, commuting)) {
		const double start = bench_work();
		for (int32_t r = 0; r < replicates; r++) {
			coupling_start(&c);
			for (int32_t day = 0; day < days; day++)
				coupled_day(&c, rng, commuting);
		}
		took = bench_work() - start;
		bench_keep(c.people[3]);
	}
	coupling_close(&c);
	gsl_rng_free(rng);
	return (double)places * days * replicates / took;
}

/* Everybody of a state who leaves is drawn at once, and then to whom they go. */
static void moving_day(coupling *c, gsl_rng *rng, int *arriving)
{
	unsigned leaving[BENCH_LINKS + 1];
	double p[BENCH_LINKS + 1];
	for (int32_t i = 0; i < c->places * STATES; i++)
		arriving[i] = 0;
	for (int32_t i = 0; i < c->places; i++) {
		p[BENCH_LINKS] = 1;
		for (int32_t k = 0; k < BENCH_LINKS; k++) {
			p[k] = c->share[i * BENCH_LINKS + k];
			p[BENCH_LINKS] -= p[k];
		}
		for (int32_t s = 0; s < STATES; s++) {
			gsl_ran_multinomial(rng, BENCH_LINKS + 1, c->people[i * STATES + s], p, leaving);
			for (int32_t k = 0; k < BENCH_LINKS; k++) {
				arriving[c->to[i * BENCH_LINKS + k] * STATES + s] += (int)leaving[k];
				arriving[i * STATES + s] -= (int)leaving[k];
			}
		}
	}
	for (int32_t i = 0; i < c->places; i++) {
		unsigned *people = c->people + (size_t)i * STATES;
		for (int32_t s = 0; s < STATES; s++)
			people[s] = (unsigned)((int)people[s] + arriving[i * STATES + s]);
		const unsigned all = people[0] + people[1] + people[2] + people[3];
		seir_day(rng, people, all > 0 ? beta * people[2] / all : 0);
	}
}

double reference_moving(int32_t places, int32_t days, int32_t replicates, double moving)
{
	coupling c;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int *arriving = malloc((size_t)places * STATES * sizeof *arriving);
	double took = 1e99;
	if (coupling_open(&c, places, moving / BENCH_LINKS) && arriving != NULL) {
		const double start = bench_work();
		for (int32_t r = 0; r < replicates; r++) {
			coupling_start(&c);
			for (int32_t day = 0; day < days; day++)
				moving_day(&c, rng, arriving);
		}
		took = bench_work() - start;
		bench_keep(c.people[3]);
	}
	free(arriving);
	coupling_close(&c);
	gsl_rng_free(rng);
	return (double)places * days * replicates / took;
}
#else
bool reference_has_gsl(void)
{
	return false;
}

double reference_gsl_binomials(int64_t n, uint32_t trials, double p)
{
	return n > 0 ? trials * p : 0;
}

double reference_seir(int32_t days, int32_t replicates)
{
	return 0 * days * replicates;
}

double reference_coupled(int32_t places, int32_t days, int32_t replicates, double commuting)
{
	return 0 * commuting * places * days * replicates;
}

double reference_moving(int32_t places, int32_t days, int32_t replicates, double moving)
{
	return 0 * moving * places * days * replicates;
}
#endif
