/* What happens: phases, milestones, injects with their expected actions and effects, and what a seed must give.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/script.h"
#include "exercise/reading/cue.h"
#include "exercise/reading/fields.h"
#include "exercise/clock.h"
#include "exercise/span.h"
#include "base/number.h"
#include <math.h>
#include <string.h>
#include <strings.h>

enum { INJECTS_MAX = 1000 };

void gz_script_milestones(gz_reader *r, const gz_node *root)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_MILESTONE);
	static const char *const setters[] = {"action", "controller", "evaluator", "world", NULL};
	gz_pack *p = r->pack;
	const gz_node *section = gz_yaml_get(root, "milestones");
	int32_t n = gz_reader_section(r, section);
	p->milestones = gz_reader_array(r, gz_pack_milestone, n);
	for (int32_t i = 0; p->milestones != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_milestone *m = &p->milestones[p->n_milestones++];
		*m = (gz_pack_milestone){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		if (gz_reader_is_text(row)) {
			gz_reader_text(r, row, &m->name);
		} else if (gz_reader_map(r, row, keys)) {
			bool when = !gz_yaml_is_null(gz_yaml_get(row, "when"));
			gz_reader_text_needed(r, row, "name", &m->name);
			m->by = (gz_pack_setter)gz_reader_choice(r, gz_yaml_get(row, "by"), setters, when ? GZ_PACK_BY_WORLD : GZ_PACK_BY_ACTION);
			if (when != (m->by == GZ_PACK_BY_WORLD))
				gz_reader_wrong(r, row, "`when` belongs to a milestone set by the world, and only to that");
		}
	}
}

/* ---- phases ------------------------------------------------------------------------------------------------ */

/* "SCALED 60", "STEPPED 1 d", "JUMP 00:35", "REAL", "FROZEN" */
static void read_time(gz_reader *r, const gz_node *node, gz_pack_phase *phase)
{
	const char *text = gz_reader_string(r, node, "REAL");
	size_t n = strcspn(text, " ");
	gz_pack_span span = {0};
	int64_t scale = 0;
	int32_t time = -1;
	for (int32_t i = 0; i < GZ_PACK_TIMES; i++)
		if (strlen(gz_pack_time_words[i]) == n && strncasecmp(text, gz_pack_time_words[i], n) == 0)
			time = i;
	const char *rest = text + n + strspn(text + n, " ");
	phase->time = time < 0 ? GZ_PACK_REAL : (gz_pack_time)time;
	if (time < 0)
		gz_reader_wrong(r, node, "%.40s: expected REAL, SCALED 60, STEPPED 1 d, FROZEN or JUMP 00:35", text);
	else if (time == GZ_PACK_SCALED && (!gz_number_parse_int(rest, strlen(rest), &scale) || scale < 2 || scale > 3600))
		gz_reader_wrong(r, node, "SCALED %.20s: expected how many times as fast, a whole number from 2 to 3600", rest);
	else if ((time == GZ_PACK_STEPPED || time == GZ_PACK_JUMP) && (!gz_span_parse(rest, &span) || span.seconds == 0))
		gz_reader_wrong(r, node, "%s %.20s: expected how far the scenario goes, as 00:35 or 14 d", gz_pack_time_words[time], rest);
	else if ((time == GZ_PACK_REAL || time == GZ_PACK_FROZEN) && *rest != '\0')
		gz_reader_wrong(r, node, "%s takes nothing after it", gz_pack_time_words[time]);
	phase->scale = time == GZ_PACK_SCALED ? (scale < 2 ? 2 : scale) : span.seconds;
}

static void read_questions(gz_reader *r, const gz_node *list, gz_pack_phase *phase)
{
	if (gz_yaml_is_null(list))
		return;
	if (list->kind != GZ_NODE_LIST) {
		gz_reader_wrong(r, list, "expected a list of questions, this is %s", gz_yaml_kind_word(list));
		return;
	}
	phase->questions = gz_reader_array(r, gz_pack_text, list->n);
	for (int32_t i = 0; phase->questions != NULL && i < list->n; i++)
		gz_reader_text(r, &list->items[i], &phase->questions[phase->n_questions++]);
	for (int32_t i = 0; i < list->n; i++)
		if (list->items[i].kind == GZ_NODE_SCALAR && list->items[i].text[0] == '\0')
			gz_reader_wrong(r, &list->items[i], "the question is empty");
}

