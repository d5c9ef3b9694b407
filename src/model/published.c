/* The figures, and how each comes out of the closed forms.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "model/published.h"
#include "base/maths.h"
#include "model/quarantine.h"
#include "model/screening.h"
#include "model/trajectory.h"
#include <math.h>

typedef struct row {
	gz_published_figure figure;
	gz_status (*compute)(double a, double b, double *ours, gz_error *err);
	double a, b; /* what distinguishes figures of one paper */
} row;

/* ---- Quilty 2020: share undetected ---- */
static gz_status quilty(double hours, double unused, double *ours, gz_error *err)
{
	const gz_screening_journey journey = {{5.2, 4.1, 0}, {9.1, 14.7, 0}, 0.17, hours / 24, 0.86, 0.86};
	gz_screening_found found;
	(void)unused;
	GZ_TRY(gz_screening_on_journey(&journey, &found, err));
	*ours = found.undetected;
	return GZ_OK;
}

/* ---- Gostic 2020, figure 3: a growing epidemic, parameters uniform within the plausible ranges of its table 1 ---- */
enum gostic_outcome { FOUND, MISSED_UNDETECTABLE, MISSED_FEVER, DEPARTURE_FEVER, DEPARTURE_RISK, ARRIVAL_FEVER, ARRIVAL_RISK };

static gz_status gostic(double fever, double outcome, double *ours, gz_error *err)
{
	const gz_screening_checks checks = {{5.5, 2.25 * 2.25, 0}, fever, 0, 0, 0, 1, true, true};
	const gz_screening_unsure unsure = {{0.05, 0.40}, {0.60, 0.90}, {0.05, 0.25}, {4.5, 6.5}, {1.5, 4}, {3, 7}, 0.1};
	gz_screening_outcome o;
	GZ_TRY(gz_screening_growing_unsure(&checks, &unsure, &o, err));
	const double values[] = {gz_screening_outcome_found(&o), o.undetectable, o.missed_fever, o.departure_fever,
	                         o.departure_questionnaire, o.arrival_fever, o.arrival_questionnaire};
	*ours = values[(int)outcome];
	return GZ_OK;
}

/* ---- Clifford 2021: quarantine after arrival ---- */
/* Incubation with median 5.1 and 97.5 % point 11.5 days; the end of infectiousness from 16 virus cultures of Woelfel 2020 by logistic
 * regression (test_quarantine.c repeats it); asymptomatic share beta with 95 % interval 0.03 to 0.55; no time in the air, as there. */
static gz_quarantine clifford(double silent_share)
{
	return (gz_quarantine){.incubation = {5.48937, 6.50194, GZ_SPREAD_GAMMA},
	                       .ill = {9.1, 14.7, GZ_SPREAD_GAMMA},
	                       .infectious = {7.08912, 5.96025, GZ_SPREAD_LOGISTIC},
	                       .silent = {6, 12, GZ_SPREAD_GAMMA},
	                       .silent_share = silent_share,
	                       .symptom_sensitivity = 0.7,
	                       .report_onset = true,
	                       .result_delay = 1,
	                       .silent_factor = 0.62};
}

static double clifford_silent(double probability)
{
	return gz_maths_beta_quantile(probability, 1.87733, 6.31485);
}

/* Days of a quarantine that ends with a test. */
static gz_status clifford_test(double day, double probability, double *ours, gz_error *err)
{
	gz_quarantine q = clifford(clifford_silent(probability));
	q.n_tests = 1;
	q.tests[0] = day;
	return gz_quarantine_averted(&q, 1, ours, err);
}

static gz_status clifford_alone(double days, double probability, double *ours, gz_error *err)
{
	gz_quarantine q = clifford(clifford_silent(probability));
	q.days = days;
	return gz_quarantine_averted(&q, 1, ours, err);
}

/* ---- Taylor 2020: the same people, with the adherence that a survey found ---- */
enum taylor_measure { TAYLOR_AIRPORT, TAYLOR_DAY_4, TAYLOR_BOTH, TAYLOR_14_DAYS };

