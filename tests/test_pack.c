/* Packs: times, clocks, what is read and refused, what is found in a script, and the MSEL there and back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "exercise/live.h"
#include "exercise/script/analysis.h"
#include "exercise/sheets/booklet.h"
#include "exercise/sheets/msel.h"
#include "exercise/span.h"
#include "exercise/timetable.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gz_pack pack;
static gz_mistakes mistakes;
static gz_analysis analysis;

static void begin(void)
{
	gz_mistakes_init(&mistakes);
	gz_mistakes_init(&analysis.findings);
	gz_mistakes_init(&analysis.notes);
}

static void end(void)
{
	gz_analysis_free(&analysis);
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
}

static gz_status parse(const char *text)
{
	return gz_pack_parse(&pack, text, strlen(text), &mistakes);
}

static void has(const gz_mistakes *list, const char *part)
{
	for (int32_t i = 0; i < list->n; i++)
		if (strstr(list->items[i].sentence, part) != NULL)
			return;
	for (int32_t i = 0; i < list->n; i++)
		fprintf(stderr, "  %d:%d %s\n", (int)list->items[i].row, (int)list->items[i].column, list->items[i].sentence);
	ck_abort_msg("nobody says: %s", part);
}

/* A head that is right; the sections of a test follow. */
#define HEAD "guzar-pack: 1\ntitle: T\nlanguages: [en]\n"
#define PEOPLE \
	"roles:\n  post: {name: Post}\n  gate: {name: Gate, phone: 103}\n  lead: {name: Lead, kind: CONTROLLER}\nchannels: {radio: Radio}\npersonas: {sergeant: S}\n" \
	"objectives: {O1: {text: Isolate}}\ntasks: {T1: {text: Isolates, objective: O1, critical: true}}\nmilestones: {told: Told, done: Done}\n" \
	"phases: {one: {name: One, time: REAL, lasts: 00:20}, two: {name: Two, time: SCALED 60, lasts: 00:10}}\n"

START_TEST(spans)
{
	static const struct { const char *text; int64_t seconds; const char *back; } rows[] = {{"00:12", 720, "00:12"}, {"00:12:30", 750, "00:12:30"},
		{"1 d 06:00", 108000, "1 d 06:00"}, {"15 min", 900, "00:15"}, {"6 h scenario", 21600, "06:00 scenario"}, {"+00:05", 300, "+00:05"},
		{"2 d", 172800, "2 d"}, {"90 s", 90, "00:01:30"}, {"100:00", 360000, "4 d 04:00"}};
	static const char *const wrong[] = {"", "12", "00:60", "0:5", "x", "1 week", "00:12 pm", "-00:05", "99999999 d", "1 d 2", "::", "+"};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		gz_pack_span span, again;
		char back[48];
		ck_assert_msg(gz_span_parse(rows[i].text, &span), "%s", rows[i].text);
		ck_assert_int_eq(span.seconds, rows[i].seconds);
		gz_span_print(&span, back);
		ck_assert_str_eq(back, rows[i].back);
		ck_assert(gz_span_parse(back, &again) && again.seconds == span.seconds && again.scenario == span.scenario && again.relative == span.relative);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		gz_pack_span span;
		ck_assert_msg(!gz_span_parse(wrong[i], &span), "%s", wrong[i]);
	}
}
END_TEST

/* The two clocks against a second-by-second count. */
START_TEST(clocks_agree_with_a_slow_twin)
{
	ck_assert_int_eq(parse(HEAD "phases:\n  a: {name: A, time: REAL, lasts: 00:03}\n  b: {name: B, time: JUMP 00:35}\n  c: {name: C, time: SCALED 60, lasts: 00:02}\n"
		"  d: {name: D, time: FROZEN, lasts: 00:01}\n  e: {name: E, time: STEPPED 1 d, lasts: 00:01}\n"), GZ_OK);
	int64_t clock = 0, end_at = gz_timetable_end(&pack);
	ck_assert_int_eq(end_at, 420);
	for (int64_t ex = 0; ex <= end_at; ex++) {
		if (ex == 180)
			clock += 2100;
		if (ex == 420)
			clock += 86400;
		ck_assert_int_eq(gz_timetable_scenario(&pack, ex), clock);
		int64_t first = gz_timetable_when(&pack, clock);
		ck_assert(first >= 0 && first <= ex && gz_timetable_scenario(&pack, first) >= clock);
		ck_assert(first == 0 || gz_timetable_scenario(&pack, first - 1) < clock);
		clock += ex < 180 ? 1 : ex < 300 ? 60 : 0;
	}
	ck_assert_int_eq(gz_timetable_when(&pack, clock + 1), -1);
}
END_TEST

