/* Keeps a session where the state of play says.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/stage.h"
#include "base/date.h"
#include "exercise/observable.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct gz_stage {
	const gz_pack *pack;
	gz_session *session;
	gz_impact done;          /* what was commanded so far: all that begins before now */
	gz_session_mark **marks; /* by step: the start, and one each day */
	int32_t n_marks, room;
	bool markless;
};

/* ---- opening ----------------------------------------------------------------------------------------------- */
static gz_status keep_mark(gz_stage *stage, gz_error *err)
{
	if (stage->n_marks == stage->room) {
		const int32_t room = stage->room ? stage->room * 2 : 16;
		gz_session_mark **grown = realloc(stage->marks, (size_t)room * sizeof(gz_session_mark *));
		if (!grown)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
		stage->marks = grown;
		stage->room = room;
	}
	GZ_TRY(gz_session_save(stage->session, &stage->marks[stage->n_marks], err));
	stage->n_marks++;
	return GZ_OK;
}

gz_status gz_stage_open(gz_stage **stage, const gz_pack *pack, uint64_t seed, int32_t first, int32_t n, gz_error *err)
{
	*stage = NULL;
	if (!pack->has_scenario)
		return gz_error_set(err, GZ_ERR_INPUT, pack->file, 0, 0, "this pack has no scenario: there is no world to follow");
	gz_stage *s = calloc(1, sizeof *s);
	if (!s)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	s->pack = pack;
	gz_status status = gz_session_open(&s->session, &pack->scenario, seed, first, n, err);
	if (status == GZ_OK)
		status = keep_mark(s, err);
	if (status != GZ_OK)
		gz_stage_close(s);
	else
		*stage = s;
	return status;
}

void gz_stage_close(gz_stage *stage)
{
	if (!stage)
		return;
	for (int32_t i = 0; i < stage->n_marks; i++)
		gz_session_mark_free(stage->marks[i]);
	free(stage->marks);
	gz_impact_free(&stage->done);
	gz_session_close(stage->session);
	free(stage);
}

void gz_stage_threads(gz_stage *stage, int32_t threads) { gz_session_threads(stage->session, threads); }
void gz_stage_marks(gz_stage *stage, bool daily) { stage->markless = !daily; }
const gz_session *gz_stage_session(const gz_stage *stage) { return stage->session; }

/* ---- following --------------------------------------------------------------------------------------------- */
/* Back to the last mark that what follows leaves as it is. */
static void go_back(gz_stage *stage, int32_t step)
{
	while (stage->n_marks > 1 && gz_session_mark_step(stage->marks[stage->n_marks - 1]) > step)
		gz_session_mark_free(stage->marks[--stage->n_marks]);
	const gz_session_mark *mark = stage->marks[stage->n_marks - 1];
	gz_session_restore(stage->session, mark);
	while (stage->done.n > 0 && stage->done.items[stage->done.n - 1].from >= gz_session_mark_step(mark))
		stage->done.n--;
}

static gz_status remember(gz_stage *stage, const gz_session_order *order)
{
	gz_impact *d = &stage->done;
	if (d->n == d->room) {
		const int32_t room = d->room ? d->room * 2 : 32;
		gz_session_order *grown = realloc(d->items, (size_t)room * sizeof *grown);
		if (!grown)
			return GZ_ERR_MEMORY;
		d->items = grown;
		d->room = room;
	}
	d->items[d->n++] = *order;
	return GZ_OK;
}

/* Up to which step things were commanded: now, or past it if the last going forward was stopped before its first step. */
static int32_t commanded(const gz_stage *stage)
{
	const int32_t now = gz_session_now(stage->session);
	return stage->done.n > 0 && stage->done.items[stage->done.n - 1].from >= now ? now + 1 : now;
}

/* Commands what begins now; where the session goes next: to the next thing that begins, the next morning, or the end. */
static gz_status command(gz_stage *stage, const gz_impact *impact, int32_t target, int32_t *next, gz_error *err)
{
	const int32_t now = gz_session_now(stage->session), a_day = gz_session_steps_a_day(stage->session), morning = (now / a_day + 1) * a_day;
	*next = target < morning ? target : morning;
	for (int32_t i = stage->done.n; i < impact->n && impact->items[i].from <= *next; i++) {
		if (impact->items[i].from > now) {
			*next = impact->items[i].from;
			break;
		}
		GZ_TRY(gz_session_command(stage->session, &impact->items[i], err));
		GZ_TRY(remember(stage, &impact->items[i]));
	}
	return GZ_OK;
}

