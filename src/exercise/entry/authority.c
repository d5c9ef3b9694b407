/* Who may do what.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/authority.h"
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "exercise/entry/mark.h"
#include "exercise/entry/message.h"
#include "exercise/entry/typed.h"
#include <string.h>

enum { HOURS_MOST = 8784 }; /* an order lasts a year at most */
/* Who speaks: a seat that plays, one that evaluates, another one, the control team for itself or for a seat, the program. */
enum { PLAYER = 1, EVALUATOR = 2, OTHER = 4, CONTROL = 8, PROXY = 16, MACHINE = 32, ANY_PLAYER = PLAYER | PROXY };

static int speaker(const gz_refusal_asked *a)
{
	if (gz_field_same(a->body, "by", GZ_PLAY_MACHINE))
		return MACHINE;
	if (!json_object_get(a->body, "seat"))
		return CONTROL;
	if (json_is_true(json_object_get(a->body, "proxy")))
		return PROXY;
	const json_t *role = gz_play_role(a->play, gz_field_text(a->body, "seat"));
	return gz_play_plays(role) ? PLAYER : gz_field_same(role, "kind", "evaluator") ? EVALUATOR : OTHER;
}

/* A seat is one of this exercise; somebody sits there, unless the control team or the program speaks for it. */
static const char *refuse_speaker(const gz_refusal_asked *a, int who)
{
	const char *seat = gz_field_text(a->body, "seat"), *refusal = gz_refusal_proxy(a);
	if (refusal || !json_object_get(a->body, "seat"))
		return refusal;
	const json_t *role = gz_play_role(a->play, seat);
	if (!role)
		return gz_refusal_say(a, "role", "there is no such role in this exercise");
	if (who == PROXY && !gz_play_plays(role))
		return gz_refusal_say(a, "role", "only for a role that plays can something be entered");
	return who == PROXY || who == MACHINE || gz_play_seated(a->play, seat) ? NULL : gz_refusal_say(a, "seat", "nobody sits there");
}

static const char *refuse_reply(const gz_refusal_asked *a)
{
	if (!json_object_get(a->body, "reply_to") || gz_message_answers(a->play, gz_field_text(a->body, "seat"), gz_field_whole(a->body, "reply_to")))
		return NULL;
	return gz_refusal_say(a, "message", "there is no such message to answer; it may have been undone by going back");
}

/* ---- decisions -------------------------------------------------------------------------------------------------- */
static bool may_order(const gz_pack *pack, const char *seat, int32_t decision)
{
	for (int32_t i = 0; i < pack->n_roles; i++)
		for (int32_t k = 0; strcmp(pack->roles[i].id, seat) == 0 && k < pack->roles[i].n_may; k++)
			if (pack->roles[i].may[k] == decision)
				return true;
	return false;
}

/* What changes the world is ordered once; whoever did not order it cannot lift it. */
static const char *refuse_again(const gz_refusal_asked *a, const char *decision)
{
	const json_t *order = gz_act_standing(a->play, decision, gz_timetable_sim(&a->play->timetable, a->ex));
	if (!order)
		return NULL;
	if (!gz_field_same(order, "seat", gz_field_text(a->body, "seat")))
		return gz_refusal_say(a, "ordered", "another role has ordered this already");
	return gz_refusal_say(a, "decision", "this is ordered already; lift that order first to order it anew");
}

/* Whether a text says something: blanks and dashes are no reasons. */
static bool reasoned(const gz_refusal_asked *a, const char *key)
{
	return gz_field_full(a->body, key, GZ_PLAY_TEXT) && gz_typed_words(gz_field_text(a->body, key));
}

static const char *refuse_decide(const gz_refusal_asked *a)
{
	const char *id = gz_field_text(a->body, "decision");
	const int32_t decision = gz_play_decision(a->play, id);
	if (decision < 0)
		return gz_refusal_say(a, "decision", "there is no such decision in this exercise");
	const gz_pack_decision *d = &a->play->pack->decisions[decision];
	if (!may_order(a->play->pack, gz_field_text(a->body, "seat"), decision))
		return gz_refusal_say(a, "authority", "this role may not order that; it can propose it to who may");
	if (!gz_field_short(a->body, "reasons", GZ_PLAY_TEXT) || !gz_field_short(a->body, "legal", GZ_PLAY_TEXT))
		return gz_refusal_say(a, "text", "reasons have at most 4000 bytes");
	if (json_object_get(a->body, "hours") && (gz_field_whole(a->body, "hours") < 1 || gz_field_whole(a->body, "hours") > HOURS_MOST))
		return gz_refusal_say(a, "hours", "an order is given for one hour to a year, or until it is lifted");
	if (d->justify && !reasoned(a, "reasons") && speaker(a) != MACHINE)
		return gz_refusal_say(a, "reasons", "this decision needs written reasons, in words");
	const char *again = d->measure >= 0 ? refuse_again(a, id) : NULL;
	return again ? again : refuse_reply(a);
}

