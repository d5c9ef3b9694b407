/* Every form of the kernel that this machine has: the bits of the scalar twins, the laws, and whole scenarios.
 *
 * False alarms: bit-equality has none. Each test of a law (chi-square, mean, variance, both tails) fails with probability
 * 1e-7 under the exact law; there are about 700 of them, so 7e-5 in all, were the seeds not fixed. References are
 * distribution functions through the incomplete beta and normal integrals, which the samplers do not use.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/kernel.h"
#include "base/maths.h"
#include "base/maths_table.h"
#include "running.h"
#include "suite.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LANES_MAX = 700 };
static const double FALSE_ALARM = 1e-7;

/* Numbers for parameters of tests: nothing to do with the draws tested. */
static double uniform(void)
{
	static uint32_t i;
	const gz_draw d = {{{1, 2}}, i++, 3, 4};
	return gz_sample_uniform(&d);
}

static uint32_t whole(double below)
{
	return (uint32_t)(below * uniform());
}

static double twin(gz_draw d, double n, double p, int64_t *draws)
{
	*draws += n > 0 && p > 0 && p < 1;
	return gz_sample_binomial(&d, n, p);
}

/* ---- bits ----------------------------------------------------------------------------------------------------- */
enum { STYLES = 8 };

/* Parameters of every branch: idle, certain, inversion, rejection, 32 and 52 bits, p on both sides of 1/2, mixed. */
static void parameters(int style, int32_t count, double *n, double *p)
{
	const double n0 = floor(exp(23 * uniform())), p0 = exp(-20 * uniform());
	for (int32_t i = 0; i < count; i++) {
		const double u = uniform(), v = uniform(), low = exp(-27.6 * v);
		switch (style) {
		case 0: n[i] = floor(exp(21 * u)); p[i] = exp(-25 * v); break;
		case 1: n[i] = floor(60 * u) - 3; p[i] = 1.2 * v - 0.1; break;
		case 2: n[i] = n0; p[i] = p0; break;
		case 3: n[i] = floor(exp(36 * u)); p[i] = i % 2 ? low : 1 - low; break; /* up to 4e15, p from 1e-12 to 1 - 1e-12 */
		case 4: n[i] = u < (i % 128 < 64 ? 0.7 : 0.97) ? 0 : floor(1e6 * v); p[i] = u; break; /* few drawn */
		case 5: n[i] = floor(1e6 * u); p[i] = 0.01 * v; break;
		case 6: n[i] = floor(15 + 30 * u); p[i] = 0.5 + (v - 0.5) * 0.2; break; /* where the method changes, p near 1/2 */
		default: n[i] = floor(3e9 * u * u); p[i] = i % 3 ? 12 / (n[i] + 20) : v; break; /* means just above the change */
		}
	}
}

static void check_lane(const char *entry, gz_draw d, double n, double p, double got, int64_t *draws)
{
	const double want = twin(d, n, p, draws);
	if (got != want) /* an assertion that holds costs a system call */
		ck_abort_msg("%s, %s: Binomial(%.17g, %.17g), replicate %u, is %.17g, of the twin %.17g", gz_kernel_name(gz_kernel_which()),
	              entry, n, p, d.replicate, got, want);
}

static gz_draw address(void)
{
	return (gz_draw){{{whole(4e9), whole(4e9)}}, whole(uniform() < 0.5 ? 4 : 4e9), whole(4e9), whole(4e9)};
}

static void check_rows(int style, int32_t rows, int32_t lanes)
{
	static double n[LANES_MAX], p[LANES_MAX], out[LANES_MAX];
	gz_draw first[LANES_MAX];
	int64_t wanted = 0;
	parameters(style, rows * lanes, n, p);
	for (int32_t r = 0; r < rows; r++)
		first[r] = address();
	const int64_t drawn = rows == 1 ? gz_kernel_binomial(first, lanes, n, p, out) : gz_kernel_binomial_rows(first, rows, lanes, n, p, out);
	for (int32_t i = 0; i < rows * lanes; i++) {
		gz_draw d = first[i / lanes];
		d.replicate += (uint32_t)(i % lanes);
		check_lane("rows", d, n[i], p[i], out[i], &wanted);
	}
	ck_assert_int_eq(drawn, wanted);
}

