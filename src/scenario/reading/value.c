/* Values: compiled with the scenario's names, folded where they are constant, checked against a range.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/value.h"
#include "base/date.h"
#include "base/number.h"
#include "scenario/reading/axis.h"
#include "scenario/world/world.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 128 };

gz_value gz_value_of(double number)
{
	return (gz_value){.number = number, .power = GZ_POWER_BARE};
}

const char *gz_value_print(gz_loader *l, double x)
{
	char text[32];
	double scale = isfinite(x) && x != floor(x) ? pow(10, 9 - floor(log10(fabs(x)))) : 1, shown = round(x * scale) / scale;
	gz_number_format(isfinite(shown) ? shown : x, text);
	const char *copy = gz_arena_strdup(&l->s->arena, text);
	return copy != NULL ? copy : "?";
}

/* ---- names in expressions ---------------------------------------------------------------------------------- */
static const struct {
	const char *name;
	int32_t id;
} calendar[] = {{"day", GZ_SYMBOL_DAY}, {"date", GZ_SYMBOL_DATE}, {"yearday", GZ_SYMBOL_YEARDAY}, {"population", GZ_SYMBOL_POPULATION}};
enum { CALENDAR_COUNT = 4 };

static bool same(const char *name, const char *text, size_t length)
{
	return strlen(name) == length && memcmp(name, text, length) == 0;
}

static int32_t find_symbol(void *context, const char *name, size_t length)
{
	gz_loader *l = context;
	const gz_disease *d = &l->s->disease;
	for (int32_t i = 0; i < CALENDAR_COUNT; i++)
		if (same(calendar[i].name, name, length))
			return l->in_trigger && calendar[i].id == GZ_SYMBOL_POPULATION ? -1 : calendar[i].id;
	for (int32_t i = 0; i < d->n_parameters; i++)
		if (same(d->parameters[i].name, name, length)) {
			l->used[i] = true;
			return i;
		}
	char id[NAME_SIZE];
	if (!l->in_trigger || length >= sizeof id)
		return -1;
	memcpy(id, name, length);
	id[length] = '\0';
	int32_t place = gz_world_place(&l->s->world, id);
	return place >= 0 ? GZ_SYMBOL_PLACE + place : -1;
}

static int32_t find_function(void *context, const char *name, size_t length, int32_t n_args)
{
	const gz_loader *l = context;
	for (int32_t i = 0; l->in_trigger && i < l->s->n_streams; i++)
		if (same(l->s->streams[i].name, name, length))
			return n_args == 2 ? i : -2;
	return -1;
}

static const char *suggest_function(gz_loader *l, const char *name)
{
	const char **names = gz_loader_array(l, const char *, l->s->n_streams);
	for (int32_t i = 0; names != NULL && l->in_trigger && i < l->s->n_streams; i++)
		names[i] = l->s->streams[i].name;
	return names != NULL ? gz_mistakes_near(name, names, l->s->n_streams) : NULL;
}