START_TEST(mistakes_are_told_all_at_once)
{
	ck_assert_int_eq(parse(HEAD PEOPLE "injects:\n  1: {at: 00:01, to: pots, body: x, chanel: radio}\n  2: {trigger: AFTER inject 9, to: post, body: \"${told\"}\n"
		"  3: {trigger: \"WHEN tolld == 1\", to: post}\n  4: {at: soon, kind: LATE, to: [post], body: y, expect: {a: {text: t, task: T9}}}\n"), GZ_ERR_INPUT);
	has(&mistakes, "pots: no such role; did you mean post?");
	has(&mistakes, "no such key here: chanel; did you mean channel?");
	has(&mistakes, "9: no such inject");
	has(&mistakes, "${ without its }");
	has(&mistakes, "did you mean 'told'?");
	has(&mistakes, "body is missing here");
	has(&mistakes, "soon: expected a time");
	has(&mistakes, "LATE is not known here");
	has(&mistakes, "T9: no such task; did you mean T1?");
	for (int32_t i = 0; i < mistakes.n; i++)
		ck_assert(mistakes.items[i].row > 0 && mistakes.items[i].column > 0);
}
END_TEST

START_TEST(what_is_wrong_with_a_script)
{
	ck_assert_int_eq(parse(HEAD PEOPLE "injects:\n"
		"  1: {at: 00:01, to: post, body: \"${truth(infections, X)}\", objective: O1}\n  2: {at: 00:02, to: post, body: b, scenario: 00:30}\n"
		"  3: {to: post, body: c}\n  4: {trigger: AFTER inject 5, to: post, body: d}\n  5: {trigger: AFTER inject 4, to: post, body: e}\n"
		"  6: {trigger: AFTER milestone done, to: post, body: f}\n  7: {at: 01:00, to: post, body: g}\n  8: {at: 00:25, phase: one, to: post, body: h}\n"), GZ_OK);
	ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
	has(&analysis.findings, "inject 1 tells players truth()");
	has(&analysis.findings, "inject 2 is meant for");
	has(&analysis.findings, "inject 3 can never be sent: it has no time");
	has(&analysis.findings, "inject 4 is part of a circle");
	has(&analysis.findings, "inject 5 is part of a circle");
	has(&analysis.findings, "inject 6 can never be sent: nothing that it waits for");
	has(&analysis.findings, "inject 7 comes after the end");
	has(&analysis.findings, "inject 8 is sent outside its phase one");
	has(&analysis.findings, "role gate gets no inject at all");
	has(&analysis.findings, "the telephone 103 of role gate may ring an emergency service");
	has(&analysis.findings, "role post gets inject 2 only 60 s after 1");
	has(&analysis.findings, "the critical task T1 belongs to no expected action");
	for (int32_t i = 0; i < analysis.findings.n; i++)
		ck_assert(strstr(analysis.findings.items[i].sentence, "inject 1 can never") == NULL);
}
END_TEST

/* The clock of the first design ran ahead: from 15 minutes at x60, ten o'clock is not at minute 17. */
START_TEST(a_clock_that_runs_ahead)
{
	static const char rows[] = "roles: {p: {name: P}}\ninjects: {6: {at: 00:17, to: p, body: b, scenario: 02:50}}\n";
	char text[1000];
	snprintf(text, sizeof text, "%s%s%s", HEAD "start: 2027-05-03 07:10\n", "phases: {a: {name: A, lasts: 00:15}, b: {name: B, time: SCALED 60, lasts: 00:30}}\n", rows);
	ck_assert_int_eq(parse(text), GZ_OK);
	ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
	has(&analysis.findings, "the script runs ahead of the clock by 35 minutes");
	end();
	begin();
	snprintf(text, sizeof text, "%s%s%s", HEAD "start: 2027-05-03 07:10\n",
		"phases: {a: {name: A, lasts: 00:15}, j: {name: J, time: JUMP 00:35}, b: {name: B, time: SCALED 60, lasts: 00:30}}\n", rows);
	ck_assert_int_eq(parse(text), GZ_OK);
	ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
	for (int32_t i = 0; i < analysis.findings.n; i++)
		ck_assert(strstr(analysis.findings.items[i].sentence, "ahead") == NULL);
}
END_TEST

