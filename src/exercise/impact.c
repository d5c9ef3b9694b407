/* Decisions and effects as orders to the engine.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/impact.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

void gz_impact_free(gz_impact *list)
{
	free(list->items);
	*list = (gz_impact){0};
}

static int64_t step_seconds(const gz_pack *pack)
{
	return DAY / (pack->scenario.steps_per_day > 0 ? pack->scenario.steps_per_day : 1);
}

static int32_t bounded(int64_t step)
{
	return step < 0 ? 0 : step > INT32_MAX - 1 ? INT32_MAX - 1 : (int32_t)step;
}

int32_t gz_impact_step(const gz_pack *pack, int64_t sim)
{
	return bounded((pack->start_second + sim) / step_seconds(pack));
}

int32_t gz_impact_next(const gz_pack *pack, int64_t sim)
{
	return bounded((pack->start_second + sim + step_seconds(pack) - 1) / step_seconds(pack));
}

static bool add(gz_impact *list, gz_session_order order)
{
	if (list->n == list->room) {
		const int32_t room = list->room ? list->room * 2 : 32;
		gz_session_order *grown = realloc(list->items, (size_t)room * sizeof *grown);
		if (!grown)
			return false;
		list->items = grown;
		list->room = room;
	}
	list->items[list->n++] = order;
	return true;
}

static const gz_session_order nothing = {.until = INT32_MAX, .measure = -1, .place = -1, .compartment = -1, .stream = -1, .crossing = -1};

/* ---- decisions --------------------------------------------------------------------------------------------- */
static int32_t measure_of(const gz_pack *pack, const char *decision)
{
	for (int32_t i = 0; decision && i < pack->n_decisions; i++)
		if (strcmp(pack->decisions[i].id, decision) == 0)
			return pack->decisions[i].measure;
	return -1;
}

/* The steps in which an order is in force; none where it waits, was refused, or was lifted before. A measure's own `for` ends it too. */
static bool in_force(const gz_pack *pack, int32_t measure, const json_t *order, int32_t *from, int32_t *to)
{
	const char *status = json_string_value(json_object_get(order, "status"));
	const json_t *begins = json_object_get(order, "from_sim"), *lifted = json_object_get(order, "lifted_sim");
	if (!status || !json_is_integer(begins) || (strcmp(status, "ordered") != 0 && strcmp(status, "lifted") != 0))
		return false;
	*from = gz_impact_next(pack, json_integer_value(begins));
	*to = json_is_integer(lifted) ? gz_impact_next(pack, json_integer_value(lifted)) : INT32_MAX;
	const double lasts = pack->scenario.measures[measure].lasts; /* days */
	const int32_t over = isfinite(lasts) ? gz_impact_next(pack, json_integer_value(begins) + (int64_t)(lasts * DAY)) : INT32_MAX;
	*to = over < *to ? over : *to;
	return *from < *to;
}

static int by_begin(const void *a, const void *b)
{
	const gz_session_order *x = a, *y = b;
	if (x->measure != y->measure)
		return x->measure < y->measure ? -1 : 1;
	return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->until > y->until) - (x->until < y->until);
}

/* The intervals of one measure, whichever decisions and orders they come from, without gaps and overlaps. */
static bool add_measure(gz_impact *list, const gz_session_order *spells, int32_t n)
{
	for (int32_t i = 0; i < n;) {
		int32_t until = spells[i].until, k = i + 1;
		for (; k < n && spells[k].from <= until; k++)
			until = spells[k].until > until ? spells[k].until : until;
		gz_session_order on = nothing, off = nothing;
		on.kind = GZ_SESSION_ON;
		off.kind = GZ_SESSION_OFF;
		on.measure = off.measure = spells[i].measure;
		on.from = spells[i].from;
		off.from = until;
		if (!add(list, on) || (until < INT32_MAX && !add(list, off)))
			return false;
		i = k;
	}
	return true;
}

static bool add_decisions(gz_impact *list, const gz_pack *pack, const json_t *orders)
{
	gz_session_order *spells = malloc((json_array_size(orders) + 1) * sizeof *spells);
	bool good = spells != NULL;
	int32_t n = 0;
	size_t i;
	json_t *order;
	json_array_foreach(orders, i, order) {
		gz_session_order spell = nothing;
		spell.measure = measure_of(pack, json_string_value(json_object_get(order, "decision")));
		if (good && spell.measure >= 0 && in_force(pack, spell.measure, order, &spell.from, &spell.until))
			spells[n++] = spell;
	}
	if (n > 0)
		qsort(spells, (size_t)n, sizeof *spells, by_begin);
	for (int32_t first = 0, end; good && first < n; first = end) {
		for (end = first; end < n && spells[end].measure == spells[first].measure;)
			end++;
		good = add_measure(list, spells + first, end - first);
	}
	free(spells);
	return good;
}

