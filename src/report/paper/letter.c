/* A draft from one level to the next, as people read, check and send it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/letter.h"

static const char *const levels[] = {"post", "authority", "focal-point", "who"};

static const char *say(const gz_catalogue *words, const char *key)
{
	return gz_catalogue_text(words, key, NULL, 0);
}

static const char *level_name(const gz_catalogue *words, int32_t level)
{
	char key[40];
	snprintf(key, sizeof key, "notice.level.%s", levels[level]);
	return say(words, key);
}

const char *gz_letter_level(gz_notice_level level)
{
	return levels[level];
}

const char *gz_letter_title(const gz_casefile *casefile, gz_notice_level level, const gz_catalogue *words)
{
	static const char *const keys[] = {"notice.report", "notice.notification", "notice.consultation"};
	gz_notice notice;
	gz_notice_make(casefile->rules, casefile->event, casefile->annex2.decision, level, &notice);
	return say(words, keys[notice.kind]);
}

static void write_head(const gz_casefile *c, const gz_notice *notice, gz_paper *p, const gz_catalogue *words)
{
	const gz_event *e = c->event;
	char now[GZ_MOMENT_BYTES];
	gz_moment_format(c->now, now);
	const char *sender = e->contacts[notice->level][0] != '\0' ? e->contacts[notice->level] : say(words, "notice.missing");
	gz_paper_strong(p, say(words, "notice.draft"));
	gz_paper_pair(p, say(words, "notice.from"), gz_arena_printf(words->arena, "%s: %s", level_name(words, (int32_t)notice->level), sender));
	gz_paper_pair(p, say(words, "notice.to"), level_name(words, (int32_t)notice->level + 1));
	gz_paper_pair(p, say(words, "assess.asof"), now);
	gz_paper_pair(p, say(words, "notice.event"), e->id[0] == '\0' ? e->title : gz_arena_printf(words->arena, "%s (%s)", e->title, e->id));
	gz_paper_pair(p, say(words, "assess.country"),
		e->country < 0 ? say(words, "notice.missing") : gz_rules_say(&c->rules->countries[e->country].rule, words->language));
	gz_paper_pair(p, say(words, "assess.place"), e->place[0] == '\0' ? say(words, "notice.missing") : e->place);
	if (e->post[0] != '\0')
		gz_paper_pair(p, say(words, "assess.post"), e->post);
	gz_paper_pair(p, say(words, "assess.condition"),
		e->condition < 0 ? say(words, "assess.unknown") : gz_rules_say(&c->rules->conditions[e->condition].rule, words->language));
}

/* Every time that is known. */
static void write_times(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	for (int32_t i = 0; i < c->rules->n_steps; i++) {
		char text[GZ_MOMENT_BYTES];
		gz_moment_format(c->event->steps[i], text);
		if (text[0] != '\0')
			gz_paper_pair(p, gz_rules_say(&c->rules->steps[i], words->language), text);
	}
}

static const char *missing_list(const gz_casefile *c, const gz_notice *notice, const gz_catalogue *words)
{
	const char *list = c->event->contacts[notice->level][0] == '\0' ? say(words, "notice.sender") : "";
	for (int32_t i = 0; i < notice->n_items && list != NULL; i++)
		if (gz_notice_lacks(c->event, notice->items[i]))
			list = gz_arena_printf(words->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
				gz_rules_say(&c->rules->fields[notice->items[i]].rule, words->language));
	return list == NULL ? "" : list;
}

static void write_answers(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	for (int32_t i = 0; i < c->rules->n_questions; i++) {
		gz_answer_word answer = c->annex2.answers[i];
		if (c->rules->questions[i].parent >= 0)
			continue;
		const char *word = say(words, answer == GZ_ANSWER_YES ? "assess.yes" : answer == GZ_ANSWER_NO ? "assess.no" : "assess.unknown");
		gz_paper_pair(p, gz_rules_say(&c->rules->questions[i].rule, words->language),
			c->event->because[i][0] == '\0' ? word : gz_arena_printf(words->arena, "%s: %s", word, c->event->because[i]));
	}
}

void gz_letter_write(const gz_casefile *casefile, gz_notice_level level, gz_paper *paper, const gz_catalogue *words)
{
	gz_notice notice;
	gz_notice_make(casefile->rules, casefile->event, casefile->annex2.decision, level, &notice);
	write_head(casefile, &notice, paper, words);
	for (int32_t i = 0; i < notice.n_items; i++) {
		const gz_rule_field *field = &casefile->rules->fields[notice.items[i]];
		const char *text = casefile->event->fields[notice.items[i]];
		gz_paper_pair(paper, gz_arena_printf(words->arena, "%s [%s]", gz_rules_say(&field->rule, words->language), gz_rules_cite(casefile->rules, field->citation, words->language)),
			text[0] == '\0' ? say(words, "notice.missing") : text);
	}
	write_times(casefile, paper, words);
	if (level != GZ_NOTICE_POST) {
		gz_paper_line(paper, gz_arena_printf(words->arena, "%s (%s):", say(words, "notice.assessment"), say(words, "assess.annex2")));
		write_answers(casefile, paper, words);
	}
	const gz_catalogue_value value = {"list", missing_list(casefile, &notice, words), 0};
	gz_paper_strong(paper, notice.n_missing > 0 ? gz_catalogue_text(words, "notice.missing.list", &value, 1) : say(words, "notice.complete"));
	if (words->language[0] != 'e')
		gz_paper_note(paper, say(words, "assess.machine"));
}