static void check_same(int style, int32_t lanes)
{
	static double n[LANES_MAX], p[LANES_MAX], out[LANES_MAX];
	const gz_draw first = address();
	int64_t wanted = 0;
	parameters(style, lanes, n, p);
	const int64_t drawn = gz_kernel_binomial_same(&first, lanes, n, p[0], out);
	for (int32_t i = 0; i < lanes; i++) {
		gz_draw d = first;
		d.replicate += (uint32_t)i;
		check_lane("same", d, n[i], p[0], out[i], &wanted);
	}
	ck_assert_int_eq(drawn, wanted);
}

/* As measures and reports draw: small means by all lanes at once, the others one by one. */
static void check_quantile(int style, int32_t lanes)
{
	static double n[LANES_MAX], p[LANES_MAX], out[LANES_MAX];
	const gz_draw first = address();
	int64_t wanted = 0;
	parameters(style, lanes, n, p);
	const int64_t drawn = gz_kernel_quantile(&first, lanes, n, p[0], out);
	for (int32_t i = 0; i < lanes; i++) {
		gz_draw d = first;
		d.replicate += (uint32_t)i;
		wanted += n[i] > 0 && p[0] > 0 && p[0] < 1;
		if (out[i] != gz_sample_binomial_quantile(&d, n[i], p[0]))
			ck_abort_msg("quantile: Binomial(%.17g, %.17g), replicate %u, is %.17g", n[i], p[0], d.replicate, out[i]);
	}
	ck_assert_int_eq(drawn, wanted);
}

static void check_each(int style, int32_t count, int given)
{
	static double n[LANES_MAX], p[LANES_MAX], out[LANES_MAX];
	gz_key keys[LANES_MAX];
	uint32_t replicates[LANES_MAX], draws[LANES_MAX];
	const gz_kernel_places at = {address(), given & 1 ? keys : NULL, given & 2 ? replicates : NULL, given & 4 ? draws : NULL};
	int64_t wanted = 0;
	parameters(style, count, n, p);
	for (int32_t i = 0; i < count; i++) {
		keys[i] = address().key;
		replicates[i] = address().replicate;
		draws[i] = address().draw;
	}
	const int64_t drawn = gz_kernel_binomial_each(&at, count, n, p, out);
	for (int32_t i = 0; i < count; i++) {
		const gz_draw d = {given & 1 ? keys[i] : at.common.key, given & 2 ? replicates[i] : at.common.replicate, at.common.step,
		                   given & 4 ? draws[i] : at.common.draw};
		check_lane("each", d, n[i], p[i], out[i], &wanted);
	}
	ck_assert_int_eq(drawn, wanted);
}

START_TEST(draws_have_the_bits_of_the_twin)
{
	if (!gz_kernel_force((gz_kernel_form)_i))
		return;
	const int rounds = running_light() ? 80 : 4000;
	for (int round = 0; round < rounds; round++) {
		const int style = round % STYLES;
		check_rows(style, 1, 1 + (int32_t)whole(round % 3 ? 70 : LANES_MAX));
		check_rows(style, 1 + (int32_t)whole(10), 1 + (int32_t)whole(70));
		check_same(style, 1 + (int32_t)whole(round % 3 ? 70 : LANES_MAX));
		check_quantile(style, 1 + (int32_t)whole(round % 3 ? 70 : LANES_MAX));
		check_each(style, 1 + (int32_t)whole(round % 3 ? 70 : LANES_MAX), round / STYLES % 8);
	}
}
END_TEST

/* An idle batch, and the lanes beside a batch, stay as they were. */
START_TEST(batches_keep_to_their_lanes)
{
	if (!gz_kernel_force((gz_kernel_form)_i))
		return;
	for (int32_t lanes = 0; lanes < 40; lanes++) {
		double n[42], p[42], out[42];
		const gz_draw d = address();
		for (int i = 0; i < 42; i++) {
			n[i] = lanes % 4 == 3 ? 0 : 1000;
			p[i] = lanes % 4 == 2 ? 0.01 : 0.1;
			out[i] = -7;
		}
		ck_assert_int_eq(gz_kernel_binomial(&d, lanes, n, p, out + 1), lanes % 4 == 3 ? 0 : lanes);
		ck_assert_double_eq(out[0], -7);
		ck_assert_double_eq(out[lanes + 1], -7);
		for (int i = 1; i <= lanes; i++)
			ck_assert(lanes % 4 == 3 ? out[i] == 0 : out[i] >= 0);
	}
}
END_TEST

