/* The master scenario events list as the field's table, read and written.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/sheets/msel.h"
#include "exercise/live.h"
#include "exercise/reading/cue.h"
#include "exercise/sheets/phrase.h"
#include "exercise/span.h"
#include "exercise/timetable.h"
#include "text/csv.h"
#include "text/sheet.h"
#include <string.h>

enum { NUMBER, PLANNED, SCENARIO, PHASE, KIND, FROM, TO, CHANNEL, SUBJECT, CONTENT, ATTACHMENT, OBJECTIVE, CAPABILITY, SOP, EXPECTED, ALLOWED,
	PREREQUISITE, CONTROLLER, CONTINGENCY, STATUS, LANGUAGE, ACTUAL, RESPONSE, NOTE };
const char *const gz_msel_columns[GZ_MSEL_COLUMNS] = {"number", "planned_time", "scenario_time", "phase", "kind", "from", "to", "channel", "subject",
	"content", "attachment", "objective", "capability", "sop", "expected_action", "time_allowed", "prerequisite", "controller", "contingency",
	"status", "language", "actual_time", "response", "note"};
/* The key of pack.yaml for each column; NULL: made otherwise. */
static const char *const keys[GZ_MSEL_COLUMNS] = {NULL, "at", "scenario", "phase", "kind", "from", NULL, "channel", NULL, NULL, "attachment",
	"objective", "capability", "sop", NULL, NULL, "trigger", "controller", "contingency", "status", NULL, "actual_time", "response", "note"};

/* ---- reading ----------------------------------------------------------------------------------------------- */

typedef struct table {
	gz_pack *pack;
	gz_arena *arena;
	gz_csv csv;
	int32_t at[GZ_MSEL_COLUMNS]; /* -1 absent */
	gz_mistakes *mistakes;
	bool failed;
} table;

typedef struct builder { gz_node *keys, *items; int32_t n; } builder;
enum { ROW_KEYS = 32, LINES_MAX = 40 };

static const char *cell(const table *t, int32_t row, int32_t column)
{
	return t->at[column] < 0 ? "" : gz_csv_cell(&t->csv, row, t->at[column]);
}

static gz_node scalar(const table *t, int32_t row, int32_t column, const char *text)
{
	bool there = column >= 0 && t->at[column] >= 0;
	return (gz_node){.kind = GZ_NODE_SCALAR, .text = text == NULL ? "" : text, .row = gz_csv_row_line(&t->csv, row),
		.column = there ? gz_csv_cell_column(&t->csv, row, t->at[column]) : 1};
}

static void put(table *t, builder *b, gz_node key, gz_node item)
{
	if (b->keys == NULL) {
		b->keys = gz_arena_array(t->arena, gz_node, ROW_KEYS);
		b->items = gz_arena_array(t->arena, gz_node, ROW_KEYS);
		t->failed = t->failed || b->keys == NULL || b->items == NULL;
	}
	if (t->failed || b->n == ROW_KEYS)
		return;
	b->keys[b->n] = key;
	b->items[b->n++] = item;
}

static gz_node map_of(const builder *b, gz_node at)
{
	at.kind = GZ_NODE_MAP;
	at.text = "";
	at.n = b->n;
	at.keys = b->keys;
	at.items = b->items;
	return at;
}

/* Parts of a cell between separators, without blanks around them; empty ones are passed over unless `keep`. */
static int32_t split(table *t, const char *text, char separator, bool keep, const char *parts[LINES_MAX])
{
	int32_t n = 0;
	while (n < LINES_MAX) {
		const char *end = strchr(text, separator);
		size_t length = end == NULL ? strlen(text) : (size_t)(end - text);
		while (length > 0 && strchr(" \r\n\t", *text) != NULL) {
			text++;
			length--;
		}
		while (length > 0 && strchr(" \r\n\t", text[length - 1]) != NULL)
			length--;
		if (length > 0 || keep)
			parts[n++] = gz_arena_strndup(t->arena, text, length);
		t->failed = t->failed || (n > 0 && parts[n - 1] == NULL);
		if (end == NULL)
			break;
		text = end + 1;
	}
	return t->failed ? 0 : n;
}

