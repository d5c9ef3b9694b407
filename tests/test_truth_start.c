/* How people come into compartments: at the start, by begin rows, from outside and by what measures do; and the streams that count them.
 *
 * Everything here is exact: the mean field, or whole numbers that no draw can change.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "guzar: 1\nstart: 2027-03-01\ndisease: d.yaml\nseed: 1\n"

static double total(const truth *t, gz_quantity quantity, const char *stream)
{
	double *x = truth_series(t, "town", quantity, stream), sum = 0;
	for (int i = 0; i < t->scenario.days; i++)
		sum += x[(size_t)i * (size_t)t->result.n_replicates];
	free(x);
	return sum;
}

static double first_day(const truth *t, gz_quantity quantity)
{
	double *x = truth_series(t, "town", quantity, NULL), found = x[0];
	free(x);
	return found;
}

/* A place of many small strata has its share of the immune, though no stratum has one. */
START_TEST(shares_of_small_strata)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000);
	char ages[2000] = "place,age,share\n", groups[] = "place,group,share\nland,a,0.2\nland,b,0.2\nland,c,0.2\nland,d,0.2\nland,e,0.2\n";
	for (int i = 0, n = 16; i < 20; i++)
		n += snprintf(ages + n, sizeof ages - (size_t)n, "land,%d-%d,0.05\n", 5 * i, 5 * i + 4);
	truth_write(&t, "ages.csv", "%s", ages);
	truth_write(&t, "groups.csv", "%s", groups);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\nparameters: {young: {by: age, values: {0-49: 0.02, 50-99: 0}}}\n"
		"compartments:\n  S: {}\n  I: {infectious: 1}\n  J: {infectious: 1}\ninitial: {I: 0.04, J: young}\ninfect:\n  - {from: S, to: I, beta: 0}\n  - {from: S, to: J, beta: 0}\n");
	truth_write(&t, "s.yaml", HEAD "days: 1\nreplicates: 1\nworld: {places: places.csv, ages: ages.csv, groups: groups.csv}\n");
	truth_run(&t, false);
	truth_close("of 1000 people at 0.04, and 500 at 0.02, in strata of 10", first_day(&t, GZ_QUANTITY_PREVALENCE), 50, 0);
	truth_end(&t);
}
END_TEST

/* So have the stages of a stay and the branches drawn on entering, though each stratum has two ill people. */
START_TEST(stages_of_small_strata)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000);
	char ages[2000] = "place,age,share\n";
	for (int i = 0, n = 16; i < 20; i++)
		n += snprintf(ages + n, sizeof ages - (size_t)n, "land,%d-%d,0.05\n", 5 * i, 5 * i + 4);
	truth_write(&t, "ages.csv", "%s", ages);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  J: {infectious: 1}\n  W: {}\n  X: {}\n  R: {}\n"
		"initial: {I: 0.04, J: 0.04}\ninfect:\n  - {from: S, to: I, beta: 0}\n  - {from: S, to: J, beta: 0}\nprogress:\n  - {from: I, duration: {fixed: 5 d}, to: R}\n"
		"  - {from: J, at: entry, branches: [{to: W, probability: 0.9, duration: {fixed: 1 d}}, {to: X, probability: 0.1, duration: {fixed: 1 d}}]}\n");
	truth_write(&t, "s.yaml", HEAD "days: 5\nreplicates: 1\nobserve: {r: {of: R}, x: {of: X}}\nworld: {places: places.csv, ages: ages.csv}\n");
	truth_run(&t, false);
	double *r = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "r");
	for (int i = 0; i < 5; i++)
		truth_close("a fifth of 40 leaves each day", r[i], 8, 0);
	free(r);
	truth_close("a tenth of 40 takes the rarer branch", total(&t, GZ_QUANTITY_REPORTED, "x"), 4, 0);
	truth_end(&t);
}
END_TEST

