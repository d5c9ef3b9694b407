/* What checks at points of entry find among infected travellers, by deterministic integration.
 *
 * Expectations over gamma durations are sums over Gauss-Legendre nodes: the range up to a negligible tail is cut into
 * panels, finer towards 0 and cut where the integrand has a corner, eight nodes each. Over a uniform departure time the
 * integrals of the journey are exact lengths; those of quarantine, which depend on a test's sensitivity by age of
 * infection, are summed over nodes too.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/screening.h"
#include "base/maths.h"
#include <math.h>
#include <stddef.h>

enum { GAUSS = 8, PANELS_MAX = 48, NODES_MAX = PANELS_MAX * GAUSS };

static const double GAUSS_AT[GAUSS] = {-0.9602898564975362317, -0.7966664774136267396, -0.5255324099163289858, -0.1834346424956498049,
                                       0.1834346424956498049,  0.5255324099163289858,  0.7966664774136267396,  0.9602898564975362317};
static const double GAUSS_WEIGHT[GAUSS] = {0.1012285362903762592, 0.2223810344533744705, 0.3137066458778872873, 0.362683783378361983,
                                           0.362683783378361983,  0.3137066458778872873, 0.2223810344533744705, 0.1012285362903762592};

/* A duration as weighted points; the weights sum to 1. */
typedef struct points {
	int n;
	double at[NODES_MAX], weight[NODES_MAX];
} points;

static double larger(double a, double b)
{
	return a > b ? a : b;
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

static bool is_share(double x)
{
	return x >= 0 && x <= 1;
}

static bool is_duration(const gz_screening_duration *d)
{
	return d->mean > 0 && isfinite(d->mean) && d->variance >= 0 && isfinite(d->variance);
}

static gz_status refuse(gz_error *err, const char *sentence)
{
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
}

static double gamma_density(double shape, double scale, double x)
{
	return gz_maths_poisson_density(shape, x / scale) * shape / x;
}

static void panel_add(points *p, double low, double high, double shape, double scale)
{
	double middle = 0.5 * (low + high), half = 0.5 * (high - low);
	if (half <= 0 || p->n + GAUSS > NODES_MAX)
		return;
	for (int i = 0; i < GAUSS; i++) {
		double x = middle + half * GAUSS_AT[i];
		p->at[p->n] = x;
		p->weight[p->n++] = half * GAUSS_WEIGHT[i] * gamma_density(shape, scale, x);
	}
}

/* Points of a gamma duration, with a panel edge at `corner` (none when <= 0). */
static void duration_points(const gz_screening_duration *d, double corner, points *p)
{
	p->n = 0;
	if (d->variance == 0) {
		p->n = 1;
		p->at[0] = d->mean;
		p->weight[0] = 1;
		return;
	}
	double shape = d->mean * d->mean / d->variance, scale = d->variance / d->mean;
	double end = scale * gz_maths_gamma_quantile(shape, 1 - 1e-12), from = 0, sum = 0;
	/* doubling panels from a small start, then even ones of a twelfth of the range */
	double to = end * 0x1p-14;
	while (from < end) {
		double stop = smaller(to, end);
		if (corner > from && corner < stop)
			stop = corner;
		panel_add(p, from, stop, shape, scale);
		from = stop;
		if (from >= to)
			to = smaller(2 * from, from + end / 12);
	}
	for (int i = 0; i < p->n; i++)
		sum += p->weight[i];
	for (int i = 0; i < p->n; i++)
		p->weight[i] /= sum;
}

/* ---- exit and entry screening ------------------------------------------------------------------------------- */
/* Lengths of departure time, within (0, i + s), of those who ... */
struct lengths {
	double ill_well;   /* had symptoms at departure and arrive before severe disease */
	double ill_severe; /* had symptoms at departure, severe on the way */
	double new_well;   /* fall ill on the way and arrive */
	double new_severe; /* fall ill and become severe on the way */
};

static struct lengths journey_lengths(double i, double s, double h)
{
	double all = i + s, before_severe = larger(0, all - h);
	struct lengths l;
	l.ill_severe = smaller(s, h);
	l.ill_well = s - l.ill_severe;
	l.new_well = larger(0, smaller(i, before_severe) - larger(0, i - h));
	l.new_severe = larger(0, i - larger(before_severe, 0));
	return l;
}

gz_status gz_screening_on_journey(const gz_screening_journey *j, gz_screening_found *found, gz_error *err)
{
	if (!is_duration(&j->incubation) || !is_duration(&j->severe))
		return refuse(err, "a duration needs a mean above 0 and a variance of 0 or more");
	if (!is_share(j->asymptomatic) || !is_share(j->exit_sensitivity) || !is_share(j->entry_sensitivity))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(j->days >= 0) || !isfinite(j->days))
		return refuse(err, "a journey lasts 0 days or more");
	points inc, sev;
	duration_points(&j->incubation, j->days, &inc);
	duration_points(&j->severe, j->days, &sev);
	double ill = 0, severe = 0, entry = 0, missed = 1 - j->exit_sensitivity;
	for (int a = 0; a < inc.n; a++)
		for (int b = 0; b < sev.n; b++) {
			struct lengths l = journey_lengths(inc.at[a], sev.at[b], j->days);
			double w = inc.weight[a] * sev.weight[b] / (inc.at[a] + sev.at[b]);
			ill += w * sev.at[b];
			severe += w * (missed * l.ill_severe + l.new_severe);
			entry += w * (missed * l.ill_well + l.new_well);
		}
	double symptomatic = 1 - j->asymptomatic;
	found->at_exit = symptomatic * j->exit_sensitivity * ill;
	found->severe_on_the_way = symptomatic * severe;
	found->at_entry = symptomatic * j->entry_sensitivity * entry;
	found->undetected = 1 - found->at_exit - found->severe_on_the_way - found->at_entry;
	return GZ_OK;
}

