/* Readers of the plain kinds of node, each of which notes its mistakes and goes on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/loader.h"
#include "base/number.h"
#include "scenario/library.h"
#include "scenario/reading/value.h"
#include "scenario/world/world.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE_SIZE = GZ_ERROR_SENTENCE_SIZE, NAMES_SHOWN = 12, NAMES_ALL = 24 }; /* of more than NAMES_ALL the first are shown */

/* True if the node is the tree or lies in it. depth bounds a tree that the reader has bounded already. */
static bool lies_in(const gz_node *tree, const gz_node *node, int32_t depth)
{
	if (tree == node)
		return true;
	for (int32_t i = 0; i < tree->n && depth <= GZ_YAML_DEPTH_MAX; i++)
		if ((tree->keys != NULL && &tree->keys[i] == node) || lies_in(&tree->items[i], node, depth + 1))
			return true;
	return false;
}

const char *gz_loader_file(const gz_loader *l, const gz_node *node)
{
	for (int32_t i = l->borrowed_first; l->borrowed != NULL && i < l->borrowed->n; i++)
		if (&l->borrowed->keys[i] == node || lies_in(&l->borrowed->items[i], node, 0))
			return l->borrowed_file;
	return node->row < 0 ? "--set" : l->file;
}

int32_t gz_loader_row(const gz_node *node)
{
	return node->row < 0 ? -node->row : node->row;
}

/* key: that under which tree stands. depth bounds a tree that the reader has bounded already. */
static const char *key_within(const gz_node *tree, const gz_node *node, const char *key, int32_t depth)
{
	for (int32_t i = 0; tree != NULL && i < tree->n && depth <= GZ_YAML_DEPTH_MAX; i++) {
		const char *here = tree->kind == GZ_NODE_MAP ? tree->keys[i].text : key;
		if (&tree->items[i] == node)
			return here;
		const char *below = key_within(&tree->items[i], node, here, depth + 1);
		if (below != NULL)
			return below;
	}
	return NULL;
}

const char *gz_loader_key(const gz_loader *l, const gz_node *node)
{
	const char *key = key_within(l->scenario_root, node, NULL, 0);
	return key != NULL ? key : key_within(l->disease_root, node, NULL, 0);
}

/* Whether a sentence says the value found and then what is wrong with it: "-1: ...", "-4 d is -4: ...". */
static bool begins_with_value(const char *sentence, const char *value)
{
	size_t n = strlen(value);
	if (n == 0 || strncmp(sentence, value, n) != 0)
		return false;
	return sentence[n] == ':' || (strncmp(sentence + n, " is ", 4) == 0 && strchr("-0123456789", sentence[n + 4]) != NULL);
}

void gz_loader_mistake(gz_loader *l, const gz_node *node, const char *fmt, ...)
{
	char sentence[SENTENCE_SIZE];
	va_list args;
	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	bool value = node->kind == GZ_NODE_SCALAR && begins_with_value(sentence, node->text);
	bool named = (value || strncmp(sentence, "expected", 8) == 0) && l->mistakes->n < GZ_MISTAKES_MAX;
	const char *key = named ? gz_loader_key(l, node) : NULL;
	gz_mistakes_add(l->mistakes, gz_loader_file(l, node), gz_loader_row(node), node->column, "%s%s%s", key != NULL ? key : "",
		key == NULL ? ""
			: value ? " "
					: ": ",
		sentence);
}

void gz_loader_note(gz_loader *l, const gz_node *node, const char *fmt, ...)
{
	char sentence[SENTENCE_SIZE];
	va_list args;
	va_start(args, fmt);
	(void)vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	gz_mistakes_add(&l->s->notes, gz_loader_file(l, node), gz_loader_row(node), node->column, "%s", sentence);
}

bool gz_loader_too_late(gz_loader *l, const gz_node *node, int32_t day, const char *so)
{
	const gz_scenario *s = l->s;
	char last[16];
	if (s->start == INT32_MIN || (int64_t)day < (int64_t)s->start + s->days)
		return false;
	gz_date_format(s->start + s->days - 1, last);
	gz_loader_note(l, node, "%.40s is after the last day of the run, %s: %s", node->text, last, so);
	return true;
}