gz_status gz_stage_follow(gz_stage *stage, const gz_impact *impact, int64_t sim, gz_session_progress progress, void *context, gz_error *err)
{
	gz_session *session = stage->session;
	const int32_t last = gz_session_last(session), wanted = gz_impact_step(stage->pack, sim), target = wanted < last ? wanted : last;
	const int32_t begun = gz_session_now(session), changed = gz_impact_differ(&stage->done, impact, commanded(stage)), good = changed < target ? changed : target;
	if (good < begun || changed == begun)
		go_back(stage, good);
	while (gz_session_now(session) < target) {
		int32_t next = target;
		GZ_TRY(command(stage, impact, target, &next, err));
		GZ_TRY(gz_session_go(session, next, progress, context, err));
		if (!stage->markless && next % gz_session_steps_a_day(session) == 0 && gz_session_mark_step(stage->marks[stage->n_marks - 1]) < next)
			GZ_TRY(keep_mark(stage, err));
	}
	return GZ_OK;
}

/* ---- what expressions are worth ---------------------------------------------------------------------------- */
static const gz_session_gauge no_gauge = {.place = -1, .stream = -1, .measure = -1, .compartment = -1, .crossing = -1};

static double value_at(const gz_stage *stage, gz_session_gauge gauge, int32_t lane)
{
	return gz_session_value(stage->session, &gauge, lane);
}

static double place_value(const gz_stage *stage, gz_session_quantity quantity, int32_t place, int32_t lane)
{
	gz_session_gauge gauge = no_gauge;
	gauge.quantity = quantity;
	gauge.place = place;
	return value_at(stage, gauge, lane);
}

static double reports(const gz_stage *stage, int32_t stream, int32_t place, int32_t days, int32_t lane)
{
	gz_session_gauge gauge = no_gauge;
	gauge.quantity = GZ_SESSION_REPORTS;
	gauge.stream = stream;
	gauge.place = place;
	gauge.days = days;
	return value_at(stage, gauge, lane);
}

static double queue(const gz_stage *stage, int32_t crossing, int32_t lane)
{
	gz_session_gauge gauge = no_gauge;
	gauge.quantity = GZ_SESSION_QUEUE;
	gauge.crossing = crossing;
	return value_at(stage, gauge, lane);
}

static double left(const gz_stage *stage, int32_t measure, int32_t lane)
{
	gz_session_gauge gauge = no_gauge;
	gauge.quantity = GZ_SESSION_LEFT;
	gauge.measure = measure;
	return measure < 0 ? (double)NAN : value_at(stage, gauge, lane);
}

static double truth(const gz_stage *stage, int32_t quantity, int32_t place, int32_t lane)
{
	static const gz_session_quantity quantities[GZ_OBSERVABLE_QUANTITIES] = {GZ_SESSION_INFECTIONS, GZ_SESSION_PREVALENCE, GZ_SESSION_DEATHS, GZ_SESSION_PRESENT};
	return quantity < GZ_OBSERVABLE_QUANTITIES ? place_value(stage, quantities[quantity], place, lane) : reports(stage, quantity - GZ_OBSERVABLE_QUANTITIES, place, 0, lane);
}

static double view_symbol(void *context, int32_t id)
{
	const gz_stage_view *v = context;
	if (id == GZ_OBSERVABLE_DAY || id == GZ_OBSERVABLE_HOUR)
		return (double)v->sim / (id == GZ_OBSERVABLE_DAY ? 86400 : 3600);
	return id >= GZ_OBSERVABLE_PLACE ? id & (GZ_OBSERVABLE_PLACE - 1) : 0; /* places, crossings, decisions and quantities: their index */
}

/* People as they are told, so that a condition on them holds exactly where the number that is read says so. */
static double whole(double people)
{
	return floor(people + 0.5);
}

