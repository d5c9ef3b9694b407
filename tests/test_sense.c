/* Broken packs: each is right but for one thing, and the check tells that thing; nothing of it is accepted without a word.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "exercise/script/analysis.h"
#include "suite.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char BASE[] =
	"guzar-pack: 1\ntitle: T\nlanguages: [en]\nstart: 2027-05-03 07:10\norganisations: {one: One}\nobjectives: {O1: {text: Isolate}}\n"
	"decisions: {call: {name: Call, lead: 1 h}}\n"
	"roles:\n  post: {name: Post, may: [call], organisation: one, absent: {does: critical, after: 00:05, orders: {1: call}}}\n  lead: {name: Lead, kind: CONTROLLER}\n"
	"phases:\n  a: {name: A, time: REAL, lasts: 00:15}\n  b: {name: B, time: SCALED 60, lasts: 00:15}\n"
	"personas: {someone: Someone}\nchannels: {phone: Phone}\nmilestones: {told: Told}\ntasks: {T1: {text: X, objective: O1, critical: true}}\n"
	"injects:\n  1: {at: 00:01, phase: a, from: someone, to: post, channel: phone, body: One, objective: O1, expect: {x: {text: X, within: 5 min, evidence: MESSAGE,"
	" critical: true, task: T1, sets: told}}, contingency: 1b}\n  1b: {kind: CONTINGENCY, to: post, body: Late, objective: O1}\n"
	"  2: {at: 00:12, to: post, body: Two}\n  3: {at: 00:22, to: post, body: Three}\n";

/* `from` of the base becomes `to`; told: what some mistake or finding then says. "" for from: added at the end. */
typedef struct broken { const char *from, *to, *told; } broken;
static const broken PACKS[] = {
	{"2: {at: 00:12, to: post", "2: {at: 00:12, to: pots", "pots: no such role; did you mean post?"},
	{"{told: Told}", "{told: Told, a: {name: A, by: world, when: \"b == 1\"}, b: {name: B, by: world, when: \"a == 1\"}}", "milestone b waits for itself"},
	{"{told: Told}", "{told: Told, a: {name: A, by: world, when: \"a == 1\"}}", "milestone a waits for itself"},
	{"{told: Told}", "{told: Told, never: Never}", "milestone never: nothing sets it"},
	{"2: {at: 00:12", "2: {trigger: UNLESS told BY 02:00", "inject 2 can never be sent"},
	{"07:10", "07:10+05:00", "without seconds or a time zone"},
	{"07:10", "25:00", "expected a day and a time"},
	{"05-03", "02-30", "expected a day and a time"},
	{"lead: 1 h", "lead: -1 h", "a time that is not negative"},
	{"lead: 1 h", "lead: 6", "6: expected a time"},
	{"2: {at: 00:12", "2: {attachment: photo.jpg, at: 00:12", "attachment photo.jpg is not in the pack's folder"},
	{"[en]", "[en, de]", "de is not known here"},
	{"languages: [en]", "language: ru\nlanguages: [en]", "not among the languages promised"},
	{"lasts: 00:15}", "lasts: 00:00}", "a phase of no length"},
	{"SCALED 60", "SCALED 0", "from 2 to 3600"},
	{"3: {at: 00:22", "2: {at: 00:22", "stands twice in this map"},
	{"body: Two", "body: [Two, Three]", "expected a text, this is a list"},
	{"body: Two", "body: \"\"", "body is empty"},
	{"title: T\n", "title: \"\"\n", "title is empty"},
	{"2: {at: 00:12", "2: {at: -00:12", "expected a time as 00:12"},
	{"3: {at: 00:22", "3: {at: 09:22", "comes after the end of the last phase"},
	{"2: {at: 00:12", "2: {trigger: MANUAL, at: 00:12", "either `at` or `trigger`"},
	{"2: {at: 00:12", "2: {phase: b, at: 00:12", "outside its phase b"},
	{"within: 5 min", "within: 0 min", "within no time"},
	{"within: 5 min", "within: 5 h", "its contingency 1b would come after the end"},
	{"contingency: 1b", "contingency: 1", "part of a circle"},
	{"2: {at: 00:12", "2: {trigger: \"00:12 EVERY 00:00\"", "would never end"},
	{"2: {at: 00:12", "2: {trigger: \"WHEN 1 == 2\"", "is always false"},
	{"2: {at: 00:12", "2: {trigger: \"WHEN 1 == 1\"", "is always true"},
	{"body: Two", "body: \"${reported(X, 7 d)\"", "without its }"},
	{"body: Two", "body: \"${name.brige}\"", "name brige: no such name"},
	{"body: Two", "body: Two, variants: [{body: X}]", "`if` is missing"},
	{"body: Two", "body: Two, variants: [{if: \"told == 1\", body: X}, {if: \"told == 1\", body: Y}]", "one before it has the same condition"},
	{"body: Two", "body: {en: \"Ill: ${reported(X, 7 d)}.\", ru: Many}", "the text in ru has no ${reported(X, 7 d)}"},
	{"body: Two", "body: Two, effects: [{contact: 2, place: X}]", "the pack names no scenario"},
	{"  post: {name: Post,", "  post: {name: Post, kind: CONTROLLER,", "no role is a PLAYER"},
	{"{phone: Phone}", "{phone: {name: Phone, latency: 05:00}}", "its channel takes 300 minutes"},
	{"{phone: Phone}", "{phone: {name: Phone, latency: -00:01}}", "not negative"},
	{"2: {at: 00:12, to: post", "2: {at: 00:12, to: []", "to is empty"},
	{"2: {at: 00:12, to: post", "2: {at: 00:12, to: [post, post]", "post stands in this list already"},
	{"SCALED 60, lasts: 00:15", "FROZEN, lasts: 00:15, questions: [\"\"]", "the question is empty"},
	{"", "train: [{value: \"reported(X, 7 d)\", from: 1, to: 5, day: 3}]\n", "train asks what a world gives"},
	{"", "casts: {x: {name: X}}\n", "plays as the roles declare"},
	{"", "casts: {x: {name: X, orders: {lead: {1: call}}}}\n", "lead may not order call"},
	{"", "casts: {x: {name: X, orders: {pots: {1: call}}}}\n", "pots: no such role; did you mean post?"},
};
/* A table beside the pack. */
static const broken TABLES[] = {
	{"words.csv", "en,de\nTwo,Zwei\n", "no such column here: de"},
	{"words.csv", "en,ru\nTwo,\xD0\x94\xD0\xB2\xD0\xB0\nTwo,\xD0\x94\xD0\xB2\xD0\xBE\xD0\xB5\n", "this text stands in row 2 already"},
	{"words.csv", "en,ru\nTwoo,x\n", "this translates nothing"},
	{"words.csv", "en,ru\nTwo,\xC4\xE2\xE0\n", "save the file as CSV UTF-8"}, /* Windows-1251 */
	{"msel.csv", "number,planned_time,to,content\n,00:01,post,One\n", "the name is empty"},
	{"msel.csv", "number,planned_time,to,content\n1,00:01,post,One\n1,00:12,post,Two\n", "number 1 stands in row 2 already"},
	{"msel.csv", "number,planned_time,to,contents\n1,00:01,post,One\n", "did you mean content?"},
	{"msel.csv", "number,to,to,content\n1,post,post,One\n", "'to' is named twice"},
	{"msel.csv", "number,planned_time,to,content\n1,7:15 AM,post,One\n", "7:15 AM: expected a time"},
	{"msel.csv", "number,planned_time,to,content\n1,00:01,post,\xC2\xEE\xE4\xE0\n", "save the file as CSV UTF-8"},
};

