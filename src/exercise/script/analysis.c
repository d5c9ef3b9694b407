/* What is wrong with a script although every row of it is right.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/script/analysis.h"
#include "exercise/live.h"
#include "exercise/observable.h"
#include "exercise/script/sense.h"
#include "exercise/span.h"
#include "exercise/timetable.h"
#include <stdio.h>
#include <string.h>

enum { MINUTE = 60 };

#define FOUND(a, mark, ...) gz_mistakes_add(&(a)->findings, (mark).file, (mark).row, (mark).column, __VA_ARGS__)

/* ---- reachability ------------------------------------------------------------------------------------------ */

static bool decision_possible(const gz_pack *p, int32_t decision)
{
	for (int32_t i = 0; i < p->n_roles; i++)
		for (int32_t k = 0; k < p->roles[i].n_may; k++)
			if (p->roles[i].may[k] == decision)
				return true;
	return false;
}

static bool milestone_possible(const gz_pack *p, const bool *reachable, int32_t milestone)
{
	if (p->milestones[milestone].by != GZ_PACK_BY_ACTION)
		return true;
	for (int32_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].milestone == milestone && reachable[p->actions[i].inject])
			return true;
	return false;
}

static bool triggered(const gz_pack *p, const bool *reachable, const gz_pack_trigger *t, int64_t end)
{
	switch (t->kind) {
	case GZ_PACK_AT: return t->at.scenario || t->at.relative || t->at.seconds <= end;
	case GZ_PACK_AFTER_INJECT: return t->of >= 0 && reachable[t->of];
	case GZ_PACK_AFTER_DECISION: return t->of >= 0 && decision_possible(p, t->of);
	case GZ_PACK_AFTER_MILESTONE: return t->of >= 0 && milestone_possible(p, reachable, t->of);
	case GZ_PACK_UNLESS: case GZ_PACK_UNLESS_INJECT: return t->at.scenario || t->at.seconds <= end;
	case GZ_PACK_WHEN: case GZ_PACK_MANUAL: return true;
	default: return false;
	}
}

static bool lapses(const gz_pack *p, const gz_pack_inject *inject)
{
	for (int32_t i = 0; i < inject->n_actions; i++)
		if (p->actions[inject->actions[i]].critical || p->actions[inject->actions[i]].within.given)
			return true;
	return false;
}

static void reach(const gz_pack *p, bool *reachable)
{
	const int64_t end = gz_timetable_end(p);
	for (bool changed = true; changed;) {
		changed = false;
		for (int32_t i = 0; i < p->n_injects; i++) {
			const gz_pack_inject *inject = &p->injects[i];
			if (!reachable[i] && triggered(p, reachable, &inject->trigger, end))
				reachable[i] = changed = true;
			if (reachable[i] && inject->contingency >= 0 && !reachable[inject->contingency] && lapses(p, inject))
				reachable[inject->contingency] = changed = true;
		}
	}
}

static void tell_unreachable(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_pack_inject *inject = &p->injects[i];
		if (inject->contingency >= 0 && !lapses(p, inject))
			FOUND(a, inject->mark, "inject %s names a contingency but expects no critical action and gives no time: it would never come", inject->id);
		if (a->reachable[i])
			continue;
		bool named = false;
		for (int32_t k = 0; k < p->n_injects; k++)
			named = named || p->injects[k].contingency == i;
		if (inject->trigger.kind == GZ_PACK_NO_TRIGGER && !named)
			FOUND(a, inject->mark, "inject %s can never be sent: it has no time and no trigger, and is no other inject's contingency", inject->id);
		else
			FOUND(a, inject->mark, "inject %s can never be sent: nothing that it waits for can happen within the exercise", inject->id);
	}
}

/* ---- circles ----------------------------------------------------------------------------------------------- */

/* The injects that come of inject i: [k], -1 after the last. Contingencies, those after it, those after a milestone that it sets. */
static bool leads(const gz_pack *p, int32_t from, int32_t to)
{
	const gz_pack_trigger *t = &p->injects[to].trigger;
	if (p->injects[from].contingency == to || (t->kind == GZ_PACK_AFTER_INJECT && t->of == from))
		return true;
	for (int32_t k = 0; t->kind == GZ_PACK_AFTER_MILESTONE && k < p->injects[from].n_actions; k++)
		if (p->actions[p->injects[from].actions[k]].milestone == t->of)
			return true;
	return false;
}

