/* Signals: what was seen or heard, where, when, from whom, of how many people, and how far it was looked into.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/signal.h"
#include "assess/rules/roll.h"
#include <stdlib.h>
#include <string.h>

enum { N_REQUIRED = 4, PERSONS_MAX = 10000000 };

static const char *const columns[] = {"source", "place", "received", "persons", "id", "country", "seen", "what", "condition", "syndrome", "deaths",
	"conveyance", "triaged", "triage", "verified", "outcome", "note"};

typedef struct reading {
	const gz_rules *rules;
	const gz_signal_defaults *defaults;
	gz_roll roll;
	int32_t row;
} reading;

static const char *cell(const reading *r, const char *column)
{
	return gz_roll_cell(&r->roll, r->row, column);
}

static const char *needed(const reading *r, const char *column)
{
	const char *text = cell(r, column);
	if (text[strspn(text, " ")] == '\0')
		gz_roll_wrong(&r->roll, r->row, column, "%s: this is needed", column);
	return text;
}

static int32_t country_of(const reading *r)
{
	const char *code = cell(r, "country");
	if (code[0] == '\0')
		return r->defaults->country;
	int32_t i = gz_rules_country_called(r->rules, code);
	const char *near = i >= 0 ? NULL : gz_rules_near(r->rules, GZ_RULES_COUNTRIES, code);
	if (i < 0)
		gz_roll_wrong(&r->roll, r->row, "country", "country %.20s: no such country in the rules%s%s", code, near == NULL ? "" : "; did you mean ",
			near == NULL ? "" : near);
	return i;
}

/* A condition or a syndrome, whichever the column is for. */
static int32_t condition_of(const reading *r, const char *column, bool syndrome)
{
	const char *id = cell(r, column);
	if (id[0] == '\0')
		return -1;
	int32_t i = gz_rules_condition_called(r->rules, id);
	const char *near = i >= 0 ? NULL : gz_rules_near(r->rules, GZ_RULES_CONDITIONS, id);
	if (i < 0)
		gz_roll_wrong(&r->roll, r->row, column, "%s %.60s: not in the rules%s%s", column, id, near == NULL ? "" : "; did you mean ",
			near == NULL ? "" : near);
	else if (r->rules->conditions[i].syndrome != syndrome)
		gz_roll_wrong(&r->roll, r->row, column, "%s %s: this is a %s; it goes into that column", column, id, syndrome ? "condition" : "syndrome");
	return i;
}

static gz_moment moment_of(const reading *r, const char *column, int32_t country)
{
	const char *text = cell(r, column), *why;
	gz_moment m = {0};
	if (text[0] == '\0')
		return m;
	int32_t zone = country >= 0 ? r->rules->countries[country].zone : cell(r, "country")[0] != '\0' ? 0 : GZ_MOMENT_NO_ZONE; /* a wrong country is told once */
	if (!gz_moment_parse(text, zone, &m, &why))
		gz_roll_wrong(&r->roll, r->row, column, "%s %.40s: %s", column, text, why);
	else if (m.day && strcmp(column, "seen") != 0)
		gz_roll_wrong(&r->roll, r->row, column, "%s %.40s: the time of day is needed, as 2026-11-20T08:30", column, text);
	else if (m.second > r->defaults->now.second)
		gz_roll_wrong(&r->roll, r->row, column, "%s %.40s: this lies in the future (see --at)", column, text);
	return m;
}

static void check_order(const reading *r, gz_moment a, gz_moment b, const char *first, const char *then)
{
	if (!a.known || !b.known)
		return;
	if (a.day || b.day ? gz_moment_day(b) < gz_moment_day(a) : b.second < a.second)
		gz_roll_wrong(&r->roll, r->row, then, "%s %s: this comes before %s (%s)", then, cell(r, then), first, cell(r, first));
}

static void check_steps(const reading *r, const gz_signal *s)
{
	check_order(r, s->seen, s->received, "seen", "received");
	check_order(r, s->received, s->triaged, "received", "triaged");
	check_order(r, s->received, s->verified, "received", "verified");
	check_order(r, s->triaged, s->verified, "triaged", "verified");
	if (s->triage != GZ_SIGNAL_NOT_TRIAGED && cell(r, "triaged")[0] == '\0')
		gz_roll_wrong(&r->roll, r->row, "triage", "triage %s: when? the time goes into the column triaged", cell(r, "triage"));
	if (s->outcome != GZ_SIGNAL_NO_OUTCOME && cell(r, "verified")[0] == '\0')
		gz_roll_wrong(&r->roll, r->row, "outcome", "outcome %s: when? the time goes into the column verified", cell(r, "outcome"));
	if (cell(r, "outcome")[0] == '\0' && s->verified.known)
		gz_roll_wrong(&r->roll, r->row, "verified", "verified %s: with what outcome? event, not an event or unknown", cell(r, "verified"));
	if (s->triage == GZ_SIGNAL_DISCARDED && (s->outcome == GZ_SIGNAL_EVENT || s->outcome == GZ_SIGNAL_UNCLEAR))
		gz_roll_wrong(&r->roll, r->row, "outcome", "outcome %s: triage has discarded this signal; if it was verified after all, triage is keep", cell(r, "outcome"));
	if (s->deaths > s->persons && s->persons > 0)
		gz_roll_wrong(&r->roll, r->row, "deaths", "deaths %d: more than the number of persons (%d)", s->deaths, s->persons);
}

