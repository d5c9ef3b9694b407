/* What the readers of a pack share.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/reader.h"
#include "exercise/observable.h"
#include "exercise/span.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { KEYS_MAX = 40, NAME_MAX_BYTES = 60 };

void gz_reader_wrong(gz_reader *r, const gz_node *node, const char *fmt, ...)
{
	char sentence[GZ_ERROR_SENTENCE_SIZE];
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof sentence, fmt, args);
	va_end(args);
	gz_mistakes_add(r->mistakes, r->file, node->row, node->column, "%s", sentence);
}

gz_pack_mark gz_reader_mark(const gz_reader *r, const gz_node *node)
{
	return (gz_pack_mark){r->file, node->row, node->column};
}

void *gz_reader_items(gz_reader *r, size_t size, int64_t n)
{
	void *items = gz_arena_items(&r->pack->arena, size, n);
	r->no_memory = r->no_memory || items == NULL;
	return items;
}

static int32_t count(const char *const *words)
{
	int32_t n = 0;
	while (words[n] != NULL)
		n++;
	return n;
}

static const char *or_these(gz_reader *r, const char *found, const char *const *words, int32_t n)
{
	const char *near = gz_mistakes_near(found, words, n);
	char list[240] = "";
	if (near != NULL) {
		const char *text = gz_arena_printf(&r->pack->arena, "; did you mean %s?", near);
		return text == NULL ? "" : text;
	}
	for (int32_t i = 0, used = 0; i < n && used < 200; i++)
		used += snprintf(list + used, sizeof list - (size_t)used, "%s%.60s", i == 0 ? "" : ", ", words[i]);
	const char *text = n == 0 ? "" : gz_arena_printf(&r->pack->arena, "; there are: %s%s", list, n > 8 ? " ..." : "");
	return text == NULL ? "" : text;
}

bool gz_reader_map(gz_reader *r, const gz_node *node, const char *const *keys)
{
	if (node == NULL || gz_yaml_is_null(node))
		return false;
	if (node->kind != GZ_NODE_MAP) {
		gz_reader_wrong(r, node, "expected a map, this is %s", gz_yaml_kind_word(node));
		return false;
	}
	for (int32_t i = 0; keys != NULL && i < node->n; i++) {
		const char *key = node->keys[i].text;
		bool known = false;
		for (int32_t k = 0; keys[k] != NULL; k++)
			known = known || strcmp(key, keys[k]) == 0;
		if (!known)
			gz_reader_wrong(r, &node->keys[i], "no such key here: %.60s%s", key, or_these(r, key, keys, count(keys)));
	}
	return true;
}

static bool is_id(const char *text)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
	return n > 0 && n <= NAME_MAX_BYTES && text[n] == '\0';
}

int32_t gz_reader_section(gz_reader *r, const gz_node *node)
{
	if (!gz_reader_map(r, node, NULL))
		return 0;
	for (int32_t i = 0; i < node->n; i++)
		if (node->keys[i].text[0] == '\0')
			gz_reader_wrong(r, &node->keys[i], "the name is empty: letters, digits, - _ and . are allowed");
		else if (!is_id(node->keys[i].text))
			gz_reader_wrong(r, &node->keys[i], "%.60s is no name: letters, digits, - _ and . are allowed", node->keys[i].text);
	return node->n;
}

const char *gz_reader_string(gz_reader *r, const gz_node *node, const char *otherwise)
{
	if (node == NULL || gz_yaml_is_null(node))
		return otherwise;
	if (node->kind != GZ_NODE_SCALAR) {
		gz_reader_wrong(r, node, "expected a text, this is %s", gz_yaml_kind_word(node));
		return otherwise;
	}
	size_t n = strlen(node->text);
	while (n > 0 && strchr(" \n\t", node->text[n - 1]) != NULL)
		n--;
	const char *text = gz_arena_strndup(&r->pack->arena, node->text, n);
	r->no_memory = r->no_memory || text == NULL;
	return text == NULL ? otherwise : text;
}

static void keep_text(gz_reader *r, gz_pack_text *text)
{
	gz_pack *p = r->pack;
	if (p->n_texts == p->texts_capacity) {
		int32_t capacity = p->texts_capacity == 0 ? 256 : 2 * p->texts_capacity;
		gz_pack_text **grown = gz_reader_array(r, gz_pack_text *, capacity);
		if (grown == NULL)
			return;
		if (p->n_texts > 0)
			memcpy(grown, p->texts, sizeof *grown * (size_t)p->n_texts);
		p->texts = grown;
		p->texts_capacity = capacity;
	}
	p->texts[p->n_texts++] = text;
}

static const char *const codes[] = {"en", "ru", "tg", "prs", NULL};

bool gz_reader_is_text(const gz_node *node)
{
	bool languages = node->kind == GZ_NODE_MAP && node->n > 0;
	for (int32_t i = 0; languages && i < node->n; i++) {
		bool known = false;
		for (int32_t l = 0; codes[l] != NULL; l++)
			known = known || strcmp(node->keys[i].text, codes[l]) == 0;
		languages = known;
	}
	return languages || node->kind == GZ_NODE_SCALAR;
}

void gz_reader_text(gz_reader *r, const gz_node *node, gz_pack_text *out)
{
	if (node == NULL || gz_yaml_is_null(node))
		return;
	out->mark = gz_reader_mark(r, node);
	if (node->kind == GZ_NODE_MAP && gz_reader_map(r, node, codes)) {
		for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
			out->in[i] = gz_reader_string(r, gz_yaml_get(node, codes[i]), NULL);
	} else {
		out->in[r->pack->language] = gz_reader_string(r, node, NULL);
	}
	for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
		if (out->in[i] != NULL && out->in[i][0] == '\0')
			out->in[i] = NULL;
	keep_text(r, out);
}

void gz_reader_text_needed(gz_reader *r, const gz_node *row, const char *key, gz_pack_text *out)
{
	const gz_node *node = gz_yaml_get(row, key);
	if (gz_yaml_is_null(node))
		gz_reader_wrong(r, row, "%s is missing here", key);
	gz_reader_text(r, node, out);
	bool said = node == NULL || gz_yaml_is_null(node) || node->kind == GZ_NODE_LIST;
	for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
		said = said || out->in[i] != NULL;
	if (!said)
		gz_reader_wrong(r, node, "%s is empty", key);
}

bool gz_reader_bool(gz_reader *r, const gz_node *node, bool otherwise)
{
	bool value = otherwise;
	if (node != NULL && !gz_yaml_is_null(node) && !gz_yaml_bool(node, &value))
		gz_reader_wrong(r, node, "expected true or false, this is %s", gz_yaml_kind_word(node));
	return value;
}

double gz_reader_number(gz_reader *r, const gz_node *node, double low, double high, double otherwise)
{
	double value = otherwise;
	if (node == NULL || gz_yaml_is_null(node))
		return otherwise;
	if (!gz_yaml_number(node, &value))
		gz_reader_wrong(r, node, "expected a number, this is %s", gz_yaml_kind_word(node));
	else if (value < low || value > high)
		gz_reader_wrong(r, node, "%.40s: expected a number from %g to %g", node->text, low, high);
	else
		return value;
	return otherwise;
}

int64_t gz_reader_whole(gz_reader *r, const gz_node *node, int64_t low, int64_t high, int64_t otherwise)
{
	int64_t value;
	if (node == NULL || gz_yaml_is_null(node))
		return otherwise;
	if (gz_yaml_int(node, &value) && value >= low && value <= high)
		return value;
	gz_reader_wrong(r, node, "%.40s: expected a whole number from %lld to %lld", node->text, (long long)low, (long long)high);
	return otherwise;
}

int32_t gz_reader_choice(gz_reader *r, const gz_node *node, const char *const *words, int32_t otherwise)
{
	const char *text = gz_reader_string(r, node, NULL);
	if (text == NULL)
		return otherwise;
	for (int32_t i = 0; words[i] != NULL; i++)
		if (strcasecmp(text, words[i]) == 0)
			return i;
	gz_reader_wrong(r, node, "%.60s is not known here%s", text, or_these(r, text, words, count(words)));
	return otherwise;
}

gz_pack_span gz_reader_span(gz_reader *r, const gz_node *node)
{
	gz_pack_span span = {0};
	const char *text = gz_reader_string(r, node, NULL);
	if (text != NULL && !gz_span_parse(text, &span))
		gz_reader_wrong(r, node, "%.60s: expected a time%s, as 00:12 (hours:minutes), 15 min or 1 d 06:00", text, text[0] == '-' ? " that is not negative" : "");
	return span;
}

const gz_expr *gz_reader_expression(gz_reader *r, const gz_node *node)
{
	gz_error err = {0};
	const gz_expr *expr = NULL;
	const char *text = gz_reader_string(r, node, NULL);
	if (text == NULL)
		return NULL;
	gz_status status = gz_observable_compile(r->pack, text, &expr, &err);
	if (status == GZ_ERR_INPUT)
		gz_mistakes_add(r->mistakes, r->file, node->row, node->column + err.column - (node->plain ? 1 : 0), "%s", err.sentence);
	r->no_memory = r->no_memory || status == GZ_ERR_MEMORY;
	return status == GZ_OK ? expr : NULL;
}

static const char *name_of(const gz_reader_kind *kind, int32_t i)
{
	const char *name; /* the item's first field */
	memcpy(&name, (const char *)kind->items + (size_t)i * kind->size, sizeof name);
	return name;
}

