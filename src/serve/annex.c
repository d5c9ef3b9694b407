/* Keeps the rules of Annex 2 in the exercise's file, and applies them to forms.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/annex.h"
#include "assess/annex2.h"
#include "assess/deadline.h"
#include "base/date.h"
#include "base/file.h"
#include "exercise/entry/field.h"
#include "scenario/library.h"
#include "text/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DAY = 86400, TABLE_MOST = 4 << 20, TOLD = 60 };
#define SETTING "rules"

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* ---- the rules -------------------------------------------------------------------------------------------------- */
/* The tables of the library as JSON {"annex2": text, ...}, NULL: it has none. */
static gz_status gather(const char *library, char **text, gz_error *err)
{
	gz_arena arena = {0};
	const char *folder = gz_library_folder(&arena, library);
	json_t *all = json_object();
	gz_status st = all ? GZ_OK : no_memory(err);
	*text = NULL;
	bool there = folder != NULL;
	for (int32_t t = 0; t < GZ_RULES_TABLES && st == GZ_OK && there; t++) {
		const char *file = gz_rules_file((gz_rules_table)t), *path = gz_arena_printf(&arena, "%s/rules/%s.csv", folder, file);
		char *bytes = NULL;
		size_t n = 0;
		if (path && gz_rules_optional((gz_rules_table)t) && access(path, R_OK) != 0)
			continue;
		there = path && access(path, R_OK) == 0;
		if (there)
			st = gz_file_read(path, TABLE_MOST, &arena, &bytes, &n, err);
		if (there && st == GZ_OK && json_object_set_new(all, file, json_stringn(bytes, n)) != 0)
			st = gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the table is not UTF-8 text");
	}
	if (st == GZ_OK && there && (*text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS)) == NULL)
		st = no_memory(err);
	json_decref(all);
	gz_arena_free(&arena);
	return st;
}

/* One table out of what is kept; its text is copied, as cells lie in it. */
static gz_status read_table(gz_annex *a, const json_t *all, gz_rules_table table, gz_csv *csv, gz_mistakes *mistakes)
{
	const json_t *text = json_object_get(all, gz_rules_file(table));
	if (text == NULL && gz_rules_optional(table)) {
		*csv = (gz_csv){0};
		return GZ_OK;
	}
	const char *name = gz_arena_printf(&a->arena, "rules/%s.csv", gz_rules_file(table)), *bytes = gz_arena_strdup(&a->arena, json_string_value(text) ? json_string_value(text) : "");
	*csv = (gz_csv){.path = name};
	return name && bytes ? gz_csv_parse(&a->arena, name, bytes, strlen(bytes), csv, mistakes) : GZ_ERR_MEMORY;
}

static gz_status read_rules(gz_annex *a, const char *text, gz_error *err)
{
	gz_csv csv[GZ_RULES_TABLES];
	gz_mistakes mistakes;
	json_t *all = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	gz_status st = GZ_OK;
	gz_mistakes_init(&mistakes);
	for (int32_t t = 0; t < GZ_RULES_TABLES && st == GZ_OK; t++)
		st = read_table(a, all, (gz_rules_table)t, &csv[t], &mistakes);
	if (st == GZ_OK)
		st = gz_rules_read(&a->rules, &a->arena, csv, &mistakes);
	a->has = st == GZ_OK;
	if (st == GZ_ERR_MEMORY)
		no_memory(err);
	else if (st != GZ_OK && gz_mistakes_status(&mistakes, err) == GZ_OK)
		gz_error_set(err, st, NULL, 0, 0, "the rules cannot be read");
	gz_mistakes_free(&mistakes);
	json_decref(all);
	return st;
}

static gz_status take_anew(gz_annex *a, gz_ledger *ledger, const char *library, gz_error *err)
{
	char *text = NULL;
	GZ_TRY(gather(library, &text, err));
	gz_status st = text ? read_rules(a, text, err) : GZ_OK;
	if (st == GZ_OK && text)
		st = gz_ledger_set(ledger, SETTING, text, err);
	free(text);
	return st;
}

gz_status gz_annex_open(gz_annex *a, gz_ledger *ledger, const char *library, gz_error *err)
{
	char *text = NULL;
	gz_error why = {0};
	*a = (gz_annex){0};
	GZ_TRY(gz_ledger_get(ledger, SETTING, &text, err));
	const gz_status st = text ? read_rules(a, text, &why) : GZ_ERR_INPUT;
	free(text);
	if (st == GZ_ERR_INPUT) {
		gz_annex_free(a);
		return take_anew(a, ledger, library, err);
	}
	if (st != GZ_OK)
		*err = why;
	return st;
}

void gz_annex_free(gz_annex *a)
{
	gz_arena_free(&a->arena);
	*a = (gz_annex){0};
}

/* ---- what the form asks ----------------------------------------------------------------------------------------- */
/* A field of the form is called as its question is, save this one. */
static const char *field_of(const gz_rule_question *q)
{
	return strcmp(q->rule.id, "restrictions") == 0 ? "trade" : q->rule.id;
}

