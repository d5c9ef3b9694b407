/* The table reader: what it accepts, and what it says about what it does not.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include "text/csv.h"
#include "suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_arena arena;
static gz_mistakes mistakes;
static gz_csv csv;

static void begin(void)
{
	arena = (gz_arena){0};
	gz_mistakes_init(&mistakes);
}

static void end(void)
{
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

static gz_status parse(const char *text)
{
	return gz_csv_parse(&arena, "places.csv", text, strlen(text), &csv, &mistakes);
}

static void expect(int32_t i, int32_t row, int32_t column, const char *sentence)
{
	ck_assert_int_lt(i, mistakes.n);
	ck_assert_str_eq(mistakes.items[i].sentence, sentence);
	ck_assert_str_eq(mistakes.items[i].file, "places.csv");
	ck_assert_int_eq(mistakes.items[i].row, row);
	ck_assert_int_eq(mistakes.items[i].column, column);
}

START_TEST(cells_and_positions)
{
	ck_assert_int_eq(parse("id,name,population\nTJK, Тоҷикистон ,\nK,\"a \"\"b\"\", c\",12\n"), GZ_OK);
	ck_assert_int_eq(csv.n_columns, 3);
	ck_assert_int_eq(csv.n_rows, 2);
	ck_assert_int_eq(gz_csv_column(&csv, "population"), 2);
	ck_assert_int_eq(gz_csv_column(&csv, "Population"), -1);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 1), " Тоҷикистон ");
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 2), "");
	ck_assert_str_eq(gz_csv_cell(&csv, 1, 1), "a \"b\", c");
	ck_assert_str_eq(gz_csv_cell(&csv, 1, 2), "12");
	ck_assert_int_eq(gz_csv_row_line(&csv, 1), 3);
	ck_assert_int_eq(gz_csv_cell_column(&csv, 0, 2), 18);
	ck_assert_int_eq(gz_csv_cell_column(&csv, 1, 1), 3);
}
END_TEST

START_TEST(mark_crlf_and_empty_lines_are_silent)
{
	ck_assert_int_eq(parse("\xEF\xBB\xBF\"id\",n\r\n\r\na,1\r\n\"b\r\nb\",2\r\n\r\nc,3"), GZ_OK);
	ck_assert_int_eq(csv.n_rows, 3);
	ck_assert_str_eq(csv.header[0], "id");
	ck_assert_int_eq(csv.header_positions[0], 1);
	ck_assert_str_eq(gz_csv_cell(&csv, 1, 0), "b\r\nb");
	ck_assert_str_eq(gz_csv_cell(&csv, 1, 1), "2");
	ck_assert_int_eq(gz_csv_row_line(&csv, 0), 3);
	ck_assert_int_eq(gz_csv_row_line(&csv, 1), 4);
	ck_assert_int_eq(gz_csv_row_line(&csv, 2), 7);
	ck_assert_str_eq(gz_csv_cell(&csv, 2, 1), "3");
}
END_TEST

START_TEST(rows_of_commas_and_blanks_around_names_are_silent)
{
	gz_arena own = {0};
	ck_assert_int_eq(parse("id , n,\t name\na,1, b c \n,,\n  \n , \t,\nd,,\"\"\n\"\",,\n"), GZ_OK);
	ck_assert_str_eq(csv.header[0], "id");
	ck_assert_str_eq(csv.header[1], "n");
	ck_assert_str_eq(csv.header[2], "name");
	ck_assert_int_eq(csv.header_positions[1], 5);
	ck_assert_int_eq(csv.n_rows, 3); /* quotes are something that somebody wrote */
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 2), " b c ");
	ck_assert_str_eq(gz_csv_word(&csv, &own, 0, 2), "b c");
	ck_assert_str_eq(gz_csv_word(&csv, &own, 0, 0), "a");
	ck_assert_str_eq(gz_csv_word(&csv, &own, 1, 1), "");
	ck_assert_int_eq(gz_csv_row_line(&csv, 1), 6);
	gz_arena_free(&own);
}
END_TEST