static void check_function(const char *name, void (*f)(int32_t, const double *, double *), double (*g)(double), double sign)
{
	enum { COUNT = 1003 };
	double x[COUNT], y[COUNT];
	for (int round = 0; round < 100; round++) {
		static const double odd[] = {0, -0.0, INFINITY, -INFINITY, NAN, 1, -1, 0x1p-1074, 0x1p-1022, 0x1.fffffffffffffp1023, 709.79, -745.2, 36.7, -38};
		for (int i = 0; i < COUNT; i++) {
			const double u = uniform();
			x[i] = round % 4 == 0 ? 1600 * (u - 0.5) : round % 4 == 1 ? 4 * (u - 0.5) : round % 4 == 2 ? exp(1400 * (u - 0.5)) : -u;
			if (round > 50 && i % 67 == 0)
				x[i] = odd[whole(14)];
		}
		const int32_t count = COUNT - (int32_t)whole(9);
		f(count, x, y);
		for (int32_t i = 0; i < count; i++) {
			const double want = sign * g(sign * x[i]);
			if (memcmp(&want, &y[i], sizeof want) != 0 && !(isnan(want) && isnan(y[i])))
				ck_abort_msg("%s, %s(%.17g) is %.17g, of the twin %.17g",
			              gz_kernel_name(gz_kernel_which()), name, x[i], y[i], want);
		}
	}
}

START_TEST(functions_have_the_bits_of_the_twin)
{
	if (!gz_kernel_force((gz_kernel_form)_i))
		return;
	check_function("exp", gz_kernel_exp, gz_maths_exp, 1);
	check_function("expm1", gz_kernel_expm1, gz_maths_expm1, 1);
	check_function("log", gz_kernel_log, gz_maths_log, 1);
	check_function("log1p", gz_kernel_log1p, gz_maths_log1p, 1);
	check_function("chance", gz_kernel_chance, gz_maths_expm1, -1);
}
END_TEST

/* ---- laws ----------------------------------------------------------------------------------------------------- */
static double below(double k, double n, double p)
{
	return k < 0 ? 0 : k >= n ? 1 : gz_maths_beta_i(1 - p, n - k, k + 1);
}

static double above(double k, double n, double p)
{
	return k < 0 ? 1 : k >= n ? 0 : gz_maths_beta_i(p, k + 1, n - k);
}

static void check_count(const char *what, double n, double p, double seen, double trials, double chance)
{
	if (chance <= 0 || chance >= 1)
		return;
	const double low = below(seen, trials, chance), high = above(seen - 1, trials, chance);
	ck_assert_msg(low > FALSE_ALARM && high > FALSE_ALARM, "Binomial(%g, %g), %s: %g of %g where the chance is %g", n, p, what, seen, trials, chance);
}

/* Bins a quarter of a deviation wide, or single values; joined until each expects twenty. */
static void check_bins(double n, double p, const double *x, int32_t count)
{
	const double mean = n * p, sd = sqrt(n * p * (1 - p)), first = floor(mean - 5 * sd), width = sd > 4 ? floor(sd / 4) : 1;
	enum { BINS = 256 };
	double seen[BINS] = {0}, statistic = 0, want = 0, have = 0, before = 0;
	int used = 0;
	for (int32_t i = 0; i < count; i++) {
		const double bin = floor((x[i] - first) / width);
		seen[bin < 0 ? 0 : bin > BINS - 1 ? BINS - 1 : (int)bin]++;
	}
	for (int b = 0; b < BINS; b++) {
		const double edge = first + (b + 1) * width - 1, to = b < BINS - 1 ? below(edge, n, p) : 1;
		want += (to - before) * count;
		have += seen[b];
		before = to;
		if ((want >= 20 && (1 - to) * count >= 20) || (b == BINS - 1 && want > 0)) {
			statistic += (have - want) * (have - want) / want;
			used++;
			want = have = 0;
		}
	}
	const double chance = used > 1 ? gz_maths_gamma_q((used - 1) / 2.0, statistic / 2) : 1;
	ck_assert_msg(chance > FALSE_ALARM, "Binomial(%g, %g): chi-square %g on %d, chance %g", n, p, statistic, used - 1, chance);
}