static const char *read_word(gz_rule_read read)
{
	static const char *const words[GZ_RULE_READS] = {"official", "paper", "recalled", "own"};
	return words[read];
}

static json_t *said(const gz_rule *rule)
{
	json_t *all = json_pack("{s:s, s:s, s:s}", "en", gz_rules_say(rule, "en"), "ru", gz_rules_say(rule, "ru"), "tg", gz_rules_say(rule, "tg"));
	if (all && rule->in[3] != NULL && rule->in[3][0] != '\0')
		json_object_set_new(all, "prs", json_string(rule->in[3]));
	return all;
}

/* A source or reference as the rules have it, in the languages in which they cite. */
static json_t *cited(const gz_rules *rules, const char *text)
{
	return json_pack("{s:s, s:s, s:s}", "en", text, "ru", gz_rules_cite(rules, text, "ru"), "tg", gz_rules_cite(rules, text, "tg"));
}

static json_t *version_json(const gz_rules *rules, int32_t version)
{
	char day[16];
	if (version < 0)
		return json_null();
	const gz_rule_version *v = &rules->versions[version];
	gz_date_format(v->in_force, day);
	return json_pack("{s:s, s:s, s:s, s:o, s:s}", "id", v->rule.id, "in_force", day, "changed", v->changed, "source", cited(rules, v->rule.source), "read",
		read_word(v->rule.read));
}

/* Diseases and causes; a syndrome is none yet. */
static json_t *conditions_json(const gz_rules *rules, int32_t version)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < rules->n_conditions; i++) {
		const gz_rule_condition *c = &rules->conditions[i];
		const int32_t at = gz_annex2_listing(rules, version, i);
		const gz_rule_listing *l = at >= 0 ? &rules->listings[at] : NULL;
		if (!c->syndrome)
			json_array_append_new(list, json_pack("{s:s, s:o, s:s?, s:o, s:s?}", "id", c->rule.id, "name", said(&c->rule), "list", !l ? NULL : l->always ? "always" : "algorithm",
				"source", l ? cited(rules, l->rule.source) : json_null(), "read", l ? read_word(l->rule.read) : NULL));
	}
	return list;
}

static json_t *questions_json(const gz_rules *rules)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < rules->n_questions; i++) {
		const gz_rule_question *q = &rules->questions[i];
		json_array_append_new(list, json_pack("{s:s, s:s, s:s?, s:o, s:o, s:o, s:s}", "id", q->rule.id, "field", field_of(q),
			"parent", q->parent >= 0 ? rules->questions[q->parent].rule.id : NULL, "reference", cited(rules, q->reference), "text", said(&q->rule),
			"source", cited(rules, q->rule.source), "read", read_word(q->rule.read)));
	}
	return list;
}

static json_t *clock_json(const gz_rules *rules)
{
	const int32_t at = gz_rules_clock(rules, "notify");
	const gz_rule_clock *c = at >= 0 ? &rules->clocks[at] : NULL;
	return c ? json_pack("{s:i, s:s, s:o, s:o, s:s}", "hours", (int)c->hours, "article", c->citation, "text", said(&c->rule), "source", cited(rules, c->rule.source),
		"read", read_word(c->rule.read)) : json_null();
}

char *gz_annex_text(const gz_annex *a, int32_t day)
{
	const int32_t version = a->has ? gz_rules_version(&a->rules, day) : -1;
	if (!a->has)
		return NULL;
	json_t *all = json_pack("{s:o, s:o, s:o, s:o}", "version", version_json(&a->rules, version), "conditions", conditions_json(&a->rules, version),
		"questions", questions_json(&a->rules), "clock", clock_json(&a->rules));
	char *text = all ? json_dumps(all, JSON_COMPACT) : NULL;
	json_decref(all);
	return text;
}

/* ---- what the rules make of answers ----------------------------------------------------------------------------- */
/* Seconds since 1970 of the scenario's own clock. */
static int64_t second_of(const gz_play *play, int64_t sim, int64_t wall)
{
	return play->pack ? (int64_t)play->pack->start_day * DAY + play->pack->start_second + sim : wall / 1000;
}

int32_t gz_annex_day(const gz_play *play, int64_t ex, int64_t wall)
{
	return (int32_t)(second_of(play, gz_timetable_sim(&play->timetable, ex), wall) / DAY);
}

static const char *refuse_condition(const gz_rules *rules, const char *id, gz_error *err)
{
	const char *near = gz_rules_near(rules, GZ_RULES_CONDITIONS, id);
	char told[TOLD + 1] = ""; /* as much of it as is told, in whole letters */
	const size_t n = strlen(id) < TOLD ? strlen(id) : TOLD;
	memcpy(told, id, gz_utf8_invalid(id, n));
	gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "condition %s: no such condition; other and unknown are there too%s%s%s", told, near ? ". Did you mean " : "", near ? near : "",
		near ? "?" : "");
	return "condition";
}

