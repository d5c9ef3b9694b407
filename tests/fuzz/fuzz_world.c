/* Any bytes as the tables of a world: either every mistake is told with its sentence, or the arrays hold what they promise.
 *
 * The tables follow one another in the order of gz_world_table, each ended by a line "==="; seeds/world has one to start from.
 * They are written to a folder of this process, because a world is read from files.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "base/mistakes.h"
#include "scenario/world/world.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64];

static void remove_folder(void)
{
	char path[128];
	for (int32_t i = 0; i < GZ_WORLD_TABLES; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, gz_world_table_name((gz_world_table)i));
		unlink(path);
	}
	rmdir(folder);
}

/* Length of the table that starts here; *next is behind its end line. */
static size_t table_length(const uint8_t *data, size_t size, size_t *next)
{
	for (size_t i = 0; i + 4 <= size; i++)
		if ((i == 0 || data[i - 1] == '\n') && memcmp(data + i, "===\n", 4) == 0) {
			*next = i + 4;
			return i;
		}
	*next = size;
	return size;
}

static void write_tables(const uint8_t *data, size_t size)
{
	char path[128];
	for (int32_t i = 0; i < GZ_WORLD_TABLES; i++) {
		snprintf(path, sizeof path, "%s/%s.csv", folder, gz_world_table_name((gz_world_table)i));
		unlink(path);
		size_t next = 0, n = table_length(data, size, &next);
		FILE *f = n > 0 ? fopen(path, "wb") : NULL;
		if (f != NULL) {
			fwrite(data, 1, n, f);
			fclose(f);
		}
		data += next;
		size -= next;
	}
}

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static void check_people(const gz_world *w)
{
	int32_t n = w->n_ages * w->n_groups;
	check(w->n_places > 0 && w->n_leaves > 0 && n > 0);
	for (int32_t i = 0; i < w->n_places; i++) {
		const gz_place *p = &w->places[i];
		check(p->parent < w->n_places && p->country >= 0 && w->places[p->country].parent < 0 && p->population >= 0);
		check(gz_world_place(w, p->id) == i && (p->leaf < 0 || w->leaves[p->leaf] == i));
	}
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++) {
		double sum = 0;
		for (int32_t i = 0; i < n; i++)
			sum += w->shares[(int64_t)leaf * n + i];
		check(fabs(sum - 1) < 1e-9 && w->contact_of[leaf] >= -1 && w->contact_of[leaf] < w->n_places);
	}
	for (int32_t i = 0; i < w->n_curves; i++) {
		double sum = 0;
		for (int32_t day = 0; day < 366; day++)
			sum += day == 59 ? 0 : w->curves[i].value[day];
		check(fabs(sum - 365) < 1e-6);
	}
}

static void check_travel(const gz_world *w)
{
	for (int32_t i = 0; i < w->n_flows; i++) {
		const gz_flow *f = &w->flows[i];
		check(f->from >= 0 && f->to >= 0 && f->from != f->to && w->places[f->from].leaf >= 0 && w->places[f->to].leaf >= 0);
		check(f->per_day >= 0 && f->manner->stages >= 1 && f->manner->season < w->n_curves && f->manner->n_via <= GZ_VIA_MAX);
		check((f->manner->stay == GZ_STAY_CURVE) == (f->manner->stay_curve >= 0) && (f->manner->stay != GZ_STAY_FIXED || f->manner->stay_days > 0));
		for (int32_t j = 0; j < f->manner->n_via; j++)
			check(f->manner->via[j] >= 0 && f->manner->via[j] < w->n_crossings);
	}
	for (int32_t i = 0; i < w->n_openings; i++)
		check(w->openings[i].crossing >= 0 && (w->openings[i].weekdays & 127) != 0);
	for (int32_t i = 1; i < w->n_commutes; i++)
		check(w->commutes[i - 1].from <= w->commutes[i].from);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (folder[0] == '\0') {
		strcpy(folder, "/tmp/guzar-fuzz-XXXXXX");
		check(mkdtemp(folder) != NULL);
		atexit(remove_folder);
	}
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_world world;
	const char *inputs[GZ_WORLD_TABLES];
	int32_t n_inputs;
	gz_world_paths paths = {.name = "fuzz", .folder = folder};
	gz_mistakes_init(&mistakes);
	write_tables(data, size);
	gz_status status = gz_world_load(&world, &arena, &paths, &mistakes, inputs, &n_inputs);
	check((status == GZ_OK) == (mistakes.n == 0));
	for (int32_t i = 0; i < mistakes.n; i++)
		check(mistakes.items[i].sentence[0] != '\0' && mistakes.items[i].file[0] != '\0');
	if (status == GZ_OK) {
		check_people(&world);
		check_travel(&world);
	}
	gz_arena_free(&arena);
	gz_mistakes_free(&mistakes);
	return 0;
}