/* Takes away injects to which nothing leads any more, and those that lead to nothing: what is left goes round. */
static gz_status tell_circles(gz_analysis *a, gz_pack *p)
{
	bool *gone = gz_arena_array(&p->arena, bool, p->n_injects);
	if (gone == NULL)
		return GZ_ERR_MEMORY;
	for (bool changed = true; changed;) {
		changed = false;
		for (int32_t i = 0; i < p->n_injects; i++) {
			bool in = false, out = false;
			for (int32_t k = 0; k < p->n_injects && !gone[i] && !(in && out); k++) {
				in = in || (!gone[k] && leads(p, k, i));
				out = out || (!gone[k] && leads(p, i, k));
			}
			if (!gone[i] && !(in && out))
				gone[i] = changed = true;
		}
	}
	for (int32_t i = 0; i < p->n_injects; i++)
		if (!gone[i])
			FOUND(a, p->injects[i].mark, "inject %s is part of a circle: it leads back to itself through what it triggers", p->injects[i].id);
	return GZ_OK;
}

/* ---- objectives and tasks ---------------------------------------------------------------------------------- */

static bool task_fed(const gz_pack *p, int32_t task)
{
	for (int32_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].task == task)
			return true;
	return false;
}

static void tell_objectives(gz_analysis *a, const gz_pack *p)
{
	for (int32_t o = 0; o < p->n_objectives; o++) {
		bool inject = false, critical = false;
		for (int32_t i = 0; i < p->n_injects; i++)
			inject = inject || (p->injects[i].objective == o && a->reachable[i]);
		for (int32_t i = 0; i < p->n_tasks; i++)
			critical = critical || (p->tasks[i].objective == o && p->tasks[i].critical);
		if (!inject)
			FOUND(a, p->objectives[o].mark, "objective %s has no inject: nothing lets the players show it", p->objectives[o].id);
		if (!critical)
			FOUND(a, p->objectives[o].mark, "objective %s has no critical task: nobody could say whether it was reached", p->objectives[o].id);
	}
	for (int32_t i = 0; i < p->n_tasks; i++)
		if (p->tasks[i].critical && !task_fed(p, i))
			FOUND(a, p->tasks[i].mark, "the critical task %s belongs to no expected action", p->tasks[i].id);
}

/* ---- load -------------------------------------------------------------------------------------------------- */

static const char *inject_name(const gz_pack *p, int32_t inject)
{
	return inject < 0 ? "STARTEX" : p->injects[inject].id;
}

static void tell_load(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < a->n_workloads; i++) {
		const gz_workload *w = &a->workloads[i];
		const gz_pack_role *role = &p->roles[w->role];
		if (w->n == 0 && w->n_unplanned == 0) {
			FOUND(a, role->mark, "role %s gets no inject at all", role->id);
			continue;
		}
		if (w->n == 0) {
			FOUND(a, role->mark, "role %s gets nothing at a planned time: all its injects wait for something that may not happen", role->id);
			continue;
		}
		if (w->first > GZ_WORKLOAD_MOST)
			FOUND(a, role->mark, "role %s starts late: its first inject comes after %d minutes; at most 20", role->id, (int)(w->first / MINUTE));
		else if (w->longest > GZ_WORKLOAD_MOST)
			FOUND(a, role->mark, "role %s waits %d minutes after %s; at most 20", role->id, (int)(w->longest / MINUTE), inject_name(p, w->slack));
		if (w->shortest >= 0 && w->shortest < GZ_WORKLOAD_LEAST)
			FOUND(a, role->mark, "role %s gets inject %s only %d s after %s; at least 3 minutes", role->id, inject_name(p, w->tight), (int)w->shortest,
				inject_name(p, w->before));
	}
}

/* ---- clocks ------------------------------------------------------------------------------------------------ */

