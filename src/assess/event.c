/* An event as people describe it: what, where, when each step was, their answers and judgements. Read from YAML text.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/event.h"
#include "assess/deadline.h"
#include "text/yaml.h"
#include <string.h>

enum { KEYS_MAX = 16, BOTTLENECKS_MAX = 1000 };

typedef struct reading {
	gz_event *event;
	const gz_rules *rules;
	gz_arena *arena;
	gz_mistakes *mistakes;
} reading;

#define WRONG(r, node, ...) gz_mistakes_add((r)->mistakes, (r)->event->file, (node)->row, (node)->column, __VA_ARGS__)

/* A scalar's text, "" for nothing; a mistake, and "", for a map or a list. */
static const char *text_of(const reading *r, const gz_node *node)
{
	if (node == NULL || gz_yaml_is_null(node))
		return "";
	if (node->kind == GZ_NODE_SCALAR)
		return node->text;
	WRONG(r, node, "expected a text, this is %s", gz_yaml_kind_word(node));
	return "";
}

static const char *key_text(const reading *r, const gz_node *map, const char *key)
{
	return text_of(r, gz_yaml_get(map, key));
}

static const char *did_you_mean(gz_arena *arena, const char *near)
{
	const char *text = near == NULL ? "" : gz_arena_printf(arena, "; did you mean %s?", near);
	return text == NULL ? "" : text;
}

/* True for a map (nothing at all is an empty one, and false); its keys are checked against the list. */
static bool is_map(const reading *r, const gz_node *node, const char *const *keys, int32_t n)
{
	if (node == NULL || gz_yaml_is_null(node))
		return false;
	if (node->kind != GZ_NODE_MAP) {
		WRONG(r, node, "expected a map, this is %s", gz_yaml_kind_word(node));
		return false;
	}
	for (int32_t i = 0; i < node->n && keys != NULL; i++) {
		bool known = false;
		for (int32_t k = 0; k < n; k++)
			known = known || strcmp(node->keys[i].text, keys[k]) == 0;
		if (!known)
			WRONG(r, &node->keys[i], "no such key here: %.60s%s", node->keys[i].text,
				did_you_mean(r->arena, gz_mistakes_near(node->keys[i].text, keys, n)));
	}
	return true;
}

/* ---- the parts --------------------------------------------------------------------------------------------- */

static void read_place(const reading *r, const gz_node *root)
{
	gz_event *e = r->event;
	const gz_node *country = gz_yaml_get(root, "country"), *condition = gz_yaml_get(root, "condition"), *zone = gz_yaml_get(root, "zone");
	const char *code = text_of(r, country), *disease = text_of(r, condition), *offset = text_of(r, zone);
	e->country = code[0] == '\0' ? -1 : gz_rules_country(r->rules, code);
	if (code[0] != '\0' && e->country < 0)
		WRONG(r, country, "country %.20s: no such country in the rules%s", code,
			did_you_mean(r->arena, gz_rules_near(r->rules, GZ_RULES_COUNTRIES, code)));
	e->condition = disease[0] == '\0' ? -1 : gz_rules_condition(r->rules, disease);
	if (disease[0] != '\0' && e->condition < 0)
		WRONG(r, condition, "condition %.60s: no such condition; other and unknown are there too%s", disease,
			did_you_mean(r->arena, gz_rules_near(r->rules, GZ_RULES_CONDITIONS, disease)));
	e->zone = e->country < 0 ? GZ_MOMENT_NO_ZONE : r->rules->countries[e->country].zone;
	if (offset[0] != '\0' && !gz_moment_zone(offset, &e->zone))
		WRONG(r, zone, "zone %.20s: expected an offset, as \"+05:00\"", offset);
}

static void read_times(const reading *r, const gz_node *times)
{
	const char *why;
	if (!is_map(r, times, NULL, 0))
		return;
	for (int32_t i = 0; i < times->n; i++) {
		const gz_node *key = &times->keys[i], *value = &times->items[i];
		int32_t step = gz_rules_step(r->rules, key->text);
		const char *text = text_of(r, value);
		if (step < 0) {
			WRONG(r, key, "no such step: %.60s%s", key->text, did_you_mean(r->arena, gz_rules_near(r->rules, GZ_RULES_STEPS, key->text)));
			continue;
		}
		r->event->rows[step] = value->row;
		r->event->columns[step] = value->column;
		r->event->not_applicable[step] = strcmp(text, "not applicable") == 0;
		if (text[0] != '\0' && !r->event->not_applicable[step] && !gz_moment_parse(text, r->event->zone, &r->event->steps[step], &why))
			WRONG(r, value, "%s %.40s: %s", key->text, text, why);
	}
}