/* ---- effects ----------------------------------------------------------------------------------------------- */
static gz_session_order order_of(const gz_pack *pack, const gz_pack_effect *effect, int64_t sim)
{
	static const gz_session_kind kinds[GZ_PACK_EFFECTS] = {[GZ_PACK_IMPORT] = GZ_SESSION_IMPORT, [GZ_PACK_REPORTING] = GZ_SESSION_REPORTING,
		[GZ_PACK_COMPLIANCE] = GZ_SESSION_COMPLIANCE, [GZ_PACK_LEAK] = GZ_SESSION_LEAK, [GZ_PACK_CONTACT] = GZ_SESSION_CONTACT};
	const int64_t begins = sim + effect->after.seconds;
	gz_session_order order = nothing;
	order.kind = kinds[effect->kind];
	order.from = gz_impact_next(pack, begins);
	order.until = effect->lasts.given ? gz_impact_next(pack, begins + effect->lasts.seconds) : INT32_MAX;
	order.measure = effect->measure;
	order.place = effect->place;
	order.compartment = effect->compartment;
	order.crossing = effect->crossing;
	order.size = effect->size;
	return order;
}

static bool add_span(gz_impact *list, gz_session_order order, int32_t from, int32_t until)
{
	order.from = from > order.from ? from : order.from;
	order.until = until < order.until ? until : order.until;
	return order.from >= order.until || add(list, order);
}

/* A leak is one of a crossing: of those of the measure, while this is in force; so two closures of one crossing keep their own leaks.
 * n: of the list, what decisions put there: pairs of ON and OFF. */
static bool add_leak(gz_impact *list, int32_t n, const gz_pack *pack, gz_session_order order)
{
	const gz_measure *measure = order.measure < 0 ? NULL : &pack->scenario.measures[order.measure];
	const int32_t n_crossings = order.crossing >= 0 || !measure ? 1 : measure->n_crossings;
	for (int32_t k = 0; k < n_crossings; k++) {
		gz_session_order own = order;
		own.measure = -1;
		own.crossing = order.crossing >= 0 ? order.crossing : measure ? measure->crossings[k] : 0;
		bool ordered = false;
		for (int32_t i = 0; i < n; i++) {
			const gz_session_order on = list->items[i];
			if (on.kind != GZ_SESSION_ON || on.measure != order.measure)
				continue;
			const bool ends = i + 1 < n && list->items[i + 1].kind == GZ_SESSION_OFF;
			ordered = true;
			if (!add_span(list, own, on.from, ends ? list->items[i + 1].from : INT32_MAX))
				return false;
		}
		if (!ordered && !(measure && measure->on_order) && !add_span(list, own, 0, INT32_MAX))
			return false;
	}
	return true;
}

static bool add_inject(gz_impact *list, int32_t n, const gz_pack *pack, const gz_pack_inject *inject, int64_t sim)
{
	for (int32_t e = 0; e < inject->n_effects; e++) {
		const gz_session_order order = order_of(pack, &inject->effects[e], sim);
		if (order.kind == GZ_SESSION_LEAK ? !add_leak(list, n, pack, order) : !add_span(list, order, 0, INT32_MAX))
			return false;
	}
	return true;
}

static bool add_effects(gz_impact *list, const gz_pack *pack, const json_t *messages)
{
	const int32_t n = list->n;
	size_t i;
	json_t *message;
	json_array_foreach(messages, i, message) {
		const char *id = json_string_value(json_object_get(message, "inject"));
		for (int32_t k = 0; id && k < pack->n_injects; k++)
			if (pack->injects[k].n_effects > 0 && strcmp(pack->injects[k].id, id) == 0 && !add_inject(list, n, pack, &pack->injects[k], json_integer_value(json_object_get(message, "sim"))))
				return false;
	}
	return true;
}

/* ---- the list ---------------------------------------------------------------------------------------------- */
static int compare_whole(int64_t a, int64_t b) { return (a > b) - (a < b); }

static int by_step(const void *a, const void *b)
{
	const gz_session_order *x = a, *y = b;
	const int parts[] = {compare_whole(x->from, y->from), compare_whole(x->kind, y->kind), compare_whole(x->measure, y->measure), compare_whole(x->place, y->place),
		compare_whole(x->crossing, y->crossing), compare_whole(x->compartment, y->compartment), compare_whole(x->stream, y->stream),
		compare_whole(x->until, y->until), (x->size > y->size) - (x->size < y->size)};
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i] != 0)
			return parts[i];
	return 0;
}

gz_status gz_impact_gather(gz_impact *list, const gz_pack *pack, const json_t *state)
{
	list->n = 0;
	if (!pack->has_scenario)
		return GZ_OK;
	if (!add_decisions(list, pack, json_object_get(state, "orders")) || !add_effects(list, pack, json_object_get(state, "messages")))
		return GZ_ERR_MEMORY;
	if (list->n > 0)
		qsort(list->items, (size_t)list->n, sizeof *list->items, by_step);
	return GZ_OK;
}

int32_t gz_impact_differ(const gz_impact *a, const gz_impact *b, int32_t step)
{
	for (int32_t i = 0;; i++) {
		const int32_t x = i < a->n && a->items[i].from < step ? a->items[i].from : INT32_MAX, y = i < b->n && b->items[i].from < step ? b->items[i].from : INT32_MAX;
		if (x == INT32_MAX && y == INT32_MAX)
			return INT32_MAX;
		if (x != y || by_step(&a->items[i], &b->items[i]) != 0)
			return x < y ? x : y;
	}
}
