/* contacts.csv: how many people of each age a person meets in a day, at home, work, school and elsewhere.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/world/world_reader.h"
#include <string.h>

enum { PLACE, SETTING, AGE, CONTACT_AGE, CONTACTS, KIND, COLUMNS };
static const gz_table_column columns[COLUMNS] = {
	{"place", true}, {"setting", true}, {"age", true}, {"contact_age", true}, {"contacts", true}, {"kind", false}};

static const char *const settings[GZ_SETTING_COUNT] = {"home", "work", "school", "other"};

typedef struct tables {
	gz_world *w;
	const gz_table *t;
	int32_t *rows; /* [place][setting][age][contact_age] row + 1 where each stood, 0 none */
	bool *own;     /* [place] has rows */
} tables;

static int32_t read_age(const gz_world *w, const gz_table *t, int32_t row, int32_t column)
{
	int32_t age = gz_world_age(w, gz_table_text(t, row, column));
	if (age < 0)
		gz_table_unknown(t, row, column, "age band", w->ages, w->n_ages);
	return age;
}

static void read_row(const gz_world_reader *r, tables *k, int32_t row)
{
	const gz_world *w = k->w;
	int32_t setting = -1;
	double contacts = 0;
	int32_t place = gz_place_reference(r, k->t, row, PLACE, false);
	gz_table_word(k->t, row, SETTING, settings, GZ_SETTING_COUNT, -1, &setting);
	int32_t age = read_age(w, k->t, row, AGE), contact_age = read_age(w, k->t, row, CONTACT_AGE);
	gz_table_number(k->t, row, CONTACTS, 0, 1e4, &contacts);
	gz_table_kind(k->t, row, KIND);
	if (place < 0 || setting < 0 || age < 0 || contact_age < 0)
		return;
	int64_t at = (((int64_t)place * GZ_SETTING_COUNT + setting) * w->n_ages + age) * w->n_ages + contact_age;
	if (k->rows[at] != 0) {
		gz_table_mistake(k->t, row, PLACE, "these contacts are already on line %d", (int)gz_table_line(k->t, k->rows[at] - 1));
		return;
	}
	k->rows[at] = row + 1;
	k->own[place] = true;
	w->contacts[at] = contacts;
}

/* A setting that a place mentions must be complete: a missing row would silently mean no contact. */
static void check_setting(const tables *k, int32_t place, int32_t setting)
{
	int32_t n = k->w->n_ages, first = 0, missing = 0, which = 0;
	const int32_t *rows = k->rows + ((int64_t)place * GZ_SETTING_COUNT + setting) * n * n;
	for (int32_t i = n * n - 1; i >= 0; i--) {
		first = rows[i] != 0 && (first == 0 || rows[i] < first) ? rows[i] : first;
		which = rows[i] == 0 ? i : which;
		missing += rows[i] == 0 ? 1 : 0;
	}
	if (first != 0 && missing > 0 && !k->t->incomplete)
		gz_table_mistake(k->t, first - 1, SETTING,
			"%s has no row for age %s with contact_age %s here (%d missing); write 0 where nobody meets", k->w->places[place].id,
			k->w->ages[which / n], k->w->ages[which % n], (int)missing);
}

static void check_place(const tables *k, int32_t place)
{
	int64_t n = (int64_t)GZ_SETTING_COUNT * k->w->n_ages * k->w->n_ages;
	int32_t first = 0;
	double sum = 0;
	for (int32_t setting = 0; setting < GZ_SETTING_COUNT; setting++)
		check_setting(k, place, setting);
	for (int64_t i = 0; i < n; i++) {
		int32_t row = k->rows[place * n + i];
		sum += k->w->contacts[place * n + i];
		first = row != 0 && (first == 0 || row < first) ? row : first;
	}
	if (sum <= 0)
		gz_table_mistake(k->t, first - 1, CONTACTS, "all contacts of %s are 0: nobody would ever meet anybody", k->w->places[place].id);
}

static gz_status read_rows(gz_world_reader *r, const gz_table *t)
{
	gz_world *w = r->world;
	int64_t n = (int64_t)w->n_places * GZ_SETTING_COUNT * w->n_ages * w->n_ages;
	tables k = {.w = w, .t = t, .rows = gz_arena_array(&r->lent, int32_t, n), .own = gz_arena_array(&r->lent, bool, w->n_places)};
	w->contacts = gz_arena_array(r->arena, double, n);
	if (k.rows == NULL || k.own == NULL || w->contacts == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t row = 0; row < t->n_rows; row++)
		read_row(r, &k, row);
	for (int32_t place = 0; place < w->n_places; place++)
		if (k.own[place])
			check_place(&k, place);
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++)
		w->contact_of[leaf] = gz_place_nearest(w, w->leaves[leaf], k.own);
	return GZ_OK;
}

gz_status gz_contact_read(gz_world_reader *r)
{
	gz_world *w = r->world;
	gz_table t;
	bool present = false;
	w->contact_of = gz_arena_array(r->arena, int32_t, w->n_leaves);
	if (w->contact_of == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t leaf = 0; leaf < w->n_leaves; leaf++)
		w->contact_of[leaf] = -1;
	GZ_TRY(gz_world_open(r, GZ_WORLD_CONTACTS, columns, COLUMNS, &t, &present));
	return present && !r->unread[GZ_WORLD_AGES] ? read_rows(r, &t) : GZ_OK;
}