static void check_law(double n, double p, uint32_t draw)
{
	enum { BATCH = 64 };
	const int32_t batches = running_light() ? 200 : 3000, count = batches * BATCH;
	const double mean = n * p, variance = n * p * (1 - p), sd = sqrt(variance);
	double *x = malloc((size_t)count * sizeof *x), ns[BATCH], ps[BATCH], sum = 0, squares = 0;
	bool possible = true;
	ck_assert_ptr_nonnull(x);
	for (int32_t i = 0; i < BATCH; i++) {
		ns[i] = n;
		ps[i] = p;
	}
	for (int32_t b = 0; b < batches; b++) {
		const gz_draw d = {{{5, 6}}, 1, (uint32_t)b, draw};
		gz_kernel_binomial(&d, BATCH, ns, ps, x + b * BATCH);
	}
	for (int32_t i = 0; i < count; i++) {
		possible &= x[i] >= 0 && x[i] <= n && x[i] == floor(x[i]);
		sum += x[i] - mean;
		squares += (x[i] - mean) * (x[i] - mean);
	}
	ck_assert(possible);
	check_bins(n, p, x, count);
	if (variance > 1) { /* else the bins say it all */
		const double fourth = 3 * variance * variance + variance * (1 - 6 * p * (1 - p)); /* central moment */
		const double z = -gz_maths_normal_quantile(FALSE_ALARM / 2);
		ck_assert_msg(fabs(sum / count) < z * sd / sqrt(count), "Binomial(%g, %g): mean %.17g off", n, p, sum / count);
		ck_assert_msg(fabs(squares / count - variance) < z * sqrt((fourth - variance * variance) / count), "Binomial(%g, %g): variance %g", n, p, squares / count);
	}
	for (int side = 0; side < 4; side++) { /* the tails, about 1 in 1000 and 1 in 30,000 */
		const double far = side < 2 ? 3.1 : 4.0, low = floor(mean - far * sd), high = floor(mean + far * sd);
		double seen = 0;
		for (int32_t i = 0; i < count; i++)
			seen += side % 2 ? x[i] > high : x[i] <= low;
		check_count(side % 2 ? "upper tail" : "lower tail", n, p, seen, count, side % 2 ? above(high, n, p) : below(low, n, p));
	}
	free(x);
}

/* All forms give the same bits, so the one in use stands for all. */
START_TEST(draws_follow_the_law)
{
	static const double ns[] = {1, 7, 61, 1000, 65536, 16777216, 16777217, 1e9}, ps[] = {1e-12, 1e-8, 1e-5, 1e-3, 0.04, 0.3, 0.5, 0.7, 0.99, 1 - 1e-6, 1 - 1e-12};
	for (uint32_t i = 0; i < sizeof ns / sizeof *ns; i++)
		for (uint32_t j = 0; j < sizeof ps / sizeof *ps; j++)
			check_law(ns[i], ps[j], 1 + i * 32 + j);
	/* on both sides of n p = 10, where the method changes, skewed and not; and n beyond 32 bits */
	check_law(9999, 0.001, 1001);
	check_law(10000, 0.001, 1002);
	check_law(1.1e7, 1e-6, 1003);
	check_law(20, 0.5, 1004);
	check_law(19, 0.5, 1005);
	check_law(22, 0.48, 1006);
	check_law(30000, 0.001, 1009);
	check_law(61, 0.5, 1010);
	check_law(1e12, 4e-11, 1007);
	check_law(1e12, 1e-3, 1008);
}
END_TEST

/* ---- the hat of the rejection --------------------------------------------------------------------------------- */
/* Its recipe at the head of sample.c once more, for reading: where u falls, and how much of the hat is the law's there. */
typedef struct landing {
	double k, share, quick; /* accepted if v <= share; at once if v <= quick */
} landing;

static double power_sum(const double *c, double x)
{
	return c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])));
}

/* Of 1/2 - s; its derivative by u is that by -s. */
static double bell(double s)
{
	return (0.5 - s) * power_sum(GZ_BELL_P, s) / (s * power_sum(GZ_BELL_Q, s));
}