static char folder[64];

static void write_file(const char *name, const char *text)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	ck_assert_int_eq(gz_file_write_whole(path, text, strlen(text), NULL), GZ_OK);
}

static bool says(const gz_mistakes *list, const char *part)
{
	bool found = false;
	for (int32_t i = 0; i < list->n; i++)
		found = found || strstr(list->items[i].sentence, part) != NULL;
	return found;
}

/* Mistakes and findings of the pack in the folder: how many, and whether one says so. */
static int32_t check(const char *part, bool *told)
{
	gz_pack pack;
	gz_mistakes mistakes;
	gz_analysis analysis = {0};
	gz_mistakes_init(&mistakes);
	gz_mistakes_init(&analysis.findings);
	gz_mistakes_init(&analysis.notes);
	const gz_status status = gz_pack_load(&pack, folder, &(gz_pack_options){0}, &mistakes);
	if (status == GZ_OK)
		ck_assert_int_eq(gz_analysis_make(&analysis, &pack), GZ_OK);
	*told = part && (says(&mistakes, part) || says(&analysis.findings, part));
	const int32_t n = mistakes.n + analysis.findings.n;
	gz_analysis_free(&analysis);
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
	return n;
}

static void begin(void)
{
	snprintf(folder, sizeof folder, "/tmp/guzar-sense-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void end(void)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(every_broken_pack_is_told)
{
	char text[4000];
	bool told;
	write_file("pack.yaml", BASE);
	ck_assert_int_eq(check(NULL, &told), 0);
	for (size_t i = 0; i < sizeof PACKS / sizeof PACKS[0]; i++) {
		const char *at = PACKS[i].from[0] ? strstr(BASE, PACKS[i].from) : BASE + strlen(BASE);
		ck_assert_ptr_nonnull(at);
		snprintf(text, sizeof text, "%.*s%s%s", (int)(at - BASE), BASE, PACKS[i].to, at + strlen(PACKS[i].from));
		write_file("pack.yaml", text);
		check(PACKS[i].told, &told);
		ck_assert_msg(told, "nobody says of %s: %s", PACKS[i].to, PACKS[i].told);
	}
}
END_TEST

START_TEST(every_broken_table_is_told)
{
	char text[4000];
	bool told;
	for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
		const bool msel = TABLES[i].from[0] == 'm';
		snprintf(text, sizeof text, "%.*s%s", msel ? (int)(strstr(BASE, "injects:") - BASE) : (int)strlen(BASE), BASE, msel ? "injects: msel.csv\n" : "");
		write_file("pack.yaml", text);
		write_file(TABLES[i].from, TABLES[i].to);
		const int32_t n = check(TABLES[i].told, &told);
		ck_assert_msg(told, "nobody says of %s: %s", TABLES[i].to, TABLES[i].told);
		ck_assert_int_le(n, 3); /* and not much besides: what names injects is not judged without them */
		snprintf(text, sizeof text, "%s/%s", folder, TABLES[i].from);
		unlink(text);
	}
}
END_TEST

/* What may be a name alone may be one in several languages, too. */
START_TEST(names_in_languages)
{
	static const broken maps[] = {{"{someone: Someone}", "{someone: {en: Someone, ru: X}}", ""}, {"{phone: Phone}", "{phone: {en: Phone, ru: X}}", ""},
		{"{told: Told}", "{told: {en: Told, ru: X}}", ""}, {"{told: Told}", "{told: {tg: Y, prs: Z, en: Told}}", ""}};
	char text[4000];
	bool told;
	for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++) {
		const char *at = strstr(BASE, maps[i].from);
		snprintf(text, sizeof text, "%.*s%s%s", (int)(at - BASE), BASE, maps[i].to, at + strlen(maps[i].from));
		write_file("pack.yaml", text);
		ck_assert_msg(check(NULL, &told) == 0, "%s", maps[i].to);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sense");
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, every_broken_pack_is_told);
	tcase_add_test(all, every_broken_table_is_told);
	tcase_add_test(all, names_in_languages);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
