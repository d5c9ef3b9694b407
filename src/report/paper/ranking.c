/* Ranked signals as people read them, as a table to work on with other tools, and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/ranking.h"
#include "report/paper/casefile.h"
#include <string.h>

static const char *const tiers[] = {"always", "single", "cluster", "other"};
static const char *const stages[] = {"verify", "assess", "closed"};
static const char *const states[] = {"waiting", "running", "overdue", "met", "late"};

static const char *say(const gz_catalogue *words, const char *key)
{
	return gz_catalogue_text(words, key, NULL, 0);
}

static int32_t count(const gz_ranking *w, gz_triage_stage stage, bool overdue)
{
	int32_t n = 0;
	for (int32_t i = 0; i < w->n; i++)
		n += w->triages[i].stage == stage && (!overdue || w->triages[i].verify.state == GZ_DEADLINE_OVERDUE);
	return n;
}

static void write_lead(const gz_ranking *w, gz_paper *p, const gz_catalogue *words)
{
	char now[GZ_MOMENT_BYTES];
	const int32_t numbers[] = {w->n, count(w, GZ_TRIAGE_TO_VERIFY, false), count(w, GZ_TRIAGE_TO_VERIFY, true), count(w, GZ_TRIAGE_TO_ASSESS, false),
		count(w, GZ_TRIAGE_CLOSED, false)};
	static const char *const names[] = {"n", "open", "overdue", "assess", "closed"};
	gz_catalogue_value values[5];
	for (int32_t i = 0; i < 5; i++)
		values[i] = (gz_catalogue_value){names[i], gz_arena_printf(words->arena, "%d", (int)numbers[i]), 0};
	gz_moment_format(w->now, now);
	gz_paper_strong(p, gz_catalogue_text(words, "signal.lead", values, 5));
	gz_paper_pair(p, say(words, "assess.asof"), now);
	gz_paper_note(p, say(words, "assess.reminder"));
}

/* What was seen, in the language: condition, syndrome, or the words of the row. */
static const char *what_of(const gz_ranking *w, const gz_signal *s, const gz_catalogue *words)
{
	const char *text = s->condition >= 0 ? gz_rules_say(&w->rules->conditions[s->condition].rule, words->language)
		: s->syndrome >= 0 ? gz_rules_say(&w->rules->conditions[s->syndrome].rule, words->language) : s->what;
	return s->conveyance[0] == '\0' ? text : gz_arena_printf(words->arena, "%s (%s)", text, s->conveyance);
}

static const char *why_of(const gz_ranking *w, const gz_triage *t, const gz_catalogue *words)
{
	const char *why = "", *joint = "";
	if (t->tier == GZ_TRIAGE_ALWAYS)
		why = say(words, "signal.why.always");
	else if (t->notifiable >= 0)
		why = say(words, "signal.why.single");
	if (t->notifiable >= 0 && w->rules->notifiables[t->notifiable].country < 0)
		why = gz_arena_printf(words->arena, "%s (%s)", why, say(words, "signal.why.general"));
	if (why != NULL && why[0] != '\0')
		joint = "; ";
	if (t->cluster >= 0) {
		const gz_catalogue_value values[] = {{"persons", gz_arena_printf(words->arena, "%d", (int)t->cluster_persons), 0},
			{"rule", gz_rules_say(&w->rules->clusters[t->cluster].rule, words->language), 0}};
		why = gz_arena_printf(words->arena, "%s%s%s", why, joint, gz_catalogue_text(words, "signal.why.cluster", values, 2));
	}
	return why != NULL && why[0] == '\0' ? say(words, "signal.why.other") : why;
}

static const char *name_of(const gz_ranking *w, const gz_triage *t, gz_arena *arena)
{
	const gz_signal *s = &w->signals[t->signal];
	return s->id[0] != '\0' ? s->id : gz_arena_printf(arena, "#%d", (int)s->row);
}

