/* Writes a pack as JSON for pages.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/papers.h"
#include "exercise/live.h"
#include "exercise/reading/cue.h"
#include "exercise/script/analysis.h"
#include "exercise/script/workload.h"
#include "exercise/sheets/phrase.h"
#include "exercise/timetable.h"
#include "report/shape.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const effect_words[GZ_PACK_EFFECTS] = {"import", "reporting", "compliance", "leak", "contact"};
static const char *const setter_words[GZ_PACK_SETTERS] = {"action", "controller", "evaluator", "world"};
static const char *const crossing_words[] = {"road", "rail", "air", "river", "sea"};

json_t *gz_papers_text(gz_pack *pack, const gz_pack_text *text)
{
	json_t *all = json_object();
	for (int32_t l = 0; all && l < GZ_PACK_LANGUAGES; l++)
		if (l <= GZ_PACK_TG || text->in[l])
			json_object_set_new(all, gz_pack_language_code((gz_pack_language)l), json_string(gz_live_paper(pack, text, (gz_pack_language)l)));
	return all;
}

/* What a phrase says in every language: of an inject when it comes, of a condition, an effect, a text of the script, a place, a crossing. */
typedef const char *teller(gz_phrase *phrase, const void *of);

static const char *tell_cue(gz_phrase *phrase, const void *of) { return gz_phrase_cue(phrase, (int32_t)((const gz_pack_inject *)of - phrase->pack->injects)); }
static const char *tell_condition(gz_phrase *phrase, const void *of) { return gz_phrase_condition(phrase, of); }
static const char *tell_effect(gz_phrase *phrase, const void *of) { return gz_phrase_effect(phrase, of); }
static const char *tell_text(gz_phrase *phrase, const void *of) { return gz_phrase_text(phrase, of); }
static const char *tell_place(gz_phrase *phrase, const void *of) { return gz_phrase_place(phrase, *(const int32_t *)of); }
static const char *tell_crossing(gz_phrase *phrase, const void *of) { return gz_phrase_crossing(phrase, *(const int32_t *)of); }

static json_t *told(gz_phrase *tongues, teller *tell, const void *of)
{
	json_t *all = json_object();
	for (int32_t l = 0; all && l < GZ_PACK_LANGUAGES; l++)
		if (tell != tell_text || l <= GZ_PACK_TG || ((const gz_pack_text *)of)->in[l])
			json_object_set_new(all, gz_pack_language_code((gz_pack_language)l), json_string(tell(&tongues[l], of)));
	return all;
}

/* A span as {ms} of the exercise or {sim} of the scenario, in its seconds; null where there is none. */
static json_t *span_json(const gz_pack_span *span)
{
	if (!span->given)
		return json_null();
	return span->scenario ? json_pack("{s:I}", "sim", (json_int_t)span->seconds) : json_pack("{s:I}", "ms", (json_int_t)span->seconds * 1000);
}

static json_t *role_ids(const gz_pack *pack, const int32_t *roles, int32_t n)
{
	json_t *ids = json_array();
	for (int32_t i = 0; i < n; i++)
		json_array_append_new(ids, json_string(pack->roles[roles[i]].id));
	return ids;
}

/* ---- channels, personas: names by id ------------------------------------------------------------------------------ */
static json_t *channels_json(gz_pack *p)
{
	json_t *channels = json_object();
	for (int32_t i = 0; i < p->n_channels; i++)
		json_object_set_new(channels, p->channels[i].id, gz_papers_text(p, &p->channels[i].name));
	return channels;
}

static json_t *personas_json(gz_pack *p)
{
	json_t *personas = json_object();
	for (int32_t i = 0; i < p->n_personas; i++)
		json_object_set_new(personas, p->personas[i].id, gz_papers_text(p, &p->personas[i].name));
	return personas;
}

/* ---- phases, decisions, roles ----------------------------------------------------------------------------------- */
static json_t *phases_json(gz_pack *p)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < p->n_phases; i++) {
		const gz_pack_phase *phase = &p->phases[i];
		json_t *questions = json_array();
		for (int32_t q = 0; q < phase->n_questions; q++)
			json_array_append_new(questions, gz_papers_text(p, &phase->questions[q]));
		json_array_append_new(list, json_pack("{s:s, s:o, s:s, s:I, s:I, s:I, s:o}", "id", phase->id, "name", gz_papers_text(p, &phase->name),
			"time", gz_pack_time_words[phase->time], "scale", (json_int_t)phase->scale, "from", (json_int_t)phase->from * 1000, "to", (json_int_t)phase->to * 1000,
			"questions", questions));
	}
	return list;
}