void gz_script_phases(gz_reader *r, const gz_node *root)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_PHASE);
	gz_pack *p = r->pack;
	const gz_node *section = gz_yaml_get(root, "phases"), *milestones = gz_yaml_get(root, "milestones");
	int32_t n = gz_reader_section(r, section);
	int64_t from = 0;
	if (n > GZ_PACK_PHASES) {
		gz_reader_wrong(r, section, "%d phases; an exercise has at most %d", (int)n, GZ_PACK_PHASES);
		n = GZ_PACK_PHASES;
	}
	p->phases = gz_reader_array(r, gz_pack_phase, n);
	for (int32_t i = 0; p->phases != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_phase *phase = &p->phases[p->n_phases++];
		*phase = (gz_pack_phase){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i]), .from = from, .speed = 1};
		if (gz_reader_map(r, row, keys)) {
			const gz_pack_span lasts = gz_reader_span(r, gz_yaml_get(row, "lasts"));
			gz_reader_text_needed(r, row, "name", &phase->name);
			read_time(r, gz_yaml_get(row, "time"), phase);
			phase->opens = gz_reader_span(r, gz_yaml_get(row, "opens"));
			phase->speed = (int32_t)gz_reader_whole(r, gz_yaml_get(row, "speed"), 1, GZ_CLOCK_SPEED_MAX, 1);
			read_questions(r, gz_yaml_get(row, "questions"), phase);
			if (!lasts.given && phase->time != GZ_PACK_JUMP)
				gz_reader_wrong(r, row, "lasts is missing here: how long the phase is, as 00:15");
			if (lasts.given && lasts.seconds == 0 && phase->time != GZ_PACK_JUMP)
				gz_reader_wrong(r, gz_yaml_get(row, "lasts"), "a phase of no length: nothing can happen in it");
			from += lasts.seconds;
		}
		phase->to = from;
	}
	for (int32_t i = 0; i < p->n_milestones; i++)
		p->milestones[i].when = gz_reader_expression(r, gz_yaml_get(&milestones->items[i], "when"));
}

/* ---- expected actions -------------------------------------------------------------------------------------- */

/* The node of what follows a word and a blank in a text, at its place. */
static gz_node after_word(const gz_node *node, size_t n)
{
	gz_node rest = *node;
	const size_t skip = n + strspn(node->text + n, " ");
	rest.text = node->text + skip;
	rest.column += (int32_t)skip;
	return rest;
}

/* "hygiene", "decision reply", "form annex2", "message post", "reply"; false: a mistake was told. */
static bool read_answer(gz_reader *r, const gz_node *node, gz_pack_answer *answer)
{
	static const char *const words[] = {"decision", "form", "message", NULL};
	gz_pack *p = r->pack;
	const gz_reader_kind roles = GZ_READER_KIND("role", p->roles, p->n_roles), decisions = GZ_READER_KIND("decision", p->decisions, p->n_decisions);
	const char *text = gz_reader_string(r, node, NULL);
	int32_t word = 0;
	*answer = (gz_pack_answer){.kind = GZ_PACK_BY_REPLY, .of = -1, .mark = gz_reader_mark(r, node)};
	if (text == NULL || strcmp(text, "reply") == 0)
		return text != NULL;
	const size_t n = strcspn(text, " ");
	while (words[word] != NULL && (text[n] == '\0' || strlen(words[word]) != n || strncmp(text, words[word], n) != 0))
		word++;
	const gz_node rest = words[word] == NULL ? *node : after_word(node, n);
	answer->kind = words[word] == NULL ? GZ_PACK_BY_DECISION : (gz_pack_answer_kind)word;
	if (answer->kind == GZ_PACK_BY_FORM)
		answer->of = gz_reader_choice(r, &rest, gz_pack_form_words, -1);
	else
		answer->of = gz_reader_find(r, &rest, answer->kind == GZ_PACK_BY_MESSAGE ? &roles : &decisions);
	return answer->of >= 0;
}

static void read_answers(gz_reader *r, const gz_node *node, gz_pack_action *a)
{
	if (gz_yaml_is_null(node))
		return;
	const bool list = node->kind == GZ_NODE_LIST;
	const int32_t n = list ? node->n : 1;
	a->answers = gz_reader_array(r, gz_pack_answer, n);
	for (int32_t i = 0; a->answers != NULL && i < n; i++)
		if (read_answer(r, list ? &node->items[i] : node, &a->answers[a->n_answers]))
			a->n_answers++;
}

