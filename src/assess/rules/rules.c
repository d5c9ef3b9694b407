/* The rules that are data: conditions, lists of Annex 2, clocks, questions, scales, items. Read from the tables of the folder rules/.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/rules/rules.h"
#include "assess/moment.h"
#include "assess/rules/roll.h"
#include "base/date.h"
#include "text/utf8.h"
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAX = 16, NEAR_MAX = 256, ROWS_MAX = 10000, NAME_MAX_BYTES = 1024 };

/* The columns of each table, those that must be there first; NULL ends the list. */
typedef struct table { const char *file; int32_t n_required; const char *columns[COLUMNS_MAX]; } table;
static const table tables[GZ_RULES_TABLES] = {
	[GZ_RULES_COUNTRIES] = {"countries", 6, {"id", "en", "zone", "law", "date", "read", "ru", "tg"}},
	[GZ_RULES_CONDITIONS] = {"conditions", 3, {"id", "kind", "en", "ru", "tg", "prs"}},
	[GZ_RULES_STEPS] = {"steps", 2, {"id", "en", "ru", "tg"}},
	[GZ_RULES_NOTIFIABLE] = {"notifiable", 5, {"country", "condition", "source", "date", "read"}},
	[GZ_RULES_CLUSTERS] = {"clusters", 8, {"id", "scope", "condition", "persons", "en", "source", "date", "read", "ru", "tg"}},
	[GZ_RULES_VERSIONS] = {"versions", 6, {"id", "adopted", "in_force", "changed", "source", "read"}},
	[GZ_RULES_ANNEX2] = {"annex2", 6, {"version", "list", "condition", "source", "date", "read"}},
	[GZ_RULES_QUESTIONS] = {"questions", 6, {"id", "parent", "reference", "en", "source", "read", "ru", "tg", "prs"}},
	[GZ_RULES_CLOCKS] = {"clocks", 10, {"id", "from", "to", "hours", "months", "needs", "citation", "en", "source", "read", "ru", "tg", "prs"}},
	[GZ_RULES_TIMELINESS] = {"timeliness", 8, {"id", "kind", "from", "to", "days", "en", "source", "read", "ru", "tg"}},
	[GZ_RULES_SCALES] = {"scales", 6, {"scale", "rank", "id", "en", "source", "read", "ru", "tg"}},
	[GZ_RULES_RISK] = {"risk", 3, {"likelihood", "consequence", "level"}},
	[GZ_RULES_NOTICE] = {"notice", 6, {"id", "levels", "citation", "en", "source", "read", "ru", "tg"}},
	[GZ_RULES_CAPACITY] = {"capacity", 6, {"id", "part", "reference", "en", "source", "read", "ru", "tg"}},
	[GZ_RULES_CITATIONS] = {"citations", 1, {"en", "ru", "tg"}},
	[GZ_RULES_WORDS] = {"words", 1, {"id", "ru", "tg"}},
};
static const char *const reads[] = {"official", "paper", "recalled", "own"};
static const char *const scale_words[] = {"likelihood", "consequence", "confidence", "level"};

const char *gz_rules_file(gz_rules_table t)
{
	return tables[t].file;
}

bool gz_rules_optional(gz_rules_table t)
{
	return t == GZ_RULES_CITATIONS || t == GZ_RULES_WORDS;
}

/* ---- looking up -------------------------------------------------------------------------------------------- */

/* Every kind of row begins with its gz_rule, so one search over any array of them will do. */
static const gz_rule *nth(const void *items, size_t size, int32_t i)
{
	return (const gz_rule *)(const void *)((const char *)items + size * (size_t)i);
}

static int32_t find(const void *items, int32_t n, size_t size, const char *id)
{
	for (int32_t i = 0; i < n; i++)
		if (strcmp(nth(items, size, i)->id, id) == 0)
			return i;
	return -1;
}

#define FIND(array, count) find(rules->array, rules->count, sizeof *rules->array, id)

int32_t gz_rules_country(const gz_rules *rules, const char *id)
{
	return FIND(countries, n_countries);
}

