/* The document reader: libyaml's events to a tree, with a stack of open maps and lists instead of recursion.
 *
 * Children are collected in arrays that double in the arena; a finished map or list is copied by value into its parent's array, so no
 * pointer to a node exists before the array that holds it is final.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml.h"

#include "base/file.h"
#include "base/number.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* A map or list that is not closed yet. */
typedef struct frame {
	gz_node node;
	gz_node *keys, *items;
	int32_t capacity;
	bool keyed; /* a map whose next child is a value */
} frame;

typedef struct builder {
	gz_arena *arena;
	const char *path;
	gz_error *err;
	const char *bytes;
	size_t n;
	frame frames[GZ_YAML_DEPTH_MAX];
	int32_t depth, n_nodes;
	gz_node root;
	bool rooted;
} builder;

static int32_t count_from_one(size_t zero_based)
{
	return zero_based < INT32_MAX ? (int32_t)zero_based + 1 : INT32_MAX;
}

static gz_status refuse(const builder *b, const yaml_mark_t *mark, const char *sentence)
{
	return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark->line), count_from_one(mark->column), "%s", sentence);
}

static gz_status no_memory(const builder *b)
{
	return gz_error_set(b->err, GZ_ERR_MEMORY, b->path, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

static int compare_keys(const void *left, const void *right)
{
	const gz_node *const *a = left, *const *b = right;
	const int order = strcmp((*a)->text, (*b)->text);
	if (order != 0)
		return order;
	return (*a > *b) - (*a < *b); /* of one array: file order */
}

/* A key that stands twice is a mistake at its second place. */
static gz_status check_keys(builder *b, const gz_node *map)
{
	if (map->n < 2)
		return GZ_OK;
	const gz_node **sorted = (const gz_node **)malloc((size_t)map->n * sizeof *sorted);
	if (sorted == NULL)
		return no_memory(b);
	for (int32_t i = 0; i < map->n; i++)
		sorted[i] = &map->keys[i];
	qsort((void *)sorted, (size_t)map->n, sizeof *sorted, compare_keys);
	const gz_node *first = NULL, *second = NULL;
	for (int32_t i = 1; i < map->n; i++)
		if (strcmp(sorted[i - 1]->text, sorted[i]->text) == 0 && (second == NULL || sorted[i] < second)) {
			first = sorted[i - 1];
			second = sorted[i];
		}
	free((void *)sorted);
	if (second == NULL)
		return GZ_OK;
	return gz_error_set(b->err, GZ_ERR_INPUT, b->path, second->row, second->column, "'%.100s' stands twice in this map, first in row %d",
		second->text, first->row);
}

static bool widen(builder *b, frame *f)
{
	if (f->node.n < f->capacity)
		return true;
	const int32_t capacity = f->capacity == 0 ? 4 : f->capacity * 2;
	gz_node *keys = f->node.kind == GZ_NODE_MAP ? gz_arena_array(b->arena, gz_node, capacity) : NULL;
	gz_node *items = gz_arena_array(b->arena, gz_node, capacity);
	if (items == NULL || (keys == NULL && f->node.kind == GZ_NODE_MAP))
		return false;
	if (f->node.n > 0) {
		memcpy(items, f->items, (size_t)f->node.n * sizeof *items);
		if (keys != NULL)
			memcpy(keys, f->keys, (size_t)f->node.n * sizeof *keys);
	}
	f->keys = keys;
	f->items = items;
	f->capacity = capacity;
	return true;
}

/* Puts a finished node where it belongs. */
static gz_status attach(builder *b, const gz_node *node, const yaml_mark_t *mark)
{
	if (b->depth == 0) {
		b->root = *node;
		b->rooted = true;
		return GZ_OK;
	}
	frame *f = &b->frames[b->depth - 1];
	if (f->node.kind == GZ_NODE_MAP && !f->keyed) {
		if (node->kind != GZ_NODE_SCALAR)
			return refuse(b, mark, "a key must be a plain text, not a map or a list");
		if (!widen(b, f))
			return no_memory(b);
		f->keys[f->node.n] = *node;
		f->keyed = true;
		return GZ_OK;
	}
	if (!widen(b, f))
		return no_memory(b);
	f->items[f->node.n++] = *node;
	f->keyed = false;
	return GZ_OK;
}

static gz_status count_node(builder *b, const yaml_mark_t *mark)
{
	if (++b->n_nodes > GZ_YAML_NODES_MAX)
		return refuse(b, mark, "more than a million values in one file: put tables into CSV files");
	return GZ_OK;
}

static gz_status on_scalar(builder *b, const yaml_event_t *event)
{
	if (event->data.scalar.anchor != NULL)
		return refuse(b, &event->start_mark, "an anchor (&): write the value out each time");
	if (event->data.scalar.tag != NULL)
		return refuse(b, &event->start_mark, "a tag (!): write the value without it; a text that starts with ! is put in quotes");
	const char *text = (const char *)event->data.scalar.value;
	const size_t n = event->data.scalar.length;
	if (memchr(text, '\0', n) != NULL)
		return refuse(b, &event->start_mark, "a NUL character inside a text");
	gz_node node = {.kind = GZ_NODE_SCALAR, .row = count_from_one(event->start_mark.line), .column = count_from_one(event->start_mark.column),
		.text = gz_arena_strndup(b->arena, text, n), .plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE};
	if (node.text == NULL)
		return no_memory(b);
	return attach(b, &node, &event->start_mark);
}

static gz_status on_open(builder *b, gz_node_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag, const yaml_mark_t *mark)
{
	if (anchor != NULL)
		return refuse(b, mark, "an anchor (&): write the value out each time");
	if (tag != NULL)
		return refuse(b, mark, "a tag (!): write the value without it");
	if (b->depth == GZ_YAML_DEPTH_MAX)
		return refuse(b, mark, "maps and lists nested more than 32 deep");
	frame *f = &b->frames[b->depth];
	if (b->depth > 0 && b->frames[b->depth - 1].node.kind == GZ_NODE_MAP && !b->frames[b->depth - 1].keyed)
		return refuse(b, mark, "a key must be a plain text, not a map or a list");
	*f = (frame){.node = {.kind = kind, .row = count_from_one(mark->line), .column = count_from_one(mark->column), .text = ""}};
	b->depth++;
	return GZ_OK;
}

static gz_status on_close(builder *b, const yaml_mark_t *mark)
{
	assert(b->depth > 0);
	frame *f = &b->frames[--b->depth];
	f->node.keys = f->keys;
	f->node.items = f->items;
	if (f->node.kind == GZ_NODE_MAP)
		GZ_TRY(check_keys(b, &f->node));
	return attach(b, &f->node, mark);
}

static gz_status on_event(builder *b, const yaml_event_t *event)
{
	const yaml_mark_t *mark = &event->start_mark;
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		return b->rooted ? refuse(b, mark, "a second document (---): one file holds one document") : GZ_OK;
	case YAML_ALIAS_EVENT:
		return refuse(b, mark, "an alias (*): write the value out each time; a text that starts with * is put in quotes");
	case YAML_SCALAR_EVENT:
		GZ_TRY(count_node(b, mark));
		return on_scalar(b, event);
	case YAML_SEQUENCE_START_EVENT:
		GZ_TRY(count_node(b, mark));
		return on_open(b, GZ_NODE_LIST, event->data.sequence_start.anchor, event->data.sequence_start.tag, mark);
	case YAML_MAPPING_START_EVENT:
		GZ_TRY(count_node(b, mark));
		return on_open(b, GZ_NODE_MAP, event->data.mapping_start.anchor, event->data.mapping_start.tag, mark);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return on_close(b, mark);
	default:
		return GZ_OK;
	}
}

/* The byte at a mark, 0 past the end. */
static char byte_at(const builder *b, const yaml_mark_t *mark)
{
	size_t i = 0, line = 0, column = 0;
	for (; i < b->n && line < mark->line; i++)
		line += b->bytes[i] == '\n';
	for (; i < b->n && column < mark->column; column++) {
		const size_t length = gz_utf8_next(b->bytes + i, b->n - i, NULL);
		i += length == 0 ? 1 : length;
	}
	return i < b->n ? b->bytes[i] : '\0';
}

/* What libyaml found wrong with the form of the text, in a person's words where we know better ones. */
static gz_status refuse_form(const builder *b, const yaml_parser_t *parser)
{
	const yaml_mark_t *mark = &parser->problem_mark;
	const char *problem = parser->problem != NULL ? parser->problem : "this is not YAML";
	const char c = byte_at(b, mark);
	if (parser->error == YAML_MEMORY_ERROR)
		return no_memory(b);
	if ((strstr(problem, "cannot start any token") != NULL && c == '\t') || strstr(problem, "found a tab character") != NULL)
		return refuse(b, mark, "a tab: indent with blanks");
	if (strstr(problem, "did not find expected key") != NULL || strstr(problem, "did not find expected '-'") != NULL)
		return refuse(b, mark, "this place does not fit what stands above it: check with how many blanks the row begins, and the quotes before it");
	if (strstr(problem, "unknown escape character") != NULL)
		return refuse(b, mark, "between double quotes \\ begins a sign of its own: use single quotes (')");
	if (strstr(problem, "cannot start any token") != NULL)
		return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark->line), count_from_one(mark->column),
			"a text that starts with '%c' must be put in quotes", c);
	if (strstr(problem, "mapping values are not allowed") != NULL)
		return refuse(b, mark, "a colon followed by a blank is not allowed here: check the indentation, or put the text in quotes");
	if (strstr(problem, "could not find expected ':'") != NULL)
		return refuse(b, mark, "expected a colon after the key before this place");
	if (strstr(problem, "unexpected end of stream") != NULL || strstr(problem, "did not find expected ',' or") != NULL)
		return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark->line), count_from_one(mark->column),
			"a quote or a bracket opened in row %d is not closed", count_from_one(parser->context_mark.line));
	return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark->line), count_from_one(mark->column),
		"the form is not YAML: %s (check the indentation)", problem);
}