/* What stands at a node, for a sentence. */
static const char *found(const gz_node *node)
{
	return node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node) ? node->text : gz_yaml_kind_word(node);
}

void gz_loader_unknown(gz_loader *l, const gz_node *node, const char *what, const char *const *candidates, int32_t n)
{
	const char *alike = gz_mistakes_alike(node->text, candidates, n);
	if (alike != NULL) {
		gz_loader_mistake(l, node, "%.80s: no such %s; did you mean %s, in Latin letters?", node->text, what, alike);
		return;
	}
	/* A single letter is one letter away from every other: show the choice instead. */
	const char *near = strlen(node->text) > 1 ? gz_mistakes_near(node->text, candidates, n) : NULL;
	if (near != NULL) {
		gz_loader_mistake(l, node, "%.80s: no such %s; did you mean %s?", node->text, what, near);
		return;
	}
	char list[SENTENCE_SIZE / 2] = "";
	size_t used = 0;
	int32_t shown = 0;
	const int32_t most = n <= NAMES_ALL ? NAMES_ALL : NAMES_SHOWN;
	for (; shown < n && shown < most && candidates[shown] != NULL; shown++) {
		int more = snprintf(list + used, sizeof list - used, "%s%s", shown == 0 ? "" : ", ", candidates[shown]);
		if (more < 0 || (size_t)more >= sizeof list - used) {
			list[used] = '\0';
			break;
		}
		used += (size_t)more;
	}
	if (shown == 0)
		gz_loader_mistake(l, node, "%.80s: no such %s; there is none here", node->text, what);
	else
		gz_loader_mistake(l, node, "%.80s: no such %s; expected one of %s%s", node->text, what, list, shown < n ? " ..." : "");
}

void *gz_loader_items(gz_loader *l, size_t size, int64_t n)
{
	void *items = gz_arena_items(&l->s->arena, size, n > 0 ? n : 1);
	if (items == NULL)
		l->no_memory = true;
	return items;
}

void gz_loader_input(gz_loader *l, const char *path)
{
	gz_scenario *s = l->s;
	for (int32_t i = 0; i < s->n_inputs; i++)
		if (strcmp(s->inputs[i], path) == 0)
			return;
	if (s->n_inputs == l->input_capacity) {
		int32_t capacity = 16 + 2 * l->input_capacity;
		const char **longer = gz_loader_array(l, const char *, capacity);
		if (longer == NULL)
			return;
		for (int32_t i = 0; i < s->n_inputs; i++)
			longer[i] = s->inputs[i];
		s->inputs = longer;
		l->input_capacity = capacity;
	}
	const char *copy = gz_arena_strdup(&s->arena, path);
	if (copy == NULL)
		l->no_memory = true;
	else
		s->inputs[s->n_inputs++] = copy;
}

const char *gz_loader_path(gz_loader *l, const gz_node *node)
{
	const char *name = gz_loader_text(l, node, NULL);
	const char *path = name != NULL ? gz_library_path(&l->s->arena, l->folder, name) : NULL;
	if (name != NULL && path == NULL)
		l->no_memory = true;
	if (path == NULL || gz_library_has(path))
		return path;
	gz_loader_mistake(l, node, "%.80s: there is no such file", name);
	return NULL;
}

void gz_loader_columns(gz_loader *l, const gz_csv *csv, const char *const *columns)
{
	static const char *const documentary[] = {"source", "kind", "rule", "note", "checked", NULL};
	for (int32_t c = 0; c < csv->n_columns; c++) {
		const gz_node name = {.kind = GZ_NODE_SCALAR, .row = 1, .column = csv->header_positions[c], .text = csv->header[c], .plain = true};
		bool known = false;
		int32_t n = 0;
		for (; columns[n] != NULL; n++)
			known = known || strcmp(columns[n], name.text) == 0;
		for (int32_t i = 0; documentary[i] != NULL; i++)
			known = known || strcmp(documentary[i], name.text) == 0;
		if (!known)
			gz_loader_unknown(l, &name, "column", columns, n);
	}
}

