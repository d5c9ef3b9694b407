/* What the readers of a pack share: the pack being filled, the list of mistakes, and readers of the plain kinds of node.
 *
 * No reader stops at a mistake: it notes it with file, row and column and gives back a harmless default, so that everything that is
 * wrong is told at once. A NULL node means that the key is absent, and gives the default without a mistake.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_READER_H
#define GZ_READER_H
#include "exercise/pack.h"
#include "text/yaml.h"

typedef struct gz_reader {
	gz_pack *pack;
	gz_mistakes *mistakes;
	const char *file; /* of the nodes being read */
	bool no_memory;
} gz_reader;

/* Things that can be named; each item begins with its name (const char *). */
typedef struct gz_reader_kind {
	const char *what;
	const void *items;
	size_t size;
	int32_t n;
	bool unknown; /* the list could not be read: any name may be right */
} gz_reader_kind;
#define GZ_READER_KIND(what, items, n) ((gz_reader_kind){what, items, sizeof *(items), n, false})

void gz_reader_wrong(gz_reader *r, const gz_node *node, const char *fmt, ...) GZ_PRINTF(3, 4);
gz_pack_mark gz_reader_mark(const gz_reader *r, const gz_node *node);
/* Memory from the pack's arena, zeroed; NULL when there is none left, which is remembered. */
void *gz_reader_items(gz_reader *r, size_t size, int64_t n);
#define gz_reader_array(r, type, n) ((type *)gz_reader_items((r), sizeof(type), (int64_t)(n)))

/* True for a map; keys (NULL after the last) that are not in the list are mistakes. keys NULL: any. */
bool gz_reader_map(gz_reader *r, const gz_node *node, const char *const *keys);
/* A section: a map of names to rows; how many rows, 0 if it is absent or wrong. Names must be letters, digits, - _ and . */
int32_t gz_reader_section(gz_reader *r, const gz_node *node);
/* A text of one language, without blanks at its end; `otherwise` where it is absent. */
const char *gz_reader_string(gz_reader *r, const gz_node *node, const char *otherwise);
/* Whether a node is a text: one, or a map of languages. */
bool gz_reader_is_text(const gz_node *node);
/* A text in one language (the pack's), or a map of en, ru, tg and prs; its live values are checked later. */
void gz_reader_text(gz_reader *r, const gz_node *node, gz_pack_text *out);
/* The same, and it must be there: `row` is where it should stand. */
void gz_reader_text_needed(gz_reader *r, const gz_node *row, const char *key, gz_pack_text *out);
bool gz_reader_bool(gz_reader *r, const gz_node *node, bool otherwise);
double gz_reader_number(gz_reader *r, const gz_node *node, double low, double high, double otherwise);
int64_t gz_reader_whole(gz_reader *r, const gz_node *node, int64_t low, int64_t high, int64_t otherwise);
/* Index of a word in a list (NULL after the last), whatever its case. */
int32_t gz_reader_choice(gz_reader *r, const gz_node *node, const char *const *words, int32_t otherwise);
gz_pack_span gz_reader_span(gz_reader *r, const gz_node *node);
const gz_expr *gz_reader_expression(gz_reader *r, const gz_node *node);
/* Index by name, -1 and a mistake with the nearest name when there is none; -1 for an absent node. */
int32_t gz_reader_find(gz_reader *r, const gz_node *node, const gz_reader_kind *kind);
/* One name or a list of names; without those that are not found. */
int32_t *gz_reader_indices(gz_reader *r, const gz_node *node, const gz_reader_kind *kind, int32_t *n);
/* One text or a list of texts, of one language. */
const char **gz_reader_strings(gz_reader *r, const gz_node *node, int32_t *n);
#endif