static gz_status taylor(double measure, double adherence, double *ours, gz_error *err)
{
	gz_quarantine q = clifford(clifford_silent(0.5));
	if (measure == TAYLOR_14_DAYS) {
		q.days = 14;
	} else {
		if (measure != TAYLOR_DAY_4)
			q.tests[q.n_tests++] = 0;
		if (measure != TAYLOR_AIRPORT)
			q.tests[q.n_tests++] = 4;
	}
	return gz_quarantine_averted(&q, adherence, ours, err);
}

/* ---- Quilty 2021: transmission averted by a test before the flight and 5 days of quarantine with a test ---- */
/* From the authors' public code (github.com/cmmid/covid_quar_test_import_risk). It fits two logistic curves to the samples of Pickering 2021, which it
 * does not hold; the authors print the coefficients of the same two fits in a later paper (Quilty, Chapman et al., bquilty25/superspreading_testing,
 * docs/manuscript.qmd): by log10 copies, culture -14.8 + 2.1 x, antigen test (Innova) -9.1 + 1.8 x, with copies by the line that its code draws for those
 * samples, Ct = 44.34 - 3.134 x. Clearance: its interval 15.5 to 18.6 days taken as 5 and 95 % points. */
#define PICKERING_CURVE(at_0, slope) {44.34 - 3.134 * ((at_0) / (slope)), 3.134 / (slope)}
static const gz_trajectory QUILTY_2021 = {17, 10.2, 0.9423, 1.63, 0.5, 22.3, 4.2, 0.307, PICKERING_CURVE(14.8, 2.1), PICKERING_CURVE(9.1, 1.8), 35};

/* pooled: the mean adherence over the seven combinations below full adherence, as the authors' code pools them. */
static gz_status quilty_2021(double antigen_at_exit, double pooled, double *ours, gz_error *err)
{
	double part = pooled > 0 ? 4.0 / 7 : 1; /* of the seven, how many have the lower value of one of the three */
	const gz_trajectory_measures measures = {0.25, 5, 10, antigen_at_exit > 0, 1 - part * (1 - 0.28), 1 - part * (1 - 0.71), 1 - part * (1 - 0.86)};
	return gz_trajectory_averted(&QUILTY_2021, &measures, ours, err);
}

/* ---- Dickens 2020 ---- */
static gz_quarantine dickens(double days)
{
	return (gz_quarantine){.incubation = {5.2, 4.1, GZ_SPREAD_GAMMA}, .ill = {9.1, 14.7, GZ_SPREAD_GAMMA}, .days = days};
}

static gz_status dickens_quarantine(double days, double unused, double *ours, gz_error *err)
{
	gz_quarantine q = dickens(days);
	(void)unused;
	return gz_quarantine_averted(&q, 1, ours, err);
}

/* Test on arrival, and before release where there is a quarantine. */
static gz_status dickens_test(double days, double unused, double *ours, gz_error *err)
{
	gz_quarantine q = dickens(days);
	(void)unused;
	q.n_tests = days > 0 ? 2 : 1;
	q.tests[1] = days;
	return gz_quarantine_averted(&q, 1, ours, err);
}

static gz_status dickens_infectious(double lead, double unused, double *ours, gz_error *err)
{
	gz_quarantine q = dickens(0);
	(void)unused;
	return gz_quarantine_infectious(&q, lead, ours, err);
}

/* ---- Dickens 2021: share missed after so many days with (without) a test at the end ---- */
static gz_status dickens_missed(double days, double tested, double *ours, gz_error *err)
{
	gz_quarantine q = dickens(days);
	q.n_tests = tested > 0 ? 1 : 0;
	q.tests[0] = days;
	GZ_TRY(gz_quarantine_averted(&q, 1, ours, err));
	*ours = 1 - *ours;
	return GZ_OK;
}

/* ---- Phares 2011: malaria per 1000 refugees ---- */
/* Cure by day 28 without reinfections, one trial of both drugs in Tanzania, 2004 (Gutman 2009): SP 71 %, AL 94 %. */
static gz_status phares(double adherence, double unused, double *ours, gz_error *err)
{
	double infected = 15.5 / (1 - 0.71); /* before treatment, from the group that had SP */
	(void)unused;
	(void)err;
	*ours = gz_screening_presumptive(infected, 0.94, adherence);
	return GZ_OK;
}

