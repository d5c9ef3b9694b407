/* Folds entries into the state.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/play.h"
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "exercise/entry/hold.h"
#include "exercise/entry/message.h"
#include "exercise/entry/refusal.h"
#include <stdlib.h>
#include <string.h>

void gz_play_free(gz_play *play)
{
	json_decref(play->state);
	*play = (gz_play){.pack = play->pack};
}

/* ---- looking up ------------------------------------------------------------------------------------------------- */
const json_t *gz_play_role(const gz_play *play, const char *id)
{
	size_t i;
	json_t *role;
	json_array_foreach(json_object_get(play->state, "roles"), i, role)
		if (gz_field_same(role, "id", id))
			return role;
	return NULL;
}

bool gz_play_plays(const json_t *role)
{
	return gz_field_same(role, "kind", "player");
}

bool gz_play_seated(const gz_play *play, const char *seat)
{
	return seat && json_is_true(json_object_get(json_object_get(json_object_get(play->state, "seats"), seat), "joined"));
}

bool gz_play_there(const gz_play *play, const char *seat)
{
	return gz_play_seated(play, seat) && !json_is_true(json_object_get(json_object_get(json_object_get(play->state, "seats"), seat), "away"));
}

bool gz_play_reaches(const json_t *message, const char *seat)
{
	const json_t *to = json_object_get(message, "to");
	size_t i;
	json_t *one;
	json_array_foreach(to, i, one)
		if (json_is_string(one) && strcmp(json_string_value(one), seat) == 0)
			return true;
	return json_array_size(to) == 0;
}

int32_t gz_play_inject(const gz_play *play, const char *id)
{
	for (int32_t i = 0; play->pack && id && i < play->pack->n_injects; i++)
		if (strcmp(play->pack->injects[i].id, id) == 0)
			return i;
	return -1;
}

int32_t gz_play_decision(const gz_play *play, const char *id)
{
	for (int32_t i = 0; play->pack && id && i < play->pack->n_decisions; i++)
		if (strcmp(play->pack->decisions[i].id, id) == 0)
			return i;
	return -1;
}

int32_t gz_play_phase(const gz_play *play, const char *id)
{
	for (int32_t i = 0; play->pack && id && i < play->pack->n_phases; i++)
		if (strcmp(play->pack->phases[i].id, id) == 0)
			return i;
	return -1;
}

json_t *gz_play_touched(const gz_play *play, int32_t inject)
{
	return inject < 0 ? NULL : json_object_get(json_object_get(play->state, "injects"), play->pack->injects[inject].id);
}

/* ---- folding ---------------------------------------------------------------------------------------------------- */
static bool fold_open(json_t *state, const gz_entry *e)
{
	static const char *const heads[] = {"title", "roles", NULL}, *const keys[] = {"pack", "pack_hash", "seed", "world", "seed_by", "names", NULL};
	return gz_field_copy(state, e->body, heads) && gz_field_copy(json_object_get(state, "opened"), e->body, keys);
}

/* A phase has set the clock back to its own speed; told until somebody chooses another one. */
static bool fold_speed(json_t *state, const gz_entry *e)
{
	if (json_object_get(e->body, "was"))
		return json_object_set_new(state, "slowed", json_pack("{s:I, s:I, s:O}", "number", (json_int_t)e->number, "ex", (json_int_t)e->ex,
			"was", json_object_get(e->body, "was"))) == 0;
	if (gz_field_same(e->body, "act", "speed"))
		json_object_del(state, "slowed");
	return true;
}

static bool fold_clock(json_t *state, const gz_entry *e)
{
	if (gz_field_same(e->body, "act", "emergency"))
		return json_object_set_new(state, "emergency", json_pack("{s:I, s:{}}", "number", (json_int_t)e->number, "read")) == 0;
	if (gz_field_same(e->body, "act", "rewind"))
		return json_object_set_new(state, "back", json_pack("{s:I, s:I, s:I}", "number", (json_int_t)e->number, "from", (json_int_t)e->ex,
			"to", (json_int_t)gz_field_whole(e->body, "value"))) == 0;
	/* start is the way back from an emergency; end leaves it standing for those who have not read it */
	return !gz_field_same(e->body, "act", "start") || json_object_set_new(state, "emergency", json_null()) == 0;
}

