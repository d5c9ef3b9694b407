/* Loads a world, a folder of CSV tables, into plain arrays, and lists every mistake in the tables by file, row and column.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORLD_H
#define GZ_WORLD_H
#include "base/arena.h"
#include "base/error.h"
#include "base/mistakes.h"
#include "scenario/scenario.h"

/* The tables of a world, by number; their file names in a folder are `places.csv`, `ages.csv` ... */
typedef enum gz_world_table {
	GZ_WORLD_PLACES,
	GZ_WORLD_AGES,
	GZ_WORLD_GROUPS,
	GZ_WORLD_CONTACTS,
	GZ_WORLD_CROSSINGS,
	GZ_WORLD_OPENINGS,
	GZ_WORLD_FLOWS,
	GZ_WORLD_CURVES,
	GZ_WORLD_COMMUTING,
	GZ_WORLD_TABLES
} gz_world_table;

/* Where a world is. A table stated one by one must exist; one that is only looked for in `folder` may be absent (places may not).
 * With folder NULL only the tables stated are read. Borrowed during the load; the strings are kept by the world (put them in its arena). */
typedef struct gz_world_paths {
	const char *name;                    /* as the scenario calls it, for reports */
	const char *folder;                  /* or NULL */
	const char *tables[GZ_WORLD_TABLES]; /* or NULL each */
} gz_world_paths;

/* The key of a table in a scenario's `world:` map: "places", "ages" ... "commuting". */
const char *gz_world_table_name(gz_world_table table);

/* Loads and checks a world. Every mistake goes to `mistakes`; GZ_ERR_INPUT if there is any, and then only the parts that could be
 * understood are filled (indices are in range or -1; arrays may be short), so that names in a scenario can still be checked.
 * arena    keeps all arrays and strings
 * inputs   [GZ_WORLD_TABLES] receives the paths of the files read (kept in the arena); *n_inputs their number */
/* Anything of this name, even a link that leads nowhere: only what is not there at all may be left out silently. */
bool gz_world_is_there(const char *path);
gz_status gz_world_load(
	gz_world *w, gz_arena *arena, const gz_world_paths *paths, gz_mistakes *mistakes, const char **inputs, int32_t *n_inputs);

/* Index by id in O(log n), -1 none. id is not NULL. */
int32_t gz_world_place(const gz_world *w, const char *id);
int32_t gz_world_crossing(const gz_world *w, const char *id);
int32_t gz_world_flow(const gz_world *w, const char *id);
int32_t gz_world_curve(const gz_world *w, const char *id);
int32_t gz_world_age(const gz_world *w, const char *label);
int32_t gz_world_group(const gz_world *w, const char *label);

/* The nearest valid name to a wrong one, NULL if none is near (borrowed from the world). */
const char *gz_world_place_near(const gz_world *w, const char *id);

/* How deep the places lie that are reported on where a scenario names none: 1 (countries and one level below), or 0 (countries) where
 * those are more than GZ_WORLD_REPORTED. */
enum { GZ_WORLD_REPORTED = 400 };
int32_t gz_world_depth(const gz_world *w);
/* True if place `inner` is `outer` or lies below it. */
bool gz_world_within(const gz_world *w, int32_t inner, int32_t outer);
/* True if two crossings are the posts on both sides of a border: each has the other's near side's country on its far side. */
bool gz_world_facing(const gz_world *w, const gz_crossing *a, const gz_crossing *b);
#endif