/* Of a decision that traces contacts, the names of those that find the ill whose contacts they are: without one of them it changes nothing.
 * NULL: it does not trace, or a measure that nobody orders finds them. */
static json_t *finders(gz_pack *p, const gz_pack_decision *traces)
{
	if (traces->measure < 0 || p->scenario.measures[traces->measure].kind != GZ_MEASURE_TRACE)
		return NULL;
	json_t *list = json_array();
	for (int32_t m = 0; m < p->scenario.n_measures; m++) {
		bool ordered = false;
		for (int32_t i = 0; i < p->n_decisions && gz_analysis_finds(&p->scenario.measures[m]); i++)
			if (p->decisions[i].measure == m) {
				json_array_append_new(list, gz_papers_text(p, &p->decisions[i].name));
				ordered = true;
			}
		if (gz_analysis_finds(&p->scenario.measures[m]) && !ordered) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

static json_t *decision_json(gz_pack *p, int32_t index)
{
	const gz_pack_decision *d = &p->decisions[index];
	return json_pack("{s:s, s:o, s:I, s:o, s:o, s:b, s:b, s:s?, s:o*}", "id", d->id, "name", gz_papers_text(p, &d->name), "lead", (json_int_t)d->lead.seconds,
		"cost", gz_papers_text(p, &d->cost), "legal", gz_papers_text(p, &d->legal), "justify", (int)d->justify, "confirm", (int)d->confirm,
		"measure", d->measure >= 0 ? p->scenario.measures[d->measure].name : NULL, "finders", finders(p, d));
}

/* Of which house a role is. */
static json_t *house_json(gz_pack *p, const gz_pack_role *r)
{
	static const gz_pack_text none = {.mark = {NULL, 0, 0}};
	return gz_papers_text(p, r->organisation >= 0 ? &p->organisations[r->organisation].name : &none);
}

static json_t *phones_json(gz_pack *p)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < p->n_roles; i++)
		if (p->roles[i].phone[0])
			json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:s}", "id", p->roles[i].id, "name", gz_papers_text(p, &p->roles[i].name), "organisation", house_json(p, &p->roles[i]), "phone", p->roles[i].phone));
	return list;
}

/* Roles to which a seat can write, besides control. */
static json_t *writable_json(gz_pack *p, const gz_pack_role *own)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < p->n_roles; i++) {
		const gz_pack_role *r = &p->roles[i];
		const bool seat = r->kind == GZ_PACK_PLAYER || r->kind == GZ_PACK_SCRIBE || r->kind == GZ_PACK_SIMCELL || r->kind == GZ_PACK_SAFETY;
		if (seat && r != own)
			json_array_append_new(list, json_pack("{s:s, s:o}", "id", r->id, "name", gz_papers_text(p, &r->name)));
	}
	return list;
}

/* Whom the simulation cell may speak as, and by what; NULL for all others. */
static json_t *voices_json(gz_pack *p, const gz_pack_role *r)
{
	json_t *list = r->kind == GZ_PACK_SIMCELL ? json_array() : NULL;
	for (int32_t i = 0; list && i < (r->n_speaks > 0 ? r->n_speaks : p->n_personas); i++) {
		const gz_pack_persona *persona = &p->personas[r->n_speaks > 0 ? r->speaks[i] : i];
		json_array_append_new(list, json_pack("{s:s, s:o}", "id", persona->id, "name", gz_papers_text(p, &persona->name)));
	}
	return list;
}

/* What everybody is told before the start. */
static json_t *briefing_json(gz_pack *p)
{
	return json_pack("{s:o, s:o, s:o}", "purpose", gz_papers_text(p, &p->purpose), "scope", gz_papers_text(p, &p->scope),
		"artificialities", gz_papers_text(p, &p->artificialities));
}

static json_t *forms_json(void)
{
	json_t *all = json_array();
	for (int32_t i = 0; gz_pack_form_words[i]; i++)
		json_array_append_new(all, json_string(gz_pack_form_words[i]));
	return all;
}

static json_t *role_json(gz_pack *p, const gz_pack_role *r)
{
	json_t *decisions = json_array();
	for (int32_t i = 0; i < r->n_may; i++)
		json_array_append_new(decisions, decision_json(p, r->may[i]));
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s?, s:s, s:o, s:o, s:o, s:o, s:o*, s:o*, s:o}", "id", r->id, "kind", gz_pack_role_words[r->kind],
		"name", gz_papers_text(p, &r->name), "card", gz_papers_text(p, &r->card),
		"organisation", house_json(p, r),
		"place", r->place >= 0 && p->has_scenario ? p->scenario.world.places[r->place].id : NULL, "phone", r->phone, "phones", phones_json(p),
		"write_to", writable_json(p, r), "decisions", decisions, "briefing", briefing_json(p), "personas", voices_json(p, r),
		"channels", r->kind == GZ_PACK_SIMCELL ? channels_json(p) : NULL, "forms", forms_json());
}

