/* ages.csv and groups.csv: how the people of each place divide into age bands and groups, and so into strata.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "scenario/world/world_reader.h"
#include <math.h>
#include <string.h>

enum { PLACE, LABEL, SHARE, KIND, COLUMNS };
static const gz_table_column age_columns[COLUMNS] = {{"place", true}, {"age", true}, {"share", true}, {"kind", false}};
static const gz_table_column group_columns[COLUMNS] = {{"place", true}, {"group", true}, {"share", true}, {"kind", false}};

enum { LABELS_MAX = 64, STRATA_MAX = 256 };
static const double tolerance = 0.005; /* shares are often rounded in print */

/* One way to divide people: the labels of the bands, and for each place that has rows the share of each. */
typedef struct split {
	const char *noun;
	const char **labels;
	int32_t n;
	int32_t *own_of; /* [leaf] place whose rows count, -1 none */
	double *shares;  /* [place][label], filled for places with rows; NULL when there is one label for all */
	bool doubtful;   /* a mistake was listed that makes further ones likely: those are not listed */
} split;

/* ---- age bands -------------------------------------------------------------------------------------------- */

typedef struct band {
	const char *label;
	double from, to; /* years, to is not included */
} band;

/* "15-49" is 15 up to 50; "65+" is 65 and more; "all" everybody. */
static bool parse_band(const char *label, band *out)
{
	int64_t low = 0, high = 0;
	size_t digits = strspn(label, "0123456789"), n = strlen(label);
	*out = (band){.label = label, .from = 0, .to = INFINITY};
	if (strcmp(label, "all") == 0)
		return true;
	if (digits == 0 || digits > 3 || !gz_number_parse_int(label, digits, &low))
		return false;
	out->from = (double)low;
	if (strcmp(label + digits, "+") == 0)
		return true;
	if (label[digits] != '-' || strspn(label + digits + 1, "0123456789") != n - digits - 1 || n - digits - 1 > 3)
		return false;
	if (!gz_number_parse_int(label + digits + 1, n - digits - 1, &high) || high < low)
		return false;
	out->to = (double)high + 1;
	return true;
}

/* Puts the labels in the order of age; bands that overlap are listed. rows [label]: where each was first seen. */
static gz_status sort_bands(gz_world_reader *r, const gz_table *t, split *s, int32_t *rows)
{
	gz_world *w = r->world;
	band bands[LABELS_MAX];
	for (int32_t i = 0; i < s->n; i++) {
		band b;
		int32_t row = rows[i], at = i;
		if (!parse_band(s->labels[i], &b)) {
			gz_table_mistake(t, row, LABEL, "expected an age band such as 0-14 or 65+ (a spreadsheet may have made a date of it)");
			s->doubtful = true;
		}
		for (; at > 0 && bands[at - 1].from > b.from; at--) {
			bands[at] = bands[at - 1];
			rows[at] = rows[at - 1];
		}
		bands[at] = b;
		rows[at] = row;
	}
	w->age_from = gz_arena_array(r->arena, double, s->n);
	w->age_to = gz_arena_array(r->arena, double, s->n);
	if (w->age_from == NULL || w->age_to == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < s->n; i++) {
		s->labels[i] = bands[i].label;
		w->age_from[i] = bands[i].from;
		w->age_to[i] = bands[i].to;
		band ignored;
		if (i > 0 && bands[i].from < bands[i - 1].to && parse_band(bands[i].label, &ignored) && parse_band(bands[i - 1].label, &ignored))
			gz_table_mistake(t, rows[i], LABEL, "overlaps the band %s", bands[i - 1].label);
	}
	return GZ_OK;
}

/* Groups by name: the order of strata, and what is drawn one after the other, must not depend on rows. */
static void sort_groups(split *s)
{
	for (int32_t i = 1; i < s->n; i++) {
		const char *label = s->labels[i];
		int32_t at = i;
		for (; at > 0 && strcmp(s->labels[at - 1], label) > 0; at--)
			s->labels[at] = s->labels[at - 1];
		s->labels[at] = label;
	}
}

/* ---- shares ----------------------------------------------------------------------------------------------- */

static int32_t label_index(const split *s, const char *label)
{
	for (int32_t i = 0; i < s->n; i++)
		if (strcmp(s->labels[i], label) == 0)
			return i;
	return -1;
}

/* The bands are those of the place of the first row; other places must have the same. */
static void collect_labels(const gz_table *t, split *s, int32_t *rows)
{
	for (int32_t row = 0; row < t->n_rows; row++) {
		const char *label = gz_table_text(t, row, LABEL);
		if (strcmp(gz_table_text(t, row, PLACE), gz_table_text(t, 0, PLACE)) != 0 || label[0] == '\0' || label_index(s, label) >= 0)
			continue;
		if (s->n == LABELS_MAX) {
			gz_table_mistake(t, row, LABEL, "more than %d different names in this column", (int)LABELS_MAX);
			return;
		}
		rows[s->n] = row;
		s->labels[s->n++] = gz_table_keep(t, label);
	}
}

