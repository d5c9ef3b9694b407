/* A scenario: its file is read, overridden from the command line, and linked with its world and disease.
 *
 * The order matters: the calendar and step first, then the world, the disease's parameters with the scenario's own, the rest of the
 * disease, what is observed, how it begins, measures, reports. Each reader goes on after a mistake, and names are looked up only in
 * what could be read, so that one missing file does not make a hundred mistakes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/scenario.h"
#include "base/number.h"
#include "scenario/begin.h"
#include "scenario/disease/disease.h"
#include "scenario/library.h"
#include "scenario/reading/loader.h"
#include "scenario/measure/measure.h"
#include "scenario/movement.h"
#include "scenario/reading/override.h"
#include "scenario/disease/parameter.h"
#include "scenario/disease/reach.h"
#include "scenario/stream.h"
#include "scenario/reading/value.h"
#include "scenario/words.h"
#include "scenario/world/world.h"
#include <math.h>
#include <string.h>

enum { SCENARIO_VERSION = 1, DAYS_MAX = 36525, REPLICATES_MAX = 1000000, STEPS_MAX = 96 };

/* ---- the calendar and the run ------------------------------------------------------------------------------ */
static void read_version(gz_loader *l, const gz_node *root)
{
	const gz_node *node = gz_loader_need(l, root, "guzar");
	int64_t version = SCENARIO_VERSION;
	if (node != NULL && (!gz_yaml_int(node, &version) || version != SCENARIO_VERSION))
		gz_loader_mistake(
			l, node, "%.80s: expected the format version %d", node->kind == GZ_NODE_SCALAR ? node->text : "guzar", SCENARIO_VERSION);
}

static void read_seed(gz_loader *l, const gz_node *node)
{
	int64_t seed = 1;
	if (node != NULL && (!gz_yaml_int(node, &seed) || seed < 0)) {
		bool word = node->kind == GZ_NODE_SCALAR;
		gz_loader_mistake(l, node, "%.80s%sexpected a whole number from 0 to %lld", word ? node->text : "", word ? ": " : "",
			(long long)INT64_MAX);
		seed = 1;
	}
	l->s->seed = (uint64_t)seed;
}

static void read_step(gz_loader *l, const gz_node *step, const gz_node *steps)
{
	double length = gz_loader_days(l, step, -INFINITY, INFINITY, 1);
	double per_day = length > 0 && length <= 1 ? round(1 / length) : 0;
	if (per_day < 1 || per_day > STEPS_MAX || fabs(per_day * length - 1) > 1e-9) {
		gz_loader_mistake(l, step, "%.80s: expected 1 d, or a whole part of it down to 1/%d: 1/2, 1/4, 6 h ...", step->text, STEPS_MAX);
		per_day = 1;
	}
	l->s->steps_per_day = (int32_t)per_day;
	if (steps == NULL || !gz_loader_map(l, steps, GZ_KEYS_STEPS))
		return;
	l->s->travel_each_step = gz_loader_bool(l, gz_yaml_get(steps, "travel"), false);
	l->s->measures_each_step = gz_loader_bool(l, gz_yaml_get(steps, "measures"), false);
}

static void read_run(gz_loader *l, const gz_node *root)
{
	gz_scenario *s = l->s;
	const gz_node *start = gz_loader_need(l, root, "start");
	read_version(l, root);
	s->title = gz_words_read(l, gz_yaml_get(root, "title"));
	s->start = gz_loader_date(l, start, INT32_MIN);
	s->days = gz_loader_whole_days(l, gz_loader_need(l, root, "days"), 1, DAYS_MAX, 1);
	s->replicates = gz_loader_whole(l, gz_yaml_get(root, "replicates"), 1, REPLICATES_MAX, 100);
	read_seed(l, gz_yaml_get(root, "seed"));
	read_step(l, gz_yaml_get(root, "step"), gz_yaml_get(root, "steps"));
	s->sleep = gz_loader_bool(l, gz_yaml_get(root, "sleep"), true);
}