static gz_status read_events(builder *b, yaml_parser_t *parser)
{
	for (;;) {
		yaml_event_t event;
		if (!yaml_parser_parse(parser, &event))
			return refuse_form(b, parser);
		const gz_status status = on_event(b, &event);
		const bool last = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
		if (status != GZ_OK || last)
			return status;
	}
}

static bool allowed(uint32_t code)
{
	return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code != 0x7F && !(code >= 0x80 && code < 0xA0 && code != 0x85));
}

/* The characters first, so that their mistakes have a row and a column. */
static gz_status check_characters(const builder *b)
{
	yaml_mark_t mark = {0};
	for (size_t i = 0; i < b->n;) {
		uint32_t code = 0;
		const size_t length = gz_utf8_next(b->bytes + i, b->n - i, &code);
		if (length == 0)
			return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark.line), count_from_one(mark.column),
				"byte 0x%02X is not UTF-8: save the file as UTF-8", (unsigned char)b->bytes[i]);
		if (!allowed(code))
			return gz_error_set(b->err, GZ_ERR_INPUT, b->path, count_from_one(mark.line), count_from_one(mark.column),
				"control character 0x%02X: this is not a text file", (unsigned)code);
		i += length;
		mark.column++;
		if (code == '\n') {
			mark.line++;
			mark.column = 0;
		}
	}
	return GZ_OK;
}

