/* The kinds of measure, one reader each. A new kind is a reader here, a row in kinds.h, and its keys in keys.h.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/measure/action.h"
#include "scenario/delay.h"
#include "scenario/stream.h"
#include "scenario/measure/then.h"
#include "scenario/reading/axis.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

enum { AT_BORDER = GZ_ACTION_CROSSING | GZ_ACTION_FLOW };
static const double many = 1e12;

gz_measure gz_action_default(void)
{
	gz_measure m = {.group = -1,
		.from = INT32_MIN,
		.to = INT32_MAX,
		.lasts = INFINITY,
		.coverage = {.number = 1},
		.compliance = {.number = 1},
		.specificity = 1,
		.capacity = INFINITY,
		.minutes = NAN,
		.hours = NAN,
		.pool = -1,
		.doses = {.number = INFINITY},
		.take = {.number = 1},
		.to_compartment = -1,
		.susceptibility = 1,
		.infectiousness = 1,
		.target = 1,
		.share = 1,
		.stream = -1,
		.intake = 1,
		.shed = 1,
		.probability = {.number = NAN}};
	for (int32_t i = 0; i < GZ_SETTING_COUNT; i++)
		m.scale[i] = 1;
	return m;
}

/* ---- screen and test --------------------------------------------------------------------------------------- */
static int32_t pool_number(gz_loader *l, const gz_node *node)
{
	const char *name = gz_loader_text(l, node, NULL);
	if (name == NULL)
		return -1;
	for (int32_t i = 0; i < l->n_pools; i++)
		if (strcmp(l->pools[i], name) == 0)
			return i;
	l->pools[l->n_pools] = name;
	return l->n_pools++;
}

/* A measure of a pool that states no capacity has that of the others. */
static void share_pool(gz_loader *l, gz_measure *m)
{
	for (int32_t i = 0; i < l->s->n_measures; i++) {
		gz_measure *other = &l->s->measures[i];
		if (m->pool >= 0 && other->pool == m->pool && isfinite(m->capacity) != isfinite(other->capacity))
			m->capacity = other->capacity = fmin(m->capacity, other->capacity);
	}
}

static void read_capacity(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *staff = gz_yaml_get(map, "staff"), *capacity = gz_yaml_get(map, "capacity"), *minutes = gz_yaml_get(map, "minutes");
	m->minutes = gz_loader_constant(l, minutes, GZ_UNIT_COUNT, 0, 1440, NAN);
	m->hours = gz_loader_constant(l, gz_yaml_get(map, "hours"), GZ_UNIT_COUNT, 0, 24, NAN);
	double people = gz_loader_constant(l, staff, GZ_UNIT_COUNT, 0, 1e6, 0);
	if (staff != NULL && capacity != NULL)
		gz_loader_mistake(l, capacity, "both `capacity` and `staff` stand here: staff x hours x 60 / minutes is the capacity");
	else if (staff != NULL && (minutes == NULL || gz_yaml_get(map, "hours") == NULL))
		gz_loader_mistake(l, staff, "`staff` needs `minutes` (per person) and `hours` (a day) beside it");
	else if (staff == NULL && capacity == NULL && minutes != NULL)
		gz_loader_mistake(l, minutes, "`minutes` needs `staff` and `hours`, or `capacity`, beside it");
	m->capacity = gz_loader_constant(l, capacity, GZ_UNIT_DAILY, 0, many, INFINITY);
	if (staff != NULL && m->minutes > 0)
		m->capacity = people * m->hours * 60 / m->minutes;
	m->pool = pool_number(l, gz_yaml_get(map, "pool"));
	share_pool(l, m);
}

/* Coverage and compliance belong to the measure, but may stand among the fields of a screen or test. */
static void read_share_of(gz_loader *l, gz_value *value, const gz_node *map, const char *key)
{
	const gz_node *node = gz_yaml_get(map, key);
	if (node != NULL && value->file != NULL)
		gz_loader_mistake(l, node, "`%s` stands twice: here and with the measure", key);
	else if (node != NULL)
		*value = gz_value_read(l, node, 0, 1, 1);
}

