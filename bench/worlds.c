/* Worlds to measure on, written as a user would write them: CSV tables, a disease and a scenario.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

enum { AIR_PLACES = 600, FAR_LINKS = 2, AGES = 8 };

/* A number of 32 bits that looks like chance (the finaliser of SplitMix64, Steele 2014). */
static uint32_t mixed(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)((x ^ (x >> 31)) >> 32);
}

int32_t bench_world_link(int32_t places, int32_t i, int32_t k)
{
	const int32_t near = BENCH_LINKS - FAR_LINKS, half = near / 2;
	if (places <= 2 * BENCH_LINKS) /* few: the next ones round the ring */
		return (i + 1 + k) % places;
	if (k < near)
		return (i + (k < half ? k - half : k - half + 1) + places) % places;
	/* A far one, beyond the neighbours; the two are in different halves of the ring. */
	const int32_t span = (places - near - 2) / FAR_LINKS;
	const int32_t far = half + 1 + (k - near) * span + (int32_t)(mixed((uint64_t)i * 64 + (uint64_t)k) % (uint32_t)span);
	return (i + far) % places;
}

static FILE *open_table(bench *b, const bench_world *w, const char *name)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s/%s", b->folder, w->name, name);
	FILE *file = fopen(path, "w");
	if (file == NULL)
		bench_wrong(b, "%s cannot be written", path);
	return file;
}

static bool close_table(bench *b, FILE *file)
{
	if (fclose(file) == 0)
		return true;
	bench_wrong(b, "a table of the world cannot be written");
	return false;
}

static int32_t n_regions(const bench_world *w)
{
	const int32_t n = (w->places + BENCH_REGION - 1) / BENCH_REGION;
	return n < w->countries ? w->countries : n;
}

static double people(const bench_world *w, int32_t i)
{
	return floor(w->zipf ? fmax(1e4, w->population / pow(1 + i, 0.8)) : w->population);
}

static bool write_places(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "places.csv");
	if (f == NULL)
		return false;
	const int32_t regions = n_regions(w);
	fprintf(f, "id,name,parent,population,lat,lon\n");
	for (int32_t i = 0; i < w->countries; i++)
		fprintf(f, "C%d,C%d,,,,\n", i, i);
	for (int32_t i = 0; i < regions; i++)
		fprintf(f, "R%d,R%d,C%d,,,\n", i, i, (int32_t)((int64_t)i * w->countries / regions));
	for (int32_t i = 0; i < w->places; i++)
		fprintf(f, "P%d,P%d,R%d,%.0f,,\n", i, i, (int32_t)((int64_t)i * regions / w->places), people(w, i));
	return close_table(b, f);
}

static bool write_commuting(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "commuting.csv");
	if (f == NULL)
		return false;
	fprintf(f, "from,to,share\n");
	for (int32_t i = 0; i < w->places; i++)
		for (int32_t k = 0; k < BENCH_LINKS; k++)
			fprintf(f, "P%d,P%d,%g\n", i, bench_world_link(w->places, i, k), w->commuting);
	return close_table(b, f);
}

static int32_t country(const bench_world *w, int32_t place)
{
	const int32_t regions = n_regions(w);
	return (int32_t)((int64_t)((int64_t)place * regions / w->places) * w->countries / regions);
}

/* Flow n of the visits: from one half of the places to the other, and every second one the other way. */
static void write_visit(FILE *f, const bench_world *w, int32_t n)
{
	const int32_t half = w->places / 2, here = (int32_t)((int64_t)n * half / w->visits), there = half + (here * 7 + n) % half;
	fprintf(f, "v%d,P%d,P%d,X%d,%g,7 d\n", n, n % 2 ? there : here, n % 2 ? here : there, n % w->crossings, w->travellers);
}