static bool fold_seat(json_t *state, const gz_entry *e)
{
	const char *act = gz_field_text(e->body, "act"), *seat = gz_field_text(e->body, "seat");
	json_t *seats = json_object_get(state, "seats"), *held = seat ? json_object_get(seats, seat) : NULL;
	if (!seat || !act)
		return true;
	if (!held) {
		held = json_pack("{s:I, s:b, s:I}", "generation", (json_int_t)1, "joined", 0, "check", (json_int_t)0);
		if (json_object_set_new(seats, seat, held) != 0)
			return false;
	}
	if (strcmp(act, "away") == 0)
		return json_object_set_new(held, "away", json_true()) == 0;
	json_object_del(held, "away");
	if (strcmp(act, "free") == 0)
		return json_object_set_new(held, "joined", json_false()) == 0 && json_object_set_new(held, "check", json_integer(0)) == 0 &&
			json_object_set_new(held, "generation", json_integer(gz_field_whole(held, "generation") + 1)) == 0;
	if (strcmp(act, "leave") == 0)
		return json_object_set_new(held, "joined", json_false()) == 0 && json_object_set_new(held, "check", json_integer(0)) == 0;
	return strcmp(act, "join") != 0 || json_object_set_new(held, "joined", json_true()) == 0;
}

static bool fold_check(json_t *state, const gz_entry *e)
{
	const char *act = gz_field_text(e->body, "act"), *seat = gz_field_text(e->body, "seat");
	if (act && strcmp(act, "ask") == 0)
		return json_object_set_new(state, "check", json_integer(e->number)) == 0;
	json_t *held = seat ? json_object_get(json_object_get(state, "seats"), seat) : NULL;
	return !held || json_object_set(held, "check", json_object_get(e->body, "number")) == 0;
}

static bool fold_emergency(json_t *state, const gz_entry *e)
{
	json_t *emergency = json_object_get(state, "emergency");
	const char *seat = gz_field_text(e->body, "seat");
	return !json_is_object(emergency) || !seat || json_object_set_new(json_object_get(emergency, "read"), seat, json_true()) == 0;
}

static bool fold_entry(gz_play *play, const gz_entry *e)
{
	json_t *state = play->state;
	switch (e->kind) {
	case GZ_ENTRY_OPEN: return fold_open(state, e);
	case GZ_ENTRY_CLOCK: return fold_speed(state, e) && fold_clock(state, e);
	case GZ_ENTRY_SEAT: return fold_seat(state, e);
	case GZ_ENTRY_CHECK: return fold_check(state, e);
	case GZ_ENTRY_SEND: return gz_message_fold(play, e);
	case GZ_ENTRY_READ: return gz_message_read(play, e);
	case GZ_ENTRY_EMERGENCY: return fold_emergency(state, e);
	case GZ_ENTRY_HOLD: return fold_speed(state, e) && gz_hold_fold(play, e);
	case GZ_ENTRY_ACT: return gz_act_fold(play, e);
	case GZ_ENTRY_REFUSE: return gz_act_refuse(play, e);
	case GZ_ENTRY_OBSERVE: return gz_act_observe(play, e);
	default: return true;
	}
}

static bool play_begin(gz_play *play, int32_t rewinds)
{
	gz_play_free(play);
	play->rewinds = rewinds;
	gz_timetable_plan(&play->timetable, play->pack);
	play->state = json_pack("{s:{}, s:[], s:{}, s:{}, s:i, s:[], s:{}, s:[], s:{}, s:{}, s:{}, s:{}, s:{}, s:[], s:[], s:[], s:{}, s:[], s:n, s:n}", "title", "roles",
		"opened", "seats", "check", 0, "phases", "injects", "messages", "actions", "milestones", "passed", "none", "holding", "orders", "forms", "answers", "released", "observations",
		"emergency", "back");
	return play->state && gz_hold_phases(play);
}

