/* Parameters in all their forms, the circles among them, and which of them are constants.
 *
 * A definition is a value, a documented value {value, low, high}, a distribution {lognormal: {...}}, or values by age, group, place
 * or date. Where the world's age bands are not those of the definition, a band takes the value of the band that holds it, or else the
 * mean over its years of age (an open band counted as if it ended at 80 or 15 years after its start).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/parameter.h"
#include "base/number.h"
#include "scenario/disease/band.h"
#include "scenario/disease/draws.h"
#include "scenario/library.h"
#include "scenario/reading/value.h"
#include "scenario/words.h"
#include "scenario/world/world.h"
#include <math.h>
#include <string.h>

static const char *const reserved[] = {"day", "date", "yearday", "population", "if", "exp", "log", "sqrt", "min", "max", "abs", "floor",
	"sin", "cos", "and", "or", "not", "from", "d", "w", "h", "y", NULL};
static const char *const laws[] = {"normal", "lognormal", "uniform", "triangular", "gamma", "beta", NULL};
static const char *const ways[] = {"age", "group", "place", "date", NULL};

/* ---- names ------------------------------------------------------------------------------------------------- */
static bool usable_name(gz_loader *l, const gz_node *key)
{
	if (!gz_loader_is_name(key->text)) {
		gz_loader_mistake(l, key, "%.80s: a name is letters, digits, '-', '_' and '.', and starts with a letter", key->text);
		return false;
	}
	for (int32_t i = 0; reserved[i] != NULL; i++)
		if (strcmp(reserved[i], key->text) == 0) {
			gz_loader_mistake(l, key, "%s has a meaning of its own in expressions: choose another name for this parameter", key->text);
			return false;
		}
	return true;
}

/* Room for the parameters of the disease, of the scenario, and those written on the spot. */
static bool make_room(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	const gz_node *more = gz_yaml_get(l->scenario_root, "parameters");
	int32_t room = GZ_PARAMETER_SPARE + (map != NULL && map->kind == GZ_NODE_MAP ? map->n : 0) +
		(more != NULL && more->kind == GZ_NODE_MAP ? more->n : 0);
	d->parameters = gz_loader_array(l, gz_parameter, room);
	l->definitions = gz_loader_array(l, const gz_node *, room);
	l->definition_files = gz_loader_array(l, const char *, room);
	l->replaced = gz_loader_array(l, const gz_node *, room);
	l->own = gz_loader_array(l, const gz_node *, room);
	l->used = gz_loader_array(l, bool, room);
	l->broken = gz_loader_array(l, bool, room);
	if (l->no_memory)
		d->parameters = NULL;
	return d->parameters != NULL;
}

static int32_t add(gz_loader *l, const char *name, const gz_node *definition)
{
	gz_disease *d = &l->s->disease;
	int32_t k = d->n_parameters++;
	d->parameters[k] = (gz_parameter){.name = name, .low = NAN, .high = NAN, .column = -1};
	l->definitions[k] = definition;
	l->definition_files[k] = l->file;
	return k;
}

void gz_parameter_declare(gz_loader *l, const gz_node *map)
{
	if (!make_room(l, map) || gz_yaml_is_null(map) || !gz_loader_names(l, map, "parameters"))
		return;
	for (int32_t i = 0; i < map->n; i++)
		if (usable_name(l, &map->keys[i]))
			(void)add(l, map->keys[i].text, &map->items[i]);
}

static int32_t parameter_of(const gz_disease *d, const char *name)
{
	for (int32_t i = 0; i < d->n_parameters; i++)
		if (strcmp(d->parameters[i].name, name) == 0)
			return i;
	return -1;
}

/* A number of any unit; `power` is narrowed to what it has in common with the others. */
static double figure(gz_loader *l, const gz_node *node, double low, double high, double otherwise, gz_power *power)
{
	const int32_t before = l->mistakes->n;
	const double x = gz_loader_constant(l, node, GZ_UNIT_ANY, low, high, otherwise);
	if (node != NULL && l->mistakes->n == before)
		*power = gz_power_sum(*power, gz_value_as(l, node, GZ_UNIT_ANY, -INFINITY, INFINITY, 0).power);
	return x;
}