/* The answers as people gave them; false: one is none of yes, no and unknown. */
static bool read_answers(const gz_rules *rules, const json_t *fields, gz_answer_word answers[GZ_RULE_QUESTIONS])
{
	for (int32_t i = 0; i < rules->n_questions; i++) {
		const char *field = field_of(&rules->questions[i]), *text = gz_field_text(fields, field);
		answers[i] = !text ? GZ_ANSWER_UNKNOWN : strcmp(text, "yes") == 0 ? GZ_ANSWER_YES : strcmp(text, "no") == 0 ? GZ_ANSWER_NO : GZ_ANSWER_UNKNOWN;
		if (json_object_get(fields, field) && (!text || (answers[i] == GZ_ANSWER_UNKNOWN && text[0] && strcmp(text, "unknown") != 0)))
			return false;
	}
	return true;
}

static json_t *answers_json(const gz_rules *rules, const gz_annex2 *found, json_t *contradicts)
{
	static const char *const words[] = {[GZ_ANSWER_UNKNOWN] = "unknown", [GZ_ANSWER_YES] = "yes", [GZ_ANSWER_NO] = "no"};
	json_t *answers = json_object();
	for (int32_t i = 0; i < rules->n_questions; i++) {
		const char *field = field_of(&rules->questions[i]);
		if (rules->questions[i].parent < 0)
			json_object_set_new(answers, field, json_string(words[found->answers[i]]));
		if (found->contradicts[i])
			json_array_append_new(contradicts, json_string(field));
	}
	return answers;
}

/* By when a notification is asked for; the scenario's clock has no zone of its own. */
static bool put_clock(const gz_rules *rules, int64_t sim, json_t *result)
{
	const int32_t at = gz_rules_clock(rules, "notify");
	if (at < 0)
		return true;
	const gz_moment due = gz_deadline_due(&rules->clocks[at], (gz_moment){.second = sim, .known = true});
	return json_object_set_new(result, "hours", json_integer(rules->clocks[at].hours)) == 0 &&
		json_object_set_new(result, "article", json_string(rules->clocks[at].citation)) == 0 && json_object_set_new(result, "due", json_integer(due.second)) == 0;
}

static json_t *result_json(const gz_rules *rules, const gz_annex2 *found, int64_t sim)
{
	static const char *const words[] = {[GZ_ANNEX2_ALWAYS] = "always", [GZ_ANNEX2_NOTIFY] = "notify", [GZ_ANNEX2_REASSESS] = "reassess"};
	json_t *contradicts = json_array(), *answers = answers_json(rules, found, contradicts);
	json_t *result = json_pack("{s:s, s:i, s:i, s:i, s:b, s:s?, s:s?, s:o, s:o, s:I}", "decision", words[found->decision], "n_yes", (int)found->n_yes, "n_no", (int)found->n_no,
		"n_unknown", (int)found->n_unknown, "open", (int)found->open, "version", found->version >= 0 ? rules->versions[found->version].rule.id : NULL,
		"listing", found->listing < 0 ? NULL : rules->listings[found->listing].always ? "always" : "algorithm", "answers", answers, "contradicts", contradicts,
		"assessed", (json_int_t)sim);
	if (result && found->decision != GZ_ANNEX2_REASSESS && !put_clock(rules, sim, result)) {
		json_decref(result);
		return NULL;
	}
	return result;
}

const char *gz_annex_judge(const gz_annex *a, const gz_play *play, int64_t ex, int64_t wall, json_t *body, gz_error *err)
{
	const json_t *fields = json_object_get(body, "fields");
	gz_answer_word answers[GZ_RULE_QUESTIONS] = {0};
	gz_annex2 found;
	if (!a->has || !gz_field_same(body, "act", "form") || !gz_field_same(body, "form", "annex2"))
		return NULL;
	const char *id = gz_field_text(fields, "condition");
	const int32_t condition = id && id[0] ? gz_rules_condition(&a->rules, id) : -1;
	if ((id && id[0] && condition < 0) || (!id && json_object_get(fields, "condition")))
		return refuse_condition(&a->rules, id ? id : "", err);
	if (!read_answers(&a->rules, fields, answers)) {
		gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "a question of Annex 2 is answered yes, no or unknown");
		return "form";
	}
	/* what the control team enters for a role was assessed when it was said */
	const bool told = json_is_true(json_object_get(body, "proxy")) && json_is_integer(json_object_get(body, "at"));
	const int64_t when = told ? gz_field_whole(body, "at") : ex, sim = play->pack ? gz_timetable_sim(&play->timetable, when) : when / 1000;
	gz_annex2_decide(&a->rules, gz_rules_version(&a->rules, (int32_t)(second_of(play, sim, wall) / DAY)), condition, answers, &found);
	json_t *result = result_json(&a->rules, &found, sim);
	if (result && json_object_set_new(body, "result", result) == 0)
		return NULL;
	no_memory(err);
	return "memory";
}
