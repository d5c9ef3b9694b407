/* The pack "Clean water" plays itself over a made-up world: from STARTEX to the last phase, with nobody, with four silent people, with nine
 * who do nothing, and with nine who do everything in time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include "exercise/observable.h"
#include "exercise/outlook.h"
#include "exercise/rehearsal/idle.h"
#include "exercise/rehearsal/walk.h"
#include "playing.h"
#include "suite.h"
#include <math.h>
#include <stdio.h>

static playing p;
static double a_day, queue; /* reported more every day; lorries at the crossing */

static double world_call(void *context, int32_t id, const double *args, int32_t n)
{
	(void)context, (void)args, (void)n;
	const double day = (double)gz_timetable_sim(&p.play.timetable, playing_ex(&p)) / 86400;
	return id == GZ_OBSERVABLE_QUEUE ? queue : id == GZ_OBSERVABLE_TRUTH ? 3 * a_day * day : a_day * day;
}

static double world_symbol(void *context, int32_t id)
{
	(void)context, (void)id;
	return (double)NAN;
}

static const gz_expr_env world = {.symbol = world_symbol, .call = world_call};

static void begin(const char *const *seats)
{
	char path[1000];
	const char *source = getenv("GUZAR_SOURCE");
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	p = (playing){0};
	snprintf(path, sizeof path, "%s/packs/clean-water", source ? source : ".");
	ck_assert_int_eq(gz_pack_load(&p.pack, path, &(gz_pack_options){.library = source ? source : "."}, &mistakes), GZ_OK);
	gz_mistakes_free(&mistakes);
	playing_open(&p);
	for (; *seats; seats++)
		ck_assert_ptr_null(playing_put(&p, GZ_ENTRY_SEAT, json_pack("{s:s, s:s}", "act", "join", "seat", *seats), NULL));
	playing_do(&p, GZ_ENTRY_CLOCK, "{'act':'start'}");
	a_day = 3;
	queue = 0;
}

static void end(void)
{
	playing_same(&p);
	playing_end(&p);
}

static const char *const NOBODY[] = {NULL};
static const char *const FOUR[] = {"nfp", "surveillance", "post", "district", NULL};
static const char *const NINE[] = {"nfp", "surveillance", "post", "border", "customs", "migration", "hospital", "district", "emergency", NULL};

static void hand_in(gz_entry_kind kind, json_t *body)
{
	gz_error err = {0};
	char *text = json_dumps(body, JSON_COMPACT);
	const char *word = playing_put(&p, kind, body, &err);
	ck_assert_msg(!word, "%s: %s", text, err.sentence);
	free(text);
}

static json_t *by_seat(const char *seat, json_int_t number, json_t *more)
{
	json_t *body = json_pack("{s:s, s:s, s:I}", "seat", seat, "by", seat, "reply_to", number);
	json_object_update_new(body, more);
	return body;
}

/* The first thing that the pack says does an action and that the seat may do. */
static void answer(int32_t action, const char *seat, json_int_t number)
{
	const gz_pack_action *a = &p.pack.actions[action];
	for (int32_t i = 0; i < a->n_answers && !gz_mark_done(&p.play, action); i++) {
		const gz_pack_answer *way = &a->answers[i];
		const bool decides = way->kind == GZ_PACK_BY_DECISION, form = way->kind == GZ_PACK_BY_FORM, writes = way->kind == GZ_PACK_BY_MESSAGE;
		json_t *body = by_seat(seat, number, decides ? json_pack("{s:s, s:s, s:s}", "act", "decide", "decision", p.pack.decisions[way->of].id, "reasons", "x") :
			form ? json_pack("{s:s, s:s, s:{s:s}}", "act", "form", "form", gz_pack_form_words[way->of], "fields", "known", "x") :
			json_pack("{s:[s], s:s}", "to", writes ? p.pack.roles[way->of].id : "control", "text", "done"));
		const gz_entry_kind kind = decides || form ? GZ_ENTRY_ACT : GZ_ENTRY_SEND;
		if (gz_play_refusal(&p.play, &p.chronicle, kind, body, p.wall, NULL))
			json_decref(body);
		else
			hand_in(kind, body);
	}
}

