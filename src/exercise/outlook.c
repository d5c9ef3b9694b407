/* What an expression of the pack sees at a moment of play.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/outlook.h"
#include "exercise/entry/act.h"
#include "exercise/entry/field.h"
#include "exercise/observable.h"
#include <math.h>

bool gz_outlook_ordered(const gz_play *play, int32_t decision)
{
	size_t i;
	json_t *order;
	json_array_foreach(json_object_get(play->state, "orders"), i, order)
		if (json_object_get(order, "ordered") && !gz_field_same(order, "status", "refused") && gz_play_decision(play, gz_field_text(order, "decision")) == decision)
			return true;
	return false;
}

bool gz_outlook_inforce(const gz_play *play, int64_t ex, int32_t decision)
{
	const int64_t sim = gz_timetable_sim(&play->timetable, ex);
	size_t i;
	json_t *order;
	if (decision < 0 || decision >= play->pack->n_decisions)
		return false;
	json_array_foreach(json_object_get(play->state, "orders"), i, order) {
		if (!gz_field_same(order, "decision", play->pack->decisions[decision].id))
			continue;
		if (json_object_get(order, "from_sim") && gz_field_whole(order, "from_sim") <= sim && !gz_act_over(order, sim))
			return true;
	}
	return false;
}

static double symbol(void *context, int32_t id)
{
	const gz_outlook *o = context;
	const double sim = (double)gz_timetable_sim(&o->play->timetable, o->ex);
	if (id >= GZ_OBSERVABLE_PLACE) /* an argument: its index */
		return id % GZ_OBSERVABLE_PLACE;
	if (id >= 0 && id < o->play->pack->n_milestones)
		return json_object_get(json_object_get(o->play->state, "milestones"), o->play->pack->milestones[id].id) ? 1 : 0;
	switch (id) {
	case GZ_OBSERVABLE_DAY: return sim / 86400;
	case GZ_OBSERVABLE_HOUR: return sim / 3600;
	case GZ_OBSERVABLE_EX: return floor((double)o->ex / 1000);
	default: return (double)NAN;
	}
}

static double call(void *context, int32_t id, const double *args, int32_t n)
{
	const gz_outlook *o = context;
	if (id == GZ_OBSERVABLE_ORDERED)
		return gz_outlook_ordered(o->play, (int32_t)args[0]);
	if (id == GZ_OBSERVABLE_INFORCE)
		return gz_outlook_inforce(o->play, o->ex, (int32_t)args[0]);
	return o->world ? o->world->call(o->world->context, id, args, n) : (double)NAN;
}

void gz_outlook_make(gz_outlook *outlook, const gz_play *play, int64_t ex, const gz_expr_env *world)
{
	*outlook = (gz_outlook){.play = play, .ex = ex, .world = world, .env = {.context = outlook, .symbol = symbol, .call = call}};
}

bool gz_outlook_holds(const gz_outlook *outlook, const gz_expr *condition)
{
	const double value = condition ? gz_expr_eval(condition, &outlook->env) : 0;
	return !isnan(value) && value != 0;
}