/* What is known of the rows of a table while it is read. */
typedef struct rows_read {
	int32_t *rows; /* [place][label] row + 1 where it stands, 0 none */
	bool *own;     /* [place] has rows */
	bool *spoiled; /* [place] a row of it has a mistake: its sum says nothing */
	bool lost;     /* a row names no known place */
} rows_read;

static void read_share_row(const gz_world_reader *r, const gz_table *t, int32_t row, split *s, rows_read *k)
{
	double share = 0;
	int32_t place = gz_place_reference(r, t, row, PLACE, false), label = label_index(s, gz_table_text(t, row, LABEL));
	bool whole = gz_table_number(t, row, SHARE, 0, 1, &share);
	gz_table_kind(t, row, KIND);
	if (label < 0 && !s->doubtful)
		gz_table_unknown(t, row, LABEL, s->noun, s->labels, s->n);
	k->lost = k->lost || place < 0;
	if (place < 0)
		return;
	k->own[place] = true;
	k->spoiled[place] = k->spoiled[place] || !whole || label < 0;
	if (label < 0)
		return;
	int32_t *seen = &k->rows[(int64_t)place * s->n + label];
	if (*seen != 0) {
		gz_table_mistake(
			t, row, LABEL, "%s already has this %s on line %d", r->world->places[place].id, s->noun, (int)gz_table_line(t, *seen - 1));
		return;
	}
	*seen = row + 1;
	s->shares[(int64_t)place * s->n + label] = share;
}

/* The places must state all labels, and their shares must add to 1; they are then made to add exactly. */
static void check_place(const gz_table *t, const split *s, const char *place, double *share, const int32_t *rows, bool spoiled)
{
	int32_t first = -1, missing = -1;
	double sum = 0;
	for (int32_t i = 0; i < s->n; i++) {
		if (rows[i] == 0)
			missing = i;
		else if (first < 0 || rows[i] - 1 < first)
			first = rows[i] - 1;
		sum += share[i];
	}
	char text[32];
	gz_table_rounded(sum, text);
	if (!spoiled && missing >= 0)
		gz_table_mistake(t, first, PLACE, "has no row for the %s %s, which other places have; give it, if need be with share 0", s->noun,
			s->labels[missing]);
	else if (!spoiled && fabs(sum - 1) > tolerance)
		gz_table_mistake(t, first, SHARE, "the shares of %s add to %s; expected 1", place, text);
	for (int32_t i = 0; i < s->n; i++)
		share[i] = sum > 0 ? share[i] / sum : 1.0 / s->n;
}

static gz_status inherit(gz_world_reader *r, const gz_table *t, split *s, const bool *own, bool lost)
{
	const gz_world *w = r->world;
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++) {
		s->own_of[leaf] = gz_place_nearest(w, w->leaves[leaf], own);
		if (s->own_of[leaf] < 0 && !lost && w->places[w->leaves[leaf]].country >= 0)
			gz_mistakes_add(r->mistakes, t->file, 0, 0, "no rows for %s nor for any place above it: how do its people divide by %s?",
				w->places[w->leaves[leaf]].id, s->noun);
	}
	return GZ_OK;
}

static gz_status everybody_alike(gz_world_reader *r, split *s)
{
	s->n = 1;
	s->labels = gz_arena_array(r->arena, const char *, 1);
	s->own_of = gz_arena_array(r->arena, int32_t, r->world->n_leaves);
	if (s->labels == NULL || s->own_of == NULL)
		return GZ_ERR_MEMORY;
	s->labels[0] = "all";
	for (int32_t leaf = 0; leaf < r->world->n_leaves; leaf++)
		s->own_of[leaf] = -1;
	return GZ_OK;
}

static gz_status read_split(gz_world_reader *r, const gz_table *t, split *s, bool by_age)
{
	const gz_world *w = r->world;
	int32_t label_rows[LABELS_MAX];
	GZ_TRY(everybody_alike(r, s));
	if (t->incomplete)
		return GZ_OK;
	const char **labels = gz_arena_array(r->arena, const char *, LABELS_MAX);
	if (labels == NULL)
		return GZ_ERR_MEMORY;
	s->labels = labels;
	s->n = 0;
	collect_labels(t, s, label_rows);
	if (s->n == 0) {
		gz_mistakes_add(r->mistakes, t->file, 0, 0, "no rows: leave the file away if people are not to be divided by %s", s->noun);
		return everybody_alike(r, s);
	}
	if (by_age)
		GZ_TRY(sort_bands(r, t, s, label_rows));
	else
		sort_groups(s);
	int64_t n = (int64_t)w->n_places * s->n;
	rows_read k = {gz_arena_array(&r->lent, int32_t, n), gz_arena_array(&r->lent, bool, w->n_places),
		gz_arena_array(&r->lent, bool, w->n_places), false};
	s->shares = gz_arena_array(r->arena, double, n);
	if (k.rows == NULL || k.own == NULL || k.spoiled == NULL || s->shares == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < t->n_rows; row++)
		read_share_row(r, t, row, s, &k);
	for (int32_t place = 0; place < w->n_places; place++)
		if (k.own[place])
			check_place(t, s, w->places[place].id, s->shares + (int64_t)place * s->n, k.rows + (int64_t)place * s->n, k.spoiled[place]);
	return inherit(r, t, s, k.own, k.lost);
}