/* An expected action done as the pack says, by the first role that can. */
static void do_it(int32_t action)
{
	const gz_pack_action *a = &p.pack.actions[action];
	const json_int_t number = gz_field_whole(gz_play_touched(&p.play, a->inject), "number");
	for (int32_t k = 0; k < a->n_roles && !gz_mark_done(&p.play, action); k++) {
		const char *seat = p.pack.roles[a->roles[k]].id;
		bool asked = false;
		for (int32_t i = 0; i < p.pack.injects[a->inject].n_to; i++)
			asked = asked || p.pack.injects[a->inject].to[i] == a->roles[k];
		if (!asked)
			continue;
		if (a->n_answers > 0)
			answer(action, seat, number);
		else
			hand_in(GZ_ENTRY_ACT, by_seat(seat, number, json_pack("{s:s, s:s}", "act", "done", "text", "by phone")));
	}
	ck_assert_msg(gz_mark_done(&p.play, action), "%s is not done by what was done", a->id);
}

static void do_all(void)
{
	for (int32_t i = 0; i < p.pack.n_actions; i++)
		if (json_object_get(gz_play_touched(&p.play, p.pack.actions[i].inject), "number") && !gz_mark_done(&p.play, i))
			do_it(i);
}

/* Second by second to the end of the last phase. */
static void play(bool diligent)
{
	for (;; p.wall += 1000) {
		playing_direct(&p, &world);
		if (diligent)
			do_all();
		if (playing_ex(&p) >= gz_timetable_close(&p.play.timetable))
			break;
	}
}

/* Every inject with a time of its own came at that very second, its channel's latency later. */
static void timed(void)
{
	int32_t n = 0;
	for (int32_t i = 0; i < p.pack.n_injects; i++) {
		const gz_pack_inject *inject = &p.pack.injects[i];
		if (inject->trigger.kind != GZ_PACK_AT)
			continue;
		const int64_t latency = inject->channel < 0 ? 0 : p.pack.channels[inject->channel].latency.seconds;
		ck_assert_msg(playing_sent(&p, inject->id) == (inject->trigger.at.seconds + latency) * 1000, "inject %s came at %lld", inject->id,
			(long long)playing_sent(&p, inject->id));
		n++;
	}
	ck_assert_int_gt(n, 30);
}

/* Said in every language promised, with nothing left to fill in. */
static void texts(void)
{
	size_t i;
	json_t *m;
	json_array_foreach(playing_state(&p, "messages"), i, m)
		for (gz_pack_language l = GZ_PACK_EN; l < GZ_PACK_LANGUAGES; l++) {
			const char *said = gz_field_text(json_object_get(m, "body"), gz_pack_language_code(l));
			if (json_object_get(m, "inject"))
				ck_assert_msg(!p.pack.wanted[l] || (said && !strstr(said, "${") && !strstr(said, "nan")), "inject %s: %s", gz_field_text(m, "inject"), said);
		}
}

static bool missed(const gz_pack_inject *inject, int64_t sent)
{
	for (int32_t k = 0; k < inject->n_actions; k++) {
		const gz_pack_action *a = &p.pack.actions[inject->actions[k]];
		char name[100];
		snprintf(name, sizeof name, "%s.%s", inject->id, a->id);
		const json_t *done = json_object_get(playing_state(&p, "actions"), name);
		const int64_t by = gz_timetable_after(&p.play.timetable, sent, &a->within);
		if (a->critical && by <= playing_ex(&p) && !(done && gz_field_whole(done, "ex") <= by))
			return true;
	}
	return false;
}

/* A contingency came just where a critical action was not done in time. */
static int32_t contingencies(void)
{
	int32_t n = 0;
	for (int32_t i = 0; i < p.pack.n_injects; i++) {
		const gz_pack_inject *inject = &p.pack.injects[i];
		if (inject->contingency < 0 || playing_sent(&p, inject->id) < 0)
			continue;
		const bool came = playing_sent(&p, p.pack.injects[inject->contingency].id) >= 0;
		ck_assert_msg(came == missed(inject, playing_sent(&p, inject->id)), "inject %s: its contingency %s", inject->id, came ? "came" : "did not come");
		n += came;
	}
	return n;
}

static int32_t done_by_machine(const char *seat)
{
	int32_t n = 0;
	for (int32_t i = 0; i < p.chronicle.n; i++)
		n += gz_field_same(p.chronicle.entries[i].body, "by", GZ_PLAY_MACHINE) && gz_field_same(p.chronicle.entries[i].body, "seat", seat);
	return n;
}

