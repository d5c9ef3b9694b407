/* A disease file: what it is called, its compartments and transitions, how people start, what is counted.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/disease.h"
#include "scenario/disease/branch.h"
#include "scenario/disease/compartment.h"
#include "scenario/library.h"
#include "scenario/disease/parameter.h"
#include "scenario/disease/transition.h"
#include "scenario/reading/value.h"
#include "scenario/words.h"
#include <math.h>
#include <string.h>

enum { DISEASE_VERSION = 1 };

/* ---- the file ---------------------------------------------------------------------------------------------- */
static void tell_unknown_disease(gz_loader *l, const gz_node *name)
{
	int32_t n;
	const char **names = gz_library_names(&l->s->arena, l->library, GZ_LIBRARY_DISEASE, &n);
	const char *near = names != NULL ? gz_mistakes_near(name->text, names, n) : NULL;
	if (near != NULL)
		gz_loader_mistake(l, name, "%.80s: no such disease; did you mean %s?", name->text, near);
	else
		gz_loader_mistake(l, name,
			"%.80s: no such disease: expected a file beside the scenario, or one of those that `guzar diseases` lists", name->text);
}

static void read_version(gz_loader *l, const gz_node *root)
{
	const gz_node *node = gz_loader_need(l, root, "guzar-disease");
	int64_t version = DISEASE_VERSION;
	if (node != NULL && (!gz_yaml_int(node, &version) || version != DISEASE_VERSION))
		gz_loader_mistake(l, node, "%.80s: expected the format version %d", node->text, DISEASE_VERSION);
}

/* A file of another kind gets one sentence, not one for each of its keys. */
static bool is_disease(gz_loader *l, const gz_node *root)
{
	if (gz_yaml_is_null(root))
		gz_loader_mistake(l, root, "the file is empty: expected a disease (copy one of those shipped to start from)");
	else if (gz_yaml_get(root, "guzar") != NULL && gz_yaml_get(root, "guzar-disease") == NULL)
		gz_loader_mistake(l, root, "this is a scenario, not a disease");
	else
		return true;
	return false;
}

/* A scenario called cholera.yaml whose disease is cholera means the library's, not itself. */
static const char *find_disease(gz_loader *l, const char *name)
{
	gz_arena *arena = &l->s->arena;
	const char *path = gz_library_find(arena, l->library, l->folder, GZ_LIBRARY_DISEASE, name);
	const char *library = path != NULL && strcmp(path, l->s->file) == 0 ? gz_library_folder(arena, l->library) : NULL;
	const char *other = library != NULL ? gz_library_find(arena, l->library, library, GZ_LIBRARY_DISEASE, name) : NULL;
	return other != NULL ? other : path;
}

void gz_disease_open(gz_loader *l, const gz_node *name)
{
	gz_scenario *s = l->s;
	const char *text = gz_loader_text(l, name, NULL);
	if (text == NULL)
		return;
	const char *path = find_disease(l, text);
	if (path == NULL) {
		tell_unknown_disease(l, name);
		return;
	}
	const gz_node *root = NULL;
	gz_error err = {.status = GZ_OK};
	gz_status status = gz_yaml_load(&s->arena, path, &root, &err);
	gz_loader_input(l, path);
	s->disease.file = path;
	if (status != GZ_OK) {
		l->no_memory = l->no_memory || status == GZ_ERR_MEMORY;
		gz_mistakes_add_error(l->mistakes, &err);
		return;
	}
	const char *file = l->file;
	l->file = path;
	if (is_disease(l, root) && gz_loader_map(l, root, GZ_KEYS_DISEASE)) {
		l->disease_root = root;
		l->disease_known = true;
		read_version(l, root);
		gz_parameter_declare(l, gz_yaml_get(root, "parameters"));
	}
	l->file = file;
}

/* ---- start, vital, events ---------------------------------------------------------------------------------- */
static void check_initial(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	double sum = 0, x;
	const bool all = d->initial[0].expr != NULL || !isnan(d->initial[0].number); /* the first is stated, which else has what is left */
	for (int32_t c = 0; c < d->n_compartments; c++) {
		const gz_value *v = &d->initial[c];
		if (v->expr == NULL && isnan(v->number))
			continue;
		if (!gz_value_constant(l, v, &x))
			return;
		sum += x;
	}
	if (sum > 1 + 1e-9 || (all && sum < 1 - 1e-9))
		gz_loader_mistake(l, node, "the shares at the start add to %s, expected %s", gz_value_print(l, sum), all ? "1" : "1 or less");
}