/* ---- maps and lists ---------------------------------------------------------------------------------------- */
bool gz_loader_names(gz_loader *l, const gz_node *node, const char *what)
{
	if (node == NULL)
		return false;
	if (node->kind == GZ_NODE_MAP)
		return true;
	bool word = node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node);
	gz_loader_mistake(
		l, node, "%.80s%sexpected a map of %s, found %s", word ? node->text : "", word ? ": " : "", what, gz_yaml_kind_word(node));
	return false;
}

static bool is_key(const char *text, const gz_keys *keys)
{
	for (int32_t k = 0; k < gz_keys_count(keys); k++)
		if (strcmp(text, keys->items[k]) == 0)
			return true;
	return false;
}

bool gz_loader_misspelt(const gz_node *map, gz_keys_id id)
{
	for (int32_t i = 0; map->kind == GZ_NODE_MAP && i < map->n; i++)
		if (!is_key(map->keys[i].text, gz_keys_get(id)))
			return true;
	return false;
}

bool gz_loader_map(gz_loader *l, const gz_node *node, gz_keys_id id)
{
	const gz_keys *keys = gz_keys_get(id);
	if (node == NULL)
		return false;
	int32_t n_keys = gz_keys_count(keys);
	if (node->kind != GZ_NODE_MAP) {
		bool word = node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node);
		gz_loader_mistake(l, node, "%.80s%sexpected a map with keys such as %s%s%s, found %s", word ? node->text : "", word ? ": " : "",
			keys->items[0], n_keys > 1 ? ", " : "", n_keys > 1 ? keys->items[1] : "", gz_yaml_kind_word(node));
		return false;
	}
	char what[64];
	(void)snprintf(what, sizeof what, "key in `%s`", keys->name);
	for (int32_t i = 0; i < node->n; i++) {
		const char *key = node->keys[i].text;
		if (is_key(key, keys))
			continue;
		if (gz_yaml_is_null(&node->items[i]) && strspn(key, "0123456789") == strlen(key)) /* {probability: 0,4} */
			gz_loader_mistake(l, &node->keys[i], "%.80s: a comma stands between two entries; decimals are written with a point", key);
		else
			gz_loader_unknown(l, &node->keys[i], what, keys->items, n_keys);
	}
	return true;
}

bool gz_loader_list(gz_loader *l, const gz_node *node, const char *what)
{
	if (gz_yaml_is_null(node))
		return false;
	if (node->kind == GZ_NODE_LIST)
		return true;
	bool word = node->kind == GZ_NODE_SCALAR;
	gz_loader_mistake(l, node, "%.80s%sexpected a list of %s (lines that start with -), found %s", word ? node->text : "", word ? ": " : "",
		what, gz_yaml_kind_word(node));
	return false;
}

const gz_node *gz_loader_need(gz_loader *l, const gz_node *map, const char *key)
{
	const gz_node *node = gz_yaml_get(map, key);
	if (node != NULL && !gz_yaml_is_null(node))
		return node;
	if (node != NULL)
		gz_loader_mistake(l, node, "`%s` is empty", key);
	else
		gz_loader_mistake(l, map, "`%s` is missing here", key);
	return NULL;
}

int32_t gz_loader_present(const gz_node *map, const char *const *keys, const char **which)
{
	int32_t n = 0;
	for (int32_t i = 0; keys[i] != NULL; i++)
		if (gz_yaml_get(map, keys[i]) != NULL) {
			n++;
			*which = keys[i];
		}
	return n;
}

/* ---- scalars ----------------------------------------------------------------------------------------------- */
const char *gz_loader_text(gz_loader *l, const gz_node *node, const char *otherwise)
{
	if (node == NULL)
		return otherwise;
	if (node->kind == GZ_NODE_SCALAR && node->text[0] != '\0' && !gz_yaml_is_null(node))
		return node->text;
	gz_loader_mistake(l, node, "expected a text, found %s", node->kind == GZ_NODE_SCALAR && node->text[0] == '\0' ? "an empty one" : gz_yaml_kind_word(node));
	return otherwise;
}

