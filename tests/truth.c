/* What the tests against theory share: writing, running and reading scenarios, and judging samples.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "base/maths.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void truth_begin(truth *t)
{
	*t = (truth){0};
	gz_mistakes_init(&t->mistakes);
	strcpy(t->folder, "/tmp/guzar-truth-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(t->folder));
	setenv("GUZAR_LIBRARY", "/nowhere", 1);
}

void truth_end(truth *t)
{
	char path[128];
	if (t->ran)
		gz_result_free(&t->result);
	gz_scenario_free(&t->scenario);
	gz_mistakes_free(&t->mistakes);
	for (int i = 0; i < t->n_files; i++) {
		snprintf(path, sizeof path, "%s/%s", t->folder, t->files[i]);
		unlink(path);
	}
	rmdir(t->folder);
}

void truth_write(truth *t, const char *name, const char *format, ...)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", t->folder, name);
	FILE *file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	va_list args;
	va_start(args, format);
	vfprintf(file, format, args);
	va_end(args);
	fclose(file);
	for (int i = 0; i < t->n_files; i++)
		if (strcmp(t->files[i], name) == 0)
			return;
	ck_assert_int_lt(t->n_files, 16);
	snprintf(t->files[t->n_files++], sizeof t->files[0], "%s", name);
}

void truth_town(truth *t, long long people)
{
	truth_write(t, "places.csv", "id,name,parent,population,lat,lon,source\nland,Land,,,,,theory\ntown,Town,land,%lld,38.5,68.8,theory\n", people);
}

void truth_load(truth *t)
{
	char path[128], text[1024];
	snprintf(path, sizeof path, "%s/s.yaml", t->folder);
	if (t->ran)
		gz_result_free(&t->result);
	t->ran = false;
	gz_scenario_free(&t->scenario);
	gz_mistakes_free(&t->mistakes);
	gz_mistakes_init(&t->mistakes);
	const gz_scenario_options options = {0};
	const gz_status st = gz_scenario_load(&t->scenario, path, &options, &t->mistakes);
	for (int32_t i = 0; st != GZ_OK && i < t->mistakes.n; i++) {
		gz_error_print(&t->mistakes.items[i], text, sizeof text);
		fprintf(stderr, "%s\n", text);
	}
	ck_assert_int_eq(st, GZ_OK);
}

void truth_run(truth *t, bool deterministic)
{
	gz_error err = {0};
	truth_load(t);
	const gz_run_options options = {.threads = 1, .deterministic = deterministic};
	const gz_status st = gz_run_scenario(&t->scenario, &options, &t->result, &err);
	t->ran = true;
	ck_assert_msg(st == GZ_OK, "%s", err.sentence);
	ck_assert_msg(t->result.note[0] == '\0', "%s", t->result.note);
}

static double *truth_read(const truth *t, int32_t column)
{
	gz_error err = {0};
	ck_assert_int_ge(column, 0);
	double *values = malloc((size_t)t->result.n_days * (size_t)t->result.n_replicates * sizeof *values);
	ck_assert_ptr_nonnull(values);
	ck_assert_int_eq(gz_result_read_column(&t->result, column, values, &err), GZ_OK);
	return values;
}

int32_t truth_stream(const truth *t, const char *name)
{
	const int32_t stream = gz_scenario_stream(&t->scenario, name);
	ck_assert_int_ge(stream, 0);
	return stream;
}

double *truth_series(const truth *t, const char *place, gz_quantity quantity, const char *stream)
{
	const int32_t index = gz_scenario_place(&t->scenario, place);
	ck_assert_int_ge(index, 0);
	return truth_read(t, gz_result_column(&t->result, GZ_ENTITY_PLACE, index, GZ_DIRECTION_BOTH, quantity, stream ? truth_stream(t, stream) : -1));
}

double *truth_crossing(const truth *t, const char *crossing, gz_direction direction, gz_quantity quantity)
{
	const int32_t index = gz_scenario_crossing(&t->scenario, crossing);
	ck_assert_int_ge(index, 0);
	return truth_read(t, gz_result_column(&t->result, GZ_ENTITY_CROSSING, index, direction, quantity, -1));
}

int truth_replicates(int n)
{
	const char *light = getenv("GZ_TRUTH_LIGHT");
	return light && strcmp(light, "1") == 0 ? (n + 9) / 10 : n;
}

truth_moments truth_moments_of(const double *x, int64_t n)
{
	truth_moments m = {.n = (double)n};
	for (int64_t i = 0; i < n; i++)
		m.mean += x[i] / m.n;
	for (int64_t i = 0; i < n; i++) {
		const double d = x[i] - m.mean;
		m.variance += d * d / (m.n - 1);
		m.fourth += d * d * d * d / m.n;
	}
	return m;
}

static void truth_judge(const char *what, double found, double expected, double error, double slack)
{
	printf("%-72s found %.6g expected %.6g bound %.3g\n", what, found, expected, TRUTH_Z * error + slack);
	ck_assert_msg(fabs(found - expected) <= TRUTH_Z * error + slack, "%s: found %.8g, expected %.8g, off by %.1f standard errors", what, found, expected,
		(found - expected) / error);
}

void truth_mean(const char *what, truth_moments m, double expected, double slack)
{
	truth_judge(what, m.mean, expected, sqrt(m.variance / m.n), slack);
}

void truth_variance(const char *what, truth_moments m, double expected, double slack)
{
	truth_judge(what, m.variance, expected, sqrt(fmax(m.fourth - m.variance * m.variance, 0) / m.n), slack);
}

void truth_variance_law(const char *what, truth_moments m, double expected, double excess)
{
	truth_judge(what, m.variance, expected, expected * sqrt((2 + excess) / m.n), 0);
}

void truth_share(const char *what, double x, double n, double p, double slack)
{
	truth_judge(what, x / n, p, sqrt(p * (1 - p) / n), slack);
}

void truth_fits(const char *what, const double *counts, const double *probability, int n)
{
	double total = 0, sum = 0, square = 0, c = 0, e = 0;
	int cells = 0;
	for (int i = 0; i < n; i++) {
		total += counts[i];
		sum += probability[i];
	}
	ck_assert_msg(fabs(sum - 1) < 1e-6, "%s: probabilities add to %.9g", what, sum);
	double left = total;
	for (int i = 0; i < n; i++) {
		c += counts[i];
		e += total * probability[i];
		left -= total * probability[i];
		if (i + 1 < n && (e < 8 || left < 8))
			continue;
		if (e > 0) {
			square += (c - e) * (c - e) / e;
			cells++;
		}
		c = e = 0;
	}
	const double p = cells > 1 ? gz_maths_gamma_q(0.5 * (cells - 1), 0.5 * square) : 1;
	printf("%-72s chi-square %.1f on %d, p %.3g (fails below %g)\n", what, square, cells - 1, p, TRUTH_P);
	ck_assert_msg(cells > 1, "%s: nothing to compare", what);
	ck_assert_msg(p >= TRUTH_P, "%s: chi-square %.1f on %d degrees of freedom, p = %.3g", what, square, cells - 1, p);
}

void truth_close(const char *what, double found, double expected, double tolerance)
{
	printf("%-72s found %.12g expected %.12g tolerance %.3g\n", what, found, expected, tolerance);
	ck_assert_msg(fabs(found - expected) <= tolerance, "%s: found %.15g, expected %.15g", what, found, expected);
}

double truth_binomial(int x, int n, double p)
{
	if (p <= 0 || p >= 1)
		return x == (p <= 0 ? 0 : n);
	return exp(lgamma(n + 1.0) - lgamma(x + 1.0) - lgamma(n - x + 1.0) + x * log(p) + (n - x) * log1p(-p));
}