static void read_screen(gz_loader *l, gz_measure *m, const gz_node *map)
{
	static const char *const fulls[] = {"pass", "refuse", "hold", NULL};
	const gz_node *sensitivity = gz_yaml_get(map, "sensitivity"), *test = gz_yaml_get(map, "test");
	if ((sensitivity != NULL) == (test != NULL))
		gz_loader_mistake(l, map,
			test != NULL ? "both `sensitivity` and `test` stand here: expected one of them"
						 : "expected `sensitivity` by compartment, or the name of a `test`");
	if (sensitivity != NULL)
		m->sensitivity = gz_then_sensitivity(l, sensitivity);
	else if (test != NULL)
		m->sensitivity = gz_then_sensitivity(l, test);
	m->specificity = gz_loader_number(l, gz_yaml_get(map, "specificity"), 0, 1, 1);
	read_share_of(l, &m->coverage, map, "coverage");
	read_share_of(l, &m->compliance, map, "compliance");
	read_capacity(l, m, map);
	m->full = (gz_full)gz_loader_choice(l, gz_yaml_get(map, "when_full"), fulls, GZ_FULL_PASS);
}

static bool *living(gz_loader *l)
{
	const gz_disease *d = &l->s->disease;
	bool *of = gz_loader_array(l, bool, d->n_compartments);
	for (int32_t c = 0; of != NULL && c < d->n_compartments; c++)
		of[c] = !d->compartments[c].dead;
	return of;
}

static void read_test(gz_loader *l, gz_measure *m, const gz_node *map)
{
	static const char *const waits[] = {"free", "quarantine", NULL};
	read_screen(l, m, map);
	m->turnaround = gz_loader_days(l, gz_yaml_get(map, "turnaround"), 0, 60, 0);
	gz_loader_rounded(l, gz_yaml_get(map, "turnaround"), m->turnaround);
	m->wait_quarantine = gz_loader_choice(l, gz_yaml_get(map, "wait"), waits, 0) == 1;
	const gz_node *per_day = gz_yaml_get(map, "per_day"), *of = gz_yaml_get(map, "of");
	m->doses = gz_value_of(gz_loader_constant(l, per_day, GZ_UNIT_DAILY, 0, many, INFINITY));
	m->capacity = fmin(m->capacity, m->doses.number);
	m->of = of != NULL ? gz_loader_compartments(l, of) : living(l);
	if ((l->at & AT_BORDER) != 0 && per_day != NULL)
		gz_loader_mistake(l, per_day, "`per_day` goes with a test at a place; at a crossing `capacity` bounds it");
	if ((l->at & GZ_ACTION_PLACE) != 0 && per_day == NULL)
		gz_loader_mistake(l, map, "a test at a place needs `per_day`, the people tested a day");
	static const char *const queues[] = {"when_full", "pool"};
	for (int32_t i = 0; (l->at & GZ_ACTION_PLACE) != 0 && i < 2; i++)
		if (gz_yaml_get(map, queues[i]) != NULL)
			gz_loader_mistake(l, gz_yaml_get(map, queues[i]), "`%s` goes with a test at a crossing or a flow; at a place nobody queues", queues[i]);
}

/* ---- confinement ------------------------------------------------------------------------------------------- */
static void read_quarantine(gz_loader *l, gz_measure *m, const gz_node *map)
{
	m->then = gz_then_confine(l, map, GZ_THEN_QUARANTINE);
}

static void read_isolate(gz_loader *l, gz_measure *m, const gz_node *map)
{
	m->sensitivity = gz_value_by_compartment(l, gz_loader_need(l, map, "of"), GZ_UNIT_CHANCE, 1, 0);
	m->then = gz_then_confine(l, map, GZ_THEN_ISOLATE);
}

static void read_trace(gz_loader *l, gz_measure *m, const gz_node *map)
{
	m->share = gz_loader_number(l, gz_loader_need(l, map, "share"), 0, 1, 1);
	m->of = gz_loader_compartments(l, gz_loader_need(l, map, "of"));
	m->then = gz_then_confine(l, map, GZ_THEN_QUARANTINE);
}