START_TEST(only_a_header_is_a_table_without_rows)
{
	ck_assert_int_eq(parse("id,name"), GZ_OK);
	ck_assert_int_eq(csv.n_columns, 2);
	ck_assert_int_eq(csv.n_rows, 0);
}
END_TEST

START_TEST(every_ragged_row_is_listed)
{
	ck_assert_int_eq(parse("a,b,c\n1,2,3\n1,2\n4,5,6\n1,2,3,4\n0,5,x,y\n\"q\",\"w\",\"e\",\"r\"\n"), GZ_ERR_INPUT);
	ck_assert_int_eq(csv.n_rows, 2);
	ck_assert_int_eq(mistakes.n, 4);
	expect(0, 3, 3, "row 3 has 2 fields, the first row names 3");
	expect(1, 5, 1, "row 5 has 4 fields, the first row names 3; if a comma is meant as a decimal sign, write a point");
	expect(2, 6, 1, "row 6 has 4 fields, the first row names 3; if a comma is meant as a decimal sign, write a point");
	expect(3, 7, 1, "row 7 has 4 fields, the first row names 3");
}
END_TEST

START_TEST(other_separators)
{
	ck_assert_int_eq(parse("id;\"name\";population\nx;\"y;z\";3,5\n;;\nu;;\n"), GZ_OK);
	ck_assert_int_eq(csv.n_columns, 3);
	ck_assert_int_eq(csv.n_rows, 2);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 1), "y;z");
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 2), "3,5");
	ck_assert_int_eq(gz_csv_cell_column(&csv, 0, 2), 9);
	ck_assert_int_eq(parse("id;name,population\nx;y,z\n"), GZ_OK); /* with a comma in the first row commas separate */
	ck_assert_str_eq(csv.header[0], "id;name");
	ck_assert_int_eq(parse("id;name\nx;y;z\n"), GZ_ERR_INPUT);
	expect(0, 2, 1, "row 2 has 3 fields, the first row names 2");
	mistakes.n = 0;
	ck_assert_int_eq(parse("id\tname\t n\n x \t\"y\tz\"\t3,5\n\t\t\n"), GZ_OK); /* as spreadsheets write "Unicode text" */
	ck_assert_int_eq(csv.n_rows, 1);
	ck_assert_str_eq(csv.header[2], "n");
	ck_assert_str_eq(gz_csv_word(&csv, &arena, 0, 0), "x");
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 1), "y\tz");
	ck_assert_int_eq(gz_csv_cell_column(&csv, 0, 2), 11);
	ck_assert_int_eq(parse("id;na\tme\nx;y\n"), GZ_OK);
	ck_assert_str_eq(csv.header[1], "na\tme");
}
END_TEST

static double number(const char *header, const char *text)
{
	double x = -1;
	ck_assert_int_eq(parse(header), GZ_OK);
	return gz_csv_number(&csv, text, &x) ? x : -1;
}

START_TEST(numbers_as_people_write_them)
{
	static const struct { const char *text; double commas, semicolons; } all[] = {{"12", 12, 12}, {"1.5", 1.5, 1.5}, {"1,5", -1, 1.5}, {"0,125", -1, 0.125},
		{"1,234", -1, -1}, {"12345,678", -1, 12345.678}, {"190 000", 190000, 190000}, {"190\u00A0000", 190000, 190000}, {"1\u202F190\u202F000", 1190000, 1190000},
		{"1 190 000,5", -1, 1190000.5}, {"1 190 000,125", -1, 1190000.125}, {"190 00", -1, -1}, {"1900 000", -1, -1}, {"190  000", -1, -1}, {"1,2,3", -1, -1},
		{",5", -1, -1}, {"5,", -1, -1}, {"1,5e3", -1, -1}, {"", -1, -1}, {"x", -1, -1}, {"1 000x", -1, -1}, {"1.000,5", -1, -1}, {"1 000 ", -1, -1},
		{"1 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000", -1, -1}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		ck_assert_msg(number("a,b\n", all[i].text) == all[i].commas, "%s between commas", all[i].text);
		ck_assert_msg(number("a;b\n", all[i].text) == all[i].semicolons && number("a\tb\n", all[i].text) == all[i].semicolons, "%s", all[i].text);
	}
}
END_TEST