bool gz_play_fold(gz_play *play, const gz_chronicle *chronicle)
{
	if ((!play->state || play->rewinds != chronicle->rewinds) && !play_begin(play, chronicle->rewinds))
		return false;
	for (; play->done < chronicle->n; play->done++)
		if (chronicle->entries[play->done].in_force && !fold_entry(play, &chronicle->entries[play->done]))
			return false;
	return true;
}

/* ---- what the log says of an entry ------------------------------------------------------------------------------ */
/* The timetable that is in force after going back to a time. */
static gz_timetable timetable_back(const gz_play *play, const gz_chronicle *chronicle, int64_t to)
{
	gz_timetable t;
	gz_timetable_plan(&t, play->pack);
	for (int32_t i = 0; i < chronicle->n; i++) {
		const gz_entry *e = &chronicle->entries[i];
		if (e->kind == GZ_ENTRY_HOLD && e->in_force && e->ex <= to && gz_field_same(e->body, "act", "phase"))
			(void)gz_hold_phase(&t, e->body, e->ex); /* what was refused then is refused now */
	}
	return t;
}

/* The timetable that an order leads to, and the exercise time; a refused one changes nothing. */
typedef struct ahead { gz_timetable timetable; int64_t ex; } ahead;

static ahead look_ahead(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, const json_t *body, int64_t wall)
{
	ahead a = {play->timetable, gz_clock_ex(&chronicle->clock, wall)};
	gz_clock clock = chronicle->clock;
	const char *act = gz_field_text(body, "act");
	if (kind == GZ_ENTRY_HOLD) {
		gz_timetable changed = play->timetable;
		if (gz_hold_phase(&changed, body, a.ex) == NULL)
			a.timetable = changed;
		return a;
	}
	if (gz_field_same(body, "act", "rewind"))
		a.timetable = timetable_back(play, chronicle, gz_field_whole(body, "value"));
	gz_clock_hold(&clock, gz_timetable_close(&a.timetable), wall);
	if (act && gz_clock_act_of(act) >= 0 &&
		gz_clock_apply(&clock, (gz_clock_order){(gz_clock_act)gz_clock_act_of(act), gz_field_whole(body, "value")}, wall, NULL) == GZ_OK)
		a.ex = gz_clock_ex(&clock, wall);
	return a;
}

/* How fast the clock goes after an order: as it is told, as the phase that it begins does, or as before. */
static int32_t speed_after(const gz_play *play, const gz_chronicle *chronicle, const ahead *a, const json_t *body, int64_t wall)
{
	const gz_clock *c = &chronicle->clock;
	const int32_t from = gz_timetable_at(&play->timetable, gz_clock_ex(c, wall)), to = gz_timetable_at(&a->timetable, a->ex);
	if (gz_field_same(body, "act", "speed"))
		return (int32_t)gz_field_whole(body, "value");
	const bool first = c->state == GZ_CLOCK_BRIEFING && c->speed == 1 && gz_field_same(body, "act", "start"); /* a speed chosen in the briefing stays */
	return first || (from != to && !gz_field_same(body, "act", "rewind")) ? play->pack->phases[to].speed : gz_clock_speed(c, wall);
}

/* What an order to the clock or the phases says of the clock from then on: where it stands by itself, where a phase begins at another
 * speed, and, where the order itself begins one, that speed. `was`: the speed that a phase has set back. */