static const char *refuse_order(const gz_refusal_asked *a, bool waiting, bool ordered)
{
	const json_t *order = gz_act_order(a->play, gz_field_whole(a->body, "order"));
	if (!order)
		return gz_refusal_say(a, "order", "there is no such order; it may have been undone by going back");
	if ((waiting && gz_field_same(order, "status", "waiting")) || (ordered && gz_field_same(order, "status", "ordered")))
		return NULL;
	return gz_refusal_say(a, "order", ordered ? "this order was lifted or refused before" : "this order does not wait for anybody");
}

static const char *refuse_lift(const gz_refusal_asked *a)
{
	const char *refusal = refuse_order(a, true, true);
	const json_t *order = gz_act_order(a->play, gz_field_whole(a->body, "order"));
	if (refusal || may_order(a->play->pack, gz_field_text(a->body, "seat"), gz_play_decision(a->play, gz_field_text(order, "decision"))))
		return refusal;
	return gz_refusal_say(a, "authority", "this role may not lift that order");
}

static const char *refuse_confirm(const gz_refusal_asked *a)
{
	return refuse_order(a, true, false);
}

const char *gz_authority_refuse(const gz_refusal_asked *a)
{
	const char *refusal = gz_refusal_clock(a);
	if (!refusal)
		refusal = refuse_order(a, true, true);
	if (refusal)
		return refusal;
	if (json_object_get(a->body, "seat"))
		return gz_refusal_say(a, "rank", "only the control team refuses an order");
	return reasoned(a, "reason") ? NULL : gz_refusal_say(a, "reasons", "a refusal needs its reason, in words");
}

/* ---- expected actions, milestones ------------------------------------------------------------------------------- */
static const char *refuse_done(const gz_refusal_asked *a)
{
	const char *seat = gz_field_text(a->body, "seat");
	const int32_t action = gz_act_action(a->play, a->body), who = speaker(a);
	if (!gz_field_short(a->body, "text", GZ_PLAY_TEXT))
		return gz_refusal_say(a, "text", "a line has at most 4000 bytes");
	const char *refusal = (who & ANY_PLAYER) ? refuse_reply(a) : NULL;
	if (refusal)
		return refusal;
	if (action < 0)
		return json_object_get(a->body, "action") ? gz_refusal_say(a, "action", "there is no such expected action in this exercise") :
			gz_refusal_say(a, "action", "nothing more is asked of this role by that message");
	if ((who & (ANY_PLAYER | MACHINE)) && !gz_mark_may(a->play->pack, action, seat))
		return gz_refusal_say(a, "authority", "that is not asked of this role");
	/* a claim may be ticked; what is ticked stays */
	json_t *name = gz_mark_name(a->play->pack, action);
	const bool done = gz_mark_done(a->play, action),
		claimed = gz_field_same(json_object_get(json_object_get(a->play->state, "actions"), json_string_value(name)), "how", "claim");
	json_decref(name);
	return done && !(claimed && (who & (CONTROL | EVALUATOR))) ? gz_refusal_say(a, "action", "that is done already") : NULL;
}

static const char *refuse_undone(const gz_refusal_asked *a)
{
	const int32_t action = a->play->pack ? gz_mark_find(a->play->pack, gz_field_text(a->body, "action")) : -1;
	if (action < 0)
		return gz_refusal_say(a, "action", "there is no such expected action in this exercise");
	return gz_mark_done(a->play, action) ? NULL : gz_refusal_say(a, "action", "that is not done yet");
}

static int32_t find_milestone(const gz_pack *pack, const char *id)
{
	for (int32_t i = 0; pack && id && i < pack->n_milestones; i++)
		if (strcmp(pack->milestones[i].id, id) == 0)
			return i;
	return -1;
}