static json_t *roles_texts(gz_pack *p)
{
	json_t *all = json_object();
	for (int32_t i = 0; i < p->n_roles; i++) {
		json_t *role = role_json(p, &p->roles[i]);
		char *text = role ? json_dumps(role, JSON_COMPACT) : NULL;
		json_object_set_new(all, p->roles[i].id, text ? json_string(text) : NULL);
		free(text);
		json_decref(role);
	}
	return all;
}

/* ---- the script ------------------------------------------------------------------------------------------------- */
/* INJECT.ACTION, for the caller to let go. */
static json_t *action_name(const gz_pack *p, int32_t action)
{
	return json_sprintf("%s.%s", p->injects[p->actions[action].inject].id, p->actions[action].id);
}

static json_t *answers_json(gz_pack *p, const gz_pack_action *a)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < a->n_answers; i++)
		json_array_append_new(list, json_string(gz_pack_answer_text(p, &a->answers[i])));
	return list;
}

static json_t *action_json(gz_pack *p, int32_t index)
{
	const gz_pack_action *a = &p->actions[index];
	return json_pack("{s:o, s:s, s:o, s:o, s:o, s:s, s:o, s:b, s:s?, s:s?}", "id", action_name(p, index), "inject", p->injects[a->inject].id, "text", gz_papers_text(p, &a->text),
		"roles", role_ids(p, a->roles, a->n_roles), "within", span_json(&a->within), "evidence", gz_pack_evidence_words[a->evidence], "answered_by", answers_json(p, a), "critical", (int)a->critical,
		"task", a->task >= 0 ? p->tasks[a->task].id : NULL, "milestone", a->milestone >= 0 ? p->milestones[a->milestone].id : NULL);
}

static json_t *effect_json(gz_phrase *tongues, const gz_pack_effect *e)
{
	const gz_pack *p = tongues->pack;
	const gz_scenario *s = p->has_scenario ? &p->scenario : NULL;
	return json_pack("{s:s, s:o, s:f, s:s?, s:s?, s:s?, s:s?, s:o, s:o}", "kind", effect_words[e->kind], "words", told(tongues, tell_effect, e), "size", e->size,
		"place", s && e->place >= 0 ? s->world.places[e->place].id : NULL, "into", s && e->compartment >= 0 ? s->disease.compartments[e->compartment].name : NULL,
		"measure", s && e->measure >= 0 ? s->measures[e->measure].name : NULL, "crossing", s && e->crossing >= 0 ? s->world.crossings[e->crossing].id : NULL,
		"after", span_json(&e->after), "for", span_json(&e->lasts));
}

static json_t *variants_json(gz_phrase *tongues, const gz_pack_inject *inject)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < inject->n_variants; i++) {
		const gz_pack_variant *v = &inject->variants[i];
		json_array_append_new(list, json_pack("{s:s?, s:o, s:o, s:o}", "if", v->condition ? gz_expr_text(v->condition) : NULL,
			"words", v->condition ? told(tongues, tell_condition, v->condition) : json_null(), "subject", told(tongues, tell_text, &v->subject),
			"body", told(tongues, tell_text, &v->body)));
	}
	return list;
}

