/* What each order has changed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/hindsight.h"
#include "base/order.h"
#include "exercise/rehearsal/idle.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FLOWS = 2, DAY = 86400 }; /* crossed, round: counted day by day */

const char *const gz_hindsight_words[GZ_HINDSIGHT_QUANTITIES] = {"infections", "reported", "crossed", "round", "held"};

static gz_status no_memory(gz_error *err)
{
	return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* ---- reading worlds -------------------------------------------------------------------------------------------- */
static double at_crossings(const gz_hindsight *h, gz_session_quantity quantity, gz_quantity flow, int32_t lane)
{
	gz_session_gauge gauge = {.quantity = quantity, .place = -1, .stream = -1, .measure = -1, .compartment = -1, .direction = GZ_DIRECTION_BOTH, .flow = flow};
	double sum = 0;
	for (int32_t c = 0; c < h->pack->scenario.world.n_crossings; c++) {
		gauge.crossing = c;
		const double value = gz_session_value(gz_stage_session(h->stage), &gauge, lane);
		sum += isfinite(value) ? value : 0;
	}
	return sum;
}

/* Adds what has crossed in the day of the last step done. */
static void add_day(const gz_hindsight *h, double *flows)
{
	for (int32_t lane = 0; lane < h->n; lane++) {
		flows[lane] += at_crossings(h, GZ_SESSION_CROSSING, GZ_QUANTITY_TRAVELLERS, lane); /* those who get through */
		flows[h->n + lane] += at_crossings(h, GZ_SESSION_CROSSING, GZ_QUANTITY_LEAKED, lane);
	}
}

static void read_end(const gz_hindsight *h, const double *flows, double *out)
{
	for (int32_t lane = 0; lane < h->n; lane++) {
		out[GZ_HINDSIGHT_INFECTIONS * h->n + lane] = gz_idle_infections(h->stage, h->pack, lane);
		out[GZ_HINDSIGHT_REPORTED * h->n + lane] = gz_idle_reports(h->stage, h->pack, lane);
		out[GZ_HINDSIGHT_CROSSED * h->n + lane] = flows[lane];
		out[GZ_HINDSIGHT_ROUND * h->n + lane] = flows[h->n + lane];
		out[GZ_HINDSIGHT_HELD * h->n + lane] = at_crossings(h, GZ_SESSION_QUEUE, GZ_QUANTITY_COUNT, lane);
	}
}

/* Lives from the morning of a day, with what has crossed until then in `flows`; kept: what had crossed by each morning is written there. */
static gz_status live(gz_hindsight *h, const gz_impact *impact, int32_t from, double *flows, double *kept, double *out, gz_session_progress progress, void *context,
	gz_error *err)
{
	const size_t width = (size_t)FLOWS * (size_t)h->n;
	for (int32_t day = from + 1; day <= h->days; day++) {
		GZ_TRY(gz_stage_follow(h->stage, impact, (int64_t)day * DAY - h->pack->start_second, progress, context, err));
		add_day(h, flows);
		if (kept)
			memcpy(kept + (size_t)day * width, flows, width * sizeof *flows);
	}
	GZ_TRY(gz_stage_follow(h->stage, impact, h->sim, progress, context, err));
	if (gz_session_now(gz_stage_session(h->stage)) > h->days * h->pack->scenario.steps_per_day)
		add_day(h, flows);
	read_end(h, flows, out);
	return GZ_OK;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */
gz_status gz_hindsight_open(gz_hindsight *h, const gz_hindsight_view *v, gz_session_progress progress, void *context, gz_error *err)
{
	const gz_pack *pack = v->pack;
	const int32_t n = v->n;
	*h = (gz_hindsight){.pack = pack, .state = json_incref(v->state), .sim = v->sim, .n = n};
	GZ_TRY(gz_stage_open(&h->stage, pack, v->seed, v->world, n, err));
	gz_stage_threads(h->stage, v->threads);
	const int32_t whole = gz_impact_step(pack, v->sim) / pack->scenario.steps_per_day;
	h->days = whole < pack->scenario.days ? whole : pack->scenario.days;
	const size_t width = (size_t)FLOWS * (size_t)n;
	double *flows = calloc(width, sizeof *flows);
	h->kept = calloc(((size_t)h->days + 1) * width, sizeof *h->kept);
	h->with = calloc((size_t)GZ_HINDSIGHT_QUANTITIES * (size_t)n, sizeof *h->with);
	h->without = calloc((size_t)GZ_HINDSIGHT_QUANTITIES * (size_t)n, sizeof *h->without);
	gz_status status = flows && h->kept && h->with && h->without ? gz_impact_gather(&h->played, pack, v->state) : GZ_ERR_MEMORY;
	if (status == GZ_ERR_MEMORY)
		status = no_memory(err);
	if (status == GZ_OK)
		status = live(h, &h->played, 0, flows, h->kept, h->with, progress, context, err);
	free(flows);
	return status;
}

void gz_hindsight_free(gz_hindsight *h)
{
	gz_stage_close(h->stage);
	gz_impact_free(&h->played);
	json_decref(h->state);
	free(h->kept);
	free(h->with);
	free(h->without);
	*h = (gz_hindsight){0};
}

/* ---- one order ------------------------------------------------------------------------------------------------- */
static json_t *lived(const gz_hindsight *h, const double *values)
{
	json_t *all = json_object();
	for (int q = 0; q < GZ_HINDSIGHT_QUANTITIES; q++)
		json_object_set_new(all, gz_hindsight_words[q], json_real(values[q * h->n]));
	return all;
}

/* Without it less with it, over the worlds beside the lived one; NULL: no memory. */
static json_t *beside(const gz_hindsight *h)
{
	static const double probs[] = {0.05, 0.5, 0.95};
	double *sorted = malloc((size_t)h->n * sizeof *sorted);
	json_t *all = sorted ? json_pack("{s:i}", "worlds", (int)h->n - 1) : NULL;
	for (int q = 0; all && q < GZ_HINDSIGHT_QUANTITIES; q++) {
		json_t *list = json_array();
		for (int32_t lane = 1; lane < h->n; lane++)
			sorted[lane - 1] = h->without[q * h->n + lane] - h->with[q * h->n + lane];
		gz_order_sort(sorted, h->n - 1);
		for (int k = 0; k < 3; k++)
			json_array_append_new(list, json_real(gz_order_quantile(sorted, h->n - 1, probs[k])));
		json_object_set_new(all, gz_hindsight_words[q], list);
	}
	free(sorted);
	return all;
}

static json_t *told(const gz_hindsight *h, const json_t *order)
{
	static const char *const keys[] = {"decision", "seat", "from_sim", "lifted_sim"};
	json_t *row = json_pack("{s:O, s:o, s:o, s:o}", "order", json_object_get(order, "number"), "with", lived(h, h->with), "without", lived(h, h->without),
		"others", h->n > 1 ? beside(h) : json_null());
	for (size_t i = 0; row && i < sizeof keys / sizeof *keys; i++)
		if (json_object_get(order, keys[i]))
			json_object_set(row, keys[i], json_object_get(order, keys[i]));
	return row;
}

/* The impacts of the state less one order. */
static gz_status less(const gz_hindsight *h, size_t index, gz_impact *impact)
{
	json_t *state = json_copy(h->state), *orders = json_copy(json_object_get(h->state, "orders"));
	if (!state || !orders || json_array_remove(orders, index) != 0 || json_object_set(state, "orders", orders) != 0) {
		json_decref(orders);
		json_decref(state);
		return GZ_ERR_MEMORY;
	}
	const gz_status status = gz_impact_gather(impact, h->pack, state);
	json_decref(orders);
	json_decref(state);
	return status;
}

gz_status gz_hindsight_order(gz_hindsight *h, size_t index, json_t **row, gz_session_progress progress, void *context, gz_error *err)
{
	gz_impact impact = {0};
	const size_t width = (size_t)FLOWS * (size_t)h->n;
	double *flows = calloc(width, sizeof *flows);
	*row = NULL;
	gz_status status = flows ? less(h, index, &impact) : GZ_ERR_MEMORY;
	const int32_t changed = status == GZ_OK ? gz_impact_differ(&h->played, &impact, gz_impact_step(h->pack, h->sim)) : INT32_MAX;
	if (status == GZ_ERR_MEMORY)
		status = no_memory(err);
	if (status == GZ_OK && changed != INT32_MAX) {
		const int32_t day = changed / h->pack->scenario.steps_per_day, from = day < h->days ? day : h->days;
		memcpy(flows, h->kept + (size_t)from * width, width * sizeof *flows);
		status = live(h, &impact, from, flows, NULL, h->without, progress, context, err);
		if (status == GZ_OK && (*row = told(h, json_array_get(json_object_get(h->state, "orders"), index))) == NULL)
			status = no_memory(err);
	}
	free(flows);
	gz_impact_free(&impact);
	return status;
}