static const char *refuse_milestone(const gz_refusal_asked *a)
{
	const int32_t found = find_milestone(a->play->pack, gz_field_text(a->body, "milestone")), who = speaker(a);
	const json_t *value = json_object_get(a->body, "value");
	if (found < 0)
		return gz_refusal_say(a, "milestone", "there is no such milestone in this exercise");
	const gz_pack_milestone *m = &a->play->pack->milestones[found];
	if (!json_is_integer(value) || (json_integer_value(value) != 0 && json_integer_value(value) != 1))
		return gz_refusal_say(a, "milestone", "a milestone is reached (1) or not (0)");
	if (who == EVALUATOR && m->by != GZ_PACK_BY_EVALUATOR)
		return gz_refusal_say(a, "authority", "evaluators set the milestones that are theirs");
	const bool reached = json_object_get(json_object_get(a->play->state, "milestones"), m->id) != NULL;
	if (m->by == GZ_PACK_BY_WORLD && json_integer_value(value) == 0)
		return gz_refusal_say(a, "milestone", "this milestone is the world's: going back undoes it");
	return reached == (json_integer_value(value) == 1) ? gz_refusal_say(a, "milestone", reached ? "this milestone is reached already" : "this milestone is not reached") : NULL;
}

static const char *refuse_lapse(const gz_refusal_asked *a)
{
	const char *inject = gz_field_text(a->body, "inject");
	const bool none = gz_field_same(a->body, "act", "none");
	if (!json_object_get(gz_play_touched(a->play, gz_play_inject(a->play, inject)), "number"))
		return gz_refusal_say(a, "inject", "this inject has not been sent");
	return json_object_get(json_object_get(a->play->state, none ? "none" : "passed"), inject) ? gz_refusal_say(a, "inject", "this is noted already") : NULL;
}

static const char *refuse_holds(const gz_refusal_asked *a)
{
	const char *inject = gz_field_text(a->body, "inject");
	const bool holding = json_object_get(json_object_get(a->play->state, "holding"), inject ? inject : "") != NULL;
	if (gz_play_inject(a->play, inject) < 0)
		return gz_refusal_say(a, "inject", "there is no such inject in this exercise");
	return (gz_field_whole(a->body, "value") != 0) == holding ? gz_refusal_say(a, "inject", "this is noted already") : NULL;
}

/* ---- forms and the table ---------------------------------------------------------------------------------------- */
/* Whether the least of a forecast is above its most, or the most likely outside of both; what is not said does not count. */
static bool crossed(const json_t *fields)
{
	static const char *const order[] = {"low", "middle", "high"};
	double before = -1;
	for (int i = 0; i < 3; i++) {
		const json_t *value = json_object_get(fields, order[i]);
		if (!value)
			continue;
		if (json_number_value(value) < before)
			return true;
		before = json_number_value(value);
	}
	return false;
}

static const char *refuse_form(const gz_refusal_asked *a)
{
	json_t *fields = json_object_get(a->body, "fields"), *value;
	const char *key;
	bool known = false;
	for (int32_t i = 0; gz_pack_form_words[i]; i++)
		known = known || gz_field_same(a->body, "form", gz_pack_form_words[i]);
	if (!known)
		return gz_refusal_say(a, "form", "a form is a situation report, an Annex 2 assessment, a case, a forecast or the reasons for an additional measure");
	if (!json_is_object(fields) || json_object_size(fields) == 0 || json_object_size(fields) > GZ_AUTHORITY_FIELDS)
		return gz_refusal_say(a, "form", "a form has between 1 and 100 fields");
	json_object_foreach(fields, key, value)
		if (strlen(key) > 63 || json_is_object(value) || json_is_array(value) || (json_is_string(value) && json_string_length(value) > GZ_PLAY_TEXT))
			return gz_refusal_say(a, "form", "a field holds a number, yes or no, or a text of at most 4000 bytes");
	const json_t *to = json_object_get(a->body, "to");
	const char *refusal = to && json_array_size(to) > 0 ? gz_refusal_to(a, to) : NULL;
	if (refusal)
		return refusal;
	if (gz_typed_wrong(gz_field_text(a->body, "form"), fields))
		return gz_refusal_say(a, "number", "a number is written in digits, and is not below 0");
	return gz_field_same(a->body, "form", "forecast") && crossed(fields) ?
		gz_refusal_say(a, "forecast", "a forecast goes from the least through the most likely to the most: these cross") : refuse_reply(a);
}

static const char *refuse_question(const gz_refusal_asked *a)
{
	const int32_t phase = gz_play_phase(a->play, gz_field_text(a->body, "phase"));
	const json_t *question = json_object_get(a->body, "question");
	if (phase < 0)
		return gz_refusal_say(a, "phase", "there is no such phase in this exercise");
	if (!json_is_integer(question) || json_integer_value(question) < 0 || json_integer_value(question) >= a->play->pack->phases[phase].n_questions)
		return gz_refusal_say(a, "question", "there is no such question in this phase");
	return a->ex < a->play->timetable.from[phase] ? gz_refusal_say(a, "phase", "this phase has not begun") : NULL;
}