/* ---- the world --------------------------------------------------------------------------------------------- */
static void tell_unknown_world(gz_loader *l, const gz_node *node)
{
	int32_t n;
	const char **names = gz_library_names(&l->s->arena, l->library, GZ_LIBRARY_WORLD, &n);
	const char *near = names != NULL ? gz_mistakes_near(node->text, names, n) : NULL;
	if (near != NULL)
		gz_loader_mistake(l, node, "%.80s: no such world; did you mean %s?", node->text, near);
	else
		gz_loader_mistake(l, node,
			"%.80s: no such world: expected a folder with a places.csv beside the scenario, or the name of one shipped", node->text);
}

/* Whether a folder has the one table that every world needs. */
static bool has_places(gz_loader *l, const gz_node *node, const char *folder)
{
	const char *path = gz_arena_printf(&l->s->arena, "%s/places.csv", folder);
	l->no_memory = l->no_memory || path == NULL;
	if (path != NULL && !gz_world_is_there(path))
		gz_loader_mistake(l, node, "%.80s: there is no places.csv in this folder: a world needs at least this table", node->text);
	return path != NULL && gz_world_is_there(path);
}

/* False if there is nothing to read. */
static bool find_world(gz_loader *l, const gz_node *node, gz_world_paths *paths)
{
	gz_arena *arena = &l->s->arena;
	if (node->kind != GZ_NODE_MAP) {
		const char *name = gz_loader_text(l, node, NULL);
		paths->name = name;
		paths->folder = name != NULL ? gz_library_find(arena, l->library, l->folder, GZ_LIBRARY_WORLD, name) : NULL;
		if (name != NULL && paths->folder == NULL)
			tell_unknown_world(l, node);
		return paths->folder != NULL && has_places(l, node, paths->folder);
	}
	paths->name = "world";
	(void)gz_loader_map(l, node, GZ_KEYS_WORLD);
	bool whole = gz_loader_need(l, node, "places") != NULL;
	for (int32_t t = 0; t < GZ_WORLD_TABLES; t++) {
		const gz_node *table = gz_yaml_get(node, gz_world_table_name((gz_world_table)t));
		paths->tables[t] = gz_loader_path(l, table);
		whole = whole && (table == NULL || paths->tables[t] != NULL);
	}
	return whole;
}

static void read_world(gz_loader *l, const gz_node *node)
{
	gz_scenario *s = l->s;
	gz_world_paths paths = {0};
	const char *inputs[GZ_WORLD_TABLES] = {0};
	int32_t n_inputs = 0;
	if (node == NULL || !find_world(l, node, &paths))
		return;
	gz_status status = gz_world_load(&s->world, &s->arena, &paths, l->mistakes, inputs, &n_inputs);
	l->no_memory = l->no_memory || status == GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n_inputs; i++)
		gz_loader_input(l, inputs[i]);
	l->world_known = s->world.n_places > 0 && s->world.n_ages > 0 && s->world.n_groups > 0;
	for (int32_t i = 1; l->world_known && i < s->world.n_ages; i++)
		if (s->world.age_from[i] > s->world.age_to[i - 1])
			gz_loader_note(l, node, "ages.csv: no band holds the ages from %g to below %g, between %s and %s: nobody is of these ages", s->world.age_to[i - 1], s->world.age_from[i],
				s->world.ages[i - 1], s->world.ages[i]);
}

/* ---- the report -------------------------------------------------------------------------------------------- */
static const char *const quantities[] = {"infections", "deaths", "prevalence", "beds", "present", "arrival"};
enum { QUANTITIES = sizeof quantities / sizeof quantities[0] };

/* What number k is called: a quantity, or after them a stream. */
static const char *quantity_name(const gz_scenario *s, int32_t k)
{
	return k < QUANTITIES ? quantities[k] : s->streams[k - QUANTITIES].name;
}

static int32_t find_quantity(gz_loader *l, const gz_node *node)
{
	int32_t n = QUANTITIES + l->s->n_streams;
	const char *text = gz_loader_text(l, node, NULL);
	const char **names = gz_loader_array(l, const char *, n);
	for (int32_t k = 0; names != NULL && text != NULL && k < n; k++) {
		names[k] = quantity_name(l->s, k);
		if (strcmp(names[k], text) == 0)
			return k;
	}
	if (names != NULL && text != NULL)
		gz_loader_unknown(l, node, "quantity or stream", names, n);
	return -1;
}

