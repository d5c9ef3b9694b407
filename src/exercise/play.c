/* Folds entries into the state, and says what may follow.
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/play.h"
#include <stdlib.h>
#include <string.h>

void gz_play_free(gz_play *play)
{
	json_decref(play->state);
	*play = (gz_play){0};
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int64_t whole_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

const json_t *gz_play_role(const gz_play *play, const char *id)
{
	size_t i;
	json_t *role;
	json_array_foreach(json_object_get(play->state, "roles"), i, role)
		if (id && text_of(role, "id") && strcmp(text_of(role, "id"), id) == 0)
			return role;
	return NULL;
}

bool gz_play_plays(const json_t *role)
{
	const char *kind = text_of(role, "kind");
	return kind && strcmp(kind, "player") == 0;
}

bool gz_play_reaches(const json_t *message, const char *seat)
{
	const json_t *to = json_object_get(message, "to");
	size_t i;
	json_t *one;
	json_array_foreach(to, i, one)
		if (strcmp(json_string_value(one), seat) == 0)
			return true;
	return json_array_size(to) == 0;
}

static json_t *message_of(const json_t *state, int64_t number)
{
	size_t i;
	json_t *message;
	json_array_foreach(json_object_get(state, "messages"), i, message)
		if (whole_of(message, "number") == number)
			return message;
	return NULL;
}

/* ---- folding ---------------------------------------------------------------------------------------------------- */
static bool fold_open(json_t *state, const gz_entry *e)
{
	return json_object_set(state, "title", json_object_get(e->body, "title")) == 0 && json_object_set(state, "roles", json_object_get(e->body, "roles")) == 0;
}

static bool fold_clock(json_t *state, const gz_entry *e)
{
	const char *act = text_of(e->body, "act");
	if (strcmp(act, "emergency") == 0)
		return json_object_set_new(state, "emergency", json_pack("{s:I, s:{}}", "number", (json_int_t)e->number, "read")) == 0;
	if (strcmp(act, "rewind") == 0)
		return json_object_set_new(state, "back", json_pack("{s:I, s:I, s:I}", "number", (json_int_t)e->number, "from", (json_int_t)e->ex,
			"to", (json_int_t)whole_of(e->body, "value"))) == 0;
	/* start is the way back from an emergency; end leaves it standing for those who have not read it */
	return strcmp(act, "start") != 0 || json_object_set_new(state, "emergency", json_null()) == 0;
}

static bool fold_seat(json_t *state, const gz_entry *e)
{
	const char *act = text_of(e->body, "act"), *seat = text_of(e->body, "seat");
	json_t *seats = json_object_get(state, "seats"), *held = seat ? json_object_get(seats, seat) : NULL;
	if (!seat || !act)
		return true;
	if (!held) {
		held = json_pack("{s:I, s:b, s:I}", "generation", (json_int_t)1, "joined", 0, "check", (json_int_t)0);
		if (json_object_set_new(seats, seat, held) != 0)
			return false;
	}
	if (strcmp(act, "free") == 0)
		return json_object_set_new(held, "joined", json_false()) == 0 && json_object_set_new(held, "check", json_integer(0)) == 0 &&
			json_object_set_new(held, "generation", json_integer(whole_of(held, "generation") + 1)) == 0;
	return strcmp(act, "join") != 0 || json_object_set_new(held, "joined", json_true()) == 0;
}

static bool fold_check(json_t *state, const gz_entry *e)
{
	const char *act = text_of(e->body, "act"), *seat = text_of(e->body, "seat");
	if (act && strcmp(act, "ask") == 0)
		return json_object_set_new(state, "check", json_integer(e->number)) == 0;
	json_t *held = seat ? json_object_get(json_object_get(state, "seats"), seat) : NULL;
	return !held || json_object_set(held, "check", json_object_get(e->body, "number")) == 0;
}

static bool fold_send(json_t *state, const gz_entry *e)
{
	json_t *message = json_pack("{s:I, s:I, s:O*, s:O, s:O, s:{}}", "number", (json_int_t)e->number, "ex", (json_int_t)e->ex, "by", json_object_get(e->body, "by"),
		"to", json_object_get(e->body, "to"), "text", json_object_get(e->body, "text"), "seen");
	return message && json_array_append_new(json_object_get(state, "messages"), message) == 0;
}

static bool fold_read(json_t *state, const gz_entry *e)
{
	json_t *message = message_of(state, whole_of(e->body, "message"));
	const char *seat = text_of(e->body, "seat");
	return !message || !seat || json_object_set(json_object_get(message, "seen"), seat, json_object_get(e->body, "act")) == 0;
}

static bool fold_emergency(json_t *state, const gz_entry *e)
{
	json_t *emergency = json_object_get(state, "emergency");
	const char *seat = text_of(e->body, "seat");
	return !json_is_object(emergency) || !seat || json_object_set_new(json_object_get(emergency, "read"), seat, json_true()) == 0;
}

