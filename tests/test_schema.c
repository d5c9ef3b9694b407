/* schema/pack.schema.json beside the reader of packs: the same keys; the shipped packs are valid by it; of the broken ones it refuses those
 * that are wrong by their shape alone.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/fields.h"
#include "suite.h"
#include "text/yaml.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *schema;

static const char *in_source(const char *name)
{
	static char path[1000];
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(path, sizeof path, "%s/%s", source ? source : ".", name);
	return path;
}

static void setup(void)
{
	json_error_t err;
	schema = json_load_file(in_source("schema/pack.schema.json"), JSON_REJECT_DUPLICATES, &err);
	ck_assert_msg(schema != NULL, "%d: %s", err.line, err.text);
}

static void teardown(void) { json_decref(schema); }

/* ---- as much of JSON Schema as the file uses ---- */
static bool is_of(const gz_node *node, const char *type)
{
	double x;
	int64_t n;
	bool b;
	if (node->kind != GZ_NODE_SCALAR)
		return strcmp(type, node->kind == GZ_NODE_MAP ? "object" : "array") == 0;
	if (node->plain && gz_yaml_bool(node, &b))
		return strcmp(type, "boolean") == 0;
	if (node->plain && gz_yaml_int(node, &n))
		return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
	if (node->plain && gz_yaml_number(node, &x))
		return strcmp(type, "number") == 0;
	return strcmp(type, "string") == 0;
}

static bool of_type(const json_t *rule, const gz_node *node)
{
	size_t i;
	json_t *one;
	if (json_is_string(rule))
		return is_of(node, json_string_value(rule));
	json_array_foreach(rule, i, one)
		if (is_of(node, json_string_value(one)))
			return true;
	return rule == NULL;
}

static bool within(const json_t *rule, const gz_node *node)
{
	const json_t *least = json_object_get(rule, "minimum"), *most = json_object_get(rule, "maximum"), *one = json_object_get(rule, "const"), *all = json_object_get(rule, "enum"), *word;
	double x = 0;
	bool found = all == NULL;
	size_t i;
	if ((least || most || one) && !gz_yaml_number(node, &x))
		return false;
	json_array_foreach(all, i, word)
		found = found || (node->kind == GZ_NODE_SCALAR && strcmp(json_string_value(word), node->text) == 0);
	return found && !(least && x < json_number_value(least)) && !(most && x > json_number_value(most)) && !(one && (json_int_t)x != json_integer_value(one));
}

static bool valid(const json_t *rule, const gz_node *node, int depth);

static bool valid_map(const json_t *rule, const gz_node *node, int depth)
{
	const json_t *properties = json_object_get(rule, "properties"), *others = json_object_get(rule, "additionalProperties"), *needed;
	size_t i;
	json_array_foreach(json_object_get(rule, "required"), i, needed)
		if (gz_yaml_is_null(gz_yaml_get(node, json_string_value(needed))))
			return false;
	for (int32_t k = 0; k < node->n; k++) {
		const json_t *own = json_object_get(properties, node->keys[k].text), *by = own ? own : others;
		if (json_is_false(by) || (by && !gz_yaml_is_null(&node->items[k]) && !valid(by, &node->items[k], depth - 1)))
			return false;
	}
	return true;
}

static bool valid(const json_t *rule, const gz_node *node, int depth)
{
	const char *ref = json_string_value(json_object_get(rule, "$ref"));
	const json_t *any = json_object_get(rule, "anyOf"), *items = json_object_get(rule, "items"), *one;
	bool good = any == NULL;
	size_t i;
	ck_assert_int_gt(depth, 0);
	if (ref) {
		const json_t *defined = json_object_get(json_object_get(schema, "$defs"), ref + strlen("#/$defs/"));
		ck_assert_msg(defined != NULL, "%s", ref);
		return valid(defined, node, depth - 1);
	}
	json_array_foreach(any, i, one)
		good = good || valid(one, node, depth - 1);
	if (!good || !of_type(json_object_get(rule, "type"), node) || !within(rule, node))
		return false;
	for (int32_t k = 0; items && node->kind == GZ_NODE_LIST && k < node->n; k++)
		if (!valid(items, &node->items[k], depth - 1))
			return false;
	return node->kind != GZ_NODE_MAP || valid_map(rule, node, depth);
}

static bool valid_file(const char *name)
{
	gz_arena arena = {0};
	const gz_node *root;
	gz_error err = {0};
	ck_assert_msg(gz_yaml_load(&arena, in_source(name), &root, &err) == GZ_OK, "%s: %s", name, err.sentence);
	const bool good = valid(schema, root, 40);
	gz_arena_free(&arena);
	return good;
}

/* ---- tests ---- */
START_TEST(test_the_keys_are_the_readers)
{
	for (int k = 0; k < GZ_FIELDS_KINDS; k++) {
		const char *name = gz_fields_name((gz_fields_kind)k), *const *keys = gz_fields_of((gz_fields_kind)k);
		const json_t *kind = strcmp(name, "pack") == 0 ? schema : json_object_get(json_object_get(schema, "$defs"), name);
		size_t n = 0;
		for (; keys[n]; n++)
			ck_assert_msg(json_object_get(json_object_get(kind, "properties"), keys[n]) != NULL, "the schema of %s lacks %s", name, keys[n]);
		ck_assert_msg(json_object_size(json_object_get(kind, "properties")) == n, "the schema of %s has keys that the reader does not know", name);
		ck_assert_msg(json_is_false(json_object_get(kind, "additionalProperties")), "%s may have any key", name);
	}
}
END_TEST

START_TEST(test_the_shipped_packs_are_valid)
{
	ck_assert(valid_file("packs/clean-water/pack.yaml"));
	ck_assert(valid_file("packs/template/pack.yaml"));
}
END_TEST

/* What is wrong by a name, a time, an expression or the whole of the script is for `guzar exercise check` to tell. */
START_TEST(test_of_the_broken_packs_those_with_a_wrong_shape_are_refused)
{
	static const struct { const char *name; bool shape; } all[] = {{"exercise-bad-names", true}, {"exercise-is-empty", true}, {"exercise-bad-script", false},
		{"exercise-bad-table", false}, {"exercise-bad-times", false}, {"exercise-bad-answers", false}, {"exercise-answers-nobody-gives", false}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char path[200];
		snprintf(path, sizeof path, "tests/cases/%s/pack.yaml", all[i].name);
		ck_assert_msg(valid_file(path) != all[i].shape, "%s is %s by the schema", all[i].name, all[i].shape ? "right" : "wrong");
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("schema");
	TCase *c = tcase_create("schema");
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_the_keys_are_the_readers);
	tcase_add_test(c, test_the_shipped_packs_are_valid);
	tcase_add_test(c, test_of_the_broken_packs_those_with_a_wrong_shape_are_refused);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