/* What is known about a figure, and the unit of its range: a definition that replaces another keeps what it does not state. */
static gz_power read_documents(gz_loader *l, gz_parameter *p, const gz_node *node)
{
	if (node->kind != GZ_NODE_MAP)
		return GZ_POWER_BARE;
	gz_power power = GZ_POWER_BARE;
	p->low = figure(l, gz_yaml_get(node, "low"), -INFINITY, INFINITY, p->low, &power);
	p->high = figure(l, gz_yaml_get(node, "high"), -INFINITY, INFINITY, p->high, &power);
	if (gz_yaml_get(node, "unit") != NULL)
		p->unit = gz_words_read(l, gz_yaml_get(node, "unit"));
	p->source = gz_loader_text(l, gz_yaml_get(node, "source"), p->source);
	p->checked = gz_loader_text(l, gz_yaml_get(node, "checked"), p->checked);
	const gz_node *value = gz_yaml_get(node, "value");
	const bool ranged = gz_yaml_get(node, "low") != NULL || gz_yaml_get(node, "high") != NULL;
	double x;
	if (p->low > p->high)
		gz_loader_mistake(l, node, "%s: low %s is above high %s", p->name, gz_value_print(l, p->low), gz_value_print(l, p->high));
	else if (ranged && value != NULL && gz_yaml_number(value, &x) && (x < p->low || x > p->high))
		gz_loader_mistake(l, value, "%s: %s lies outside its own range, low to high", p->name, value->text);
	return power;
}

void gz_parameter_override(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	if (gz_yaml_is_null(map) || !gz_loader_names(l, map, "parameters"))
		return;
	for (int32_t i = 0; i < map->n && d->parameters != NULL; i++) {
		const gz_node *key = &map->keys[i];
		if (strcmp(key->text, "from") == 0)
			continue;
		int32_t k = parameter_of(d, key->text);
		if (k >= 0) {
			if (!d->parameters[k].overridden)
				l->replaced[k] = l->definitions[k];
			l->definitions[k] = &map->items[i];
			l->definition_files[k] = l->file;
		} else if (usable_name(l, key)) {
			k = add(l, key->text, &map->items[i]);
			l->own[k] = key;
		}
		if (k >= 0)
			d->parameters[k].overridden = true;
	}
	gz_draws_load(l, gz_yaml_get(map, "from"));
}

void gz_parameter_finish(gz_loader *l)
{
	const gz_disease *d = &l->s->disease;
	const char **names = gz_loader_array(l, const char *, d->n_parameters);
	int32_t n = 0;
	for (int32_t i = 0; names != NULL && i < d->n_parameters; i++)
		if (l->own[i] == NULL)
			names[n++] = d->parameters[i].name;
	for (int32_t i = 0; names != NULL && i < d->n_parameters; i++)
		if (l->own[i] != NULL && !l->used[i])
			gz_loader_unknown(l, l->own[i], "parameter of this disease", names, n);
}

/* ---- distributions ----------------------------------------------------------------------------------------- */
/* A figure that the law has in common with what is drawn: of one unit, all of them. */
static double need_number(gz_loader *l, gz_parameter *p, const gz_node *map, const char *key, double low, double high, double otherwise)
{
	return figure(l, gz_loader_need(l, map, key), low, high, otherwise, &p->value.power);
}