static json_t *inject_json(gz_phrase *tongues, int32_t index, int64_t planned)
{
	gz_pack *p = tongues->pack;
	const gz_pack_inject *inject = &p->injects[index];
	json_t *actions = json_array(), *effects = json_array();
	for (int32_t i = 0; i < inject->n_actions; i++)
		json_array_append_new(actions, action_json(p, inject->actions[i]));
	for (int32_t i = 0; i < inject->n_effects; i++)
		json_array_append_new(effects, effect_json(tongues, &inject->effects[i]));
	json_t *row = json_pack("{s:s, s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", inject->id, "kind", gz_pack_inject_words[inject->kind], "phase", (int)inject->phase,
		"trigger", gz_cue_print(p, &inject->trigger), "when", gz_phrase_timed(&inject->trigger) ? json_null() : told(tongues, tell_cue, inject), "planned", planned >= 0 ? json_integer(planned * 1000) : json_null(),
		"sim", planned >= 0 ? json_integer(gz_timetable_scenario(p, planned)) : json_null(), "actions", actions, "effects", effects, "variants", variants_json(tongues, inject));
	json_t *more = json_pack("{s:o, s:o, s:o, s:s?, s:s?, s:s?, s:s, s:s}", "from", inject->from >= 0 ? gz_papers_text(p, &p->personas[inject->from].name) : json_null(),
		"to", role_ids(p, inject->to, inject->n_to), "channel", inject->channel >= 0 ? gz_papers_text(p, &p->channels[inject->channel].name) : json_null(),
		"contingency", inject->contingency >= 0 ? p->injects[inject->contingency].id : NULL, "objective", inject->objective >= 0 ? p->objectives[inject->objective].id : NULL,
		"controller", inject->controller >= 0 ? p->roles[inject->controller].id : NULL, "response", inject->response, "note", inject->note);
	if (row && more && inject->n_variants > 0) { /* the last variant is the inject's own text */
		json_t *own = json_array_get(json_object_get(row, "variants"), (size_t)inject->n_variants - 1);
		json_object_set(row, "subject", json_object_get(own, "subject"));
		json_object_set(row, "body", json_object_get(own, "body"));
		json_array_remove(json_object_get(row, "variants"), (size_t)inject->n_variants - 1);
	}
	json_object_update(row, more);
	json_decref(more);
	return row;
}

static json_t *milestones_json(gz_pack *p)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < p->n_milestones; i++)
		json_array_append_new(list, json_pack("{s:s, s:o, s:s}", "id", p->milestones[i].id, "name", gz_papers_text(p, &p->milestones[i].name),
			"by", setter_words[p->milestones[i].by]));
	return list;
}

static json_t *script_json(gz_phrase *tongues)
{
	gz_pack *p = tongues->pack;
	const int64_t *plan = gz_workload_plan(p);
	json_t *injects = json_array(), *decisions = json_array();
	for (int32_t i = 0; plan && i < p->n_injects; i++)
		json_array_append_new(injects, inject_json(tongues, i, plan[i]));
	for (int32_t i = 0; i < p->n_decisions; i++)
		json_array_append_new(decisions, decision_json(p, i));
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", p->id, "title", gz_papers_text(p, &p->title), "purpose", gz_papers_text(p, &p->purpose),
		"phases", phases_json(p), "injects", injects, "decisions", decisions, "milestones", milestones_json(p),
		"personas", personas_json(p), "channels", channels_json(p));
}

/* ---- tasks of evaluation ---------------------------------------------------------------------------------------- */
static json_t *task_json(gz_pack *p, int32_t index)
{
	const gz_pack_task *t = &p->tasks[index];
	json_t *actions = json_array();
	for (int32_t i = 0; i < p->n_actions; i++)
		if (p->actions[i].task == index)
			json_array_append_new(actions, action_name(p, i));
	return json_pack("{s:s, s:o, s:o, s:s?, s:b, s:o}", "id", t->id, "text", gz_papers_text(p, &t->text), "target", gz_papers_text(p, &t->target),
		"objective", t->objective >= 0 ? p->objectives[t->objective].id : NULL, "critical", (int)t->critical, "actions", actions);
}

static json_t *tasks_json(gz_pack *p)
{
	json_t *objectives = json_array(), *tasks = json_array(), *actions = json_array();
	for (int32_t i = 0; i < p->n_objectives; i++) {
		json_t *tags = json_array();
		for (int32_t k = 0; k < p->objectives[i].n_tags; k++)
			json_array_append_new(tags, json_string(p->objectives[i].tags[k]));
		json_array_append_new(objectives, json_pack("{s:s, s:o, s:o}", "id", p->objectives[i].id, "text", gz_papers_text(p, &p->objectives[i].text), "tags", tags));
	}
	for (int32_t i = 0; i < p->n_tasks; i++)
		json_array_append_new(tasks, task_json(p, i));
	for (int32_t i = 0; i < p->n_actions; i++)
		json_array_append_new(actions, action_json(p, i));
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "objectives", objectives, "tasks", tasks, "actions", actions, "milestones", milestones_json(p), "phases", phases_json(p));
}

/* ---- the map ---------------------------------------------------------------------------------------------------- */
static json_t *degrees(double x)
{
	return isfinite(x) ? json_real(x) : json_null();
}