static gz_status load(const char *bytes, size_t n)
{
	char path[] = "/tmp/guzar-csv-XXXXXX";
	const int file = mkstemp(path);
	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(write(file, bytes, n), (ssize_t)n);
	close(file);
	gz_mistakes_free(&mistakes);
	const gz_status status = gz_csv_load_export(&arena, path, &csv, &mistakes);
	unlink(path);
	return status;
}

START_TEST(exports_of_other_programs)
{
	static const char little[] = "\xFF\xFEi\0d\0\t\0n\0\r\0\n\0\x12\x04\t\0\x31\0\n\0", big[] = "\xFE\xFF\0i\0d\0\n\x04\x12", cyrillic[] = "id;n\n\xC2\xE0\xF5\xF8 \xB9 1;3\n",
		latin[] = "id,n\nK\xF6ln,3\n", dos[] = "id,n\n\x82\xA0\xE5\xE8,3\n", torn[] = "\xFF\xFEi\0d", surrogate[] = "\xFF\xFEi\0\x00\xD8\n\0";
	ck_assert_int_eq(load(little, sizeof little - 1), GZ_OK);
	ck_assert_int_eq(csv.encoding, GZ_ENCODING_UTF16);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 0), "\u0412");
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 1), "1");
	ck_assert_int_eq(load(big, sizeof big - 1), GZ_OK);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 0), "\u0412");
	ck_assert_int_eq(load(cyrillic, sizeof cyrillic - 1), GZ_OK);
	ck_assert_int_eq(csv.encoding, GZ_ENCODING_WINDOWS_1251);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 0), "\u0412\u0430\u0445\u0448 \u2116 1");
	ck_assert_int_eq(load("id\n\u0412\n", 6), GZ_OK);
	ck_assert_int_eq(csv.encoding, GZ_ENCODING_UTF8);
	ck_assert_int_eq(load(latin, sizeof latin - 1), GZ_ERR_INPUT);
	ck_assert_str_eq(mistakes.items[0].sentence, "byte 0xF6 is not UTF-8: save the file as CSV UTF-8");
	ck_assert_int_eq(load(dos, sizeof dos - 1), GZ_ERR_INPUT);
	ck_assert_str_eq(mistakes.items[0].sentence, "byte 0x82 is not UTF-8: save the file as CSV UTF-8");
	ck_assert_int_eq(load(torn, sizeof torn - 1), GZ_ERR_INPUT);
	ck_assert_int_eq(load(surrogate, sizeof surrogate - 1), GZ_ERR_INPUT);
	ck_assert_int_eq(load("\xFF\xFE", 2), GZ_ERR_INPUT);
	ck_assert_str_eq(mistakes.items[0].sentence, "the file is empty: the first row must name the columns");
}
END_TEST

START_TEST(column_names)
{
	ck_assert_int_eq(parse("id,name,,id\n1,2,3,4\n"), GZ_ERR_INPUT);
	ck_assert_int_eq(mistakes.n, 2);
	expect(0, 1, 9, "column 3 has no name");
	expect(1, 1, 10, "column 'id' is named twice: columns 1 and 4");
	ck_assert_int_eq(csv.n_rows, 1);
}
END_TEST