START_TEST(test_with_nobody_it_plays_itself)
{
	begin(NOBODY);
	play(false);
	timed();
	texts();
	ck_assert_int_eq(contingencies(), 0); /* every agency does what its card declares, in time */
	ck_assert(!json_object_get(playing_state(&p, "none"), "17"));
	ck_assert(gz_outlook_ordered(&p.play, gz_play_decision(&p.play, "hygiene")));
	ck_assert_int_eq(playing_sent(&p, "42"), -1);
	ck_assert_int_eq(playing_sent(&p, "40"), -1); /* nothing is closed, and nobody waits */
	for (const char *const *seat = NINE; *seat; seat++)
		ck_assert_msg(done_by_machine(*seat) > 0, "%s does nothing", *seat);
	end();
}
END_TEST

START_TEST(test_with_nine_who_do_nothing_every_contingency_comes)
{
	begin(NINE);
	play(false);
	timed();
	texts();
	int32_t all = 0;
	for (int32_t i = 0; i < p.pack.n_injects; i++)
		all += p.pack.injects[i].contingency >= 0;
	ck_assert_int_eq(contingencies(), all);
	ck_assert_int_eq(playing_sent(&p, "1b"), 5 * 60000);
	ck_assert_int_eq(playing_sent(&p, "17b"), 39 * 60000); /* twelve minutes, and two for the letter */
	ck_assert(json_object_get(playing_state(&p, "none"), "17"));
	ck_assert_int_eq(playing_sent(&p, "23b"), 65 * 60000); /* a day by the scenario's clock ends in the leap of a week */
	ck_assert_int_eq(playing_sent(&p, "42"), 44 * 60000);
	ck_assert_int_eq(playing_sent(&p, "40"), -1); /* nothing was closed */
	for (const char *const *seat = NINE; *seat; seat++)
		ck_assert_int_eq(done_by_machine(*seat), 0);
	end();
}
END_TEST

START_TEST(test_with_four_silent_people_the_absent_agencies_act)
{
	begin(FOUR);
	play(false);
	timed();
	ck_assert_int_ge(contingencies(), 9);
	for (const char *const *seat = FOUR; *seat; seat++)
		ck_assert_int_eq(done_by_machine(*seat), 0);
	ck_assert_int_gt(done_by_machine("border"), 0);
	ck_assert_int_gt(done_by_machine("customs"), 0);
	ck_assert_int_gt(done_by_machine("hospital"), 0);
	size_t i;
	json_t *order;
	bool tankers = false, ors = false;
	json_array_foreach(playing_state(&p, "orders"), i, order) {
		tankers = tankers || (gz_field_same(order, "decision", "tankers") && gz_field_whole(order, "ex") == 38 * 60000); /* the letter came at 00:32 */
		ors = ors || (gz_field_same(order, "decision", "ors") && gz_field_same(order, "seat", "hospital"));
	}
	ck_assert(tankers && ors);
	end();
}
END_TEST

START_TEST(test_with_nine_who_do_all_in_time_no_contingency_comes)
{
	begin(NINE);
	play(true);
	timed();
	texts();
	ck_assert_int_eq(contingencies(), 0);
	ck_assert_uint_eq(json_object_size(playing_state(&p, "passed")), 0);
	ck_assert_int_eq(playing_sent(&p, "42"), -1); /* the banks have spoken */
	ck_assert(!json_object_get(playing_state(&p, "none"), "17"));
	for (const char *const *seat = NINE; *seat; seat++)
		ck_assert_int_eq(done_by_machine(*seat), 0);
	end();
}
END_TEST

START_TEST(test_the_world_and_the_closing_are_answered)
{
	begin(NINE);
	while (playing_ex(&p) < 20 * 60000) {
		p.wall += 1000;
		playing_direct(&p, &world);
	}
	const int64_t number = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'nfp','decision':'close','reasons':'x'}");
	ck_assert(!gz_outlook_ordered(&p.play, gz_play_decision(&p.play, "close")));
	hand_in(GZ_ENTRY_ACT, json_pack("{s:s, s:I, s:s}", "act", "confirm", "order", (json_int_t)number, "by", "One"));
	play(false);
	ck_assert_int_eq(playing_sent(&p, "41"), 38 * 60000); /* in force after six hours, and twelve more */
	ck_assert_int_eq(playing_sent(&p, "40"), 44 * 60000);        /* eighteen hours after it came into force */
	const json_t *crowded = json_object_get(playing_state(&p, "milestones"), "crowded");
	ck_assert(crowded && json_integer_value(crowded) == 65 * 60000); /* ten by three a day: in the leap of a week */
	size_t i;
	json_t *m;
	json_array_foreach(playing_state(&p, "messages"), i, m) {
		if (gz_field_same(m, "inject", "32"))
			ck_assert_int_eq(gz_field_whole(m, "variant"), 0);
		if (gz_field_same(m, "inject", "24")) /* the crossing is closed by then */
			ck_assert_int_eq(gz_field_whole(m, "variant"), 0);
	}
	end();
}
END_TEST

