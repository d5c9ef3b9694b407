/* Everything on paper: a pack per role, slips of injects, the controllers' script, the observers' sheets; each by itself, or one after the other.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/booklet.h"
#include "base/file.h"
#include "exercise/sheets/phrase.h"
#include "exercise/timetable.h"
#include "report/paper/paper.h"
#include <stdio.h>
#include <string.h>

#define DARI "\xD8\xAA\xD9\x85\xD8\xB1\xDB\x8C\xD9\x86" /* EXERCISE in Dari */

/* Fixed things stand on every printed page; what stands in the margin's boxes, too, where the browser knows them. */
static const char style[] =
	"<style>.mark{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;pointer-events:none;z-index:9;"
	"font-size:6.4rem;font-weight:700;color:#b00020;opacity:.11;transform:rotate(-32deg)}"
	".strip{text-align:center;font-weight:700;letter-spacing:.08em;color:#b00020}"
	"h2,dl,dt{break-after:avoid}dl,.strong{break-inside:avoid}.contents a{color:inherit;text-decoration:none}.contents p{margin:.25rem 0}.part{display:block}"
	".script table:has(th:nth-child(9)),.roles table:has(th:first-child:nth-last-child(n+4)),.observers table:has(th:nth-child(6)){table-layout:fixed}"
	"th{box-sizing:border-box}.script th:first-child:nth-last-child(9){width:5%}.script th:nth-child(2):nth-last-child(8){width:12%}.script th:nth-child(3):nth-last-child(7){width:8%}"
	".script th:nth-child(4):nth-last-child(6){width:15%}.script th:nth-child(5):nth-last-child(5){width:13%}.script th:nth-child(6):nth-last-child(4){width:22%}"
	".script th:nth-child(8):nth-last-child(2){width:9%}.script .note{font-size:inherit}.script td,.observers td{white-space:pre-line}"
	".observers th:first-child:nth-last-child(6){width:20%}.observers th:nth-child(2):nth-last-child(5){width:14%}.observers th:nth-child(3):nth-last-child(4){width:33%}"
	".observers th:nth-child(4):nth-last-child(3){width:8%}.observers th:nth-child(5):nth-last-child(2){white-space:nowrap;width:12%}"
	".roles th:first-child:nth-last-child(4){width:12%}.roles th:first-child:nth-last-child(5){width:22%}.roles th:nth-child(2):nth-last-child(4){width:14%}"
	".roles th:nth-child(3):nth-last-child(3){width:25%}.roles th:nth-child(4):nth-last-child(2){width:21%}"
	".roles table:has(th:first-child:nth-last-child(4)),.observers table:has(th:first-child:nth-last-child(2)){break-inside:avoid}.observers th:first-child:nth-last-child(2){width:12%}"
	".injects dl{margin:0}.injects dt,.injects dd{display:inline;margin:0}.injects dt::after{content:\": \"}"
	"@media print{h1,h2{margin-top:0}.injects h2{margin-top:1.2rem}.script,.observers{page:wide}.script{font-size:8.5pt}table{font-size:.9em}td,th{padding:.15rem .35rem;hyphens:auto}}[dir=rtl] .strip{letter-spacing:0}[dir=rtl] body{line-height:1.65}"
	"@page{size:A4;margin:17mm 14mm 15mm;@top-center{content:\"EXERCISE / \xD0\xA3\xD0\xA7\xD0\x95\xD0\x9D\xD0\x98\xD0\x95 / \xD0\x9C\xD0\x90\xD0\xA8\xD2\x9A / " DARI "\";"
	"color:#b00020;font-weight:700;font-size:9pt}@bottom-center{content:counter(page);font-size:9pt}}@page wide{size:A4 landscape}</style>\n";
static const char strip[] = "<p class=\"strip\">EXERCISE / \xD0\xA3\xD0\xA7\xD0\x95\xD0\x9D\xD0\x98\xD0\x95 / \xD0\x9C\xD0\x90\xD0\xA8\xD2\x9A / " DARI "</p>\n";

typedef struct sheet {
	gz_pack *pack;
	const gz_analysis *analysis;
	gz_paper *paper;
	gz_phrase *words;
	char chapter; /* of the whole: its letter; 0: a sheet by itself */
} sheet;

static const char *const names[] = {"roles", "injects", "script", "observers", "all"};

const char *gz_booklet_name(gz_booklet_kind kind)
{
	return names[kind];
}

static const char *say(const sheet *s, const char *key)
{
	return gz_catalogue_text(&s->words->words, key, NULL, 0);
}