static void tell_clock(gz_analysis *a, const gz_pack *p, const gz_pack_mark *mark, const char *what, const char *id, int64_t ex, int64_t stated)
{
	char here[24], there[24];
	const int64_t clock = gz_timetable_scenario(p, ex), ahead = clock - stated;
	if (ahead > -MINUTE && ahead < MINUTE)
		return;
	gz_timetable_print(p, clock, here);
	gz_timetable_print(p, stated, there);
	gz_mistakes_add(&a->findings, mark->file, mark->row, mark->column, "%s %s is meant for %s, but by the phases the scenario's clock will show %s: %s by %lld minutes",
		what, id, there, here, ahead < 0 ? "the script runs ahead of the clock" : "the clock runs ahead of the script", (long long)((ahead < 0 ? -ahead : ahead) / MINUTE));
}

static void tell_times(gz_analysis *a, const gz_pack *p)
{
	const int64_t end = gz_timetable_end(p);
	for (int32_t i = 0; i < p->n_phases; i++)
		if (p->phases[i].opens.given)
			tell_clock(a, p, &p->phases[i].mark, "phase", p->phases[i].id, p->phases[i].time == GZ_PACK_JUMP && i > 0 ? p->phases[i].from - 1 : p->phases[i].from,
				p->phases[i].opens.seconds);
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_pack_inject *inject = &p->injects[i];
		if (a->plan[i] < 0)
			continue;
		if (a->plan[i] > end)
			FOUND(a, inject->mark, "inject %s comes after the end of the last phase", inject->id);
		else if (inject->phase >= 0 && (a->plan[i] < p->phases[inject->phase].from || a->plan[i] > p->phases[inject->phase].to))
			FOUND(a, inject->mark, "inject %s is sent outside its phase %s", inject->id, p->phases[inject->phase].id);
		if (inject->stated.given)
			tell_clock(a, p, &inject->mark, "inject", inject->id, a->plan[i], inject->stated.seconds);
	}
}

/* ---- what players read ------------------------------------------------------------------------------------- */

static bool read_by_players(const gz_pack *p, const gz_pack_inject *inject)
{
	for (int32_t i = 0; i < inject->n_to; i++) {
		gz_pack_role_kind kind = p->roles[inject->to[i]].kind;
		if (kind == GZ_PACK_PLAYER || kind == GZ_PACK_SCRIBE || kind == GZ_PACK_OBSERVER)
			return true;
	}
	return false;
}

static bool tells_truth(gz_pack *p, const gz_pack_text *text)
{
	for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++) {
		gz_live_piece *pieces;
		int32_t n = 0;
		if (text->in[l] == NULL || strstr(text->in[l], "${") == NULL || gz_live_parse(p, text->in[l], &pieces, &n, NULL) != GZ_OK)
			continue;
		for (int32_t i = 0; i < n; i++)
			if (pieces[i].expr != NULL && gz_observable_truth(pieces[i].expr))
				return true;
	}
	return false;
}

static void tell_truth(gz_analysis *a, gz_pack *p)
{
	for (int32_t i = 0; i < p->n_injects; i++)
		for (int32_t v = 0; v < p->injects[i].n_variants && read_by_players(p, &p->injects[i]); v++) {
			const gz_pack_variant *variant = &p->injects[i].variants[v];
			if (tells_truth(p, &variant->body) || tells_truth(p, &variant->subject))
				FOUND(a, variant->body.mark, "inject %s tells players truth(): only controllers may read that", p->injects[i].id);
		}
	for (int32_t i = 0; i < p->n_phases; i++)
		for (int32_t q = 0; q < p->phases[i].n_questions; q++)
			if (tells_truth(p, &p->phases[i].questions[q]))
				FOUND(a, p->phases[i].questions[q].mark, "a question tells players truth(): only controllers may read that");
}

static void tell_languages(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_texts; i++) {
		char missing[32] = "";
		for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++)
			if (p->wanted[l] && p->texts[i]->in[l] == NULL) {
				size_t used = strlen(missing);
				snprintf(missing + used, sizeof missing - used, "%s%s", used > 0 ? ", " : "", gz_pack_language_code((gz_pack_language)l));
			}
		if (missing[0] != '\0')
			gz_mistakes_add(&a->notes, p->texts[i]->mark.file, p->texts[i]->mark.row, p->texts[i]->mark.column, "not translated: %s", missing);
	}
}

