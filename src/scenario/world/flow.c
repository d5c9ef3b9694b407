/* flows.csv: who travels from where to where, through which crossings, how many a day and for how long.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "scenario/world/world_reader.h"
#include <assert.h>
#include <math.h>
#include <string.h>

enum { ID, FROM, TO, VIA, WHO, PER_DAY, SEASON, STAY, STANDING, AGES, GROUP, KIND, SOURCE, RULE, COLUMNS };
static const gz_table_column columns[COLUMNS] = {{"id", true}, {"from", true}, {"to", true}, {"via", false}, {"who", false},
	{"per_day", true}, {"season", false}, {"stay", true}, {"standing", false}, {"ages", false}, {"group", false}, {"kind", false},
	{"source", false}, {"rule", false}};

static const char *const whos[] = {"passengers", "freight", "market"};
static const double people_max = 2e9;

/* ---- via -------------------------------------------------------------------------------------------------- */

/* Country of a place, -1 where either is not known. */
static int32_t country_of(const gz_world *w, int32_t place)
{
	return place < 0 ? -1 : w->places[place].country;
}

/* Whether a crossing has a side in the country; yes where its sides are not known, to spare a second mistake. */
static bool touches(const gz_world *w, const gz_crossing *c, int32_t country)
{
	int32_t near = country_of(w, c->near), far = country_of(w, c->far);
	return near < 0 || near == country || (c->far >= 0 && (far < 0 || far == country));
}

/* A crossing on the way must touch the home, the destination, or a country that the crossing before it touches. */
static void check_crossing(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f, int32_t at)
{
	const int32_t *via = f->manner->via;
	assert(w->crossings != NULL); /* a way is made of them */
	const gz_crossing *c = &w->crossings[via[at]], *before = at > 0 ? &w->crossings[via[at - 1]] : NULL;
	int32_t home = country_of(w, f->from), there = country_of(w, f->to);
	if (home < 0 || there < 0 || (home == there && at == 0) || touches(w, c, home) || touches(w, c, there))
		return;
	if (before != NULL && (touches(w, c, country_of(w, before->near)) || (before->far >= 0 && touches(w, c, country_of(w, before->far)))))
		return;
	gz_table_mistake(t, row, VIA, "%s joins %s%s%s; it is not on the way from %s to %s", c->id, w->places[c->near].id,
		c->far >= 0 ? " and " : "", c->far >= 0 ? w->places[c->far].id : "", w->places[f->from].id, w->places[f->to].id);
}

/* One border crossing leads out of the country; a journey that stays in it passes none, or comes back through another. */
static void check_within_country(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f)
{
	if (f->manner->n_via != 1 || country_of(w, f->from) < 0 || country_of(w, f->from) != country_of(w, f->to))
		return;
	const gz_crossing *c = &w->crossings[f->manner->via[0]];
	int32_t near = country_of(w, c->near), far = country_of(w, c->far);
	if (near >= 0 && far >= 0 && near != far)
		gz_table_mistake(t, row, VIA, "leads to another country, but %s and %s are in the same one; leave this cell empty",
			w->places[f->from].id, w->places[f->to].id);
}

/* Abroad does not lie where the way has led back into the home country: the country after each crossing, as far as both its sides are known. */
static void check_not_back(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f)
{
	const int32_t home = country_of(w, f->from), there = country_of(w, f->to);
	int32_t at = home;
	if (home < 0 || there < 0 || home == there)
		return;
	for (int32_t i = 0; i < f->manner->n_via; i++) {
		const gz_crossing *c = &w->crossings[f->manner->via[i]];
		const int32_t near = country_of(w, c->near), far = country_of(w, c->far);
		if (near < 0 || far < 0 || (near != at && far != at))
			return;
		if (i == 0 || !gz_world_facing(w, c, &w->crossings[f->manner->via[i - 1]]))
			at = near == at ? far : near;
	}
	if (f->manner->n_via > 1 && at == home)
		gz_table_mistake(t, row, VIA, "these crossings lead back to %s, where the journey begins, and not to %s", w->places[home].id,
			w->places[there].id);
}

