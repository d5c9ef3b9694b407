/* Everything on paper: a pack per role, slips of injects, the controllers' script, the observers' sheets.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/booklet.h"
#include "base/file.h"
#include "exercise/live.h"
#include "exercise/reading/cue.h"
#include "exercise/timetable.h"
#include "report/catalogue.h"
#include "report/paper/paper.h"
#include <stdio.h>
#include <string.h>

/* Fixed things stand on every printed page in Chromium and Firefox; the strip also stands in the flow of the first one. */
static const char watermark[] =
	"<style>.mark{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;pointer-events:none;z-index:9;"
	"font-size:5.2rem;font-weight:700;color:#b00020;opacity:.13;transform:rotate(-32deg);text-align:center;line-height:1.1}"
	".strip{position:fixed;top:0;left:0;right:0;text-align:center;font-weight:700;letter-spacing:.08em;color:#b00020;background:#fff}"
	"main{padding-top:1.6rem}@page{margin:16mm 14mm}@media print{.strip{font-size:9pt}}</style>\n"
	"<div class=\"mark\" aria-hidden=\"true\">EXERCISE<br>\xD0\xA3\xD0\xA7\xD0\x95\xD0\x9D\xD0\x98\xD0\x95<br>\xD0\x9C\xD0\x90\xD0\xA8\xD2\x9A</div>\n"
	"<div class=\"strip\">EXERCISE / \xD0\xA3\xD0\xA7\xD0\x95\xD0\x9D\xD0\x98\xD0\x95 / \xD0\x9C\xD0\x90\xD0\xA8\xD2\x9A</div>\n";

typedef struct sheet {
	gz_pack *pack;
	const gz_analysis *analysis;
	gz_pack_language language;
	gz_paper *paper;
	const gz_catalogue *words;
} sheet;

static const char *const names[] = {"roles", "injects", "script", "observers"};

const char *gz_booklet_name(gz_booklet_kind kind)
{
	return names[kind];
}

static const char *say(const sheet *s, const char *key)
{
	return gz_catalogue_text(s->words, key, NULL, 0);
}

static const char *text(const sheet *s, const gz_pack_text *t)
{
	return gz_live_paper(s->pack, t, s->language);
}

static const char *kept(const sheet *s, const char *made)
{
	s->paper->failed = s->paper->failed || made == NULL;
	return made == NULL ? "" : made;
}

/* "00:12" of exercise time; a line to fill in where it is not known. */
static const char *clock_text(const sheet *s, int64_t ex)
{
	return ex < 0 ? "" : kept(s, gz_arena_printf(&s->pack->arena, "%02d:%02d", (int)(ex / 3600), (int)(ex % 3600 / 60)));
}

/* "5 min", "6 h" or "10 d", whichever is whole; * for the scenario's clock. */
static const char *duration(const sheet *s, const gz_pack_span *span)
{
	const int64_t t = span->seconds;
	const char *key = t >= 86400 && t % 86400 == 0 ? "booklet.days" : t >= 3600 && t % 3600 == 0 ? "booklet.hours" : "booklet.minutes";
	const double n = (double)(t >= 86400 && t % 86400 == 0 ? t / 86400 : t >= 3600 && t % 3600 == 0 ? t / 3600 : (t + 30) / 60);
	const gz_catalogue_value value = {"n", NULL, n};
	if (!span->given)
		return "";
	const char *made = gz_catalogue_text(s->words, key, &value, 1);
	return span->scenario ? kept(s, gz_arena_printf(&s->pack->arena, "%s *", made)) : made;
}

static const char *joined(const sheet *s, const char *a, const char *between, const char *b)
{
	return a[0] == '\0' ? b : kept(s, gz_arena_printf(&s->pack->arena, "%s%s%s", a, between, b));
}

static const char *role_names(const sheet *s, const int32_t *roles, int32_t n)
{
	const char *all = "";
	for (int32_t i = 0; i < n; i++)
		all = joined(s, all, ", ", text(s, &s->pack->roles[roles[i]].name));
	return all;
}

static void frame(const sheet *s)
{
	gz_paper_begin(s->paper, text(s, &s->pack->title));
	fputs(watermark, s->paper->out);
	gz_paper_strong(s->paper, say(s, "booklet.warning"));
	if (s->language != GZ_PACK_EN && s->pack->review[0] != '\0')
		gz_paper_note(s->paper, say(s, "assess.machine"));
}

static void empty_lines(const sheet *s, const char *const *heads, int32_t n, int32_t rows)
{
	const char *cells[GZ_PAPER_COLUMNS];
	for (int32_t i = 0; i < n; i++)
		cells[i] = "\xC2\xA0\n\xC2\xA0";
	gz_paper_table(s->paper, heads, n);
	for (int32_t i = 0; i < rows; i++)
		gz_paper_row(s->paper, cells);
	gz_paper_table_end(s->paper);
}

/* ---- a pack per role --------------------------------------------------------------------------------------- */