static gz_node list_of(table *t, int32_t row, int32_t column, const char *text)
{
	const char *parts[LINES_MAX];
	int32_t n = split(t, text, ';', false, parts);
	gz_node *items = gz_arena_array(t->arena, gz_node, n), list = scalar(t, row, column, "");
	t->failed = t->failed || items == NULL;
	for (int32_t i = 0; items != NULL && i < n; i++)
		items[i] = scalar(t, row, column, parts[i]);
	list.kind = GZ_NODE_LIST;
	list.n = items == NULL ? 0 : n;
	list.items = items;
	return list;
}

/* A text in the row's language. */
static gz_node text_of(table *t, int32_t row, int32_t column, const char *text)
{
	builder b = {0};
	const char *language = cell(t, row, LANGUAGE);
	gz_node node = scalar(t, row, column, text);
	if (language[0] == '\0')
		return node;
	put(t, &b, scalar(t, row, LANGUAGE, language), node);
	return map_of(&b, node);
}

/* "! id: text [who; evidence; task; milestone; answered by]" */
static void put_action(table *t, builder *actions, int32_t row, const char *line, const char *within)
{
	static const char *const names[] = {"who", "evidence", "task", "sets", "answered_by"};
	const char *parts[LINES_MAX], *number = cell(t, row, NUMBER), *colon, *open, *id;
	const bool critical = *line == '!';
	builder b = {0};
	line += critical;
	line += strspn(line, " ");
	size_t letters = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
	colon = letters > 0 && strncmp(line + letters, ": ", 2) == 0 ? line + letters : NULL;
	id = colon != NULL ? gz_arena_strndup(t->arena, line, letters) : gz_arena_printf(t->arena, "%s.%d", number, (int)actions->n + 1);
	line = colon == NULL ? line : colon + 2;
	open = strrchr(line, '[');
	bool bracket = open != NULL && open > line && line[strlen(line) - 1] == ']';
	const char *text = gz_arena_strndup(t->arena, line, bracket ? (size_t)(open - line) : strlen(line));
	put(t, &b, scalar(t, row, EXPECTED, "text"), text_of(t, row, EXPECTED, text));
	if (bracket) {
		const char *inside = gz_arena_strndup(t->arena, open + 1, strlen(open) - 2);
		int32_t n = inside == NULL ? 0 : split(t, inside, ';', true, parts);
		for (int32_t i = 0; i < n && i < 5; i++)
			if (parts[i][0] != '\0') {
				char *commas = gz_arena_strdup(t->arena, parts[i]);
				for (char *c = commas; c != NULL && *c != '\0'; c++)
					*c = *c == ',' ? ';' : *c;
				put(t, &b, scalar(t, row, EXPECTED, names[i]), (i == 0 || i == 4) && commas != NULL ? list_of(t, row, EXPECTED, commas) : scalar(t, row, EXPECTED, parts[i]));
			}
	}
	if (within[0] != '\0')
		put(t, &b, scalar(t, row, ALLOWED, "within"), scalar(t, row, ALLOWED, within));
	gz_node truth = scalar(t, row, EXPECTED, critical ? "true" : "false");
	truth.plain = true;
	put(t, &b, scalar(t, row, EXPECTED, "critical"), truth);
	put(t, actions, scalar(t, row, EXPECTED, id), map_of(&b, scalar(t, row, EXPECTED, "")));
}