static const char *kept(const sheet *s, const char *made)
{
	s->paper->failed = s->paper->failed || made == NULL;
	return made == NULL ? "" : made;
}

/* What is written otherwise than the page (an id, a time, a text of another language) keeps its own order of signs. */
static const char *apart(const sheet *s, const char *foreign)
{
	return s->paper->rtl && foreign[0] != '\0' ? kept(s, gz_arena_printf(&s->pack->arena, "\xE2\x81\xA8%s\xE2\x81\xA9", foreign)) : foreign;
}

static const char *text(const sheet *s, const gz_pack_text *t)
{
	const char *told = gz_phrase_text(s->words, t);
	return t->in[s->words->language] == NULL ? apart(s, told) : told;
}

/* "00:12" of exercise time; a line to fill in where it is not known. */
static const char *clock_text(const sheet *s, int64_t ex)
{
	return ex < 0 ? "" : apart(s, gz_paper_digits(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "%02d:%02d", (int)(ex / 3600), (int)(ex % 3600 / 60)))));
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
	const char *made = gz_catalogue_text(&s->words->words, key, &value, 1);
	return span->scenario ? kept(s, gz_arena_printf(&s->pack->arena, "%s *", made)) : made;
}

static const char *joined(const sheet *s, const char *a, const char *between, const char *b)
{
	return a[0] == '\0' ? b : kept(s, gz_arena_printf(&s->pack->arena, "%s%s%s", a, between, b));
}

static bool plays(const gz_pack_role *role)
{
	return role->kind == GZ_PACK_PLAYER;
}

/* Their names; if nobody who plays is missing, that it is all of them. */
static const char *role_names(const sheet *s, const int32_t *roles, int32_t n)
{
	const char *all = "";
	int32_t players = 0, among = 0;
	for (int32_t i = 0; i < s->pack->n_roles; i++)
		players += plays(&s->pack->roles[i]);
	for (int32_t i = 0; i < n; i++)
		among += plays(&s->pack->roles[roles[i]]);
	if (n > 1 && among == players && among == n)
		return say(s, "room.script.everyone");
	for (int32_t i = 0; i < n; i++)
		all = joined(s, all, s->paper->rtl ? "\xD8\x8C " : ", ", text(s, &s->pack->roles[roles[i]].name));
	return all;
}

static void frame(const sheet *s)
{
	gz_paper_begin(s->paper, text(s, &s->pack->title));
	fprintf(s->paper->out, "%s<div class=\"mark\" aria-hidden=\"true\">%s</div>\n%s", style, say(s, "room.exercise"), strip);
	if (s->paper->rtl)
		fputs("<style>@page{@bottom-center{content:counter(page,persian)}}</style>\n", s->paper->out);
	gz_paper_strong(s->paper, say(s, "booklet.warning"));
	if (s->words->language != GZ_PACK_EN && s->pack->review[0] != '\0')
		gz_paper_note(s->paper, say(s, "room.machine"));
}

/* "B7": where a part stands in the whole. */
static const char *chapter_name(const sheet *s, int32_t number)
{
	return apart(s, kept(s, gz_arena_printf(&s->pack->arena, "%c%d", s->chapter, (int)number)));
}

/* A part on a new page; of the whole with its letter and number, as the contents tell it. */
static void part(const sheet *s, int32_t number, const char *title)
{
	if (s->chapter == 0) {
		gz_paper_part(s->paper, title);
		return;
	}
	fprintf(s->paper->out, "<a class=\"part\" id=\"%c%d\"></a>\n", s->chapter, (int)number);
	gz_paper_heading(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "%s  %s", chapter_name(s, number), title)));
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
		const char *cells[] = {text(s, &d->name), d->lead.given ? duration(s, &d->lead) : say(s, "room.lead.none"), text(s, &d->legal), text(s, &d->cost), ""};
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
		const char *cells[] = {text(s, &role->name), role->organisation < 0 ? "" : text(s, &s->pack->organisations[role->organisation].name), apart(s, role->phone)};
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
	int32_t n = 0;
	for (int32_t i = 0; i < s->pack->n_roles; i++) {
		const gz_pack_role *role = &s->pack->roles[i];
		if (!plays(role))
			continue;
		part(s, ++n, text(s, &role->name));
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
				part(s, ++n, text(s, &s->pack->phases[i].name));
			gz_paper_pair(s->paper, text(s, &s->pack->phases[i].questions[q]), "\n\n\n\n\n\n\n"); /* room to write */
		}
}

/* ---- slips and script -------------------------------------------------------------------------------------- */

static const char *only_if(const sheet *s, const gz_expr *condition)
{
	const gz_catalogue_value value = {"what", gz_phrase_condition(s->words, condition), 0};
	return gz_catalogue_text(&s->words->words, "room.inject.if", &value, 1);
}