static void write_stage(const gz_ranking *w, gz_triage_stage stage, gz_paper *p, const gz_catalogue *words)
{
	char key[40];
	const char *heads[] = {say(words, "signal.id"), say(words, "assess.place"), say(words, "assess.what"), say(words, "signal.persons"),
		say(words, "signal.why"), say(words, "signal.verification")};
	if (count(w, stage, false) == 0)
		return;
	snprintf(key, sizeof key, "signal.stage.%s", stages[stage]);
	gz_paper_heading(p, say(words, key));
	gz_paper_table(p, heads, 6);
	for (int32_t i = 0; i < w->n; i++) {
		const gz_triage *t = &w->triages[i];
		const gz_signal *s = &w->signals[t->signal];
		const char *cells[] = {name_of(w, t, words->arena), s->place, what_of(w, s, words), gz_arena_printf(words->arena, "%d", (int)s->persons),
			why_of(w, t, words), gz_casefile_state(words, &t->verify)};
		if (t->stage == stage)
			gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

/* The sources of the rules that were used, each once; and the countries whose own list was not at hand. */
static void write_sources(const gz_ranking *w, gz_paper *p, const gz_catalogue *words)
{
	gz_paper_heading(p, say(words, "signal.source"));
	gz_paper_note(p, say(words, "assess.dagger"));
	for (int32_t r = 0; r < w->rules->n_notifiables; r++) {
		bool used = false, told = false;
		for (int32_t i = 0; i < w->n; i++)
			used = used || w->triages[i].notifiable == r;
		for (int32_t k = 0; k < r; k++) {
			bool before = false;
			for (int32_t i = 0; i < w->n; i++)
				before = before || w->triages[i].notifiable == k;
			told = told || (before && strcmp(w->rules->notifiables[k].rule.source, w->rules->notifiables[r].rule.source) == 0);
		}
		if (used && !told)
			gz_paper_item(p, gz_arena_printf(words->arena, "%s (%s)",
				gz_paper_cite(p, gz_rules_cite(w->rules, w->rules->notifiables[r].rule.source, words->language),
					w->rules->notifiables[r].rule.read != GZ_RULE_RECALLED),
				w->rules->notifiables[r].rule.date));
	}
	for (int32_t c = 0; c < w->rules->n_countries; c++) {
		bool used = false;
		for (int32_t i = 0; i < w->n; i++)
			used = used || w->signals[i].country == c;
		if (used && w->rules->countries[c].rule.read == GZ_RULE_RECALLED)
			gz_paper_item(p, gz_arena_printf(words->arena, "%s: %s: %s", say(words, "signal.countries"),
				gz_rules_say(&w->rules->countries[c].rule, words->language), gz_rules_cite(w->rules, w->rules->countries[c].law, words->language)));
	}
	if (words->language[0] != 'e')
		gz_paper_note(p, say(words, "assess.machine"));
}

void gz_ranking_write(const gz_ranking *ranking, gz_paper *paper, const gz_catalogue *words)
{
	write_lead(ranking, paper, words);
	for (int32_t stage = GZ_TRIAGE_TO_VERIFY; stage <= GZ_TRIAGE_CLOSED; stage++)
		write_stage(ranking, (gz_triage_stage)stage, paper, words);
	write_sources(ranking, paper, words);
}

/* ---- tables and JSON --------------------------------------------------------------------------------------- */

static void put_cell(FILE *out, const char *text)
{
	/* A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
	const char *guard = text[0] != '\0' && strchr("=+-@", text[0]) != NULL ? "'" : "";
	fprintf(out, "\"%s", guard);
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '"')
			fputc('"', out);
		fputc(*c, out);
	}
	fputc('"', out);
}

static const char *rule_of(const gz_ranking *w, const gz_triage *t)
{
	if (t->notifiable >= 0)
		return w->rules->conditions[w->rules->notifiables[t->notifiable].condition].rule.id;
	return t->cluster >= 0 ? w->rules->clusters[t->cluster].rule.id : "";
}

void gz_ranking_csv(const gz_ranking *ranking, FILE *out)
{
	char due[GZ_MOMENT_BYTES];
	fputs("rank,row,id,place,tier,stage,rule,persons,cluster_persons,due,verification\n", out);
	for (int32_t i = 0; i < ranking->n; i++) {
		const gz_triage *t = &ranking->triages[i];
		const gz_signal *s = &ranking->signals[t->signal];
		gz_moment_format(t->verify.due, due);
		fprintf(out, "%d,%d,", (int)i + 1, (int)s->row);
		put_cell(out, s->id);
		fputc(',', out);
		put_cell(out, s->place);
		fprintf(out, ",%s,%s,%s,%d,%d,%s,%s\n", tiers[t->tier], stages[t->stage], rule_of(ranking, t), (int)s->persons, (int)t->cluster_persons, due,
			states[t->verify.state]);
	}
}

static void json_signal(const gz_ranking *w, int32_t rank, gz_json *j)
{
	const gz_triage *t = &w->triages[rank];
	const gz_signal *s = &w->signals[t->signal];
	char due[GZ_MOMENT_BYTES];
	gz_moment_format(t->verify.due, due);
	gz_json_object(j);
	gz_json_key_integer(j, "rank", rank + 1);
	gz_json_key_integer(j, "row", s->row);
	gz_json_key_string(j, "id", s->id);
	gz_json_key_string(j, "place", s->place);
	gz_json_key_string(j, "condition", s->condition < 0 ? NULL : w->rules->conditions[s->condition].rule.id);
	gz_json_key_string(j, "syndrome", s->syndrome < 0 ? NULL : w->rules->conditions[s->syndrome].rule.id);
	gz_json_key_integer(j, "persons", s->persons);
	gz_json_key_string(j, "tier", tiers[t->tier]);
	gz_json_key_string(j, "stage", stages[t->stage]);
	gz_json_key_string(j, "source_of_rule", t->notifiable >= 0 ? w->rules->notifiables[t->notifiable].rule.source
		: t->cluster >= 0 ? w->rules->clusters[t->cluster].rule.source : NULL);
	gz_json_key_bool(j, "general_list", t->notifiable >= 0 && w->rules->notifiables[t->notifiable].country < 0);
	gz_json_key_string(j, "cluster", t->cluster < 0 ? NULL : w->rules->clusters[t->cluster].rule.id);
	gz_json_key_integer(j, "cluster_persons", t->cluster_persons);
	gz_json_key_string(j, "due", due);
	gz_json_key_string(j, "verification", states[t->verify.state]);
	gz_json_key_integer(j, "seconds", t->verify.seconds);
	gz_json_end(j);
}

void gz_ranking_json(const gz_ranking *ranking, gz_json *j)
{
	char now[GZ_MOMENT_BYTES];
	gz_moment_format(ranking->now, now);
	gz_json_object(j);
	gz_json_key_bool(j, "ok", true);
	gz_json_key_string(j, "as_of", now);
	gz_json_key_integer(j, "to_verify", count(ranking, GZ_TRIAGE_TO_VERIFY, false));
	gz_json_key_integer(j, "overdue", count(ranking, GZ_TRIAGE_TO_VERIFY, true));
	gz_json_key_integer(j, "to_assess", count(ranking, GZ_TRIAGE_TO_ASSESS, false));
	gz_json_key(j, "signals");
	gz_json_array(j);
	for (int32_t i = 0; i < ranking->n; i++)
		json_signal(ranking, i, j);
	gz_json_end(j);
	gz_json_end(j);
	gz_json_line(j);
}