static gz_answer_word read_answer(const reading *r, const gz_node *node)
{
	static const char *const words[] = {"yes", "no", "unknown"};
	const char *text = text_of(r, node);
	bool truth;
	if (text[0] == '\0' || strcmp(text, "unknown") == 0)
		return GZ_ANSWER_UNKNOWN;
	if (strcmp(text, "yes") == 0 || (gz_yaml_bool(node, &truth) && truth))
		return GZ_ANSWER_YES;
	if (strcmp(text, "no") == 0 || gz_yaml_bool(node, &truth))
		return GZ_ANSWER_NO;
	WRONG(r, node, "%.60s: expected yes, no or unknown%s", text, did_you_mean(r->arena, gz_mistakes_near(text, words, 3)));
	return GZ_ANSWER_UNKNOWN;
}

static void read_annex2(const reading *r, const gz_node *answers)
{
	static const char *const keys[] = {"answer", "because"};
	if (!is_map(r, answers, NULL, 0))
		return;
	for (int32_t i = 0; i < answers->n; i++) {
		const gz_node *key = &answers->keys[i], *value = &answers->items[i];
		int32_t question = gz_rules_question(r->rules, key->text);
		if (question < 0) {
			WRONG(r, key, "no such question: %.60s%s", key->text,
				did_you_mean(r->arena, gz_rules_near(r->rules, GZ_RULES_QUESTIONS, key->text)));
		} else if (value->kind == GZ_NODE_MAP && is_map(r, value, keys, 2)) {
			r->event->answers[question] = read_answer(r, gz_yaml_get(value, "answer"));
			r->event->because[question] = key_text(r, value, "because");
		} else {
			r->event->answers[question] = read_answer(r, value);
		}
	}
}

/* The rank of a word on its scale, -1 for nothing or after a mistake. */
static int32_t read_rank(const reading *r, const gz_node *risk, const char *key, gz_rule_scale scale)
{
	const char *names[GZ_RULE_RANKS];
	const gz_node *node = gz_yaml_get(risk, key);
	const char *text = text_of(r, node);
	if (text[0] == '\0' || strcmp(text, "unknown") == 0)
		return -1;
	int32_t i = gz_rules_scale(r->rules, scale, text);
	for (int32_t k = 0; k < r->rules->n_scale[scale]; k++)
		names[k] = r->rules->scales[scale][k].id;
	if (i < 0)
		WRONG(r, node, "%s %.40s: no such step of the scale%s", key, text,
			did_you_mean(r->arena, gz_mistakes_near(text, names, r->rules->n_scale[scale])));
	return i;
}

static void read_risk(const reading *r, const gz_node *risk)
{
	static const char *const keys[] = {"hazard", "exposure", "context", "likelihood", "consequence", "confidence", "level"};
	if (!is_map(r, risk, keys, sizeof keys / sizeof keys[0]))
		return;
	r->event->hazard = key_text(r, risk, "hazard");
	r->event->exposure = key_text(r, risk, "exposure");
	r->event->context = key_text(r, risk, "context");
	r->event->risk = (gz_risk){read_rank(r, risk, "likelihood", GZ_RULE_LIKELIHOOD), read_rank(r, risk, "consequence", GZ_RULE_CONSEQUENCE),
		read_rank(r, risk, "confidence", GZ_RULE_CONFIDENCE), read_rank(r, risk, "level", GZ_RULE_LEVEL)};
}

/* Among the persons of a notice nobody died who was not a case; words instead of numbers are not judged. */
static void check_persons(const reading *r, const gz_node *notice)
{
	const gz_node *cases = gz_yaml_get(notice, "cases"), *deaths = gz_yaml_get(notice, "deaths");
	double ill, dead;
	if (cases != NULL && deaths != NULL && gz_yaml_number(cases, &ill) && gz_yaml_number(deaths, &dead) && ill >= 0 && dead > ill)
		WRONG(r, deaths, "deaths %.40s: more than the number of cases (%.40s)", deaths->text, cases->text);
}

