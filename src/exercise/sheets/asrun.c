/* The MSEL as run, gathered from the state and its log.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/asrun.h"
#include "exercise/sheets/phrase.h"
#include "exercise/span.h"
#include "text/sheet.h"
#include <stdlib.h>
#include <string.h>

enum { NUMBER = 0, FROM = 5, TO = 6, CHANNEL = 7, SUBJECT = 8, CONTENT = 9, PREREQUISITE = 16, STATUS = 19, LANGUAGE = 20, ACTUAL = 21, RESPONSE = 22, NOTE = 23, VARIANT, LATE, READ, DONE, WHY };
const char *const gz_asrun_columns[GZ_ASRUN_COLUMNS] = {"number", "planned_time", "scenario_time", "phase", "kind", "from", "to", "channel", "subject",
	"content", "attachment", "objective", "capability", "sop", "expected_action", "time_allowed", "prerequisite", "controller", "contingency",
	"status", "language", "actual_time", "response", "note", "variant", "late", "read", "done", "why"};

typedef struct asrun_row { int64_t at; int32_t order, inject; const json_t *message; } asrun_row;
typedef struct asrun_line { int64_t ex; int32_t order; const char *text; } asrun_line;
enum { LINES_MAX = 64 };
typedef struct asrun_lines { asrun_line items[LINES_MAX]; int32_t n; } asrun_lines;

typedef struct asrun_work {
	gz_asrun *out;
	gz_pack *pack;          /* a copy that allocates in the sheet's arena */
	const json_t *state;
	const gz_chronicle *chronicle;
	gz_pack_language language;
	gz_phrase words;
	bool failed;
} asrun_work;

/* ---- small readers ----------------------------------------------------------------------------------------- */
static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

