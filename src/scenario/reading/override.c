/* Overrides: each is a path into the document and a value in YAML, and makes a new document that differs there.
 *
 * Nodes put in carry the number of the override as a negative row, so that a mistake in one of them is told as --set.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/override.h"
#include "base/number.h"
#include "scenario/measure/action.h"
#include <stdio.h>
#include <string.h>

enum { PARTS_MAX = 8 };

typedef struct path {
	gz_loader *l;
	const char *parts[PARTS_MAX];
	int32_t columns[PARTS_MAX]; /* 1-based position of each part */
	int32_t n;
	int32_t number; /* of the override, from 1 */
	gz_node value;
} path;

static void tell(path *p, int32_t column, const char *fmt, const char *a, const char *b)
{
	char sentence[GZ_ERROR_SENTENCE_SIZE];
	(void)snprintf(sentence, sizeof sentence, "%s%.80s%s%.200s", fmt, a, b[0] != '\0' ? ": " : "", b);
	gz_mistakes_add(p->l->mistakes, "--set", p->number, column, "%s", sentence);
}

/* Copies a value read from the command line, marking its rows; the reader bounds its depth. */
static gz_node mark(gz_loader *l, const gz_node *node, int32_t number, int32_t offset, int32_t depth)
{
	gz_node copy = *node;
	copy.row = -number;
	copy.column = node->column + offset;
	if (node->n == 0 || depth > GZ_YAML_DEPTH_MAX)
		return copy;
	gz_node *items = gz_loader_array(l, gz_node, node->n);
	gz_node *keys = node->keys != NULL ? gz_loader_array(l, gz_node, node->n) : NULL;
	for (int32_t i = 0; items != NULL && i < node->n; i++)
		items[i] = mark(l, &node->items[i], number, offset, depth + 1);
	for (int32_t i = 0; keys != NULL && i < node->n; i++)
		keys[i] = mark(l, &node->keys[i], number, offset, depth + 1);
	copy.items = items;
	copy.keys = keys;
	copy.n = items != NULL ? node->n : 0;
	return copy;
}

/* ---- putting a value in ------------------------------------------------------------------------------------ */
/* The node with item i replaced (i = n: added, with this key). */
static gz_node with_item(path *p, const gz_node *node, int32_t i, const char *key, int32_t column, const gz_node *item)
{
	gz_loader *l = p->l;
	gz_node copy = *node;
	int32_t n = i < node->n ? node->n : node->n + 1;
	gz_node *items = gz_loader_array(l, gz_node, n), *keys = gz_loader_array(l, gz_node, n);
	if (items == NULL || keys == NULL)
		return copy;
	for (int32_t k = 0; k < node->n; k++) {
		items[k] = node->items[k];
		if (node->kind == GZ_NODE_MAP)
			keys[k] = node->keys[k];
	}
	items[i] = *item;
	if (node->kind == GZ_NODE_MAP)
		keys[i] = (gz_node){.kind = GZ_NODE_SCALAR, .row = -p->number, .column = column, .text = key, .plain = true};
	copy.n = n;
	copy.items = items;
	copy.keys = node->kind == GZ_NODE_MAP ? keys : NULL;
	return copy;
}

static int32_t key_index(const gz_node *map, const char *key)
{
	for (int32_t i = 0; i < map->n; i++)
		if (strcmp(map->keys[i].text, key) == 0)
			return i;
	return map->n;
}

static gz_node put(path *p, const gz_node *node, int32_t at);

static gz_node put_map(path *p, const gz_node *node, int32_t at)
{
	const char *key = p->parts[at];
	const int32_t i = key_index(node, key);
	const gz_node *old = gz_yaml_get(node, key);
	gz_node item;
	if (at == p->n - 1) {
		item = p->value;
	} else if (old != NULL && !gz_yaml_is_null(old)) {
		item = put(p, old, at + 1);
	} else {
		const gz_node empty = {.kind = GZ_NODE_MAP, .row = -p->number, .column = p->columns[at], .text = ""};
		item = put(p, &empty, at + 1);
	}
	return with_item(p, node, i, key, p->columns[at], &item);
}