static bool goes_to(const gz_pack_inject *inject, int32_t role)
{
	bool found = false;
	for (int32_t t = 0; t < inject->n_to; t++)
		found = found || inject->to[t] == role;
	return found;
}

/* What an absent role would order must be asked of it. */
static void tell_orders(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_roles; i++)
		for (int32_t k = 0; k < p->roles[i].n_orders; k++) {
			const gz_pack_order *order = &p->roles[i].orders[k];
			if (!goes_to(&p->injects[order->inject], i))
				FOUND(a, order->mark, "role %s, when absent, orders at inject %s, which does not go to it", p->roles[i].id, order->inject_name);
		}
	for (int32_t i = 0; i < p->n_casts; i++)
		for (int32_t k = 0; k < p->casts[i].n_orders; k++) {
			const gz_pack_order *order = &p->casts[i].orders[k];
			if (!goes_to(&p->injects[order->inject], p->casts[i].roles[k]))
				FOUND(a, order->mark, "cast %s: role %s orders at inject %s, which does not go to it", p->casts[i].id, p->roles[p->casts[i].roles[k]].id, order->inject_name);
		}
}

/* ---- what does expected actions ---------------------------------------------------------------------------- */

static bool may_order(const gz_pack_role *role, int32_t decision)
{
	for (int32_t i = 0; i < role->n_may; i++)
		if (role->may[i] == decision || decision < 0)
			return true;
	return false;
}

/* Whether one of those of whom an action is expected may order a decision, or any (-1). */
static bool some_may(const gz_pack *p, const gz_pack_action *a, int32_t decision)
{
	for (int32_t i = 0; i < a->n_roles; i++)
		if (may_order(&p->roles[a->roles[i]], decision))
			return true;
	return false;
}

static bool answerable(gz_analysis *a, const gz_pack *p, const gz_pack_action *action, const gz_pack_answer *answer)
{
	const char *inject = p->injects[action->inject].id;
	if (answer->kind == GZ_PACK_BY_DECISION && !some_may(p, action, answer->of)) {
		FOUND(a, answer->mark, "%s.%s is answered by %s, which none of those who are asked may order", inject, action->id, p->decisions[answer->of].id);
		return false;
	}
	if (answer->kind == GZ_PACK_BY_MESSAGE && action->n_roles == 1 && action->roles[0] == answer->of) {
		FOUND(a, answer->mark, "%s.%s is answered by a message of %s to itself", inject, action->id, p->roles[answer->of].id);
		return false;
	}
	return true;
}

static void tell_answers(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_actions; i++) {
		const gz_pack_action *action = &p->actions[i];
		const char *inject = p->injects[action->inject].id;
		bool any = action->n_answers == 0 && (action->evidence != GZ_PACK_DECISION || some_may(p, action, -1));
		for (int32_t k = 0; k < action->n_answers; k++)
			any = answerable(a, p, action, &action->answers[k]) || any;
		if (!any && action->n_answers == 0)
			FOUND(a, action->mark, "%s.%s asks for a decision, and none of those who are asked may order any", inject, action->id);
		else if (!any && action->evidence != GZ_PACK_VERBAL && action->evidence != GZ_PACK_OBSERVED)
			FOUND(a, action->mark, "nothing that a role enters can do %s.%s", inject, action->id);
	}
}

/* ---- decisions that change nothing -------------------------------------------------------------------------- */

bool gz_analysis_finds(const gz_measure *m)
{
	return m->kind == GZ_MEASURE_ISOLATE || m->kind == GZ_MEASURE_TEST || m->kind == GZ_MEASURE_SCREEN;
}

/* Tracing finds the contacts of those whom another measure finds: where none does, an order to trace changes nothing. */
static void tell_tracing(gz_analysis *a, const gz_pack *p)
{
	bool found = false;
	for (int32_t m = 0; m < p->scenario.n_measures; m++)
		found = found || gz_analysis_finds(&p->scenario.measures[m]);
	for (int32_t i = 0; i < p->n_decisions && !found; i++)
		if (p->decisions[i].measure >= 0 && p->scenario.measures[p->decisions[i].measure].kind == GZ_MEASURE_TRACE)
			FOUND(a, p->decisions[i].mark, "the decision %s traces contacts of cases that another measure finds, and the scenario has none that does (isolate, test, screen): it changes nothing",
				p->decisions[i].id);
}

