/* Worlds played through by the machine, side by side.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/rehearsal/walk.h"
#include "exercise/director.h"
#include "exercise/outlook.h"
#include "exercise/rehearsal/idle.h"
#include "exercise/script/workload.h"
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A machine that never comes to an end is a mistake of the script, or of the program: so many entries are too many. */
enum { MS = 1000, ENTRIES_MOST = 100000, ALL_AFTER = 60 };

typedef struct walk_work {
	gz_walk *out;
	const gz_pack *pack;
	int32_t world, lane;
	gz_stage *stage, *own; /* where its world is: that of all, or its own once it has gone another way */
	gz_chronicle chronicle;
	gz_play play;
	gz_director_memory memory;
	gz_impact impact;
	int32_t gathered;      /* entries folded when the impact was gathered */
	int64_t ex;
	gz_error *err;
} walk_work;

/* Worlds that are walked side by side: as long as the same is done to them, they are stepped at once. */
typedef struct walk_troop {
	walk_work *works; int32_t n;
	gz_stage *stage;
	uint64_t seed;
	gz_error *err;
} walk_troop;

void gz_walk_free(gz_walk *walk)
{
	gz_arena_free(&walk->arena);
	*walk = (gz_walk){0};
}

/* ---- the log ----------------------------------------------------------------------------------------------- */
/* Takes the body. */
static gz_status put(walk_work *w, gz_entry_kind kind, json_t *body)
{
	gz_status status = GZ_ERR_MEMORY;
	char *text = body && json_object_set_new(body, "ex", json_integer(w->ex)) == 0 ? json_dumps(body, JSON_COMPACT) : NULL;
	json_decref(body);
	if (w->chronicle.n >= ENTRIES_MOST) {
		free(text);
		return gz_error_set(w->err, GZ_ERR_INPUT, w->pack->file, 0, 0, "the script sends itself on without end: %d entries by %d minutes", ENTRIES_MOST, (int)(w->ex / 60000));
	}
	if (text)
		status = gz_chronicle_add(&w->chronicle, w->chronicle.n + 1, w->ex, gz_chronicle_kind_name(kind), text, strlen(text), w->err);
	free(text);
	return status == GZ_OK && !gz_play_fold(&w->play, &w->chronicle) ? GZ_ERR_MEMORY : status;
}

static gz_status open_room(walk_work *w, uint64_t seed, int32_t world, bool seated)
{
	json_t *opening = gz_play_opening_of(w->pack);
	if (opening && json_object_update_new(opening, json_pack("{s:I, s:i, s:s}", "seed", (json_int_t)seed, "world", (int)world, "seed_by", "rehearsal")) != 0)
		return GZ_ERR_MEMORY;
	GZ_TRY(put(w, GZ_ENTRY_OPEN, opening));
	size_t i;
	json_t *role, *roles = json_object_get(w->play.state, "roles");
	json_array_foreach(roles, i, role)
		if (seated && gz_play_plays(role))
			GZ_TRY(put(w, GZ_ENTRY_SEAT, json_pack("{s:s, s:O}", "act", "join", "seat", json_object_get(role, "id"))));
	return put(w, GZ_ENTRY_CLOCK, json_pack("{s:s}", "act", "start"));
}

/* ---- the play ---------------------------------------------------------------------------------------------- */
/* What the machine owes, if the play takes it: a script that asks for what cannot be is told, not passed over. */
static gz_status put_owed(walk_work *w, gz_entry_kind kind, json_t *body)
{
	gz_error why = {0};
	const char *word = gz_play_refusal(&w->play, &w->chronicle, kind, body, w->ex, &why);
	if (word == NULL)
		return put(w, kind, body);
	json_decref(body);
	return gz_error_set(w->err, GZ_ERR_INPUT, w->pack->file, 0, 0, "%d minutes in, the script asks for what the room refuses (%s): %s", (int)(w->ex / 60000), word, why.sentence);
}

/* The control team confirms at once what waits for it. */
static gz_status confirm(walk_work *w)
{
	for (size_t i = 0; i < json_array_size(json_object_get(w->play.state, "orders")); i++) {
		const json_t *order = json_array_get(json_object_get(w->play.state, "orders"), i);
		const char *status = json_string_value(json_object_get(order, "status"));
		if (status && strcmp(status, "waiting") == 0)
			GZ_TRY(put_owed(w, GZ_ENTRY_ACT, json_pack("{s:s, s:s, s:O}", "act", "confirm", "by", "facilitator", "order", json_object_get(order, "number"))));
	}
	return GZ_OK;
}