static void write_menu(const sheet *s, const gz_pack_role *role)
{
	const char *const heads[] = {say(s, "booklet.decision"), say(s, "booklet.lead"), say(s, "booklet.legal"), say(s, "booklet.cost"), say(s, "booklet.ordered")};
	if (role->n_may == 0) {
		gz_paper_line(s->paper, say(s, "booklet.orders_nothing"));
		return;
	}
	gz_paper_table(s->paper, heads, 5);
	for (int32_t i = 0; i < role->n_may; i++) {
		const gz_pack_decision *d = &s->pack->decisions[role->may[i]];
		const char *cells[] = {text(s, &d->name), duration(s, &d->lead), text(s, &d->legal), text(s, &d->cost), ""};
		gz_paper_row(s->paper, cells);
	}
	gz_paper_table_end(s->paper);
}

static void write_phones(const sheet *s)
{
	const char *const heads[] = {say(s, "booklet.role"), say(s, "booklet.organisation"), say(s, "booklet.phone")};
	gz_paper_heading(s->paper, say(s, "booklet.phones"));
	gz_paper_table(s->paper, heads, 3);
	for (int32_t i = 0; i < s->pack->n_roles; i++) {
		const gz_pack_role *role = &s->pack->roles[i];
		if (role->kind == GZ_PACK_EVALUATOR || role->kind == GZ_PACK_OBSERVER)
			continue;
		const char *cells[] = {text(s, &role->name), role->organisation < 0 ? "" : text(s, &s->pack->organisations[role->organisation].name), role->phone};
		gz_paper_row(s->paper, cells);
	}
	gz_paper_table_end(s->paper);
}

static void write_forms(const sheet *s, const gz_pack_role *role)
{
	const char *const report[] = {say(s, "booklet.time"), say(s, "booklet.known"), say(s, "booklet.done"), say(s, "booklet.needed")};
	const char *const log[] = {say(s, "booklet.time"), say(s, "booklet.towhom"), say(s, "booklet.what"), say(s, "booklet.answer")};
	const char *const order[] = {say(s, "booklet.time"), say(s, "booklet.decision"), say(s, "booklet.why"), say(s, "booklet.signature")};
	gz_paper_heading(s->paper, say(s, "booklet.log"));
	empty_lines(s, log, 4, 8);
	gz_paper_heading(s->paper, say(s, "booklet.report"));
	empty_lines(s, report, 4, 3);
	if (role->n_may > 0) {
		gz_paper_heading(s->paper, say(s, "booklet.orders"));
		empty_lines(s, order, 4, role->n_may < 4 ? role->n_may : 4);
	}
}

static void write_roles(const sheet *s)
{
	for (int32_t i = 0; i < s->pack->n_roles; i++) {
		const gz_pack_role *role = &s->pack->roles[i];
		if (role->kind != GZ_PACK_PLAYER)
			continue;
		gz_paper_part(s->paper, text(s, &role->name));
		if (role->organisation >= 0)
			gz_paper_line(s->paper, text(s, &s->pack->organisations[role->organisation].name));
		gz_paper_line(s->paper, text(s, &role->card));
		gz_paper_heading(s->paper, say(s, "booklet.may"));
		write_menu(s, role);
		write_phones(s);
		write_forms(s, role);
	}
	for (int32_t i = 0; i < s->pack->n_phases; i++)
		for (int32_t q = 0; q < s->pack->phases[i].n_questions; q++) {
			if (q == 0)
				gz_paper_part(s->paper, text(s, &s->pack->phases[i].name));
			gz_paper_pair(s->paper, text(s, &s->pack->phases[i].questions[q]), "\n\n\n");
		}
}

/* ---- slips and script -------------------------------------------------------------------------------------- */

static void write_slips(const sheet *s)
{
	for (int32_t i = 0; i < s->pack->n_injects; i++) {
		const gz_pack_inject *inject = &s->pack->injects[i];
		for (int32_t v = 0; v < inject->n_variants; v++) {
			const gz_pack_variant *variant = &inject->variants[v];
			const char *title = kept(s, gz_arena_printf(&s->pack->arena, "%s%s %s", inject->id,
				inject->n_variants > 1 ? (v == inject->n_variants - 1 ? " /" : " *") : "", text(s, &variant->subject)));
			gz_paper_heading(s->paper, title);
			gz_paper_pair(s->paper, say(s, "booklet.from"), inject->from < 0 ? "" : text(s, &s->pack->personas[inject->from].name));
			gz_paper_pair(s->paper, say(s, "booklet.to"), role_names(s, inject->to, inject->n_to));
			gz_paper_pair(s->paper, say(s, "booklet.channel"), inject->channel < 0 ? "" : text(s, &s->pack->channels[inject->channel].name));
			if (variant->condition != NULL)
				gz_paper_note(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "* %s", gz_expr_text(variant->condition))));
			gz_paper_strong(s->paper, text(s, &variant->body));
		}
	}
}

