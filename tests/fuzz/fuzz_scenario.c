/* Any bytes as a scenario over a small world and disease: every mistake is told with its sentence, or what is loaded holds together.
 *
 * A document that begins with `guzar-disease:` takes the place of the disease instead, under a plain scenario.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "base/mistakes.h"
#include "scenario/scenario.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"scenario.yaml", "disease.yaml", "places.csv", "ages.csv", "crossings.csv", "flows.csv"};
enum { SCENARIO, DISEASE, FILES = sizeof names / sizeof names[0] };

static const char *const texts[FILES] = {
	"guzar: 1\nstart: 2027-03-01\ndays: 30\nworld: .\ndisease: disease.yaml\n"
	"begin: [{place: A-1, compartment: I, people: 3}]\n",
	"guzar-disease: 1\nname: fever\nparameters: {R0: 2, latent: 2 d}\n"
	"compartments: {S: {rest: true}, E: {}, I: {infectious: 1, case: true, detect: {pcr: 0.9}}, R: {rest: true}}\n"
	"infect: [{name: person, from: S, to: E, R0: R0}]\n"
	"progress: [{from: E, duration: {mean: latent}, to: I}, {from: I, duration: {mean: 5 d}, to: R}]\n"
	"events: {onset: {into: [I]}}\n",
	"id,parent,population\nA,,\nA-1,A,1000\nB-1,,500\n",
	"place,age,share\nA,0-14,0.4\nA,15+,0.6\nB-1,0-14,0.4\nB-1,15+,0.6\n",
	"id,type,near,far\npost,road,A-1,B-1\n",
	"id,from,to,via,per_day,stay\nf,A-1,B-1,post,5,3 d\n",
};
static char folder[64];

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static const char *path_of(int32_t file, char path[128])
{
	snprintf(path, 128, "%s/%s", folder, names[file]);
	return path;
}

static void write_file(int32_t file, const void *bytes, size_t n)
{
	char path[128];
	FILE *f = fopen(path_of(file, path), "wb");
	if (f != NULL) {
		fwrite(bytes, 1, n, f);
		fclose(f);
	}
}

static void remove_folder(void)
{
	char path[128];
	for (int32_t i = 0; i < FILES; i++)
		unlink(path_of(i, path));
	rmdir(folder);
}

static void begin(void)
{
	strcpy(folder, "/tmp/guzar-fuzz-XXXXXX");
	check(mkdtemp(folder) != NULL);
	atexit(remove_folder);
	for (int32_t i = 0; i < FILES; i++)
		write_file(i, texts[i], strlen(texts[i]));
}

static void check_disease(const gz_disease *d)
{
	check(d->n_compartments > 0 && d->n_events >= 2);
	for (int32_t i = 0; i < d->n_progresses; i++) {
		check(d->progresses[i].from >= 0 && d->progresses[i].from < d->n_compartments && d->progresses[i].n_to > 0);
		for (int32_t j = 0; j < d->progresses[i].n_to; j++)
			check(d->progresses[i].to[j].to >= 0 && d->progresses[i].to[j].to < d->n_compartments);
	}
	for (int32_t i = 0; i < d->n_infects; i++)
		check(d->infects[i].n_from > 0 && d->infects[i].n_to > 0);
}

static void check_scenario(const gz_scenario *s)
{
	check(s->days > 0 && s->replicates > 0 && s->steps_per_day > 0 && s->report_every >= 0);
	for (int32_t i = 0; i < s->n_begins; i++) {
		const gz_begin *b = &s->begins[i];
		check(b->place >= 0 && b->place < s->world.n_places && s->world.places[b->place].leaf >= 0);
		check(b->compartment >= 0 && b->compartment < s->disease.n_compartments && b->age < s->world.n_ages);
	}
	for (int32_t i = 0; i < s->n_measures; i++) {
		const gz_measure *m = &s->measures[i];
		check(m->name != NULL && m->from <= m->to && m->capacity >= 0 && m->stream < s->n_streams);
		for (int32_t j = 0; j < m->n_crossings; j++)
			check(m->crossings[j] >= 0 && m->crossings[j] < s->world.n_crossings);
	}
	for (int32_t i = 0; i < s->n_streams; i++)
		check(s->streams[i].event < s->disease.n_events);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "guzar-disease:";
	char path[128];
	if (folder[0] == '\0')
		begin();
	bool disease = size >= sizeof mark - 1 && memcmp(data, mark, sizeof mark - 1) == 0;
	write_file(disease ? DISEASE : SCENARIO, data, size);
	write_file(disease ? SCENARIO : DISEASE, texts[disease ? SCENARIO : DISEASE], strlen(texts[disease ? SCENARIO : DISEASE]));
	gz_scenario scenario = {0};
	gz_scenario_options options = {.library = folder};
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	gz_status status = gz_scenario_load(&scenario, path_of(SCENARIO, path), &options, &mistakes);
	check((status == GZ_OK) == (mistakes.n == 0));
	for (int32_t i = 0; i < mistakes.n; i++)
		check(mistakes.items[i].sentence[0] != '\0');
	if (status == GZ_OK) {
		check_disease(&scenario.disease);
		check_scenario(&scenario);
	}
	gz_scenario_free(&scenario);
	gz_mistakes_free(&mistakes);
	return 0;
}