/* Everything that is due now, one after the other. */
static gz_status direct(walk_work *w)
{
	gz_stage_view view = {.stage = w->stage, .pack = w->pack, .sim = gz_timetable_sim(&w->play.timetable, w->ex), .lane = w->lane};
	const gz_expr_env world = gz_stage_env(&view);
	for (;;) {
		gz_entry_kind kind = GZ_ENTRY_NOTE;
		json_t *body = NULL;
		if (!gz_director_due(&w->play, &w->chronicle, w->ex, w->stage ? &world : NULL, &w->memory, &kind, &body))
			return GZ_ERR_MEMORY;
		if (body == NULL)
			return GZ_OK;
		GZ_TRY(put_owed(w, kind, body));
		GZ_TRY(confirm(w));
	}
}

/* Everything that is due before ms, the world standing still. */
static gz_status play_until(walk_work *w, int64_t ms)
{
	for (;;) {
		GZ_TRY(direct(w));
		if (w->memory.quiet >= ms)
			return GZ_OK;
		w->ex = w->memory.quiet > w->ex ? w->memory.quiet : w->ex + 1;
	}
}

static gz_status open_stage(const walk_work *w, gz_stage **stage, uint64_t seed, int32_t first, int32_t n)
{
	GZ_TRY(gz_stage_open(stage, w->pack, seed, first, n, w->err));
	gz_stage_threads(*stage, 1);
	gz_stage_marks(*stage, false);
	return GZ_OK;
}

/* All worlds to the present moment; those to which something else was done than to the first of them go on by themselves. */
static gz_status follow(walk_troop *t)
{
	const walk_work *lead = NULL;
	for (int32_t i = 0; t->stage && i < t->n; i++) {
		walk_work *w = &t->works[i];
		const int64_t sim = gz_timetable_sim(&w->play.timetable, w->ex);
		if (w->gathered != w->play.done)
			GZ_TRY(gz_impact_gather(&w->impact, w->pack, w->play.state));
		w->gathered = w->play.done;
		if (!w->own && lead && gz_impact_differ(&lead->impact, &w->impact, gz_impact_step(w->pack, sim)) != INT32_MAX) {
			GZ_TRY(open_stage(w, &w->own, t->seed, w->world, 1));
			w->stage = w->own;
			w->lane = 0;
		}
		lead = w->own || lead ? lead : w;
		if (w->own || lead == w)
			GZ_TRY(gz_stage_follow(w->stage, &w->impact, sim, NULL, NULL, t->err));
	}
	return GZ_OK;
}

/* When the world takes its next step, in ms of the exercise; at the latest the end. */
static int64_t next_step(const walk_work *w)
{
	const int64_t close = gz_timetable_close(&w->play.timetable);
	if (w->stage == NULL)
		return close;
	const int64_t seconds = 86400 / w->pack->scenario.steps_per_day, done = gz_impact_step(w->pack, gz_timetable_sim(&w->play.timetable, w->ex));
	const int64_t step = gz_timetable_reach(&w->play.timetable, (done + 1) * seconds - w->pack->start_second);
	return step < close ? step : close;
}

/* Nothing of a world changes between two of its steps, so that each is played up to the next one by itself. */
static gz_status play_on(walk_troop *t)
{
	for (int64_t ex = 0;;) {
		const int64_t close = gz_timetable_close(&t->works[0].play.timetable), step = next_step(&t->works[0]);
		const bool last = ex >= close;
		GZ_TRY(follow(t));
		for (int32_t i = 0; i < t->n; i++)
			GZ_TRY(play_until(&t->works[i], last ? ex : step));
		if (last)
			return GZ_OK;
		ex = step > ex ? step : ex + 1;
		for (int32_t i = 0; i < t->n; i++)
			t->works[i].ex = ex;
	}
}

/* ---- what is kept ------------------------------------------------------------------------------------------ */
static int32_t index_of_inject(const gz_pack *pack, const char *id)
{
	for (int32_t i = 0; id && i < pack->n_injects; i++)
		if (strcmp(pack->injects[i].id, id) == 0)
			return i;
	return -1;
}

static void keep_sent(walk_work *w)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(w->play.state, "messages"), i, one) {
		const int32_t inject = index_of_inject(w->pack, json_string_value(json_object_get(one, "inject")));
		if (inject < 0)
			continue;
		const json_int_t shown = json_integer_value(json_object_get(one, "variant"));
		w->out->shown[inject] |= UINT64_C(1) << (shown < 63 ? shown : 63);
		if (w->out->sent[inject] >= 0)
			continue;
		w->out->sent[inject] = json_integer_value(json_object_get(one, "ex"));
		w->out->variant[inject] = (int32_t)shown;
	}
}