static void read_action(gz_reader *r, const gz_node *row, gz_pack_action *a)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_ACTION);
	gz_pack *p = r->pack;
	const gz_reader_kind roles = GZ_READER_KIND("role", p->roles, p->n_roles), tasks = GZ_READER_KIND("task", p->tasks, p->n_tasks),
		milestones = GZ_READER_KIND("milestone", p->milestones, p->n_milestones);
	if (gz_reader_is_text(row)) {
		gz_reader_text(r, row, &a->text);
		return;
	}
	if (!gz_reader_map(r, row, keys))
		return;
	gz_reader_text_needed(r, row, "text", &a->text);
	int32_t n = 0, *who = gz_reader_indices(r, gz_yaml_get(row, "who"), &roles, &n);
	if (n > 0) {
		a->roles = who;
		a->n_roles = n;
	}
	a->within = gz_reader_span(r, gz_yaml_get(row, "within"));
	if (a->within.given && a->within.seconds == 0)
		gz_reader_wrong(r, gz_yaml_get(row, "within"), "nobody can do this within no time");
	a->evidence = (gz_pack_evidence)gz_reader_choice(r, gz_yaml_get(row, "evidence"), gz_pack_evidence_words, GZ_PACK_VERBAL);
	read_answers(r, gz_yaml_get(row, "answered_by"), a);
	a->critical = gz_reader_bool(r, gz_yaml_get(row, "critical"), false);
	a->task = gz_reader_find(r, gz_yaml_get(row, "task"), &tasks);
	a->milestone = gz_reader_find(r, gz_yaml_get(row, "sets"), &milestones);
}

static void read_actions(gz_reader *r, const gz_node *section, gz_pack_inject *inject, int32_t index)
{
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	inject->actions = gz_reader_array(r, int32_t, n);
	for (int32_t i = 0; inject->actions != NULL && i < n; i++) {
		for (int32_t k = 0; k < p->n_actions; k++)
			if (strcmp(p->actions[k].id, section->keys[i].text) == 0)
				gz_reader_wrong(r, &section->keys[i], "an expected action called %.60s stands at inject %s already", section->keys[i].text,
					p->injects[p->actions[k].inject].id);
		gz_pack_action *a = &p->actions[p->n_actions];
		*a = (gz_pack_action){.id = section->keys[i].text, .inject = index, .task = -1, .milestone = -1, .roles = inject->to, .n_roles = inject->n_to,
			.evidence = GZ_PACK_VERBAL, .mark = gz_reader_mark(r, &section->keys[i])};
		read_action(r, &section->items[i], a);
		inject->actions[inject->n_actions++] = p->n_actions++;
	}
}

/* ---- effects ----------------------------------------------------------------------------------------------- */

static void read_effect(gz_reader *r, const gz_node *row, gz_pack_effect *e)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_EFFECT);
	static const double most[] = {1e6, 10, 10, 1, 10};
	const gz_scenario *s = &r->pack->scenario;
	const bool unknown = !r->pack->has_scenario;
	const gz_reader_kind places = {"place of the scenario", s->world.places, sizeof *s->world.places, s->world.n_places, unknown},
		crossings = {"crossing of the scenario", s->world.crossings, sizeof *s->world.crossings, s->world.n_crossings, unknown},
		measures = {"measure of the scenario", s->measures, sizeof *s->measures, s->n_measures, unknown},
		compartments = {"compartment of the disease", s->disease.compartments, sizeof *s->disease.compartments, s->disease.n_compartments, unknown};
	int32_t kinds = 0;
	*e = (gz_pack_effect){.place = -1, .compartment = -1, .measure = -1, .crossing = -1, .mark = gz_reader_mark(r, row)};
	if (!gz_reader_map(r, row, keys))
		return;
	for (int32_t k = 0; k < GZ_PACK_EFFECTS; k++)
		if (gz_yaml_get(row, keys[k]) != NULL) {
			e->kind = (gz_pack_effect_kind)k;
			e->size = gz_reader_number(r, gz_yaml_get(row, keys[k]), 0, most[k], 0);
			kinds++;
		}
	if (kinds != 1)
		gz_reader_wrong(r, row, "an effect is one of import, reporting, compliance, leak and contact, with its size");
	e->compartment = gz_reader_find(r, gz_yaml_get(row, "into"), &compartments);
	e->place = gz_reader_find(r, gz_yaml_get(row, "place"), &places);
	e->crossing = gz_reader_find(r, gz_yaml_get(row, "crossing"), &crossings);
	e->measure = gz_reader_find(r, gz_yaml_get(row, "measure"), &measures);
	e->after = gz_reader_span(r, gz_yaml_get(row, "after"));
	e->lasts = gz_reader_span(r, gz_yaml_get(row, "for"));
	static const char *const needed[] = {"place", "place", "measure", "measure", "place"};
	if (kinds == 1 && gz_yaml_is_null(gz_yaml_get(row, needed[e->kind])))
		gz_reader_wrong(r, row, "%s needs a %s", keys[e->kind], needed[e->kind]);
	if (kinds == 1 && e->kind == GZ_PACK_IMPORT && (gz_yaml_is_null(gz_yaml_get(row, "into")) || floor(e->size) < e->size || e->size < 1))
		gz_reader_wrong(r, row, "import needs a whole number of people, and into which compartment they come");
}