static void read_initial(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	if (gz_yaml_is_null(map) || !gz_loader_names(l, map, "compartments and shares, such as {R: 0.2}"))
		return;
	int32_t before = l->mistakes->n;
	for (int32_t i = 0; i < map->n; i++) {
		int32_t c = gz_loader_compartment(l, &map->keys[i]);
		gz_value share = gz_value_read(l, &map->items[i], 0, 1, NAN);
		if (c >= 0)
			d->initial[c] = share;
	}
	if (l->mistakes->n == before)
		check_initial(l, map);
}

static void read_vital(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	if (gz_yaml_is_null(map) || !gz_loader_map(l, map, GZ_KEYS_VITAL))
		return;
	d->has_vital = true;
	d->births = gz_parameter_inline(l, gz_yaml_get(map, "births"), "vital.births", GZ_UNIT_YEARLY, 0);
	d->deaths = gz_parameter_inline(l, gz_yaml_get(map, "deaths"), "vital.deaths", GZ_UNIT_YEARLY, 0);
	d->ageing = gz_loader_bool(l, gz_yaml_get(map, "ageing"), false);
	const gz_node *into = gz_yaml_get(map, "into");
	d->newborn = gz_branch_read(l, into, &d->n_newborn);
	for (int32_t i = 0; i < d->n_newborn; i++)
		if (d->compartments[d->newborn[i].to].dead)
			gz_loader_mistake(l, into, "%s is dead: nobody is born there", d->compartments[d->newborn[i].to].name);
	if (into != NULL)
		return;
	d->newborn = gz_loader_array(l, gz_branch, 1);
	if (d->newborn == NULL)
		return;
	d->newborn[0] = (gz_branch){.to = 0, .probability = gz_value_of(1)};
	d->n_newborn = 1;
}

/* The events that every disease has: 0 is known to the engine by its place, 1 is entering a dead compartment. */
static void add_own_events(gz_loader *l)
{
	gz_disease *d = &l->s->disease;
	gz_event *death = &d->events[1];
	d->events[0].name = "infection";
	death->name = "death";
	death->into = gz_loader_array(l, int32_t, d->n_compartments);
	for (int32_t c = 0; death->into != NULL && c < d->n_compartments; c++)
		if (d->compartments[c].dead)
			death->into[death->n_into++] = c;
	d->n_events = 2;
}

static void read_event(gz_loader *l, gz_event *event, const gz_node *map)
{
	if (!gz_loader_map(l, map, GZ_KEYS_EVENT))
		return;
	const gz_node *into = gz_yaml_get(map, "into"), *out = gz_yaml_get(map, "out");
	if (into == NULL && out == NULL)
		gz_loader_mistake(l, map, "%s: expected `into` or `out`, the compartments that people enter or leave", event->name);
	event->into = gz_loader_indices(l, into, gz_loader_compartment, &event->n_into);
	event->out = gz_loader_indices(l, out, gz_loader_compartment, &event->n_out);
}

/* Whether an event counts people who go from one compartment (-1: the newborn) by some of these branches. */
static bool passes(const gz_event *e, int32_t from, const gz_branch *to, int32_t n_to)
{
	bool out = e->n_out == 0, into = e->n_into == 0;
	for (int32_t i = 0; i < e->n_out; i++)
		out = out || e->out[i] == from;
	for (int32_t i = 0; i < e->n_into; i++)
		for (int32_t k = 0; k < n_to; k++)
			into = into || e->into[i] == to[k].to;
	return out && into;
}

static bool passes_list(const gz_event *e, const int32_t *from, int32_t n_from, const gz_branch *to, int32_t n_to)
{
	for (int32_t i = 0; i < n_from; i++)
		if (passes(e, from[i], to, n_to))
			return true;
	return false;
}