static const char *suggest(void *context, const char *name, size_t length, bool call)
{
	gz_loader *l = context;
	const gz_disease *d = &l->s->disease;
	char id[NAME_SIZE];
	l->name_unknown = true;
	if (length >= sizeof id || length < 2)
		return NULL;
	memcpy(id, name, length);
	id[length] = '\0';
	if (call)
		return suggest_function(l, id);
	const char **names = gz_loader_array(l, const char *, d->n_parameters + CALENDAR_COUNT);
	if (names == NULL)
		return NULL;
	for (int32_t i = 0; i < d->n_parameters; i++)
		names[i] = d->parameters[i].name;
	for (int32_t i = 0; i < CALENDAR_COUNT; i++)
		names[d->n_parameters + i] = calendar[i].name;
	const char *near = gz_mistakes_near(id, names, d->n_parameters + CALENDAR_COUNT);
	return near == NULL && l->in_trigger ? gz_world_place_near(&l->s->world, id) : near;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */
/* Tells an unknown name at a trigger's `at` as a place, if it stands where one does: first among the arguments of a stream. False if it does not. */
static bool tell_place(gz_loader *l, const gz_node *node, size_t at)
{
	const gz_world *w = &l->s->world;
	size_t before = at;
	while (before > 0 && node->text[before - 1] == ' ')
		before--;
	const char **names = gz_loader_array(l, const char *, w->n_places), *name = gz_arena_strndup(&l->s->arena, node->text + at, strcspn(node->text + at, " ,)"));
	if (!l->in_trigger || !l->name_unknown || before == 0 || node->text[before - 1] != '(' || names == NULL || name == NULL)
		return false;
	size_t stream = --before;
	while (stream > 0 && strchr(" (+*/<>=!", node->text[stream - 1]) == NULL)
		stream--;
	if (find_function(l, node->text + stream, before - stream, 2) < 0)
		return false;
	for (int32_t i = 0; i < w->n_places; i++)
		names[i] = w->places[i].id;
	gz_node there = *node;
	there.text = name;
	there.column += (int32_t)at + !node->plain;
	gz_loader_unknown(l, &there, "place", names, w->n_places);
	return true;
}

static const gz_expr *compile(gz_loader *l, const gz_node *node)
{
	const gz_expr_names names = {l, find_symbol, find_function, suggest};
	const gz_expr *expr = NULL;
	gz_error err = {.status = GZ_OK};
	l->name_unknown = false;
	gz_status status = gz_expr_compile(&l->s->arena, node->text, &names, &expr, &err);
	if (status == GZ_OK)
		return expr;
	if (status == GZ_ERR_MEMORY)
		l->no_memory = true;
	if (l->disease_failed && l->name_unknown)
		return NULL; /* its names are not known: that it could not be read has been told */
	if (err.column > 0 && tell_place(l, node, (size_t)err.column - 1))
		return NULL;
	int32_t offset = err.column > 0 ? err.column - 1 + !node->plain : 0;
	const char *key = gz_loader_key(l, node);
	gz_mistakes_add(l->mistakes, gz_loader_file(l, node), gz_loader_row(node), node->column + offset, "%s%s%s", key != NULL ? key : "",
		key != NULL ? ": " : "", err.sentence);
	return NULL;
}

/* Sums such as 0.7 + 0.2 + 0.1 may pass a bound by as much. */
static const double rounding = 1e-12;

/* What a number should have been instead, NULL if it lies in its range. */
static const char *expected(gz_loader *l, double x, double low, double high)
{
	if (!isfinite(x))
		return "expected a finite number";
	if (x >= low - rounding * fabs(low) && x <= high + rounding * fabs(high))
		return NULL;
	const char *from = gz_value_print(l, low), *to = gz_value_print(l, high), *text;
	if (low == GZ_VALUE_POSITIVE)
		text = isfinite(high) ? gz_arena_printf(&l->s->arena, "expected a number above 0 and at most %s", to) : "expected a number above 0";
	else if (isfinite(low) && high >= 1e9 && x < low)
		text = gz_arena_printf(&l->s->arena, "expected %s or more", from);
	else if (low >= 0 && high == 1 && x >= 2 && x <= 100)
		text = gz_arena_printf(&l->s->arena, "expected a number from %s to %s; percents are written with their sign: %s %%", from, to, gz_value_print(l, x));
	else if (isfinite(high) && isfinite(low))
		text = gz_arena_printf(&l->s->arena, "expected a number from %s to %s", from, to);
	else
		text = gz_arena_printf(&l->s->arena, "expected %s or %s", x < low ? from : to, x < low ? "more" : "less");
	return text != NULL ? text : "expected another number";
}

static void check_range(gz_loader *l, const gz_node *node, double x, double low, double high)
{
	const char *text = gz_value_print(l, x), *wanted = expected(l, x, low, high);
	const char *shown = node->kind == GZ_NODE_SCALAR ? node->text : text;
	const char *is = strcmp(shown, text) == 0 ? "" : gz_arena_printf(&l->s->arena, " = %s", text);
	if (wanted != NULL)
		gz_loader_mistake(l, node, "%.80s%s: %s", shown, is != NULL ? is : "", wanted);
}

/* Checks every case that can be judged; one mistake is enough. */
static void check_cases(gz_loader *l, const gz_node *node, const gz_value *value, double low, double high)
{
	gz_value_cases cases = {-1, 1};
	int32_t before = l->mistakes->n;
	gz_value_judge(l, value, &cases);
	for (int32_t k = 0; k < cases.n && l->mistakes->n == before; k++)
		check_range(l, node, gz_value_case(l, value, &cases, k), low, high);
}

/* ---- over the days of the run ------------------------------------------------------------------------------ */
typedef struct calendar_day {
	const gz_loader *l;
	int32_t day;
} calendar_day;

static double calendar_symbol(void *context, int32_t id)
{
	const calendar_day *at = context;
	if (id == GZ_SYMBOL_DAY)
		return at->day;
	if (id == GZ_SYMBOL_DATE)
		return (double)at->l->s->start + at->day;
	if (id == GZ_SYMBOL_YEARDAY)
		return gz_date_yearday(at->l->s->start + at->day);
	return id < at->l->s->disease.n_parameters ? at->l->constants[id] : NAN;
}

/* Whether a value varies, and with the calendar alone. */
static bool is_of_calendar(const gz_loader *l, const gz_value *value)
{
	int32_t n, varying = 0;
	const int32_t *symbols = gz_expr_symbols(value->expr, &n);
	for (int32_t i = 0; i < n; i++) {
		bool of_calendar = symbols[i] == GZ_SYMBOL_DAY || symbols[i] == GZ_SYMBOL_DATE || symbols[i] == GZ_SYMBOL_YEARDAY;
		if (!of_calendar && (symbols[i] >= l->s->disease.n_parameters || isnan(l->constants[symbols[i]])))
			return false;
		varying += of_calendar;
	}
	return varying > 0;
}

/* A value of the calendar alone must lie within its range on every day of the run; the first day on which it does not is told. */
static void check_days(gz_loader *l, const gz_node *node, const gz_value *value, double low, double high)
{
	if (l->constants == NULL || l->s->start == INT32_MIN || !is_of_calendar(l, value))
		return;
	for (int32_t day = 0; day < l->s->days; day++) {
		calendar_day at = {l, day};
		const gz_expr_env env = {&at, calendar_symbol, NULL};
		double x = gz_expr_eval(value->expr, &env);
		if (isfinite(x) && x >= low && x <= high)
			continue;
		char date[16];
		gz_date_format(l->s->start + day, date);
		gz_loader_mistake(l, node, "%.80s: on %s (day %d) this is %s; expected %s or %s", node->text, date, day, gz_value_print(l, x),
			gz_value_print(l, x > high ? high : low == GZ_VALUE_POSITIVE ? 0 : low), x > high ? "less" : "more");
		return;
	}
}

/* ---- over the rows of the file of draws -------------------------------------------------------------------- */
typedef struct draw_row {
	const gz_loader *l;
	int32_t row;
} draw_row;

/* A parameter that is itself an expression of others is worked out in its turn: of_draws has seen that it ends. */
static double draw_symbol(void *context, int32_t id)
{
	const draw_row *at = context;
	const gz_scenario *s = at->l->s;
	const gz_parameter *p = &s->disease.parameters[id];
	const gz_expr_env env = {context, draw_symbol, NULL};
	if (p->kind == GZ_PARAMETER_POSTERIOR)
		return s->posterior[(int64_t)at->row * s->n_posterior_columns + p->column];
	return isnan(at->l->constants[id]) ? gz_expr_eval(p->value.expr, &env) : at->l->constants[id];
}

/* The first parameter of the file of draws that a value names, by way of other parameters too; -1 if it names none or varies in another way. */
static int32_t of_draws(const gz_loader *l, const gz_value *value, int32_t depth)
{
	enum { DEEPEST = 16 };
	int32_t n, first = -1;
	const int32_t *symbols = gz_expr_symbols(value->expr, &n);
	for (int32_t i = 0; i < n; i++) {
		if (symbols[i] >= l->s->disease.n_parameters)
			return -1;
		const gz_parameter *p = &l->s->disease.parameters[symbols[i]];
		const bool drawn = p->kind == GZ_PARAMETER_POSTERIOR, constant = !isnan(l->constants[symbols[i]]);
		if (!drawn && !constant && (p->kind != GZ_PARAMETER_VALUE || p->value.expr == NULL || depth == DEEPEST))
			return -1;
		const int32_t through = drawn ? symbols[i] : constant ? -1 : of_draws(l, &p->value, depth + 1);
		if (!constant && through < 0)
			return -1;
		first = first < 0 ? through : first;
	}
	return first;
}

static void tell_draw(gz_loader *l, const gz_node *node, const gz_parameter *p, int32_t row, double x, const char *wanted)
{
	const bool plain = strcmp(node->text, p->name) == 0;
	const char *key = gz_loader_key(l, node);
	gz_mistakes_add(l->mistakes, l->draws.path, gz_csv_row_line(&l->draws, row), gz_csv_cell_column(&l->draws, row, p->column),
		"%s %.80s: %s%.80s%s%s%s%s (%s%s%s:%d)", p->name, gz_csv_cell(&l->draws, row, p->column), plain ? "" : "with it ",
		plain ? "" : node->text, plain ? "" : " is ", plain ? "" : gz_value_print(l, x), plain ? "" : ", ", wanted, key != NULL ? key : "",
		key != NULL ? " in " : "", gz_loader_file(l, node), gz_loader_row(node));
}

/* Every draw must give a value within its range; a draw is told once, however many values it spoils. */
static void check_draws(gz_loader *l, const gz_node *node, const gz_value *value, double low, double high)
{
	const int32_t parameter = l->draws_told != NULL && l->constants != NULL ? of_draws(l, value, 0) : -1;
	for (int32_t row = 0; parameter >= 0 && row < l->draws.n_rows; row++) {
		const gz_parameter *p = &l->s->disease.parameters[parameter];
		draw_row at = {l, row};
		const gz_expr_env env = {&at, draw_symbol, NULL};
		const double x = gz_expr_eval(value->expr, &env);
		if (isfinite(x) && x >= low && x <= high)
			continue;
		const char *wanted = expected(l, x, low, high);
		bool *told = &l->draws_told[(int64_t)row * l->draws.n_columns + p->column];
		if (wanted != NULL && !*told)
			tell_draw(l, node, p, row, x, wanted);
		*told = *told || wanted != NULL;
	}
}

/* ---- units ------------------------------------------------------------------------------------------------- */
static gz_power symbol_power(void *context, int32_t id)
{
	const gz_loader *l = context;
	return id < l->s->disease.n_parameters && l->powers != NULL ? l->powers[id] : GZ_POWER_ANY;
}

gz_power gz_value_power(const gz_loader *l, const gz_value *value)
{
	return value->expr != NULL ? gz_expr_power(value->expr, (void *)(uintptr_t)l, symbol_power) : value->power;
}

/* False, and a mistake, if a value cannot be of the unit that is expected. */
static bool check_unit(gz_loader *l, const gz_node *node, const gz_value *value, gz_unit unit, double high)
{
	static const struct { gz_power power; const char *words; } wanted[] = {
		[GZ_UNIT_NONE] = {GZ_POWER_NUMBER | GZ_POWER_SHARE, "a number without a unit"},
		[GZ_UNIT_COUNT] = {GZ_POWER_NUMBER, "a number without a unit"},
		[GZ_UNIT_DAYS] = {GZ_POWER_TIME, "a length of time, such as 5 d,"},
		[GZ_UNIT_RATE] = {GZ_POWER_RATE | GZ_POWER_SHARE, "a rate a day"},
		[GZ_UNIT_DAILY] = {GZ_POWER_NUMBER | GZ_POWER_RATE, "a number a day"},
		[GZ_UNIT_CHANCE] = {GZ_POWER_NUMBER | GZ_POWER_SHARE | GZ_POWER_RATE, "a chance a day"},
		[GZ_UNIT_YEARLY] = {GZ_POWER_NUMBER | GZ_POWER_SHARE, "a number a year, written without its unit,"},
		[GZ_UNIT_ANY] = {GZ_POWER_ANY | GZ_POWER_SHARE, ""}};
	const gz_power power = gz_value_power(l, value);
	if (gz_power_fits(power, wanted[unit].power))
		return true;
	const char *found = power == GZ_POWER_TIME ? "a length of time" : power == GZ_POWER_RATE ? "a rate a day" : power == GZ_POWER_SHARE ? "a share" : power == GZ_POWER_NUMBER ? "a number without a unit" : "times multiplied or divided by each other";
	if (power == 0)
		gz_loader_mistake(l, node, "%.80s: lengths of time, rates and shares are added to each other here", node->text);
	else if (unit == GZ_UNIT_RATE && power == GZ_POWER_TIME)
		gz_loader_mistake(l, node, "%.40s: a length of time where a rate a day is expected, such as 1 / (%.40s)", node->text, node->text);
	else
		gz_loader_mistake(l, node, "%.80s: %s where %s is expected", node->text, found, unit == GZ_UNIT_NONE && high == 1 ? "a share" : wanted[unit].words);
	return false;
}

gz_value gz_value_read(gz_loader *l, const gz_node *node, double low, double high, double otherwise)
{
	return gz_value_as(l, node, GZ_UNIT_NONE, low, high, otherwise);
}

gz_value gz_value_as(gz_loader *l, const gz_node *node, gz_unit unit, double low, double high, double otherwise)
{
	gz_value value = gz_value_of(otherwise);
	if (node == NULL)
		return value;
	value.file = gz_loader_file(l, node);
	value.row = gz_loader_row(node);
	value.column = node->column;
	if (node->kind != GZ_NODE_SCALAR || gz_yaml_is_null(node) || node->text[0] == '\0') {
		gz_loader_mistake(l, node, "expected a number or an expression, found %s%s", gz_yaml_kind_word(node),
			node->kind == GZ_NODE_MAP ? "; what varies or is drawn is declared under `parameters`, and its name stands here" : "");
		return value;
	}
	double x;
	const char *word = node->text + strspn(node->text, "+-");
	if (strncmp(word, ".nan", 4) == 0 || strncmp(word, ".inf", 4) == 0) {
		gz_loader_mistake(l, node, "%.80s: expected a finite number", node->text);
		return value;
	}
	int32_t day;
	if (isfinite(low) && gz_date_parse(node->text, &day)) {
		gz_loader_mistake(l, node, "%.80s: expected a number, found a date", node->text);
		return value;
	}
	if (!gz_yaml_number(node, &x)) {
		const gz_expr *expr = compile(l, node);
		if (expr == NULL)
			return value;
		value.expr = expr;
		value.low = low;
		value.high = high;
		value.power = gz_value_power(l, &value);
		if (!check_unit(l, node, &value, unit, high)) {
			value.expr = NULL;
			return value;
		}
		if (!gz_expr_constant(expr, &x)) {
			value.number = NAN;
			check_cases(l, node, &value, low, high);
			check_days(l, node, &value, low, high);
			check_draws(l, node, &value, low, high);
			return value;
		}
		value.expr = NULL;
	}
	value.number = isfinite(x) ? x : otherwise;
	check_range(l, node, x, low, high);
	return value;
}

static double constant_symbol(void *context, int32_t id)
{
	const gz_loader *l = context;
	return id < l->s->disease.n_parameters ? l->constants[id] : NAN;
}

bool gz_value_constant(gz_loader *l, const gz_value *value, double *out)
{
	if (value->expr == NULL) {
		*out = value->number;
		return true;
	}
	int32_t n;
	const int32_t *symbols = gz_expr_symbols(value->expr, &n);
	for (int32_t i = 0; i < n; i++)
		if (l->constants == NULL || symbols[i] >= l->s->disease.n_parameters || isnan(l->constants[symbols[i]]))
			return false;
	const gz_expr_env env = {l, constant_symbol, NULL};
	*out = gz_expr_eval(value->expr, &env);
	return true;
}

/* ---- cases ------------------------------------------------------------------------------------------------- */
/* How many values a parameter has that varies in a way known beforehand, 0 if it does not. */
static int32_t known_values(gz_loader *l, int32_t parameter)
{
	const gz_parameter *p = &l->s->disease.parameters[parameter];
	double x;
	if (l->broken[parameter])
		return 0;
	if (p->kind != GZ_PARAMETER_AGE && p->kind != GZ_PARAMETER_GROUP && p->kind != GZ_PARAMETER_PLACE && p->kind != GZ_PARAMETER_DATE)
		return 0;
	for (int32_t i = 0; i < p->n_values; i++)
		if (p->values == NULL || !gz_value_constant(l, &p->values[i], &x))
			return 0;
	bool sparse = p->keys != NULL && p->otherwise.file != NULL && p->otherwise.expr == NULL;
	return p->n_values + sparse;
}

void gz_value_judge(gz_loader *l, const gz_value *value, gz_value_cases *cases)
{
	int32_t n;
	if (value->expr == NULL || cases->n == 0)
		return;
	const int32_t *symbols = gz_expr_symbols(value->expr, &n);
	for (int32_t i = 0; i < n; i++) {
		int32_t p = symbols[i];
		bool known = l->constants != NULL && p < l->s->disease.n_parameters;
		if (known && (!isnan(l->constants[p]) || p == cases->parameter))
			continue;
		cases->n = known && cases->parameter < 0 ? known_values(l, p) : 0;
		cases->parameter = p;
		if (cases->n == 0)
			return;
	}
}

typedef struct one_case {
	const gz_loader *l;
	int32_t parameter;
	double number;
} one_case;

static double case_symbol(void *context, int32_t id)
{
	const one_case *c = context;
	return id == c->parameter ? c->number : c->l->constants[id];
}

double gz_value_case(gz_loader *l, const gz_value *value, const gz_value_cases *cases, int32_t k)
{
	if (value->expr == NULL)
		return value->number;
	one_case c = {.l = l, .parameter = cases->parameter};
	if (cases->parameter >= 0) {
		const gz_parameter *p = &l->s->disease.parameters[cases->parameter];
		(void)gz_value_constant(l, k < p->n_values ? &p->values[k] : &p->otherwise, &c.number);
	}
	const gz_expr_env env = {&c, case_symbol, NULL};
	return gz_expr_eval(value->expr, &env);
}

gz_value *gz_value_by_compartment(gz_loader *l, const gz_node *node, gz_unit unit, double high, double otherwise)
{
	int32_t n = l->s->disease.n_compartments;
	gz_value *values = gz_loader_array(l, gz_value, n);
	if (values == NULL)
		return NULL;
	for (int32_t i = 0; i < n; i++)
		values[i] = gz_value_of(otherwise);
	if (node == NULL || !gz_loader_names(l, node, "compartments, such as {I: 0.7}"))
		return values;
	for (int32_t i = 0; i < node->n; i++) {
		int32_t compartment = gz_loader_compartment(l, &node->keys[i]);
		gz_value value = gz_value_as(l, &node->items[i], unit, 0, high, otherwise);
		if (compartment >= 0)
			values[compartment] = value;
	}
	return values;
}

/* ---- triggers ---------------------------------------------------------------------------------------------- */
typedef struct trigger_check {
	const gz_loader *l;
	bool place, window; /* what is wrong with the arguments of a stream */
} trigger_check;

/* Places are their index, what varies is not a number. */
static double check_symbol(void *context, int32_t id)
{
	const trigger_check *check = context;
	const gz_loader *l = check->l;
	if (id >= GZ_SYMBOL_PLACE)
		return (double)(id - GZ_SYMBOL_PLACE);
	return id < l->s->disease.n_parameters && l->constants != NULL ? l->constants[id] : NAN;
}

static double check_call(void *context, int32_t id, const double *args, int32_t n)
{
	trigger_check *check = context;
	(void)id;
	(void)n;
	if (!(floor(args[0]) == args[0]) || args[0] < 0 || args[0] >= check->l->s->world.n_places)
		check->place = true;
	if (args[1] < 1 || args[1] > 36525 || (!isnan(args[1]) && floor(args[1]) != args[1]))
		check->window = true;
	return 1;
}

/* True if the text calls a stream with a number where a place should stand: places are known by symbol, so count them. */
static bool names_places(const gz_expr *expr)
{
	int32_t n;
	const int32_t *symbols = gz_expr_symbols(expr, &n);
	for (int32_t i = 0; i < n; i++)
		if (symbols[i] >= GZ_SYMBOL_PLACE)
			return true;
	return false;
}

const gz_expr *gz_value_trigger(gz_loader *l, const gz_node *node)
{
	if (node == NULL)
		return NULL;
	if (node->kind != GZ_NODE_SCALAR || gz_yaml_is_null(node) || node->text[0] == '\0') {
		gz_loader_mistake(l, node, "expected an expression such as \"reported(TJK, 7 d) >= 5\", found %s", gz_yaml_kind_word(node));
		return NULL;
	}
	if (!l->world_known || !l->disease_known)
		return NULL;
	l->in_trigger = true;
	const gz_expr *expr = compile(l, node);
	l->in_trigger = false;
	if (expr == NULL)
		return NULL;
	trigger_check check = {.l = l};
	const gz_expr_env env = {&check, check_symbol, check_call};
	(void)gz_expr_eval(expr, &env);
	int32_t n_calls;
	(void)gz_expr_calls(expr, &n_calls);
	if (check.place || (n_calls > 0 && !names_places(expr)))
		gz_loader_mistake(l, node, "%.120s: the first argument of a stream is a place, as in reported(TJK, 7 d)", node->text);
	if (check.window)
		gz_loader_mistake(
			l, node, "%.120s: the second argument of a stream is a whole number of days from 1, as in reported(TJK, 7 d)", node->text);
	if (n_calls == 0 && names_places(expr))
		gz_loader_mistake(l, node, "%.120s: a place stands only as the first argument of a stream, as in reported(TJK, 7 d)", node->text);
	const char *key = gz_loader_key(l, node);
	const gz_value value = {.expr = expr, .file = gz_loader_file(l, node), .row = gz_loader_row(node), .column = node->column};
	gz_axis_refuse(l, &value, key != NULL ? key : "a trigger", GZ_AXIS_ALL, NULL);
	return expr;
}