/* What is less than a person is one in so many of the replicates: of the 200 young 6.5 start in J, of whom one in twenty takes the rarer branch. */
START_TEST(less_than_a_person)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000);
	truth_write(&t, "ages.csv", "place,age,share\nland,0-19,0.2\nland,20+,0.8\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  J: {infectious: 1}\n  W: {}\n  X: {}\ninitial: {J: young}\n"
		"parameters: {young: {by: age, values: {0-19: 0.0325, 20+: 0}}}\ninfect:\n  - {from: S, to: J, beta: 0}\nprogress:\n"
		"  - {from: J, at: entry, branches: [{to: W, probability: 0.95, duration: {fixed: 1 d}}, {to: X, probability: 0.05, duration: {fixed: 1 d}}]}\n");
	truth_write(&t, "s.yaml", HEAD "days: 1\nreplicates: 2000\nobserve: {w: {of: W}, x: {of: X}}\nworld: {places: places.csv, ages: ages.csv}\n");
	truth_run(&t, false);
	double *x = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "x"), *w = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "w");
	truth_mean("the rarer branch", truth_moments_of(x, 2000), 6.5 * 0.05, 0);
	truth_mean("the other", truth_moments_of(w, 2000), 6.5 * 0.95, 0);
	free(x); free(w);
	truth_end(&t);
}
END_TEST

static void branching(truth *t, const char *branches, const char *rest)
{
	truth_town(t, 1000000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  W: {}\n  X: {}\n  R: {}\n%s"
		"infect:\n  - {from: S, to: I, beta: 0}\nprogress:\n  - {from: I, branches: [%s], at: entry}\n  - {from: R, duration: {mean: 1000 d}, to: S}\n", rest, branches);
}

#define STREAMS "observe: {w: {of: W}, x: {of: X}}\nworld: {places: places.csv}\nreplicates: 1\n"

/* Who is in a compartment at the start has taken its branches in the proportion in which people stand in them. */
START_TEST(branches_at_the_start)
{
	truth t;
	truth_begin(&t);
	branching(&t, "{to: W, probability: 0.9, duration: {mean: 5 d}}, {to: X, probability: 0.1, duration: {mean: 5 d}}", "initial: {I: 1, R: 0}\n");
	truth_write(&t, "s.yaml", HEAD "days: 400\n" STREAMS);
	truth_run(&t, true);
	truth_close("the rarer branch, as long as the other", total(&t, GZ_QUANTITY_REPORTED, "x"), 1e5, 1e-4);
	truth_end(&t);
	truth_begin(&t);
	branching(&t, "{to: W, probability: 0.9, duration: {erlang: 3, mean: 6 d}}, {to: X, probability: 0.1, duration: {fixed: 18 d}}", "initial: {I: 1, R: 0}\n");
	truth_write(&t, "s.yaml", HEAD "days: 400\n" STREAMS);
	truth_run(&t, true);
	truth_close("the rarer branch, three times as long", total(&t, GZ_QUANTITY_REPORTED, "x"), 1e6 * (0.1 * 18) / (0.1 * 18 + 0.9 * 6), 1e-4);
	truth_end(&t);
}
END_TEST

/* A mean drawn at 0 or below is one step at the start too: nobody is lost, and nobody comes from nowhere. */
START_TEST(branches_of_no_time_at_the_start)
{
	truth t;
	int at_once = 0;
	truth_begin(&t);
	branching(&t, "{to: W, probability: 0.9, duration: {mean: m}}, {to: X, probability: 0.1, duration: {mean: 5 d}}",
		"initial: {I: 1, R: 0}\nparameters: {m: {normal: {mean: 2, sd: 1000}}}\n");
	truth_write(&t, "s.yaml", HEAD "days: 1\nobserve: {w: {of: W}}\nworld: {places: places.csv}\nreplicates: 40\n");
	truth_run(&t, false);
	double *w = truth_series(&t, "town", GZ_QUANTITY_REPORTED, "w"), *ill = truth_series(&t, "town", GZ_QUANTITY_PREVALENCE, NULL);
	const double most = 1e6 * 0.9 / (0.9 + 0.1 * 5);
	for (int r = 0; r < 40; r++) {
		ck_assert_msg(w[r] < most + 1 && ill[r] >= 0 && ill[r] + w[r] <= 1e6, "replicate %d: %g ill, %g well", r, ill[r], w[r]);
		at_once += w[r] > most - 1;
	}
	ck_assert_int_ge(at_once, 5);
	ck_assert_int_le(at_once, 35);
	free(w);
	free(ill);
	truth_end(&t);
}
END_TEST