/* At 00:20 (12:30 of 3 May) for twelve hours: in force from 00:26 until 00:38, open and to be ordered again after that. */
START_TEST(test_a_closing_for_some_hours_ends_by_itself)
{
	begin(NINE);
	const int32_t close = gz_play_decision(&p.play, "close");
	int64_t number = 0, began = -1, ended = -1;
	while (playing_ex(&p) < 45 * 60000) {
		p.wall += 1000;
		playing_direct(&p, &world);
		if (playing_ex(&p) == 20 * 60000) {
			number = playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'nfp','decision':'close','reasons':'x','hours':12}");
			hand_in(GZ_ENTRY_ACT, json_pack("{s:s, s:I, s:s}", "act", "confirm", "order", (json_int_t)number, "by", "One"));
			playing_not(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'nfp','decision':'close','reasons':'x'}", "decision");
		}
		const bool now = gz_outlook_inforce(&p.play, playing_ex(&p), close);
		began = began < 0 && now ? playing_ex(&p) : began;
		ended = ended < 0 && began >= 0 && !now ? playing_ex(&p) : ended;
	}
	ck_assert_int_eq(began, 26 * 60000);
	ck_assert_int_eq(ended, 38 * 60000);
	ck_assert_int_eq(playing_sent(&p, "40"), -1); /* the closing did not last eighteen hours */
	ck_assert_int_gt(playing_do(&p, GZ_ENTRY_ACT, "{'act':'decide','seat':'nfp','decision':'close','reasons':'x'}"), number);
	end();
}
END_TEST

START_TEST(test_a_phase_cut_short_and_one_made_longer)
{
	begin(NOBODY);
	while (playing_ex(&p) < 40 * 60000) {
		p.wall += 1000;
		playing_direct(&p, &world);
		if (playing_ex(&p) == 5 * 60000)
			playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'extend','ms':300000}");
	}
	playing_do(&p, GZ_ENTRY_HOLD, "{'act':'phase','do':'next'}"); /* 00:40: fifteen minutes of the day are left out */
	play(false);
	ck_assert_int_eq(playing_sent(&p, "10"), 14 * 60000);          /* of the phase that is longer: at its time */
	ck_assert_int_eq(playing_sent(&p, "11"), 22 * 60000);          /* of the next one: five minutes later */
	ck_assert_int_eq(playing_sent(&p, "22"), 38 * 60000);
	ck_assert_int_eq(playing_sent(&p, "31"), -1);                  /* of the time that was cut off */
	ck_assert_int_eq(playing_sent(&p, "32"), 56 * 60000);          /* 01:06, ten minutes earlier */
	ck_assert_int_eq(gz_timetable_close(&p.play.timetable), (90 + 5 - 15) * 60000);
	end();
}
END_TEST

/* ---- in the worlds of its model ---------------------------------------------------------------------------------- */
enum { WORLDS = 25 };

static bool by_the_world(const gz_pack_inject *inject) { return inject->trigger.kind == GZ_PACK_WHEN; }

/* What waits for the world is told in some worlds and not in others; where it is not, another inject carries the story; and nothing stands in
 * the script that no cast ever gets. */
