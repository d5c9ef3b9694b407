/* Any bytes as a document: a tree within the limits, or a mistake with its place.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32_t count(const gz_node *node, int32_t depth)
{
	double number;
	int64_t whole;
	int32_t n = 1;
	if (depth > GZ_YAML_DEPTH_MAX || node->row < 1 || node->column < 1 || node->text == NULL)
		__builtin_trap();
	if (gz_yaml_int(node, &whole) && !gz_yaml_number(node, &number))
		__builtin_trap();
	for (int32_t i = 0; i < node->n; i++) {
		if (node->kind == GZ_NODE_MAP && gz_yaml_get(node, node->keys[i].text) != &node->items[i])
			__builtin_trap();
		n += count(&node->items[i], depth + 1);
	}
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_error err = {0};
	const gz_node *root = NULL;
	if (gz_yaml_parse(&arena, "fuzz.yaml", (const char *)data, size, &root, &err) == GZ_OK)
		count(root, 0);
	else if (err.sentence[0] == '\0' || err.row < 1 || err.column < 1)
		__builtin_trap();
	gz_arena_free(&arena);
	return 0;
}