static void read_law(gz_loader *l, gz_parameter *p, const gz_node *node, int32_t law)
{
	static const gz_keys_id keys[] = {GZ_KEYS_NORMAL, GZ_KEYS_LOGNORMAL, GZ_KEYS_UNIFORM, GZ_KEYS_TRIANGULAR, GZ_KEYS_GAMMA, GZ_KEYS_BETA};
	p->kind = GZ_PARAMETER_DRAWN;
	p->law = (gz_law)law;
	if (!gz_loader_map(l, node, keys[law]))
		return;
	const double big = 1e300, above = GZ_VALUE_POSITIVE;
	switch (p->law) {
	case GZ_LAW_NORMAL:
		p->law_a = need_number(l, p, node, "mean", -big, big, 0);
		p->law_b = need_number(l, p, node, "sd", 0, INFINITY, 1);
		break;
	case GZ_LAW_LOGNORMAL:
		p->law_a = need_number(l, p, node, "median", above, INFINITY, 1);
		p->law_b = gz_loader_number(l, gz_loader_need(l, node, "sigma"), 0, INFINITY, 1);
		break;
	case GZ_LAW_UNIFORM:
	case GZ_LAW_TRIANGULAR:
		p->law_a = need_number(l, p, node, "min", -big, big, 0);
		p->law_b = p->law == GZ_LAW_UNIFORM ? 0 : need_number(l, p, node, "mode", -big, big, 0);
		p->law_c = need_number(l, p, node, "max", -big, big, 1);
		if (p->law_a > p->law_c)
			gz_loader_mistake(l, node, "min %s is above max %s", gz_value_print(l, p->law_a), gz_value_print(l, p->law_c));
		else if (p->law == GZ_LAW_TRIANGULAR && (p->law_b < p->law_a || p->law_b > p->law_c))
			gz_loader_mistake(l, node, "mode %s lies outside min .. max", gz_value_print(l, p->law_b));
		if (p->law == GZ_LAW_UNIFORM)
			p->law_b = p->law_c;
		break;
	case GZ_LAW_GAMMA:
		p->law_a = need_number(l, p, node, "mean", above, INFINITY, 1);
		p->law_b = need_number(l, p, node, "sd", above, INFINITY, 1);
		break;
	case GZ_LAW_BETA:
		p->law_a = gz_loader_number(l, gz_loader_need(l, node, "mean"), above, 1, 0.5);
		p->law_b = gz_loader_number(l, gz_loader_need(l, node, "sd"), above, 1, 0.1);
		if (p->law_a >= 1 || p->law_b * p->law_b >= p->law_a * (1 - p->law_a))
			gz_loader_mistake(l, node, "a beta distribution of mean %s has a sd below %s, this is %s", gz_value_print(l, p->law_a),
				gz_value_print(l, sqrt(p->law_a * (1 - p->law_a))), gz_value_print(l, p->law_b));
		break;
	}
}

/* ---- values by age, group, place, date --------------------------------------------------------------------- */
static void read_ages(gz_loader *l, gz_parameter *p, const gz_node *node, const gz_node *otherwise)
{
	p->kind = GZ_PARAMETER_AGE;
	p->n_values = l->s->world.n_ages;
	if (l->world_known)
		p->values = gz_band_values(l, node, otherwise != NULL ? &p->otherwise : NULL);
}

/* Whether names that the world does not have may pass: a shipped disease may know more groups and places than this world. */
static bool is_lenient(const gz_loader *l, const gz_node *otherwise)
{
	return (otherwise != NULL && l->file != l->s->file) || l->is_replaced;
}

static bool has_name(gz_loader *l, const gz_node *key, gz_parameter_kind kind)
{
	const gz_world *w = &l->s->world;
	if (kind == GZ_PARAMETER_PLACE)
		return gz_world_place(w, key->text) >= 0;
	return gz_world_group(w, key->text) >= 0;
}