START_TEST(test_what_the_world_sets_off_comes_in_some_worlds)
{
	enum { CASTS = GZ_WALK_CASTS + 1 };
	gz_walk walks[CASTS][WORLDS];
	gz_error err = {0};
	begin(NOBODY);
	ck_assert_int_eq(p.pack.n_casts, 1);
	for (int32_t cast = 0; cast < CASTS; cast++)
		ck_assert_msg(gz_walk_run(walks[cast], WORLDS, &p.pack, p.pack.scenario.seed, 0, (gz_walk_cast)cast, &err) == GZ_OK, "%s", err.sentence);
	int32_t by_world = 0;
	for (int32_t i = 0; i < p.pack.n_injects; i++) {
		int32_t n[GZ_WALK_CASTS] = {0};
		for (int32_t cast = 0; cast < GZ_WALK_CASTS; cast++)
			for (int32_t w = 0; w < WORLDS; w++)
				n[cast] += walks[cast][w].sent[i] >= 0;
		const gz_pack_inject *inject = &p.pack.injects[i];
		uint64_t shown = 0;
		for (int32_t cast = 0; cast < CASTS; cast++)
			for (int32_t w = 0; w < WORLDS; w++)
				shown |= walks[cast][w].shown[i];
		ck_assert_msg(shown == (UINT64_C(1) << inject->n_variants) - 1, "inject %s: some text is never shown", inject->id); /* of a closed bridge too */
		ck_assert_msg(n[GZ_WALK_NOBODY] + n[GZ_WALK_DECLARED] + n[GZ_WALK_ALL] > 0, "inject %s is never sent", inject->id);
		ck_assert_msg(!by_the_world(inject) || (n[GZ_WALK_DECLARED] > 0 && n[GZ_WALK_DECLARED] < WORLDS), "inject %s is sent in %d of %d worlds", inject->id,
			n[GZ_WALK_DECLARED], WORLDS);
		by_world += by_the_world(inject);
		for (int32_t w = 0; inject->trigger.kind == GZ_PACK_UNLESS_INJECT && w < WORLDS; w++)
			ck_assert_msg((walks[GZ_WALK_DECLARED][w].sent[i] >= 0) != (walks[GZ_WALK_DECLARED][w].sent[inject->trigger.of] >= 0),
				"in world %d neither inject %s nor what it stands in for is sent, or both", w, inject->id);
	}
	ck_assert_int_ge(by_world, 7);
	for (int32_t cast = 0; cast < CASTS; cast++)
		for (int32_t w = 0; w < WORLDS; w++)
			gz_walk_free(&walks[cast][w]);
	end();
}
END_TEST

/* Infections, reports and people held in all worlds after twelve days under some orders of the morning of the first; other: besides the first. */
static double outcome(const char *decision, const char *other)
{
	const char *const both[] = {other, decision};
	gz_error err = {0};
	gz_impact impact = {0};
	gz_stage *stage;
	json_t *orders = json_array(), *state = json_pack("{s:o, s:[], s:{}}", "orders", orders, "messages", "injects");
	for (int i = 0; i < 2; i++)
		if (both[i])
			json_array_append_new(orders, json_pack("{s:i, s:s, s:s, s:i}", "number", i + 1, "decision", both[i], "status", "ordered", "from_sim", 7200));
	ck_assert_int_eq(gz_impact_gather(&impact, &p.pack, state), GZ_OK);
	ck_assert_int_eq(gz_stage_open(&stage, &p.pack, p.pack.scenario.seed, 0, WORLDS, &err), GZ_OK);
	gz_stage_marks(stage, false);
	ck_assert_msg(gz_stage_follow(stage, &impact, 14 * 86400, NULL, NULL, &err) == GZ_OK, "%s", err.sentence);
	double sum = 0;
	for (int32_t w = 0; w < WORLDS; w++) {
		gz_session_gauge gauge = {.quantity = GZ_SESSION_REPORTS, .place = -1, .measure = -1, .compartment = -1, .crossing = -1};
		for (int32_t i = 0; i < p.pack.scenario.world.n_places; i++)
			if (strcmp(p.pack.scenario.world.places[i].id, "TJK") == 0)
				gauge.place = i;
		sum += gz_idle_infections(stage, &p.pack, w) + 1000 * gz_session_value(gz_stage_session(stage), &gauge, w);
		gauge.quantity = GZ_SESSION_QUEUE;
		gauge.crossing = 0;
		sum += 1e7 * gz_session_value(gz_stage_session(stage), &gauge, w);
	}
	gz_stage_close(stage);
	gz_impact_free(&impact);
	json_decref(state);
	return sum;
}

/* A decision that changed nothing in its world would teach nothing. Tracing finds the contacts of those whom another measure has found. */
START_TEST(test_every_decision_with_a_measure_changes_the_world)
{
	begin(NOBODY);
	const double nothing = outcome(NULL, NULL), found = outcome("ors", NULL);
	int32_t n = 0;
	for (int32_t i = 0; i < p.pack.n_decisions; i++) {
		const gz_pack_decision *d = &p.pack.decisions[i];
		const bool traces = strcmp(d->id, "trace") == 0;
		if (d->measure < 0)
			continue;
		const double with = outcome(d->id, traces ? "ors" : NULL);
		ck_assert_msg(with < 0 || with > 0, "%s", d->id);
		ck_assert_msg(fabs(with - (traces ? found : nothing)) > 0.5, "the decision %s changes nothing", d->id);
		n++;
	}
	ck_assert_int_ge(n, 10);
	ck_assert_msg(fabs(outcome("trace", NULL) - nothing) < 0.5, "tracing alone finds nobody: nothing tells of a case"); /* as `check` says */
	end();
}
END_TEST

