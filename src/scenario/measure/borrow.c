/* Takes a measure from the library and lets the scenario's own keys win.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/measure/borrow.h"
#include "scenario/library.h"
#include "scenario/measure/action.h"
#include "scenario/reading/keys.h"
#include <string.h>

/* Keys of a measure file that say what it is, not what it does. */
static bool is_heading(const char *key)
{
	return strcmp(key, "guzar-measure") == 0 || strcmp(key, "title") == 0 || strcmp(key, "summary") == 0 || strcmp(key, "checked") == 0;
}

static bool is_kind(const char *key)
{
	for (int32_t k = 0; gz_action_get(k) != NULL; k++)
		if (strcmp(gz_action_get(k)->key, key) == 0)
			return true;
	return false;
}

/* The file's map, checked for its keys; NULL after a mistake. */
static const gz_node *borrow_file(gz_loader *l, const char *path)
{
	const gz_node *root = NULL;
	gz_error err = {.status = GZ_OK};
	const gz_status status = gz_yaml_load(&l->s->arena, path, &root, &err);
	gz_loader_input(l, path);
	if (status != GZ_OK) {
		l->no_memory = l->no_memory || status == GZ_ERR_MEMORY;
		gz_mistakes_add_error(l->mistakes, &err);
		return NULL;
	}
	const char *file = l->file;
	l->file = path;
	const gz_node *version = gz_yaml_get(root, "guzar-measure");
	bool good = true;
	if (version == NULL || strcmp(version->text, "1") != 0) {
		gz_loader_mistake(l, root, "expected a measure of the library: its first line is `guzar-measure: 1`");
		good = false;
	}
	good = good && gz_loader_map(l, root, GZ_KEYS_MEASURE_FILE);
	l->file = file;
	return good ? root : NULL;
}

/* The scenario's keys (without `use`), then the file's that it lacks; a kind of its own replaces the file's kind and what follows it. */
static const gz_node *borrow_merge(gz_loader *l, const gz_node *own, const gz_node *file)
{
	gz_node *merged = gz_loader_array(l, gz_node, 1), *keys = gz_loader_array(l, gz_node, own->n + file->n), *items = gz_loader_array(l, gz_node, own->n + file->n);
	if (merged == NULL || keys == NULL || items == NULL)
		return NULL;
	int32_t n = 0;
	bool own_kind = false;
	for (int32_t i = 0; i < own->n; i++) {
		if (strcmp(own->keys[i].text, "use") == 0)
			continue;
		own_kind = own_kind || is_kind(own->keys[i].text);
		keys[n] = own->keys[i];
		items[n++] = own->items[i];
	}
	l->borrowed_first = n;
	l->borrowed_summary = own_kind ? NULL : gz_yaml_get(file, "summary");
	for (int32_t i = 0; i < file->n; i++) {
		const char *key = file->keys[i].text;
		if (is_heading(key) || gz_yaml_get(own, key) != NULL || (own_kind && (is_kind(key) || strcmp(key, "then") == 0)))
			continue;
		keys[n] = file->keys[i];
		items[n++] = file->items[i];
	}
	*merged = *own;
	merged->keys = keys;
	merged->items = items;
	merged->n = n;
	return merged;
}

const gz_node *gz_borrow_measure(gz_loader *l, const gz_node *map)
{
	const gz_node *use = gz_yaml_get(map, "use");
	l->borrowed = NULL;
	l->borrowed_summary = NULL;
	if (use == NULL)
		return map;
	const char *name = gz_loader_text(l, use, NULL);
	if (name == NULL)
		return NULL;
	const char *path = gz_library_find(&l->s->arena, l->library, l->folder, GZ_LIBRARY_MEASURE, name);
	if (path == NULL) {
		int32_t n;
		const char **names = gz_library_names(&l->s->arena, l->library, GZ_LIBRARY_MEASURE, &n);
		gz_loader_unknown(l, use, "measure in the library", names, names != NULL ? n : 0);
		return NULL;
	}
	const gz_node *file = borrow_file(l, path);
	const gz_node *merged = file != NULL ? borrow_merge(l, map, file) : NULL;
	l->borrowed = merged;
	l->borrowed_file = path;
	return merged;
}