/* A value that a draw takes out of its range counts as the edge that it passed, whatever the value is of. */
typedef struct bound { const char *name, *usual; double out, edge; } bound;
static const bound bounds[] = {{"infectious", "1", -0.5, 0}, {"beta", "0.5", -0.5, 0}, {"susceptibility", "1", -0.5, 0}, {"shed", "1", -0.5, 0},
	{"decay", "0.1", -0.5, 0}, {"rate", "0.1", -0.5, 0}, {"half", "1000", -900, 1e-300}, {"initial", "0.01", -0.5, 0}, {"initial", "0.01", 1.5, 1},
	{"coverage", "0.5", -0.5, 0}, {"coverage", "0.5", 1.7, 1}, {"compliance", "0.5", 1.7, 1}, {"branch", "0.6", -0.5, 0}, {"mean", "4", -2, 1}};

static const char *bounded(char text[100], const char *name, const bound *b, double to)
{
	static const char *const usual[][2] = {{"infectious", "1"}, {"beta", "0.5"}, {"susceptibility", "1"}, {"shed", "1"}, {"decay", "0.1"}, {"rate", "0.1"},
		{"half", "1000"}, {"initial", "0.01"}, {"coverage", "0.5"}, {"compliance", "0.5"}, {"branch", "0.6"}, {"mean", "4"}};
	if (strcmp(name, b->name) == 0) /* the median of z is 0: what is usual may stand there */
		snprintf(text, 100, "\"if(z * z > 1e-12, %g, %s)\"", to, b->usual);
	for (size_t i = 0; strcmp(name, b->name) != 0 && i < sizeof usual / sizeof *usual; i++)
		if (strcmp(name, usual[i][0]) == 0)
			snprintf(text, 100, "%s", usual[i][1]);
	return text;
}

static void bound_run(truth *t, const bound *b, double to)
{
	char x[12][100];
	truth_begin(t);
	truth_town(t, 20000);
	truth_write(t, "d.yaml", "guzar-disease: 1\nname: x\nparameters: {z: {normal: {mean: 0, sd: 1}}}\ncompartments:\n  S: {}\n  E: {}\n  I: {infectious: %s}\n  R: {}\n"
		"initial: {I: %s}\ninfect:\n  - {from: S, to: E, beta: %s, susceptibility: %s}\nprogress:\n  - {from: E, duration: {mean: %s}, to: {I: %s, R: else}}\n"
		"  - {from: I, duration: {mean: 5 d}, to: R}\nenvironment:\n  - {name: water, from: S, to: E, shed: {I: %s}, decay: %s, half: %s, rate: %s}\n",
		bounded(x[0], "infectious", b, to), bounded(x[1], "initial", b, to), bounded(x[2], "beta", b, to), bounded(x[3], "susceptibility", b, to), bounded(x[4], "mean", b, to),
		bounded(x[5], "branch", b, to), bounded(x[6], "shed", b, to), bounded(x[7], "decay", b, to), bounded(x[8], "half", b, to), bounded(x[9], "rate", b, to));
	truth_write(t, "s.yaml", HEAD "days: 12\nreplicates: 4\nworld: {places: places.csv}\nmeasures:\n  - {name: m, at: {place: town}, coverage: %s, compliance: %s, contacts: {scale: 0.5}}\n",
		bounded(x[10], "coverage", b, to), bounded(x[11], "compliance", b, to));
	truth_run(t, false);
}

START_TEST(out_of_range_is_the_edge)
{
	const bound *b = &bounds[_i];
	truth out, edge;
	bound_run(&out, b, b->out);
	bound_run(&edge, b, b->edge);
	double *x = truth_series(&out, "town", GZ_QUANTITY_INFECTIONS, NULL), *y = truth_series(&edge, "town", GZ_QUANTITY_INFECTIONS, NULL);
	for (int i = 0; i < 12 * 4; i++)
		ck_assert_msg(x[i] == y[i], "%s of %g for %g: %g infections for %g", b->name, b->out, b->edge, x[i], y[i]);
	free(x);
	free(y);
	truth_end(&out);
	truth_end(&edge);
}
END_TEST