/* ---- vaccinate, treat, continue ---------------------------------------------------------------------------- */
static bool *read_ages(gz_loader *l, const gz_node *node)
{
	int32_t n;
	if (node == NULL)
		return NULL;
	int32_t *ages = gz_loader_indices(l, node, gz_loader_age, &n);
	bool *set = gz_loader_array(l, bool, l->s->world.n_ages);
	for (int32_t i = 0; set != NULL && i < n; i++)
		set[ages[i]] = true;
	return n > 0 ? set : NULL;
}

/* The product of an earlier measure after which this one is given. */
static const char *read_follows(gz_loader *l, const gz_measure *m, const gz_node *node)
{
	const char *name = gz_loader_text(l, node, NULL), **products = gz_loader_array(l, const char *, l->s->n_measures + 1);
	int32_t n = 0;
	if (name == NULL || products == NULL)
		return NULL;
	for (int32_t i = 0; i < l->s->n_measures; i++)
		if (l->s->measures[i].kind == GZ_MEASURE_VACCINATE)
			products[n++] = l->s->measures[i].product;
	for (int32_t i = 0; i < n; i++)
		if (strcmp(products[i], name) == 0 && strcmp(m->product, name) != 0)
			return products[i];
	if (strcmp(m->product, name) == 0)
		gz_loader_mistake(l, node, "%.80s: a dose that follows is another product: name it (`product`)", name);
	else
		gz_loader_unknown(l, node, "product of an earlier measure", products, n);
	return NULL;
}

/* Whether those to be vaccinated are all where `to` would take them. */
static bool leads_nowhere(const gz_loader *l, const gz_measure *m)
{
	for (int32_t c = 0; m->of != NULL && c < l->s->disease.n_compartments; c++)
		if (m->of[c] != (c == m->to_compartment))
			return false;
	return m->of != NULL && m->to_compartment >= 0;
}

static void read_vaccinate(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *of = gz_yaml_get(map, "of"), *to = gz_yaml_get(map, "to"), *doses = gz_yaml_get(map, "doses");
	m->product = gz_loader_text(l, gz_yaml_get(map, "product"), "vaccine");
	m->follows = read_follows(l, m, gz_yaml_get(map, "after"));
	m->doses = gz_value_as(l, doses, GZ_UNIT_DAILY, 0, many, INFINITY);
	if (doses == NULL && (l->at & GZ_ACTION_CROSSING) == 0)
		gz_loader_mistake(l, map, "`doses` a day is missing");
	m->of = gz_loader_compartments(l, of);
	if (of == NULL && m->of != NULL && l->s->disease.n_compartments > 0)
		m->of[0] = true;
	m->ages = read_ages(l, gz_yaml_get(map, "ages"));
	gz_axis_refuse(l, &m->doses, "doses", GZ_AXIS_ALL, "write a measure for each");
	m->take = gz_value_read(l, gz_yaml_get(map, "take"), 0, 1, 1);
	m->to_compartment = gz_loader_compartment(l, to);
	m->susceptibility = gz_loader_number(l, gz_yaml_get(map, "susceptibility"), 0, 1e3, 1);
	m->infectiousness = gz_loader_number(l, gz_yaml_get(map, "infectiousness"), 0, 1e3, 1);
	m->target = gz_loader_number(l, gz_yaml_get(map, "target"), 0, 1, 1);
	if ((l->at & GZ_ACTION_CROSSING) != 0 && gz_yaml_get(map, "target") != NULL)
		gz_loader_mistake(l, gz_yaml_get(map, "target"), "`target` is a share of those who are at a place; at a crossing `coverage` is the share of travellers");
	if (to == NULL && gz_yaml_get(map, "susceptibility") == NULL && gz_yaml_get(map, "infectiousness") == NULL)
		gz_loader_mistake(
			l, map, "this vaccine would change nothing: expected `to` (where the immune go), `susceptibility` or `infectiousness` (1 for a first dose that does nothing alone)");
	if (to != NULL && leads_nowhere(l, m) && m->susceptibility == 1 && m->infectiousness == 1)
		gz_loader_mistake(l, to, "%.80s: those vaccinated are there already (`of`), so that nothing would change; expected another compartment", to->text);
	if (to == NULL && gz_yaml_get(map, "take") != NULL)
		gz_loader_mistake(l, gz_yaml_get(map, "take"), "`take` is the share who become immune, and needs `to`: where those go");
}

