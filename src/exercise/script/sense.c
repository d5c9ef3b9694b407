/* What makes no sense in a pack although every row of it is right.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/script/sense.h"
#include "exercise/live.h"
#include "exercise/timetable.h"
#include "scenario/library.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LETTERS_MOST = 4000 }; /* of a text: more is not read on a telephone */

#define FOUND(a, mark, ...) gz_mistakes_add(&(a)->findings, (mark).file, (mark).row, (mark).column, __VA_ARGS__)

/* ---- who plays, and when --------------------------------------------------------------------------------------- */
static void tell_missing(gz_analysis *a, const gz_pack *p)
{
	const gz_pack_mark top = {p->file, 1, 1};
	bool plays = false;
	for (int32_t i = 0; i < p->n_roles; i++)
		plays = plays || p->roles[i].kind == GZ_PACK_PLAYER;
	if (!plays)
		FOUND(a, top, "no role is a PLAYER: nobody would play");
	if (p->n_phases == 0)
		FOUND(a, top, "there are no phases: the exercise would end as it begins");
	if (p->n_injects == 0)
		FOUND(a, top, "there are no injects: nothing would be sent");
	if (p->has_scenario || p->folder == NULL)
		return;
	for (int32_t i = 0; i < p->n_injects; i++)
		if (p->injects[i].n_effects > 0)
			FOUND(a, p->injects[i].effects[0].mark, "inject %s has effects on a world, but the pack names no scenario", p->injects[i].id);
	if (p->n_conditions > 0)
		FOUND(a, p->conditions[0].mark, "train asks what a world gives, but the pack names no scenario");
}

/* ---- milestones ------------------------------------------------------------------------------------------------ */
/* Whether a condition names a milestone. */
static bool names(const gz_expr *expr, int32_t milestone)
{
	int32_t n = 0;
	const int32_t *symbols = expr == NULL ? NULL : gz_expr_symbols(expr, &n);
	bool found = false;
	for (int32_t i = 0; i < n; i++)
		found = found || symbols[i] == milestone;
	return found;
}

/* Whether a milestone of the world leads back to itself by milestones that the conditions name. */
static bool circular(const gz_pack *p, int32_t start, int32_t at, int32_t depth)
{
	for (int32_t k = 0; depth > 0 && k < p->n_milestones; k++)
		if (names(p->milestones[at].when, k) && (k == start || circular(p, start, k, depth - 1)))
			return true;
	return false;
}

static void tell_milestones(gz_analysis *a, const gz_pack *p)
{
	enum { DEPTH = 6 };
	for (int32_t i = 0; i < p->n_milestones; i++) {
		const gz_pack_milestone *m = &p->milestones[i];
		bool set = m->by != GZ_PACK_BY_ACTION;
		for (int32_t k = 0; k < p->n_actions; k++)
			set = set || p->actions[k].milestone == i;
		if (!set)
			FOUND(a, m->mark, "milestone %s: nothing sets it; no expected action has it in `sets` (`by: controller` lets the control team)", m->id);
		if (m->by == GZ_PACK_BY_WORLD && circular(p, i, i, DEPTH))
			FOUND(a, m->mark, "milestone %s waits for itself: its `when` leads back to it", m->id);
	}
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */
static void tell_constant(gz_analysis *a, gz_pack_mark mark, const gz_expr *condition, const char *what, const char *id)
{
	double value = 0;
	if (condition != NULL && gz_expr_constant(condition, &value))
		FOUND(a, mark, "%s %s: the condition %s is always %s", what, id, gz_expr_text(condition), value > 0 || value < 0 ? "true" : "false");
}

static void tell_conditions(gz_analysis *a, const gz_pack *p)
{
	for (int32_t i = 0; i < p->n_milestones; i++)
		tell_constant(a, p->milestones[i].mark, p->milestones[i].when, "milestone", p->milestones[i].id);
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_pack_inject *inject = &p->injects[i];
		tell_constant(a, inject->trigger.mark, inject->trigger.when, "inject", inject->id);
		for (int32_t v = 0; v < inject->n_variants; v++) {
			const gz_expr *own = inject->variants[v].condition;
			tell_constant(a, inject->variants[v].body.mark, own, "a variant of inject", inject->id);
			bool twice = false;
			for (int32_t k = 0; own != NULL && k < v; k++)
				twice = twice || strcmp(gz_expr_text(own), gz_expr_text(inject->variants[k].condition)) == 0;
			if (twice)
				FOUND(a, inject->variants[v].body.mark, "this variant of inject %s is never sent: one before it has the same condition", inject->id);
		}
	}
}

/* ---- times ----------------------------------------------------------------------------------------------------- */
/* Seconds since the inject after which its contingency would be sent at the earliest; -1: not known beforehand. */
static int64_t patience(const gz_pack *p, const gz_pack_inject *inject)
{
	int64_t least = -1;
	bool critical = false;
	for (int32_t k = 0; k < inject->n_actions; k++)
		critical = critical || p->actions[inject->actions[k]].critical;
	for (int32_t k = 0; k < inject->n_actions; k++) {
		const gz_pack_action *action = &p->actions[inject->actions[k]];
		if (critical && !action->critical)
			continue;
		if (!action->within.given || action->within.scenario)
			return -1;
		least = least < 0 || action->within.seconds < least ? action->within.seconds : least;
	}
	return least;
}