/* What measures do to people takes them into a compartment's branches as the disease does. */
START_TEST(branches_by_measures)
{
	static const char *const measures[] = {"vaccinate: {doses: 1e5, to: I}", "treat: {per_day: 1e5, of: {S: 1}, to: I}"};
	for (int i = 0; i < 2; i++) {
		truth t;
		truth_begin(&t);
		branching(&t, "{to: W, probability: 0.3, duration: {fixed: 2 d}}, {to: X, probability: else, duration: {fixed: 4 d}}", "initial: {R: 0}\n");
		truth_write(&t, "s.yaml", HEAD "days: 10\n" STREAMS "measures:\n  - {name: m, at: {place: town}, when: {to: 2027-03-01}, %s}\n", measures[i]);
		truth_run(&t, true);
		truth_close(measures[i], total(&t, GZ_QUANTITY_REPORTED, "w"), 0.3e5, 1e-6);
		truth_close(measures[i], total(&t, GZ_QUANTITY_REPORTED, "x"), 0.7e5, 1e-6);
		truth_end(&t);
	}
}
END_TEST

/* So does a treatment that a crossing interrupts. */
START_TEST(branches_by_crossing)
{
	truth t;
	truth_begin(&t);
	truth_write(&t, "places.csv", "id,name,parent,population\nland,Land,,\nport,Port,land,1000000\nisle,Isle,,\ntown,Town,isle,1000000\n");
	truth_write(&t, "crossings.csv", "id,name,type,near,far,category\nbridge,Bridge,road,town,port,international\n");
	truth_write(&t, "flows.csv", "id,from,to,via,who,per_day,season,stay,standing,ages,group\nf,port,town,bridge,,100000,,forever,,,\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  T: {}\n  I: {infectious: 1}\n  W: {}\n  X: {}\ninfect:\n  - {from: S, to: I, beta: 0}\n"
		"progress:\n  - {from: T, duration: {fixed: 100 d}, to: W}\n"
		"  - {from: I, branches: [{to: W, probability: 0.3, duration: {fixed: 2 d}}, {to: X, probability: else, duration: {fixed: 2 d}}], at: entry}\n"
		"travel:\n  - {from: T, to: I, probability: 1}\n");
	truth_write(&t, "s.yaml", HEAD "days: 5\nreplicates: 1\nworld: {places: places.csv, crossings: crossings.csv, flows: flows.csv}\n"
		"begin: [{place: port, compartment: T, people: 1000}]\nobserve: {w: {of: W}, x: {of: X}}\n");
	truth_run(&t, true);
	const double w = total(&t, GZ_QUANTITY_REPORTED, "w"), x = total(&t, GZ_QUANTITY_REPORTED, "x");
	ck_assert_double_gt(w + x, 100);
	truth_close("share of the second branch", x / (w + x), 0.7, 1e-9);
	truth_end(&t);
}
END_TEST

/* People from outside are not fewer because few, or none, live where they arrive. */
START_TEST(more_from_outside_than_live_there)
{
	static const int live[] = {0, 1, 10};
	for (int i = 0; i < 3; i++)
		for (int deterministic = 0; deterministic < 2; deterministic++) {
			truth t;
			truth_begin(&t);
			truth_town(&t, live[i]);
			truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  R: {}\ninfect:\n  - {from: S, to: I, beta: 0}\n"
				"progress:\n  - {from: I, duration: {fixed: 9 d}, to: R}\n");
			truth_write(&t, "ages.csv", "place,age,share\nland,0-14,0.5\nland,15+,0.5\n");
			truth_write(&t, "events.csv", "date,from,to,number,compartment\n2027-03-01,,town,30000,I\n");
			truth_write(&t, "s.yaml", HEAD "days: 2\nreplicates: 3\nworld: {places: places.csv, ages: ages.csv}\nevents: events.csv\nbegin:\n"
				"  - {place: town, compartment: I, people: 50, outside: true}\n  - {place: town, compartment: I, people: 7, outside: true, age: 15+}\n"
				"report: {quantities: [prevalence, present]}\n");
			truth_run(&t, deterministic);
			truth_close("infectious from outside", first_day(&t, GZ_QUANTITY_PREVALENCE), 30057, 1e-9);
			truth_close("people present", first_day(&t, GZ_QUANTITY_PRESENT), 30057 + live[i], 1e-9);
			truth_end(&t);
		}
}
END_TEST