static void read_crossing(const gz_world *w, const gz_table *t, int32_t row, const char *id, const gz_flow *f, gz_manner *m)
{
	int32_t crossing = gz_names_find(&w->crossing_names, id);
	if (crossing < 0 && w->crossing_names.incomplete)
		return;
	if (crossing < 0 && strchr(id, ',') != NULL) {
		gz_table_mistake(t, row, VIA, "several crossings are separated by ;");
		return;
	}
	if (crossing < 0) {
		gz_table_unknown_part(t, row, VIA, id, "crossing", w->crossing_names.name, w->n_crossings);
		return;
	}
	for (int32_t i = 0; i < m->n_via; i++)
		if (m->via[i] == crossing) {
			gz_table_mistake(t, row, VIA, "passes %s twice; write the crossings of the outward journey only", id);
			return;
		}
	if (m->n_via == GZ_VIA_MAX) {
		gz_table_mistake(t, row, VIA, "more than %d crossings on one journey", (int)GZ_VIA_MAX);
		return;
	}
	m->via[m->n_via++] = crossing;
	if (f->from >= 0 && f->to >= 0)
		check_crossing(w, t, row, f, m->n_via - 1);
}

static void read_via(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f, gz_manner *m)
{
	const char *text = gz_table_text(t, row, VIA);
	int32_t home = country_of(w, f->from), there = country_of(w, f->to);
	if (text[0] == '\0' && home >= 0 && there >= 0 && home != there)
		gz_table_mistake(t, row, VIA, "this flow goes from %s to %s: name the crossing it passes, or write - if it passes none",
			w->places[home].id, w->places[there].id);
	if (strcmp(text, "-") == 0)
		return;
	while (*text != '\0') {
		size_t n = strcspn(text, ";"), used = n;
		while (used > 0 && text[used - 1] == ' ')
			used--;
		const char *id = gz_arena_strndup(t->lent, text, used);
		if (id != NULL && used > 0)
			read_crossing(w, t, row, id, f, m);
		text += n + strspn(text + n, "; ");
	}
	check_within_country(w, t, row, f);
	check_not_back(w, t, row, f);
}

/* ---- stay and season -------------------------------------------------------------------------------------- */

static int32_t find_curve(const gz_world *w, const gz_table *t, int32_t row, int32_t column, const char *name)
{
	int32_t curve = gz_names_find(&w->curve_names, name);
	if (curve < 0 && !w->curve_names.incomplete)
		gz_table_unknown_part(t, row, column, name, "curve", w->curve_names.name, w->n_curves);
	return curve;
}

/* How many the curves keep away on average over the year when nobody is away on the quietest day. */
static double least_away(const gz_world *w, const gz_flow *f)
{
	const gz_manner *m = f->manner;
	double away = 0, sum = 0, least = 0;
	for (int32_t day = 0; day < 366; day++) {
		if (day == 59) /* 29 February */
			continue;
		away += f->per_day * ((m->season < 0 ? 1 : w->curves[m->season].value[day]) - w->curves[m->stay_curve].value[day]);
		least = fmin(least, away);
		sum += away;
	}
	return sum / 365 - least;
}

/* A curve brings home as many as have left, so it decides how many are away at least; 1 % is rounding. */
static void check_standing(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f)
{
	const gz_manner *m = f->manner;
	char people[32];
	if (m->stay_curve < 0 || (m->season < 0 && gz_table_text(t, row, SEASON)[0] != '\0') || !(m->standing < 0.99 * least_away(w, f)))
		return;
	gz_number_format(ceil(least_away(w, f)), people);
	gz_table_mistake(t, row, STANDING, "with %s a day by these curves at least %s are away on average over the year, even if nobody is on the quietest day",
		gz_table_text(t, row, PER_DAY), people);
}

/* A stay as the cell says it; where no comma separates the cells, 1,5 d is 1.5 d (1,234 d may be a thousand, and stays wrong). */
static gz_stay stay_of(const gz_table *t, int32_t row)
{
	const char *text = gz_table_text(t, row, STAY), *comma = t->csv.mark == ',' ? NULL : strchr(text, ',');
	char *plain = comma == NULL || strspn(comma + 1, "0123456789") == 3 ? NULL : gz_arena_strdup(t->lent, text);
	if (plain == NULL)
		return gz_stay_parse(text);
	plain[comma - text] = '.';
	return gz_stay_parse(plain);
}

