/* An event's assessment as people read it: Annex 2, clocks, risk, timeliness, what was not at hand; and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/casefile.h"
#include "assess/notice.h"
#include "base/date.h"
#include <math.h>
#include <string.h>

static const char *say(const gz_catalogue *words, const char *key)
{
	return gz_catalogue_text(words, key, NULL, 0);
}

static const char *say_with(const gz_catalogue *words, const char *key, const char *name, const char *text)
{
	const gz_catalogue_value value = {name, text, 0};
	return gz_catalogue_text(words, key, &value, 1);
}

static const char *or_unknown(const gz_catalogue *words, const char *text)
{
	return text[0] != '\0' ? text : say(words, "assess.unknown");
}

/* "a, b, c" */
static const char *append(const gz_catalogue *words, const char *list, const char *text)
{
	const char *made = gz_arena_printf(words->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ", text);
	return made == NULL ? "" : made;
}

void gz_casefile_open(gz_casefile *casefile, const gz_rules *rules, const gz_event *event, gz_moment now)
{
	*casefile = (gz_casefile){.rules = rules, .event = event, .now = now};
	int32_t assessed = gz_rules_step(rules, "assessed");
	if (event->zone != GZ_MOMENT_NO_ZONE)
		casefile->now.zone = event->zone;
	gz_moment day = assessed >= 0 && event->steps[assessed].known ? event->steps[assessed] : casefile->now;
	gz_annex2_decide(rules, gz_rules_version(rules, gz_moment_day(day)), event->condition, event->answers, &casefile->annex2);
}

const char *gz_casefile_time(const gz_catalogue *words, int64_t seconds)
{
	char d[24], h[24], m[24], s[24];
	snprintf(d, sizeof d, "%lld", (long long)(seconds / 86400));
	snprintf(h, sizeof h, "%lld", (long long)(seconds / 3600 % 24));
	snprintf(m, sizeof m, "%lld", (long long)(seconds / 60 % 60));
	snprintf(s, sizeof s, "%lld", (long long)seconds);
	const gz_catalogue_value values[] = {{"d", d, 0}, {"h", h, 0}, {"m", m, 0}, {"s", s, 0}};
	return gz_catalogue_text(words, seconds < 60 ? "assess.time.seconds" : "assess.time", values, 4);
}

static const char *const clock_words[] = {"waiting", "running", "overdue", "met", "late"};

const char *gz_casefile_state(const gz_catalogue *words, const gz_deadline_verdict *verdict)
{
	char key[40];
	snprintf(key, sizeof key, "assess.clock.%s", clock_words[verdict->state]);
	return say_with(words, key, "time", gz_casefile_time(words, verdict->seconds));
}

/* ---- parts ------------------------------------------------------------------------------------------------- */

/* Title and id, as far as there are both. */
static const char *name_of(const gz_event *e, const gz_catalogue *words)
{
	return e->id[0] == '\0' ? e->title : gz_arena_printf(words->arena, "%s (%s)", e->title, e->id);
}

static void write_head(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const gz_event *e = c->event;
	char now[GZ_MOMENT_BYTES];
	gz_moment_format(c->now, now);
	gz_paper_pair(p, say(words, "notice.event"), name_of(e, words));
	gz_paper_pair(p, say(words, "assess.condition"),
		e->condition < 0 ? say(words, "assess.unknown") : gz_rules_say(&c->rules->conditions[e->condition].rule, words->language));
	gz_paper_pair(p, say(words, "assess.country"),
		e->country < 0 ? say(words, "assess.unknown") : gz_rules_say(&c->rules->countries[e->country].rule, words->language));
	gz_paper_pair(p, say(words, "assess.place"), or_unknown(words, e->place));
	if (e->post[0] != '\0')
		gz_paper_pair(p, say(words, "assess.post"), e->post);
	gz_paper_pair(p, say(words, "assess.asof"), now);
}

static const char *answer_word(const gz_catalogue *words, gz_answer_word answer)
{
	return say(words, answer == GZ_ANSWER_YES ? "assess.yes" : answer == GZ_ANSWER_NO ? "assess.no" : "assess.unknown");
}

static void write_questions(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.question"), say(words, "assess.answer"), say(words, "assess.because"), say(words, "assess.rule")};
	gz_paper_table(p, heads, 4);
	for (int32_t i = 0; i < c->rules->n_questions; i++) {
		const gz_rule_question *q = &c->rules->questions[i];
		if (q->parent >= 0 && c->annex2.answers[i] == GZ_ANSWER_UNKNOWN)
			continue;
		const char *text = gz_rules_say(&q->rule, words->language), *because = c->event->because[i];
		if (c->annex2.contradicts[i])
			because = append(words, because, say(words, "assess.contradicts"));
		const char *cells[] = {q->parent < 0 ? text : gz_arena_printf(words->arena, "\xE2\x80\x93 %s", text), answer_word(words, c->annex2.answers[i]),
			because, gz_paper_cite(p, gz_rules_cite(c->rules, q->reference, words->language), q->rule.read != GZ_RULE_RECALLED)};
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

/* The questions whose answers could still turn the decision. */
static void write_open(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	gz_paper_line(p, say(words, "assess.open"));
	for (int32_t i = 0; i < c->rules->n_questions; i++)
		if (c->rules->questions[i].parent < 0 && c->annex2.answers[i] == GZ_ANSWER_UNKNOWN)
			gz_paper_item(p, gz_rules_say(&c->rules->questions[i].rule, words->language));
}

static void write_version(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	char date[16];
	if (c->annex2.version < 0) {
		gz_paper_note(p, say(words, "assess.no.version"));
		return;
	}
	const gz_rule_version *v = &c->rules->versions[c->annex2.version];
	gz_date_format(v->in_force, date);
	const gz_catalogue_value values[] = {{"version", v->rule.id, 0}, {"date", date, 0}};
	gz_paper_note(p, gz_catalogue_text(words, "assess.version", values, 2));
}

static void write_annex2(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	static const char *const keys[] = {"assess.decision.always", "assess.decision.notify", "assess.decision.reassess"};
	char yes[12];
	snprintf(yes, sizeof yes, "%d", (int)c->annex2.n_yes);
	gz_paper_heading(p, say(words, "assess.annex2"));
	gz_paper_strong(p, say_with(words, keys[c->annex2.decision], "yes", yes));
	if (c->annex2.open)
		write_open(c, p, words);
	if (c->annex2.listing >= 0)
		gz_paper_note(p, gz_paper_cite(p, gz_rules_cite(c->rules, c->rules->listings[c->annex2.listing].rule.source, words->language),
			c->rules->listings[c->annex2.listing].rule.read != GZ_RULE_RECALLED));
	write_questions(c, p, words);
	write_version(c, p, words);
	gz_paper_note(p, say(words, "assess.pheic"));
	gz_paper_note(p, say(words, "assess.reminder"));
}

/* Whether a clock has anything to say of this event. */
static bool concerns(const gz_casefile *c, const gz_rule_clock *clock)
{
	bool touched = c->event->steps[clock->from].known || c->event->steps[clock->to].known;
	return touched || strcmp(clock->rule.id, "assess") == 0 || clock->for_notification;
}

static bool needless(const gz_casefile *c, const gz_rule_clock *clock)
{
	return clock->for_notification && c->annex2.decision == GZ_ANNEX2_REASSESS && !c->event->steps[clock->to].known;
}

static void write_clocks(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.what"), say(words, "assess.rule"), say(words, "assess.begun"), say(words, "assess.due"),
		say(words, "assess.state")};
	gz_paper_heading(p, say(words, "assess.clocks"));
	gz_paper_table(p, heads, 5);
	for (int32_t i = 0; i < c->rules->n_clocks; i++) {
		const gz_rule_clock *clock = &c->rules->clocks[i];
		gz_deadline_verdict verdict;
		char begun[GZ_MOMENT_BYTES], due[GZ_MOMENT_BYTES];
		if (!concerns(c, clock))
			continue;
		/* What does not fit was refused by gz_event_check: then the clock has not begun. */
		(void)gz_deadline_judge(clock, c->event->steps[clock->from], c->event->steps[clock->to], c->now, &verdict, NULL);
		bool idle = needless(c, clock);
		gz_moment_format(c->event->steps[clock->from], begun);
		gz_moment_format(verdict.due, due);
		const char *cells[] = {gz_rules_say(&clock->rule, words->language),
			gz_paper_cite(p, gz_rules_cite(c->rules, clock->citation, words->language), clock->rule.read != GZ_RULE_RECALLED),
			gz_arena_strdup(words->arena, idle ? "" : begun), gz_arena_strdup(words->arena, idle ? "" : due), idle ? say(words, "assess.clock.needless") : gz_casefile_state(words, &verdict)};
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

static void write_rank(const gz_casefile *c, gz_paper *p, const gz_catalogue *words, const char *key, gz_rule_scale scale, int32_t rank)
{
	const gz_rule *step = rank < 0 ? NULL : &c->rules->scales[scale][rank];
	gz_paper_pair(p, say(words, key), step == NULL ? say(words, "assess.unknown")
		: gz_paper_cite(p, gz_rules_say(step, words->language), step->read != GZ_RULE_RECALLED));
}

static void write_risk(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const gz_event *e = c->event;
	gz_paper_heading(p, say(words, "assess.risk"));
	gz_paper_pair(p, say(words, "assess.risk.hazard"), or_unknown(words, e->hazard));
	gz_paper_pair(p, say(words, "assess.risk.exposure"), or_unknown(words, e->exposure));
	gz_paper_pair(p, say(words, "assess.risk.context"), or_unknown(words, e->context));
	write_rank(c, p, words, "assess.risk.likelihood", GZ_RULE_LIKELIHOOD, e->risk.likelihood);
	write_rank(c, p, words, "assess.risk.consequence", GZ_RULE_CONSEQUENCE, e->risk.consequence);
	write_rank(c, p, words, "assess.risk.confidence", GZ_RULE_CONFIDENCE, e->risk.confidence);
	write_rank(c, p, words, "assess.risk.matrix", GZ_RULE_LEVEL, gz_risk_level(c->rules, &e->risk));
	if (e->risk.level >= 0)
		write_rank(c, p, words, "assess.risk.people", GZ_RULE_LEVEL, e->risk.level);
	gz_paper_note(p, say(words, "assess.risk.note"));
}

static const char *const timeliness_words[] = {"", "running", "overdue", "met", "late"};

static const char *timeliness_state(const gz_catalogue *words, gz_timeliness_state state)
{
	char key[40];
	if (state == GZ_TIMELINESS_UNKNOWN)
		return say(words, "assess.unknown");
	snprintf(key, sizeof key, "assess.717.%s", timeliness_words[state]);
	return say(words, key);
}

static void write_missing_actions(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const char *list = "";
	for (int32_t i = 0; i < c->rules->n_actions; i++) {
		int32_t step = c->rules->actions[i].step;
		if (!c->event->steps[step].known && !c->event->not_applicable[step])
			list = append(words, list, gz_rules_say(&c->rules->steps[step], words->language));
	}
	if (list[0] != '\0')
		gz_paper_line(p, say_with(words, "assess.717.missing", "list", list));
}

static void write_timeliness(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.what"), say(words, "assess.717.days"), say(words, "assess.state")};
	gz_paper_heading(p, say(words, "assess.717"));
	gz_paper_table(p, heads, 3);
	for (int32_t i = 0; i < c->rules->n_intervals; i++) {
		gz_timeliness t;
		gz_timeliness_judge(c->rules, i, c->event, c->now, &t);
		const char *cells[] = {gz_rules_say(&c->rules->intervals[i].rule, words->language),
			t.state == GZ_TIMELINESS_UNKNOWN ? "" : gz_arena_printf(words->arena, "%d", (int)t.days), timeliness_state(words, t.state)};
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
	write_missing_actions(c, p, words);
	if (c->event->n_bottlenecks > 0)
		gz_paper_line(p, gz_arena_printf(words->arena, "%s:", say(words, "assess.bottlenecks")));
	for (int32_t i = 0; i < c->event->n_bottlenecks; i++) {
		const gz_bottleneck *b = &c->event->bottlenecks[i];
		gz_paper_item(p, gz_arena_printf(words->arena, "%s: %s%s%s%s", gz_rules_say(&c->rules->intervals[b->interval].rule, words->language), b->what,
			b->category[0] == '\0' ? "" : " (", b->category, b->category[0] == '\0' ? "" : ")"));
	}
}

/* The rules of which the primary text was not at hand, each source once. */
static void write_recalled(const gz_casefile *c, gz_paper *p, const gz_catalogue *words)
{
	gz_paper_heading(p, say(words, "signal.source"));
	gz_paper_note(p, say(words, "assess.recalled"));
	if (c->annex2.listing >= 0 && c->rules->listings[c->annex2.listing].rule.read == GZ_RULE_RECALLED)
		gz_paper_item(p, gz_rules_cite(c->rules, c->rules->listings[c->annex2.listing].rule.source, words->language));
	for (int32_t i = 0, done = 0; i < c->rules->n_questions && done == 0; i++) {
		if (c->rules->questions[i].rule.read != GZ_RULE_RECALLED)
			continue;
		gz_paper_item(p, gz_rules_cite(c->rules, c->rules->questions[i].rule.source, words->language));
		done = 1;
	}
	for (int32_t i = 0; i < c->rules->n_clocks; i++)
		if (concerns(c, &c->rules->clocks[i]) && c->rules->clocks[i].rule.read == GZ_RULE_RECALLED)
			gz_paper_item(p, gz_arena_printf(words->arena, "%s: %s", gz_rules_cite(c->rules, c->rules->clocks[i].citation, words->language),
				gz_rules_cite(c->rules, c->rules->clocks[i].rule.source, words->language)));
	if (c->rules->n_scale[GZ_RULE_LIKELIHOOD] > 0 && c->rules->scales[GZ_RULE_LIKELIHOOD][0].read == GZ_RULE_RECALLED)
		gz_paper_item(p, gz_rules_cite(c->rules, c->rules->scales[GZ_RULE_LIKELIHOOD][0].source, words->language));
	if (words->language[0] != 'e')
		gz_paper_note(p, say(words, "assess.machine"));
}

void gz_casefile_write(const gz_casefile *casefile, gz_paper *paper, const gz_catalogue *words)
{
	write_head(casefile, paper, words);
	write_annex2(casefile, paper, words);
	write_clocks(casefile, paper, words);
	write_risk(casefile, paper, words);
	write_timeliness(casefile, paper, words);
	write_recalled(casefile, paper, words);
}

/* ---- many events ------------------------------------------------------------------------------------------- */

static const char *median_text(const gz_catalogue *words, const gz_timeliness_sum *sum)
{
	if (isnan(sum->median))
		return say(words, "assess.unknown");
	return gz_arena_printf(words->arena, "%s (%d\xE2\x80\x93%d)", gz_catalogue_count(words, sum->median), (int)sum->least, (int)sum->most);
}

static void write_sum_row(const gz_casefile *first, int32_t interval, const gz_timeliness_sum *sum, gz_paper *p, const gz_catalogue *words)
{
	const int32_t counts[] = {sum->n_met, sum->n_late, sum->n_running, sum->n_overdue, sum->n_unknown};
	const char *cells[7] = {gz_rules_say(&first->rules->intervals[interval].rule, words->language)};
	for (int32_t k = 0; k < 5; k++)
		cells[1 + k] = gz_arena_printf(words->arena, "%d", (int)counts[k]);
	cells[6] = median_text(words, sum);
	gz_paper_row(p, cells);
}

/* Bottlenecks counted by interval and category (or what they were, where no category is given). */
static void write_bottleneck_sum(const gz_casefile *casefiles, int32_t n, gz_paper *p, const gz_catalogue *words)
{
	const gz_rules *rules = casefiles->rules;
	const char *heads[] = {say(words, "assess.bottlenecks"), say(words, "assess.what"), say(words, "assess.times")};
	gz_paper_table(p, heads, 3);
	for (int32_t k = 0; k < n; k++) {
		for (int32_t i = 0; i < casefiles[k].event->n_bottlenecks; i++) {
			const gz_bottleneck *b = &casefiles[k].event->bottlenecks[i];
			const char *name = b->category[0] != '\0' ? b->category : b->what;
			int32_t before = 0, all = 0;
			for (int32_t m = 0; m < n; m++) {
				for (int32_t q = 0; q < casefiles[m].event->n_bottlenecks; q++) {
					const gz_bottleneck *o = &casefiles[m].event->bottlenecks[q];
					bool same = o->interval == b->interval && strcmp(o->category[0] != '\0' ? o->category : o->what, name) == 0;
					all += same;
					before += same && (m < k || (m == k && q < i));
				}
			}
			const char *cells[] = {name, gz_rules_say(&rules->intervals[b->interval].rule, words->language), gz_arena_printf(words->arena, "%d", (int)all)};
			if (before == 0)
				gz_paper_row(p, cells);
		}
	}
	gz_paper_table_end(p);
}

/* One line for each event: whether WHO is to be notified, and the days of each interval. */
static void write_each(const gz_casefile *casefiles, int32_t n, gz_paper *p, const gz_catalogue *words)
{
	const gz_rules *rules = casefiles->rules;
	int32_t n_intervals = rules->n_intervals < GZ_PAPER_COLUMNS - 2 ? rules->n_intervals : GZ_PAPER_COLUMNS - 2;
	const char *heads[GZ_PAPER_COLUMNS] = {say(words, "notice.event"), say(words, "assess.annex2")};
	for (int32_t i = 0; i < n_intervals; i++)
		heads[2 + i] = gz_rules_say(&rules->intervals[i].rule, words->language);
	gz_paper_table(p, heads, 2 + n_intervals);
	for (int32_t k = 0; k < n; k++) {
		const gz_annex2 *a = &casefiles[k].annex2;
		const char *cells[GZ_PAPER_COLUMNS] = {name_of(casefiles[k].event, words),
			say(words, a->decision != GZ_ANNEX2_REASSESS ? "assess.yes" : a->open ? "assess.unknown" : "assess.no")};
		for (int32_t i = 0; i < n_intervals; i++) {
			gz_timeliness t;
			gz_timeliness_judge(rules, i, casefiles[k].event, casefiles[k].now, &t);
			cells[2 + i] = t.state == GZ_TIMELINESS_UNKNOWN ? timeliness_state(words, t.state)
				: gz_arena_printf(words->arena, "%d: %s", (int)t.days, timeliness_state(words, t.state));
		}
		gz_paper_row(p, cells);
	}
	gz_paper_table_end(p);
}

gz_status gz_casefile_sum(const gz_casefile *casefiles, int32_t n, gz_paper *paper, const gz_catalogue *words)
{
	const char *heads[] = {say(words, "assess.what"), say(words, "assess.717.met"), say(words, "assess.717.late"), say(words, "assess.717.running"),
		say(words, "assess.717.overdue"), say(words, "assess.unknown"), say(words, "assess.717.median")};
	gz_timeliness *judged = gz_arena_array(words->arena, gz_timeliness, n);
	double *scratch = gz_arena_array(words->arena, double, n);
	if (judged == NULL || scratch == NULL)
		return GZ_ERR_MEMORY;
	gz_paper_heading(paper, gz_arena_printf(words->arena, "%s \xE2\x80\x93 %s: %d", say(words, "assess.717"), say(words, "assess.717.events"), (int)n));
	gz_paper_table(paper, heads, 7);
	for (int32_t i = 0; i < casefiles->rules->n_intervals; i++) {
		gz_timeliness_sum sum;
		for (int32_t k = 0; k < n; k++)
			gz_timeliness_judge(casefiles->rules, i, casefiles[k].event, casefiles[k].now, &judged[k]);
		gz_timeliness_add_up(judged, n, scratch, &sum);
		write_sum_row(casefiles, i, &sum, paper, words);
	}
	gz_paper_table_end(paper);
	write_bottleneck_sum(casefiles, n, paper, words);
	gz_paper_heading(paper, say(words, "assess.717.events"));
	write_each(casefiles, n, paper, words);
	gz_paper_note(paper, say(words, "assess.reminder"));
	return GZ_OK;
}

/* ---- JSON -------------------------------------------------------------------------------------------------- */

static void json_moment(gz_json *j, const char *key, gz_moment m)
{
	char text[GZ_MOMENT_BYTES];
	gz_moment_format(m, text);
	gz_json_key_string(j, key, m.known ? text : NULL);
}

static void json_annex2(const gz_casefile *c, gz_json *j)
{
	static const char *const decisions[] = {"always", "notify", "reassess"};
	static const char *const answers[] = {"unknown", "yes", "no"};
	const gz_annex2 *a = &c->annex2;
	gz_json_key(j, "annex2");
	gz_json_object(j);
	gz_json_key_string(j, "decision", decisions[a->decision]);
	gz_json_key_bool(j, "notify", a->decision != GZ_ANNEX2_REASSESS);
	gz_json_key_bool(j, "open", a->open);
	gz_json_key_string(j, "version", a->version < 0 ? NULL : c->rules->versions[a->version].rule.id);
	gz_json_key_string(j, "listed", a->listing < 0 ? NULL : c->rules->listings[a->listing].always ? "always" : "algorithm");
	gz_json_key(j, "answers");
	gz_json_object(j);
	for (int32_t i = 0; i < c->rules->n_questions; i++)
		gz_json_key_string(j, c->rules->questions[i].rule.id, answers[a->answers[i]]);
	gz_json_end(j);
	gz_json_key(j, "contradictions");
	gz_json_array(j);
	for (int32_t i = 0; i < c->rules->n_questions; i++)
		if (a->contradicts[i])
			gz_json_string(j, c->rules->questions[i].rule.id);
	gz_json_end(j);
	gz_json_end(j);
}

static void json_clocks(const gz_casefile *c, gz_json *j)
{
	gz_json_key(j, "clocks");
	gz_json_array(j);
	for (int32_t i = 0; i < c->rules->n_clocks; i++) {
		const gz_rule_clock *clock = &c->rules->clocks[i];
		gz_deadline_verdict verdict;
		(void)gz_deadline_judge(clock, c->event->steps[clock->from], c->event->steps[clock->to], c->now, &verdict, NULL);
		gz_json_object(j);
		gz_json_key_string(j, "clock", clock->rule.id);
		gz_json_key_string(j, "citation", clock->citation);
		gz_json_key_bool(j, "text_at_hand", clock->rule.read != GZ_RULE_RECALLED);
		gz_json_key_string(j, "state", needless(c, clock) ? "not asked for" : clock_words[verdict.state]);
		json_moment(j, "begun", c->event->steps[clock->from]);
		json_moment(j, "done", c->event->steps[clock->to]);
		json_moment(j, "due", verdict.due);
		gz_json_key_integer(j, "seconds", verdict.seconds);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void json_rank(const gz_casefile *c, gz_json *j, const char *key, gz_rule_scale scale, int32_t rank)
{
	gz_json_key_string(j, key, rank < 0 ? NULL : c->rules->scales[scale][rank].id);
}

static void json_risk(const gz_casefile *c, gz_json *j)
{
	gz_json_key(j, "risk");
	gz_json_object(j);
	json_rank(c, j, "likelihood", GZ_RULE_LIKELIHOOD, c->event->risk.likelihood);
	json_rank(c, j, "consequence", GZ_RULE_CONSEQUENCE, c->event->risk.consequence);
	json_rank(c, j, "confidence", GZ_RULE_CONFIDENCE, c->event->risk.confidence);
	json_rank(c, j, "level_by_matrix", GZ_RULE_LEVEL, gz_risk_level(c->rules, &c->event->risk));
	json_rank(c, j, "level_by_people", GZ_RULE_LEVEL, c->event->risk.level);
	gz_json_end(j);
}

static void json_timeliness(const gz_casefile *c, gz_json *j)
{
	gz_json_key(j, "timeliness");
	gz_json_array(j);
	for (int32_t i = 0; i < c->rules->n_intervals; i++) {
		gz_timeliness t;
		gz_timeliness_judge(c->rules, i, c->event, c->now, &t);
		gz_json_object(j);
		gz_json_key_string(j, "interval", c->rules->intervals[i].rule.id);
		gz_json_key_string(j, "state", t.state == GZ_TIMELINESS_UNKNOWN ? "unknown" : timeliness_words[t.state]);
		gz_json_key_integer(j, "days", t.days);
		gz_json_key_integer(j, "within", c->rules->intervals[i].days);
		gz_json_key_integer(j, "missing", t.missing);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void json_notices(const gz_casefile *c, gz_json *j)
{
	static const char *const levels[GZ_NOTICE_LEVELS + 1] = {"post", "authority", "focal-point", "WHO"};
	static const char *const kinds[] = {"report", "notification", "consultation"};
	gz_json_key(j, "notices");
	gz_json_array(j);
	for (int32_t level = 0; level < GZ_NOTICE_LEVELS; level++) {
		gz_notice notice;
		gz_notice_make(c->rules, c->event, c->annex2.decision, (gz_notice_level)level, &notice);
		gz_json_object(j);
		gz_json_key_string(j, "from", levels[level]);
		gz_json_key_string(j, "to", levels[level + 1]);
		gz_json_key_string(j, "kind", kinds[notice.kind]);
		gz_json_key(j, "missing");
		gz_json_array(j);
		for (int32_t i = 0; i < notice.n_items; i++)
			if (gz_notice_lacks(c->event, notice.items[i]))
				gz_json_string(j, c->rules->fields[notice.items[i]].rule.id);
		gz_json_end(j);
		gz_json_end(j);
	}
	gz_json_end(j);
}

void gz_casefile_json(const gz_casefile *casefile, gz_json *j)
{
	const gz_event *e = casefile->event;
	gz_json_object(j);
	gz_json_key_string(j, "file", e->file);
	gz_json_key_string(j, "id", e->id);
	gz_json_key_string(j, "title", e->title);
	gz_json_key_string(j, "country", e->country < 0 ? NULL : casefile->rules->countries[e->country].rule.id);
	gz_json_key_string(j, "condition", e->condition < 0 ? NULL : casefile->rules->conditions[e->condition].rule.id);
	gz_json_key_string(j, "place", e->place);
	json_moment(j, "as_of", casefile->now);
	json_annex2(casefile, j);
	json_clocks(casefile, j);
	json_risk(casefile, j);
	json_timeliness(casefile, j);
	json_notices(casefile, j);
	gz_json_end(j);
}