/* An event that says what people leave knows who was infected from where, also where one row infects several compartments. */
START_TEST(infections_by_where_from)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  V: {}\n  I: {infectious: 1}\n  R: {}\ninitial: {V: 0.25}\n"
		"infect:\n  - {from: [S, V], to: I, beta: 0.4}\nprogress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n  - {from: R, rate: 0.01, to: V}\n"
		"events: {breakthrough: {out: [V]}, first: {out: [S], into: [I]}}\n");
	truth_write(&t, "s.yaml", HEAD "days: 1\nreplicates: 1\nworld: {places: places.csv}\nbegin: [{place: town, compartment: I, people: 1000}]\n"
		"observe: {breakthrough: {of: breakthrough}, first: {of: first}}\n");
	truth_run(&t, true);
	const double p = 1 - exp(-0.4 * 1000 / 1e6);
	truth_close("infected from V", total(&t, GZ_QUANTITY_REPORTED, "breakthrough"), 250000 * p, 1e-6);
	truth_close("infected from S", total(&t, GZ_QUANTITY_REPORTED, "first"), 749000 * p, 1e-6);
	truth_end(&t);
}
END_TEST

/* Who begins is taken from all stages of the first compartment. */
START_TEST(from_all_stages_of_the_first)
{
	for (int deterministic = 0; deterministic < 2; deterministic++) {
		truth t;
		truth_begin(&t);
		truth_town(&t, 1000);
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  M: {}\n  S: {}\n  I: {infectious: 1}\n  R: {}\ninfect:\n  - {from: S, to: I, beta: 0}\n"
			"progress:\n  - {from: M, duration: {erlang: 4, mean: 200 d}, to: S}\n  - {from: I, duration: {fixed: 50 d}, to: R}\n");
		truth_write(&t, "s.yaml", HEAD "days: 1\nreplicates: 3\nworld: {places: places.csv}\nbegin: [{place: town, compartment: I, people: 1000}]\n");
		truth_run(&t, deterministic);
		truth_close("all of the first compartment begin", first_day(&t, GZ_QUANTITY_PREVALENCE), 1000, 1e-9);
		truth_end(&t);
	}
}
END_TEST

/* What a disease declares as its deaths is what a stream of deaths counts. */
START_TEST(deaths_as_declared)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000000);
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  D: {dead: true}\n  X: {dead: true}\n"
		"infect:\n  - {from: S, to: I, beta: 0}\nprogress:\n  - {from: I, duration: {fixed: 2 d}, to: {D: 0.25, X: else}}\nevents: {death: {into: [D]}}\n");
	truth_write(&t, "s.yaml", HEAD "days: 5\nreplicates: 1\nworld: {places: places.csv}\nbegin: [{place: town, compartment: I, people: 1000}]\nobserve: {dead: {of: death}}\n");
	truth_run(&t, true);
	truth_close("deaths as declared", total(&t, GZ_QUANTITY_REPORTED, "dead"), 250, 1e-9);
	truth_end(&t);
}
END_TEST

/* A target of nobody vaccinates nobody. */
START_TEST(nobody_to_vaccinate)
{
	truth t;
	truth_begin(&t);
	branching(&t, "{to: W, probability: 0.3, duration: {fixed: 2 d}}, {to: X, probability: else, duration: {fixed: 4 d}}", "initial: {R: 0}\n");
	truth_write(&t, "s.yaml", HEAD "days: 10\n" STREAMS "measures:\n  - {name: m, at: {place: town}, vaccinate: {doses: 1e5, to: I, target: 0}}\n");
	truth_run(&t, true);
	truth_close("vaccinated at a target of 0", total(&t, GZ_QUANTITY_REPORTED, "w") + total(&t, GZ_QUANTITY_REPORTED, "x"), 0, 0);
	truth_end(&t);
}
END_TEST

