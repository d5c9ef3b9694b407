/* The schemas for editors: that of packs has the keys of their reader; what is shipped is valid by them; of what is broken they refuse
 * that which is wrong by its shape alone.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/fields.h"
#include "suite.h"
#include "text/yaml.h"
#include <dirent.h>
#include <jansson.h>
#include <regex.h>
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

static void use(const char *name)
{
	json_error_t err;
	json_decref(schema);
	schema = json_load_file(in_source(name), JSON_REJECT_DUPLICATES, &err);
	ck_assert_msg(schema != NULL, "%s:%d: %s", name, err.line, err.text);
}

static void setup(void) { use("schema/pack.schema.json"); }

static void teardown(void)
{
	json_decref(schema);
	schema = NULL;
}

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

static bool is_const(const json_t *one, const gz_node *node)
{
	double x;
	bool b;
	if (json_is_string(one))
		return node->kind == GZ_NODE_SCALAR && strcmp(json_string_value(one), node->text) == 0;
	if (json_is_boolean(one))
		return node->plain && gz_yaml_bool(node, &b) && b == json_is_true(one);
	return gz_yaml_number(node, &x) && !(x < json_number_value(one)) && !(x > json_number_value(one));
}

static bool matches(const char *pattern, const gz_node *node)
{
	regex_t compiled;
	ck_assert_int_eq(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
	const bool good = node->kind == GZ_NODE_SCALAR && regexec(&compiled, node->text, 0, NULL, 0) == 0;
	regfree(&compiled);
	return good;
}

static bool within(const json_t *rule, const gz_node *node)
{
	const json_t *least = json_object_get(rule, "minimum"), *most = json_object_get(rule, "maximum"), *one = json_object_get(rule, "const"), *all = json_object_get(rule, "enum"), *word;
	const json_t *fewest = json_object_get(rule, "minItems"), *longest = json_object_get(rule, "maxItems");
	const char *pattern = json_string_value(json_object_get(rule, "pattern"));
	double x = 0;
	bool found = all == NULL;
	size_t i;
	if ((least || most) && !gz_yaml_number(node, &x))
		return false;
	json_array_foreach(all, i, word)
		found = found || (node->kind == GZ_NODE_SCALAR && strcmp(json_string_value(word), node->text) == 0);
	if (node->kind == GZ_NODE_LIST && ((fewest && node->n < json_integer_value(fewest)) || (longest && node->n > json_integer_value(longest))))
		return false;
	return found && !(least && x < json_number_value(least)) && !(most && x > json_number_value(most)) && (!one || is_const(one, node)) && (!pattern || matches(pattern, node));
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

static bool valid_by(const json_t *rule, const char *name)
{
	gz_arena arena = {0};
	const gz_node *root;
	gz_error err = {0};
	ck_assert_msg(gz_yaml_load(&arena, in_source(name), &root, &err) == GZ_OK, "%s: %s", name, err.sentence);
	const bool good = valid(rule, root, 40);
	gz_arena_free(&arena);
	return good;
}

static bool valid_file(const char *name) { return valid_by(schema, name); }

/* Every file of a folder. */
static void all_valid(const json_t *rule, const char *folder)
{
	DIR *d = opendir(in_source(folder));
	int n = 0;
	ck_assert_msg(d != NULL, "%s", folder);
	for (const struct dirent *e; (e = readdir(d)) != NULL;) {
		char path[400];
		if (!strstr(e->d_name, ".yaml"))
			continue;
		snprintf(path, sizeof path, "%s/%.200s", folder, e->d_name);
		ck_assert_msg(valid_by(rule, path), "%s is refused by its schema", path);
		n++;
	}
	closedir(d);
	ck_assert_int_gt(n, 1);
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

START_TEST(test_the_shipped_scenarios_diseases_and_measures_are_valid)
{
	use("schema/scenario.schema.json");
	all_valid(schema, "scenarios");
	all_valid(schema, "docs/examples");
	all_valid(json_object_get(json_object_get(schema, "$defs"), "measure_file"), "measures");
	use("schema/disease.schema.json");
	all_valid(schema, "diseases");
	all_valid(schema, "docs/examples/diseases");
}
END_TEST

/* What is wrong by a name, a date or a range is for `guzar check` to tell. */
START_TEST(test_of_the_broken_scenarios_those_with_a_wrong_shape_are_refused)
{
	static const struct { const char *name; bool shape; } all[] = {{"measure-misspelt-kind", true}, {"measure-date-not-a-date", true}, {"measure-unknown-then", true},
		{"observe-six-weekdays", true}, {"scenario-unknown-key", true}, {"scenario-wrong-type", true}, {"scenario-missing-keys", true}, {"scenario-of-the-future", true},
		{"measure-unknown-crossing", false}, {"begin-unknown-names", false}, {"accepted-everything", false}};
	use("schema/scenario.schema.json");
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char path[200];
		snprintf(path, sizeof path, "tests/cases/%s/scenario.yaml", all[i].name);
		ck_assert_msg(valid_file(path) != all[i].shape, "%s is %s by the schema", all[i].name, all[i].shape ? "right" : "wrong");
	}
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
	tcase_add_test(c, test_the_shipped_scenarios_diseases_and_measures_are_valid);
	tcase_add_test(c, test_of_the_broken_scenarios_those_with_a_wrong_shape_are_refused);
	tcase_add_test(c, test_of_the_broken_packs_those_with_a_wrong_shape_are_refused);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