static void load_shipped(const char *name, const char *face)
{
	char path[1000], library[1000];
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(path, sizeof path, "%s/packs/%s", source == NULL ? "." : source, name);
	snprintf(library, sizeof library, "%s", source == NULL ? "." : source);
	const gz_pack_options options = {.library = library, .names = face};
	gz_status status = gz_pack_load(&pack, path, &options, &mistakes);
	for (int32_t i = 0; i < mistakes.n; i++)
		fprintf(stderr, "  %d:%d %s\n", (int)mistakes.items[i].row, (int)mistakes.items[i].column, mistakes.items[i].sentence);
	ck_assert_int_eq(status, GZ_OK);
	ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
}

START_TEST(shipped_packs_are_clean)
{
	static const char *const names[] = {"template", "clean-water"};
	load_shipped(names[_i], NULL);
	for (int32_t i = 0; i < analysis.findings.n; i++)
		fprintf(stderr, "  %d:%d %s\n", (int)analysis.findings.items[i].row, (int)analysis.findings.items[i].column, analysis.findings.items[i].sentence);
	ck_assert_int_eq(analysis.findings.n, 0);
	ck_assert_int_eq(analysis.notes.n, 0); /* every text in every language promised */
	for (int32_t i = 0; i < analysis.n_workloads; i++)
		ck_assert(analysis.workloads[i].first >= 0 && analysis.workloads[i].first <= GZ_WORKLOAD_MOST);
}
END_TEST

START_TEST(two_faces_of_the_names)
{
	load_shipped("clean-water", "fictional");
	for (int32_t i = 0; i < pack.n_injects; i++)
		for (int32_t v = 0; v < pack.injects[i].n_variants; v++) {
			const char *said = gz_live_paper(&pack, &pack.injects[i].variants[v].body, GZ_PACK_EN);
			ck_assert_msg(strstr(said, "Panji") == NULL && strstr(said, "Kunduz") == NULL && strstr(said, "${") == NULL, "%s", said);
		}
}
END_TEST

static char *read_all(const char *path, gz_arena *arena, size_t *n)
{
	static char *bytes;
	ck_assert_int_eq(gz_file_read(path, 1 << 20, arena, &bytes, n, NULL), GZ_OK);
	return bytes;
}

/* What an exercise could not keep is told when the pack is read, not when people have come. */
START_TEST(files_outside_the_folder)
{
	static const struct { const char *line; bool wrong; } lines[] = {
		{"scenario: ../s.yaml", true}, {"scenario: /tmp/s.yaml", true}, {"scenario: a/../../s.yaml", true}, {"scenario: ./a/../../s.yaml", true}, {"injects: ../msel.csv", true},
		{"scenario: cholera-panj", false}, {"scenario: ./a/../s.yaml", false}, {"scenario: ..s.yaml", false},
	};
	char folder[] = "/tmp/guzar-outside-XXXXXX", file[64], command[128];
	bool told = false;
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/pack.yaml", folder);
	FILE *out = fopen(file, "w");
	fprintf(out, "guzar-pack: 1\ntitle: T\nroles: {p: {name: P}}\n%s\n", lines[_i].line);
	fclose(out);
	const gz_pack_options options = {.library = getenv("GUZAR_SOURCE")};
	(void)gz_pack_load(&pack, folder, &options, &mistakes);
	for (int32_t i = 0; i < mistakes.n; i++)
		told = told || (strstr(mistakes.items[i].sentence, "lies outside the pack's folder") && mistakes.items[i].row == 4);
	ck_assert_int_eq(told, lines[_i].wrong);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}
END_TEST