int32_t gz_reader_find(gz_reader *r, const gz_node *node, const gz_reader_kind *kind)
{
	const char *text = gz_reader_string(r, node, NULL);
	if (text == NULL)
		return -1;
	for (int32_t i = 0; i < kind->n; i++)
		if (name_of(kind, i) != NULL && strcmp(name_of(kind, i), text) == 0)
			return i;
	if (kind->unknown)
		return -1;
	const char **names = gz_reader_array(r, const char *, kind->n);
	for (int32_t i = 0; names != NULL && i < kind->n; i++)
		names[i] = name_of(kind, i) == NULL ? "" : name_of(kind, i);
	gz_reader_wrong(r, node, "%.60s: no such %s%s", text, kind->what, names == NULL ? "" : or_these(r, text, names, kind->n));
	return -1;
}

int32_t *gz_reader_indices(gz_reader *r, const gz_node *node, const gz_reader_kind *kind, int32_t *n)
{
	*n = 0;
	if (node == NULL || gz_yaml_is_null(node))
		return NULL;
	bool list = node->kind == GZ_NODE_LIST;
	int32_t *found = gz_reader_array(r, int32_t, list ? node->n : 1);
	for (int32_t i = 0; found != NULL && i < (list ? node->n : 1); i++) {
		int32_t index = gz_reader_find(r, list ? &node->items[i] : node, kind);
		for (int32_t k = 0; index >= 0 && k < *n; k++)
			if (found[k] == index) {
				gz_reader_wrong(r, &node->items[i], "%.60s stands in this list already", node->items[i].text);
				index = -1;
			}
		if (index >= 0)
			found[(*n)++] = index;
	}
	return found;
}

const char **gz_reader_strings(gz_reader *r, const gz_node *node, int32_t *n)
{
	*n = 0;
	if (node == NULL || gz_yaml_is_null(node))
		return NULL;
	bool list = node->kind == GZ_NODE_LIST;
	const char **found = gz_reader_array(r, const char *, list ? node->n : 1);
	for (int32_t i = 0; found != NULL && i < (list ? node->n : 1); i++)
		found[(*n)++] = gz_reader_string(r, list ? &node->items[i] : node, "");
	return found;
}