static void tell_late(gz_analysis *a, const gz_pack *p)
{
	const int64_t end = gz_timetable_end(p);
	for (int32_t i = 0; i < p->n_injects; i++) {
		const gz_pack_inject *inject = &p->injects[i];
		const int64_t at = a->plan[i], wait = patience(p, inject);
		const gz_pack_span *latency = inject->channel < 0 ? NULL : &p->channels[inject->channel].latency;
		if (at >= 0 && at <= end && latency != NULL && latency->given && !latency->scenario && at + latency->seconds > end)
			FOUND(a, inject->mark, "inject %s would come after the end: its channel takes %d minutes", inject->id, (int)(latency->seconds / 60));
		if (at >= 0 && at <= end && inject->contingency >= 0 && wait >= 0 && at + wait > end)
			FOUND(a, inject->mark, "inject %s: its contingency %s would come after the end", inject->id, p->injects[inject->contingency].id);
	}
}

/* ---- texts and files ------------------------------------------------------------------------------------------- */
/* Whether a word follows a number of the moment: "${beds(A)} people" would be wrong for 1, in Russian for 2 and 5 too. */
static bool word_after_number(gz_pack *p, const char *text)
{
	gz_live_piece *pieces;
	int32_t n = 0;
	bool found = false;
	if (text == NULL || strstr(text, "${") == NULL || gz_live_parse(p, text, &pieces, &n, NULL) != GZ_OK)
		return false;
	for (int32_t i = 0; i + 1 < n; i++) {
		const char *next = pieces[i + 1].text;
		const bool blank = pieces[i].expr != NULL && pieces[i + 1].expr == NULL && pieces[i + 1].name < 0 && pieces[i + 1].n > 1 && next[0] == ' ';
		const unsigned char c = blank ? (unsigned char)next[1] : 0;
		found = found || (c >= 'a' && c <= 'z') || c == 0xD0 || c == 0xD1; /* small Latin letters, Cyrillic */
	}
	return found;
}

/* In the languages in which a word has another form for 1, or for 2 and 5. */
static void tell_counted(gz_analysis *a, gz_pack *p)
{
	static const gz_pack_language inflected[] = {GZ_PACK_EN, GZ_PACK_RU};
	for (int32_t i = 0; i < p->n_texts; i++)
		for (size_t l = 0; l < sizeof inflected / sizeof inflected[0]; l++)
			if (word_after_number(p, p->texts[i]->in[inflected[l]]))
				gz_mistakes_add(&a->notes, p->texts[i]->mark.file, p->texts[i]->mark.row, p->texts[i]->mark.column,
					"in the text (%s) a word follows a number of the moment, and would be wrong for 1 or 5; put the number behind a colon: \"People in hospital: ${...}.\"",
					gz_pack_language_code(inflected[l]));
}

/* Whether a text has a live value. */
static bool has_value(gz_pack *p, const char *text, const char *value)
{
	gz_live_piece *pieces;
	int32_t n = 0;
	bool found = false;
	if (gz_live_parse(p, text, &pieces, &n, NULL) != GZ_OK)
		return true;
	for (int32_t i = 0; i < n; i++)
		found = found || (pieces[i].expr != NULL && strcmp(gz_expr_text(pieces[i].expr), value) == 0);
	return found;
}

/* Live values of one language that another language of the same text has not. */
static void tell_lost(gz_analysis *a, gz_pack *p, const gz_pack_text *text, gz_pack_language from, gz_pack_language to)
{
	gz_live_piece *pieces;
	int32_t n = 0;
	if (from == to || text->in[from] == NULL || text->in[to] == NULL || strstr(text->in[from], "${") == NULL ||
		gz_live_parse(p, text->in[from], &pieces, &n, NULL) != GZ_OK)
		return;
	for (int32_t i = 0; i < n; i++)
		if (pieces[i].expr != NULL && !has_value(p, text->in[to], gz_expr_text(pieces[i].expr)))
			FOUND(a, text->mark, "the text in %s has no ${%s}, which the text in %s has", gz_pack_language_code(to), gz_expr_text(pieces[i].expr), gz_pack_language_code(from));
}

static void tell_texts(gz_analysis *a, gz_pack *p)
{
	for (int32_t i = 0; i < p->n_texts; i++)
		for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++) {
			const gz_pack_text *text = p->texts[i];
			int32_t letters = 0;
			for (const char *c = text->in[l]; c != NULL && *c != '\0'; c++)
				letters += ((unsigned char)*c & 0xC0) != 0x80;
			if (letters > LETTERS_MOST)
				FOUND(a, text->mark, "the text (%s) has %d letters; nobody reads more than %d of them on a telephone", gz_pack_language_code((gz_pack_language)l), (int)letters, LETTERS_MOST);
			tell_lost(a, p, text, p->language, (gz_pack_language)l);
			tell_lost(a, p, text, (gz_pack_language)l, p->language);
		}
}

/* What is called like a file must lie in the pack's folder. */
static void tell_attachments(gz_analysis *a, gz_pack *p)
{
	for (int32_t i = 0; i < p->n_injects; i++) {
		const char *name = p->injects[i].attachment, *dot = strrchr(name, '.');
		const size_t n = dot == NULL ? 0 : strspn(dot + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
		const char *path = n >= 2 && n <= 5 && dot[n + 1] == '\0' && p->folder != NULL ? gz_library_path(&p->arena, p->folder, name) : NULL;
		if (path != NULL && access(path, F_OK) != 0)
			FOUND(a, p->injects[i].mark, "inject %s: its attachment %.60s is not in the pack's folder", p->injects[i].id, name);
	}
}

void gz_sense_tell(gz_analysis *analysis, gz_pack *pack)
{
	tell_missing(analysis, pack);
	tell_milestones(analysis, pack);
	tell_conditions(analysis, pack);
	tell_late(analysis, pack);
	tell_texts(analysis, pack);
	tell_counted(analysis, pack);
	tell_attachments(analysis, pack);
}