/* s from the end at 1/2 (side 1) or -1/2 (side -1) */
static landing land(double n, double p, double s, double side)
{
	const double q = 1 - p, w = n * p * q + 1.0 / 12, sd = sqrt(w), g = (q - p) / 6, h = s * 1e-5, z = side * bell(s);
	const double steep = (8 * (bell(s - h) - bell(s + h)) - (bell(s - 2 * h) - bell(s + 2 * h))) / (12 * h);
	const double x = n * p + 0.5 + sd * z + g * (fmin(z * z, 16) - 1), k = floor(x), l = (n - k + 0.5) * p, r = (k + 0.5) * q;
	const double m = floor((n + 1) * p), off = m + 0.5 - (n + 1) * p;
	landing a = {k, 0, s >= 0.001 ? 0.996 - (0.22 + 0.05 * z * z * z * z) / w : 0};
	if (k >= 0 && k <= n) {
		const double density = gz_maths_binomial_density(k, n, p) / gz_maths_binomial_density(m, n, p) * exp(-off * off / (2 * w));
		const double slope = 2 * (l - r) / (l + r), dx = (z * z < 16 ? sd + 2 * g * z : sd) * steep;
		a.share = density * (1 + slope * (x - k - 0.5)) * dx / (2.5117 * sd * (1 + 0.145 / w));
	}
	return a;
}

/* At s from either end; the greater share. */
static double check_hat(double n, double p, double s)
{
	const landing low = land(n, p, s, -1), high = land(n, p, s, 1);
	if (low.share > 1 || low.quick > low.share || high.share > 1 || high.quick > high.share)
		ck_abort_msg("Binomial(%.17g, %g) at %g from the ends: shares %.9g, %.9g, quick %.9g, %.9g", n, p, s, low.share, high.share, low.quick, high.quick);
	return fmax(low.share, high.share);
}

/* The hat covers the law and the quick test accepts no more than the full one, for means from 10 to a million. */
START_TEST(the_hat_covers_the_law)
{
	static const double ps[] = {1e-9, 1e-5, 1e-3, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5};
	const int points = running_light() ? 400 : 4000;
	double most = 0, mean = 10;
	while (mean < 2e6) {
		for (int j = 0; j < 11; j++)
			for (int i = 0; i < 2 * points; i++) { /* evenly, and into the tails */
				const double s = i < points ? (i + 0.5) / (2 * points) : 5e-3 * exp(-20.0 * (i - points) / points);
				most = fmax(most, check_hat(ceil(mean / ps[j]), ps[j], s));
			}
		mean *= mean < 60 ? 1.041 : mean < 1000 ? 1.37 : 7;
	}
	ck_assert_double_gt(most, 0.999); /* it fits */
}
END_TEST

/* What is written there is what sample.c does: wherever the quick test accepts, the draw is that k. */
START_TEST(the_hat_is_the_one_drawn_from)
{
	int32_t quick = 0, drawn = 0;
	for (int i = 0; i < 20000; i++) {
		const gz_draw d = address();
		const double p = 0.5 * uniform(), n = floor((10 + exp(12 * uniform())) / p) + 1;
		const uint64_t bits = gz_random_bits(d.key, d.replicate, d.step, d.draw, 0);
		const double u = gz_random_unit(bits) - 0.5;
		const landing a = land(n, p, 0.5 - fabs(u), u < 0 ? -1 : 1);
		const double v = (double)(bits & 4095) / 4096, k = gz_sample_binomial(&d, n, p);
		if (v + 1.0 / 4096 <= a.quick - 1e-9)
			ck_assert_double_eq(k, a.k);
		quick += v + 1.0 / 4096 <= a.quick;
		drawn += k == a.k;
	}
	ck_assert_int_gt(quick, 19500);
	ck_assert_int_gt(drawn, quick);
}
END_TEST

