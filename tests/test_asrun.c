/* The MSEL as run: which rows, when and how late, who read and did it, what came back, what control did.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "exercise/sheets/asrun.h"
#include "suite.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char text[] =
	"guzar-pack: 1\ntitle: T\nlanguages: [en, ru]\n"
	"roles:\n  post: {name: Post}\n  gate: {name: Gate}\n  lead: {name: Lead, kind: CONTROLLER}\nchannels: {radio: Radio}\npersonas: {sergeant: S}\n"
	"objectives: {O1: {text: Isolate}}\nmilestones: {told: Told}\n"
	"phases: {one: {name: One, time: REAL, lasts: 00:20}}\n"
	"injects:\n"
	"  1: {at: 00:00, from: sergeant, to: [gate, post], channel: radio, body: {en: Ill, ru: Болен}, objective: O1, note: as planned,\n"
	"      expect: {tell: {text: Tell, within: 5 min, evidence: MESSAGE, critical: true, sets: told}}, contingency: 1b}\n"
	"  1b: {kind: CONTINGENCY, to: post, body: Worse, objective: O1}\n"
	"  2: {at: 00:10, to: post, body: Second, objective: O1}\n"
	"  3: {at: 00:05, to: post, body: Third, objective: O1}\n";

/* What the room would have written; the state as the fold leaves it. */
static const struct { const char *kind, *body; } entries[] = {
	{"send", "{\"ex\":0,\"to\":[\"gate\",\"post\"],\"inject\":\"1\",\"due\":0,\"why\":\"time\"}"},
	{"read", "{\"ex\":60000,\"message\":1,\"seat\":\"post\",\"act\":\"read\"}"},
	{"read", "{\"ex\":45000,\"message\":1,\"seat\":\"gate\",\"act\":\"read\"}"},
	{"read", "{\"ex\":50000,\"message\":1,\"seat\":\"gate\",\"act\":\"read\"}"},
	{"read", "{\"ex\":61000,\"message\":1,\"seat\":\"gate\",\"act\":\"done\"}"},
	{"send", "{\"ex\":70000,\"to\":[\"post\"],\"seat\":\"gate\",\"text\":\"A case!\",\"reply_to\":1}"},
	{"hold", "{\"ex\":80000,\"act\":\"shift\",\"inject\":\"2\",\"ms\":-120000}"},
	{"hold", "{\"ex\":90000,\"act\":\"hold\",\"inject\":\"3\"}"},
	{"send", "{\"ex\":610000,\"to\":[\"post\"],\"inject\":\"2\",\"due\":480000,\"why\":\"hand\",\"variant\":1}"},
	{"send", "{\"ex\":620000,\"to\":[\"gate\"],\"by\":\"control\",\"text\":\"Lunch is late\",\"why\":\"quick\"}"},
	{"act", "{\"ex\":300000,\"act\":\"pass\",\"inject\":\"1\",\"action\":\"1.tell\"}"},
	{"send", "{\"ex\":640000,\"to\":[\"gate\"],\"by\":\"Anna\",\"from\":{\"en\":\"A priest\"},\"body\":{\"en\":\"Peace\"},\"why\":\"quick\"}"},
	{"note", "{\"ex\":630000,\"inject\":\"1\",\"text\":\"Well done\"}"},
};
static const char state_text[] =
	"{\"messages\":[{\"number\":1,\"ex\":0,\"sim\":0,\"by\":\"machine\",\"to\":[\"gate\",\"post\"],\"inject\":\"1\",\"body\":{\"en\":\"Ill now\",\"ru\":\"Болен сейчас\"}},"
	"{\"number\":6,\"ex\":70000,\"to\":[\"post\"],\"seat\":\"gate\",\"text\":\"A case!\",\"reply_to\":1},"
	"{\"number\":9,\"ex\":610000,\"to\":[\"post\"],\"inject\":\"2\",\"variant\":1,\"body\":{\"en\":\"Second\"}},"
	"{\"number\":10,\"ex\":620000,\"to\":[\"gate\"],\"by\":\"control\",\"text\":\"Lunch is late\"},"
	"{\"number\":12,\"ex\":640000,\"to\":[\"gate\"],\"by\":\"Anna\",\"from\":{\"en\":\"A priest\",\"ru\":\"Священник\"},\"body\":{\"en\":\"Peace\"}}],"
	"\"actions\":{\"1.tell\":{\"ex\":70000,\"seat\":\"gate\",\"how\":\"reply\"}},"
	"\"injects\":{\"3\":{\"status\":\"held\"}},\"orders\":[{\"number\":77,\"ex\":65000,\"seat\":\"gate\",\"decision\":\"close\",\"status\":\"ordered\",\"reply_to\":1,\"reasons\":\"fear\"}]}";

static gz_pack pack;
static gz_mistakes mistakes;
static gz_chronicle chronicle;
static gz_play play;
static gz_asrun run;
static char folder[] = "/tmp/guzar-asrun-XXXXXX";

static void begin(void)
{
	gz_mistakes_init(&mistakes);
	gz_chronicle_init(&chronicle);
	ck_assert_int_eq(gz_pack_parse(&pack, text, strlen(text), &mistakes), GZ_OK);
	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
		gz_error err = {0};
		ck_assert_msg(gz_chronicle_add(&chronicle, (int64_t)i + 1, 0, entries[i].kind, entries[i].body, strlen(entries[i].body), &err) == GZ_OK, "%s", err.sentence);
	}
	play.state = json_loads(state_text, 0, NULL);
	ck_assert_ptr_nonnull(play.state);
	ck_assert_int_eq(gz_asrun_make(&run, &pack, &play, &chronicle, GZ_PACK_EN), GZ_OK);
}