static const char *refuse_answer(const gz_refusal_asked *a)
{
	const char *refusal = refuse_question(a);
	return refusal || gz_field_full(a->body, "text", GZ_PLAY_TEXT) ? refusal : gz_refusal_say(a, "text", "an answer has between 1 and 4000 bytes");
}

static const char *refuse_release(const gz_refusal_asked *a)
{
	const char *refusal = refuse_question(a);
	return refusal || json_is_boolean(json_object_get(a->body, "shown")) ? refusal : gz_refusal_say(a, "question", "answers are shown, or not");
}

/* ---- which ------------------------------------------------------------------------------------------------------ */
static const struct { const char *act; int who; bool after; const char *(*refuse)(const gz_refusal_asked *); } ACTS[] = { /* after: also after ENDEX */
	{"decide", ANY_PLAYER | MACHINE, false, refuse_decide}, {"lift", ANY_PLAYER, false, refuse_lift}, {"confirm", CONTROL, false, refuse_confirm},
	{"done", ANY_PLAYER | EVALUATOR | CONTROL | MACHINE, true, refuse_done}, {"undone", CONTROL, true, refuse_undone}, {"form", ANY_PLAYER, false, refuse_form},
	{"answer", ANY_PLAYER, false, refuse_answer}, {"release", CONTROL, true, refuse_release},
	{"milestone", CONTROL | EVALUATOR | MACHINE, true, refuse_milestone}, {"none", MACHINE, false, refuse_lapse}, {"pass", MACHINE, false, refuse_lapse},
	{"holds", MACHINE, false, refuse_holds},
};

const char *gz_authority_act(const gz_refusal_asked *a)
{
	const int who = speaker(a);
	size_t which = 0;
	while (which < sizeof ACTS / sizeof *ACTS && !gz_field_same(a->body, "act", ACTS[which].act))
		which++;
	if (which == sizeof ACTS / sizeof *ACTS)
		return gz_refusal_say(a, "act", "no such order");
	const bool late = ACTS[which].after && a->chronicle->clock.started && a->chronicle->clock.state == GZ_CLOCK_ENDED && (who & (CONTROL | EVALUATOR));
	const char *refusal = late ? NULL : gz_refusal_clock(a);
	if (!refusal)
		refusal = refuse_speaker(a, who);
	if (refusal)
		return refusal;
	if (!(ACTS[which].who & who))
		return gz_refusal_say(a, "rank", who == CONTROL ? "this is done by a role: say for which, and when it was" : who == MACHINE ? "the program does not do this" :
			"this is not for this seat to do");
	return ACTS[which].refuse(a);
}

const char *gz_authority_observe(const gz_refusal_asked *a)
{
	const gz_pack *pack = a->play->pack;
	const int who = speaker(a);
	const json_t *at = json_object_get(a->body, "at"), *order = json_object_get(a->body, "order");
	const char *task = gz_field_text(a->body, "task");
	bool known = !json_object_get(a->body, "task");
	if (!a->chronicle->clock.started)
		return gz_refusal_say(a, "started", "the exercise has not started");
	if (who != CONTROL && (who != EVALUATOR || !gz_play_seated(a->play, gz_field_text(a->body, "seat"))))
		return gz_refusal_say(a, "rank", "observations are written by evaluators and the control team");
	if (!gz_field_same(a->body, "kind", "strength") && !gz_field_same(a->body, "kind", "gap") && !gz_field_same(a->body, "kind", "neutral"))
		return gz_refusal_say(a, "kind", "an observation is a strength, a gap or neutral");
	if (!gz_field_short(a->body, "text", GZ_PLAY_TEXT))
		return gz_refusal_say(a, "text", "an observation has at most 4000 bytes");
	for (int32_t i = 0; pack && task && i < pack->n_tasks; i++)
		known = known || strcmp(pack->tasks[i].id, task) == 0;
	if (!known)
		return gz_refusal_say(a, "task", "there is no such task in this exercise");
	if (json_object_get(a->body, "inject") && gz_play_inject(a->play, gz_field_text(a->body, "inject")) < 0)
		return gz_refusal_say(a, "inject", "there is no such inject in this exercise");
	if (order && !gz_act_order(a->play, json_integer_value(order)))
		return gz_refusal_say(a, "order", "there is no such order; it may have been undone by going back");
	if (at && (!json_is_integer(at) || json_integer_value(at) < 0 || json_integer_value(at) > a->ex))
		return gz_refusal_say(a, "at", "what is observed has been: between STARTEX and now");
	return NULL;
}