static void read_notice(const reading *r, const gz_node *notice)
{
	double number;
	if (!is_map(r, notice, NULL, 0))
		return;
	for (int32_t i = 0; i < notice->n; i++) {
		const gz_node *key = &notice->keys[i], *value = &notice->items[i];
		int32_t field = gz_rules_field(r->rules, key->text);
		if (field < 0)
			WRONG(r, key, "no such item of a notice: %.60s%s", key->text,
				did_you_mean(r->arena, gz_rules_near(r->rules, GZ_RULES_NOTICE, key->text)));
		else
			r->event->fields[field] = text_of(r, value);
		bool counts = strcmp(key->text, "cases") == 0 || strcmp(key->text, "deaths") == 0;
		if (field >= 0 && counts && gz_yaml_number(value, &number) && (number < 0 || number != (double)(int64_t)number))
			WRONG(r, value, "%s %.40s: expected a whole number of persons, or words", key->text, value->text);
	}
	check_persons(r, notice);
}

static void read_bottleneck(const reading *r, const gz_node *node)
{
	static const char *const keys[] = {"interval", "what", "category"};
	if (!is_map(r, node, keys, 3)) {
		if (gz_yaml_is_null(node))
			WRONG(r, node, "a bottleneck names its interval and what it was");
		return;
	}
	const gz_node *at = gz_yaml_get(node, "interval");
	gz_bottleneck b = {.interval = -1, .what = key_text(r, node, "what"), .category = key_text(r, node, "category")};
	const char *interval = text_of(r, at);
	for (int32_t i = 0; i < r->rules->n_intervals; i++)
		if (strcmp(r->rules->intervals[i].rule.id, interval) == 0)
			b.interval = i;
	if (b.interval < 0)
		WRONG(r, at == NULL ? node : at, "interval %.40s: expected detect, notify or respond", interval[0] == '\0' ? "(missing)" : interval);
	else if (b.what[0] == '\0')
		WRONG(r, node, "what: say in words what held it up");
	else
		r->event->bottlenecks[r->event->n_bottlenecks++] = b;
}

static gz_status read_bottlenecks(const reading *r, const gz_node *list)
{
	if (list == NULL || gz_yaml_is_null(list))
		return GZ_OK;
	if (list->kind != GZ_NODE_LIST) {
		WRONG(r, list, "expected a list, this is %s", gz_yaml_kind_word(list));
		return GZ_OK;
	}
	int32_t n = list->n < BOTTLENECKS_MAX ? list->n : BOTTLENECKS_MAX;
	r->event->bottlenecks = gz_arena_array(r->arena, gz_bottleneck, n);
	if (r->event->bottlenecks == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++)
		read_bottleneck(r, &list->items[i]);
	return GZ_OK;
}