static bool fold_entry(json_t *state, const gz_entry *e)
{
	switch (e->kind) {
	case GZ_ENTRY_OPEN: return fold_open(state, e);
	case GZ_ENTRY_CLOCK: return fold_clock(state, e);
	case GZ_ENTRY_SEAT: return fold_seat(state, e);
	case GZ_ENTRY_CHECK: return fold_check(state, e);
	case GZ_ENTRY_SEND: return fold_send(state, e);
	case GZ_ENTRY_READ: return fold_read(state, e);
	case GZ_ENTRY_EMERGENCY: return fold_emergency(state, e);
	default: return true;
	}
}

static bool play_begin(gz_play *play, int32_t rewinds)
{
	gz_play_free(play);
	play->rewinds = rewinds;
	play->state = json_pack("{s:{}, s:[], s:{}, s:i, s:[], s:n, s:n}", "title", "roles", "seats", "check", 0, "messages", "emergency", "back");
	return play->state != NULL;
}

bool gz_play_fold(gz_play *play, const gz_chronicle *chronicle)
{
	if ((!play->state || play->rewinds != chronicle->rewinds) && !play_begin(play, chronicle->rewinds))
		return false;
	for (; play->done < chronicle->n; play->done++)
		if (chronicle->entries[play->done].in_force && !fold_entry(play->state, &chronicle->entries[play->done]))
			return false;
	return true;
}