static bool write_flows(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "flows.csv");
	if (f == NULL)
		return false;
	fprintf(f, "id,from,to,via,per_day,stay\n");
	for (int32_t i = 0; i < w->places && w->moving > 0; i++)
		for (int32_t k = 0; k < BENCH_LINKS; k++) {
			const int32_t to = bench_world_link(w->places, i, k);
			fprintf(f, "m%d-%d,P%d,P%d,%s,%g,forever\n", i, k, i, to, country(w, i) == country(w, to) ? "" : "-",
				people(w, i) * w->moving / BENCH_LINKS);
		}
	for (int32_t n = 0; n < w->visits; n++)
		write_visit(f, w, n);
	const int32_t cities = w->places < AIR_PLACES ? w->places : AIR_PLACES;
	for (int32_t n = 0; n < w->air_links; n++) {
		const int32_t from = n % cities, to = (from + 1 + n / cities * 7 % (cities - 1)) % cities;
		fprintf(f, "a%d,P%d,P%d,%s,%g,7 d\n", n, from, to, country(w, from) == country(w, to) ? "" : "-", w->travellers);
	}
	return close_table(b, f);
}

static bool write_crossings(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "crossings.csv");
	if (f == NULL)
		return false;
	fprintf(f, "id,name,type,near,far,category\n");
	for (int32_t i = 0; i < w->crossings; i++)
		fprintf(f, "X%d,X%d,road,P%d,P%d,international\n", i, i, i * 5 % (w->places / 2), w->places / 2 + i * 5 % (w->places / 2));
	return close_table(b, f);
}

static bool write_ages(bench *b, const bench_world *w)
{
	static const char *const bands[AGES] = {"0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70+"};
	FILE *f = open_table(b, w, "ages.csv");
	if (f == NULL)
		return false;
	fprintf(f, "place,age,share\n");
	for (int32_t c = 0; c < w->countries; c++)
		for (int i = 0; i < AGES; i++)
			fprintf(f, "C%d,%s,0.125\n", c, bands[i]);
	if (!close_table(b, f) || (f = open_table(b, w, "contacts.csv")) == NULL)
		return false;
	fprintf(f, "place,setting,age,contact_age,contacts\n");
	for (int32_t c = 0; c < w->countries; c++)
		for (int i = 0; i < AGES; i++)
			for (int j = 0; j < AGES; j++)
				fprintf(f, "C%d,other,%s,%s,%g\n", c, bands[i], bands[j], 0.05 + 0.4 / (1 + (i > j ? i - j : j - i)));
	return close_table(b, f);
}

/* One animal each, in the shares of SimInf's example data (182,535 leave, 182,685 enter, 101,472 are moved; Widgren 2019), spread evenly
 * over the days. */
static bool write_events(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "events.csv");
	if (f == NULL)
		return false;
	fprintf(f, "date,from,to,number,compartment,age\n");
	for (int64_t n = 0; n < w->movements; n++) {
		const int32_t day = (int32_t)(n * w->days / w->movements), year = day / 365;
		const int32_t from = (int32_t)(mixed((uint64_t)n * 2) % (uint32_t)w->places);
		const int32_t to = (from + 1 + (int32_t)(mixed((uint64_t)n * 2 + 1) % (uint32_t)(w->places - 1))) % w->places;
		const int32_t yearday = day % 365, kind = (int32_t)(mixed((uint64_t)n + 77) % 466692u);
		char date[32];
		snprintf(date, sizeof date, "%d-%02d-%02d", 2025 + (year > 3 ? 3 : year), yearday / 31 + 1, (yearday % 31 < 28 ? yearday % 31 : 27) + 1);
		if (kind < 182535)
			fprintf(f, "%s,P%d,,1,,\n", date, from);
		else if (kind < 182535 + 182685)
			fprintf(f, "%s,,P%d,1,,\n", date, to);
		else
			fprintf(f, "%s,P%d,P%d,1,,\n", date, from, to);
	}
	return close_table(b, f);
}