static gz_node put_list(path *p, const gz_node *node, int32_t at)
{
	int64_t number;
	if (!gz_number_parse_int(p->parts[at], strlen(p->parts[at]), &number) || number < 1 || number > node->n) {
		char count[64];
		(void)snprintf(count, sizeof count, "expected the number of a row, 1 to %d", node->n);
		tell(p, p->columns[at], "", p->parts[at], count);
		return *node;
	}
	int32_t i = (int32_t)number - 1;
	gz_node item = at == p->n - 1 ? p->value : put(p, &node->items[i], at + 1);
	return with_item(p, node, i, NULL, 0, &item);
}

/* The node with the value put in below it; as deep as the path has parts. */
static gz_node put(path *p, const gz_node *node, int32_t at)
{
	if (node->kind == GZ_NODE_MAP)
		return put_map(p, node, at);
	if (node->kind == GZ_NODE_LIST)
		return put_list(p, node, at);
	/* A plain value gives way to a map: `parameters.R0.low=1` where R0 is a number. */
	gz_node map = {.kind = GZ_NODE_MAP, .row = -p->number, .column = p->columns[at], .text = ""};
	return put_map(p, &map, at);
}

/* ---- paths ------------------------------------------------------------------------------------------------- */
static bool split(path *p, const char *text, int32_t offset)
{
	const char *start = text;
	while (true) {
		const char *dot = strchr(start, '.');
		size_t length = dot != NULL ? (size_t)(dot - start) : strlen(start);
		int32_t column = offset + (int32_t)(start - text);
		if (p->n == PARTS_MAX || length == 0) {
			tell(p, column, length == 0 ? "a part of the key is empty" : "the key has too many parts", "", "");
			return false;
		}
		p->columns[p->n] = column;
		p->parts[p->n] = gz_arena_strndup(&p->l->s->arena, start, length);
		if (p->parts[p->n++] == NULL) {
			p->l->no_memory = true;
			return false;
		}
		if (dot == NULL)
			return true;
		start = dot + 1;
	}
}

/* What a measure is called by: its name, or the first of its names in the languages; NULL none. */
static const char *name_of(const gz_node *measure)
{
	static const char *const languages[] = {"en", "ru", "tg"};
	const gz_node *words = gz_yaml_get(measure, "name"), *name = words != NULL && words->kind == GZ_NODE_MAP ? NULL : words;
	for (int32_t i = 0; name == NULL && i < 3; i++)
		name = gz_yaml_get(words, languages[i]);
	return name != NULL && name->kind == GZ_NODE_SCALAR ? name->text : NULL;
}

/* The measure whose name is the longest that starts this text and ends before a point. */
static int32_t find_measure(const gz_node *list, const char *text, size_t *length)
{
	int32_t found = -1;
	*length = 0;
	for (int32_t i = 0; i < list->n; i++) {
		const char *name = name_of(&list->items[i]);
		const size_t n = name != NULL ? strlen(name) : 0;
		if (n > *length && strncmp(text, name, n) == 0 && text[n] == '.') {
			found = i;
			*length = n;
		}
	}
	return found;
}

static void tell_measures(path *p, const gz_node *list, const char *text, int32_t column)
{
	const char *dot = strrchr(text, '.');
	const char *name = gz_arena_strndup(&p->l->s->arena, text, dot != NULL ? (size_t)(dot - text) : strlen(text));
	const char **names = gz_loader_array(p->l, const char *, list->n);
	if (name == NULL || names == NULL)
		return;
	for (int32_t i = 0; i < list->n; i++)
		names[i] = name_of(&list->items[i]);
	const gz_node at = {.kind = GZ_NODE_SCALAR, .row = -p->number, .column = column, .text = name, .plain = true};
	gz_loader_unknown(p->l, &at, "measure", names, list->n);
}