static void read_effects(gz_reader *r, const gz_node *list, gz_pack_inject *inject)
{
	if (gz_yaml_is_null(list))
		return;
	if (list->kind != GZ_NODE_LIST) {
		gz_reader_wrong(r, list, "expected a list of effects, this is %s", gz_yaml_kind_word(list));
		return;
	}
	inject->effects = gz_reader_array(r, gz_pack_effect, list->n);
	for (int32_t i = 0; inject->effects != NULL && i < list->n; i++)
		read_effect(r, &list->items[i], &inject->effects[inject->n_effects++]);
}

/* ---- injects ----------------------------------------------------------------------------------------------- */

static void read_variants(gz_reader *r, const gz_node *row, gz_pack_inject *inject)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_VARIANT);
	const gz_node *list = gz_yaml_get(row, "variants");
	const bool any = list != NULL && !gz_yaml_is_null(list), right = any && list->kind == GZ_NODE_LIST;
	const int32_t n = right ? list->n : 0;
	if (any && !right)
		gz_reader_wrong(r, list, "expected a list of variants, this is %s", gz_yaml_kind_word(list));
	inject->variants = gz_reader_array(r, gz_pack_variant, n + 1);
	if (inject->variants == NULL)
		return;
	gz_pack_variant *otherwise = &inject->variants[n];
	gz_reader_text(r, gz_yaml_get(row, "subject"), &otherwise->subject);
	gz_reader_text_needed(r, row, "body", &otherwise->body);
	for (int32_t i = 0; i < n; i++) {
		gz_pack_variant *v = &inject->variants[i];
		if (!gz_reader_map(r, &list->items[i], keys))
			continue;
		if (gz_yaml_is_null(gz_yaml_get(&list->items[i], "if")))
			gz_reader_wrong(r, &list->items[i], "a variant says when it is sent: `if` is missing; what is sent otherwise is the inject's own body");
		v->condition = gz_reader_expression(r, gz_yaml_get(&list->items[i], "if"));
		const gz_node *own = gz_yaml_get(&list->items[i], "subject");
		gz_reader_text(r, own != NULL ? own : gz_yaml_get(row, "subject"), &v->subject);
		gz_reader_text_needed(r, &list->items[i], "body", &v->body);
	}
	inject->n_variants = n + 1;
}

static void read_people(gz_reader *r, const gz_node *row, gz_pack_inject *inject)
{
	gz_pack *p = r->pack;
	const gz_reader_kind roles = GZ_READER_KIND("role", p->roles, p->n_roles), personas = GZ_READER_KIND("persona", p->personas, p->n_personas),
		channels = GZ_READER_KIND("channel", p->channels, p->n_channels), phases = GZ_READER_KIND("phase", p->phases, p->n_phases),
		objectives = GZ_READER_KIND("objective", p->objectives, p->n_objectives);
	inject->phase = gz_reader_find(r, gz_yaml_get(row, "phase"), &phases);
	inject->from = gz_reader_find(r, gz_yaml_get(row, "from"), &personas);
	inject->to = gz_reader_indices(r, gz_yaml_get(row, "to"), &roles, &inject->n_to);
	inject->channel = gz_reader_find(r, gz_yaml_get(row, "channel"), &channels);
	inject->objective = gz_reader_find(r, gz_yaml_get(row, "objective"), &objectives);
	inject->controller = gz_reader_find(r, gz_yaml_get(row, "controller"), &roles);
	if (gz_yaml_is_null(gz_yaml_get(row, "to")))
		gz_reader_wrong(r, row, "to is missing here: the roles that receive it");
	else if (gz_yaml_get(row, "to")->kind == GZ_NODE_LIST && gz_yaml_get(row, "to")->n == 0)
		gz_reader_wrong(r, gz_yaml_get(row, "to"), "to is empty: nobody would receive it");
}