/* The list of a whole pack, read back as a table, gives the same list byte for byte, in every language. */
START_TEST(msel_there_and_back)
{
	char folder[] = "/tmp/guzar-msel-XXXXXX", first[64], second[64], text[200];
	gz_arena arena = {0};
	size_t n, m, k;
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(first, sizeof first, "%s/msel.csv", folder);
	snprintf(second, sizeof second, "%s/again.csv", folder);
	const gz_pack_language language = (gz_pack_language)_i;
	load_shipped("clean-water", NULL);
	ck_assert_int_eq(gz_msel_csv(&pack, language, first, NULL), GZ_OK);
	char *yaml = read_all(pack.file, &arena, &k), *cut = strstr(yaml, "\ninjects:\n"), *rest = strstr(yaml, "\ntrain:");
	ck_assert(cut != NULL && rest != NULL);
	snprintf(text, sizeof text, "%s/pack.yaml", folder);
	FILE *file = fopen(text, "w");
	fprintf(file, "%.*s\ninjects: msel.csv\n", (int)(cut - yaml), yaml);
	fclose(file);
	gz_analysis_free(&analysis);
	/* the scenario stays where it is */
	char source[1000];
	gz_pack other = pack;
	pack = (gz_pack){0};
	snprintf(source, sizeof source, "ln -s %s/scenario.yaml %s/world %s/", other.folder, other.folder, folder);
	ck_assert_int_eq(system(source), 0);
	gz_mistakes_init(&analysis.findings);
	gz_mistakes_init(&analysis.notes);
	const gz_pack_options options = {.library = getenv("GUZAR_SOURCE")};
	gz_status status = gz_pack_load(&pack, folder, &options, &mistakes);
	for (int32_t i = 0; i < mistakes.n; i++)
		fprintf(stderr, "  %s:%d:%d %s\n", mistakes.items[i].file, (int)mistakes.items[i].row, (int)mistakes.items[i].column, mistakes.items[i].sentence);
	ck_assert_int_eq(status, GZ_OK);
	ck_assert_int_eq(pack.n_injects, other.n_injects);
	ck_assert_int_eq(pack.n_actions, other.n_actions);
	ck_assert_int_eq(gz_msel_csv(&pack, language, second, NULL), GZ_OK);
	const char *a = read_all(first, &arena, &n), *b = read_all(second, &arena, &m);
	ck_assert(n == m && memcmp(a, b, n) == 0);
	ck_assert(n > 5000);
	snprintf(second, sizeof second, "%s/msel.xlsx", folder);
	ck_assert_int_eq(gz_msel_xlsx(&pack, language, second, NULL), GZ_OK);
	ck_assert_int_eq(memcmp(read_all(second, &arena, &n), "PK", 2), 0);
	snprintf(source, sizeof source, "rm -rf %s", folder);
	ck_assert_int_eq(system(source), 0);
	gz_arena_free(&arena);
	gz_pack_free(&other);
}
END_TEST

/* Numbers of the moment stand where they read right for 0, 1, 2, 5 and 21: no English or Russian word hangs on them. */
START_TEST(no_word_hangs_on_a_number)
{
	static const char head[] = "guzar-pack: 1\ntitle: T\nlanguages: [en]\nstart: 2027-05-03 07:10\nroles: {post: {name: Post}}\nphases: {a: {name: A, time: REAL, lasts: 00:15}}\n"
		"injects:\n  1: {at: 00:01, to: post, body: ";
	static const struct { const char *body; int n; } bodies[] = {{"\"Ill: ${reported(X, 7 d)}. More come.\"", 0}, {"\"There are ${reported(X, 7 d)} people.\"", 1},
		{"{en: \"Now ${reported(X, 7 d)}\", ru: \"Сейчас ${reported(X, 7 d)} больных\"}", 1},
		{"{en: \"Now ${reported(X, 7 d)}\", tg: \"Ҳоло ${reported(X, 7 d)} нафар\"}", 0}};
	char text[1000];
	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
		int n = 0;
		snprintf(text, sizeof text, "%s%s}\n", head, bodies[i].body);
		const gz_status status = parse(text);
		ck_assert_msg(status == GZ_OK, "%s", mistakes.n > 0 ? mistakes.items[0].sentence : "");
		ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
		for (int32_t k = 0; k < analysis.notes.n; k++)
			n += strstr(analysis.notes.items[k].sentence, "follows a number") != NULL;
		ck_assert_msg(n == bodies[i].n, "%s: %d", bodies[i].body, n);
		gz_analysis_free(&analysis);
		gz_pack_free(&pack);
		gz_mistakes_free(&mistakes);
		gz_mistakes_init(&mistakes);
	}
	load_shipped("clean-water", NULL);
	ck_assert_int_eq(analysis.notes.n, 0);
}
END_TEST