static void keep_orders(walk_work *w)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(w->play.state, "orders"), i, one) {
		const char *id = json_string_value(json_object_get(one, "decision"));
		for (int32_t d = 0; id && d < w->pack->n_decisions; d++)
			if (strcmp(w->pack->decisions[d].id, id) == 0 && w->out->ordered[d] < 0)
				w->out->ordered[d] = json_integer_value(json_object_get(one, "ex"));
	}
	for (int32_t d = 0; d < w->pack->n_decisions; d++)
		w->out->in_force[d] = gz_outlook_inforce(&w->play, w->ex, d);
}

/* The length of a gap without discussions: nobody is idle round the table. */
static int64_t idle_time(const walk_work *w, int64_t from, int64_t to)
{
	int64_t longest = 0, since = from;
	const gz_timetable *t = &w->play.timetable;
	for (int32_t i = 0; i < t->n; i++) {
		if (w->pack->phases[i].n_questions == 0 || t->to[i] <= from || t->from[i] >= to)
			continue;
		longest = t->from[i] - since > longest ? t->from[i] - since : longest;
		since = t->to[i] > since ? t->to[i] : since;
	}
	return to - since > longest ? to - since : longest;
}

static void keep_load(walk_work *w, int32_t role, int64_t *times)
{
	gz_walk_load *load = &w->out->loads[role];
	int64_t last = 0;
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(w->play.state, "messages"), i, one) {
		const int64_t at = json_integer_value(json_object_get(one, "ex"));
		if (json_object_get(one, "inject") == NULL || !gz_play_reaches(one, w->pack->roles[role].id))
			continue;
		times[load->n++] = at;
		int32_t together = 0;
		for (int32_t k = load->n - 1; k >= 0 && at - times[k] < (int64_t)GZ_WORKLOAD_LEAST * MS; k--)
			together++;
		load->most = together > load->most ? together : load->most;
		const int64_t gap = idle_time(w, last, at) / MS;
		load->longest = gap > load->longest ? gap : load->longest;
		last = at;
	}
	const int64_t gap = idle_time(w, last, w->ex) / MS;
	load->longest = gap > load->longest ? gap : load->longest;
}

static gz_status keep(walk_work *w)
{
	int64_t *times = malloc((json_array_size(json_object_get(w->play.state, "messages")) + 1) * sizeof *times);
	if (!times)
		return GZ_ERR_MEMORY;
	keep_sent(w);
	keep_orders(w);
	for (int32_t r = 0; r < w->pack->n_roles; r++)
		keep_load(w, r, times);
	free(times);
	w->out->n_entries = w->chronicle.n;
	w->out->n_done = (int32_t)json_object_size(json_object_get(w->play.state, "actions"));
	w->out->infections = w->stage ? gz_idle_infections(w->stage, w->pack, w->lane) : (double)NAN;
	return GZ_OK;
}

static gz_status rooms(gz_walk *walk, const gz_pack *pack)
{
	*walk = (gz_walk){0};
	walk->sent = gz_arena_array(&walk->arena, int64_t, (int64_t)pack->n_injects + 1);
	walk->variant = gz_arena_array(&walk->arena, int32_t, (int64_t)pack->n_injects + 1);
	walk->shown = gz_arena_array(&walk->arena, uint64_t, (int64_t)pack->n_injects + 1);
	walk->ordered = gz_arena_array(&walk->arena, int64_t, (int64_t)pack->n_decisions + 1);
	walk->in_force = gz_arena_array(&walk->arena, bool, (int64_t)pack->n_decisions + 1);
	walk->loads = gz_arena_array(&walk->arena, gz_walk_load, (int64_t)pack->n_roles + 1);
	if (!walk->sent || !walk->variant || !walk->shown || !walk->ordered || !walk->in_force || !walk->loads)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < pack->n_injects; i++)
		walk->sent[i] = -1;
	for (int32_t i = 0; i < pack->n_decisions; i++)
		walk->ordered[i] = -1;
	return GZ_OK;
}