static bool stamp_clock(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, json_t *body, int64_t wall)
{
	const gz_clock *c = &chronicle->clock;
	const ahead a = look_ahead(play, chronicle, kind, body, wall);
	if (a.timetable.n == 0)
		return true;
	const bool told = gz_field_same(body, "act", "speed"), chosen = told && !gz_field_same(body, "by", GZ_PLAY_MACHINE);
	const int32_t speed = speed_after(play, chronicle, &a, body, wall);
	int32_t then = 1;
	const int64_t turn = gz_timetable_turn(&a.timetable, a.ex, speed, &then);
	return json_object_set_new(body, "until", json_integer(gz_timetable_close(&a.timetable))) == 0 &&
		((turn == 0 && c->turn == 0) || json_object_set_new(body, "turn", json_pack("[I, i]", (json_int_t)turn, (int)then)) == 0) &&
		(told || speed == gz_clock_speed(c, wall) || json_object_set_new(body, "speed", json_integer(speed)) == 0) &&
		(chosen || speed == c->speed || json_object_set_new(body, "was", json_integer(c->speed)) == 0);
}

bool gz_play_stamp(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, json_t *body, int64_t wall)
{
	const bool timed = kind == GZ_ENTRY_CLOCK || (kind == GZ_ENTRY_HOLD && gz_field_same(body, "act", "phase"));
	return json_object_set_new(body, "ex", json_integer(gz_clock_ex(&chronicle->clock, wall))) == 0 && (!timed || stamp_clock(play, chronicle, kind, body, wall));
}