static void end(void)
{
	gz_asrun_free(&run);
	gz_play_free(&play);
	gz_chronicle_free(&chronicle);
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
}

static const char *cell(int32_t row, const char *column)
{
	for (int32_t c = 0; c < GZ_ASRUN_COLUMNS; c++)
		if (strcmp(gz_asrun_columns[c], column) == 0)
			return gz_asrun_cell(&run, row, c);
	ck_abort_msg("no column %s", column);
}

START_TEST(rows)
{
	static const char *const numbers[] = {"1", "3", "2", "+1", "+2", "1b"}, *const statuses[] = {"sent", "held", "sent", "sent", "sent", "not sent"};
	ck_assert_int_eq(run.n_rows, 6);
	for (int32_t i = 0; i < 6; i++) {
		ck_assert_str_eq(cell(i, "number"), numbers[i]);
		ck_assert_str_eq(cell(i, "status"), statuses[i]);
	}
}
END_TEST

START_TEST(times)
{
	ck_assert_str_eq(cell(0, "actual_time"), "00:00");
	ck_assert_str_eq(cell(0, "late"), "00:00");
	ck_assert_str_eq(cell(2, "actual_time"), "00:10:10");
	ck_assert_str_eq(cell(2, "late"), "00:02:10");
	ck_assert_str_eq(cell(2, "variant"), "1");
	ck_assert_str_eq(cell(2, "why"), "hand");
	ck_assert_str_eq(cell(5, "actual_time"), "");
	ck_assert_str_eq(cell(0, "read"), "00:00:45 gate; 00:01 post");
	ck_assert_str_eq(cell(0, "done"), "00:01:01 gate");
}
END_TEST

START_TEST(words)
{
	ck_assert_str_eq(cell(0, "content"), "Ill now");
	ck_assert_str_eq(cell(0, "response"), "00:01:05 gate: order close (ordered): fear\n00:01:10 gate: done tell (reply)\n00:01:10 gate: A case!");
	ck_assert_str_eq(cell(0, "note"), "as planned\n00:05 not done in time: 1.tell\n00:10:30 Well done");
	ck_assert_str_eq(cell(2, "note"), "00:01:20 moved by -00:02");
	ck_assert_str_eq(cell(1, "note"), "00:01:30 hold");
	ck_assert_str_eq(cell(3, "content"), "Lunch is late");
	ck_assert_str_eq(cell(3, "from"), "control");
	ck_assert_str_eq(cell(4, "from"), "A priest"); /* as it was typed, not who typed it */
	gz_asrun russian;
	ck_assert_int_eq(gz_asrun_make(&russian, &pack, &play, &chronicle, GZ_PACK_RU), GZ_OK);
	ck_assert_str_eq(gz_asrun_cell(&russian, 0, 9), "Болен сейчас");
	ck_assert_str_eq(gz_asrun_cell(&russian, 2, 9), "Second");
	gz_asrun_free(&russian);
}
END_TEST

static const char *written(const char *name, gz_arena *arena, size_t *n)
{
	char *path = gz_arena_printf(arena, "%s/%s", folder, name), *bytes = NULL;
	gz_error err = {0};
	const gz_status status = strstr(name, "csv") ? gz_asrun_csv(&run, path, &err) : gz_asrun_xlsx(&run, GZ_PACK_EN, path, &err);
	ck_assert_msg(status == GZ_OK, "%s", err.sentence);
	ck_assert_int_eq(gz_file_read(path, 1 << 20, arena, &bytes, n, &err), GZ_OK);
	unlink(path);
	return bytes;
}

START_TEST(files)
{
	gz_arena arena = {0};
	size_t n = 0, again = 0;
	ck_assert_ptr_nonnull(mkdtemp(folder));
	const char *csv = written("msel.csv", &arena, &n);
	ck_assert_ptr_nonnull(strstr(csv, "\n+1,"));
	const char *book = written("a.xlsx", &arena, &n), *twin = written("b.xlsx", &arena, &again);
	ck_assert(n == again && memcmp(book, twin, n) == 0 && memcmp(book, "PK", 2) == 0);
	rmdir(folder);
	gz_arena_free(&arena);
	json_t *json = gz_asrun_json(&run);
	ck_assert_uint_eq(json_array_size(json), 6);
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(json, 2), "late")), "00:02:10");
	json_decref(json);
}
END_TEST

START_TEST(rewound)
{
	gz_error err = {0};
	static const char start[] = "{\"ex\":0,\"act\":\"start\"}", back[] = "{\"ex\":640000,\"act\":\"rewind\",\"value\":75000}";
	ck_assert_int_eq(gz_chronicle_add(&chronicle, 20, 0, "clock", start, strlen(start), &err), GZ_OK);
	ck_assert_msg(gz_chronicle_add(&chronicle, 21, 640000, "clock", back, strlen(back), &err) == GZ_OK, "%s", err.sentence);
	gz_asrun later;
	ck_assert_int_eq(gz_asrun_make(&later, &pack, &play, &chronicle, GZ_PACK_EN), GZ_OK);
	ck_assert_str_eq(gz_asrun_cell(&later, 0, 23), "as planned"); /* what came after 75 s is out of force */
	gz_asrun_free(&later);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("asrun");
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, rows);
	tcase_add_test(all, times);
	tcase_add_test(all, words);
	tcase_add_test(all, files);
	tcase_add_test(all, rewound);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