/* ---- fever screen and questionnaire ------------------------------------------------------------------------- */
static gz_status checks_verify(const gz_screening_checks *c, gz_error *err)
{
	if (!is_duration(&c->incubation))
		return refuse(err, "a duration needs a mean above 0 and a variance of 0 or more");
	if (!is_share(c->fever) || !is_share(c->aware) || !is_share(c->fever_sensitivity) || !is_share(c->questionnaire_sensitivity))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(c->days >= 0) || !isfinite(c->days))
		return refuse(err, "a journey lasts 0 days or more");
	return GZ_OK;
}

/* Probability that symptoms began within `days` of exposure. */
static double begun(const gz_screening_duration *d, double days)
{
	if (d->variance == 0)
		return days >= d->mean;
	return days <= 0 ? 0 : gz_maths_gamma_p(d->mean * d->mean / d->variance, days * d->mean / d->variance);
}

/* One of the four classes of travellers, of share `share`: fever or not, aware or not. */
static void class_pass(const gz_screening_checks *c, bool fever, bool aware, double share, const double onset[2], gz_screening_outcome *o)
{
	double ill = share * onset[0], well = share - ill;
	double sf = fever ? c->fever_sensitivity : 0, sq = aware ? c->questionnaire_sensitivity : 0;
	if (c->at_departure) {
		o->departure_fever += sf * ill;
		ill -= sf * ill;
		o->departure_questionnaire += sq * (ill + well);
		ill -= sq * ill;
		well -= sq * well;
	}
	/* onset on the way, of those without symptoms so far */
	double fresh = onset[0] < 1 ? well * ((onset[1] - onset[0]) / (1 - onset[0])) : 0;
	ill += fresh;
	well -= fresh;
	if (c->at_arrival) {
		o->arrival_fever += sf * ill;
		ill -= sf * ill;
		o->arrival_questionnaire += sq * (ill + well);
		ill -= sq * ill;
		well -= sq * well;
	}
	double feverish = fever ? ill : 0, other = fever ? well : ill + well;
	*(aware ? &o->missed_both : &o->missed_fever) += feverish;
	*(aware ? &o->missed_aware : &o->undetectable) += other;
}

static void outcome_add(const gz_screening_checks *c, double days, double weight, gz_screening_outcome *o)
{
	const double onset[2] = {begun(&c->incubation, days), begun(&c->incubation, days + c->days)};
	class_pass(c, true, true, weight * c->fever * c->aware, onset, o);
	class_pass(c, true, false, weight * c->fever * (1 - c->aware), onset, o);
	class_pass(c, false, true, weight * (1 - c->fever) * c->aware, onset, o);
	class_pass(c, false, false, weight * (1 - c->fever) * (1 - c->aware), onset, o);
}