static double view_call(void *context, int32_t id, const double *args, int32_t n)
{
	const gz_stage_view *v = context;
	const int32_t a = (int32_t)args[0], b = n > 1 ? (int32_t)ceil(args[1]) : -1;
	switch (id) {
	case GZ_OBSERVABLE_ORDERED:
	case GZ_OBSERVABLE_INFORCE: return 0;
	case GZ_OBSERVABLE_BEDS: return whole(place_value(v->stage, GZ_SESSION_BEDS, a, v->lane));
	case GZ_OBSERVABLE_UNTRACED: return whole(place_value(v->stage, GZ_SESSION_UNTRACED, a, v->lane));
	case GZ_OBSERVABLE_QUEUE: return whole(queue(v->stage, a, v->lane));
	case GZ_OBSERVABLE_LEFT: return a >= 0 && a < v->pack->n_decisions ? left(v->stage, v->pack->decisions[a].measure, v->lane) : (double)NAN;
	case GZ_OBSERVABLE_TRUTH: return truth(v->stage, a, b, v->lane);
	default: return reports(v->stage, id, a, b, v->lane);
	}
}

gz_expr_env gz_stage_env(gz_stage_view *view)
{
	return (gz_expr_env){.context = view, .symbol = view_symbol, .call = view_call};
}

/* ---- what is shown ----------------------------------------------------------------------------------------- */
static json_t *number(double value)
{
	return isfinite(value) ? (value == floor(value) && fabs(value) < 1e15 ? json_integer((json_int_t)value) : json_real(value)) : json_null();
}

static json_t *heading(const gz_stage *stage)
{
	char date[16];
	gz_date_format(stage->pack->scenario.start, date);
	return json_pack("{s:i, s:i, s:s}", "steps", (int)gz_session_now(stage->session), "days", (int)gz_session_days(stage->session), "first", date);
}

/* The country above a place, or the place itself. */
static int32_t country_of(const gz_world *world, int32_t place)
{
	while (place >= 0 && world->places[place].parent >= 0)
		place = world->places[place].parent;
	return place;
}

/* Places of the report, in the countries where players sit. */
static bool players_see(const gz_pack *pack, int32_t place)
{
	const gz_world *world = &pack->scenario.world;
	bool any = false;
	for (int32_t i = 0; i < pack->n_roles; i++) {
		const gz_pack_role *role = &pack->roles[i];
		if (role->kind != GZ_PACK_PLAYER || role->place < 0)
			continue;
		any = true;
		if (country_of(world, role->place) == country_of(world, place))
			return true;
	}
	return !any;
}

/* One replicate's days of a column, or the quantiles of all of them; NULL: not kept, or no memory. */
static json_t *days_of(const gz_stage *stage, int32_t column, int32_t lane, bool spread)
{
	const int32_t n = gz_session_days(stage->session);
	if (column < 0)
		return NULL;
	json_t *list = json_array();
	double *values = malloc(((size_t)n + 1) * GZ_SESSION_QUANTILES * sizeof *values);
	double (*quantiles)[GZ_SESSION_QUANTILES] = (double (*)[GZ_SESSION_QUANTILES])values;
	bool good = list && values && (!spread || gz_session_series_spread(stage->session, column, n, quantiles));
	if (good && !spread)
		gz_session_series(stage->session, column, lane, n, values);
	for (int32_t day = 0; good && day < n; day++) {
		json_t *item = spread ? json_array() : number(values[day]);
		for (int32_t q = 0; spread && q < GZ_SESSION_QUANTILES; q++)
			json_array_append_new(item, number(quantiles[day][q]));
		good = json_array_append_new(list, item) == 0;
	}
	free(values);
	if (!good) {
		json_decref(list);
		return NULL;
	}
	return list;
}

static int32_t column_of(const gz_stage *stage, int32_t place, gz_quantity quantity, int32_t stream)
{
	return gz_session_column(stage->session, GZ_ENTITY_PLACE, place, GZ_DIRECTION_IN, quantity, stream);
}

/* Whether a stream counts the dead rather than the ill. */
static bool counts_dead(const gz_scenario *s, int32_t stream)
{
	const gz_stream *one = &s->streams[stream];
	const gz_event *event = one->event >= 0 ? &s->disease.events[one->event] : NULL;
	const int32_t *into = event ? event->into : one->compartments, n = event ? event->n_into : one->n_compartments;
	bool all = n > 0;
	for (int32_t i = 0; i < n; i++)
		all = all && s->disease.compartments[into[i]].dead;
	return all;
}

