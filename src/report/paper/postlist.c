/* What posts have and lack, as an action list to print and fill in, and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/postlist.h"
#include "base/date.h"
#include <string.h>

static const char *const states[GZ_CAPACITY_STATES] = {"unknown", "yes", "partly", "no"};
static const char *const state_keys[GZ_CAPACITY_STATES] = {"assess.unknown", "assess.yes", "post.partly", "assess.no"};

static const char *say(const gz_catalogue *words, const char *key)
{
	return gz_catalogue_text(words, key, NULL, 0);
}

static const char *name_of(const gz_postlist *l, int32_t post, const char *language)
{
	const char *id = l->capacity->posts[post].id;
	const char *name = l->name == NULL ? NULL : l->name(l->context, id, language);
	return name == NULL || name[0] == '\0' ? id : name;
}

static const char *number(const gz_catalogue *words, int32_t n)
{
	return gz_arena_printf(words->arena, "%d", (int)n);
}

static const char *counts_of(const gz_postlist *l, int32_t post, gz_rule_part part, const gz_catalogue *words)
{
	int32_t counts[GZ_CAPACITY_STATES];
	gz_capacity_count(l->rules, l->capacity, post, part, counts);
	const gz_catalogue_value values[] = {{"yes", number(words, counts[GZ_CAPACITY_YES]), 0}, {"partly", number(words, counts[GZ_CAPACITY_PARTLY]), 0},
		{"no", number(words, counts[GZ_CAPACITY_NO]), 0}, {"unknown", number(words, counts[GZ_CAPACITY_UNKNOWN]), 0}};
	return gz_catalogue_text(words, "post.count", values, 4);
}

/* Whether a post is designated, as entered. */
static gz_capacity_state designated(const gz_postlist *l, int32_t post)
{
	for (int32_t i = 0; i < l->rules->n_items; i++)
		if (l->rules->items[i].part == GZ_RULE_DESIGNATION)
			return gz_capacity_at(l->capacity, post, i)->state;
	return GZ_CAPACITY_UNKNOWN;
}

