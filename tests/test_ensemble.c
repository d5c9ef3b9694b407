/* ensemble.nc read back, and a manifest that knows its files.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "faking.h"
#include "forecast/ensemble.h"
#include "forecast/manifest.h"
#include "suite.h"

#include <check.h>
#include <netcdf.h>
#include <stdio.h>
#include <unistd.h>

static const char path[] = "test_ensemble.nc", manifest_path[] = "test_ensemble.json";

START_TEST(values_stand_where_they_belong)
{
	int file, variable, shuffle, deflate, level;
	nc_type type;
	ck_assert_int_eq(gz_ensemble_write(&f->result, "0.0", path, NULL), GZ_OK);
	ck_assert_int_eq(nc_open(path, NC_NOWRITE, &file), NC_NOERR);
	ck_assert_int_eq(nc_inq_varid(file, "infections", &variable), NC_NOERR);
	ck_assert_int_eq(nc_inq_vartype(file, variable, &type), NC_NOERR);
	ck_assert_int_eq(type, NC_INT);
	ck_assert_int_eq(nc_inq_var_deflate(file, variable, &shuffle, &deflate, &level), NC_NOERR);
	ck_assert(shuffle && deflate);
	const size_t at[] = {1, 3, 2}; /* a1, day 3, replicate 2 */
	const size_t group[] = {0, 3, 2};
	int value = -1;
	ck_assert_int_eq(nc_get_var1_int(file, variable, at, &value), NC_NOERR);
	ck_assert_int_eq(value, 5);
	ck_assert_int_eq(nc_get_var1_int(file, variable, group, &value), NC_NOERR);
	ck_assert_int_eq(value, 15);
	char units[64] = "";
	ck_assert_int_eq(nc_inq_varid(file, "day", &variable), NC_NOERR);
	ck_assert_int_eq(nc_get_att_text(file, variable, "units", units), NC_NOERR);
	ck_assert_str_eq(units, "days since 2024-10-04");
	char *id = NULL;
	ck_assert_int_eq(nc_inq_varid(file, "place", &variable), NC_NOERR);
	ck_assert_int_eq(nc_get_var1_string(file, variable, at, &id), NC_NOERR);
	ck_assert_str_eq(id, "a1");
	nc_free_string(1, &id);
	nc_close(file);
}
END_TEST

START_TEST(a_deterministic_run_keeps_its_fractions)
{
	int file, variable;
	const size_t at[] = {1, 0, 0};
	double value = 0;
	f->result.deterministic = true;
	*fake_cell(f, 0, 0, 0) = 0.125;
	ck_assert_int_eq(gz_ensemble_write(&f->result, "0.0", path, NULL), GZ_OK);
	ck_assert_int_eq(nc_open(path, NC_NOWRITE, &file), NC_NOERR);
	ck_assert_int_eq(nc_inq_varid(file, "infections", &variable), NC_NOERR);
	ck_assert_int_eq(nc_get_var1_double(file, variable, at, &value), NC_NOERR);
	ck_assert_double_eq(value, 0.125);
	nc_close(file);
}
END_TEST

START_TEST(nothing_is_left_of_a_failure)
{
	gz_error err = {0};
	ck_assert_int_eq(gz_ensemble_write(&f->result, "0.0", "no/such/folder/e.nc", &err), GZ_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.sentence, "cannot write"));
}
END_TEST

static void put(const char *file, const char *text)
{
	FILE *out = fopen(file, "w");
	ck_assert_ptr_nonnull(out);
	fputs(text, out);
	fclose(out);
}

START_TEST(a_manifest_knows_what_has_changed)
{
	const char *input = "test_ensemble_input.csv", *output = "test_ensemble_output.csv";
	const char *command[] = {"run", "fake.yaml", "--set", "parameters.R0=2"};
	const gz_scenario *scenarios[] = {&f->scenario};
	const gz_result *results[] = {&f->result};
	put(input, "id\n");
	put(output, "x\n");
	f->scenario.inputs = &input;
	f->scenario.n_inputs = 1;
	const gz_manifest m = {.version = "0.0", .verb = "run", .command = command, .n_command = 4, .scenarios = scenarios, .results = results,
		.n_scenarios = 1, .folder = ".", .outputs = &output, .n_outputs = 1};
	ck_assert_int_eq(gz_manifest_write(&m, manifest_path, NULL), GZ_OK);
	gz_arena arena = {0};
	gz_manifest_record record;
	ck_assert_int_eq(gz_manifest_load(manifest_path, true, &arena, &record, NULL), GZ_OK);
	ck_assert_str_eq(record.verb, "run");
	ck_assert_int_eq(record.n_command, 4);
	ck_assert_str_eq(record.command[3], "parameters.R0=2");
	ck_assert_int_eq(record.n_outputs, 1);
	ck_assert_str_eq(record.outputs[0], output);
	ck_assert_ptr_null(record.changed);
	put(input, "id\nx\n");
	ck_assert_int_eq(gz_manifest_load(manifest_path, true, &arena, &record, NULL), GZ_OK);
	ck_assert_str_eq(record.changed, input);
	put(manifest_path, "{\"program\": \"another\"}");
	ck_assert_int_eq(gz_manifest_load(manifest_path, false, &arena, &record, NULL), GZ_ERR_INPUT);
	gz_arena_free(&arena);
	unlink(input);
	unlink(output);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ensemble");
	TCase *c = tcase_create("ensemble");
	tcase_add_checked_fixture(c, faking_begin, faking_end);
	tcase_add_test(c, values_stand_where_they_belong);
	tcase_add_test(c, a_deterministic_run_keeps_its_fractions);
	tcase_add_test(c, nothing_is_left_of_a_failure);
	tcase_add_test(c, a_manifest_knows_what_has_changed);
	suite_add_tcase(suite, c);
	const int failed = suite_run(suite);
	unlink(path);
	unlink(manifest_path);
	return failed;
}
