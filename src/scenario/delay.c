/* How long reports take: the laws of delays, read, and as probabilities of whole days.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/delay.h"
#include "base/maths.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

enum { DELAY_MAX = GZ_DELAY_DAYS - 1 };

/* Delays longer than the longest are none: where they are more than a few, the delay is not the one that was meant. */
static void note_cut(gz_loader *l, const gz_node *node, const gz_delay *delay)
{
	const double longest = DELAY_MAX + 0.5, a = delay->a, b = delay->b;
	double beyond = 0;
	if (delay->kind == GZ_DELAY_GAMMA)
		beyond = 1 - gz_maths_gamma_p(a * a / (b * b), longest * a / (b * b));
	else if (delay->kind == GZ_DELAY_LOGNORMAL)
		beyond = 1 - gz_maths_normal_cdf((gz_maths_log(longest) - gz_maths_log(a)) / b);
	else if (delay->kind == GZ_DELAY_GEOMETRIC)
		beyond = gz_maths_pow(a / (1 + a), DELAY_MAX + 1);
	if (beyond > 0.01)
		gz_loader_note(l, node, "%.0f %% of this delay is longer than %d days, where it is cut: reports come earlier than it says", 100 * beyond, (int)DELAY_MAX);
}

gz_delay gz_delay_read(gz_loader *l, const gz_node *node)
{
	gz_delay delay = {GZ_DELAY_NONE, 0, 0};
	static const char *const forms[] = {"fixed", "gamma", "lognormal", "geometric", NULL};
	const char *form = NULL;
	if (node == NULL || !gz_loader_map(l, node, GZ_KEYS_DELAY))
		return delay;
	int32_t n = gz_loader_present(node, forms, &form);
	if (n == 0 && gz_loader_misspelt(node, GZ_KEYS_DELAY))
		return delay;
	if (n != 1) {
		gz_loader_mistake(l, node, "expected one of fixed, gamma, lognormal, geometric");
		return delay;
	}
	const gz_node *law = gz_yaml_get(node, form);
	const double above = GZ_VALUE_POSITIVE;
	if (strcmp(form, "fixed") == 0) {
		delay.a = gz_loader_days(l, law, 0, DELAY_MAX, 0);
		delay.kind = delay.a > 0 ? GZ_DELAY_FIXED : GZ_DELAY_NONE;
	} else if (strcmp(form, "gamma") == 0 && gz_loader_map(l, law, GZ_KEYS_GAMMA)) {
		delay.kind = GZ_DELAY_GAMMA;
		delay.a = gz_loader_days(l, gz_loader_need(l, law, "mean"), above, DELAY_MAX, 1);
		delay.b = gz_loader_days(l, gz_loader_need(l, law, "sd"), above, INFINITY, 1);
	} else if (strcmp(form, "lognormal") == 0 && gz_loader_map(l, law, GZ_KEYS_LOGNORMAL)) {
		delay.kind = GZ_DELAY_LOGNORMAL;
		delay.a = gz_loader_days(l, gz_loader_need(l, law, "median"), above, DELAY_MAX, 1);
		delay.b = gz_loader_number(l, gz_loader_need(l, law, "sigma"), above, INFINITY, 1);
	} else if (strcmp(form, "geometric") == 0 && gz_loader_map(l, law, GZ_KEYS_GEOMETRIC)) {
		delay.kind = GZ_DELAY_GEOMETRIC;
		delay.a = gz_loader_days(l, gz_loader_need(l, law, "mean"), above, DELAY_MAX, 1);
	}
	note_cut(l, law, &delay);
	return delay;
}

/* Distribution function of a delay at x days. */
static double cdf(const gz_delay *d, double x)
{
	if (!(x > 0))
		return 0;
	switch (d->kind) {
	case GZ_DELAY_GAMMA:
		return gz_maths_gamma_p(d->a * d->a / (d->b * d->b), x * d->a / (d->b * d->b));
	case GZ_DELAY_LOGNORMAL:
		return gz_maths_normal_cdf((gz_maths_log(x) - gz_maths_log(d->a)) / d->b);
	default:
		return 1;
	}
}

void gz_delay_pmf(const gz_delay *d, double pmf[GZ_DELAY_DAYS])
{
	double sum = 0;
	for (int32_t k = 0; k < GZ_DELAY_DAYS; k++) {
		if (d->kind == GZ_DELAY_NONE)
			pmf[k] = k == 0;
		else if (d->kind == GZ_DELAY_FIXED)
			pmf[k] = k == (int32_t)floor(d->a + 0.5) || (k == GZ_DELAY_DAYS - 1 && d->a > k);
		else if (d->kind == GZ_DELAY_GEOMETRIC)
			pmf[k] = gz_maths_pow(d->a / (1 + d->a), k) / (1 + d->a);
		else
			pmf[k] = cdf(d, k + 0.5) - cdf(d, k - 0.5);
		sum += pmf[k];
	}
	for (int32_t k = 0; k < GZ_DELAY_DAYS; k++)
		pmf[k] /= sum > 0 ? sum : 1;
}

double gz_delay_heard(const gz_delay *delay, const double weekday[7], int32_t day)
{
	double pmf[GZ_DELAY_DAYS], sum = 0;
	gz_delay_pmf(delay, pmf);
	for (int32_t k = 0; k < GZ_DELAY_DAYS; k++)
		sum += pmf[k] * weekday[(day + k) % 7];
	return sum;
}
