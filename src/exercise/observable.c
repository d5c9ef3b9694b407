/* What triggers, variants and live values of a pack may name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/observable.h"
#include <string.h>

static const struct { const char *name; int32_t id, n_args; } functions[] = {
	{"beds", GZ_OBSERVABLE_BEDS, 1}, {"untraced", GZ_OBSERVABLE_UNTRACED, 1}, {"queue", GZ_OBSERVABLE_QUEUE, 1},
	{"ordered", GZ_OBSERVABLE_ORDERED, 1}, {"inforce", GZ_OBSERVABLE_INFORCE, 1}, {"left", GZ_OBSERVABLE_LEFT, 1}, {"truth", GZ_OBSERVABLE_TRUTH, 2}};
static const struct { const char *name; int32_t id; } symbols[] = {
	{"day", GZ_OBSERVABLE_DAY}, {"hour", GZ_OBSERVABLE_HOUR}, {"ex", GZ_OBSERVABLE_EX}, {"infections", GZ_OBSERVABLE_QUANTITY},
	{"prevalence", GZ_OBSERVABLE_QUANTITY + 1}, {"deaths", GZ_OBSERVABLE_QUANTITY + 2}, {"present", GZ_OBSERVABLE_QUANTITY + 3}};
enum { N_FUNCTIONS = sizeof functions / sizeof functions[0], N_SYMBOLS = sizeof symbols / sizeof symbols[0] };

static bool same(const char *name, const char *text, size_t length)
{
	return name != NULL && strlen(name) == length && memcmp(name, text, length) == 0;
}

static int32_t find_function(void *context, const char *name, size_t length, int32_t n_args)
{
	const gz_pack *p = context;
	for (int32_t i = 0; i < N_FUNCTIONS; i++)
		if (same(functions[i].name, name, length))
			return functions[i].n_args == n_args ? functions[i].id : -2;
	for (int32_t i = 0; i < p->scenario.n_streams; i++)
		if (same(p->scenario.streams[i].name, name, length))
			return n_args == 2 ? i : -2;
	return !p->has_scenario && same("reported", name, length) ? (n_args == 2 ? 0 : -2) : -1;
}

static int32_t find_in_world(const gz_pack *p, const char *name, size_t length)
{
	const gz_world *w = &p->scenario.world;
	for (int32_t i = 0; i < w->n_places; i++)
		if (same(w->places[i].id, name, length))
			return GZ_OBSERVABLE_PLACE + i;
	for (int32_t i = 0; i < w->n_crossings; i++)
		if (same(w->crossings[i].id, name, length))
			return GZ_OBSERVABLE_CROSSING + i;
	for (int32_t i = 0; i < p->scenario.n_streams; i++)
		if (same(p->scenario.streams[i].name, name, length))
			return GZ_OBSERVABLE_QUANTITY + GZ_OBSERVABLE_QUANTITIES + i;
	return -1;
}

static int32_t find_symbol(void *context, const char *name, size_t length)
{
	const gz_pack *p = context;
	for (int32_t i = 0; i < p->n_milestones; i++)
		if (same(p->milestones[i].id, name, length))
			return i;
	for (int32_t i = 0; i < p->n_decisions; i++)
		if (same(p->decisions[i].id, name, length))
			return GZ_OBSERVABLE_DECISION + i;
	for (int32_t i = 0; i < N_SYMBOLS; i++)
		if (same(symbols[i].name, name, length))
			return symbols[i].id;
	if (!p->has_scenario && length > 0 && name[0] >= 'A' && name[0] <= 'Z') /* any place, where there is no world to look it up in */
		return GZ_OBSERVABLE_PLACE;
	return find_in_world(p, name, length);
}

static const char *near_function(const gz_pack *p, const char *name)
{
	const char *names[N_FUNCTIONS + 64];
	int32_t n = 0;
	for (; n < N_FUNCTIONS; n++)
		names[n] = functions[n].name;
	for (int32_t i = 0; i < p->scenario.n_streams && i < 64; i++)
		names[n++] = p->scenario.streams[i].name;
	return gz_mistakes_near(name, names, n);
}

static const char *suggest(void *context, const char *name, size_t length, bool call)
{
	gz_pack *p = context;
	const char *wanted = gz_arena_strndup(&p->arena, name, length);
	if (wanted == NULL)
		return NULL;
	if (call)
		return near_function(p, wanted);
	const gz_world *w = &p->scenario.world;
	const char **names = gz_arena_array(&p->arena, const char *, (int64_t)p->n_milestones + p->n_decisions + w->n_places + w->n_crossings + N_SYMBOLS);
	int32_t n = 0;
	if (names == NULL)
		return NULL;
	for (int32_t i = 0; i < p->n_milestones; i++)
		names[n++] = p->milestones[i].id;
	for (int32_t i = 0; i < p->n_decisions; i++)
		names[n++] = p->decisions[i].id;
	for (int32_t i = 0; i < w->n_places; i++)
		names[n++] = w->places[i].id;
	for (int32_t i = 0; i < w->n_crossings; i++)
		names[n++] = w->crossings[i].id;
	for (int32_t i = 0; i < N_SYMBOLS; i++)
		names[n++] = symbols[i].name;
	return gz_mistakes_near(wanted, names, n);
}

gz_status gz_observable_compile(gz_pack *pack, const char *text, const gz_expr **out, gz_error *err)
{
	const gz_expr_names names = {.context = pack, .symbol = find_symbol, .function = find_function, .suggest = suggest};
	return gz_expr_compile(&pack->arena, text, &names, out, err);
}

bool gz_observable_truth(const gz_expr *expr)
{
	int32_t n = 0;
	const int32_t *calls = expr == NULL ? NULL : gz_expr_calls(expr, &n);
	for (int32_t i = 0; i < n; i++)
		if (calls[i] == GZ_OBSERVABLE_TRUTH)
			return true;
	return false;
}