static void read_groups(gz_loader *l, gz_parameter *p, const gz_node *node, const gz_node *otherwise)
{
	int32_t n = l->s->world.n_groups;
	gz_value *values = gz_loader_array(l, gz_value, n);
	bool *stated = gz_loader_array(l, bool, n);
	p->kind = GZ_PARAMETER_GROUP;
	p->n_values = n;
	p->values = values;
	if (values == NULL || stated == NULL || !l->world_known)
		return;
	for (int32_t i = 0; i < node->n; i++) {
		gz_value value = gz_value_as(l, &node->items[i], GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
		if (is_lenient(l, otherwise) && !has_name(l, &node->keys[i], GZ_PARAMETER_GROUP))
			continue;
		int32_t group = strcmp(node->keys[i].text, "all") == 0 ? gz_world_group(&l->s->world, "all") : gz_loader_group(l, &node->keys[i]);
		if (group < 0)
			continue;
		values[group] = value;
		stated[group] = true;
	}
	for (int32_t g = 0; g < n; g++) {
		if (!stated[g] && otherwise != NULL)
			values[g] = p->otherwise;
		else if (!stated[g] && !l->is_replaced)
			gz_loader_mistake(l, node, "%s has no value for group %s: add it, or `else`", p->name, l->s->world.groups[g]);
	}
}

static void read_places(gz_loader *l, gz_parameter *p, const gz_node *node, const gz_node *otherwise)
{
	const gz_world *w = &l->s->world;
	gz_value *values = gz_loader_array(l, gz_value, node->n);
	int32_t *keys = gz_loader_array(l, int32_t, node->n);
	p->kind = GZ_PARAMETER_PLACE;
	p->values = values;
	p->keys = keys;
	if (values == NULL || keys == NULL || !l->world_known)
		return;
	for (int32_t i = 0; i < node->n; i++) {
		gz_value value = gz_value_as(l, &node->items[i], GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
		if (is_lenient(l, otherwise) && !has_name(l, &node->keys[i], GZ_PARAMETER_PLACE))
			continue;
		int32_t place = gz_loader_place(l, &node->keys[i]);
		if (place < 0)
			continue;
		values[p->n_values] = value;
		keys[p->n_values++] = place;
	}
	for (int32_t i = 0; i < w->n_leaves && otherwise == NULL && !l->is_replaced; i++) {
		bool covered = false;
		for (int32_t k = 0; k < p->n_values && !covered; k++)
			covered = gz_world_within(w, w->leaves[i], keys[k]);
		if (!covered) {
			gz_loader_mistake(l, node, "%s has no value for %s: add it, a place above it, or `else`", p->name, w->places[w->leaves[i]].id);
			return;
		}
	}
}

static void read_dates(gz_loader *l, gz_parameter *p, const gz_node *node, const gz_node *otherwise)
{
	gz_value *values = gz_loader_array(l, gz_value, node->n);
	int32_t *keys = gz_loader_array(l, int32_t, node->n);
	p->kind = GZ_PARAMETER_DATE;
	p->values = values;
	p->keys = keys;
	if (values == NULL || keys == NULL)
		return;
	for (int32_t i = 0; i < node->n; i++) {
		int32_t date = gz_loader_date(l, &node->keys[i], INT32_MIN), at = p->n_values;
		gz_value value = gz_value_as(l, &node->items[i], GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
		if (date == INT32_MIN)
			continue;
		for (; at > 0 && keys[at - 1] > date; at--) {
			keys[at] = keys[at - 1];
			values[at] = values[at - 1];
		}
		keys[at] = date;
		values[at] = value;
		p->n_values++;
	}
	if (p->n_values == 0 || otherwise != NULL)
		return;
	p->otherwise = values[0];
	if (keys[0] > l->s->start && l->s->start != INT32_MIN && !l->is_replaced) {
		char first[16];
		gz_date_format(keys[0], first);
		gz_loader_mistake(
			l, node, "%s has no value before %s, and the scenario starts earlier: add an earlier date, or `else`", p->name, first);
	}
}

static void read_by(gz_loader *l, gz_parameter *p, const gz_node *node)
{
	int32_t way = gz_loader_choice(l, gz_yaml_get(node, "by"), ways, -1);
	const gz_node *values = gz_loader_need(l, node, "values"), *otherwise = gz_yaml_get(node, "else");
	p->otherwise = gz_value_as(l, otherwise, GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
	if (way < 0 || values == NULL || !gz_loader_names(l, values, "values, such as {0-14: 0.1}"))
		return;
	if (values->n == 0) {
		gz_loader_mistake(l, values, "%s has no values", p->name);
		return;
	}
	static void (*const readers[])(gz_loader *, gz_parameter *, const gz_node *, const gz_node *) = {
		read_ages, read_groups, read_places, read_dates};
	readers[way](l, p, values, otherwise);
}

/* ---- one definition ---------------------------------------------------------------------------------------- */
static void read_definition(gz_loader *l, gz_parameter *p, const gz_node *node)
{
	p->kind = GZ_PARAMETER_VALUE;
	p->value = gz_value_of(0);
	if (node->kind != GZ_NODE_MAP) {
		p->value = gz_value_as(l, node, GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
		return;
	}
	if (!gz_loader_map(l, node, GZ_KEYS_PARAMETER))
		return;
	const gz_power documented = read_documents(l, p, node);
	const char *law = NULL, *form = NULL;
	int32_t n_laws = gz_loader_present(node, laws, &law);
	static const char *const forms[] = {"value", "by", NULL};
	int32_t n_forms = n_laws + gz_loader_present(node, forms, &form);
	if (n_forms == 0 && gz_loader_misspelt(node, GZ_KEYS_PARAMETER))
		return;
	if (n_forms != 1) {
		gz_loader_mistake(l, node, "%s: expected one of `value`, a distribution such as `lognormal`, or `by`; found %s", p->name,
			n_forms == 0 ? "none of them" : "more than one");
		return;
	}
	for (int32_t i = 0; law != NULL && laws[i] != NULL; i++)
		if (strcmp(laws[i], law) == 0)
			read_law(l, p, gz_yaml_get(node, law), i);
	if (form != NULL && strcmp(form, "value") == 0)
		p->value = gz_value_as(l, gz_yaml_get(node, "value"), GZ_UNIT_ANY, -INFINITY, INFINITY, 0);
	else if (form != NULL)
		read_by(l, p, node);
	p->value.power = gz_power_sum(p->value.power, documented);
	if (form == NULL || strcmp(form, "by") != 0)
		for (int32_t i = 0; i < 2; i++) {
			const char *key = i == 0 ? "values" : "else";
			if (gz_yaml_get(node, key) != NULL)
				gz_loader_mistake(l, gz_yaml_get(node, key), "`%s` goes with `by: age`, `group`, `place` or `date`", key);
		}
}

/* ---- circles and constants --------------------------------------------------------------------------------- */
/* Visits the parameters that one parameter's expressions name: the k-th of them, or -1 after the last. */
static int32_t named_by(const gz_parameter *p, int32_t n_parameters, int32_t k)
{
	const gz_value *single[] = {&p->value, &p->otherwise};
	for (int32_t i = 0; i < p->n_values + 2; i++) {
		const gz_value *v = i < 2 ? single[i] : p->values != NULL ? &p->values[i - 2] : NULL;
		if (v == NULL || v->expr == NULL)
			continue;
		int32_t n;
		const int32_t *symbols = gz_expr_symbols(v->expr, &n);
		for (int32_t s = 0; s < n; s++)
			if (symbols[s] < n_parameters && k-- == 0)
				return symbols[s];
	}
	return -1;
}

static void tell_circle(gz_loader *l, const int32_t *path, int32_t n)
{
	const gz_disease *d = &l->s->disease;
	const char *text = d->parameters[path[0]].name;
	for (int32_t i = 1; i <= n && text != NULL; i++)
		text = gz_arena_printf(&l->s->arena, "%s -> %s", text, d->parameters[path[i % n]].name);
	l->file = l->definition_files[path[0]];
	gz_loader_mistake(l, l->definitions[path[0]], "parameters name each other in a circle: %s", text != NULL ? text : "");
	l->parameters_broken = true;
}

/* Depth first with a stack of its own; `order` receives each parameter after those it names. False if there is a circle. */
static bool sort_parameters(gz_loader *l, int32_t *order)
{
	const gz_disease *d = &l->s->disease;
	int32_t n = d->n_parameters, done = 0;
	int32_t *stack = gz_loader_array(l, int32_t, n), *next = gz_loader_array(l, int32_t, n);
	int8_t *state = gz_loader_array(l, int8_t, n); /* 0 new, 1 on the stack, 2 done */
	if (stack == NULL || next == NULL || state == NULL)
		return false;
	for (int32_t root = 0; root < n; root++) {
		int32_t depth = 0;
		if (state[root] != 0)
			continue;
		stack[0] = root;
		state[root] = 1;
		while (depth >= 0) {
			int32_t at = stack[depth], to = named_by(&d->parameters[at], n, next[at]++);
			if (to < 0) {
				state[at] = 2;
				order[done++] = at;
				depth--;
			} else if (state[to] == 0) {
				stack[++depth] = to;
				state[to] = 1;
			} else if (state[to] == 1) {
				int32_t first = depth;
				while (stack[first] != to)
					first--;
				tell_circle(l, stack + first, depth - first + 1);
			}
		}
	}
	return !l->parameters_broken;
}

/* Of which powers of time a parameter may be; those that it names are known. Values of different kinds are a mistake. */
static gz_power power_of(gz_loader *l, int32_t k)
{
	const gz_parameter *p = &l->s->disease.parameters[k];
	gz_power power = gz_power_sum(p->value.power, gz_value_power(l, &p->value));
	if (l->broken[k] || p->kind == GZ_PARAMETER_POSTERIOR)
		return GZ_POWER_ANY;
	for (int32_t i = 0; i < p->n_values && p->values != NULL; i++)
		power = gz_power_sum(power, gz_value_power(l, &p->values[i]));
	if (p->otherwise.file != NULL)
		power = gz_power_sum(power, gz_value_power(l, &p->otherwise));
	if (power == 0) {
		l->file = l->definition_files[k];
		gz_loader_mistake(l, l->definitions[k], "%s: lengths of time, rates and shares stand beside each other: expected one of them", p->name);
		l->broken[k] = true;
	}
	return power == 0 || power == GZ_POWER_BARE ? GZ_POWER_ANY : power;
}

static void find_constants(gz_loader *l)
{
	gz_disease *d = &l->s->disease;
	const int32_t room = d->n_parameters + GZ_PARAMETER_SPARE;
	int32_t *order = gz_loader_array(l, int32_t, d->n_parameters);
	double *constants = gz_loader_array(l, double, room);
	gz_power *powers = gz_loader_array(l, gz_power, room);
	if (order == NULL || constants == NULL || powers == NULL)
		return;
	for (int32_t i = 0; i < room; i++) {
		constants[i] = NAN;
		powers[i] = GZ_POWER_ANY;
	}
	l->constants = constants;
	l->powers = powers;
	if (!sort_parameters(l, order))
		return;
	for (int32_t i = 0; i < d->n_parameters; i++) {
		const gz_parameter *p = &d->parameters[order[i]];
		double x;
		powers[order[i]] = power_of(l, order[i]);
		if (p->kind == GZ_PARAMETER_VALUE && !l->broken[order[i]] && gz_value_constant(l, &p->value, &x))
			constants[order[i]] = x;
	}
}

/* The disease's own definition is checked even where the scenario gives another, which keeps the documents it does not state. */
static void read_replaced(gz_loader *l, gz_parameter *p, const gz_node *node)
{
	gz_parameter own = {.name = p->name, .low = NAN, .high = NAN, .column = -1};
	const char *file = l->file;
	l->file = l->s->disease.file;
	l->is_replaced = true;
	read_definition(l, &own, node);
	l->is_replaced = false;
	l->file = file;
	p->low = own.low;
	p->high = own.high;
	p->unit = own.unit;
	p->source = own.source;
	p->checked = own.checked;
}

void gz_parameter_compile(gz_loader *l)
{
	gz_disease *d = &l->s->disease;
	const char *file = l->file;
	for (int32_t i = 0; i < d->n_parameters; i++) {
		gz_parameter *p = &d->parameters[i];
		l->file = l->definition_files[i];
		if (l->replaced[i] != NULL)
			read_replaced(l, p, l->replaced[i]);
		int32_t before = l->mistakes->n;
		if (p->kind == GZ_PARAMETER_POSTERIOR)
			(void)read_documents(l, p, l->definitions[i]);
		else
			read_definition(l, p, l->definitions[i]);
		l->broken[i] = l->mistakes->n != before;
	}
	find_constants(l);
	l->file = file;
}

gz_value gz_parameter_inline(gz_loader *l, const gz_node *node, const char *name, gz_unit unit, double otherwise)
{
	gz_disease *d = &l->s->disease;
	if (node == NULL || node->kind != GZ_NODE_MAP || d->parameters == NULL || l->constants == NULL)
		return gz_value_as(l, node, unit, 0, INFINITY, otherwise);
	int32_t k = add(l, name, node);
	read_definition(l, &d->parameters[k], node);
	l->powers[k] = power_of(l, k);
	const gz_node by_name = {.kind = GZ_NODE_SCALAR, .row = node->row, .column = node->column, .text = name, .plain = true};
	return gz_value_as(l, &by_name, unit, 0, INFINITY, otherwise);
}