/* Days by stream: of those that count the dead, or of all others; NULL where there is none of the dead. */
static json_t *streams_of(const gz_stage *stage, int32_t place, int32_t lane, bool spread, bool dead)
{
	const gz_scenario *s = &stage->pack->scenario;
	json_t *all = json_object();
	for (int32_t i = 0; all && i < s->n_streams; i++) {
		json_t *days = counts_dead(s, i) == dead ? days_of(stage, column_of(stage, place, GZ_QUANTITY_REPORTED, i), lane, spread) : NULL;
		if (days)
			json_object_set_new(all, s->streams[i].name, days);
	}
	if (dead && json_object_size(all) == 0) {
		json_decref(all);
		all = NULL;
	}
	return all;
}

/* ---- what players know of places --------------------------------------------------------------------------- */
/* People in a bed as wards tell them once a day: the mean of the last whole day, NULL before one is over; where the days are not kept, those of now. */
static json_t *known_beds(const gz_stage *stage, int32_t place, int32_t lane)
{
	const int32_t column = column_of(stage, place, GZ_QUANTITY_BEDS, -1);
	if (gz_session_days(stage->session) == 0)
		return NULL;
	if (column < 0)
		return number(whole(place_value(stage, GZ_SESSION_BEDS, place, lane)));
	json_t *days = days_of(stage, column, lane, false);
	json_t *beds = number(whole(json_number_value(json_array_get(days, json_array_size(days) - 1))));
	json_decref(days);
	return beds;
}

static json_t *known_place(const gz_stage *stage, int32_t place, int32_t lane)
{
	return json_pack("{s:s, s:o*, s:o*, s:o*}", "id", stage->pack->scenario.world.places[place].id, "reported", streams_of(stage, place, lane, false, false),
		"deaths", streams_of(stage, place, lane, false, true),
		"beds", known_beds(stage, place, lane));
}

/* Takes a part's days, stream by stream, from what is left of the whole. */
static void take_days(json_t *whole, const json_t *part)
{
	const char *name;
	json_t *days, *day;
	size_t i;
	json_object_foreach(whole, name, days) {
		json_array_foreach(days, i, day) {
			json_array_set_new(days, i, number(json_number_value(day) - json_number_value(json_array_get(json_object_get(part, name), i))));
		}
	}
}

/* Takes a part from the rest of the place that it lies in; beds are rounded place by place, so that a part may have one more than the whole. */
static void take_part(json_t *rest, const json_t *part)
{
	const json_int_t beds = json_integer_value(json_object_get(rest, "beds")) - json_integer_value(json_object_get(part, "beds"));
	take_days(json_object_get(rest, "reported"), json_object_get(part, "reported"));
	take_days(json_object_get(rest, "deaths"), json_object_get(part, "deaths"));
	if (json_object_get(rest, "beds"))
		json_object_set_new(rest, "beds", json_integer(beds > 0 ? beds : 0));
}

static bool named(const gz_scenario *s, int32_t place)
{
	bool found = false;
	for (int32_t i = 0; i < s->n_report_places; i++)
		found = found || s->report_places[i] == place;
	return found;
}

/* The nearest place of the report above a place, -1 none. */
static int32_t named_above(const gz_scenario *s, int32_t place)
{
	do
		place = s->world.places[place].parent;
	while (place >= 0 && !named(s, place));
	return place;
}

/* What lies in a place and in none of its parts that are named, as a row of its own, so that the rows sum to the whole; NULL: no part is
 * named, or nothing is left. */
static json_t *known_rest(const gz_stage *stage, int32_t place, int32_t lane)
{
	const gz_scenario *s = &stage->pack->scenario;
	int32_t parts = 0, left = 0;
	for (int32_t i = 0; i < s->world.n_places; i++)
		if (named_above(s, i) == place) {
			parts += named(s, i);
			left += !named(s, i) && s->world.places[i].leaf >= 0;
		}
	json_t *rest = parts > 0 && left > 0 ? known_place(stage, place, lane) : NULL;
	for (int32_t i = 0; rest && i < s->n_report_places; i++)
		if (named_above(s, s->report_places[i]) == place) {
			json_t *part = known_place(stage, s->report_places[i], lane);
			take_part(rest, part);
			json_decref(part);
		}
	if (rest) {
		json_object_set_new(rest, "id", json_sprintf("%s:others", s->world.places[place].id));
		json_object_set_new(rest, "others", json_string(s->world.places[place].id));
	}
	return rest;
}

