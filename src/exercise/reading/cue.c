/* When an inject is sent, as one line of a few words.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/cue.h"
#include "base/number.h"
#include "exercise/observable.h"
#include "exercise/span.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Length of a word at the start of text, whatever its case and followed by a blank or the end; 0 if it is not there. */
static size_t begins(const char *text, const char *word)
{
	size_t n = strlen(word);
	return strncasecmp(text, word, n) == 0 && (text[n] == ' ' || text[n] == '\0') ? n : 0;
}

/* The last place of a word between blanks, NULL if it is nowhere. */
static char *last_word(char *text, const char *word)
{
	char *found = NULL;
	for (char *s = text; *s != '\0'; s++)
		if (*s == ' ' && begins(s + 1, word) > 0)
			found = s;
	return found;
}

static char *skip_blanks(char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

static void cut_end(char *text)
{
	for (size_t n = strlen(text); n > 0 && strchr(" ,", text[n - 1]) != NULL; n--)
		text[n - 1] = '\0';
}

/* Cuts "WORD span" off the end of text. */
static void take_span(gz_reader *r, const gz_node *node, char *text, const char *word, gz_pack_span *out)
{
	char *found = last_word(text, word);
	if (found == NULL)
		return;
	char *value = skip_blanks(found + 1 + strlen(word));
	if (!gz_span_parse(value, out))
		gz_reader_wrong(r, node, "%s %.40s: expected a time, as 00:12, 15 min or 1 d", word, value);
	*found = '\0';
	cut_end(text);
}

static void take_most(gz_reader *r, const gz_node *node, char *text, int32_t *out)
{
	char *found = last_word(text, "MAX");
	int64_t most = 0;
	if (found == NULL)
		return;
	char *value = skip_blanks(found + 4);
	if (!gz_number_parse_int(value, strlen(value), &most) || most < 1 || most > 1000)
		gz_reader_wrong(r, node, "MAX %.40s: expected a whole number from 1 to 1000", value);
	*out = (int32_t)most;
	*found = '\0';
	cut_end(text);
}

/* "inject 4 + 00:05" */
static void read_after(gz_reader *r, const gz_node *node, char *text, gz_pack_trigger *t)
{
	static const char *const words[] = {"inject", "decision", "milestone"};
	gz_pack *p = r->pack;
	char *plus = strchr(text, '+');
	t->at = (gz_pack_span){.given = true};
	if (plus != NULL) {
		if (!gz_span_parse(skip_blanks(plus + 1), &t->at))
			gz_reader_wrong(r, node, "%.40s: expected a time after the plus, as 00:05", plus + 1);
		*plus = '\0';
		cut_end(text);
	}
	const gz_reader_kind kinds[] = {{"inject", NULL, 1, 0, true}, GZ_READER_KIND("decision", p->decisions, p->n_decisions),
		GZ_READER_KIND("milestone", p->milestones, p->n_milestones)};
	for (int k = 0; k < 3; k++) {
		size_t n = begins(text, words[k]);
		if (n == 0)
			continue;
		gz_node name = *node;
		name.kind = GZ_NODE_SCALAR;
		name.text = skip_blanks(text + n);
		t->kind = (gz_pack_trigger_kind)(GZ_PACK_AFTER_INJECT + k);
		t->of_name = gz_reader_string(r, &name, "");
		t->of = k == 0 ? -1 : gz_reader_find(r, &name, &kinds[k]);
		return;
	}
	gz_reader_wrong(r, node, "AFTER %.60s: expected inject, decision or milestone and its name, as AFTER inject 4 + 00:05", text);
}

static void read_unless(gz_reader *r, const gz_node *node, char *text, gz_pack_trigger *t)
{
	gz_pack *p = r->pack;
	const gz_reader_kind milestones = GZ_READER_KIND("milestone", p->milestones, p->n_milestones);
	gz_node name = *node;
	t->kind = GZ_PACK_UNLESS;
	take_span(r, node, text, "BY", &t->at);
	if (!t->at.given)
		gz_reader_wrong(r, node, "UNLESS %.40s: by when is missing, as UNLESS isolated BY 00:40", text);
	const size_t n = begins(text, "inject");
	name.text = skip_blanks(text + n);
	if (n > 0) { /* looked up later */
		t->kind = GZ_PACK_UNLESS_INJECT;
		t->of_name = gz_reader_string(r, &name, "");
		return;
	}
	t->of = gz_reader_find(r, &name, &milestones);
	t->of_name = t->of < 0 ? "" : p->milestones[t->of].id;
}

static void read_when(gz_reader *r, const gz_node *node, char *text, size_t offset, gz_pack_trigger *t)
{
	gz_error err = {0};
	t->kind = GZ_PACK_WHEN;
	take_span(r, node, text, "FOR", &t->lasts);
	gz_status status = gz_observable_compile(r->pack, text, &t->when, &err);
	if (status == GZ_ERR_INPUT)
		gz_mistakes_add(r->mistakes, r->file, node->row, node->column + err.column - (node->plain ? 1 : 0) + (int32_t)offset, "%s", err.sentence);
	r->no_memory = r->no_memory || status == GZ_ERR_MEMORY;
}

static void read_line(gz_reader *r, const gz_node *node, char *text, gz_pack_trigger *t)
{
	size_t n;
	take_most(r, node, text, &t->most);
	take_span(r, node, text, "EVERY", &t->every);
	char *once = last_word(text, "ONCE");
	if (once != NULL && once[5] == '\0')
		*once = '\0';
	if (begins(text, "MANUAL") > 0) {
		t->kind = GZ_PACK_MANUAL;
	} else if ((n = begins(text, "AFTER")) > 0) {
		read_after(r, node, skip_blanks(text + n), t);
	} else if ((n = begins(text, "UNLESS")) > 0) {
		read_unless(r, node, skip_blanks(text + n), t);
	} else if ((n = begins(text, "WHEN")) > 0) {
		char *expression = skip_blanks(text + n);
		read_when(r, node, expression, (size_t)(expression - text), t);
	} else {
		n = begins(text, "AT");
		t->kind = GZ_PACK_AT;
		if (!gz_span_parse(skip_blanks(text + n), &t->at))
			gz_reader_wrong(r, node, "%.60s: expected a time as 00:12, or AFTER, WHEN, UNLESS, MANUAL", text);
	}
	if (t->every.given && t->every.seconds <= 0)
		gz_reader_wrong(r, node, "EVERY 0 would never end");
}

void gz_cue_read(gz_reader *r, const gz_node *row, gz_pack_trigger *out)
{
	const gz_node *at = gz_yaml_get(row, "at"), *line = gz_yaml_get(row, "trigger"), *node = gz_yaml_is_null(line) ? at : line;
	*out = (gz_pack_trigger){.of = -1, .of_name = ""};
	if (gz_yaml_is_null(node))
		return;
	out->mark = gz_reader_mark(r, node);
	if (!gz_yaml_is_null(at) && !gz_yaml_is_null(line))
		gz_reader_wrong(r, node, "either `at` or `trigger`, not both");
	const char *text = gz_reader_string(r, node, NULL);
	char *copy = text == NULL ? NULL : gz_arena_strdup(&r->pack->arena, text);
	if (copy != NULL)
		read_line(r, node, copy, out);
}

void gz_cue_link(gz_reader *r, gz_pack_trigger *trigger)
{
	if (trigger->kind != GZ_PACK_AFTER_INJECT && trigger->kind != GZ_PACK_UNLESS_INJECT)
		return;
	const gz_node name = {.kind = GZ_NODE_SCALAR, .text = trigger->of_name, .row = trigger->mark.row, .column = trigger->mark.column};
	const gz_reader_kind injects = GZ_READER_KIND("inject", r->pack->injects, r->pack->n_injects);
	r->file = trigger->mark.file;
	trigger->of = gz_reader_find(r, &name, &injects);
}

const char *gz_cue_print(gz_pack *pack, const gz_pack_trigger *t)
{
	static const char *const words[] = {"inject", "decision", "milestone"};
	char at[48], lasts[48], every[48], most[24] = "";
	const char *text = "";
	gz_span_print(&t->at, at);
	gz_span_print(&t->lasts, lasts);
	gz_span_print(&t->every, every);
	if (t->most > 0)
		snprintf(most, sizeof most, " MAX %d", (int)t->most);
	switch (t->kind) {
	case GZ_PACK_AT: text = at; break;
	case GZ_PACK_AFTER_INJECT: case GZ_PACK_AFTER_DECISION: case GZ_PACK_AFTER_MILESTONE:
		text = gz_arena_printf(&pack->arena, "AFTER %s %s%s%s", words[t->kind - GZ_PACK_AFTER_INJECT], t->of_name, t->at.seconds > 0 ? " + " : "",
			t->at.seconds > 0 ? at : "");
		break;
	case GZ_PACK_WHEN:
		text = gz_arena_printf(&pack->arena, "WHEN %s%s%s", t->when == NULL ? "" : gz_expr_text(t->when), t->lasts.given ? " FOR " : "", lasts);
		break;
	case GZ_PACK_UNLESS: case GZ_PACK_UNLESS_INJECT:
		text = gz_arena_printf(&pack->arena, "UNLESS %s%s BY %s", t->kind == GZ_PACK_UNLESS ? "" : "inject ", t->of_name, at);
		break;
	case GZ_PACK_MANUAL: text = "MANUAL"; break;
	default: return "";
	}
	text = gz_arena_printf(&pack->arena, "%s%s%s%s", text == NULL ? "" : text, t->every.given ? " EVERY " : "", every, most);
	return text == NULL ? "" : text;
}