static bool speaks_of(const gz_expr *expr, int32_t decision)
{
	int32_t n = 0;
	const int32_t *symbols = expr == NULL ? NULL : gz_expr_symbols(expr, &n);
	for (int32_t i = 0; i < n; i++)
		if (symbols[i] == GZ_OBSERVABLE_DECISION + decision)
			return true;
	return false;
}

/* Whether something in the script waits for a decision, or says another thing because of it. */
static bool heeded(const gz_pack *p, int32_t decision)
{
	bool found = false;
	for (int32_t i = 0; i < p->n_actions; i++)
		for (int32_t k = 0; k < p->actions[i].n_answers; k++)
			found = found || (p->actions[i].answers[k].kind == GZ_PACK_BY_DECISION && p->actions[i].answers[k].of == decision);
	for (int32_t i = 0; i < p->n_milestones; i++)
		found = found || speaks_of(p->milestones[i].when, decision);
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_pack_inject *inject = &p->injects[i];
		found = found || speaks_of(inject->trigger.when, decision) || (inject->trigger.kind == GZ_PACK_AFTER_DECISION && inject->trigger.of == decision);
		for (int32_t v = 0; v < inject->n_variants; v++)
			found = found || speaks_of(inject->variants[v].condition, decision);
	}
	return found;
}

/* In a pack with a world of its own a decision changes the world, answers something, or is answered. */
static void tell_idle_decisions(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_decisions && p->has_scenario; i++)
		if (p->decisions[i].measure < 0 && !heeded(p, i))
			FOUND(a, p->decisions[i].mark, "the decision %s changes nothing: it has no measure, answers no expected action, and no trigger or variant speaks of it", p->decisions[i].id);
}

/* Somebody will dial what stands on a card: two to four digits may ring a real ambulance. */
static void tell_phones(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_roles; i++) {
		const char *phone = p->roles[i].phone;
		const size_t n = strlen(phone);
		if (n >= 2 && n <= 4 && strspn(phone, "0123456789") == n)
			FOUND(a, p->roles[i].mark, "the telephone %s of role %s may ring an emergency service; write one that nobody can dial, such as \"№ 3\"", phone, p->roles[i].id);
	}
}

gz_status gz_analysis_make(gz_analysis *analysis, gz_pack *pack)
{
	*analysis = (gz_analysis){.plan = gz_workload_plan(pack), .reachable = gz_arena_array(&pack->arena, bool, pack->n_injects)};
	gz_mistakes_init(&analysis->findings);
	gz_mistakes_init(&analysis->notes);
	if (analysis->plan == NULL || analysis->reachable == NULL)
		return GZ_ERR_MEMORY;
	analysis->workloads = gz_workload_measure(pack, analysis->plan, &analysis->n_workloads);
	if (analysis->workloads == NULL)
		return GZ_ERR_MEMORY;
	reach(pack, analysis->reachable);
	tell_unreachable(analysis, pack);
	GZ_TRY(tell_circles(analysis, pack));
	tell_objectives(analysis, pack);
	tell_load(analysis, pack);
	tell_times(analysis, pack);
	tell_truth(analysis, pack);
	tell_orders(analysis, pack);
	tell_answers(analysis, pack);
	tell_tracing(analysis, pack);
	tell_idle_decisions(analysis, pack);
	tell_phones(analysis, pack);
	if (pack->choice.stale)
		FOUND(analysis, pack->choice.mark, "the scenario has changed since this world was chosen: it is not taken; rehearse the pack again with --save-choice");
	tell_languages(analysis, pack);
	gz_sense_tell(analysis, pack);
	return GZ_OK;
}

void gz_analysis_free(gz_analysis *analysis)
{
	gz_mistakes_free(&analysis->findings);
	gz_mistakes_free(&analysis->notes);
	*analysis = (gz_analysis){0};
}