static int64_t whole_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* The entry in force of a number, NULL none. Numbers grow along the chronicle. */
static const gz_entry *entry_of(const asrun_work *w, int64_t number)
{
	int32_t low = 0, high = w->chronicle->n;
	while (low < high) {
		const int32_t middle = low + (high - low) / 2;
		if (w->chronicle->entries[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	const gz_entry *e = low < w->chronicle->n ? &w->chronicle->entries[low] : NULL;
	return e && e->number == number && e->in_force ? e : NULL;
}

/* A text by language, or one text; in the sheet's language, else in any. */
static const char *say(const asrun_work *w, const json_t *text)
{
	if (json_is_string(text))
		return json_string_value(text);
	const json_t *own = json_object_get(text, gz_pack_language_code(w->language));
	own = own ? own : json_object_get(text, gz_pack_language_code(w->pack->language));
	own = own ? own : json_object_iter_value(json_object_iter((json_t *)(uintptr_t)text));
	return json_is_string(own) ? json_string_value(own) : "";
}

static const char *printed(asrun_work *w, const char *text)
{
	w->failed = w->failed || !text;
	return text ? text : "";
}

/* Milliseconds as times are written: 00:12:30; "-00:02" before. */
static const char *clock_text(asrun_work *w, int64_t ms)
{
	char text[48];
	const int64_t seconds = (ms < 0 ? -ms : ms) / 1000;
	const gz_pack_span span = {.seconds = seconds, .given = true};
	gz_span_print(&span, text);
	return printed(w, gz_arena_printf(&w->out->arena, "%s%s", ms < 0 && seconds > 0 ? "-" : "", text));
}

static const char *list_text(asrun_work *w, const json_t *list)
{
	const char *text = "";
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
		text = printed(w, gz_arena_printf(&w->out->arena, "%s%s%s", text, i > 0 ? "; " : "", json_string_value(one) ? json_string_value(one) : ""));
	return text;
}

/* ---- lines of a cell, in the order of time ----------------------------------------------------------------- */
static void add_line(asrun_work *w, asrun_lines *lines, int64_t ex, const char *text)
{
	w->failed = w->failed || !text;
	if (text && lines->n < LINES_MAX) {
		lines->items[lines->n] = (asrun_line){.ex = ex, .order = lines->n, .text = text};
		lines->n++;
	}
}

static int by_time(const void *a, const void *b)
{
	const asrun_line *x = a, *y = b;
	return x->ex != y->ex ? (x->ex < y->ex ? -1 : 1) : (x->order > y->order) - (x->order < y->order);
}

static const char *join_lines(asrun_work *w, asrun_lines *lines, const char *between)
{
	const char *text = "";
	qsort(lines->items, (size_t)lines->n, sizeof lines->items[0], by_time);
	for (int32_t i = 0; i < lines->n; i++)
		text = printed(w, gz_arena_printf(&w->out->arena, "%s%s%s %s", text, i > 0 ? between : "", clock_text(w, lines->items[i].ex), lines->items[i].text));
	return text;
}

/* ---- one sending ------------------------------------------------------------------------------------------- */
/* Who opened a message first, and who marked it done, by role. */
static void put_seen(asrun_work *w, int64_t number, const char **cells)
{
	asrun_lines read = {.n = 0}, done = {.n = 0};
	for (int32_t i = 0; i < w->chronicle->n; i++) {
		const gz_entry *e = &w->chronicle->entries[i];
		if (e->kind != GZ_ENTRY_READ || !e->in_force || whole_of(e->body, "message") != number)
			continue;
		const char *seat = text_of(e->body, "seat");
		asrun_lines *lines = strcmp(text_of(e->body, "act"), "done") == 0 ? &done : &read;
		bool known = false;
		for (int32_t k = 0; k < lines->n; k++)
			known = known || strcmp(lines->items[k].text, seat) == 0;
		if (!known)
			add_line(w, lines, e->ex, seat);
	}
	cells[READ] = join_lines(w, &read, "; ");
	cells[DONE] = join_lines(w, &done, "; ");
}

static bool answers(const asrun_work *w, const json_t *thing, int64_t number)
{
	const gz_entry *e = entry_of(w, whole_of(thing, "number"));
	return whole_of(thing, "reply_to") == number || (e && whole_of(e->body, "reply_to") == number);
}

static void put_replies(asrun_work *w, int64_t number, asrun_lines *lines)
{
	size_t i;
	json_t *one;
	gz_arena *arena = &w->out->arena;
	json_array_foreach(json_object_get(w->state, "messages"), i, one)
		if (!json_object_get(one, "form") && answers(w, one, number))
			add_line(w, lines, whole_of(one, "ex"), gz_arena_printf(arena, "%s: %s", text_of(one, "seat"), say(w, json_object_get(one, json_object_get(one, "text") ? "text" : "body"))));
	json_array_foreach(json_object_get(w->state, "orders"), i, one)
		if (answers(w, one, number))
			add_line(w, lines, whole_of(one, "ex"), gz_arena_printf(arena, "%s: order %s (%s)%s%s", text_of(one, "seat"), text_of(one, "decision"), text_of(one, "status"),
				text_of(one, "reasons")[0] ? ": " : "", text_of(one, "reasons")));
	json_array_foreach(json_object_get(w->state, "forms"), i, one)
		if (answers(w, one, number))
			add_line(w, lines, whole_of(one, "ex"), gz_arena_printf(arena, "%s: form %s", text_of(one, "seat"), text_of(one, "form")));
}

static void put_actions(asrun_work *w, int32_t inject, asrun_lines *lines)
{
	const gz_pack_inject *in = &w->pack->injects[inject];
	for (int32_t k = 0; k < in->n_actions; k++) {
		const char *id = gz_arena_printf(&w->out->arena, "%s.%s", in->id, w->pack->actions[in->actions[k]].id);
		const json_t *own = id ? json_object_get(json_object_get(w->state, "actions"), id) : NULL;
		if (own)
			add_line(w, lines, whole_of(own, "ex"), gz_arena_printf(&w->out->arena, "%s: done %s (%s)", text_of(own, "seat")[0] ? text_of(own, "seat") : text_of(own, "by"),
				w->pack->actions[in->actions[k]].id, text_of(own, "how")));
	}
}

/* What the control team and the machine did with an inject. */
static void put_note(asrun_work *w, int32_t inject, const char **cells)
{
	asrun_lines lines = {.n = 0};
	const char *id = w->pack->injects[inject].id;
	gz_arena *arena = &w->out->arena;
	for (int32_t i = 0; i < w->chronicle->n; i++) {
		const gz_entry *e = &w->chronicle->entries[i];
		if (!e->in_force || strcmp(text_of(e->body, "inject"), id) != 0)
			continue;
		if (e->kind == GZ_ENTRY_HOLD && strcmp(text_of(e->body, "act"), "shift") == 0)
			add_line(w, &lines, e->ex, gz_arena_printf(arena, "moved by %s", clock_text(w, whole_of(e->body, "ms"))));
		else if (e->kind == GZ_ENTRY_HOLD)
			add_line(w, &lines, e->ex, gz_arena_printf(arena, "%s", text_of(e->body, "act")));
		else if (e->kind == GZ_ENTRY_NOTE)
			add_line(w, &lines, e->ex, gz_arena_printf(arena, "%s", text_of(e->body, "text")));
		else if (e->kind == GZ_ENTRY_ACT && strcmp(text_of(e->body, "act"), "none") == 0)
			add_line(w, &lines, e->ex, "no decision in time");
		else if (e->kind == GZ_ENTRY_ACT && strcmp(text_of(e->body, "act"), "pass") == 0)
			add_line(w, &lines, e->ex, gz_arena_printf(arena, "not done in time: %s", text_of(e->body, "action")));
	}
	const char *own = cells[NOTE], *made = join_lines(w, &lines, "\n");
	cells[NOTE] = own[0] && made[0] ? printed(w, gz_arena_printf(arena, "%s\n%s", own, made)) : own[0] ? own : made;
}

static void put_message(asrun_work *w, const json_t *message, const char **cells)
{
	const int64_t number = whole_of(message, "number");
	const gz_entry *e = entry_of(w, number);
	const json_t *body = e ? e->body : message, *due = json_object_get(body, "due"), *variant = json_object_get(body, "variant");
	cells[STATUS] = "sent";
	cells[ACTUAL] = clock_text(w, whole_of(message, "ex"));
	cells[TO] = list_text(w, json_object_get(message, "to"));
	if (json_object_get(message, "body"))
		cells[CONTENT] = say(w, json_object_get(message, "body"));
	else if (json_object_get(message, "text"))
		cells[CONTENT] = say(w, json_object_get(message, "text"));
	if (json_object_get(message, "subject"))
		cells[SUBJECT] = say(w, json_object_get(message, "subject"));
	cells[LATE] = json_is_integer(due) ? clock_text(w, whole_of(message, "ex") - json_integer_value(due)) : "";
	cells[VARIANT] = json_is_integer(variant) ? printed(w, gz_arena_printf(&w->out->arena, "%lld", (long long)json_integer_value(variant))) :
		json_is_string(variant) ? json_string_value(variant) : "";
	cells[WHY] = text_of(body, "why");
	put_seen(w, number, cells);
}

static void put_row(asrun_work *w, const asrun_row *row, const char **cells, int32_t *quick)
{
	asrun_lines responses = {.n = 0};
	for (int32_t c = 0; c < GZ_ASRUN_COLUMNS; c++)
		cells[c] = "";
	if (row->inject >= 0) {
		gz_msel_row(w->pack, row->inject, w->language, cells);
		cells[PREREQUISITE] = gz_phrase_timed(&w->pack->injects[row->inject].trigger) ? "" : gz_phrase_cue(&w->words, row->inject);
		const char *status = text_of(json_object_get(json_object_get(w->state, "injects"), w->pack->injects[row->inject].id), "status");
		cells[STATUS] = strcmp(status, "held") == 0 || strcmp(status, "skipped") == 0 ? status : "not sent";
		put_note(w, row->inject, cells);
		put_actions(w, row->inject, &responses);
	} else {
		cells[NUMBER] = printed(w, gz_arena_printf(&w->out->arena, "+%d", (int)++*quick));
		cells[LANGUAGE] = gz_pack_language_code(w->language);
		/* somebody of the pack by its name there, somebody made up as the control team wrote it, else who wrote */
		const char *persona = text_of(row->message, "persona"), *from = say(w, json_object_get(row->message, "from"));
		cells[FROM] = persona[0] ? persona : from[0] ? from : text_of(row->message, "by");
		cells[CHANNEL] = text_of(row->message, "channel");
	}
	if (row->message) {
		put_message(w, row->message, cells);
		put_replies(w, whole_of(row->message, "number"), &responses);
	}
	if (responses.n > 0)
		cells[RESPONSE] = join_lines(w, &responses, "\n");
}

/* ---- all rows ---------------------------------------------------------------------------------------------- */
static int by_order(const void *a, const void *b)
{
	const asrun_row *x = a, *y = b;
	return x->at != y->at ? (x->at < y->at ? -1 : 1) : (x->order > y->order) - (x->order < y->order);
}

static int32_t inject_of(const gz_pack *pack, const char *id)
{
	for (int32_t i = 0; i < pack->n_injects; i++)
		if (id[0] && strcmp(pack->injects[i].id, id) == 0)
			return i;
	return -1;
}

static int64_t planned_ms(const gz_pack *pack, const gz_pack_inject *inject)
{
	const gz_pack_trigger *t = &inject->trigger;
	if (t->kind != GZ_PACK_AT || t->at.scenario)
		return INT64_MAX;
	return 1000 * (t->at.seconds + (t->at.relative && inject->phase >= 0 ? pack->phases[inject->phase].from : 0));
}

/* Sendings, then injects that were not sent. */
static int32_t gather(const asrun_work *w, asrun_row *rows, uint8_t *sent)
{
	int32_t n = 0;
	size_t i;
	json_t *message;
	json_array_foreach(json_object_get(w->state, "messages"), i, message) {
		const int32_t inject = inject_of(w->pack, text_of(message, "inject"));
		if (inject < 0 && json_object_get(message, "seat") && !json_object_get(message, "persona"))
			continue; /* players among themselves: in the log, not in the list; what the simulation cell says as somebody is of the story */
		if (inject >= 0)
			sent[inject] = 1;
		rows[n] = (asrun_row){.at = whole_of(message, "ex"), .order = n, .inject = inject, .message = message};
		n++;
	}
	for (int32_t k = 0; k < w->pack->n_injects; k++)
		if (!sent[k]) {
			rows[n] = (asrun_row){.at = planned_ms(w->pack, &w->pack->injects[k]), .order = n, .inject = k};
			n++;
		}
	qsort(rows, (size_t)n, sizeof *rows, by_order);
	return n;
}

gz_status gz_asrun_make(gz_asrun *out, const gz_pack *pack, const gz_play *play, const gz_chronicle *chronicle, gz_pack_language language)
{
	*out = (gz_asrun){.people = *pack, .rtl = language == GZ_PACK_PRS};
	out->people.arena = (gz_arena){0};
	asrun_work w = {.out = out, .pack = &out->people, .state = play->state, .chronicle = chronicle, .language = language};
	const int64_t room = (int64_t)json_array_size(json_object_get(play->state, "messages")) + pack->n_injects + 1;
	asrun_row *rows = gz_arena_array(&out->arena, asrun_row, room);
	uint8_t *sent = gz_arena_array(&out->arena, uint8_t, (int64_t)pack->n_injects + 1);
	out->title = gz_arena_strdup(&out->arena, gz_pack_say(pack, &pack->title, language));
	if (!rows || !sent || !out->title)
		return GZ_ERR_MEMORY;
	GZ_TRY(gz_phrase_open(&w.words, w.pack, language, NULL));
	out->n_rows = gather(&w, rows, sent);
	out->cells = gz_arena_array(&out->arena, const char *, (int64_t)out->n_rows * GZ_ASRUN_COLUMNS + 1);
	int32_t quick = 0;
	for (int32_t i = 0; out->cells && i < out->n_rows; i++)
		put_row(&w, &rows[i], &out->cells[(int64_t)i * GZ_ASRUN_COLUMNS], &quick);
	gz_phrase_close(&w.words);
	return out->cells && !w.failed ? GZ_OK : GZ_ERR_MEMORY;
}

void gz_asrun_free(gz_asrun *run)
{
	gz_arena_free(&run->people.arena);
	gz_arena_free(&run->arena);
	*run = (gz_asrun){0};
}

const char *gz_asrun_cell(const gz_asrun *run, int32_t row, int32_t column)
{
	return run->cells[(int64_t)row * GZ_ASRUN_COLUMNS + column];
}

/* ---- written ----------------------------------------------------------------------------------------------- */
gz_status gz_asrun_csv(const gz_asrun *run, const char *path, gz_error *err)
{
	gz_sheet sheet = {0};
	GZ_TRY(gz_sheet_begin(&sheet, path, NULL, err));
	for (int32_t i = -1; i < run->n_rows; i++) {
		for (int32_t c = 0; c < GZ_ASRUN_COLUMNS; c++)
			gz_sheet_text(&sheet, i < 0 ? gz_asrun_columns[c] : gz_asrun_cell(run, i, c));
		gz_sheet_row(&sheet);
	}
	return gz_sheet_commit(&sheet, err);
}

gz_status gz_asrun_xlsx(gz_asrun *run, gz_pack_language language, const char *path, gz_error *err)
{
	static const double widths[GZ_ASRUN_COLUMNS] = {8, 12, 14, 12, 20, 18, 22, 12, 28, 60, 14, 10, 14, 14, 50, 12, 26, 14, 11, 10, 9, 12, 50, 30, 8, 10, 26, 26, 12};
	gz_book book;
	GZ_TRY(gz_book_begin(&book, path, run->title, err));
	struct lxw_worksheet *sheet = gz_book_sheet(&book, "MSEL as run", widths, GZ_ASRUN_COLUMNS, run->n_rows, run->rtl);
	for (int32_t i = -1; i < run->n_rows; i++)
		for (int32_t c = 0; c < GZ_ASRUN_COLUMNS; c++)
			gz_book_cell(&book, sheet, i + 1, c, i < 0 ? gz_asrun_columns[c] : gz_asrun_cell(run, i, c));
	gz_msel_people(&run->people, language, &book);
	return gz_book_end(&book, err);
}

json_t *gz_asrun_json(const gz_asrun *run)
{
	json_t *rows = json_array();
	for (int32_t i = 0; rows && i < run->n_rows; i++) {
		json_t *row = json_object();
		for (int32_t c = 0; c < GZ_ASRUN_COLUMNS; c++)
			json_object_set_new(row, gz_asrun_columns[c], json_string(gz_asrun_cell(run, i, c)));
		json_array_append_new(rows, row);
	}
	return rows;
}