char *gz_play_canonical(const gz_play *play, const gz_chronicle *chronicle)
{
	const gz_clock *c = &chronicle->clock;
	json_t *whole = json_pack("{s:O, s:{s:s, s:I, s:I, s:i, s:b}, s:i}", "play", play->state, "clock", "state", gz_clock_state_name(c->state), "ex", (json_int_t)c->ex,
		"wall", (json_int_t)c->wall, "speed", (int)c->speed, "started", (int)c->started, "rewinds", (int)chronicle->rewinds);
	if (c->until > 0)
		json_object_set_new(json_object_get(whole, "clock"), "until", json_integer(c->until));
	if (c->turn > 0)
		json_object_set_new(json_object_get(whole, "clock"), "turn", json_pack("[I, i]", (json_int_t)c->turn, (int)c->then));
	char *text = json_dumps(whole, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(whole);
	return text;
}

const char *gz_play_refusal(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, const json_t *body, int64_t wall, gz_error *err)
{
	const gz_refusal_asked asked = {.play = play, .chronicle = chronicle, .body = body, .wall = wall, .ex = gz_clock_ex(&chronicle->clock, wall), .err = err};
	return gz_refusal_of(&asked, kind);
}

/* ---- a room without a pack -------------------------------------------------------------------------------------- */
static const struct { const char *id, *kind, *en, *ru, *tg, *prs; } ROLES[] = {
	{"ministry", "player", "Ministry of Health, IHR National Focal Point", "Министерство здравоохранения, Национальный координатор по ММСП (НК ММСП)", "Вазорати тандурустӣ, ҳамоҳангсози миллӣ оид ба ҚБТС", "وزارت صحت، مرکز ملی هماهنگی مقررات صحی بین‌المللی"},
	{"surveillance", "player", "Sanitary and epidemiological service", "Санитарно-эпидемиологическая служба", "Хадамоти санитарию эпидемиологӣ", "ادارهٔ سرویلانس"},
	{"post", "player", "Sanitary and quarantine post at the crossing", "Санитарно-карантинный пункт (СКП) в пункте пропуска", "Нуқтаи санитарию карантинии гузаргоҳ", "پُستهٔ صحی و قرنطین در گذرگاه"},
	{"border", "player", "Border troops", "Пограничные войска", "Қӯшунҳои сарҳадӣ", "نیروهای سرحدی"},
	{"customs", "player", "Customs", "Таможня", "Гумрук", "گمرک"},
	{"migration", "player", "Migration service", "Миграционная служба", "Хадамоти муҳоҷират", "خدمات مهاجرت"},
	{"hospital", "player", "District hospital", "Районная больница", "Беморхонаи ноҳиявӣ", "شفاخانهٔ ولسوالی"},
	{"emergency", "player", "Committee of emergency situations", "Комитет по чрезвычайным ситуациям", "Кумитаи ҳолатҳои фавқулодда", "کمیتهٔ حالات اضطراری"},
	{"evaluator", "evaluator", "Evaluator", "Наблюдатель-оценщик", "Баҳодиҳанда", "ارزیاب"},
	{"projector", "projector", "Projector", "Проектор", "Проектор", "پروجکتور"},
};

json_t *gz_play_opening(void)
{
	json_t *roles = json_array(), *opening;
	for (size_t i = 0; roles && i < sizeof ROLES / sizeof *ROLES; i++)
		json_array_append_new(roles, json_pack("{s:s, s:s, s:{s:s, s:s, s:s, s:s}}", "id", ROLES[i].id, "kind", ROLES[i].kind,
			"name", "en", ROLES[i].en, "ru", ROLES[i].ru, "tg", ROLES[i].tg, "prs", ROLES[i].prs));
	opening = json_pack("{s:{s:s, s:s, s:s, s:s}, s:o}", "title", "en", "Outbreak at the border", "ru", "Вспышка на границе", "tg", "Хуруҷи беморӣ дар сарҳад", "prs", "شیوع در سرحد", "roles", roles);
	return opening;
}

/* A text of a pack in the three languages of the pages, and in Dari where it has it. */
static json_t *text_told(const gz_pack *pack, const gz_pack_text *text)
{
	json_t *all = json_object();
	for (gz_pack_language l = GZ_PACK_EN; all && l <= GZ_PACK_TG; l++)
		json_object_set_new(all, gz_pack_language_code(l), json_string(gz_pack_say(pack, text, l)));
	if (all && text->in[GZ_PACK_PRS])
		json_object_set_new(all, gz_pack_language_code(GZ_PACK_PRS), json_string(text->in[GZ_PACK_PRS]));
	return all;
}

static const char *seat_kind(gz_pack_role_kind kind)
{
	switch (kind) {
	case GZ_PACK_PLAYER:
	case GZ_PACK_SCRIBE: return "player";
	case GZ_PACK_SIMCELL: return "simcell";
	case GZ_PACK_EVALUATOR: return "evaluator";
	case GZ_PACK_OBSERVER: return "observer";
	case GZ_PACK_SAFETY: return "safety";
	default: return NULL;
	}
}

json_t *gz_play_opening_of(const gz_pack *pack)
{
	json_t *opening = gz_play_opening(), *roles = json_array();
	/* the projector, and an evaluator where the pack has none, are the room's own */
	json_t *own = json_object_get(opening, "roles");
	bool evaluated = false;
	for (int32_t i = 0; i < pack->n_roles; i++) {
		const gz_pack_role *r = &pack->roles[i];
		evaluated = evaluated || r->kind == GZ_PACK_EVALUATOR;
		if (seat_kind(r->kind) && strcmp(r->id, "projector") != 0)
			json_array_append_new(roles, json_pack("{s:s, s:s, s:o}", "id", r->id, "kind", seat_kind(r->kind), "name", text_told(pack, &r->name)));
	}
	size_t i;
	json_t *role;
	json_array_foreach(own, i, role) {
		const char *kind = gz_field_text(role, "kind");
		if (strcmp(kind, "projector") == 0 || (strcmp(kind, "evaluator") == 0 && !evaluated))
			json_array_append(roles, role);
	}
	if (json_object_set_new(opening, "roles", roles) != 0 || json_object_set_new(opening, "title", text_told(pack, &pack->title)) != 0 ||
		json_object_set_new(opening, "pack", json_string(pack->id)) != 0) {
		json_decref(opening);
		return NULL;
	}
	return opening;
}