gz_status gz_yaml_parse(gz_arena *arena, const char *path, const char *bytes, size_t n, const gz_node **root, gz_error *err)
{
	*root = NULL;
	if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		n -= 3;
	}
	builder b = {.arena = arena, .path = path, .err = err, .bytes = bytes, .n = n, .root = {.row = 1, .column = 1, .text = "", .plain = true}};
	if (n > GZ_YAML_BYTES_MAX)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the file is larger than 16 MiB: put tables into CSV files");
	GZ_TRY(check_characters(&b));
	yaml_parser_t parser;
	if (!yaml_parser_initialize(&parser))
		return no_memory(&b);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, n);
	const gz_status status = read_events(&b, &parser);
	yaml_parser_delete(&parser);
	if (status != GZ_OK)
		return status;
	gz_node *node = gz_arena_array(arena, gz_node, 1);
	if (node == NULL)
		return no_memory(&b);
	*node = b.root;
	*root = node;
	return GZ_OK;
}

gz_status gz_yaml_load(gz_arena *arena, const char *path, const gz_node **root, gz_error *err)
{
	char *bytes = NULL;
	size_t n = 0;
	*root = NULL;
	GZ_TRY(gz_file_read(path, GZ_YAML_BYTES_MAX, arena, &bytes, &n, err));
	return gz_yaml_parse(arena, path, bytes, n, root, err);
}

const gz_node *gz_yaml_get(const gz_node *map, const char *key)
{
	if (map == NULL || map->kind != GZ_NODE_MAP)
		return NULL;
	for (int32_t i = 0; i < map->n; i++)
		if (strcmp(map->keys[i].text, key) == 0)
			return &map->items[i];
	return NULL;
}

static bool is_plain(const gz_node *node)
{
	return node != NULL && node->kind == GZ_NODE_SCALAR && node->plain;
}

static bool is_word(const char *text, const char *const words[3])
{
	return strcmp(text, words[0]) == 0 || strcmp(text, words[1]) == 0 || strcmp(text, words[2]) == 0;
}

bool gz_yaml_is_null(const gz_node *node)
{
	static const char *const words[3] = {"null", "Null", "NULL"};
	return node == NULL || (is_plain(node) && (node->text[0] == '\0' || strcmp(node->text, "~") == 0 || is_word(node->text, words)));
}

bool gz_yaml_bool(const gz_node *node, bool *out)
{
	static const char *const yes[3] = {"true", "True", "TRUE"}, *const no[3] = {"false", "False", "FALSE"};
	if (!is_plain(node) || !(is_word(node->text, yes) || is_word(node->text, no)))
		return false;
	*out = is_word(node->text, yes);
	return true;
}

/* The number without a plus sign, or NULL where a leading zero makes it a text (010). */
static const char *number_text(const gz_node *node)
{
	if (!is_plain(node))
		return NULL;
	const char *text = node->text;
	const char *digits = text + (text[0] == '-' || text[0] == '+');
	if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
		return NULL;
	return text[0] == '+' && text[1] != '-' && text[1] != '+' ? text + 1 : text;
}

bool gz_yaml_number(const gz_node *node, double *out)
{
	const char *text = number_text(node);
	return text != NULL && gz_number_parse(text, strlen(text), out);
}

bool gz_yaml_int(const gz_node *node, int64_t *out)
{
	const char *text = number_text(node);
	return text != NULL && gz_number_parse_int(text, strlen(text), out);
}

const char *gz_yaml_kind_word(const gz_node *node)
{
	double number;
	bool truth;
	if (gz_yaml_is_null(node))
		return "nothing";
	if (node->kind != GZ_NODE_SCALAR)
		return node->kind == GZ_NODE_MAP ? "a map" : "a list";
	if (gz_yaml_number(node, &number))
		return "a number";
	return gz_yaml_bool(node, &truth) ? "true or false" : "a text";
}