static void put_actions(table *t, builder *b, int32_t row)
{
	const char *lines[LINES_MAX], *times[LINES_MAX];
	builder actions = {0};
	int32_t n = split(t, cell(t, row, EXPECTED), '\n', false, lines), m = split(t, cell(t, row, ALLOWED), ';', true, times);
	for (int32_t i = 0; i < n && i < ROW_KEYS; i++)
		put_action(t, &actions, row, lines[i], i < m ? times[i] : "");
	if (actions.n > 0)
		put(t, b, scalar(t, row, EXPECTED, "expect"), map_of(&actions, scalar(t, row, EXPECTED, "")));
}

static gz_node inject_of(table *t, int32_t row)
{
	builder b = {0};
	for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
		if (keys[c] != NULL && cell(t, row, c)[0] != '\0' && !(c == PLANNED && cell(t, row, PREREQUISITE)[0] != '\0'))
			put(t, &b, scalar(t, row, c, keys[c]), scalar(t, row, c, cell(t, row, c)));
	if (cell(t, row, TO)[0] != '\0')
		put(t, &b, scalar(t, row, TO, "to"), list_of(t, row, TO, cell(t, row, TO)));
	if (cell(t, row, SUBJECT)[0] != '\0')
		put(t, &b, scalar(t, row, SUBJECT, "subject"), text_of(t, row, SUBJECT, cell(t, row, SUBJECT)));
	if (cell(t, row, CONTENT)[0] != '\0')
		put(t, &b, scalar(t, row, CONTENT, "body"), text_of(t, row, CONTENT, cell(t, row, CONTENT)));
	put_actions(t, &b, row);
	return map_of(&b, scalar(t, row, NUMBER, ""));
}

static bool find_columns(table *t)
{
	bool right = true;
	for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
		t->at[c] = gz_csv_column(&t->csv, gz_msel_columns[c]);
	for (int32_t i = 0; i < t->csv.n_columns; i++) {
		bool known = false;
		for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
			known = known || t->at[c] == i;
		for (int32_t k = 0; k < i; k++)
			known = known || strcmp(t->csv.header[k], t->csv.header[i]) == 0; /* told by the reader of tables */
		const char *near = known ? NULL : gz_mistakes_near(t->csv.header[i], gz_msel_columns, GZ_MSEL_COLUMNS);
		if (!known)
			gz_mistakes_add(t->mistakes, t->csv.path, 1, t->csv.header_positions[i], "no such column here: %.60s%s%s%s", t->csv.header[i],
				near == NULL ? "" : "; did you mean ", near == NULL ? "" : near, near == NULL ? "" : "?");
	}
	static const int32_t needed[] = {NUMBER, TO, CONTENT};
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (t->at[needed[i]] < 0) {
			gz_mistakes_add(t->mistakes, t->csv.path, 1, 0, "the column %s is missing", gz_msel_columns[needed[i]]);
			right = false;
		}
	return right;
}

/* The rows as a map; a number that stands twice is a mistake here, since a map of YAML would have refused it. */
static const gz_node *build(table *t)
{
	gz_node *root = gz_arena_array(t->arena, gz_node, 1), *names = gz_arena_array(t->arena, gz_node, t->csv.n_rows),
		*items = gz_arena_array(t->arena, gz_node, t->csv.n_rows);
	if (root == NULL || names == NULL || items == NULL || !find_columns(t))
		return NULL;
	*root = (gz_node){.kind = GZ_NODE_MAP, .text = "", .row = 1, .column = 1, .keys = names, .items = items};
	for (int32_t row = 0; row < t->csv.n_rows; row++) {
		const char *number = cell(t, row, NUMBER);
		for (int32_t i = 0; i < root->n; i++)
			if (strcmp(names[i].text, number) == 0)
				gz_mistakes_add(t->mistakes, t->csv.path, gz_csv_row_line(&t->csv, row), gz_csv_cell_column(&t->csv, row, t->at[NUMBER]),
					"number %.40s stands in row %d already", number, (int)names[i].row);
		names[root->n] = scalar(t, row, NUMBER, number);
		items[root->n++] = inject_of(t, row);
	}
	return t->failed ? NULL : root;
}