bool gz_loader_is_name(const char *text)
{
	if (!((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z')))
		return false;
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	return text[strspn(text, allowed)] == '\0';
}

bool gz_loader_bool(gz_loader *l, const gz_node *node, bool otherwise)
{
	bool value = otherwise;
	if (node != NULL && !gz_yaml_bool(node, &value))
		gz_loader_mistake(l, node, "%.80s: expected true or false, found %s", found(node), gz_yaml_kind_word(node));
	return value;
}

double gz_loader_constant(gz_loader *l, const gz_node *node, gz_unit unit, double low, double high, double otherwise)
{
	if (node == NULL)
		return otherwise;
	int32_t before = l->mistakes->n;
	gz_value value = gz_value_as(l, node, unit, low, high, otherwise);
	if (l->mistakes->n != before)
		return otherwise;
	double x;
	if (value.expr == NULL)
		return value.number;
	if (gz_value_constant(l, &value, &x))
		return x;
	gz_loader_mistake(
		l, node, "%.80s: expected a number that does not vary (no date, and only parameters that are plain numbers)", found(node));
	return otherwise;
}

double gz_loader_number(gz_loader *l, const gz_node *node, double low, double high, double otherwise)
{
	return gz_loader_constant(l, node, GZ_UNIT_NONE, low, high, otherwise);
}

double gz_loader_days(gz_loader *l, const gz_node *node, double low, double high, double otherwise)
{
	return gz_loader_constant(l, node, GZ_UNIT_DAYS, low, high, otherwise);
}

static int32_t whole(gz_loader *l, const gz_node *node, gz_unit unit, int32_t low, int32_t high, int32_t otherwise)
{
	double x = gz_loader_constant(l, node, unit, low, high, otherwise);
	if (floor(x) != x) {
		if (high >= 1000000000)
			gz_loader_mistake(l, node, "%.80s: expected a whole number, %d or more", found(node), low);
		else
			gz_loader_mistake(l, node, "%.80s: expected a whole number from %d to %d", found(node), low, high);
		return otherwise;
	}
	return (int32_t)x;
}

int32_t gz_loader_whole(gz_loader *l, const gz_node *node, int32_t low, int32_t high, int32_t otherwise)
{
	return whole(l, node, GZ_UNIT_COUNT, low, high, otherwise);
}

int32_t gz_loader_whole_days(gz_loader *l, const gz_node *node, int32_t low, int32_t high, int32_t otherwise)
{
	return whole(l, node, GZ_UNIT_DAYS, low, high, otherwise);
}

void gz_loader_rounded(gz_loader *l, const gz_node *node, double days)
{
	const double steps = days * l->s->steps_per_day;
	if (node != NULL && isfinite(steps) && fabs(steps - round(steps)) > 1e-9)
		gz_loader_note(l, node, "%.40s is no whole number of steps (`step`) and counts as %g d", found(node), (double)gz_scenario_steps(l->s, days) / l->s->steps_per_day);
}

int32_t gz_loader_date(gz_loader *l, const gz_node *node, int32_t otherwise)
{
	int32_t day = otherwise;
	if (node == NULL)
		return otherwise;
	if (node->kind != GZ_NODE_SCALAR || !gz_date_parse(node->text, &day)) {
		gz_loader_mistake(l, node, "%.80s: expected a date that exists, written 2027-03-01", found(node));
		return otherwise;
	}
	if (day < gz_date_of(1900, 1, 1) || day > gz_date_of(2200, 12, 31)) {
		gz_loader_mistake(l, node, "%.80s: expected a date from 1900-01-01 to 2200-12-31", found(node));
		return otherwise;
	}
	return day;
}

int32_t gz_loader_choice(gz_loader *l, const gz_node *node, const char *const *words, int32_t otherwise)
{
	int32_t n = 0;
	if (node == NULL)
		return otherwise;
	for (; words[n] != NULL; n++)
		if (node->kind == GZ_NODE_SCALAR && strcmp(node->text, words[n]) == 0)
			return n;
	if (node->kind != GZ_NODE_SCALAR || gz_yaml_is_null(node))
		gz_loader_mistake(l, node, "expected a word such as %s, found %s", words[0], gz_yaml_kind_word(node));
	else
		gz_loader_unknown(l, node, "choice", words, n);
	return otherwise;
}

/* ---- names of things --------------------------------------------------------------------------------------- */
/* The text of a name node, NULL and a mistake if it is none. */
static const char *name_of(gz_loader *l, const gz_node *node, const char *what)
{
	if (node == NULL)
		return NULL;
	if (node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node) && node->text[0] != '\0')
		return node->text;
	gz_loader_mistake(l, node, "expected the name of a %s, found %s", what, gz_yaml_kind_word(node));
	return NULL;
}

int32_t gz_loader_place(gz_loader *l, const gz_node *node)
{
	const char *id = name_of(l, node, "place");
	if (id == NULL || l->s->world.n_places == 0)
		return -1;
	const gz_world *w = &l->s->world;
	int32_t place = gz_world_place(w, id);
	if (place >= 0)
		return place;
	const char **ids = gz_loader_array(l, const char *, w->n_places);
	for (int32_t i = 0; ids != NULL && i < w->n_places; i++)
		ids[i] = w->places[i].id;
	if (ids != NULL)
		gz_loader_unknown(l, node, "place", ids, w->n_places);
	return -1;
}

int32_t gz_loader_leaf(gz_loader *l, const gz_node *node)
{
	int32_t place = gz_loader_place(l, node);
	if (place < 0 || l->s->world.places[place].leaf >= 0)
		return place;
	const char *child = NULL;
	for (int32_t i = 0; i < l->s->world.n_places && child == NULL; i++)
		if (l->s->world.places[i].leaf >= 0 && gz_world_within(&l->s->world, i, place))
			child = l->s->world.places[i].id;
	gz_loader_mistake(l, node, "%.80s is a group of places: name one in which people live, such as %s", node->text,
		child != NULL ? child : "one of its own");
	return -1;
}

int32_t gz_loader_compartment(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	const char *name = name_of(l, node, "compartment");
	if (name == NULL || d->n_compartments == 0)
		return -1;
	int32_t found_at = gz_scenario_compartment(l->s, name);
	if (found_at >= 0)
		return found_at;
	const char **names = gz_loader_array(l, const char *, d->n_compartments);
	for (int32_t i = 0; names != NULL && i < d->n_compartments; i++)
		names[i] = d->compartments[i].name;
	if (names != NULL)
		gz_loader_unknown(l, node, "compartment", names, d->n_compartments);
	return -1;
}

static int32_t label_of(gz_loader *l, const gz_node *node, const char *what, const char *const *labels, int32_t n)
{
	const char *name = name_of(l, node, what);
	if (name == NULL)
		return -1;
	for (int32_t i = 0; i < n; i++)
		if (strcmp(labels[i], name) == 0)
			return i;
	if (n > 0 && strcmp(name, "all") != 0)
		gz_loader_unknown(l, node, what, labels, n);
	return -1;
}

int32_t gz_loader_age(gz_loader *l, const gz_node *node)
{
	return label_of(l, node, "age band", l->s->world.ages, l->s->world.n_ages);
}

int32_t gz_loader_group(gz_loader *l, const gz_node *node)
{
	return label_of(l, node, "group", l->s->world.groups, l->s->world.n_groups);
}

int32_t *gz_loader_indices(gz_loader *l, const gz_node *node, int32_t (*find)(gz_loader *, const gz_node *), int32_t *n)
{
	*n = 0;
	if (node == NULL)
		return NULL;
	int32_t n_items = node->kind == GZ_NODE_LIST ? node->n : 1;
	int32_t *indices = gz_loader_array(l, int32_t, n_items);
	if (indices == NULL)
		return NULL;
	if (node->kind == GZ_NODE_LIST && node->n == 0)
		gz_loader_mistake(l, node, "the list is empty: expected at least one name");
	for (int32_t i = 0; i < n_items; i++) {
		const gz_node *item = node->kind == GZ_NODE_LIST ? &node->items[i] : node;
		int32_t index = find(l, item);
		bool again = false;
		for (int32_t k = 0; k < *n && index >= 0; k++)
			again = again || indices[k] == index;
		if (again)
			gz_loader_mistake(l, item, "%.80s stands in this list twice", item->text);
		else if (index >= 0)
			indices[(*n)++] = index;
	}
	return indices;
}

bool *gz_loader_compartments(gz_loader *l, const gz_node *node)
{
	int32_t n;
	int32_t *indices = gz_loader_indices(l, node, gz_loader_compartment, &n);
	bool *set = gz_loader_array(l, bool, l->s->disease.n_compartments);
	for (int32_t i = 0; set != NULL && i < n; i++)
		set[indices[i]] = true;
	return set;
}