/* Whether those who may be cured are all in the compartment that they would be cured to. */
static bool cures_nobody(const gz_loader *l, const gz_measure *m)
{
	bool any = false;
	for (int32_t c = 0; m->sensitivity != NULL && c < l->s->disease.n_compartments; c++) {
		const bool some = m->sensitivity[c].expr != NULL || m->sensitivity[c].number > 0;
		if (some && c != m->to_compartment)
			return false;
		any = any || some;
	}
	return any;
}

static void read_treat(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *per_day = gz_yaml_get(map, "per_day"), *doses = gz_yaml_get(map, "doses");
	m->sensitivity = gz_value_by_compartment(l, gz_loader_need(l, map, "of"), GZ_UNIT_NONE, 1, 0);
	m->to_compartment = gz_loader_compartment(l, gz_loader_need(l, map, "to"));
	m->doses = gz_value_of(gz_loader_constant(l, per_day != NULL ? per_day : doses, GZ_UNIT_DAILY, 0, many, INFINITY));
	m->capacity = m->doses.number;
	if (cures_nobody(l, m))
		gz_loader_mistake(l, gz_yaml_get(map, "to"), "%.80s: those treated are there already (`of`), so that nothing would change; expected another compartment",
			gz_yaml_get(map, "to")->text);
	if (per_day != NULL && doses != NULL)
		gz_loader_mistake(l, doses, "both `doses` and `per_day` stand here: expected one of them, the people treated a day");
	if (per_day == NULL && doses == NULL && (l->at & GZ_ACTION_PLACE) != 0)
		gz_loader_mistake(l, map, "treatment at a place needs `per_day`, the people treated a day");
}

static void read_continue(gz_loader *l, gz_measure *m, const gz_node *map)
{
	m->share = gz_loader_number(l, gz_loader_need(l, map, "share"), 0, 1, 1);
}

/* ---- contacts, close, surveillance ------------------------------------------------------------------------- */
static const char *const settings[] = {"home", "work", "school", "other", NULL};

static bool meets_in(const gz_world *w, int32_t setting)
{
	const int64_t pairs = (int64_t)w->n_ages * w->n_ages;
	for (int32_t place = 0; w->contacts != NULL && place < w->n_places; place++)
		for (int64_t i = 0; i < pairs; i++)
			if (w->contacts[((int64_t)place * GZ_SETTING_COUNT + setting) * pairs + i] > 0)
				return true;
	return false;
}

/* Scales by setting; some of those named must have contacts, or the measure would change nothing. */
static void read_settings(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *idle = NULL;
	bool changes = false;
	for (int32_t i = 0; i < GZ_SETTING_COUNT; i++) {
		const gz_node *node = gz_yaml_get(map, settings[i]);
		m->scale[i] = gz_loader_number(l, node, 0, 100, m->scale[i]);
		if (node != NULL && meets_in(&l->s->world, i))
			changes = true;
		else if (node != NULL)
			idle = node;
	}
	if (idle != NULL && !changes && l->world_known)
		gz_loader_mistake(l, idle, "this world has no contacts in such settings (contacts.csv), so that nothing would change; expected `scale`");
}

static void read_contacts(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *scale = gz_yaml_get(map, "scale");
	if (map->n == 0)
		gz_loader_mistake(l, map, "expected `scale: 0.7`, or a scale by setting such as {school: 0}");
	if (scale != NULL && scale->kind == GZ_NODE_MAP) {
		if (gz_loader_map(l, scale, GZ_KEYS_SETTINGS))
			read_settings(l, m, scale);
	} else if (scale != NULL) {
		double all = gz_loader_number(l, scale, 0, 100, 1);
		for (int32_t i = 0; i < GZ_SETTING_COUNT; i++)
			m->scale[i] = all;
	}
	read_settings(l, m, map);
	for (int32_t i = 1; m->group >= 0 && i < GZ_SETTING_COUNT; i++)
		if (m->scale[i] != m->scale[0]) {
			gz_loader_mistake(l, map, "contacts of a group are not known by setting; expected one `scale`, or a place in place of the group");
			return;
		}
}