static void read_inject(gz_reader *r, const gz_node *row, gz_pack_inject *inject, int32_t index)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_INJECT);
	if (!gz_reader_map(r, row, keys))
		return;
	inject->kind = (gz_pack_inject_kind)gz_reader_choice(r, gz_yaml_get(row, "kind"), gz_pack_inject_words, GZ_PACK_CONTEXTUAL);
	read_people(r, row, inject);
	gz_cue_read(r, row, &inject->trigger);
	inject->stated = gz_reader_span(r, gz_yaml_get(row, "scenario"));
	read_variants(r, row, inject);
	read_actions(r, gz_yaml_get(row, "expect"), inject, index);
	inject->contingency_name = gz_reader_string(r, gz_yaml_get(row, "contingency"), "");
	read_effects(r, gz_yaml_get(row, "effects"), inject);
	inject->capability = gz_reader_string(r, gz_yaml_get(row, "capability"), "");
	inject->sop = gz_reader_string(r, gz_yaml_get(row, "sop"), "");
	inject->attachment = gz_reader_string(r, gz_yaml_get(row, "attachment"), "");
	inject->status = gz_reader_string(r, gz_yaml_get(row, "status"), "");
	inject->actual = gz_reader_string(r, gz_yaml_get(row, "actual_time"), "");
	inject->response = gz_reader_string(r, gz_yaml_get(row, "response"), "");
	inject->note = gz_reader_string(r, gz_yaml_get(row, "note"), "");
}

void gz_script_injects(gz_reader *r, const gz_node *section)
{
	gz_pack *p = r->pack;
	const char *file = r->file;
	int32_t n = gz_reader_section(r, section), n_actions = 0;
	if (n > INJECTS_MAX) {
		gz_reader_wrong(r, section, "%d injects; an exercise has at most %d", (int)n, INJECTS_MAX);
		n = INJECTS_MAX;
	}
	for (int32_t i = 0; i < n; i++) {
		const gz_node *expect = gz_yaml_get(&section->items[i], "expect");
		n_actions += expect == NULL || expect->kind != GZ_NODE_MAP ? 0 : expect->n;
	}
	p->injects = gz_reader_array(r, gz_pack_inject, n);
	p->actions = gz_reader_array(r, gz_pack_action, n_actions);
	for (int32_t i = 0; p->injects != NULL && p->actions != NULL && i < n; i++) {
		gz_pack_inject *inject = &p->injects[p->n_injects++];
		*inject = (gz_pack_inject){.id = section->keys[i].text, .phase = -1, .from = -1, .channel = -1, .objective = -1, .controller = -1,
			.contingency = -1, .contingency_name = "", .capability = "", .sop = "", .attachment = "", .status = "", .actual = "", .response = "",
			.note = "", .trigger = {.of = -1, .of_name = ""}, .mark = gz_reader_mark(r, &section->keys[i])};
		read_inject(r, &section->items[i], inject, i);
	}
	const gz_reader_kind injects = GZ_READER_KIND("inject", p->injects, p->n_injects);
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_node *named = gz_yaml_get(&section->items[i], "contingency");
		gz_cue_link(r, &p->injects[i].trigger);
		r->file = file;
		p->injects[i].contingency = named == NULL ? -1 : gz_reader_find(r, named, &injects);
	}
}

void gz_script_conditions(gz_reader *r, const gz_node *root)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_CONDITION);
	gz_pack *p = r->pack;
	const gz_node *list = gz_yaml_get(root, "train");
	if (gz_yaml_is_null(list))
		return;
	if (list->kind != GZ_NODE_LIST) {
		gz_reader_wrong(r, list, "expected a list of conditions, this is %s", gz_yaml_kind_word(list));
		return;
	}
	p->conditions = gz_reader_array(r, gz_pack_condition, list->n);
	for (int32_t i = 0; p->conditions != NULL && i < list->n; i++) {
		const gz_node *row = &list->items[i];
		gz_pack_condition *c = &p->conditions[p->n_conditions++];
		c->mark = gz_reader_mark(r, row);
		if (!gz_reader_map(r, row, keys))
			continue;
		c->value = gz_reader_expression(r, gz_yaml_get(row, "value"));
		c->low = gz_reader_number(r, gz_yaml_get(row, "from"), -1e15, 1e15, -INFINITY);
		c->high = gz_reader_number(r, gz_yaml_get(row, "to"), -1e15, 1e15, INFINITY);
		c->day = (int32_t)gz_reader_whole(r, gz_yaml_get(row, "day"), 0, 3660, 14);
		if (c->low > c->high)
			gz_reader_wrong(r, row, "from is above to");
	}
}