static const char *expected(const sheet *s, const gz_pack_inject *inject)
{
	const char *all = "";
	for (int32_t k = 0; k < inject->n_actions; k++) {
		const gz_pack_action *a = &s->pack->actions[inject->actions[k]];
		all = joined(s, all, "; ", kept(s, gz_arena_printf(&s->pack->arena, a->within.given ? "%s%s (%s)" : "%s%s%s", a->critical ? "! " : "", text(s, &a->text),
			duration(s, &a->within))));
	}
	return all;
}

static void write_script(const sheet *s)
{
	const char *const heads[] = {"\xE2\x84\x96", say(s, "booklet.time"), say(s, "booklet.scenario"), say(s, "booklet.to"), say(s, "booklet.what"),
		say(s, "booklet.expected"), say(s, "booklet.otherwise"), say(s, "booklet.sent"), say(s, "booklet.answer")};
	char moment[24];
	gz_paper_line(s->paper, text(s, &s->pack->purpose));
	gz_paper_line(s->paper, text(s, &s->pack->artificialities));
	gz_paper_line(s->paper, say(s, "booklet.critical"));
	gz_paper_note(s->paper, say(s, "booklet.starred"));
	gz_paper_table(s->paper, heads, 9);
	for (int32_t i = 0; i < s->pack->n_injects; i++) {
		const gz_pack_inject *inject = &s->pack->injects[i];
		const int64_t at = s->analysis->plan[i];
		moment[0] = '\0';
		if (at >= 0)
			gz_timetable_print(s->pack, gz_timetable_scenario(s->pack, at), moment);
		const char *cells[] = {inject->id, at >= 0 ? clock_text(s, at) : gz_cue_print(s->pack, &inject->trigger), kept(s, gz_arena_strdup(&s->pack->arena, moment)),
			role_names(s, inject->to, inject->n_to), inject->n_variants == 0 ? "" : text(s, &inject->variants[inject->n_variants - 1].subject), expected(s, inject),
			inject->contingency < 0 ? "" : s->pack->injects[inject->contingency].id, "", ""};
		gz_paper_row(s->paper, cells);
	}
	gz_paper_table_end(s->paper);
	write_phones(s);
}

/* ---- observers --------------------------------------------------------------------------------------------- */

static const char *when_due(const sheet *s, int32_t task)
{
	const char *all = "";
	for (int32_t i = 0; i < s->pack->n_actions; i++) {
		const gz_pack_action *a = &s->pack->actions[i];
		const int64_t at = s->analysis->plan[a->inject];
		if (a->task == task)
			all = joined(s, all, "; ", kept(s, gz_arena_printf(&s->pack->arena, "%s%s%s: %s", s->pack->injects[a->inject].id, at < 0 ? "" : " ", clock_text(s, at), text(s, &a->text))));
	}
	return all;
}

static void write_observers(const sheet *s)
{
	const char *const heads[] = {say(s, "booklet.task"), say(s, "booklet.target"), say(s, "booklet.look"), say(s, "booklet.time"), "P / S / M / U", say(s, "booklet.note")};
	for (int32_t o = 0; o < s->pack->n_objectives; o++) {
		const gz_pack_objective *objective = &s->pack->objectives[o];
		const char *tags = "";
		for (int32_t i = 0; i < objective->n_tags; i++)
			tags = joined(s, tags, ", ", objective->tags[i]);
		gz_paper_part(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "%s %s", objective->id, text(s, &objective->text))));
		gz_paper_note(s->paper, tags);
		gz_paper_line(s->paper, say(s, "booklet.ratings"));
		gz_paper_table(s->paper, heads, 6);
		for (int32_t i = 0; i < s->pack->n_tasks; i++) {
			const gz_pack_task *task = &s->pack->tasks[i];
			const char *cells[] = {kept(s, gz_arena_printf(&s->pack->arena, "%s%s %s", task->critical ? "! " : "", task->id, text(s, &task->text))),
				text(s, &task->target), when_due(s, i), "", "", ""};
			if (task->objective == o)
				gz_paper_row(s->paper, cells);
		}
		gz_paper_table_end(s->paper);
		const char *const free_heads[] = {say(s, "booklet.time"), say(s, "booklet.seen")};
		empty_lines(s, free_heads, 2, 5);
	}
}

gz_status gz_booklet_write(gz_pack *pack, const gz_analysis *analysis, gz_booklet_kind kind, gz_pack_language language, const char *path, gz_error *err)
{
	static void (*const parts[])(const sheet *) = {write_roles, write_slips, write_script, write_observers};
	gz_file_output output = {0};
	gz_catalogue words = {0};
	gz_status status = gz_catalogue_open(&words, gz_pack_language_code(language), &pack->arena, err);
	if (status == GZ_OK)
		status = gz_file_begin(&output, path, err);
	if (status == GZ_OK) {
		gz_paper paper = {.out = output.stream, .html = true, .language = gz_pack_language_code(language), .arena = &pack->arena};
		const sheet s = {pack, analysis, language, &paper, &words};
		frame(&s);
		parts[kind](&s);
		status = gz_paper_end(&paper, err);
		if (status == GZ_OK)
			status = gz_file_commit(&output, err);
	}
	gz_file_abandon(&output);
	gz_catalogue_close(&words);
	return status;
}