static const char *const seir =
	"guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\nparameters: {beta: 0.4}\n"
	"compartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, case: true}\n  R: {rest: true}\n"
	"infect:\n  - {name: person, from: S, to: E, beta: beta}\n"
	"progress:\n  - {from: E, duration: {mean: 4 d}, to: I}\n  - {from: I, duration: {mean: 5 d}, to: R}\n";

/* Twelve compartments and fifteen transitions. */
static const char *const twelve =
	"guzar-disease: 1\nname: twelve\ntitle: {en: Twelve}\nparameters: {beta: 0.1}\n"
	"compartments:\n  S: {rest: true}\n  V: {rest: true}\n  W: {rest: true}\n  E: {}\n  P: {infectious: 0.7}\n  A: {infectious: 0.5}\n"
	"  I: {infectious: 1, case: true}\n  H: {bed: 1}\n  U: {bed: 1}\n  Q: {}\n  R: {}\n  D: {dead: true}\n"
	"initial: {V: 0.2, W: 0.1}\n"
	"infect:\n  - {name: susceptible, from: S, to: E, beta: beta}\n  - {name: vaccinated, from: V, to: E, beta: beta, susceptibility: 0.3}\n"
	"  - {name: waned, from: W, to: E, beta: beta, susceptibility: 0.6}\n"
	"progress:\n  - {from: E, duration: {mean: 3 d}, to: {P: 0.6, A: 0.4}}\n  - {from: P, duration: {mean: 2 d}, to: I}\n"
	"  - {from: A, duration: {mean: 6 d}, to: R}\n  - {from: I, duration: {mean: 5 d}, to: {Q: 0.95, H: 0.05}}\n"
	"  - {from: Q, duration: {mean: 5 d}, to: R}\n  - {from: H, duration: {mean: 8 d}, to: {R: 0.8, U: 0.2}}\n"
	"  - {from: U, duration: {mean: 10 d}, to: {R: 0.6, D: 0.4}}\n  - {from: R, duration: {mean: 200 d}, to: W}\n";

static bool write_scenario(bench *b, const bench_world *w)
{
	FILE *f = open_table(b, w, "disease.yaml");
	if (f == NULL)
		return false;
	fputs(w->disease == BENCH_SEIR ? seir : twelve, f);
	if (!close_table(b, f) || (f = open_table(b, w, "scenario.yaml")) == NULL)
		return false;
	fprintf(f, "guzar: 1\ntitle: %s\nstart: 2025-01-01\ndays: %d\nreplicates: %d\nseed: 1\nworld: .\ndisease: ./disease.yaml\nparameters: {beta: %g}\n", w->name,
		w->days, w->replicates, w->beta);
	if (w->movements > 0)
		fprintf(f, "events: events.csv\n");
	if (w->seeding == BENCH_EVERYWHERE)
		fprintf(f, "initial: {I: 0.001}\n");
	if (w->seeding == BENCH_SOME && w->seeded > 0)
		fprintf(f, "begin:\n  - {from: begin.csv}\n");
	if (!close_table(b, f) || w->seeding != BENCH_SOME || w->seeded == 0)
		return !b->failed;
	if ((f = open_table(b, w, "begin.csv")) == NULL)
		return false;
	fprintf(f, "place,compartment,date,people\n");
	for (int32_t i = 0; i < w->seeded; i++)
		fprintf(f, "P%d,I,2025-01-01,10\n", (int32_t)((int64_t)i * w->places / w->seeded));
	return close_table(b, f);
}

bool bench_world_write(bench *b, const bench_world *w)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", b->folder, w->name);
	if (mkdir(path, 0777) != 0) {
		bench_wrong(b, "%s cannot be made", path);
		return false;
	}
	return write_places(b, w) && (w->commuting <= 0 || write_commuting(b, w)) &&
		((w->moving <= 0 && w->visits + w->air_links == 0) || write_flows(b, w)) && (w->crossings == 0 || write_crossings(b, w)) &&
		(!w->ages || write_ages(b, w)) && (w->movements == 0 || write_events(b, w)) && write_scenario(b, w);
}