static void write_slips(const sheet *s)
{
	if (s->chapter != 0)
		part(s, 1, say(s, "room.paper.injects"));
	for (int32_t i = 0; i < s->pack->n_injects; i++) {
		const gz_pack_inject *inject = &s->pack->injects[i];
		for (int32_t v = 0; v < inject->n_variants; v++) {
			const gz_pack_variant *variant = &inject->variants[v];
			const char *title = kept(s, gz_arena_printf(&s->pack->arena, "%s%s %s", apart(s, inject->id),
				inject->n_variants > 1 ? (v == inject->n_variants - 1 ? " /" : " *") : "", text(s, &variant->subject)));
			gz_paper_heading(s->paper, title);
			gz_paper_pair(s->paper, say(s, "booklet.from"), inject->from < 0 ? "" : text(s, &s->pack->personas[inject->from].name));
			gz_paper_pair(s->paper, say(s, "booklet.to"), role_names(s, inject->to, inject->n_to));
			gz_paper_pair(s->paper, say(s, "booklet.channel"), inject->channel < 0 ? "" : text(s, &s->pack->channels[inject->channel].name));
			if (variant->condition != NULL)
				gz_paper_note(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "* %s", only_if(s, variant->condition))));
			gz_paper_strong(s->paper, text(s, &variant->body));
		}
	}
}

static const char *expected(const sheet *s, const gz_pack_inject *inject)
{
	const char *all = "";
	for (int32_t k = 0; k < inject->n_actions; k++) {
		const gz_pack_action *a = &s->pack->actions[inject->actions[k]];
		all = joined(s, all, "\n", kept(s, gz_arena_printf(&s->pack->arena, a->within.given ? "%s%s (%s)" : "%s%s%s", a->critical ? "! " : "", text(s, &a->text),
			duration(s, &a->within))));
	}
	return all;
}