gz_status gz_screening_since_exposure(const gz_screening_checks *checks, double days, gz_screening_outcome *out, gz_error *err)
{
	GZ_TRY(checks_verify(checks, err));
	if (!(days >= 0) || !isfinite(days))
		return refuse(err, "days since exposure are 0 or more");
	*out = (gz_screening_outcome){0};
	outcome_add(checks, days, 1, out);
	return GZ_OK;
}

gz_status gz_screening_growing(const gz_screening_checks *checks, double r0, double longest, gz_screening_outcome *out, gz_error *err)
{
	enum { PANELS = 32 };
	GZ_TRY(checks_verify(checks, err));
	if (!(r0 > 0) || !isfinite(r0) || !(longest > 0) || !isfinite(longest))
		return refuse(err, "the reproduction number and the longest time since exposure are above 0");
	*out = (gz_screening_outcome){0};
	double rate = r0 / longest, half = 0.5 * longest / PANELS, all = -gz_maths_expm1(-r0) / rate;
	for (int p = 0; p < PANELS; p++)
		for (int i = 0; i < GAUSS; i++) {
			double t = half * (2 * p + 1 + GAUSS_AT[i]);
			outcome_add(checks, t, half * GAUSS_WEIGHT[i] * gz_maths_exp(-rate * t) / all, out);
		}
	return GZ_OK;
}

double gz_screening_outcome_found(const gz_screening_outcome *out)
{
	return out->departure_fever + out->departure_questionnaire + out->arrival_fever + out->arrival_questionnaire;
}

/* ---- quarantine and testing --------------------------------------------------------------------------------- */
double gz_screening_pcr(double days)
{
	/* false negatives, days 1 to 21 after exposure: Kucirka et al. 2020, fig. 2, posterior medians as digitised by
	 * Clifford et al. 2021 (data/kucirka_median.csv), rounded to three decimals */
	static const double FALSE_NEGATIVE[21] = {0.998, 0.998, 0.969, 0.682, 0.376, 0.250, 0.217, 0.207, 0.217, 0.240, 0.267,
	                                          0.306, 0.348, 0.392, 0.438, 0.481, 0.525, 0.562, 0.600, 0.637, 0.666};
	if (!(days > 0))
		return 0;
	if (days <= 1)
		return (1 - FALSE_NEGATIVE[0]) * days;
	if (days >= 21)
		return larger(0, 1 - FALSE_NEGATIVE[20] - (FALSE_NEGATIVE[20] - FALSE_NEGATIVE[19]) * (days - 21));
	int day = (int)days;
	double part = days - day;
	return 1 - ((1 - part) * FALSE_NEGATIVE[day - 1] + part * FALSE_NEGATIVE[day]);
}

static gz_status quarantine_verify(const gz_screening_quarantine *q, gz_error *err)
{
	if (!is_duration(&q->incubation) || !is_duration(&q->symptomatic) || !is_duration(&q->asymptomatic))
		return refuse(err, "a duration needs a mean above 0 and a variance of 0 or more");
	if (!is_share(q->asymptomatic_share) || !is_share(q->symptom_sensitivity) || !is_share(q->asymptomatic_factor))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(q->journey >= 0) || !(q->days >= 0) || !(q->result_delay >= 0) || !isfinite(q->journey + q->days + q->result_delay))
		return refuse(err, "journey, quarantine and delay last 0 days or more");
	if (q->n_tests < 0 || q->n_tests > GZ_SCREENING_TESTS_MAX)
		return refuse(err, "there are 0 to 4 tests");
	for (int32_t k = 0; k < q->n_tests; k++)
		if (!(q->tests[k] >= (k > 0 ? q->tests[k - 1] : 0)) || !isfinite(q->tests[k]))
			return refuse(err, "days of tests ascend from 0");
	return GZ_OK;
}

static double release_day(const gz_screening_quarantine *q)
{
	double last = q->n_tests > 0 ? q->tests[q->n_tests - 1] + q->result_delay : 0;
	return larger(q->days, last);
}

/* Probability that every test of someone who left at age t of infection is negative. */
static double all_negative(const gz_screening_quarantine *q, double t, double factor)
{
	double p = 1;
	for (int32_t k = 0; k < q->n_tests; k++)
		p *= 1 - factor * gz_screening_pcr(t + q->journey + q->tests[k]);
	return p;
}

