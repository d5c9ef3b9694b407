/* A damaged checkpoint: a good one with bytes changed and its end cut off or lengthened is refused with a sentence, or runs on.
 *
 * The input is how to damage it: two bytes for the length, then triples of two bytes for a place and one for what stands there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/mistakes.h"
#include "engine/result.h"
#include "scratch.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gz_scenario scenario;
static gz_arena arena;
static char *good;
static size_t n_good;

static void free_all(void)
{
	gz_scenario_free(&scenario);
	gz_arena_free(&arena);
}

static void begin(void)
{
	static const char places[] = "id,name,parent,population,lat,lon\nx,X,,1000,38,68\ny,Y,,500,39,69\n";
	static const char flows[] = "id,from,to,via,who,per_day,season,stay\nxy,x,y,-,passengers,5,,3 d\n";
	static const char disease[] = "guzar-disease: 1\nname: seir\ntitle: {en: SEIR}\nparameters: {beta: 0.4}\n"
		"compartments:\n  S: {rest: true}\n  E: {}\n  I: {infectious: 1, case: true}\n  R: {rest: true}\n"
		"infect:\n  - {name: person, from: S, to: E, beta: beta}\n"
		"progress:\n  - {from: E, duration: {erlang: 2, mean: 4 d}, to: I}\n  - {from: I, duration: {mean: 5 d}, to: R}\n";
	static const char text[] = "guzar: 1\ntitle: t\nstart: 2027-01-01\ndays: 6\nreplicates: 2\nseed: 1\ndisease: ./seir.yaml\n"
		"world: {places: places.csv, flows: flows.csv}\nbegin:\n  - {place: x, compartment: I, people: 9}\n";
	char path[128], saved[128];
	scratch_write("places.csv", places, strlen(places), path);
	scratch_write("flows.csv", flows, strlen(flows), path);
	scratch_write("seir.yaml", disease, strlen(disease), path);
	scratch_write("scenario.yaml", text, strlen(text), path);
	scratch_write("saved", "", 0, saved);
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	gz_result result = {0};
	const gz_run_options options = {.threads = 1, .spill_folder = scratch_folder, .save_day = 2, .save_path = saved};
	gz_error err = {0};
	if (gz_scenario_load(&scenario, path, NULL, &mistakes) != GZ_OK || gz_run_scenario(&scenario, &options, &result, &err) != GZ_OK ||
		gz_file_read(saved, 1 << 24, &arena, &good, &n_good, &err) != GZ_OK) {
		fprintf(stderr, "%s %s\n", err.sentence, mistakes.n > 0 ? mistakes.items[0].sentence : "");
		abort();
	}
	gz_result_free(&result);
	gz_mistakes_free(&mistakes);
	atexit(free_all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[128];
	if (good == NULL)
		begin();
	char *bad = malloc(n_good + 65536);
	if (bad == NULL || size < 2) {
		free(bad);
		return 0;
	}
	memset(bad, 0, n_good + 65536);
	memcpy(bad, good, n_good);
	size_t n = n_good;
	const size_t length = (size_t)data[0] << 8 | data[1];
	if (length != 0)
		n = length;
	for (size_t i = 2; i + 2 < size; i += 3)
		bad[((size_t)data[i] << 8 | data[i + 1]) % n_good] = (char)data[i + 2];
	scratch_write("bad", bad, n < n_good + 65536 ? n : n_good, path);
	free(bad);
	gz_result result = {0};
	gz_error err = {0};
	const gz_run_options options = {.threads = 1, .spill_folder = scratch_folder, .restart_path = path};
	if (gz_run_scenario(&scenario, &options, &result, &err) != GZ_OK && err.sentence[0] == '\0')
		__builtin_trap();
	gz_result_free(&result);
	return 0;
}