int32_t gz_rules_condition(const gz_rules *rules, const char *id)
{
	return FIND(conditions, n_conditions);
}

int32_t gz_rules_step(const gz_rules *rules, const char *id)
{
	return FIND(steps, n_steps);
}

int32_t gz_rules_question(const gz_rules *rules, const char *id)
{
	return FIND(questions, n_questions);
}

int32_t gz_rules_field(const gz_rules *rules, const char *id)
{
	return FIND(fields, n_fields);
}

int32_t gz_rules_item(const gz_rules *rules, const char *id)
{
	return FIND(items, n_items);
}

int32_t gz_rules_clock(const gz_rules *rules, const char *id)
{
	return FIND(clocks, n_clocks);
}

int32_t gz_rules_scale(const gz_rules *rules, gz_rule_scale scale, const char *id)
{
	return find(rules->scales[scale], rules->n_scale[scale], sizeof rules->scales[scale][0], id);
}

static const char *nearest(const void *items, int32_t n, size_t size, const char *id)
{
	const char *names[NEAR_MAX];
	int32_t m = n < NEAR_MAX ? n : NEAR_MAX;
	for (int32_t i = 0; i < m; i++)
		names[i] = nth(items, size, i)->id;
	return gz_mistakes_near(id, names, m);
}

const char *gz_rules_near(const gz_rules *rules, gz_rules_table t, const char *id)
{
	switch (t) {
	case GZ_RULES_COUNTRIES: return nearest(rules->countries, rules->n_countries, sizeof *rules->countries, id);
	case GZ_RULES_CONDITIONS: return nearest(rules->conditions, rules->n_conditions, sizeof *rules->conditions, id);
	case GZ_RULES_STEPS: return nearest(rules->steps, rules->n_steps, sizeof *rules->steps, id);
	case GZ_RULES_QUESTIONS: return nearest(rules->questions, rules->n_questions, sizeof *rules->questions, id);
	case GZ_RULES_NOTICE: return nearest(rules->fields, rules->n_fields, sizeof *rules->fields, id);
	case GZ_RULES_CAPACITY: return nearest(rules->items, rules->n_items, sizeof *rules->items, id);
	default: return NULL;
	}
}

/* Whether two names are the same but for capitals and blanks. */
static bool alike(const char *a, const char *b)
{
	char x[NAME_MAX_BYTES], y[NAME_MAX_BYTES];
	if (a == NULL || b == NULL || strlen(a) >= sizeof x || strlen(b) >= sizeof y)
		return false;
	gz_utf8_plain(a, x);
	gz_utf8_plain(b, y);
	return strcmp(x, y) == 0;
}

bool gz_rules_means(const gz_rules *rules, const char *text, const char *word)
{
	bool same = alike(text, word);
	for (int32_t i = 0; i < rules->n_words && !same && text[0] != '\0'; i++)
		same = strcmp(rules->words[i].id, word) == 0 && (alike(text, rules->words[i].in[1]) || alike(text, rules->words[i].in[2]));
	return same;
}

const char *gz_rules_word(const gz_rules *rules, const char *word, const char *language)
{
	const int32_t i = find(rules->words, rules->n_words, sizeof *rules->words, word);
	const char *said = i < 0 ? "" : gz_rules_say(&rules->words[i], language);
	return said[0] == '\0' ? word : said;
}

static int32_t called(const void *items, int32_t n, size_t size, const char *name)
{
	for (int32_t i = 0; i < n; i++) {
		const gz_rule *rule = nth(items, size, i);
		if (alike(rule->id, name) || alike(rule->in[0], name) || alike(rule->in[1], name) || alike(rule->in[2], name))
			return i;
	}
	return -1;
}

int32_t gz_rules_condition_called(const gz_rules *rules, const char *name)
{
	return name[0] == '\0' ? -1 : called(rules->conditions, rules->n_conditions, sizeof *rules->conditions, name);
}

int32_t gz_rules_country_called(const gz_rules *rules, const char *name)
{
	return name[0] == '\0' ? -1 : called(rules->countries, rules->n_countries, sizeof *rules->countries, name);
}