/* A pack of which every role does everything, soon: all but the roles is borrowed. */
static gz_status all_act(gz_walk *walk, const gz_pack *pack, gz_pack *own)
{
	*own = *pack;
	own->roles = gz_arena_array(&walk->arena, gz_pack_role, (int64_t)pack->n_roles + 1);
	if (!own->roles)
		return GZ_ERR_MEMORY;
	for (int32_t r = 0; r < pack->n_roles; r++) {
		own->roles[r] = pack->roles[r];
		own->roles[r].absent = GZ_PACK_ABSENT_ALL;
		own->roles[r].absent_after = (gz_pack_span){.seconds = ALL_AFTER, .given = true};
	}
	return GZ_OK;
}

/* The orders of a role, with those of the cast in place of its own at the same injects. */
static gz_status recast(gz_walk *walk, const gz_pack_cast *cast, int32_t index, gz_pack_role *role)
{
	gz_pack_order *all = gz_arena_array(&walk->arena, gz_pack_order, (int64_t)role->n_orders + cast->n_orders + 1);
	int32_t n = 0;
	if (!all)
		return GZ_ERR_MEMORY;
	for (int32_t k = 0; k < cast->n_orders; k++)
		if (cast->roles[k] == index)
			all[n++] = cast->orders[k];
	const int32_t own = n;
	for (int32_t k = 0; k < role->n_orders; k++) {
		bool replaced = false;
		for (int32_t o = 0; o < own; o++)
			replaced = replaced || all[o].inject == role->orders[k].inject;
		if (!replaced)
			all[n++] = role->orders[k];
	}
	role->orders = all;
	role->n_orders = n;
	return GZ_OK;
}

/* A pack whose roles do what a cast of it says: all but the roles is borrowed. */
static gz_status cast_acts(gz_walk *walk, const gz_pack *pack, const gz_pack_cast *cast, gz_pack *own)
{
	*own = *pack;
	own->roles = gz_arena_array(&walk->arena, gz_pack_role, (int64_t)pack->n_roles + 1);
	if (!own->roles)
		return GZ_ERR_MEMORY;
	for (int32_t r = 0; r < pack->n_roles; r++) {
		own->roles[r] = pack->roles[r];
		if (cast->after.given)
			own->roles[r].absent_after = cast->after;
		GZ_TRY(recast(walk, cast, r, &own->roles[r]));
	}
	return GZ_OK;
}

static gz_status walk_troop_on(walk_troop *t, bool seated)
{
	assert(t->n > 0 && t->works[0].pack);
	if (t->works[0].pack->has_scenario)
		GZ_TRY(open_stage(&t->works[0], &t->stage, t->seed, t->works[0].world, t->n));
	for (int32_t i = 0; i < t->n; i++) {
		t->works[i].stage = t->stage;
		GZ_TRY(open_room(&t->works[i], t->seed, t->works[i].world, seated));
	}
	GZ_TRY(play_on(t));
	for (int32_t i = 0; i < t->n; i++)
		GZ_TRY(keep(&t->works[i]));
	return GZ_OK;
}

static void troop_free(walk_troop *t)
{
	for (int32_t i = 0; i < t->n; i++) {
		walk_work *w = &t->works[i];
		gz_impact_free(&w->impact);
		gz_stage_close(w->own);
		gz_play_free(&w->play);
		gz_chronicle_free(&w->chronicle);
	}
	gz_stage_close(t->stage);
	free(t->works);
}

gz_status gz_walk_run(gz_walk *walks, int32_t n, const gz_pack *pack, uint64_t seed, int32_t first, gz_walk_cast cast, gz_error *err)
{
	gz_pack own;
	for (int32_t i = 0; i < n; i++)
		walks[i] = (gz_walk){0};
	for (int32_t i = 0; i < n; i++)
		GZ_TRY(rooms(&walks[i], pack));
	if (cast == GZ_WALK_ALL)
		GZ_TRY(all_act(&walks[0], pack, &own));
	else if (cast >= GZ_WALK_CASTS)
		GZ_TRY(cast_acts(&walks[0], pack, &pack->casts[cast - GZ_WALK_CASTS], &own));
	if (cast >= GZ_WALK_ALL)
		pack = &own;
	walk_troop t = {.works = calloc((size_t)n, sizeof *t.works), .n = n, .seed = seed, .err = err};
	if (!t.works)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++) {
		t.works[i] = (walk_work){.out = &walks[i], .pack = pack, .world = first + i, .lane = i, .play = {.pack = pack}, .gathered = -1, .err = err};
		gz_chronicle_init(&t.works[i].chronicle);
	}
	const gz_status status = walk_troop_on(&t, cast == GZ_WALK_NOBODY);
	troop_free(&t);
	return status;
}