static void check_group_names(const gz_table *t)
{
	const char *ignored;
	for (int32_t row = 0; row < t->n_rows; row++)
		if (gz_table_text(t, row, LABEL)[0] != '\0')
			gz_table_id(t, row, LABEL, &ignored);
}

static double share_of(const split *s, int32_t leaf, int32_t label)
{
	int32_t own = s->own_of[leaf];
	return own < 0 || s->shares == NULL ? 1.0 / s->n : s->shares[(int64_t)own * s->n + label];
}

gz_status gz_stratum_read(gz_world_reader *r)
{
	gz_world *w = r->world;
	gz_table t;
	split ages = {.noun = "age"}, groups = {.noun = "group"};
	bool present = false;
	GZ_TRY(gz_world_open(r, GZ_WORLD_AGES, age_columns, COLUMNS, &t, &present));
	GZ_TRY(present ? read_split(r, &t, &ages, true) : everybody_alike(r, &ages));
	GZ_TRY(gz_world_open(r, GZ_WORLD_GROUPS, group_columns, COLUMNS, &t, &present));
	if (present)
		check_group_names(&t);
	GZ_TRY(present ? read_split(r, &t, &groups, false) : everybody_alike(r, &groups));
	if (ages.n * groups.n > STRATA_MAX)
		gz_mistakes_add(r->mistakes, t.file, 0, 0, "%d ages by %d groups are more than %d kinds of people", (int)ages.n, (int)groups.n,
			(int)STRATA_MAX);
	w->ages = ages.labels;
	w->n_ages = ages.n;
	w->groups = groups.labels;
	w->n_groups = groups.n;
	if (w->age_from == NULL) {
		w->age_from = gz_arena_array(r->arena, double, 1);
		w->age_to = gz_arena_array(r->arena, double, 1);
		if (w->age_from == NULL || w->age_to == NULL)
			return GZ_ERR_MEMORY;
		w->age_to[0] = INFINITY;
	}
	int32_t n_strata = ages.n * groups.n;
	w->shares = gz_arena_array(r->arena, double, (int64_t)w->n_leaves *n_strata);
	if (w->shares == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++)
		for (int32_t age = 0; age < ages.n; age++)
			for (int32_t group = 0; group < groups.n; group++)
				w->shares[(int64_t)leaf * n_strata + age * groups.n + group] = share_of(&ages, leaf, age) * share_of(&groups, leaf, group);
	return GZ_OK;
}

/* ---- shares in one cell ----------------------------------------------------------------------------------- */

static bool read_share(const gz_table *t, int32_t row, int32_t column, const char *noun, const char *part, const char *const *names,
	int32_t n, double *share, bool *given)
{
	const char *colon = strchr(part, ':');
	if (colon == NULL) {
		gz_table_mistake(
			t, row, column, "expected shares such as %s", strcmp(noun, "age") == 0 ? "15-49:0.8;50+:0.2" : "drivers:0.9;others:0.1");
		return false;
	}
	size_t length = (size_t)(colon - part);
	while (length > 0 && part[length - 1] == ' ')
		length--;
	const char *label = gz_arena_strndup(t->lent, part, length);
	const char *number = colon + 1 + strspn(colon + 1, " ");
	if (label == NULL)
		return false;
	for (int32_t i = 0; i < n; i++)
		if (strcmp(names[i], label) == 0) {
			if (given[i])
				gz_table_mistake(t, row, column, "%s stands there twice", label);
			else if (gz_table_number_part(t, row, column, number, 0, 1, &share[i]))
				return given[i] = true;
			return false;
		}
	gz_table_unknown_part(t, row, column, label, noun, names, n);
	return false;
}

bool gz_stratum_shares(const gz_table *t, int32_t row, int32_t column, const char *noun, const char *const *names, int32_t n, double *share)
{
	bool given[STRATA_MAX] = {false}, whole = n <= STRATA_MAX;
	double sum = 0;
	for (int32_t i = 0; i < n; i++)
		share[i] = 0;
	for (const char *text = gz_table_text(t, row, column); whole && *text != '\0';) {
		size_t length = strcspn(text, ";");
		size_t used = length;
		while (used > 0 && text[used - 1] == ' ')
			used--;
		const char *part = gz_arena_strndup(t->lent, text, used);
		whole = part != NULL && read_share(t, row, column, noun, part, names, n, share, given);
		text += length + strspn(text + length, "; ");
	}
	for (int32_t i = 0; i < n; i++)
		sum += share[i];
	if (whole && fabs(sum - 1) > tolerance) {
		char added[32];
		gz_table_rounded(sum, added);
		gz_table_mistake(t, row, column, "the shares add to %s; expected 1", added);
		whole = false;
	}
	for (int32_t i = 0; i < n && whole; i++)
		share[i] /= sum;
	return whole;
}
