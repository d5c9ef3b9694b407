/* The world of a pack that a rehearsal chose.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/choice.h"
#include "base/file.h"
#include "base/hash.h"
#include "scenario/library.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "rehearsed.yaml"
enum { STAMP = 17 };

/* Of the files of the scenario, its world and its disease. */
static gz_status stamp_of(const gz_scenario *scenario, char stamp[STAMP], gz_error *err)
{
	gz_hash_sha256 hash;
	char hex[65];
	gz_hash_sha256_init(&hash);
	for (int32_t i = 0; i < scenario->n_inputs; i++) {
		GZ_TRY(gz_hash_file_sha256(scenario->inputs[i], hex, err));
		gz_hash_sha256_add(&hash, hex, 64);
	}
	gz_hash_sha256_hex(&hash, hex);
	memcpy(stamp, hex, STAMP - 1);
	stamp[STAMP - 1] = '\0';
	return GZ_OK;
}

static void read_node(gz_reader *r, const gz_node *root)
{
	static const char *const keys[] = {"guzar-choice", "seed", "world", "scenario", NULL};
	gz_pack_choice *c = &r->pack->choice;
	char stamp[STAMP] = "";
	c->mark = gz_reader_mark(r, root);
	if (!gz_reader_map(r, root, keys))
		return;
	if (gz_yaml_get(root, "seed") == NULL || gz_yaml_get(root, "world") == NULL)
		gz_reader_wrong(r, root, "seed and world are missing here: which world of which seed was chosen");
	c->seed = (uint64_t)gz_reader_whole(r, gz_yaml_get(root, "seed"), 0, INT64_MAX, 0);
	c->world = (int32_t)gz_reader_whole(r, gz_yaml_get(root, "world"), 0, 99999, 0);
	const char *of = gz_reader_string(r, gz_yaml_get(root, "scenario"), "");
	c->stale = !r->pack->has_scenario || stamp_of(&r->pack->scenario, stamp, NULL) != GZ_OK || strcmp(stamp, of) != 0;
	c->made = !c->stale;
}

void gz_choice_read(gz_reader *r)
{
	gz_error err = {0};
	const gz_node *root;
	const char *before = r->file, *path = r->pack->folder == NULL ? NULL : gz_library_path(&r->pack->arena, r->pack->folder, NAME);
	if (path == NULL || access(path, F_OK) != 0)
		return;
	const gz_status status = gz_yaml_load(&r->pack->arena, path, &root, &err);
	r->no_memory = r->no_memory || status == GZ_ERR_MEMORY;
	r->file = path;
	if (status == GZ_OK)
		read_node(r, root);
	else if (status != GZ_ERR_MEMORY)
		gz_mistakes_add_error(r->mistakes, &err);
	r->file = before;
}

gz_status gz_choice_save(const gz_pack *pack, uint64_t seed, int32_t world, gz_error *err)
{
	char text[600], path[1200], stamp[STAMP];
	if (!pack->has_scenario || seed > INT64_MAX)
		return gz_error_set(err, GZ_ERR_INPUT, pack->file, 0, 0, "this pack has no scenario, or no such seed: there is no world to choose");
	GZ_TRY(stamp_of(&pack->scenario, stamp, err));
	const int n = snprintf(text, sizeof text, "# The world that `guzar exercise rehearse --save-choice` chose by the pack's training conditions: `guzar serve --pack` lives it, and\n"
		"# the log says so. It holds for the scenario as it was then. Delete this file to go back to the scenario's own seed.\n"
		"guzar-choice: 1\nseed: %llu\nworld: %d\nscenario: \"%s\"\n", (unsigned long long)seed, (int)world, stamp);
	const char *folder = pack->folder[0] == '\0' ? "." : pack->folder;
	if (n < 0 || (size_t)n >= sizeof text || (size_t)snprintf(path, sizeof path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", NAME) >= sizeof path)
		return gz_error_set(err, GZ_ERR_INPUT, pack->file, 0, 0, "the name of the pack's folder is too long");
	return gz_file_write_whole(path, text, (size_t)n, err);
}