static void read_stay(const gz_world *w, const gz_table *t, int32_t row, const gz_flow *f, gz_manner *m)
{
	gz_stay stay = stay_of(t, row);
	m->stay = stay.kind;
	m->stages = stay.stages;
	m->stay_days = stay.days;
	m->stay_curve = -1;
	if (stay.wrong != NULL) {
		gz_table_mistake(t, row, STAY, "%s", stay.wrong);
		return;
	}
	bool has_standing = gz_table_text(t, row, STANDING)[0] != '\0';
	if (stay.kind == GZ_STAY_CURVE) {
		m->stay_curve = find_curve(w, t, row, STAY, stay.curve);
		if (!has_standing)
			gz_table_mistake(t, row, STANDING, "with a curve as stay, expected how many are away on average over the year");
		else if (gz_table_number(t, row, STANDING, 0, people_max, &m->standing))
			check_standing(w, t, row, f);
	} else if (has_standing) {
		gz_table_mistake(t, row, STANDING, "only used when the stay is a curve; leave it empty");
	}
}

/* ---- who travels ------------------------------------------------------------------------------------------ */

/* Sums of a home's shares over ages or over groups. */
static void home_margin(const gz_world *w, const double *home, double *age, double *group)
{
	for (int32_t i = 0; i < w->n_ages; i++)
		for (int32_t j = 0; j < w->n_groups; j++) {
			age[i] += home[i * w->n_groups + j];
			group[j] += home[i * w->n_groups + j];
		}
}

/* Travellers must be of a kind that lives at home. */
static bool check_home(const gz_table *t, int32_t row, int32_t column, const char *noun, const char *const *names, const double *share,
	const double *home, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
		if (share[i] > 0 && home[i] <= 0) {
			gz_table_mistake(t, row, column, "nobody of the %s %s lives at %s", noun, names[i], gz_table_text(t, row, FROM));
			return false;
		}
	return true;
}