START_TEST(paper_bears_the_watermark_and_no_truth)
{
	static const char *const machine_made[GZ_PACK_LANGUAGES] = {"by machine", "Машинный перевод", "Тарҷумаи мошинӣ", "ترجمهٔ ماشینی"};
	char path[] = "/tmp/guzar-booklet-XXXXXX";
	gz_arena arena = {0};
	size_t n;
	int file = mkstemp(path);
	ck_assert(file >= 0);
	close(file);
	load_shipped("clean-water", NULL);
	for (int32_t kind = 0; kind < GZ_BOOKLET_KINDS; kind++)
		for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++) {
			ck_assert_int_eq(gz_booklet_write(&pack, &analysis, (gz_booklet_kind)kind, (gz_pack_language)l, path, NULL), GZ_OK);
			const char *page = read_all(path, &arena, &n);
			ck_assert_ptr_nonnull(strstr(page, "EXERCISE / УЧЕНИЕ / МАШҚ / تمرین"));
			ck_assert((strstr(page, "<html lang=\"fa-AF\" dir=\"rtl\">") != NULL) == (l == GZ_PACK_PRS));
			ck_assert((strstr(page, "\u2068") != NULL) == (l == GZ_PACK_PRS)); /* ids and times keep their own order */
			if (l == GZ_PACK_PRS && kind == GZ_BOOKLET_SCRIPT) { /* times as they are read, ids as they are typed */
				ck_assert_ptr_nonnull(strstr(page, "\u2068۰۰:۱۲\u2069"));
				ck_assert_ptr_null(strstr(page, "\u206800:12"));
				ck_assert_ptr_nonnull(strstr(page, ">\u20681b\u2069<"));
				ck_assert_ptr_nonnull(strstr(page, ">\u206812\u2069<"));
			}
			ck_assert(l == GZ_PACK_PRS || !strstr(page, "۰۰:"));
			ck_assert((strstr(page, machine_made[l]) != NULL) == (l != GZ_PACK_EN));
			ck_assert_ptr_null(strstr(page, "booklet."));
			ck_assert_ptr_null(strstr(page, "room."));
			ck_assert_ptr_null(strstr(page, "reported(")); /* in words, not in the pack's grammar */
			if (kind == GZ_BOOKLET_ALL) { /* contents first, every link leads somewhere */
				ck_assert(strstr(page, "class=\"contents\"") < strstr(page, "id=\"A1\""));
				for (const char *at = page; (at = strstr(at, "href=\"#")) != NULL; at += 6) {
					char id[16];
					snprintf(id, sizeof id, "id=\"%.*s\"", (int)strcspn(at + 7, "\""), at + 7);
					ck_assert_ptr_nonnull(strstr(page, id));
				}
			}
			ck_assert_ptr_null(strstr(page, "http:"));
			ck_assert_ptr_null(strstr(page, "${"));
			ck_assert(kind != GZ_BOOKLET_ROLES || strstr(page, "truth(") == NULL);
		}
	unlink(path);
	gz_arena_free(&arena);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pack");
	TCase *tests = tcase_create("all");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, spans);
	tcase_add_test(tests, clocks_agree_with_a_slow_twin);
	tcase_add_test(tests, mistakes_are_told_all_at_once);
	tcase_add_test(tests, what_is_wrong_with_a_script);
	tcase_add_test(tests, a_clock_that_runs_ahead);
	tcase_add_loop_test(tests, shipped_packs_are_clean, 0, 2);
	tcase_add_test(tests, two_faces_of_the_names);
	tcase_add_loop_test(tests, msel_there_and_back, 0, GZ_PACK_LANGUAGES);
	tcase_add_loop_test(tests, files_outside_the_folder, 0, 8);
	tcase_add_test(tests, paper_bears_the_watermark_and_no_truth);
	tcase_add_test(tests, no_word_hangs_on_a_number);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
