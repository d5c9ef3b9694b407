/* The document reader: the tree it makes, the core schema, and every refusal with its place.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_arena arena;
static gz_error err;
static const gz_node *root;

static void begin(void)
{
	arena = (gz_arena){0};
	err = (gz_error){0};
}

static void end(void)
{
	gz_arena_free(&arena);
}

static gz_status parse(const char *text)
{
	return gz_yaml_parse(&arena, "s.yaml", text, strlen(text), &root, &err);
}

static void refused(const char *text, int32_t row, int32_t column, const char *sentence)
{
	ck_assert_msg(parse(text) == GZ_ERR_INPUT, "accepted: %s", text);
	ck_assert_str_eq(err.sentence, sentence);
	ck_assert_str_eq(err.file, "s.yaml");
	ck_assert_msg(err.row == row && err.column == column, "%s: at %d:%d", sentence, err.row, err.column);
}

START_TEST(tree_and_positions)
{
	ck_assert_int_eq(parse("# a scenario\nguzar: 1\ntitle: \"Cholera\"\nbegin:\n  - {place: AFG-kunduz, people: 40}\n  - place: Панҷ\n    people: 2\n"), GZ_OK);
	ck_assert_int_eq(root->kind, GZ_NODE_MAP);
	ck_assert_int_eq(root->n, 3);
	ck_assert_str_eq(root->keys[1].text, "title");
	const gz_node *begins = gz_yaml_get(root, "begin");
	ck_assert_ptr_nonnull(begins);
	ck_assert_int_eq(begins->kind, GZ_NODE_LIST);
	ck_assert_int_eq(begins->n, 2);
	const gz_node *people = gz_yaml_get(&begins->items[0], "people");
	ck_assert_int_eq(people->row, 5);
	ck_assert_int_eq(people->column, 33);
	ck_assert_str_eq(gz_yaml_get(&begins->items[1], "place")->text, "Панҷ");
	ck_assert(!gz_yaml_get(root, "title")->plain);
	ck_assert(gz_yaml_get(root, "guzar")->plain);
	ck_assert_ptr_null(gz_yaml_get(root, "none"));
	ck_assert_ptr_null(gz_yaml_get(NULL, "none"));
	ck_assert_ptr_null(gz_yaml_get(begins, "place"));
}
END_TEST

START_TEST(core_schema)
{
	ck_assert_int_eq(parse("{a: NO, b: yes, c: true, d: FALSE, e: ~, f: , g: null, h: \"null\", i: \"true\", j: on}"), GZ_OK);
	bool truth = false;
	ck_assert(!gz_yaml_bool(gz_yaml_get(root, "a"), &truth));
	ck_assert(!gz_yaml_bool(gz_yaml_get(root, "b"), &truth));
	ck_assert(!gz_yaml_bool(gz_yaml_get(root, "j"), &truth));
	ck_assert(gz_yaml_bool(gz_yaml_get(root, "c"), &truth) && truth);
	ck_assert(gz_yaml_bool(gz_yaml_get(root, "d"), &truth) && !truth);
	ck_assert(!gz_yaml_bool(gz_yaml_get(root, "i"), &truth));
	ck_assert(gz_yaml_is_null(gz_yaml_get(root, "e")) && gz_yaml_is_null(gz_yaml_get(root, "f")) && gz_yaml_is_null(gz_yaml_get(root, "g")));
	ck_assert(!gz_yaml_is_null(gz_yaml_get(root, "h")));
	ck_assert(gz_yaml_is_null(NULL));
}
END_TEST

START_TEST(numbers)
{
	static const struct { const char *text; bool number; double value; bool whole; } rows[] = {
		{"7", true, 7, true}, {"-3", true, -3, true}, {"+4", true, 4, true}, {"0", true, 0, true}, {"0.5", true, 0.5, false},
		{"1e3", true, 1000, false}, {".5", true, 0.5, false}, {"1.0", true, 1, false}, {"010", false, 0, false}, {"1:30", false, 0, false},
		{"0x1f", false, 0, false}, {"0o17", false, 0, false}, {".inf", false, 0, false}, {".nan", false, 0, false}, {"nan", false, 0, false},
		{"1_000", false, 0, false}, {"\"7\"", false, 0, false}, {"1,5", false, 0, false}, {"+-4", false, 0, false}, {"2027-03-01", false, 0, false},
		{"99999999999999999999", true, 1e20, false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double number = 0;
		int64_t whole = 0;
		ck_assert_int_eq(parse(rows[i].text), GZ_OK);
		ck_assert_msg(gz_yaml_number(root, &number) == rows[i].number, "%s", rows[i].text);
		ck_assert_msg(gz_yaml_int(root, &whole) == rows[i].whole, "%s", rows[i].text);
		if (rows[i].number)
			ck_assert_double_eq(number, rows[i].value);
		if (rows[i].whole)
			ck_assert_int_eq(whole, (int64_t)rows[i].value);
	}
}
END_TEST

START_TEST(kind_words)
{
	ck_assert_int_eq(parse("[{}, [], 1, true, x, ~]"), GZ_OK);
	static const char *const words[] = {"a map", "a list", "a number", "true or false", "a text", "nothing"};
	for (int32_t i = 0; i < 6; i++)
		ck_assert_str_eq(gz_yaml_kind_word(&root->items[i]), words[i]);
}
END_TEST

START_TEST(empty_documents)
{
	static const char *const texts[] = {"", "# nothing\n", "---\n", "\xEF\xBB\xBF"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		ck_assert_int_eq(parse(texts[i]), GZ_OK);
		ck_assert(gz_yaml_is_null(root));
	}
	ck_assert_int_eq(parse("\xEF\xBB\xBF" "a: 1"), GZ_OK);
	ck_assert_int_eq(root->keys[0].column, 1);
}
END_TEST

START_TEST(refusals)
{
	refused("a: &x 1\nb: 2\n", 1, 4, "an anchor (&): write the value out each time");
	refused("a: &x [1]\n", 1, 4, "an anchor (&): write the value out each time");
	refused("a: *x\n", 1, 4, "an alias (*): write the value out each time; a text that starts with * is put in quotes");
	refused("a: !!int 1\n", 1, 4, "a tag (!): write the value without it; a text that starts with ! is put in quotes");
	refused("a: !foo {b: 1}\n", 1, 4, "a tag (!): write the value without it");
	refused("days: 1\nb: 2\ndays: 3\n", 3, 1, "'days' stands twice in this map, first in row 1");
	refused("{a: 1, b: {c: 1, 'c': 2}}", 1, 18, "'c' stands twice in this map, first in row 1");
	refused("a: 1\n---\nb: 2\n", 2, 1, "a second document (---): one file holds one document");
	refused("? [a, b]\n: 1\n", 1, 3, "a key must be a plain text, not a map or a list");
	refused("a: 1\nb\n", 3, 1, "expected a colon after the key before this place");
	refused("a:\n\tb: 1\n", 2, 1, "a tab: indent with blanks");
	refused("a:\n  - b: 1\n\tc: 2\n", 3, 1, "a tab: indent with blanks");
	refused("a:\n  - 1\n - 2\n", 3, 2, "this place does not fit what stands above it: check with how many blanks the row begins, and the quotes before it");
	refused("a: \"c:\\data\"\n", 1, 7, "between double quotes \\ begins a sign of its own: use single quotes (')");
	refused("a: %x\n", 1, 4, "a text that starts with '%' must be put in quotes");
	refused("a: b: c\n", 1, 5, "a colon followed by a blank is not allowed here: check the indentation, or put the text in quotes");
	refused("a: [1, 2\n", 2, 1, "a quote or a bracket opened in row 1 is not closed");
	refused("b: 1\na: \"x\n", 3, 1, "a quote or a bracket opened in row 2 is not closed");
	refused("a: 1\nb: \xD0\n", 2, 4, "byte 0xD0 is not UTF-8: save the file as UTF-8");
	refused("a: \x01\n", 1, 4, "control character 0x01: this is not a text file");
	refused("a: \"\\0\"\n", 1, 4, "a NUL character inside a text");
}
END_TEST

START_TEST(depth)
{
	char text[128] = "";
	for (int i = 0; i < 32; i++)
		text[i] = '[', text[32 + i] = ']';
	ck_assert_int_eq(parse(text), GZ_OK);
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	refused(text, 1, 33, "maps and lists nested more than 32 deep");
}
END_TEST

START_TEST(a_million_nodes)
{
	const size_t n = 2 * 1000001 + 2;
	char *text = malloc(n + 1);
	ck_assert_ptr_nonnull(text);
	text[0] = '[';
	for (size_t i = 1; i + 1 < n; i += 2)
		text[i] = '1', text[i + 1] = ',';
	text[n - 1] = ']';
	text[n] = '\0';
	ck_assert_int_eq(parse(text), GZ_ERR_INPUT);
	ck_assert_str_eq(err.sentence, "more than a million values in one file: put tables into CSV files");
	free(text);
}
END_TEST

START_TEST(large_map_keeps_order_and_finds_the_second)
{
	enum { KEYS = 3000 };
	char *text = malloc(KEYS * 16 + 32);
	ck_assert_ptr_nonnull(text);
	int at = 0;
	for (int i = 0; i < KEYS; i++)
		at += snprintf(text + at, 16, "k%d: %d\n", i, i);
	ck_assert_int_eq(parse(text), GZ_OK);
	ck_assert_int_eq(root->n, KEYS);
	for (int32_t i = 0; i < KEYS; i++) {
		int64_t value = 0;
		ck_assert(gz_yaml_int(&root->items[i], &value));
		ck_assert_int_eq(value, i);
	}
	snprintf(text + at, 16, "k77: 0\n");
	refused(text, KEYS + 1, 1, "'k77' stands twice in this map, first in row 78");
	free(text);
}
END_TEST

START_TEST(files)
{
	char path[] = "/tmp/guzar-yaml-XXXXXX";
	const int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "a: 1\n", 5), 5);
	close(fd);
	ck_assert_int_eq(gz_yaml_load(&arena, path, &root, &err), GZ_OK);
	ck_assert_str_eq(gz_yaml_get(root, "a")->text, "1");
	unlink(path);
	ck_assert_int_ne(gz_yaml_load(&arena, path, &root, &err), GZ_OK);
	ck_assert_ptr_null(root);
	ck_assert_str_eq(err.file, path);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("yaml");
	TCase *tc = tcase_create("yaml");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, tree_and_positions);
	tcase_add_test(tc, core_schema);
	tcase_add_test(tc, numbers);
	tcase_add_test(tc, kind_words);
	tcase_add_test(tc, empty_documents);
	tcase_add_test(tc, refusals);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, a_million_nodes);
	tcase_add_test(tc, large_map_keeps_order_and_finds_the_second);
	tcase_add_test(tc, files);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