static void put_known_places(const gz_stage *stage, int32_t lane, json_t *known)
{
	const gz_scenario *s = &stage->pack->scenario;
	json_t *places = json_array();
	for (int32_t i = 0; places && i < s->n_report_places; i++)
		if (players_see(stage->pack, s->report_places[i])) {
			json_t *rest = known_rest(stage, s->report_places[i], lane);
			json_array_append_new(places, known_place(stage, s->report_places[i], lane));
			if (rest)
				json_array_append_new(places, rest);
		}
	json_object_set_new(known, "places", places);
}

/* Of what a measure has so much left: tests, doses or people a day, or beds. */
static const char *unit(const gz_pack *pack, int32_t measure)
{
	const gz_measure *m = &pack->scenario.measures[measure];
	if (m->kind == GZ_MEASURE_TEST || m->kind == GZ_MEASURE_VACCINATE)
		return m->kind == GZ_MEASURE_TEST ? "tests" : "doses";
	return isfinite(m->capacity) || m->kind == GZ_MEASURE_TREAT ? "people" : "beds";
}

/* The scenario's time at the end of the last step done: as of when queues and what is left are told. */
static json_t *time_json(const gz_stage *stage)
{
	const gz_pack *pack = stage->pack;
	const int64_t step = 86400 / (pack->scenario.steps_per_day > 0 ? pack->scenario.steps_per_day : 1);
	char time[24];
	gz_timetable_print(pack, gz_session_now(stage->session) * step - pack->start_second, time);
	return json_string(time);
}

json_t *gz_stage_known(const gz_stage *stage, int32_t lane)
{
	const gz_pack *pack = stage->pack;
	const gz_world *world = &pack->scenario.world;
	json_t *known = heading(stage), *crossings = json_array(), *decisions = json_array();
	put_known_places(stage, lane, known);
	for (int32_t i = 0; i < world->n_crossings; i++)
		json_array_append_new(crossings, json_pack("{s:s, s:o}", "id", world->crossings[i].id, "queue", number(whole(queue(stage, i, lane)))));
	for (int32_t i = 0; i < pack->n_decisions; i++)
		if (pack->decisions[i].measure >= 0)
			json_array_append_new(decisions, json_pack("{s:s, s:o, s:s}", "id", pack->decisions[i].id, "left", number(left(stage, pack->decisions[i].measure, lane)),
				"unit", unit(pack, pack->decisions[i].measure)));
	json_object_set_new(known, "at", time_json(stage));
	json_object_set_new(known, "crossings", crossings);
	json_object_set_new(known, "decisions", decisions);
	return known;
}

/* The value of this moment, or its quantiles. */
static json_t *moment(const gz_stage *stage, gz_session_quantity quantity, int32_t place, bool spread)
{
	double quantiles[GZ_SESSION_QUANTILES] = {0};
	gz_session_gauge gauge = no_gauge;
	gauge.quantity = quantity;
	gauge.place = place;
	if (!spread)
		return number(value_at(stage, gauge, 0));
	if (!gz_session_spread(stage->session, &gauge, quantiles))
		return NULL;
	json_t *list = json_array();
	for (int32_t q = 0; q < GZ_SESSION_QUANTILES; q++)
		json_array_append_new(list, number(quantiles[q]));
	return list;
}

json_t *gz_stage_truth(const gz_stage *stage)
{
	const gz_scenario *s = &stage->pack->scenario;
	const int32_t worlds = gz_session_replicates(stage->session);
	const bool spread = worlds > 1;
	json_t *all = heading(stage), *places = json_array();
	json_object_set_new(all, "worlds", json_integer(worlds));
	for (int32_t i = 0; places && i < s->n_report_places; i++) {
		const int32_t place = s->report_places[i];
		json_array_append_new(places, json_pack("{s:s, s:o*, s:o*, s:o*, s:o*, s:o*, s:o*}", "id", s->world.places[place].id,
			"infections", days_of(stage, column_of(stage, place, GZ_QUANTITY_INFECTIONS, -1), 0, spread),
			"deaths", days_of(stage, column_of(stage, place, GZ_QUANTITY_DEATHS, -1), 0, spread),
			"reported", streams_of(stage, place, 0, spread, false),
			"beds", moment(stage, GZ_SESSION_BEDS, place, spread),
			"prevalence", moment(stage, GZ_SESSION_PREVALENCE, place, spread),
			"so_far", moment(stage, GZ_SESSION_INFECTIONS, place, spread)));
	}
	json_object_set_new(all, "places", places);
	return all;
}