static gz_status read_strata(gz_world_reader *r, const gz_table *t, int32_t row, const gz_flow *f, gz_manner *m)
{
	const gz_world *w = r->world;
	bool by_age = gz_table_text(t, row, AGES)[0] != '\0', by_group = gz_table_text(t, row, GROUP)[0] != '\0', whole = true;
	int32_t leaf = f->from < 0 ? -1 : w->places[f->from].leaf, n = w->n_ages * w->n_groups;
	if ((!by_age && !by_group) || r->unread[GZ_WORLD_AGES] || r->unread[GZ_WORLD_GROUPS])
		return GZ_OK;
	double *strata = gz_arena_array(&r->lent, double, n), *age = gz_arena_array(&r->lent, double, w->n_ages * 2),
		   *group = gz_arena_array(&r->lent, double, w->n_groups * 2);
	if (strata == NULL || age == NULL || group == NULL)
		return GZ_ERR_MEMORY;
	double *home_age = age + w->n_ages, *home_group = group + w->n_groups;
	if (leaf >= 0)
		home_margin(w, w->shares + (int64_t)leaf * n, home_age, home_group);
	memcpy(age, home_age, (size_t)w->n_ages * sizeof *age);
	memcpy(group, home_group, (size_t)w->n_groups * sizeof *group);
	if (by_age)
		whole = gz_stratum_shares(t, row, AGES, "age", w->ages, w->n_ages, age) &&
			(leaf < 0 || check_home(t, row, AGES, "age", w->ages, age, home_age, w->n_ages));
	if (by_group)
		whole = gz_stratum_shares(t, row, GROUP, "group", w->groups, w->n_groups, group) &&
			(leaf < 0 || check_home(t, row, GROUP, "group", w->groups, group, home_group, w->n_groups)) && whole;
	for (int32_t i = 0; i < w->n_ages; i++)
		for (int32_t j = 0; j < w->n_groups; j++)
			strata[i * w->n_groups + j] = age[i] * group[j];
	m->strata = whole ? strata : NULL;
	return GZ_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

enum { KNOWN = 64 }; /* manners that are looked for: one for each hash */

static bool same_text(const char *a, const char *b)
{
	return (a == NULL) == (b == NULL) && (a == NULL || strcmp(a, b) == 0);
}

static bool same_manner(const gz_manner *a, const gz_manner *b, int32_t n_strata)
{
	return memcmp(a->via, b->via, sizeof a->via) == 0 && a->n_via == b->n_via && a->who == b->who && a->season == b->season && a->stay == b->stay &&
		a->stages == b->stages && a->stay_curve == b->stay_curve && a->stay_days == b->stay_days && a->standing == b->standing &&
		(a->strata == NULL) == (b->strata == NULL) && (a->strata == NULL || memcmp(a->strata, b->strata, (size_t)n_strata * sizeof *a->strata) == 0) &&
		same_text(a->kind, b->kind) && same_text(a->source, b->source) && same_text(a->rule, b->rule);
}

/* A manner as it has been kept before, or kept now. known [KNOWN] has the latest of each hash. */
static gz_status keep_manner(gz_world_reader *r, const gz_table *t, const gz_manner *m, const gz_manner **known, const gz_manner **out)
{
	const int32_t n = r->world->n_ages * r->world->n_groups;
	const uint32_t hash = (uint32_t)m->via[0] * 7 + (uint32_t)m->season * 5 + (uint32_t)m->stay + (uint32_t)fmin(m->stay_days, 1e6) + (uint32_t)m->who * 3;
	const gz_manner **at = &known[hash % KNOWN];
	if (*at == NULL || !same_manner(*at, m, n)) {
		gz_manner *kept = gz_arena_alloc(r->arena, sizeof *kept);
		double *strata = kept != NULL && m->strata != NULL ? gz_arena_array(r->arena, double, n) : NULL;
		if (kept == NULL || (m->strata != NULL && strata == NULL))
			return GZ_ERR_MEMORY;
		if (strata != NULL)
			memcpy(strata, m->strata, (size_t)n * sizeof *strata);
		*kept = *m;
		kept->strata = strata;
		for (int32_t i = 0; i < m->n_via; i++)
			kept->back[i] = m->via[m->n_via - 1 - i];
		kept->source = m->source == NULL ? NULL : gz_table_keep(t, m->source);
		kept->rule = m->rule == NULL ? NULL : gz_table_keep(t, m->rule);
		*at = kept;
	}
	*out = *at;
	return GZ_OK;
}

/* A text of the table that may be missing, lent. */
static const char *note(const gz_table *t, int32_t row, int32_t column)
{
	const char *text = gz_table_text(t, row, column);
	return text[0] == '\0' ? NULL : text;
}

static gz_status read_flow(gz_world_reader *r, const gz_table *t, int32_t row, const gz_manner **known, gz_flow *f)
{
	gz_world *w = r->world;
	int32_t who = 0;
	gz_manner m = {.via = {-1, -1, -1, -1}, .file = t->file};
	f->manner = &m;
	gz_table_id(t, row, ID, &f->id);
	f->from = gz_place_reference(r, t, row, FROM, true);
	f->to = gz_place_reference(r, t, row, TO, true);
	if (f->from >= 0 && f->from == f->to)
		gz_table_mistake(t, row, TO, "is the same place as from; a flow goes from one place to another");
	read_via(w, t, row, f, &m);
	gz_table_word(t, row, WHO, whos, GZ_WHO_COUNT, GZ_WHO_PASSENGERS, &who);
	m.who = (gz_who)(who < 0 ? 0 : who);
	gz_table_number(t, row, PER_DAY, 0, people_max, &f->per_day);
	const char *season = gz_table_text(t, row, SEASON);
	m.season = season[0] == '\0' ? -1 : find_curve(w, t, row, SEASON, season);
	read_stay(w, t, row, f, &m);
	f->row = gz_table_line(t, row);
	m.kind = gz_table_kind(t, row, KIND);
	m.source = note(t, row, SOURCE);
	m.rule = note(t, row, RULE);
	GZ_TRY(read_strata(r, t, row, f, &m));
	return keep_manner(r, t, &m, known, &f->manner);
}

static void list_double(void *context, int32_t again, int32_t first)
{
	const gz_table *t = context;
	gz_table_mistake(t, again, ID, "this flow is already on line %d", (int)gz_table_line(t, first));
}

/* Persons whom a flow keeps away at any time, in the mean over the year; migrants for good count for one day. */
static double away(const gz_flow *f)
{
	switch (f->manner->stay) {
	case GZ_STAY_CURVE: return f->manner->standing;
	case GZ_STAY_FOREVER: return f->per_day;
	case GZ_STAY_ERLANG:
	case GZ_STAY_FIXED: return f->per_day * f->manner->stay_days;
	}
	return 0;
}

/* More people away than live there: listed at the flow that takes most. */
static gz_status check_away(gz_world_reader *r, const gz_table *t)
{
	const gz_world *w = r->world;
	double *sum = gz_arena_array(&r->lent, double, w->n_places);
	int32_t *most = gz_arena_array(&r->lent, int32_t, w->n_places);
	if (sum == NULL || most == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_places; i++)
		most[i] = -1;
	for (int32_t i = 0; i < w->n_flows; i++) {
		int32_t from = w->flows[i].from;
		if (from < 0)
			continue;
		sum[from] += away(&w->flows[i]);
		if (most[from] < 0 || away(&w->flows[i]) > away(&w->flows[most[from]]))
			most[from] = i;
	}
	for (int32_t i = 0; i < w->n_places; i++)
		if (most[i] >= 0 && sum[i] > (double)w->places[i].population) {
			char people[32];
			gz_number_format(ceil(sum[i]), people);
			gz_table_mistake(t, most[i], PER_DAY,
				"the flows from %s keep %s people away at any time (per_day x stay), but only %lld live there", w->places[i].id, people,
				(long long)w->places[i].population);
		}
	return GZ_OK;
}

/* More people of an age or a group away than live there, although people enough live there: listed at the flow that takes most of them. */
static gz_status check_away_strata(gz_world_reader *r, const gz_table *t)
{
	const gz_world *w = r->world;
	const int32_t n = w->n_ages * w->n_groups;
	double *sum = gz_arena_array(&r->lent, double, (int64_t)w->n_leaves * n), *largest = gz_arena_array(&r->lent, double, (int64_t)w->n_leaves * n);
	int32_t *most = gz_arena_array(&r->lent, int32_t, (int64_t)w->n_leaves * n);
	if (sum == NULL || largest == NULL || most == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < w->n_flows; i++) {
		const gz_flow *f = &w->flows[i];
		const int32_t leaf = f->from < 0 ? -1 : w->places[f->from].leaf;
		for (int32_t x = 0; leaf >= 0 && x < n; x++) {
			const int64_t at = (int64_t)leaf * n + x;
			const double persons = away(f) * (f->manner->strata ? f->manner->strata[x] : w->shares[at]);
			sum[at] += persons;
			most[at] = persons > largest[at] ? i : most[at];
			largest[at] = fmax(largest[at], persons);
		}
	}
	for (int32_t i = 0; i < w->n_places; i++)
		for (int32_t x = 0; w->places[i].leaf >= 0 && x < n; x++) {
			const int64_t at = (int64_t)w->places[i].leaf * n + x;
			const double live = (double)w->places[i].population * w->shares[at];
			char people[32], there[32];
			if (!(sum[at] > live * (1 + 1e-9) + 1) || !w->flows[most[at]].manner->strata)
				continue;
			gz_number_format(ceil(sum[at]), people);
			gz_number_format(floor(live), there);
			gz_table_mistake(t, most[at], PER_DAY, "the flows from %s keep %s people of %s%s%s away at any time (per_day x stay), but only %s of them live there",
				w->places[i].id, people, w->n_ages > 1 ? w->ages[x / w->n_groups] : "", w->n_ages > 1 && w->n_groups > 1 ? " " : "",
				w->n_groups > 1 ? w->groups[x % w->n_groups] : "", there);
		}
	return GZ_OK;
}

gz_status gz_flow_read(gz_world_reader *r)
{
	gz_table t;
	bool present = false;
	const gz_manner *known[KNOWN] = {NULL};
	GZ_TRY(gz_world_open(r, GZ_WORLD_FLOWS, columns, COLUMNS, &t, &present));
	r->world->flow_names.incomplete = r->unread[GZ_WORLD_FLOWS];
	if (!present)
		return GZ_OK;
	gz_world *w = r->world;
	w->flows = gz_arena_array(r->arena, gz_flow, t.n_rows);
	if (w->flows == NULL)
		return GZ_ERR_MEMORY;
	w->n_flows = t.n_rows;
	for (int32_t row = 0; row < t.n_rows; row++)
		GZ_TRY(read_flow(r, &t, row, known, &w->flows[row]));
	GZ_TRY(gz_names_init_apart(&w->flow_names, r->arena, &w->flows->id, sizeof *w->flows, w->n_flows));
	w->flow_names.incomplete = r->unread[GZ_WORLD_FLOWS];
	gz_names_doubles(&w->flow_names, list_double, &t);
	const int64_t before = r->mistakes->n;
	GZ_TRY(check_away(r, &t));
	return r->mistakes->n > before || r->unread[GZ_WORLD_AGES] || r->unread[GZ_WORLD_GROUPS] ? GZ_OK : check_away_strata(r, &t);
}