/* ---- what players know ------------------------------------------------------------------------------------------ */
static const json_t *place_row(const json_t *all, const char *id)
{
	size_t i;
	json_t *row;
	json_array_foreach(json_object_get(all, "places"), i, row)
		if (strcmp(gz_field_text(row, "id"), id) == 0)
			return row;
	ck_abort_msg("no row of %s", id);
	return NULL;
}

/* Reported since the start: of the ill, or of the dead. */
static double known_sum(const json_t *row, const char *what, const char *stream)
{
	double sum = 0;
	size_t i;
	const json_t *days = json_object_get(json_object_get(row, what), stream), *day;
	ck_assert(json_is_array(days) && json_array_size(days) > 10);
	json_array_foreach((json_t *)(uintptr_t)days, i, day) {
		ck_assert(json_number_value(day) >= 0);
		sum += json_number_value(day);
	}
	return sum;
}

typedef struct parts { const char *whole, *of[5]; } parts;

/* The rows of a place's parts sum to the place's own row; the dead are told as reported, never more than died. */
START_TEST(test_what_players_know_adds_up)
{
	static const parts all[] = {{"TJK", {"TJK-khatlon", "TJK:others"}}, {"TJK-khatlon", {"TJK-jayhun", "TJK-dusti", "TJK-balkhi", "TJK-khatlon:others"}}};
	enum { LANES = 60 };
	double dead = 0, others = 0;
	gz_stage *stage = NULL;
	gz_impact impact = {0};
	begin(NOBODY);
	ck_assert_int_eq(gz_stage_open(&stage, &p.pack, 1, 0, LANES, NULL), GZ_OK);
	ck_assert_int_eq(gz_stage_follow(stage, &impact, 27 * 86400, NULL, NULL, NULL), GZ_OK);
	for (int32_t lane = 0; lane < LANES; lane++) {
		json_t *known = gz_stage_known(stage, lane);
		for (size_t w = 0; w < 2; w++) {
			double ill = 0, died = 0;
			for (size_t k = 0; k < 5 && all[w].of[k]; k++) {
				ill += known_sum(place_row(known, all[w].of[k]), "reported", "reported");
				died += known_sum(place_row(known, all[w].of[k]), "deaths", "died");
			}
			ck_assert_double_eq(ill, known_sum(place_row(known, all[w].whole), "reported", "reported"));
			ck_assert_double_eq(died, known_sum(place_row(known, all[w].whole), "deaths", "died"));
			dead += died;
		}
		ck_assert_ptr_null(json_object_get(json_object_get(place_row(known, "TJK"), "reported"), "died")); /* the dead are no further ill */
		others += known_sum(place_row(known, "TJK-khatlon:others"), "reported", "reported");
		json_decref(known);
	}
	ck_assert_double_gt(dead, 0);
	ck_assert_double_gt(others, 0);
	gz_impact_free(&impact);
	gz_stage_close(stage);
	end();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("clean_water");
	TCase *c = tcase_create("clean_water");
	tcase_add_test(c, test_with_nobody_it_plays_itself);
	tcase_add_test(c, test_with_nine_who_do_nothing_every_contingency_comes);
	tcase_add_test(c, test_with_four_silent_people_the_absent_agencies_act);
	tcase_add_test(c, test_with_nine_who_do_all_in_time_no_contingency_comes);
	tcase_add_test(c, test_the_world_and_the_closing_are_answered);
	tcase_add_test(c, test_a_closing_for_some_hours_ends_by_itself);
	tcase_add_test(c, test_a_phase_cut_short_and_one_made_longer);
	tcase_add_test(c, test_what_the_world_sets_off_comes_in_some_worlds);
	tcase_add_test(c, test_every_decision_with_a_measure_changes_the_world);
	tcase_add_test(c, test_what_players_know_adds_up);
	tcase_set_timeout(c, 120);
	suite_add_tcase(suite, c);
	return suite_run(suite);
}
