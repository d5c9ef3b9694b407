/* What checks at points of entry find among infected travellers, by deterministic integration.
 *
 * Expectations over durations are sums over the points of a spread; over a uniform departure time the integrals of the
 * journey are exact lengths.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/screening.h"
#include "base/maths.h"
#include <math.h>
#include <stddef.h>

static bool is_share(double x)
{
	return x >= 0 && x <= 1;
}

static gz_status refuse(gz_error *err, const char *sentence)
{
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
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
	double all = i + s, before_severe = fmax(0, all - h);
	struct lengths l;
	l.ill_severe = fmin(s, h);
	l.ill_well = s - l.ill_severe;
	l.new_well = fmax(0, fmin(i, before_severe) - fmax(0, i - h));
	l.new_severe = fmax(0, i - fmax(before_severe, 0));
	return l;
}

gz_status gz_screening_on_journey(const gz_screening_journey *j, gz_screening_found *found, gz_error *err)
{
	if (!gz_spread_is_duration(&j->incubation) || !gz_spread_is_duration(&j->severe))
		return refuse(err, "a duration needs a mean above 0 and a standard deviation from 0 to that mean");
	if (!is_share(j->asymptomatic) || !is_share(j->exit_sensitivity) || !is_share(j->entry_sensitivity))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(j->days >= 0) || !isfinite(j->days))
		return refuse(err, "a journey lasts 0 days or more");
	gz_spread_points inc, sev;
	gz_spread_take(&j->incubation, j->days, &inc);
	gz_spread_take(&j->severe, j->days, &sev);
	double ill = 0, severe = 0, entry = 0, missed = 1 - j->exit_sensitivity;
	for (int32_t a = 0; a < inc.n; a++)
		for (int32_t b = 0; b < sev.n; b++) {
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
	if (!gz_spread_is_duration(&c->incubation))
		return refuse(err, "a duration needs a mean above 0 and a standard deviation from 0 to that mean");
	if (!is_share(c->fever) || !is_share(c->aware) || !is_share(c->fever_sensitivity) || !is_share(c->questionnaire_sensitivity))
		return refuse(err, "a share or sensitivity lies between 0 and 1");
	if (!(c->days >= 0) || !isfinite(c->days))
		return refuse(err, "a journey lasts 0 days or more");
	return GZ_OK;
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
	const double onset[2] = {gz_spread_below(&c->incubation, days), gz_spread_below(&c->incubation, days + c->days)};
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

/* Adds the outcome over a growing epidemic, days since exposure exact (step 0) or rounded up. */
static void growing_add(const gz_screening_checks *checks, double r0, double longest, double step, double weight, gz_screening_outcome *out)
{
	enum { PANELS = 12 };
	double rate = r0 / longest, all = -gz_maths_expm1(-r0) / rate;
	for (int k = 0; k < PANELS && step == 0; k++) {
		gz_spread_points t;
		gz_spread_between(longest * k / PANELS, longest * (k + 1) / PANELS, &t);
		for (int32_t i = 0; i < t.n; i++)
			outcome_add(checks, t.at[i], weight * t.weight[i] * gz_maths_exp(-rate * t.at[i]) / all, out);
	}
	for (int k = 0; step > 0 && k * step < longest; k++) {
		double from = k * step, width = fmin(step, longest - from);
		double share = gz_maths_exp(-rate * from) * -gz_maths_expm1(-rate * width) / (rate * all);
		outcome_add(checks, from + step, weight * share, out);
	}
}

static bool is_positive(double x)
{
	return x > 0 && isfinite(x);
}

gz_status gz_screening_growing(const gz_screening_checks *checks, double r0, double longest, gz_screening_outcome *out, gz_error *err)
{
	GZ_TRY(checks_verify(checks, err));
	if (!is_positive(r0) || !is_positive(longest))
		return refuse(err, "the reproduction number and the longest time since exposure are above 0");
	*out = (gz_screening_outcome){0};
	growing_add(checks, r0, longest, 0, 1, out);
	return GZ_OK;
}