/* Two ages that meet only each other: the greatest eigenvalue has a twin of the other sign. */
START_TEST(ages_that_meet_only_each_other)
{
	truth t;
	truth_begin(&t);
	truth_town(&t, 1000000);
	truth_write(&t, "ages.csv", "place,age,share\nland,0-14,0.3\nland,15+,0.7\n");
	truth_write(&t, "contacts.csv", "place,setting,age,contact_age,contacts\nland,other,0-14,0-14,0\nland,other,0-14,15+,4\nland,other,15+,0-14,2\nland,other,15+,15+,0\n");
	truth_write(&t, "d.yaml", "guzar-disease: 1\nname: x\ncompartments:\n  S: {}\n  I: {infectious: 1}\n  R: {}\ninfect:\n  - {from: S, to: I, R0: 3}\n"
		"progress:\n  - {from: I, duration: {mean: 5 d}, to: R}\n");
	truth_write(&t, "s.yaml", HEAD "days: 1\nreplicates: 1\nworld: {places: places.csv, ages: ages.csv, contacts: contacts.csv}\n"
		"begin: [{place: town, compartment: I, people: 100, age: 0-14}]\n");
	truth_run(&t, true);
	const double young = 1.3 / 0.3, old = 1.3 / 0.7; /* contacts made reciprocal: both sides have 1.3 million a day */
	const double beta = 3 / (5 * sqrt(young * old));
	truth_close("infected by the young", total(&t, GZ_QUANTITY_INFECTIONS, NULL), 700000 * (1 - exp(-beta * old * 100 / 300000)), 1e-8);
	truth_end(&t);
}
END_TEST

/* Who begins is anyone of the first compartment, the vaccinated as likely as the others, and keeps what the vaccine does. */
START_TEST(the_vaccinated_begin_too)
{
	for (int deterministic = 0; deterministic < 2; deterministic++) {
		truth t;
		double vaccinated[200], first[200];
		truth_begin(&t);
		truth_town(&t, 1000);
		truth_write(&t, "d.yaml", "guzar-disease: 1\nname: ill\ntitle: {en: ill}\ncompartments:\n  S: {rest: true}\n  I: {infectious: 1}\n  V: {rest: true}\ninitial: {V: 0}\n"
			"infect:\n  - {from: S, to: I, beta: 0.4}\n");
		truth_write(&t, "s.yaml", "guzar: 1\ntitle: theory\nstart: 2027-01-01\ndays: 3\nreplicates: 200\nseed: 77\nworld: {places: places.csv}\ndisease: d.yaml\n"
			"begin:\n  - {place: town, compartment: I, people: 100, from: 2027-01-02}\nmeasures:\n"
			"  - {name: one, at: {place: town}, vaccinate: {product: p, doses: 600, of: [S], target: 0.6, infectiousness: 0.5}}\n"
			"  - {name: two, at: {place: town}, when: {from: 2027-01-02, to: 2027-01-02}, vaccinate: {product: q, after: p, doses: 1000, of: [I], infectiousness: 0.25}}\n");
		truth_run(&t, deterministic);
		const int n = t.result.n_replicates;
		double *x = truth_series(&t, "town", GZ_QUANTITY_INFECTIONS, NULL);
		for (int r = 0; r < n; r++) {
			vaccinated[r] = t.result.totals[n + r].doses;
			first[r] = x[n + r];
		}
		if (deterministic) {
			truth_close("vaccinated among those who begin", vaccinated[0], 60, 1e-9);
			truth_close("infections of that day", first[0], 900 * -expm1(-0.4 * (40 + 60 * 0.25) / 1000), 1e-9);
		} else {
			const truth_moments m = truth_moments_of(vaccinated, n);
			truth_mean("vaccinated among those who begin", m, 60, 0);
			truth_variance("vaccinated among those who begin: variance", m, 100 * 0.6 * 0.4 * 900 / 999, 0);
		}
		free(x);
		truth_end(&t);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("start");
	TCase *tc = tcase_create("theory");
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, shares_of_small_strata);
	tcase_add_test(tc, stages_of_small_strata);
	tcase_add_test(tc, less_than_a_person);
	tcase_add_test(tc, branches_at_the_start);
	tcase_add_test(tc, branches_of_no_time_at_the_start);
	tcase_add_loop_test(tc, out_of_range_is_the_edge, 0, (int)(sizeof bounds / sizeof *bounds));
	tcase_add_test(tc, branches_by_measures);
	tcase_add_test(tc, branches_by_crossing);
	tcase_add_test(tc, more_from_outside_than_live_there);
	tcase_add_test(tc, infections_by_where_from);
	tcase_add_test(tc, from_all_stages_of_the_first);
	tcase_add_test(tc, deaths_as_declared);
	tcase_add_test(tc, nobody_to_vaccinate);
	tcase_add_test(tc, ages_that_meet_only_each_other);
	tcase_add_test(tc, the_vaccinated_begin_too);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