const gz_node *gz_msel_load(gz_pack *pack, const char *path, gz_mistakes *mistakes)
{
	table t = {.pack = pack, .arena = &pack->arena, .mistakes = mistakes};
	gz_status status = gz_csv_load_listing(&pack->arena, path, &t.csv, mistakes);
	return status == GZ_ERR_MEMORY || t.csv.n_columns == 0 ? NULL : build(&t);
}

const gz_node *gz_msel_parse(gz_pack *pack, const char *path, const char *bytes, size_t n, gz_mistakes *mistakes)
{
	table t = {.pack = pack, .arena = &pack->arena, .mistakes = mistakes};
	gz_status status = gz_csv_parse(&pack->arena, path, bytes, n, &t.csv, mistakes);
	return status == GZ_ERR_MEMORY || t.csv.n_columns == 0 ? NULL : build(&t);
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

/* a, then separator and b; either may be NULL or "". */
static const char *join(gz_pack *p, const char *a, const char *separator, const char *b)
{
	if (a == NULL || a[0] == '\0')
		return b == NULL ? "" : b;
	const char *text = gz_arena_printf(&p->arena, "%s%s%s", a, separator, b);
	return text == NULL ? a : text;
}

/* "; " between; given so that what is read back is the same. */
static const char *roles_text(gz_pack *p, const int32_t *roles, int32_t n, const char *separator)
{
	const char *text = "";
	for (int32_t i = 0; i < n; i++)
		text = join(p, text, separator, p->roles[roles[i]].id);
	return text;
}

/* "; hygiene, form annex2"; nothing where nothing is declared. */
static const char *answers_text(gz_pack *p, const gz_pack_action *a)
{
	const char *text = "";
	for (int32_t i = 0; i < a->n_answers; i++) {
		const char *one = gz_arena_printf(&p->arena, "%s%s%s", text, i == 0 ? "; " : ", ", gz_pack_answer_text(p, &a->answers[i]));
		text = one == NULL ? text : one;
	}
	return text;
}

static const char *action_text(gz_pack *p, const gz_pack_inject *inject, int32_t k, gz_pack_language language)
{
	const gz_pack_action *a = &p->actions[inject->actions[k]];
	const char *own = gz_arena_printf(&p->arena, "%s.%d", inject->id, (int)k + 1);
	const bool same = a->n_roles == inject->n_to && (a->n_roles == 0 || memcmp(a->roles, inject->to, sizeof *a->roles * (size_t)a->n_roles) == 0);
	const bool plain = same && a->evidence == GZ_PACK_VERBAL && a->task < 0 && a->milestone < 0 && a->n_answers == 0, named = own == NULL || strcmp(own, a->id) != 0;
	const char *text = gz_arena_printf(&p->arena, "%s%s%s%s", a->critical ? "! " : "", named ? a->id : "", named ? ": " : "",
		gz_pack_say(p, &a->text, language));
	if (plain || text == NULL)
		return text == NULL ? "" : text;
	text = gz_arena_printf(&p->arena, "%s [%s; %s; %s; %s%s]", text, same ? "" : roles_text(p, a->roles, a->n_roles, ", "),
		gz_pack_evidence_words[a->evidence], a->task < 0 ? "" : p->tasks[a->task].id, a->milestone < 0 ? "" : p->milestones[a->milestone].id,
		answers_text(p, a));
	return text == NULL ? "" : text;
}

static const char *span_text(gz_pack *p, const gz_pack_span *span)
{
	char text[48];
	gz_span_print(span, text);
	const char *kept = gz_arena_strdup(&p->arena, text);
	return kept == NULL ? "" : kept;
}

static void put_expected(gz_pack *p, const gz_pack_inject *inject, gz_pack_language language, const char *cells[GZ_MSEL_COLUMNS])
{
	bool any = false;
	for (int32_t k = 0; k < inject->n_actions; k++)
		any = any || p->actions[inject->actions[k]].within.given;
	for (int32_t k = 0; k < inject->n_actions; k++) {
		const char *within = span_text(p, &p->actions[inject->actions[k]].within);
		cells[EXPECTED] = k == 0 ? action_text(p, inject, k, language) : join(p, cells[EXPECTED], "\n", action_text(p, inject, k, language));
		const char *all = k == 0 ? within : gz_arena_printf(&p->arena, "%s; %s", cells[ALLOWED], within);
		cells[ALLOWED] = any && all != NULL ? all : "";
	}
}

void gz_msel_row(gz_pack *p, int32_t index, gz_pack_language language, const char *cells[GZ_MSEL_COLUMNS])
{
	const gz_pack_inject *inject = &p->injects[index];
	const gz_pack_trigger *t = &inject->trigger;
	const bool simple = t->kind == GZ_PACK_AT && !t->every.given && t->most == 0;
	const gz_pack_variant *v = inject->n_variants > 0 ? &inject->variants[inject->n_variants - 1] : NULL;
	for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
		cells[c] = "";
	cells[NUMBER] = inject->id;
	cells[PLANNED] = simple ? span_text(p, &t->at) : "";
	cells[SCENARIO] = span_text(p, &inject->stated);
	cells[PHASE] = inject->phase < 0 ? "" : p->phases[inject->phase].id;
	cells[KIND] = gz_pack_inject_words[inject->kind];
	cells[FROM] = inject->from < 0 ? "" : p->personas[inject->from].id;
	cells[TO] = roles_text(p, inject->to, inject->n_to, "; ");
	cells[CHANNEL] = inject->channel < 0 ? "" : p->channels[inject->channel].id;
	cells[SUBJECT] = v == NULL ? "" : gz_pack_say(p, &v->subject, language);
	cells[CONTENT] = v == NULL ? "" : gz_pack_say(p, &v->body, language);
	cells[ATTACHMENT] = inject->attachment;
	cells[OBJECTIVE] = inject->objective < 0 ? "" : p->objectives[inject->objective].id;
	cells[CAPABILITY] = inject->capability;
	cells[SOP] = inject->sop;
	put_expected(p, inject, language, cells);
	cells[PREREQUISITE] = simple ? "" : gz_cue_print(p, t);
	cells[CONTROLLER] = inject->controller < 0 ? "" : p->roles[inject->controller].id;
	cells[CONTINGENCY] = inject->contingency < 0 ? "" : p->injects[inject->contingency].id;
	cells[STATUS] = inject->status;
	cells[LANGUAGE] = gz_pack_language_code(language);
	cells[ACTUAL] = inject->actual;
	cells[RESPONSE] = inject->response;
	cells[NOTE] = inject->note;
}

gz_status gz_msel_csv(gz_pack *pack, gz_pack_language language, const char *path, gz_error *err)
{
	gz_sheet sheet = {0};
	const char *cells[GZ_MSEL_COLUMNS];
	GZ_TRY(gz_sheet_begin(&sheet, path, NULL, err));
	for (int32_t i = -1; i < pack->n_injects; i++) {
		if (i >= 0)
			gz_msel_row(pack, i, language, cells);
		for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
			gz_sheet_text(&sheet, i < 0 ? gz_msel_columns[c] : cells[c]);
		gz_sheet_row(&sheet);
	}
	return gz_sheet_commit(&sheet, err);
}

/* ---- the workbook ------------------------------------------------------------------------------------------ */

/* In words; the pack's own line beside it, for who writes packs. */
static void write_prerequisite(gz_phrase *words, const gz_book *book, struct lxw_worksheet *sheet, int32_t inject, const char *line)
{
	gz_book_cell(book, sheet, inject + 1, PREREQUISITE, gz_phrase_timed(&words->pack->injects[inject].trigger) ? "" : gz_phrase_cue(words, inject));
	if (line[0] != '\0')
		gz_book_remark(sheet, inject + 1, PREREQUISITE, line);
}

static const double widths[GZ_MSEL_COLUMNS] = {8, 12, 14, 12, 20, 18, 22, 12, 28, 60, 14, 10, 14, 14, 50, 12, 26, 14, 11, 10, 9, 12, 30, 30};

static void write_list(gz_phrase *words, gz_book *book)
{
	gz_pack *p = words->pack;
	const gz_pack_language language = words->language;
	const char *cells[GZ_MSEL_COLUMNS];
	struct lxw_worksheet *sheet = gz_book_sheet(book, "MSEL", widths, GZ_MSEL_COLUMNS, p->n_injects, language == GZ_PACK_PRS);
	for (int32_t i = -1; i < p->n_injects; i++) {
		if (i >= 0)
			gz_msel_row(p, i, language, cells);
		for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
			if (i >= 0 && c == PREREQUISITE)
				write_prerequisite(words, book, sheet, i, cells[c]);
			else
				gz_book_cell(book, sheet, i + 1, c, i < 0 ? gz_msel_columns[c] : (c == SUBJECT || c == CONTENT) && p->injects[i].n_variants > 0 ?
				gz_phrase_text(words, c == SUBJECT ? &p->injects[i].variants[p->injects[i].n_variants - 1].subject :
					&p->injects[i].variants[p->injects[i].n_variants - 1].body) : cells[c]);
	}
}

/* The table as msel.csv has it: saved as CSV from a spreadsheet it is read back. */
static void write_table(gz_pack *p, gz_pack_language language, gz_book *book)
{
	const char *cells[GZ_MSEL_COLUMNS];
	struct lxw_worksheet *sheet = gz_book_sheet(book, "CSV", widths, GZ_MSEL_COLUMNS, p->n_injects, language == GZ_PACK_PRS);
	for (int32_t i = -1; i < p->n_injects; i++) {
		if (i >= 0)
			gz_msel_row(p, i, language, cells);
		for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
			gz_book_cell(book, sheet, i + 1, c, i < 0 ? gz_msel_columns[c] : cells[c]);
	}
}

void gz_msel_people(gz_pack *p, gz_pack_language language, gz_book *book)
{
	static const double people[] = {16, 16, 60};
	static const char *const heads[] = {"id", "kind", "name"};
	struct lxw_worksheet *sheet = gz_book_sheet(book, "Roles", people, 3, p->n_roles + p->n_personas, language == GZ_PACK_PRS);
	for (int32_t c = 0; c < 3; c++)
		gz_book_cell(book, sheet, 0, c, heads[c]);
	for (int32_t i = 0; i < p->n_roles + p->n_personas; i++) {
		const bool role = i < p->n_roles;
		const int32_t k = role ? i : i - p->n_roles;
		gz_book_cell(book, sheet, i + 1, 0, role ? p->roles[k].id : p->personas[k].id);
		gz_book_cell(book, sheet, i + 1, 1, role ? gz_pack_role_words[p->roles[k].kind] : "PERSONA");
		gz_book_cell(book, sheet, i + 1, 2, gz_live_paper(p, role ? &p->roles[k].name : &p->personas[k].name, language));
	}
}

gz_status gz_msel_xlsx(gz_pack *pack, gz_pack_language language, const char *path, gz_error *err)
{
	gz_book book;
	gz_phrase words;
	gz_status status = gz_phrase_open(&words, pack, language, err);
	if (status == GZ_OK)
		status = gz_book_begin(&book, path, gz_pack_say(pack, &pack->title, language), err);
	if (status == GZ_OK) {
		write_list(&words, &book);
		gz_msel_people(pack, language, &book);
		write_table(pack, language, &book);
		status = gz_book_end(&book, err);
	}
	gz_phrase_close(&words);
	return status;
}