char *gz_play_canonical(const gz_play *play, const gz_chronicle *chronicle)
{
	const gz_clock *c = &chronicle->clock;
	json_t *whole = json_pack("{s:O, s:{s:s, s:I, s:I, s:i, s:b}, s:i}", "play", play->state, "clock", "state", gz_clock_state_name(c->state), "ex", (json_int_t)c->ex,
		"wall", (json_int_t)c->wall, "speed", (int)c->speed, "started", (int)c->started, "rewinds", (int)chronicle->rewinds);
	char *text = json_dumps(whole, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(whole);
	return text;
}

/* ---- what may follow -------------------------------------------------------------------------------------------- */
static const char *refused(gz_error *err, const char *word, const char *sentence)
{
	gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s", sentence);
	return word;
}

static bool seated(const gz_play *play, const char *seat)
{
	return seat && json_is_true(json_object_get(json_object_get(json_object_get(play->state, "seats"), seat), "joined"));
}

static const char *refuse_send(const gz_play *play, const json_t *body, gz_error *err)
{
	const char *text = text_of(body, "text");
	size_t i;
	json_t *to;
	if (!text || text[strspn(text, " \t\r\n")] == '\0' || strlen(text) > GZ_PLAY_TEXT)
		return refused(err, "text", "a message has between 1 and 4000 bytes");
	json_array_foreach(json_object_get(body, "to"), i, to)
		if (!gz_play_role(play, json_string_value(to)))
			return refused(err, "role", "there is no such role in this exercise");
	return NULL;
}

static const char *refuse_seat(const gz_play *play, const json_t *body, gz_error *err)
{
	const char *act = text_of(body, "act"), *seat = text_of(body, "seat");
	if (act && strcmp(act, "pin") == 0)
		return NULL;
	if (!gz_play_role(play, seat))
		return refused(err, "role", "there is no such role in this exercise");
	if (act && strcmp(act, "free") == 0)
		return seated(play, seat) ? NULL : refused(err, "seat", "nobody sits there");
	return act && strcmp(act, "join") == 0 ? NULL : refused(err, "act", "no such order");
}

static const char *refuse_check(const gz_play *play, const json_t *body, gz_error *err)
{
	const char *act = text_of(body, "act");
	if (act && strcmp(act, "ask") == 0)
		return NULL;
	if (!seated(play, text_of(body, "seat")))
		return refused(err, "seat", "nobody sits there");
	if (whole_of(body, "number") == 0 || whole_of(body, "number") != whole_of(play->state, "check"))
		return refused(err, "check", "this comms check is over");
	return NULL;
}

static const char *refuse_read(const gz_play *play, const json_t *body, gz_error *err)
{
	const char *seat = text_of(body, "seat");
	const json_t *message = message_of(play->state, whole_of(body, "message"));
	if (!seated(play, seat))
		return refused(err, "seat", "nobody sits there");
	return message && gz_play_reaches(message, seat) ? NULL : refused(err, "message", "there is no such message; it may have been undone by going back");
}

static const char *refuse_clock(const gz_chronicle *chronicle, const json_t *body, int64_t wall, gz_error *err)
{
	const char *act = text_of(body, "act");
	const int32_t known = act ? gz_clock_act_of(act) : -1;
	if (known < 0)
		return refused(err, "act", "no such order");
	gz_clock trial = chronicle->clock;
	const gz_clock_order order = {.act = (gz_clock_act)known, .value = whole_of(body, "value")};
	return gz_clock_apply(&trial, order, wall, err) == GZ_OK ? NULL : "clock";
}

const char *gz_play_refusal(const gz_play *play, const gz_chronicle *chronicle, gz_entry_kind kind, const json_t *body, int64_t wall, gz_error *err)
{
	switch (kind) {
	case GZ_ENTRY_OPEN: return chronicle->n == 0 ? NULL : refused(err, "open", "the exercise has been opened");
	case GZ_ENTRY_CLOCK: return refuse_clock(chronicle, body, wall, err);
	case GZ_ENTRY_SEAT: return refuse_seat(play, body, err);
	case GZ_ENTRY_CHECK: return refuse_check(play, body, err);
	case GZ_ENTRY_SEND: return refuse_send(play, body, err);
	case GZ_ENTRY_READ: return refuse_read(play, body, err);
	case GZ_ENTRY_EMERGENCY:
		if (!json_is_object(json_object_get(play->state, "emergency")))
			return refused(err, "emergency", "no real emergency is declared");
		return seated(play, text_of(body, "seat")) ? NULL : refused(err, "seat", "nobody sits there");
	case GZ_ENTRY_TICK: return NULL;
	case GZ_ENTRY_NOTE: return text_of(body, "text") && strlen(text_of(body, "text")) <= GZ_PLAY_TEXT ? NULL : refused(err, "text", "a note has at most 4000 bytes");
	default: return refused(err, "act", "no such order");
	}
}

/* ---- a room without a pack -------------------------------------------------------------------------------------- */
static const struct { const char *id, *kind, *en, *ru, *tg; } ROLES[] = {
	{"ministry", "player", "Ministry of Health, IHR focal point", "Министерство здравоохранения, координатор по ММСП", "Вазорати тандурустӣ, ҳамоҳангсози ҚБТ"},
	{"surveillance", "player", "Sanitary and epidemiological service", "Санитарно-эпидемиологическая служба", "Хадамоти санитарию эпидемиологӣ"},
	{"post", "player", "Health post at the crossing", "Санитарный пост на границе", "Нуқтаи санитарии гузаргоҳ"},
	{"border", "player", "Border troops", "Пограничные войска", "Қӯшунҳои сарҳадӣ"},
	{"customs", "player", "Customs", "Таможня", "Гумрук"},
	{"migration", "player", "Migration service", "Миграционная служба", "Хадамоти муҳоҷират"},
	{"hospital", "player", "District hospital", "Районная больница", "Беморхонаи ноҳиявӣ"},
	{"emergency", "player", "Committee of emergency situations", "Комитет по чрезвычайным ситуациям", "Кумитаи ҳолатҳои фавқулодда"},
	{"evaluator", "evaluator", "Evaluator", "Наблюдатель-оценщик", "Баҳодиҳанда"},
	{"projector", "projector", "Projector", "Проектор", "Проектор"},
};

json_t *gz_play_opening(void)
{
	json_t *roles = json_array(), *opening;
	for (size_t i = 0; roles && i < sizeof ROLES / sizeof *ROLES; i++)
		json_array_append_new(roles, json_pack("{s:s, s:s, s:{s:s, s:s, s:s}}", "id", ROLES[i].id, "kind", ROLES[i].kind,
			"name", "en", ROLES[i].en, "ru", ROLES[i].ru, "tg", ROLES[i].tg));
	opening = json_pack("{s:{s:s, s:s, s:s}, s:o}", "title", "en", "Outbreak at the border", "ru", "Вспышка на границе", "tg", "Хуруҷ дар сарҳад", "roles", roles);
	return opening;
}

/* A text of a pack in the three languages of the pages. */
static json_t *text_in_three(const gz_pack *pack, const gz_pack_text *text)
{
	json_t *all = json_object();
	for (gz_pack_language l = GZ_PACK_EN; all && l <= GZ_PACK_TG; l++)
		json_object_set_new(all, gz_pack_language_code(l), json_string(gz_pack_say(pack, text, l)));
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
			json_array_append_new(roles, json_pack("{s:s, s:s, s:o}", "id", r->id, "kind", seat_kind(r->kind), "name", text_in_three(pack, &r->name)));
	}
	size_t i;
	json_t *role;
	json_array_foreach(own, i, role) {
		const char *kind = text_of(role, "kind");
		if (strcmp(kind, "projector") == 0 || (strcmp(kind, "evaluator") == 0 && !evaluated))
			json_array_append(roles, role);
	}
	if (json_object_set_new(opening, "roles", roles) != 0 || json_object_set_new(opening, "title", text_in_three(pack, &pack->title)) != 0 ||
		json_object_set_new(opening, "pack", json_string(pack->id)) != 0) {
		json_decref(opening);
		return NULL;
	}
	return opening;
}