static void read_close(gz_loader *l, gz_measure *m, const gz_node *map)
{
	static const char *const residents[] = {"stop", "pass", NULL};
	m->share = gz_loader_number(l, gz_yaml_get(map, "share"), 0, 1, 1);
	m->leak = gz_loader_number(l, gz_yaml_get(map, "leak"), 0, 1, 0);
	m->residents_pass = gz_loader_choice(l, gz_yaml_get(map, "residents"), residents, 0) == 1;
}

static void read_surveillance(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_node *stream = gz_yaml_get(map, "stream"), *delay = gz_yaml_get(map, "delay");
	m->stream = stream != NULL ? gz_stream_find(l, stream) : 0;
	m->probability = gz_value_read(l, gz_yaml_get(map, "probability"), 0, 1, NAN);
	gz_axis_refuse(l, &m->probability, "probability", GZ_AXIS_PEOPLE, NULL);
	m->has_delay = delay != NULL;
	m->delay = gz_delay_read(l, delay);
	if (delay == NULL && gz_yaml_get(map, "probability") == NULL)
		gz_loader_mistake(l, map, "surveillance changes the `probability` or the `delay` of reports: expected one of them");
	if (m->stream < 0 || m->stream >= l->s->n_streams)
		return;
	const gz_stream *s = &l->s->streams[m->stream];
	gz_stream_check(l, map, s, gz_yaml_get(map, "probability") != NULL ? &m->probability : &s->probability, m->has_delay ? &m->delay : &s->delay);
}

/* ---- water ------------------------------------------------------------------------------------------------- */
static int32_t find_environment(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	const char *name = gz_loader_text(l, node, NULL);
	const char **names = gz_loader_array(l, const char *, d->n_environments);
	for (int32_t i = 0; names != NULL && i < d->n_environments; i++) {
		names[i] = d->environments[i].name;
		if (name != NULL && strcmp(names[i], name) == 0)
			return i;
	}
	if (name != NULL && names != NULL)
		gz_loader_unknown(l, node, "environment", names, d->n_environments);
	return -1;
}

static void read_water(gz_loader *l, gz_measure *m, const gz_node *map)
{
	const gz_disease *d = &l->s->disease;
	const gz_node *of = gz_yaml_get(map, "of");
	int32_t n = 0;
	m->intake = gz_loader_number(l, gz_yaml_get(map, "scale"), 0, 100, 1);
	m->shed = gz_loader_number(l, gz_yaml_get(map, "shed"), 0, 100, 1);
	m->decay = gz_loader_constant(l, gz_yaml_get(map, "decay"), GZ_UNIT_RATE, 0, 1e3, 0);
	if (gz_yaml_get(map, "scale") == NULL && gz_yaml_get(map, "shed") == NULL && gz_yaml_get(map, "decay") == NULL)
		gz_loader_mistake(l, map, "this measure on water would change nothing: expected `scale` (of the risk), `shed` or `decay`");
	if (!l->disease_known)
		return;
	if (d->n_environments == 0) {
		gz_loader_mistake(l, map, "a measure on water needs a disease with an `environment`, and %.80s has none", d->name);
		return;
	}
	const int32_t *rows = of != NULL ? gz_loader_indices(l, of, find_environment, &n) : NULL;
	m->waters = gz_loader_array(l, bool, d->n_environments);
	for (int32_t i = 0; m->waters != NULL && i < (of != NULL ? n : d->n_environments); i++)
		m->waters[of != NULL ? rows[i] : i] = true;
}

/* ---- the table --------------------------------------------------------------------------------------------- */
#define ACTION_ROW(id, word, keys, where, then) [GZ_MEASURE_##id] = {#word, GZ_KEYS_##keys, where, then, read_##word},
static const gz_action actions[] = {GZ_KINDS_LIST(ACTION_ROW)};
#undef ACTION_ROW

const gz_action *gz_action_get(int32_t kind)
{
	return kind >= 0 && kind < (int32_t)(sizeof actions / sizeof actions[0]) ? &actions[kind] : NULL;
}
