/* Transmission averted along the courses of the viral load.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/trajectory.h"
#include "base/maths.h"
#include "model/spread.h"
#include <math.h>

enum { STEPS = 160, PANELS = 4 };

static const double NONE = 40; /* cycle threshold without virus */

/* One course, with the integral of culture from exposure tabulated over its length. */
typedef struct course {
	const gz_trajectory *j;
	double onset, end, peak;
	double sum[STEPS + 1];
	bool symptoms;
} course;

/* Transmission after departure, and what isolation when ill, quarantine, and the tests before and after would avert. */
typedef struct parts {
	double total, ill, quarantine, before, test;
} parts;

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

static double curve_at(const gz_trajectory_curve *c, double ct)
{
	return 1 / (1 + gz_maths_exp((ct - c->half) / c->scale));
}

static double ct_at(const course *c, double t)
{
	if (t <= 0 || t >= c->end)
		return NONE;
	double x = t < c->onset ? t / c->onset : (c->end - t) / (c->end - c->onset);
	return NONE + (c->peak - NONE) * x * x * (3 - 2 * x);
}

static course course_of(const gz_trajectory *j, double u, double peak, bool symptoms)
{
	course c = {.j = j, .peak = smaller(peak, NONE), .symptoms = symptoms};
	c.end = (symptoms ? j->clearance : j->clearance_silent) + j->clearance_sd * gz_maths_normal_quantile(u);
	c.end = larger(c.end, 0.1);
	double below = gz_maths_normal_cdf((gz_maths_log(c.end) - j->onset_log_mean) / j->onset_log_sd);
	c.onset = gz_maths_exp(j->onset_log_mean + j->onset_log_sd * gz_maths_normal_quantile(u * below));
	double step = c.end / STEPS;
	for (int k = 0; k < STEPS; k++)
		c.sum[k + 1] = c.sum[k] + step * curve_at(&j->culture, ct_at(&c, (k + 0.5) * step));
	return c;
}

static double culture_up_to(const course *c, double t)
{
	double at = smaller(larger(t, 0) / c->end * STEPS, STEPS);
	int k = (int)smaller(floor(at), STEPS - 1);
	return c->sum[k] + (at - k) * (c->sum[k + 1] - c->sum[k]);
}

static double culture_between(const course *c, double from, double to)
{
	return to > from ? culture_up_to(c, to) - culture_up_to(c, from) : 0;
}

static void departure_add(const course *c, const gz_trajectory_measures *m, double departure, double weight, parts *p)
{
	double arrival = departure + m->flight, release = arrival + m->quarantine;
	double total = culture_between(c, departure, c->end), passed = 1 - curve_at(&c->j->antigen, ct_at(c, departure));
	double onset = c->symptoms ? c->onset : INFINITY, exit_ct = ct_at(c, release);
	double found = m->antigen_at_exit ? curve_at(&c->j->antigen, exit_ct) : exit_ct < c->j->pcr_limit;
	p->total += weight * total;
	p->before += weight * (1 - passed) * total;
	if (c->symptoms)
		p->ill += weight * passed * culture_between(c, larger(departure, onset), larger(departure, onset + m->isolation));
	if (onset > arrival)
		p->quarantine += weight * passed * culture_between(c, arrival, smaller(onset, release));
	if (onset > release)
		p->test += weight * passed * found * culture_between(c, release, smaller(onset, release + m->isolation));
}

/* Adds everybody of one course; who sets out does so at a time uniform until clearance. */
static void departures_add(const course *c, const gz_trajectory_measures *m, double weight, parts *p)
{
	for (int panel = 0; panel < PANELS; panel++) {
		gz_spread_points t;
		gz_spread_between(c->end * panel / PANELS, c->end * (panel + 1) / PANELS, &t);
		for (int32_t i = 0; i < t.n; i++)
			departure_add(c, m, t.at[i], weight * t.weight[i] / c->end, p);
	}
}

/* Adds everybody with (without) symptoms: u is the rank of clearance and onset, v that of the peak. */
static void people_add(const gz_trajectory *j, const gz_trajectory_measures *m, bool symptoms, double share, parts *p)
{
	const double width = 1.0 / PANELS;
	for (int a = 0; a < PANELS; a++)
		for (int b = 0; b < PANELS; b++) {
			gz_spread_points u, v;
			gz_spread_between(a * width, (a + 1) * width, &u);
			gz_spread_between(b * width, (b + 1) * width, &v);
			for (int32_t i = 0; i < u.n * v.n; i++) {
				int32_t k = i / v.n, l = i % v.n;
				course c = course_of(j, u.at[k], j->peak + j->peak_sd * gz_maths_normal_quantile(v.at[l]), symptoms);
				departures_add(&c, m, share * u.weight[k] * v.weight[l], p);
			}
		}
}

static bool is_share(double x)
{
	return x >= 0 && x <= 1;
}

gz_status gz_trajectory_averted(const gz_trajectory *j, const gz_trajectory_measures *m, double *averted, gz_error *err)
{
	if (!(j->clearance > 0) || !(j->clearance_silent > 0) || !(j->clearance_sd >= 0) || !(j->onset_log_sd > 0) || !(j->peak_sd >= 0) ||
	    !(j->culture.scale > 0) || !(j->antigen.scale > 0) || !isfinite(j->clearance + j->clearance_silent + j->onset_log_mean + j->peak))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a course of the viral load lasts more than 0 days, and its widths are above 0");
	if (!is_share(j->silent_share) || !is_share(m->keep_quarantine) || !is_share(m->keep_symptoms) || !is_share(m->keep_test))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a share lies between 0 and 1");
	if (!(m->flight >= 0) || !(m->quarantine >= 0) || !(m->isolation >= 0) || !isfinite(m->flight + m->quarantine + m->isolation))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "flight, quarantine and isolation last 0 days or more");
	parts p = {0};
	people_add(j, m, true, 1 - j->silent_share, &p);
	people_add(j, m, false, j->silent_share, &p);
	*averted = (p.before + m->keep_quarantine * p.quarantine + m->keep_test * p.test) / (p.total - m->keep_symptoms * p.ill);
	return GZ_OK;
}