/* Whether the disease ever does what an event counts. */
static bool happens(const gz_disease *d, const gz_event *e)
{
	bool ever = passes(e, -1, d->newborn, d->n_newborn);
	for (int32_t i = 0; i < d->n_infects; i++)
		ever = ever || passes_list(e, d->infects[i].from, d->infects[i].n_from, d->infects[i].to, d->infects[i].n_to);
	for (int32_t i = 0; i < d->n_environments; i++)
		ever = ever || passes_list(e, d->environments[i].from, d->environments[i].n_from, d->environments[i].to, d->environments[i].n_to);
	for (int32_t i = 0; i < d->n_progresses; i++)
		ever = ever || passes(e, d->progresses[i].from, d->progresses[i].to, d->progresses[i].n_to);
	for (int32_t i = 0; i < d->n_interrupts; i++)
		ever = ever || passes(e, d->interrupts[i].from, &(gz_branch){.to = d->interrupts[i].to}, 1);
	return ever;
}

static void read_events(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	bool is_map = !gz_yaml_is_null(map) && gz_loader_names(l, map, "events, such as onset: {into: [I]}");
	d->events = gz_loader_array(l, gz_event, 2 + (is_map ? map->n : 0));
	if (d->events == NULL)
		return;
	add_own_events(l);
	for (int32_t i = 0; is_map && i < map->n; i++) {
		const gz_node *key = &map->keys[i];
		gz_event event = {.name = key->text};
		if (!gz_loader_is_name(key->text))
			gz_loader_mistake(l, key, "%.80s: a name is letters, digits, '-', '_' and '.', and starts with a letter", key->text);
		if (strcmp(key->text, "infection") == 0) {
			gz_loader_mistake(l, key, "infection is counted in every disease: choose another name for this event");
			continue;
		}
		const int32_t before = l->mistakes->n;
		read_event(l, &event, &map->items[i]);
		if (l->mistakes->n == before && !happens(d, &event))
			gz_loader_note(l, key, "%.80s: nobody ever goes that way (a dose, a cure and a begin row are not counted), so that it counts nothing", key->text);
		if (strcmp(key->text, "death") == 0)
			d->events[1] = event;
		else
			d->events[d->n_events++] = event;
	}
}

static void read_sources(gz_loader *l, const gz_node *list)
{
	gz_disease *d = &l->s->disease;
	if (!gz_loader_list(l, list, "sources"))
		return;
	d->sources = gz_loader_array(l, const char *, list->n);
	for (int32_t i = 0; d->sources != NULL && i < list->n; i++) {
		const char *text = gz_loader_text(l, &list->items[i], NULL);
		if (text != NULL)
			d->sources[d->n_sources++] = text;
	}
}

/* ---- all of it --------------------------------------------------------------------------------------------- */
static void read_head(gz_loader *l, const gz_node *root)
{
	gz_disease *d = &l->s->disease;
	const gz_node *name = gz_loader_need(l, root, "name");
	d->name = gz_loader_text(l, name, "disease");
	if (name != NULL && !gz_loader_is_name(d->name))
		gz_loader_mistake(l, name, "%.80s: a name is letters, digits, '-', '_' and '.', and starts with a letter", d->name);
	d->title = gz_words_read(l, gz_yaml_get(root, "title"));
	if (d->title.en == NULL && d->title.ru == NULL && d->title.tg == NULL)
		d->title.en = d->name;
	d->summary = gz_words_read(l, gz_yaml_get(root, "summary"));
	read_sources(l, gz_yaml_get(root, "sources"));
}

void gz_disease_load(gz_loader *l, const gz_node *initial)
{
	gz_disease *d = &l->s->disease;
	const gz_node *root = l->disease_root;
	const char *file = l->file;
	if (root == NULL)
		return;
	l->file = d->file;
	read_head(l, root);
	gz_compartment_load(l, gz_loader_need(l, root, "compartments"));
	d->initial = gz_loader_array(l, gz_value, d->n_compartments);
	if (d->n_compartments > 0 && d->initial != NULL) {
		for (int32_t c = 0; c < d->n_compartments; c++)
			d->initial[c] = gz_value_of(NAN);
		read_initial(l, gz_yaml_get(root, "initial"));
		gz_transition_infects(l, gz_yaml_get(root, "infect"));
		gz_transition_progresses(l, gz_yaml_get(root, "progress"));
		gz_transition_environments(l, gz_yaml_get(root, "environment"));
		gz_transition_interrupts(l, gz_yaml_get(root, "travel"));
		read_vital(l, gz_yaml_get(root, "vital"));
		gz_transition_check(l, gz_yaml_get(root, "infect"));
		read_events(l, gz_yaml_get(root, "events"));
		l->file = file;
		read_initial(l, initial);
	}
	l->disease_known = d->n_compartments > 0;
	l->file = file;
}