/* Puts the kind of a measure before a field that belongs to the kind. */
static void insert_kind(path *p, const gz_node *measure, int32_t at)
{
	const gz_keys *own = gz_keys_get(GZ_KEYS_MEASURE);
	bool is_own = false;
	for (int32_t k = 0; k < gz_keys_count(own); k++)
		is_own = is_own || strcmp(own->items[k], p->parts[at]) == 0;
	for (int32_t i = 0; gz_action_get(i) != NULL && p->n < PARTS_MAX; i++) {
		const char *name = gz_action_get(i)->key;
		const gz_keys *keys = gz_keys_get(gz_action_get(i)->keys);
		const gz_node *fields = gz_yaml_get(measure, name);
		bool is_kind = strcmp(name, p->parts[at]) == 0;
		if (fields == NULL || is_kind || (is_own && gz_yaml_get(fields, p->parts[at]) == NULL))
			continue;
		for (int32_t k = 0; k < gz_keys_count(keys); k++) {
			if (strcmp(keys->items[k], p->parts[at]) != 0)
				continue;
			memmove(&p->parts[at + 1], &p->parts[at], sizeof p->parts[0] * (size_t)(p->n - at));
			memmove(&p->columns[at + 1], &p->columns[at], sizeof p->columns[0] * (size_t)(p->n - at));
			p->parts[at] = name;
			p->n++;
			return;
		}
	}
}

static bool split_measure(path *p, const gz_node *root, const char *text)
{
	const gz_node *list = gz_yaml_get(root, "measures");
	size_t length, skip = strlen("measures.");
	if (list == NULL || list->kind != GZ_NODE_LIST) {
		tell(p, 1, "this scenario has no measures", "", "");
		return false;
	}
	int32_t measure = find_measure(list, text + skip, &length);
	if (measure < 0) {
		tell_measures(p, list, text + skip, (int32_t)skip + 1);
		return false;
	}
	p->parts[0] = "measures";
	p->parts[1] = gz_arena_printf(&p->l->s->arena, "%d", measure + 1);
	p->columns[0] = 1;
	p->columns[1] = (int32_t)skip + 1;
	p->n = 2;
	if (p->parts[1] == NULL || !split(p, text + skip + length + 1, (int32_t)(skip + length) + 2))
		return false;
	insert_kind(p, &list->items[measure], 2);
	return true;
}

/* ---- one override ------------------------------------------------------------------------------------------ */
static bool read_value(path *p, const char *text, int32_t offset)
{
	const gz_node *node = NULL;
	gz_error err = {.status = GZ_OK};
	gz_status status = gz_yaml_parse(&p->l->s->arena, "--set", text, strlen(text), &node, &err);
	if (status == GZ_OK) {
		p->value = mark(p->l, node, p->number, offset, 0);
		return true;
	}
	if (status == GZ_ERR_MEMORY)
		p->l->no_memory = true;
	gz_mistakes_add(p->l->mistakes, "--set", p->number, offset + err.column, "%s", err.sentence);
	return false;
}

static const gz_node *apply(gz_loader *l, const gz_node *root, const char *set, int32_t number)
{
	path p = {.l = l, .number = number};
	const char *equals = strchr(set, '=');
	if (equals == NULL || equals == set) {
		tell(&p, 1, "", set, "expected KEY=VALUE, such as parameters.R0=2");
		return root;
	}
	const char *key = gz_arena_strndup(&l->s->arena, set, (size_t)(equals - set));
	gz_node *changed = gz_loader_array(l, gz_node, 1);
	if (key == NULL || changed == NULL || !read_value(&p, equals + 1, (int32_t)(equals - set) + 1))
		return root;
	if (!(strncmp(key, "measures.", strlen("measures.")) == 0 ? split_measure(&p, root, key) : split(&p, key, 1)))
		return root;
	*changed = put(&p, root, 0);
	return changed;
}

const gz_node *gz_override_apply(gz_loader *l, const gz_node *root, const char *const *sets, int32_t n_sets)
{
	for (int32_t i = 0; i < n_sets && root->kind == GZ_NODE_MAP; i++)
		root = apply(l, root, sets[i], i + 1);
	return root;
}