static gz_spread_points over(const double bounds[2])
{
	gz_spread_points p;
	double width = bounds[1] - bounds[0];
	gz_spread_take(&(gz_spread){0.5 * (bounds[0] + bounds[1]), width * width / 12, GZ_SPREAD_UNIFORM}, 0, &p);
	return p;
}

/* Adds the outcome over what the epidemic is like, for checks that are settled. */
static void unsure_epidemic_add(gz_screening_checks c, const gz_screening_unsure *u, double weight, gz_screening_outcome *out)
{
	gz_spread_points inc = over(u->incubation), r0 = over(u->r0), care = over(u->care_days);
	for (int32_t i = 0; i < inc.n; i++)
		for (int32_t r = 0; r < r0.n; r++)
			for (int32_t k = 0; k < care.n; k++) {
				c.incubation.mean = inc.at[i];
				growing_add(&c, r0.at[r], inc.at[i] + care.at[k], u->age_step, weight * inc.weight[i] * r0.weight[r] * care.weight[k], out);
			}
}

gz_status gz_screening_growing_unsure(const gz_screening_checks *checks, const gz_screening_unsure *u, gz_screening_outcome *out, gz_error *err)
{
	const double *bounds[6] = {u->aware, u->fever_sensitivity, u->questionnaire_sensitivity, u->incubation, u->r0, u->care_days};
	for (int i = 0; i < 6; i++)
		if (!(bounds[i][0] <= bounds[i][1]) || !(bounds[i][0] >= 0) || (i < 3 ? bounds[i][1] > 1 : !is_positive(bounds[i][0]) || !isfinite(bounds[i][1])))
			return refuse(err, "each pair of bounds ascends; shares lie between 0 and 1, the others are above 0");
	if (!(u->age_step == 0 || (u->age_step >= 1e-3 && isfinite(u->age_step))))
		return refuse(err, "days since exposure are rounded to a thousandth of a day or more");
	gz_screening_checks c = *checks;
	c.incubation.mean = u->incubation[0];
	c.aware = 0.5 * (u->aware[0] + u->aware[1]); /* every outcome is linear in it */
	c.fever_sensitivity = c.questionnaire_sensitivity = 0;
	GZ_TRY(checks_verify(&c, err));
	gz_spread_points sf = over(u->fever_sensitivity), sq = over(u->questionnaire_sensitivity);
	*out = (gz_screening_outcome){0};
	for (int32_t a = 0; a < sf.n; a++)
		for (int32_t b = 0; b < sq.n; b++) {
			c.fever_sensitivity = sf.at[a];
			c.questionnaire_sensitivity = sq.at[b];
			unsure_epidemic_add(c, u, sf.weight[a] * sq.weight[b], out);
		}
	return GZ_OK;
}

double gz_screening_outcome_found(const gz_screening_outcome *out)
{
	return out->departure_fever + out->departure_questionnaire + out->arrival_fever + out->arrival_questionnaire;
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
	for (int part = 0; part < 2; part++)
		for (int p = 0; p < PANELS && edges[part + 1] > edges[part]; p++) {
			gz_spread_points q;
			double width = (edges[part + 1] - edges[part]) / PANELS;
			gz_spread_between(edges[part] + p * width, edges[part] + (p + 1) * width, &q);
			for (int32_t i = 0; i < q.n; i++) {
				double t = q.at[i], more = c->early - c->late;
				double hazard = c->late + (fall > 0 ? more * gz_maths_exp(-t / fall) : 0);
				double risk = c->late * t - (fall > 0 ? more * fall * gz_maths_expm1(-t / fall) : 0);
				double share = part == 0 ? 1 : (edges[2] - t) / c->entry_years;
				double w = c->persons * q.weight[i] * share * gz_maths_exp(-risk - c->leave * t);
				out->person_years += w;
				out->cases += w * hazard;
			}
		}
	return GZ_OK;
}