static void read_words(const reading *r, gz_signal *s)
{
	static const char *const triages[] = {"", "keep", "discard"};
	static const char *const outcomes[] = {"", "event", "not an event", "unknown"};
	int32_t triage = gz_roll_choice(&r->roll, r->row, "triage", triages, 3);
	int32_t outcome = gz_roll_choice(&r->roll, r->row, "outcome", outcomes, 4);
	s->triage = triage < 0 ? GZ_SIGNAL_NOT_TRIAGED : (gz_signal_triage)triage;
	s->outcome = outcome < 0 ? GZ_SIGNAL_NO_OUTCOME : (gz_signal_outcome)outcome;
}

static void read_row(const reading *r, gz_signal *s)
{
	int64_t number;
	*s = (gz_signal){.id = cell(r, "id"), .source = needed(r, "source"), .place = needed(r, "place"), .what = cell(r, "what"),
		.conveyance = cell(r, "conveyance"), .note = cell(r, "note"), .country = country_of(r), .deaths = -1,
		.row = gz_csv_row_line(r->roll.csv, r->row)};
	s->condition = condition_of(r, "condition", false);
	s->syndrome = condition_of(r, "syndrome", true);
	if (cell(r, "condition")[0] == '\0' && cell(r, "syndrome")[0] == '\0' && s->what[0] == '\0')
		gz_roll_wrong(&r->roll, r->row, "what", "a condition, a syndrome or words in the column what are needed");
	if (gz_roll_whole(&r->roll, r->row, "persons", 0, PERSONS_MAX, &number))
		s->persons = (int32_t)number;
	if (cell(r, "deaths")[0] != '\0' && gz_roll_whole(&r->roll, r->row, "deaths", 0, PERSONS_MAX, &number))
		s->deaths = (int32_t)number;
	(void)needed(r, "received");
	s->seen = moment_of(r, "seen", s->country);
	s->received = moment_of(r, "received", s->country);
	s->triaged = moment_of(r, "triaged", s->country);
	s->verified = moment_of(r, "verified", s->country);
	read_words(r, s);
	check_steps(r, s);
}

static int by_id(const void *a, const void *b)
{
	const gz_signal *const *x = a, *const *y = b;
	int order = strcmp((*x)->id, (*y)->id);
	return order != 0 ? order : ((*x)->row > (*y)->row) - ((*x)->row < (*y)->row);
}

static gz_status check_ids(const gz_roll *roll, const gz_signal *signals, int32_t n, gz_arena *arena)
{
	const gz_signal **sorted = gz_arena_array(arena, const gz_signal *, n);
	if (sorted == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++)
		sorted[i] = &signals[i];
	qsort(sorted, (size_t)n, sizeof *sorted, by_id);
	for (int32_t i = 1; i < n; i++)
		if (sorted[i]->id[0] != '\0' && strcmp(sorted[i]->id, sorted[i - 1]->id) == 0)
			gz_roll_wrong(roll, (int32_t)(sorted[i] - signals), "id", "id %.60s: row %d has it already", sorted[i]->id, (int)sorted[i - 1]->row);
	return GZ_OK;
}

gz_status gz_signal_read(const gz_rules *rules, const gz_csv *csv, const gz_signal_defaults *defaults, gz_arena *arena, gz_mistakes *mistakes,
	gz_signal **out, int32_t *n)
{
	reading r = {.rules = rules, .defaults = defaults};
	*out = gz_arena_array(arena, gz_signal, csv->n_rows);
	*n = 0;
	if (*out == NULL)
		return GZ_ERR_MEMORY;
	if (!gz_roll_open(&r.roll, csv, columns, sizeof columns / sizeof columns[0], N_REQUIRED, rules, mistakes))
		return GZ_ERR_INPUT;
	for (r.row = 0; r.row < csv->n_rows; r.row++)
		read_row(&r, &(*out)[(*n)++]);
	GZ_TRY(check_ids(&r.roll, *out, *n, arena));
	return gz_mistakes_status(mistakes, NULL);
}