static void write_script(const sheet *s)
{
	const char *const heads[] = {say(s, "room.log.number"), say(s, "booklet.time"), say(s, "booklet.scenario"), say(s, "booklet.to"), say(s, "booklet.what"),
		say(s, "booklet.expected"), say(s, "booklet.otherwise"), say(s, "booklet.sent"), say(s, "booklet.answer")};
	char moment[24];
	if (s->chapter != 0)
		part(s, 1, say(s, "room.paper.script"));
	gz_paper_line(s->paper, text(s, &s->pack->purpose));
	gz_paper_line(s->paper, text(s, &s->pack->artificialities));
	gz_paper_line(s->paper, say(s, "booklet.critical"));
	gz_paper_note(s->paper, say(s, "booklet.starred"));
	gz_paper_table(s->paper, heads, 9);
	for (int32_t i = 0; i < s->pack->n_injects; i++) {
		const gz_pack_inject *inject = &s->pack->injects[i];
		const int64_t at = s->analysis->plan[i];
		moment[0] = '\0';
		if (at >= 0) {
			gz_timetable_print(s->pack, gz_timetable_scenario(s->pack, at), moment);
			moment[strcspn(moment, " ")] = moment[0] == '\0' ? '\0' : '\n'; /* the hour below the day */
		}
		const char *cells[] = {apart(s, inject->id), at >= 0 ? clock_text(s, at) : gz_phrase_cue(s->words, i), apart(s, kept(s, gz_arena_strdup(&s->pack->arena, moment))),
			role_names(s, inject->to, inject->n_to), inject->n_variants == 0 ? "" : text(s, &inject->variants[inject->n_variants - 1].subject), expected(s, inject),
			inject->contingency < 0 ? "" : apart(s, s->pack->injects[inject->contingency].id), "", ""};
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
			all = joined(s, all, "\n", kept(s, gz_arena_printf(&s->pack->arena, "%s%s%s: %s", apart(s, s->pack->injects[a->inject].id), at < 0 ? "" : " ", clock_text(s, at), text(s, &a->text))));
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
			tags = joined(s, tags, s->paper->rtl ? "\xD8\x8C " : ", ", apart(s, objective->tags[i]));
		part(s, o + 1, kept(s, gz_arena_printf(&s->pack->arena, "%s %s", apart(s, objective->id), text(s, &objective->text))));
		gz_paper_note(s->paper, tags);
		gz_paper_line(s->paper, say(s, "booklet.ratings"));
		gz_paper_table(s->paper, heads, 6);
		for (int32_t i = 0; i < s->pack->n_tasks; i++) {
			const gz_pack_task *task = &s->pack->tasks[i];
			const char *cells[] = {kept(s, gz_arena_printf(&s->pack->arena, "%s%s %s", task->critical ? "! " : "", apart(s, task->id), text(s, &task->text))),
				text(s, &task->target), when_due(s, i), "", "", ""};
			if (task->objective == o)
				gz_paper_row(s->paper, cells);
		}
		gz_paper_table_end(s->paper);
		const char *const free_heads[] = {say(s, "booklet.time"), say(s, "booklet.seen")};
		empty_lines(s, free_heads, 2, 5);
	}
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */
typedef void writer(const sheet *s);
static writer *const writers[GZ_BOOKLET_ALL] = {write_roles, write_slips, write_script, write_observers};
static const char *const titles[GZ_BOOKLET_ALL] = {"room.paper.roles", "room.paper.injects", "room.paper.script", "room.paper.observers"};
/* What the control team needs first stands first. */
static const gz_booklet_kind chapters[GZ_BOOKLET_ALL] = {GZ_BOOKLET_SCRIPT, GZ_BOOKLET_ROLES, GZ_BOOKLET_INJECTS, GZ_BOOKLET_OBSERVERS};

static void entry(const sheet *s, int32_t number, const char *title)
{
	fprintf(s->paper->out, "<a href=\"#%c%d\">", s->chapter, (int)number);
	gz_paper_line(s->paper, kept(s, gz_arena_printf(&s->pack->arena, "%s  %s", chapter_name(s, number), title)));
	fputs("</a>", s->paper->out);
}

static void contents_of(const sheet *s, gz_booklet_kind kind)
{
	const gz_pack *p = s->pack;
	int32_t n = 0;
	if (kind == GZ_BOOKLET_SCRIPT || kind == GZ_BOOKLET_INJECTS) {
		entry(s, 1, say(s, titles[kind]));
		return;
	}
	gz_paper_strong(s->paper, say(s, titles[kind]));
	for (int32_t i = 0; kind == GZ_BOOKLET_ROLES && i < p->n_roles; i++)
		if (plays(&p->roles[i]))
			entry(s, ++n, text(s, &p->roles[i].name));
	for (int32_t i = 0; kind == GZ_BOOKLET_ROLES && i < p->n_phases; i++)
		if (p->phases[i].n_questions > 0)
			entry(s, ++n, text(s, &p->phases[i].name));
	for (int32_t i = 0; kind == GZ_BOOKLET_OBSERVERS && i < p->n_objectives; i++)
		entry(s, ++n, kept(s, gz_arena_printf(&s->pack->arena, "%s %s", apart(s, p->objectives[i].id), text(s, &p->objectives[i].text))));
}

static void write_chapter(const sheet *s, gz_booklet_kind kind)
{
	fprintf(s->paper->out, "<section class=\"%s\">\n", names[kind]);
	writers[kind](s);
	fputs("</section>\n", s->paper->out);
}

static void write_whole(const sheet *s)
{
	sheet one = *s;
	gz_paper_heading(s->paper, say(s, "booklet.contents"));
	fputs("<nav class=\"contents\">\n", s->paper->out);
	for (int32_t i = 0; i < GZ_BOOKLET_ALL; i++) {
		one.chapter = (char)('A' + i);
		contents_of(&one, chapters[i]);
	}
	fputs("</nav>\n", s->paper->out);
	for (int32_t i = 0; i < GZ_BOOKLET_ALL; i++) {
		one.chapter = (char)('A' + i);
		write_chapter(&one, chapters[i]);
	}
}

gz_status gz_booklet_write(gz_pack *pack, const gz_analysis *analysis, gz_booklet_kind kind, gz_pack_language language, const char *path, gz_error *err)
{
	gz_file_output output = {0};
	gz_phrase words;
	gz_status status = gz_phrase_open(&words, pack, language, err);
	if (status == GZ_OK)
		status = gz_file_begin(&output, path, err);
	if (status == GZ_OK) {
		gz_paper paper = {.out = output.stream, .html = true, .rtl = language == GZ_PACK_PRS, .language = language == GZ_PACK_PRS ? "fa-AF" : gz_pack_language_code(language), .arena = &pack->arena};
		const sheet s = {.pack = pack, .analysis = analysis, .paper = &paper, .words = &words};
		frame(&s);
		if (kind == GZ_BOOKLET_ALL)
			write_whole(&s);
		else
			write_chapter(&s, kind);
		status = gz_paper_end(&paper, err);
		if (status == GZ_OK)
			status = gz_file_commit(&output, err);
	}
	gz_file_abandon(&output);
	gz_phrase_close(&words);
	return status;
}
