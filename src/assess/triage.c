/* Triage: why a signal matters by the rules, how urgent its verification is, and in which order to look at them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/triage.h"
#include "assess/annex2.h"
#include "text/utf8.h"
#include <stdlib.h>
#include <string.h>

static gz_triage_stage stage_of(const gz_signal *s)
{
	if (s->triage == GZ_SIGNAL_DISCARDED || s->outcome == GZ_SIGNAL_NO_EVENT)
		return GZ_TRIAGE_CLOSED;
	return s->outcome == GZ_SIGNAL_NO_OUTCOME ? GZ_TRIAGE_TO_VERIFY : GZ_TRIAGE_TO_ASSESS;
}

/* The row that makes one case a signal: the country's own before the general one; -1 none. */
static int32_t notifiable_row(const gz_rules *rules, const gz_signal *s, int32_t condition)
{
	int32_t general = -1;
	for (int32_t i = 0; i < rules->n_notifiables && condition >= 0; i++) {
		const gz_rule_notifiable *row = &rules->notifiables[i];
		if (row->condition != condition)
			continue;
		if (row->country >= 0 && row->country == s->country)
			return i;
		if (row->country < 0 && general < 0)
			general = i;
	}
	return general;
}

static void judge(const gz_rules *rules, const gz_signal *s, gz_moment now, gz_triage *t)
{
	int32_t clock = gz_rules_clock(rules, "verify");
	int32_t version = gz_rules_version(rules, gz_moment_day(now));
	int32_t listing = gz_annex2_listing(rules, version, s->condition);
	t->stage = stage_of(s);
	t->cluster = -1;
	t->notifiable = notifiable_row(rules, s, s->condition);
	if (t->notifiable < 0)
		t->notifiable = notifiable_row(rules, s, s->syndrome);
	t->tier = t->notifiable >= 0 ? GZ_TRIAGE_SINGLE : GZ_TRIAGE_OTHER;
	if (listing >= 0 && rules->listings[listing].always)
		t->tier = GZ_TRIAGE_ALWAYS;
	/* What was discarded needs no verification: its clock stops there. Times that do not fit were refused when the signals were read. */
	gz_moment end = s->triage == GZ_SIGNAL_DISCARDED && !s->verified.known ? s->triaged : s->verified;
	if (clock >= 0)
		(void)gz_deadline_judge(&rules->clocks[clock], s->received, end, now, &t->verify, NULL);
}

/* ---- clusters ---------------------------------------------------------------------------------------------- */

enum { SAME_RIDE = 12 * 3600 };

typedef struct member {
	const gz_signal *signal;
	gz_triage *triage;
	int32_t condition, day;
	gz_moment when; /* seen, else received */
	const char *place, *conveyance; /* as names are compared: people write them in haste */
} member;

static int by_place(const member *x, const member *y)
{
	int order = strcmp(x->place, y->place);
	if (order == 0)
		order = (x->signal->country > y->signal->country) - (x->signal->country < y->signal->country);
	return order != 0 ? order : (x->condition > y->condition) - (x->condition < y->condition);
}

static int by_day(const void *a, const void *b)
{
	const member *x = a, *y = b;
	int order = by_place(x, y);
	if (order == 0)
		order = (x->day > y->day) - (x->day < y->day);
	return order != 0 ? order : (x->signal->row > y->signal->row) - (x->signal->row < y->signal->row);
}

static int by_ride(const void *a, const void *b)
{
	const member *x = a, *y = b;
	int order = by_place(x, y);
	if (order == 0)
		order = strcmp(x->conveyance, y->conveyance);
	if (order == 0)
		order = (x->when.second > y->when.second) - (x->when.second < y->when.second);
	return order != 0 ? order : by_day(a, b);
}

/* Whether a member belongs to the group of the one before it. One ride may go past midnight: then the hours decide, where both are known. */
static bool together(const member *a, const member *b, gz_rule_scope scope)
{
	if (by_place(a, b) != 0 || (scope == GZ_RULE_CONVEYANCE && strcmp(a->conveyance, b->conveyance) != 0))
		return false;
	bool hours = scope == GZ_RULE_CONVEYANCE && !a->when.day && !b->when.day;
	return a->day == b->day || (hours && b->when.second - a->when.second <= SAME_RIDE);
}