/* Integral of all_negative over departures between two ages of infection. */
static double negative_between(const gz_screening_quarantine *q, double from, double to, double factor)
{
	if (!(to > from))
		return 0;
	if (q->n_tests == 0)
		return to - from;
	double half = 0.5 * (to - from), sum = 0;
	for (int i = 0; i < GAUSS; i++)
		sum += GAUSS_WEIGHT[i] * all_negative(q, from + half * (1 + GAUSS_AT[i]), factor);
	return half * sum;
}

/* Share of travellers with these durations, leaving at a time uniform in (0, i + s), released while infectious. */
static double released_one(const gz_screening_quarantine *q, double i, double s, bool symptoms)
{
	double all = i + s, release = release_day(q), last = all - q->journey - release; /* latest departure that counts */
	if (last <= 0)
		return 0;
	if (!symptoms)
		return negative_between(q, 0, last, q->asymptomatic_factor) / all;
	double sum = (1 - q->symptom_sensitivity) * negative_between(q, i, last, 1);
	/* ill on the way: nobody looks again */
	sum += negative_between(q, larger(0, i - q->journey), smaller(i, last), 1);
	/* not ill on arrival: onset in quarantine is isolated, onset after release is not seen */
	double unseen = q->report_onset ? i - q->journey - release : i - q->journey;
	sum += negative_between(q, 0, smaller(unseen, last), 1);
	return sum / all;
}

static double released_mean(const gz_screening_quarantine *q, const gz_screening_duration *infectious, bool symptoms)
{
	points inc, inf;
	duration_points(&q->incubation, q->journey + release_day(q), &inc);
	duration_points(infectious, 0, &inf);
	double sum = 0;
	for (int a = 0; a < inc.n; a++)
		for (int b = 0; b < inf.n; b++)
			sum += inc.weight[a] * inf.weight[b] * released_one(q, inc.at[a], inf.at[b], symptoms);
	return sum;
}

gz_status gz_screening_released(const gz_screening_quarantine *q, double *released, gz_error *err)
{
	GZ_TRY(quarantine_verify(q, err));
	*released = 0;
	if (q->asymptomatic_share < 1)
		*released += (1 - q->asymptomatic_share) * released_mean(q, &q->symptomatic, true);
	if (q->asymptomatic_share > 0)
		*released += q->asymptomatic_share * released_mean(q, &q->asymptomatic, false);
	return GZ_OK;
}

/* ---- migration health --------------------------------------------------------------------------------------- */
double gz_screening_presumptive(double incidence, double efficacy, double adherence)
{
	return incidence * (1 - efficacy * adherence);
}

gz_status gz_screening_follow(const gz_screening_cohort *c, gz_screening_followed *out, gz_error *err)
{
	enum { PANELS = 64 };
	if (!(c->persons >= 0) || !(c->entry_years >= 0) || !(c->after_years >= 0) || !isfinite(c->persons + c->entry_years + c->after_years))
		return refuse(err, "persons and years of a cohort are 0 or more");
	if (!(c->early >= 0) || !(c->late >= 0) || !(c->leave >= 0) || !(c->fall_years >= 0) || !isfinite(c->early + c->late + c->leave + c->fall_years))
		return refuse(err, "hazards are 0 or more a year");
	*out = (gz_screening_followed){0};
	/* Follow-up is uniform between after_years and after_years + entry_years: a corner lies at after_years. */
	double edges[3] = {0, c->after_years, c->after_years + c->entry_years}, fall = c->fall_years;
	for (int part = 0; part < 2; part++) {
		double half = 0.5 * (edges[part + 1] - edges[part]) / PANELS;
		for (int p = 0; p < PANELS && half > 0; p++)
			for (int i = 0; i < GAUSS; i++) {
				double t = edges[part] + half * (2 * p + 1 + GAUSS_AT[i]), more = c->early - c->late;
				double hazard = c->late + (fall > 0 ? more * gz_maths_exp(-t / fall) : 0);
				double risk = c->late * t - (fall > 0 ? more * fall * gz_maths_expm1(-t / fall) : 0);
				double share = part == 0 ? 1 : (edges[2] - t) / c->entry_years;
				double w = c->persons * half * GAUSS_WEIGHT[i] * share * gz_maths_exp(-risk - c->leave * t);
				out->person_years += w;
				out->cases += w * hazard;
			}
	}
	return GZ_OK;
}