int32_t gz_rules_item_called(const gz_rules *rules, const char *name)
{
	return name[0] == '\0' ? -1 : called(rules->items, rules->n_items, sizeof *rules->items, name);
}

int32_t gz_rules_version(const gz_rules *rules, int32_t day)
{
	int32_t best = -1;
	for (int32_t i = 0; i < rules->n_versions; i++)
		if (rules->versions[i].in_force <= day && (best < 0 || rules->versions[i].in_force > rules->versions[best].in_force))
			best = i;
	return best;
}

const char *gz_rules_say(const gz_rule *rule, const char *language)
{
	int32_t i = language != NULL && language[0] == 'r' ? 1 : language != NULL && language[0] == 't' ? 2 : language != NULL && language[0] == 'p' ? 3 : 0;
	return rule->in[i] != NULL && rule->in[i][0] != '\0' ? rule->in[i] : rule->in[0];
}

const char *gz_rules_cite(const gz_rules *rules, const char *text, const char *language)
{
	for (int32_t i = 0; i < rules->n_citations; i++)
		if (strcmp(rules->citations[i].in[0], text) == 0)
			return gz_rules_say(&rules->citations[i], language);
	return text;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

/* One row on its way into its array. */
typedef struct reading {
	gz_rules *rules;
	gz_roll roll;
	int32_t row;
} reading;

static const char *cell(const reading *r, const char *column)
{
	return gz_roll_cell(&r->roll, r->row, column);
}

static gz_rule common(const reading *r)
{
	gz_rule rule = {.id = cell(r, "id"), .in = {cell(r, "en"), cell(r, "ru"), cell(r, "tg"), cell(r, "prs")}, .source = cell(r, "source"), .date = cell(r, "date")};
	if (gz_csv_column(r->roll.csv, "read") >= 0) {
		int32_t read = gz_roll_choice(&r->roll, r->row, "read", reads, GZ_RULE_READS);
		rule.read = read < 0 ? GZ_RULE_RECALLED : (gz_rule_read)read;
	}
	return rule;
}

/* A cell that names a row of another table; -1 where it is empty or "*", and that is allowed. */
static int32_t refer(const reading *r, const char *column, int32_t (*lookup)(const gz_rules *, const char *), bool needed)
{
	const char *id = cell(r, column);
	if (!needed && (id[0] == '\0' || strcmp(id, "*") == 0))
		return -1;
	int32_t i = lookup(r->rules, id);
	if (i < 0)
		gz_roll_wrong(&r->roll, r->row, column, "%s %.60s: no such row", column, id);
	return i;
}

/* A whole number from `low`, 0 for an empty cell. */
static int32_t number(const reading *r, const char *column, int64_t low)
{
	int64_t value = 0;
	if (cell(r, column)[0] != '\0')
		(void)gz_roll_whole(&r->roll, r->row, column, low, INT32_MAX, &value);
	return (int32_t)value;
}

static int32_t day(const reading *r, const char *column)
{
	int32_t at = 0;
	if (!gz_date_parse(cell(r, column), &at))
		gz_roll_wrong(&r->roll, r->row, column, "%s %.40s: expected a date, as 2026-11-20", column, cell(r, column));
	return at;
}

static void read_country(const reading *r)
{
	gz_rule_country *c = &r->rules->countries[r->rules->n_countries++];
	*c = (gz_rule_country){.rule = common(r), .law = cell(r, "law")};
	if (!gz_moment_zone(cell(r, "zone"), &c->zone))
		gz_roll_wrong(&r->roll, r->row, "zone", "zone %.20s: expected an offset, as +05:00", cell(r, "zone"));
}

static void read_condition(const reading *r)
{
	static const char *const kinds[] = {"condition", "syndrome"};
	r->rules->conditions[r->rules->n_conditions++] =
		(gz_rule_condition){.rule = common(r), .syndrome = gz_roll_choice(&r->roll, r->row, "kind", kinds, 2) == 1};
}

static void read_step(const reading *r)
{
	r->rules->steps[r->rules->n_steps++] = common(r);
}

static void read_notifiable(const reading *r)
{
	r->rules->notifiables[r->rules->n_notifiables++] = (gz_rule_notifiable){.rule = common(r),
		.country = refer(r, "country", gz_rules_country, false), .condition = refer(r, "condition", gz_rules_condition, true)};
}

static void read_cluster(const reading *r)
{
	static const char *const scopes[] = {"conveyance", "day"};
	r->rules->clusters[r->rules->n_clusters++] = (gz_rule_cluster){.rule = common(r),
		.scope = gz_roll_choice(&r->roll, r->row, "scope", scopes, 2) == 1 ? GZ_RULE_DAY : GZ_RULE_CONVEYANCE,
		.condition = refer(r, "condition", gz_rules_condition, false), .persons = number(r, "persons", 2)};
}

static void read_version(const reading *r)
{
	r->rules->versions[r->rules->n_versions++] = (gz_rule_version){.rule = common(r), .adopted = day(r, "adopted"),
		.in_force = day(r, "in_force"), .changed = cell(r, "changed")};
}

static int32_t find_version(const gz_rules *rules, const char *id)
{
	return FIND(versions, n_versions);
}

static void read_listing(const reading *r)
{
	static const char *const lists[] = {"algorithm", "always"};
	r->rules->listings[r->rules->n_listings++] = (gz_rule_listing){.rule = common(r), .version = refer(r, "version", find_version, true),
		.condition = refer(r, "condition", gz_rules_condition, true), .always = gz_roll_choice(&r->roll, r->row, "list", lists, 2) == 1};
}

/* A parent must stand above its questions, and have none itself: two levels, no circles. */
static void read_question(const reading *r)
{
	gz_rule_question q = {.rule = common(r), .parent = refer(r, "parent", gz_rules_question, false), .reference = cell(r, "reference")};
	if (q.parent >= 0 && r->rules->questions[q.parent].parent >= 0)
		gz_roll_wrong(&r->roll, r->row, "parent", "parent %.60s: this is itself below another question", cell(r, "parent"));
	if (r->rules->n_questions == GZ_RULE_QUESTIONS)
		gz_roll_wrong(&r->roll, r->row, "id", "there are more than %d questions", GZ_RULE_QUESTIONS);
	else
		r->rules->questions[r->rules->n_questions++] = q;
}

static void read_clock(const reading *r)
{
	gz_rule_clock *c = &r->rules->clocks[r->rules->n_clocks++];
	*c = (gz_rule_clock){.rule = common(r), .from = refer(r, "from", gz_rules_step, true), .to = refer(r, "to", gz_rules_step, true),
		.hours = number(r, "hours", 1), .months = number(r, "months", 1), .for_notification = strcmp(cell(r, "needs"), "notify") == 0,
		.citation = cell(r, "citation")};
	if ((c->hours == 0) == (c->months == 0) || c->hours > 87600 || c->months > 120)
		gz_roll_wrong(&r->roll, r->row, "hours", "expected hours or months, one of the two, at most ten years");
}

static void read_timeliness(const reading *r)
{
	static const char *const kinds[] = {"interval", "action"};
	int32_t kind = gz_roll_choice(&r->roll, r->row, "kind", kinds, 2);
	if (kind == 1)
		r->rules->actions[r->rules->n_actions++] = (gz_rule_action){.rule = common(r), .step = refer(r, "to", gz_rules_step, true)};
	else if (kind == 0)
		r->rules->intervals[r->rules->n_intervals++] = (gz_rule_interval){.rule = common(r), .from = refer(r, "from", gz_rules_step, true),
			.to = refer(r, "to", gz_rules_step, false), .days = number(r, "days", 1)};
}

static void read_scale(const reading *r)
{
	int32_t scale = gz_roll_choice(&r->roll, r->row, "scale", scale_words, GZ_RULE_SCALES);
	if (scale < 0)
		return;
	if (r->rules->n_scale[scale] == GZ_RULE_RANKS)
		gz_roll_wrong(&r->roll, r->row, "rank", "a scale has at most %d steps", GZ_RULE_RANKS);
	else if (number(r, "rank", 1) != r->rules->n_scale[scale] + 1)
		gz_roll_wrong(&r->roll, r->row, "rank", "rank: the steps of a scale stand in order, from 1");
	else
		r->rules->scales[scale][r->rules->n_scale[scale]++] = common(r);
}

static int32_t rank(const reading *r, gz_rule_scale scale)
{
	int32_t i = gz_rules_scale(r->rules, scale, cell(r, scale_words[scale]));
	if (i < 0)
		gz_roll_wrong(&r->roll, r->row, scale_words[scale], "%s %.60s: no such step of the scale", scale_words[scale], cell(r, scale_words[scale]));
	return i;
}

static void read_risk(const reading *r)
{
	int32_t likelihood = rank(r, GZ_RULE_LIKELIHOOD), consequence = rank(r, GZ_RULE_CONSEQUENCE), level = rank(r, GZ_RULE_LEVEL);
	if (likelihood >= 0 && consequence >= 0)
		r->rules->matrix[likelihood][consequence] = level;
}

static void read_field(const reading *r)
{
	if (r->rules->n_fields == GZ_RULE_FIELDS) {
		gz_roll_wrong(&r->roll, r->row, "id", "there are more than %d items", GZ_RULE_FIELDS);
		return;
	}
	gz_rule_field *f = &r->rules->fields[r->rules->n_fields++];
	*f = (gz_rule_field){.rule = common(r), .citation = cell(r, "citation")};
	for (const char *c = cell(r, "levels"); *c != '\0'; c++) {
		if (*c >= '1' && *c <= '3')
			f->levels |= 1U << (*c - '1');
		else if (*c != ' ')
			gz_roll_wrong(&r->roll, r->row, "levels", "levels: expected 1, 2 and 3 between blanks");
	}
}

static void read_item(const reading *r)
{
	static const char *const parts[] = {"always", "events", "designation", "national"};
	int32_t part = gz_roll_choice(&r->roll, r->row, "part", parts, GZ_RULE_PARTS);
	if (part >= 0)
		r->rules->items[r->rules->n_items++] = (gz_rule_item){.rule = common(r), .part = (gz_rule_part)part, .reference = cell(r, "reference")};
}

static void read_citation(const reading *r)
{
	r->rules->citations[r->rules->n_citations++] = common(r);
}

static void read_word(const reading *r)
{
	r->rules->words[r->rules->n_words++] = common(r);
}

static void (*const read_row[GZ_RULES_TABLES])(const reading *) = {
	[GZ_RULES_COUNTRIES] = read_country, [GZ_RULES_CONDITIONS] = read_condition, [GZ_RULES_STEPS] = read_step,
	[GZ_RULES_NOTIFIABLE] = read_notifiable, [GZ_RULES_CLUSTERS] = read_cluster, [GZ_RULES_VERSIONS] = read_version,
	[GZ_RULES_ANNEX2] = read_listing, [GZ_RULES_QUESTIONS] = read_question, [GZ_RULES_CLOCKS] = read_clock,
	[GZ_RULES_TIMELINESS] = read_timeliness, [GZ_RULES_SCALES] = read_scale, [GZ_RULES_RISK] = read_risk,
	[GZ_RULES_NOTICE] = read_field, [GZ_RULES_CAPACITY] = read_item, [GZ_RULES_CITATIONS] = read_citation,
	[GZ_RULES_WORDS] = read_word,
};

/* Room for every row of every table. */
static bool make_room(gz_rules *rules, gz_arena *arena, const gz_csv *csv)
{
	rules->countries = gz_arena_array(arena, gz_rule_country, csv[GZ_RULES_COUNTRIES].n_rows);
	rules->conditions = gz_arena_array(arena, gz_rule_condition, csv[GZ_RULES_CONDITIONS].n_rows);
	rules->steps = gz_arena_array(arena, gz_rule, csv[GZ_RULES_STEPS].n_rows);
	rules->notifiables = gz_arena_array(arena, gz_rule_notifiable, csv[GZ_RULES_NOTIFIABLE].n_rows);
	rules->clusters = gz_arena_array(arena, gz_rule_cluster, csv[GZ_RULES_CLUSTERS].n_rows);
	rules->versions = gz_arena_array(arena, gz_rule_version, csv[GZ_RULES_VERSIONS].n_rows);
	rules->listings = gz_arena_array(arena, gz_rule_listing, csv[GZ_RULES_ANNEX2].n_rows);
	rules->questions = gz_arena_array(arena, gz_rule_question, csv[GZ_RULES_QUESTIONS].n_rows);
	rules->clocks = gz_arena_array(arena, gz_rule_clock, csv[GZ_RULES_CLOCKS].n_rows);
	rules->intervals = gz_arena_array(arena, gz_rule_interval, csv[GZ_RULES_TIMELINESS].n_rows);
	rules->actions = gz_arena_array(arena, gz_rule_action, csv[GZ_RULES_TIMELINESS].n_rows);
	rules->fields = gz_arena_array(arena, gz_rule_field, csv[GZ_RULES_NOTICE].n_rows);
	rules->items = gz_arena_array(arena, gz_rule_item, csv[GZ_RULES_CAPACITY].n_rows);
	rules->citations = gz_arena_array(arena, gz_rule, csv[GZ_RULES_CITATIONS].n_rows);
	rules->words = gz_arena_array(arena, gz_rule, csv[GZ_RULES_WORDS].n_rows);
	return rules->countries && rules->conditions && rules->steps && rules->notifiables && rules->clusters && rules->versions &&
		rules->listings && rules->questions && rules->clocks && rules->intervals && rules->actions && rules->fields && rules->items && rules->citations && rules->words;
}

gz_status gz_rules_read(gz_rules *rules, gz_arena *arena, const gz_csv *csv, gz_mistakes *mistakes)
{
	*rules = (gz_rules){0};
	memset(rules->matrix, -1, sizeof rules->matrix);
	if (!make_room(rules, arena, csv))
		return GZ_ERR_MEMORY;
	for (int32_t t = 0; t < GZ_RULES_TABLES; t++) {
		reading r = {.rules = rules};
		int32_t n = 0;
		while (n < COLUMNS_MAX && tables[t].columns[n] != NULL)
			n++;
		if (gz_rules_optional((gz_rules_table)t) && csv[t].n_columns == 0)
			continue;
		if (!gz_roll_open(&r.roll, &csv[t], tables[t].columns, n, tables[t].n_required, NULL, mistakes))
			continue;
		int32_t rows = t == GZ_RULES_STEPS && csv[t].n_rows > GZ_RULE_STEPS ? GZ_RULE_STEPS : csv[t].n_rows;
		if (csv[t].n_rows > ROWS_MAX || rows < csv[t].n_rows)
			gz_mistakes_add(mistakes, csv[t].path, 1, 0, "the table has too many rows");
		for (r.row = 0; r.row < rows && r.row < ROWS_MAX; r.row++)
			read_row[t](&r);
	}
	return gz_mistakes_status(mistakes, NULL);
}

gz_status gz_rules_load(gz_rules *rules, gz_arena *arena, const char *folder, gz_mistakes *mistakes)
{
	gz_csv csv[GZ_RULES_TABLES];
	for (int32_t t = 0; t < GZ_RULES_TABLES; t++) {
		const char *path = gz_arena_printf(arena, "%s/%s.csv", folder, tables[t].file);
		csv[t] = (gz_csv){.path = path};
		if (path == NULL)
			return GZ_ERR_MEMORY;
		if (gz_rules_optional((gz_rules_table)t) && access(path, F_OK) != 0)
			continue;
		gz_status status = gz_csv_load_listing(arena, path, &csv[t], mistakes);
		if (status != GZ_OK && status != GZ_ERR_INPUT)
			return status;
	}
	GZ_TRY(gz_mistakes_status(mistakes, NULL));
	return gz_rules_read(rules, arena, csv, mistakes);
}
