/* YAML documents as trees of nodes that know their row and column, read by the 1.2 core schema.
 *
 * Only what a scenario needs is accepted: one document of maps, lists and scalars. Refused with row and column: anchors, aliases, tags,
 * duplicate keys, keys that are not scalars, several documents, depth above 32, more than a million nodes, files above 16 MiB.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_YAML_H
#define GZ_YAML_H
#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum gz_node_kind { GZ_NODE_SCALAR, GZ_NODE_MAP, GZ_NODE_LIST } gz_node_kind;

typedef struct gz_node {
	gz_node_kind kind;
	int32_t row, column;        /* 1-based, where the node starts */
	const char *text;           /* SCALAR: its text, else "" */
	bool plain;                 /* SCALAR: written without quotes */
	int32_t n;                  /* MAP, LIST: how many items */
	const struct gz_node *keys;  /* MAP: [n] scalars, in file order */
	const struct gz_node *items; /* MAP, LIST: [n] */
} gz_node;

enum { GZ_YAML_DEPTH_MAX = 32, GZ_YAML_NODES_MAX = 1000000, GZ_YAML_BYTES_MAX = 16 << 20 };

/* Loads the document at path into arena; an empty document is a null scalar at 1:1. GZ_ERR_INPUT with file, row and column. */
gz_status gz_yaml_load(gz_arena *arena, const char *path, const gz_node **root, gz_error *err);
/* The same from n bytes in memory; `path` only names them in mistakes. Borrows bytes. */
gz_status gz_yaml_parse(gz_arena *arena, const char *path, const char *bytes, size_t n, const gz_node **root, gz_error *err);

/* Value of a key, NULL if the key is absent or the node is no map (a NULL node is allowed). */
const gz_node *gz_yaml_get(const gz_node *map, const char *key);
/* True for a plain empty, ~, null, Null or NULL scalar; also for a NULL node. */
bool gz_yaml_is_null(const gz_node *node);
/* Plain true/false (True, TRUE ...); other words (yes, no, on) are text. False if the node is no boolean. */
bool gz_yaml_bool(const gz_node *node, bool *out);
/* A plain decimal number; false for anything else (quoted, 010, 0x1f, 1:30, .inf, .nan, 1_000). */
bool gz_yaml_number(const gz_node *node, double *out);
/* A plain whole number that fits 64 bits; 1.0 and 1e3 are not. */
bool gz_yaml_int(const gz_node *node, int64_t *out);
/* "a text", "a map", "a list", "nothing", "a number", "true or false": for mistakes such as "expected a map, this is a list". */
const char *gz_yaml_kind_word(const gz_node *node);
#endif