static void write_overview(const gz_postlist *l, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.post"), say(words, "post.designated"), say(words, "post.always"), say(words, "post.events")};
	gz_paper_heading(p, say(words, "post.overview"));
	gz_paper_table(p, heads, 4);
	for (int32_t i = 0; i < l->capacity->n_posts; i++) {
		const char *cells[] = {name_of(l, i, words->language), say(words, state_keys[designated(l, i)]), counts_of(l, i, GZ_RULE_ALWAYS, words),
			counts_of(l, i, GZ_RULE_EVENTS, words)};
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

/* What was named, and of which day. */
static const char *evidence_of(const gz_capacity_finding *f, const gz_catalogue *words)
{
	char day[16];
	if (f->date == INT32_MIN)
		return f->evidence;
	gz_date_format(f->date, day);
	return gz_arena_printf(words->arena, "%s%s%s", f->evidence, f->evidence[0] != '\0' ? ", " : "", day);
}

static void write_actions(const gz_postlist *l, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.what"), say(words, "assess.rule"), say(words, "post.now"), say(words, "post.evidence"),
		say(words, "post.who"), say(words, "post.by")};
	if (l->n_gaps == 0 && l->capacity->n_posts > 0)
		gz_paper_line(p, say(words, "post.none"));
	for (int32_t g = 0; g < l->n_gaps; g++) {
		const gz_capacity_gap *gap = &l->gaps[g];
		const gz_rule_item *item = &l->rules->items[gap->item];
		const gz_capacity_finding *f = gz_capacity_at(l->capacity, gap->post, gap->item);
		if (g == 0 || l->gaps[g - 1].post != gap->post) {
			gz_paper_part(p, gz_arena_printf(words->arena, "%s: %s", say(words, "post.actions"), name_of(l, gap->post, words->language)));
			gz_paper_table(p, heads, 6);
		}
		const char *cells[] = {gz_rules_say(&item->rule, words->language), gz_paper_cite(p, gz_rules_cite(l->rules, item->reference, words->language), item->rule.read != GZ_RULE_RECALLED),
			gap->only_evidence ? say(words, "post.evidence.missing") : say(words, state_keys[f->state]), evidence_of(f, words), "", ""};
		gz_paper_row(p, cells);
		if (g + 1 == l->n_gaps || l->gaps[g + 1].post != gap->post)
			gz_paper_table_end(p);
	}
}

static void write_national(const gz_postlist *l, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.rule"), say(words, "assess.what"), say(words, "post.level"), say(words, "post.evidence")};
	gz_paper_part(p, say(words, "post.national"));
	gz_paper_table(p, heads, 4);
	for (int32_t i = 0; i < l->rules->n_items; i++) {
		const gz_rule_item *item = &l->rules->items[i];
		const gz_capacity_finding *f = &l->capacity->national[i];
		if (item->part != GZ_RULE_NATIONAL)
			continue;
		const char *cells[] = {gz_paper_cite(p, gz_rules_cite(l->rules, item->reference, words->language), item->rule.read != GZ_RULE_RECALLED), gz_rules_say(&item->rule, words->language),
			f->level == 0 ? say(words, "assess.unknown") : number(words, f->level), evidence_of(f, words)};
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

/* The sources whose text was not at hand, each once. */
static void write_recalled(const gz_postlist *l, gz_paper *p, const gz_catalogue *words)
{
	gz_paper_note(p, say(words, "assess.recalled"));
	for (int32_t i = 0; i < l->rules->n_items; i++) {
		const gz_rule *rule = &l->rules->items[i].rule;
		bool told = rule->read != GZ_RULE_RECALLED;
		for (int32_t k = 0; k < i && !told; k++)
			told = l->rules->items[k].rule.read == GZ_RULE_RECALLED && strcmp(l->rules->items[k].rule.source, rule->source) == 0;
		if (!told)
			gz_paper_item(p, gz_rules_cite(l->rules, rule->source, words->language));
	}
	gz_paper_note(p, say(words, "assess.reminder"));
	if (words->language[0] != 'e')
		gz_paper_note(p, say(words, "assess.machine"));
}

void gz_postlist_write(const gz_postlist *list, gz_paper *paper, const gz_catalogue *words)
{
	const gz_catalogue_value values[] = {{"posts", number(words, list->capacity->n_posts), 0}, {"gaps", number(words, list->n_gaps), 0}};
	gz_paper_strong(paper, gz_catalogue_text(words, "post.lead", values, 2));
	write_overview(list, paper, words);
	write_actions(list, paper, words);
	write_national(list, paper, words);
	write_recalled(list, paper, words);
}

/* ---- JSON -------------------------------------------------------------------------------------------------- */

static void json_post(const gz_postlist *l, int32_t post, gz_json *j)
{
	gz_json_object(j);
	gz_json_key_string(j, "post", l->capacity->posts[post].id);
	gz_json_key_string(j, "name", name_of(l, post, "en"));
	for (int32_t i = 0; i < l->rules->n_items; i++)
		if (l->rules->items[i].part != GZ_RULE_NATIONAL)
			gz_json_key_string(j, l->rules->items[i].rule.id, states[gz_capacity_at(l->capacity, post, i)->state]);
	gz_json_end(j);
}

void gz_postlist_json(const gz_postlist *list, gz_json *j)
{
	gz_json_object(j);
	gz_json_key_bool(j, "ok", true);
	gz_json_key(j, "posts");
	gz_json_array(j);
	for (int32_t i = 0; i < list->capacity->n_posts; i++)
		json_post(list, i, j);
	gz_json_end(j);
	gz_json_key(j, "gaps");
	gz_json_array(j);
	for (int32_t g = 0; g < list->n_gaps; g++) {
		const gz_capacity_gap *gap = &list->gaps[g];
		gz_json_object(j);
		gz_json_key_string(j, "post", list->capacity->posts[gap->post].id);
		gz_json_key_string(j, "item", list->rules->items[gap->item].rule.id);
		gz_json_key_string(j, "reference", list->rules->items[gap->item].reference);
		gz_json_key_string(j, "state", states[gz_capacity_at(list->capacity, gap->post, gap->item)->state]);
		gz_json_key_bool(j, "only_evidence", gap->only_evidence);
		gz_json_end(j);
	}
	gz_json_end(j);
	gz_json_key(j, "national");
	gz_json_object(j);
	for (int32_t i = 0; i < list->rules->n_items; i++) {
		if (list->rules->items[i].part != GZ_RULE_NATIONAL)
			continue;
		gz_json_key(j, list->rules->items[i].rule.id);
		if (list->capacity->national[i].level == 0)
			gz_json_null(j);
		else
			gz_json_integer(j, list->capacity->national[i].level);
	}
	gz_json_end(j);
	gz_json_end(j);
	gz_json_line(j);
}