START_TEST(quotes)
{
	ck_assert_int_eq(parse("a,b\n1,\"x\n2,y\n"), GZ_ERR_INPUT);
	expect(0, 2, 3, "a quote opens here and is never closed");
	gz_mistakes_free(&mistakes);
	ck_assert_int_eq(parse("a,b\n1,x\"y\n\"x\"y,2\n3,4\n"), GZ_ERR_INPUT);
	expect(0, 2, 4, "a quote inside an unquoted field: put the whole field in quotes and write the inner quote twice (\"\")");
	expect(1, 3, 4, "text after a closing quote: a quote inside a quoted field is written twice (\"\")");
	ck_assert_int_eq(csv.n_rows, 1);
}
END_TEST

START_TEST(not_text)
{
	ck_assert_int_eq(parse(""), GZ_ERR_INPUT);
	expect(0, 1, 1, "the file is empty: the first row must name the columns");
	gz_mistakes_free(&mistakes);
	ck_assert_int_eq(gz_csv_parse(&arena, "places.csv", "a,b\n1,\0", 7, &csv, &mistakes), GZ_ERR_INPUT);
	expect(0, 2, 3, "a NUL byte: this is not a text file (a spreadsheet must be saved as CSV UTF-8)");
	gz_mistakes_free(&mistakes);
	ck_assert_int_eq(parse("a,b\nя,\xCF\xF0\n"), GZ_ERR_INPUT);
	expect(0, 2, 3, "byte 0xCF is not UTF-8: save the file as CSV UTF-8");
}
END_TEST

START_TEST(endless_line)
{
	const size_t n = (1 << 20) + 10;
	char *text = malloc(n + 1);
	ck_assert_ptr_nonnull(text);
	memset(text, 'x', n);
	text[n] = '\0';
	memcpy(text, "a\n", 2);
	ck_assert_int_eq(parse(text), GZ_ERR_INPUT);
	expect(0, 2, 1, "this line is longer than 1 MiB");
	free(text);
}
END_TEST

START_TEST(many_rows)
{
	enum { ROWS = 20000 };
	char *text = malloc(ROWS * 16);
	ck_assert_ptr_nonnull(text);
	int at = snprintf(text, 16, "id,n\n");
	for (int i = 0; i < ROWS; i++)
		at += snprintf(text + at, 16, "p%d,%d\n", i, i * 3);
	ck_assert_int_eq(parse(text), GZ_OK);
	ck_assert_int_eq(csv.n_rows, ROWS);
	for (int i = 0; i < ROWS; i++)
		ck_assert_int_eq(atoi(gz_csv_cell(&csv, i, 1)), i * 3);
	ck_assert_int_eq(gz_csv_row_line(&csv, ROWS - 1), ROWS + 1);
	free(text);
}
END_TEST

START_TEST(files)
{
	char path[] = "/tmp/guzar-csv-XXXXXX";
	const int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "a,b\n1,2\n", 8), 8);
	close(fd);
	gz_error err = {0};
	ck_assert_int_eq(gz_csv_load(&arena, path, &csv, &err), GZ_OK);
	ck_assert_str_eq(gz_csv_cell(&csv, 0, 1), "2");
	unlink(path);
	ck_assert_int_ne(gz_csv_load(&arena, path, &csv, &err), GZ_OK);
	ck_assert_str_eq(err.file, path);
	ck_assert_int_ne(gz_csv_load(&arena, "/tmp", &csv, NULL), GZ_OK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("csv");
	TCase *tc = tcase_create("csv");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, cells_and_positions);
	tcase_add_test(tc, mark_crlf_and_empty_lines_are_silent);
	tcase_add_test(tc, rows_of_commas_and_blanks_around_names_are_silent);
	tcase_add_test(tc, only_a_header_is_a_table_without_rows);
	tcase_add_test(tc, numbers_as_people_write_them);
	tcase_add_test(tc, exports_of_other_programs);
	tcase_add_test(tc, every_ragged_row_is_listed);
	tcase_add_test(tc, other_separators);
	tcase_add_test(tc, column_names);
	tcase_add_test(tc, quotes);
	tcase_add_test(tc, not_text);
	tcase_add_test(tc, endless_line);
	tcase_add_test(tc, many_rows);
	tcase_add_test(tc, files);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