/* The rule that a group fulfils: one of its own syndrome before one of any; -1 none. */
static int32_t cluster_row(const gz_rules *rules, gz_rule_scope scope, int32_t condition, int64_t persons)
{
	int32_t any = -1;
	for (int32_t i = 0; i < rules->n_clusters; i++) {
		const gz_rule_cluster *row = &rules->clusters[i];
		if (row->scope != scope || persons < row->persons)
			continue;
		if (row->condition == condition)
			return i;
		if (row->condition < 0 && any < 0)
			any = i;
	}
	return any;
}

static void mark_group(const gz_rules *rules, member *group, int32_t n, gz_rule_scope scope)
{
	int64_t persons = 0;
	for (int32_t i = 0; i < n; i++)
		persons += group[i].signal->persons;
	if (scope == GZ_RULE_CONVEYANCE && group->conveyance[0] == '\0')
		return;
	int32_t row = cluster_row(rules, scope, group->condition, persons);
	for (int32_t i = 0; i < n && row >= 0; i++) {
		if (group[i].triage->cluster >= 0)
			continue;
		group[i].triage->cluster = row;
		group[i].triage->cluster_persons = persons < INT32_MAX ? (int32_t)persons : INT32_MAX;
		if (group[i].triage->tier == GZ_TRIAGE_OTHER)
			group[i].triage->tier = GZ_TRIAGE_CLUSTER;
	}
}

static const char *plain(const char *name, gz_arena *arena)
{
	char *made = gz_arena_array(arena, char, (int64_t)strlen(name) + 1);
	if (made != NULL)
		gz_utf8_plain(name, made);
	return made;
}

static gz_status find_clusters(const gz_rules *rules, const gz_signal *signals, int32_t n, gz_arena *arena, gz_triage *triages)
{
	static const gz_rule_scope scopes[] = {GZ_RULE_CONVEYANCE, GZ_RULE_DAY};
	member *members = gz_arena_array(arena, member, n);
	int32_t m = 0;
	if (members == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < n; i++) {
		const gz_signal *s = &signals[i];
		int32_t condition = s->syndrome >= 0 ? s->syndrome : s->condition;
		gz_moment when = s->seen.known ? s->seen : s->received;
		if (condition < 0 || triages[i].stage == GZ_TRIAGE_CLOSED)
			continue;
		member *one = &members[m++];
		*one = (member){s, &triages[i], condition, gz_moment_day(when), when, plain(s->place, arena), plain(s->conveyance, arena)};
		if (one->place == NULL || one->conveyance == NULL)
			return GZ_ERR_MEMORY;
	}
	for (int32_t k = 0; k < 2; k++) {
		qsort(members, (size_t)m, sizeof *members, scopes[k] == GZ_RULE_CONVEYANCE ? by_ride : by_day);
		for (int32_t from = 0, to; from < m; from = to) {
			for (to = from + 1; to < m && together(&members[from], &members[to], scopes[k]); to++)
				;
			mark_group(rules, &members[from], to - from, scopes[k]);
		}
	}
	return GZ_OK;
}

/* ---- order ------------------------------------------------------------------------------------------------- */

static int by_urgency(const void *a, const void *b)
{
	const gz_triage *x = a, *y = b;
	bool over_x = x->verify.state == GZ_DEADLINE_OVERDUE, over_y = y->verify.state == GZ_DEADLINE_OVERDUE;
	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	if (over_x != over_y)
		return over_x ? -1 : 1;
	if (x->verify.due.second != y->verify.due.second)
		return x->verify.due.second < y->verify.due.second ? -1 : 1;
	return (x->signal > y->signal) - (x->signal < y->signal);
}

gz_status gz_triage_rank(const gz_rules *rules, const gz_signal *signals, int32_t n, gz_moment now, gz_arena *arena, gz_triage *out)
{
	for (int32_t i = 0; i < n; i++) {
		out[i] = (gz_triage){.signal = i};
		judge(rules, &signals[i], now, &out[i]);
	}
	GZ_TRY(find_clusters(rules, signals, n, arena, out));
	qsort(out, (size_t)n, sizeof *out, by_urgency);
	return GZ_OK;
}