static void read_quantities(gz_loader *l, const gz_node *node)
{
	gz_scenario *s = l->s;
	int32_t n;
	const int32_t *indices = gz_loader_indices(l, node, find_quantity, &n);
	if (n == 0)
		return;
	s->report_quantities = gz_loader_array(l, const char *, n);
	for (int32_t i = 0; s->report_quantities != NULL && i < n; i++)
		s->report_quantities[s->n_report_quantities++] = quantity_name(s, indices[i]);
}

static void read_report(gz_loader *l, const gz_node *map)
{
	gz_scenario *s = l->s;
	if (gz_yaml_is_null(map) || !gz_loader_map(l, map, GZ_KEYS_REPORT))
		return;
	s->report_places = gz_loader_indices(l, gz_yaml_get(map, "places"), gz_loader_place, &s->n_report_places);
	read_quantities(l, gz_yaml_get(map, "quantities"));
	s->report_every = gz_loader_whole_days(l, gz_yaml_get(map, "every"), 1, DAYS_MAX, 0);
	if (s->report_every > s->days)
		gz_loader_note(l, gz_yaml_get(map, "every"), "%d days are longer than the run: summary.csv will hold no period", (int)s->report_every);
}

/* ---- all of it --------------------------------------------------------------------------------------------- */
/* A file of another kind gets one sentence, not one for each of its keys. */
static bool is_scenario(gz_loader *l, const gz_node *root)
{
	if (gz_yaml_is_null(root))
		gz_loader_mistake(l, root, "the file is empty: expected a scenario (`guzar new NAME` writes one to start from)");
	else if (gz_yaml_get(root, "guzar-disease") != NULL && gz_yaml_get(root, "guzar") == NULL)
		gz_loader_mistake(l, root, "this is a disease, not a scenario: name it after `disease:` in a scenario");
	else
		return true;
	return false;
}

/* Whether something can happen: somebody begins, is brought in, or stands at the start where it goes on by itself. */
static bool anybody_begins(const gz_scenario *s)
{
	const gz_disease *d = &s->disease;
	for (int32_t i = 0; i < s->n_begins; i++)
		if (s->begins[i].people != 0)
			return true;
	for (int32_t c = 1; c < d->n_compartments; c++)
		if (!d->compartments[c].rest && (d->initial[c].expr != NULL || (!isnan(d->initial[c].number) && d->initial[c].number != 0)))
			return true;
	for (int32_t i = 0; i < d->n_progresses; i++)
		if (d->progresses[i].from == 0)
			return true;
	return s->n_movements > 0 || d->has_vital;
}

/* A forecast of nothing reads like good news. */
static void note_nobody(gz_loader *l, const gz_node *root)
{
	const gz_node *begin = gz_yaml_get(root, "begin");
	if (!l->disease_failed && l->mistakes->n == 0 && !anybody_begins(l->s))
		gz_loader_note(l, begin != NULL ? begin : root, "nobody is infected at the start or later (`begin`): nothing will happen in this run");
}

static void read_all(gz_loader *l, const gz_node *root)
{
	if (!is_scenario(l, root) || !gz_loader_map(l, root, GZ_KEYS_SCENARIO))
		return;
	read_run(l, root);
	read_world(l, gz_loader_need(l, root, "world"));
	gz_disease_open(l, gz_loader_need(l, root, "disease"));
	l->disease_failed = l->disease_root == NULL;
	gz_parameter_override(l, gz_yaml_get(root, "parameters"));
	gz_parameter_compile(l);
	gz_disease_load(l, gz_yaml_get(root, "initial"));
	gz_stream_load(l, gz_yaml_get(root, "observe"));
	gz_begin_load(l, gz_yaml_get(root, "begin"));
	gz_movement_load(l, gz_yaml_get(root, "events"));
	gz_measure_load(l, gz_yaml_get(root, "measures"));
	read_report(l, gz_yaml_get(root, "report"));
	gz_reach_check(l);
	gz_parameter_finish(l);
	note_nobody(l, root);
}

/* The folder in which a file lies, "" for the current one. */
static const char *folder_of(gz_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	if (slash == NULL)
		return "";
	return slash == path ? "/" : gz_arena_strndup(arena, path, (size_t)(slash - path));
}