/* ---- Aldridge 2016: tuberculosis after arrival ---- */
static const gz_screening_cohort ALDRIDGE = {519955, 7, 1, 0, 0, 0, 0.2642};

/* a: hazard a year */
static gz_status aldridge(double hazard, double unused, double *ours, gz_error *err)
{
	gz_screening_cohort cohort = ALDRIDGE;
	gz_screening_followed followed;
	(void)unused;
	cohort.early = cohort.late = hazard;
	GZ_TRY(gz_screening_follow(&cohort, &followed, err));
	*ours = followed.cases;
	return GZ_OK;
}

/* The hazard of another cohort: cases not found at its screening, over the years in which it was followed. */
static gz_status aldridge_elsewhere(double cases, double persons, double *ours, gz_error *err)
{
	const gz_screening_cohort airports = {persons, 16.0 / 12, 0.25, 0, 0, 0, 0};
	gz_screening_followed followed;
	GZ_TRY(gz_screening_follow(&airports, &followed, err));
	return aldridge(cases / followed.person_years, 0, ours, err);
}

#define QUILTY "Quilty et al. 2020, Euro Surveill 25(5):2000080"
#define GOSTIC "Gostic et al. 2020, eLife 9:e55570"
#define CLIFFORD "Clifford et al. 2021, Euro Surveill 26(39):2001440"
#define TAYLOR "Taylor et al. 2020, medRxiv 2020.09.09.20190454"
#define QUILTY_2021_PAPER "Quilty et al. 2021, medRxiv 2021.06.11.21258735"
#define DICKENS "Dickens et al. 2020, J Travel Med 27(8):taaa141"
#define DICKENS_2021 "Dickens et al. 2021, J Travel Med, 10.1093/jtm/taab088"
#define PHARES "Phares et al. 2011, Am J Trop Med Hyg 85:612"
#define ALDRIDGE_2016 "Aldridge et al. 2016, Lancet 388:2510"

#define GOSTIC_NOTE "ranges of the paper's table 1, averaged by quadrature; published from 1000 draws of 30 travellers each"
#define CLIFFORD_NOTE "inputs of the authors' public code; tolerance: rounding, and 100 draws of the asymptomatic share"
#define QUILTY_2021_NOTE "inputs of the authors' public code; culture and antigen by cycle threshold from the coefficients that they print in a later paper for the same samples; " \
	"adherence as that code pools it, over seven combinations; tolerance: rounding of the figure and of the coefficients (0.84 to 0.86 and 0.82 to 0.85 come out within it)"
#define TAYLOR_NOTE "its inputs are not at hand: those of Clifford 2021, and adherence 77 % at home (ONS survey of 848 arrivals in England, July 2021), the airport test compulsory; tolerance: the published interval"
#define PHARES_NOTE "efficacy from elsewhere: SP 71 %, AL 94 %, Tanzania 2004 (Gutman 2009); only the SP group's 15.5 per 1000 is the paper's"
#define DICKENS_MISSED "its people were infected in the two weeks before departure and its test's sensitivity is not at hand; ours: any time before recovery, Kucirka 2020"
#define DICKENS_NOTE "its durations are not at hand: those of Quilty 2020, so the tolerance is a choice"