/* Outlines of the countries in question and of their regions, as far as they are known; none under fictional names. */
static json_t *outlines_json(const gz_pack *p)
{
	const gz_world *w = &p->scenario.world;
	double window[4] = {180, 90, -180, -90};
	for (int32_t i = 0; p->has_scenario && !p->fictional && i < w->n_places; i++)
		if (isfinite(w->places[i].lon) && isfinite(w->places[i].lat)) {
			window[0] = fmin(window[0], w->places[i].lon);
			window[1] = fmin(window[1], w->places[i].lat);
			window[2] = fmax(window[2], w->places[i].lon);
			window[3] = fmax(window[3], w->places[i].lat);
		}
	if (window[0] > window[2])
		return json_object();
	gz_json j = {0};
	gz_json_object(&j);
	gz_shape_write(&j, w, window);
	gz_json_end(&j);
	json_t *outlines = gz_json_status(&j) == GZ_OK ? json_loadb(j.bytes, j.n, 0, NULL) : NULL;
	gz_json_free(&j);
	return outlines;
}

static json_t *map_json(gz_phrase *tongues)
{
	gz_pack *p = tongues->pack;
	json_t *places = json_array(), *crossings = json_array();
	const gz_world *w = &p->scenario.world;
	for (int32_t i = 0; p->has_scenario && i < w->n_places; i++) {
		const gz_place *place = &w->places[i];
		json_array_append_new(places, json_pack("{s:s, s:o, s:o, s:o, s:i, s:s?, s:b, s:I}", "id", place->id, "name", told(tongues, tell_place, &i),
			"lon", degrees(place->lon), "lat", degrees(place->lat), "level", (int)place->depth, "parent", place->parent >= 0 ? w->places[place->parent].id : NULL,
			"leaf", place->leaf >= 0, "population", (json_int_t)place->population));
	}
	for (int32_t i = 0; p->has_scenario && i < w->n_crossings; i++) {
		const gz_crossing *c = &w->crossings[i];
		json_array_append_new(crossings, json_pack("{s:s, s:o, s:o, s:o, s:s?, s:s?, s:s}", "id", c->id, "name", told(tongues, tell_crossing, &i),
			"lon", degrees(c->lon), "lat", degrees(c->lat), "from", c->near >= 0 ? w->places[c->near].id : NULL, "to", c->far >= 0 ? w->places[c->far].id : NULL,
			"type", crossing_words[c->type]));
	}
	return json_pack("{s:o, s:o, s:o}", "places", places, "crossings", crossings, "outlines", outlines_json(p));
}

/* ---- all of it -------------------------------------------------------------------------------------------------- */
static char *text_of(json_t *value)
{
	char *text = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
	json_decref(value);
	return text;
}

static json_t *decision_names(gz_pack *p)
{
	json_t *list = json_array();
	for (int32_t i = 0; i < p->n_decisions; i++)
		json_array_append_new(list, gz_papers_text(p, &p->decisions[i].name));
	return list;
}

static gz_status make_all(gz_papers *papers, gz_phrase *tongues, gz_error *err)
{
	gz_pack *pack = tongues->pack;
	*papers = (gz_papers){.script = text_of(script_json(tongues)), .tasks = text_of(tasks_json(pack)), .map = text_of(map_json(tongues)), .roles = roles_texts(pack),
		.phases = phases_json(pack), .decisions = decision_names(pack), .channels = channels_json(pack), .personas = personas_json(pack)};
	const bool whole = papers->phases && papers->decisions && papers->channels && papers->personas && papers->script && papers->tasks && papers->map && papers->roles && (int32_t)json_object_size(papers->roles) == pack->n_roles;
	return whole ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

gz_status gz_papers_make(gz_papers *papers, gz_pack *pack, gz_error *err)
{
	gz_phrase tongues[GZ_PACK_LANGUAGES] = {0};
	gz_status st = GZ_OK;
	*papers = (gz_papers){0};
	for (int32_t l = 0; st == GZ_OK && l < GZ_PACK_LANGUAGES; l++)
		st = gz_phrase_open(&tongues[l], pack, (gz_pack_language)l, err);
	if (st == GZ_OK)
		st = make_all(papers, tongues, err);
	for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++)
		gz_phrase_close(&tongues[l]);
	return st;
}

void gz_papers_free(gz_papers *papers)
{
	free(papers->script);
	free(papers->tasks);
	free(papers->map);
	json_decref(papers->roles);
	json_decref(papers->phases);
	json_decref(papers->decisions);
	json_decref(papers->channels);
	json_decref(papers->personas);
	*papers = (gz_papers){0};
}

const char *gz_papers_role(const gz_papers *papers, const char *role)
{
	return json_string_value(json_object_get(papers->roles, role));
}