/* ---- scenarios ------------------------------------------------------------------------------------------------ */
/* A number of every value of a run; adds how much it drew. */
static uint64_t run_bits(const char *example, int32_t width, uint64_t *draws)
{
	static const char *const sets[] = {"replicates=33", "days=60", NULL};
	char path[512];
	running r = {0};
	gz_mistakes mistakes;
	gz_error err = {0};
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/docs/examples/%s.yaml", getenv("GUZAR_SOURCE"), example);
	const gz_scenario_options options = {.sets = sets, .n_sets = 2};
	ck_assert_int_eq(gz_scenario_load(&r.scenario, path, &options, &mistakes), GZ_OK);
	gz_mistakes_free(&mistakes);
	const gz_run_options run = {.threads = 1, .width = width};
	ck_assert_int_eq(gz_run_scenario(&r.scenario, &run, &r.result, &err), GZ_OK);
	r.ran = r.loaded = true;
	*draws += r.result.draws;
	uint64_t sum = 0;
	const size_t n = (size_t)r.result.n_columns * (size_t)r.result.n_replicates;
	double *values = malloc(n * sizeof *values);
	ck_assert_ptr_nonnull(values);
	for (int32_t day = 0; day < r.result.n_days; day++) {
		ck_assert_int_eq(gz_result_read_day(&r.result, day, values, &err), GZ_OK);
		for (size_t i = 0; i < n; i++) {
			uint64_t u;
			memcpy(&u, &values[i], sizeof u);
			sum = sum * UINT64_C(6364136223846793005) + u;
		}
	}
	free(values);
	running_reset(&r);
	return sum;
}

START_TEST(scenarios_have_the_same_bits_in_every_form)
{
	static const char *const examples[] = {"2-two-towns", "6-seasonal-workers"};
	setenv("GUZAR_LIBRARY", getenv("GUZAR_SOURCE"), 1);
	uint64_t draws = 0;
	for (int e = 0; e < 2; e++) {
		uint64_t first = 0;
		for (int form = 0; form < GZ_KERNEL_FORMS; form++) {
			if (!gz_kernel_force((gz_kernel_form)form))
				continue;
			for (int32_t width = 1; width <= 33; width *= 33) {
				const uint64_t bits = run_bits(examples[e], width, &draws);
				first = form == 0 && width == 1 ? bits : first;
				ck_assert_msg(bits == first, "%s: the run differs in form %s at width %d", examples[e], gz_kernel_name((gz_kernel_form)form), width);
			}
		}
	}
	ck_assert_uint_gt(draws, 100000);
}
END_TEST

START_TEST(a_form_can_be_chosen)
{
	ck_assert(gz_kernel_has(GZ_KERNEL_PORTABLE));
	ck_assert(gz_kernel_has(gz_kernel_which()));
	for (int form = 0; form < GZ_KERNEL_FORMS; form++) {
		const gz_kernel_form before = gz_kernel_which();
		ck_assert_int_eq(gz_kernel_force((gz_kernel_form)form), gz_kernel_has((gz_kernel_form)form));
		ck_assert_int_eq((int)gz_kernel_which(), gz_kernel_has((gz_kernel_form)form) ? form : (int)before);
	}
	ck_assert_str_eq(gz_kernel_name(GZ_KERNEL_AVX512), "avx512");
}
END_TEST

START_TEST(a_form_can_be_chosen_by_the_environment)
{
	/* each test is a process of its own, in which nothing has asked yet */
	setenv("GUZAR_KERNEL", _i ? "no such form" : "portable", 1);
	const gz_kernel_form which = gz_kernel_which();
	if (_i == 0)
		ck_assert_int_eq((int)which, GZ_KERNEL_PORTABLE);
	else
		for (int form = (int)which + 1; form < GZ_KERNEL_FORMS; form++)
			ck_assert(!gz_kernel_has((gz_kernel_form)form));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *tests = tcase_create("kernel");
	tcase_add_loop_test(tests, draws_have_the_bits_of_the_twin, 0, GZ_KERNEL_FORMS);
	tcase_add_loop_test(tests, batches_keep_to_their_lanes, 0, GZ_KERNEL_FORMS);
	tcase_add_loop_test(tests, functions_have_the_bits_of_the_twin, 0, GZ_KERNEL_FORMS);
	tcase_add_test(tests, draws_follow_the_law);
	tcase_add_test(tests, the_hat_covers_the_law);
	tcase_add_test(tests, the_hat_is_the_one_drawn_from);
	tcase_add_test(tests, scenarios_have_the_same_bits_in_every_form);
	tcase_add_test(tests, a_form_can_be_chosen);
	tcase_add_loop_test(tests, a_form_can_be_chosen_by_the_environment, 0, 2);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