static void read_contacts(const reading *r, const gz_node *contacts)
{
	static const char *const keys[GZ_EVENT_LEVELS] = {"post", "authority", "focal-point"};
	if (!is_map(r, contacts, keys, GZ_EVENT_LEVELS))
		return;
	for (int32_t i = 0; i < GZ_EVENT_LEVELS; i++)
		r->event->contacts[i] = key_text(r, contacts, keys[i]);
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

static void begin(gz_event *event, const char *path)
{
	*event = (gz_event){.file = path, .id = "", .title = "", .place = "", .post = "", .country = -1, .condition = -1, .zone = GZ_MOMENT_NO_ZONE,
		.risk = {-1, -1, -1, -1}, .hazard = "", .exposure = "", .context = ""};
	for (int32_t i = 0; i < GZ_RULE_QUESTIONS; i++)
		event->because[i] = "";
	for (int32_t i = 0; i < GZ_RULE_FIELDS; i++)
		event->fields[i] = "";
	for (int32_t i = 0; i < GZ_EVENT_LEVELS; i++)
		event->contacts[i] = "";
}

static gz_status read_all(const reading *r, const gz_node *root)
{
	static const char *const keys[KEYS_MAX] = {"guzar-event", "id", "title", "country", "zone", "place", "post", "condition", "times", "annex2",
		"risk", "notice", "bottlenecks", "contacts"};
	int64_t format;
	if (!is_map(r, root, keys, 14)) {
		if (gz_yaml_is_null(root))
			WRONG(r, root, "the file is empty; guzar assess --new FILE writes one to start from");
		return GZ_OK;
	}
	const gz_node *version = gz_yaml_get(root, "guzar-event");
	if (version == NULL || !gz_yaml_int(version, &format) || format != GZ_EVENT_FORMAT)
		WRONG(r, version == NULL ? root : version, "guzar-event: 1 must say that this is an event, and of which format");
	r->event->id = key_text(r, root, "id");
	r->event->title = key_text(r, root, "title");
	r->event->place = key_text(r, root, "place");
	r->event->post = key_text(r, root, "post");
	if (r->event->title[0] == '\0')
		WRONG(r, root, "title: say in a few words what the event is");
	read_place(r, root);
	read_times(r, gz_yaml_get(root, "times"));
	read_annex2(r, gz_yaml_get(root, "annex2"));
	read_risk(r, gz_yaml_get(root, "risk"));
	read_notice(r, gz_yaml_get(root, "notice"));
	read_contacts(r, gz_yaml_get(root, "contacts"));
	return read_bottlenecks(r, gz_yaml_get(root, "bottlenecks"));
}

gz_status gz_event_parse(gz_event *event, const gz_rules *rules, gz_arena *arena, const char *path, const char *bytes, size_t n,
	gz_mistakes *mistakes)
{
	const reading r = {event, rules, arena, mistakes};
	const gz_node *root = NULL;
	gz_error err = {.status = GZ_OK};
	begin(event, path);
	gz_status status = gz_yaml_parse(arena, path, bytes, n, &root, &err);
	if (status == GZ_ERR_INPUT)
		gz_mistakes_add_error(mistakes, &err);
	if (status != GZ_OK)
		return status;
	GZ_TRY(read_all(&r, root));
	return gz_mistakes_status(mistakes, NULL);
}

/* ---- order of the steps ------------------------------------------------------------------------------------ */

static void wrong_step(const gz_event *e, const gz_rules *rules, int32_t step, gz_mistakes *mistakes, const char *sentence)
{
	gz_mistakes_add(mistakes, e->file, e->rows[step], e->columns[step], "%s: %s", rules->steps[step].id, sentence);
}

static void check_order(const gz_event *e, const gz_rules *rules, int32_t from, int32_t to, gz_mistakes *mistakes)
{
	char sentence[128];
	const gz_moment *a = &e->steps[from], *b = &e->steps[to];
	if (!a->known || !b->known)
		return;
	bool before = a->day || b->day ? gz_moment_day(*b) < gz_moment_day(*a) : b->second < a->second;
	if (!before)
		return;
	const char *id = rules->steps[from].id;
	size_t n = strlen(id) < 40 ? strlen(id) : 40;
	memcpy(sentence, "this comes before ", 18);
	memcpy(sentence + 18, id, n);
	sentence[18 + n] = '\0';
	wrong_step(e, rules, to, mistakes, sentence);
}

/* What can only follow, beside what clocks and intervals tie together. A step that the rules do not have is passed over. */
static void check_course(const gz_event *e, const gz_rules *rules, gz_mistakes *mistakes)
{
	static const char *const course[][2] = {{"emerged", "notified"}, {"emerged", "information"}, {"emerged", "assessed"},
		{"emerged", "who-notified"}, {"detected", "information"}, {"detected", "assessed"}, {"detected", "who-notified"},
		{"information", "who-notified"}};
	for (size_t i = 0; i < sizeof course / sizeof course[0]; i++) {
		const int32_t from = gz_rules_step(rules, course[i][0]), to = gz_rules_step(rules, course[i][1]);
		if (from >= 0 && to >= 0)
			check_order(e, rules, from, to, mistakes);
	}
}

void gz_event_check(const gz_event *event, const gz_rules *rules, gz_moment now, gz_mistakes *mistakes)
{
	bool dated[GZ_RULE_STEPS] = {false};
	for (int32_t s = 0; s < rules->n_steps; s++) {
		const gz_moment *m = &event->steps[s];
		if (m->known && (m->day ? gz_moment_day(*m) > gz_moment_day((gz_moment){.second = now.second, .zone = m->zone}) : m->second > now.second))
			wrong_step(event, rules, s, mistakes, "this lies in the future (see --at)");
	}
	for (int32_t i = 0; i < rules->n_clocks; i++) {
		const int32_t ends[2] = {rules->clocks[i].from, rules->clocks[i].to};
		for (int32_t k = 0; k < 2; k++) {
			if (event->steps[ends[k]].known && event->steps[ends[k]].day && !dated[ends[k]])
				wrong_step(event, rules, ends[k], mistakes, "a clock of hours needs the time of day, as 2026-11-20T08:30");
			dated[ends[k]] = true;
		}
		check_order(event, rules, ends[0], ends[1], mistakes);
	}
	for (int32_t i = 0; i < rules->n_intervals; i++)
		if (rules->intervals[i].to >= 0)
			check_order(event, rules, rules->intervals[i].from, rules->intervals[i].to, mistakes);
	for (int32_t i = 0; i < rules->n_intervals; i++)
		for (int32_t k = 0; rules->intervals[i].to < 0 && k < rules->n_actions; k++)
			check_order(event, rules, rules->intervals[i].from, rules->actions[k].step, mistakes);
	check_course(event, rules, mistakes);
}