static const row ROWS[] = {
	{{QUILTY, "undetected by exit and entry screening, 12 h flight", 0.46, 0.36, 0.58, 0.005, true, GZ_PUBLISHED_OWN, "tolerance: rounding"}, quilty, 12, 0},
	{{GOSTIC, "found, growing epidemic, 50 % with fever or cough", 0.20, NAN, NAN, 0.005, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.5, FOUND},
	{{GOSTIC, "found, growing epidemic, 75 %", 0.26, NAN, NAN, 0.005, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, FOUND},
	{{GOSTIC, "found, growing epidemic, 95 %", 0.32, NAN, NAN, 0.005, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.95, FOUND},
	{{GOSTIC, "75 %: missed, undetectable", 0.586, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, MISSED_UNDETECTABLE},
	{{GOSTIC, "75 %: missed, had fever", 0.0225, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, MISSED_FEVER},
	{{GOSTIC, "75 %: caught at departure, fever", 0.133, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, DEPARTURE_FEVER},
	{{GOSTIC, "75 %: caught at departure, risk", 0.029, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, DEPARTURE_RISK},
	{{GOSTIC, "75 %: caught at arrival, fever", 0.079, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, ARRIVAL_FEVER},
	{{GOSTIC, "75 %: caught at arrival, risk", 0.022, NAN, NAN, 0.001, true, GZ_PUBLISHED_OWN, GOSTIC_NOTE}, gostic, 0.75, ARRIVAL_RISK},
	{{CLIFFORD, "infectious released, averted: test on day 7", 0.94, 0.89, 0.98, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 7, 0.5},
	{{CLIFFORD, "test on day 7, lower bound", 0.89, NAN, NAN, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 7, 0.975},
	{{CLIFFORD, "test on day 7, upper bound", 0.98, NAN, NAN, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 7, 0.025},
	{{CLIFFORD, "5 days and a negative test", 0.89, 0.83, 0.95, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 5, 0.5},
	{{CLIFFORD, "5 days and a negative test, lower bound", 0.83, NAN, NAN, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 5, 0.975},
	{{CLIFFORD, "5 days and a negative test, upper bound", 0.95, NAN, NAN, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 5, 0.025},
	{{CLIFFORD, "14 days and a negative test", 0.99, 0.98, 1.0, 0.01, true, GZ_PUBLISHED_OWN, CLIFFORD_NOTE}, clifford_test, 14, 0.5},
	{{CLIFFORD, "14 days without a test", 0.99, 0.98, 1.0, 0.01, true, GZ_PUBLISHED_OWN, "the abstract's \"median > 99 %\" is the quarantine that ends with a test; without one the median rounds to 99 % or 98 %"}, clifford_alone, 14, 0.5},
	{{TAYLOR, "effect of one test at the airport", 0.396, 0.352, 0.437, 0.041, true, GZ_PUBLISHED_ELSEWHERE, TAYLOR_NOTE}, taylor, TAYLOR_AIRPORT, 0.77},
	{{TAYLOR, "effect of one test on day 4", 0.643, 0.600, 0.683, 0.040, true, GZ_PUBLISHED_ELSEWHERE, TAYLOR_NOTE}, taylor, TAYLOR_DAY_4, 0.77},
	{{TAYLOR, "effect of both", 0.689, 0.649, 0.730, 0.040, false, GZ_PUBLISHED_ELSEWHERE, "its inputs are not at hand; ours takes the two tests as independent given the age of infection, theirs gains only 4.6 points from the first (0.68 here if 77 % took the airport test too, but that alone would then be 0.30)"}, taylor, TAYLOR_BOTH, 0.77},
	{{TAYLOR, "effect of 14 days of self-isolation", 0.780, 0.744, 0.816, 0.036, true, GZ_PUBLISHED_ELSEWHERE, TAYLOR_NOTE}, taylor, TAYLOR_14_DAYS, 0.77},
	{{QUILTY_2021_PAPER, "transmission averted: LFT, 5 days, PCR", 0.85, 0.74, 0.96, 0.02, true, GZ_PUBLISHED_OWN, QUILTY_2021_NOTE}, quilty_2021, 0, 1},
	{{QUILTY_2021_PAPER, "transmission averted: LFT, 5 days, LFT", 0.85, 0.70, 0.96, 0.02, true, GZ_PUBLISHED_OWN, QUILTY_2021_NOTE}, quilty_2021, 1, 1},
	{{QUILTY_2021_PAPER, "the first with 28, 71 and 86 % adherence at once", 0.85, 0.74, 0.96, 0.02, false, GZ_PUBLISHED_OWN, "what the abstract's words say, but not what it computed: in the authors' code its 85 % is the pooled adherence of the rows above"}, quilty_2021, 0, 0},
	{{DICKENS, "importations averted: 7 days for all", 0.554, NAN, NAN, 0.025, true, GZ_PUBLISHED_ELSEWHERE, "its durations are not at hand: those of Quilty 2020; no published interval, the tolerance is a choice"}, dickens_quarantine, 7, 0},
	{{DICKENS, "14 days for all", 0.912, NAN, NAN, 0.01, true, GZ_PUBLISHED_ELSEWHERE, DICKENS_NOTE}, dickens_quarantine, 14, 0},
	{{DICKENS, "infectious on arrival", 0.796, NAN, NAN, 0.005, true, GZ_PUBLISHED_ELSEWHERE, DICKENS_NOTE ", and infectiousness from 2.3 days before onset (He 2020)"}, dickens_infectious, 2.3, 0},
	{{DICKENS, "test, isolate, release after 7 days", 0.902, NAN, NAN, 0.02, true, GZ_PUBLISHED_ELSEWHERE, DICKENS_NOTE ", sensitivity by Kucirka 2020; all tested on arrival and before release"}, dickens_test, 7, 0},
	{{DICKENS, "test, isolate, release after 14 days", 0.917, NAN, NAN, 0.02, false, GZ_PUBLISHED_ELSEWHERE, "the same as for 7 days; theirs hardly gains from the second week, why is not known without its methods"}, dickens_test, 14, 0},
	{{DICKENS, "test and deny entry", 0.772, NAN, NAN, 0.02, false, GZ_PUBLISHED_ELSEWHERE, "Kucirka 2020 finds half of the infected at a random moment; theirs is 97 % of those infectious on arrival, that is 0.772 / 0.796"}, dickens_test, 0, 0},
	{{DICKENS_2021, "missed after 14 days, worst of its strategies", 0.082, NAN, NAN, 0.015, true, GZ_PUBLISHED_ELSEWHERE, DICKENS_NOTE "; ours is quarantine alone"}, dickens_missed, 14, 0},
	{{DICKENS_2021, "missed after 7 days and an exit test", 0.039, 0.031, 0.049, 0.01, false, GZ_PUBLISHED_ELSEWHERE, DICKENS_MISSED}, dickens_missed, 7, 1},
	{{DICKENS_2021, "missed after 21 days and an exit test", 0.004, 0.003, 0.007, 0.003, true, GZ_PUBLISHED_ELSEWHERE, DICKENS_MISSED}, dickens_missed, 21, 1},
	{{PHARES, "malaria per 1000 after fully supervised AL", 1.3, 0.31, 5.27, 3.97, true, GZ_PUBLISHED_ELSEWHERE, PHARES_NOTE "; tolerance: the published interval of -92 % (66 to 98)"}, phares, 1, 0},
	{{PHARES, "malaria per 1000 after partly supervised AL", 3.2, 1.55, 6.82, 1.65, true, GZ_PUBLISHED_ELSEWHERE, PHARES_NOTE "; 98.3 % take the rest at home (Kabanywanyi 2010, Malar J 9:48); tolerance: the nearer end of -79 % (56 to 90)"}, phares, 0.983, 0},
	{{ALDRIDGE_2016, "tuberculosis cases in 519 955 migrants, own rate", 1873, NAN, NAN, 12, true, GZ_PUBLISHED_CONSISTENCY, "consistency only: rate 147 (140-154) per 100 000 and person-years (by leaving, 0.2642 a year) are the paper's own; tolerance: rounding of the rate (0.3 %) twice"}, aldridge, 0.00147, 0},
	{{ALDRIDGE_2016, "the same, rate of another cohort", 1873, NAN, NAN, 240, true, GZ_PUBLISHED_ELSEWHERE, "291 later cases among 200 199 people screened at Heathrow and Gatwick, June 2009 to September 2010, followed to December (BMC Infect Dis 16:178); person-years still Aldridge's; tolerance: two standard errors of the 291"}, aldridge_elsewhere, 291, 200199},
};
enum { N_ROWS = sizeof ROWS / sizeof ROWS[0] };

int32_t gz_published_count(void)
{
	return N_ROWS;
}

const gz_published_figure *gz_published_figure_at(int32_t i)
{
	return i < 0 || i >= N_ROWS ? NULL : &ROWS[i].figure;
}

gz_status gz_published_compute(int32_t i, double *ours, gz_error *err)
{
	if (i < 0 || i >= N_ROWS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "there is no published figure of that number");
	return ROWS[i].compute(ROWS[i].a, ROWS[i].b, ours, err);
}

const char *gz_published_inputs_word(gz_published_inputs inputs)
{
	static const char *const words[] = {"own", "elsewhere", "consistency"};
	return words[inputs];
}