gz_status gz_scenario_load(gz_scenario *s, const char *path, const gz_scenario_options *options, gz_mistakes *mistakes)
{
	static const gz_scenario_options none = {0};
	*s = (gz_scenario){.start = INT32_MIN, .steps_per_day = 1};
	if (options == NULL)
		options = &none;
	s->file = gz_arena_strdup(&s->arena, path);
	gz_loader l = {.s = s, .mistakes = mistakes, .file = s->file, .library = options->library, .folder = folder_of(&s->arena, path)};
	const gz_node *root = NULL;
	gz_error err = {.status = GZ_OK};
	if (s->file == NULL || l.folder == NULL)
		return GZ_ERR_MEMORY;
	gz_status status = gz_yaml_load(&s->arena, path, &root, &err);
	if (status != GZ_OK) {
		gz_mistakes_add_error(mistakes, &err);
		return status;
	}
	gz_loader_input(&l, path);
	int64_t before = mistakes->n + mistakes->more;
	root = gz_override_apply(&l, root, options->sets, options->n_sets);
	l.scenario_root = s->root = root;
	read_all(&l, root);
	if (l.no_memory)
		return GZ_ERR_MEMORY;
	return mistakes->n + mistakes->more > before ? GZ_ERR_INPUT : GZ_OK;
}

void gz_scenario_free(gz_scenario *s)
{
	gz_mistakes_free(&s->notes);
	gz_arena_free(&s->arena);
	*s = (gz_scenario){0};
}

/* ---- two scenarios --------------------------------------------------------------------------------------- */

static bool same_node(const gz_node *a, const gz_node *b)
{
	if (a == NULL || b == NULL || a->kind != b->kind || a->n != b->n || strcmp(a->text, b->text) != 0)
		return a == b;
	for (int32_t i = 0; i < a->n; i++)
		if (!same_node(&a->items[i], a->kind == GZ_NODE_MAP ? gz_yaml_get(b, a->keys[i].text) : &b->items[i]))
			return false;
	return true;
}

/* Keys of `a` that differ in `b`, or, where `only_missing`, that it does not have; put behind `list`. */
static const char *differing(const gz_node *a, const gz_node *b, bool only_missing, const char *list, gz_arena *arena)
{
	static const char *const apart[] = {"guzar", "title", "note", "replicates", "seed", "measures", "report", "sleep", "sources"};
	for (int32_t i = 0; i < a->n && a->kind == GZ_NODE_MAP; i++) {
		const char *key = a->keys[i].text;
		const gz_node *other = gz_yaml_get(b, key);
		bool passed = only_missing ? other != NULL : same_node(&a->items[i], other);
		for (size_t k = 0; k < sizeof apart / sizeof *apart; k++)
			passed |= strcmp(key, apart[k]) == 0;
		const char *longer = passed ? list : gz_arena_printf(arena, "%s%s`%s`", list, list[0] == '\0' ? "" : ", ", key);
		list = longer == NULL ? list : longer;
	}
	return list;
}

const char *gz_scenario_otherwise(const gz_scenario *a, const gz_scenario *b, gz_arena *arena)
{
	if (a->root == NULL || b->root == NULL)
		return "";
	return differing(b->root, a->root, true, differing(a->root, b->root, false, "", arena), arena);
}

/* ---- looking up -------------------------------------------------------------------------------------------- */
int32_t gz_scenario_place(const gz_scenario *s, const char *id)
{
	return gz_world_place(&s->world, id);
}

int32_t gz_scenario_crossing(const gz_scenario *s, const char *id)
{
	return gz_world_crossing(&s->world, id);
}

int32_t gz_scenario_compartment(const gz_scenario *s, const char *name)
{
	for (int32_t i = 0; i < s->disease.n_compartments; i++)
		if (strcmp(s->disease.compartments[i].name, name) == 0)
			return i;
	return -1;
}

int32_t gz_scenario_stream(const gz_scenario *s, const char *name)
{
	for (int32_t i = 0; i < s->n_streams; i++)
		if (strcmp(s->streams[i].name, name) == 0)
			return i;
	return -1;
}

bool gz_scenario_within(const gz_scenario *s, int32_t inner, int32_t outer)
{
	return gz_world_within(&s->world, inner, outer);
}

int32_t gz_scenario_steps(const gz_scenario *s, double days)
{
	const double steps = ceil(days * s->steps_per_day - 1e-9); /* 0.1 d of 10 steps is one */
	return steps < INT32_MAX ? (int32_t)steps : INT32_MAX;
}
