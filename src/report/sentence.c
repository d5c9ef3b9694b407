/* What is said of mistakes, in another language.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/sentence.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 6, DEPTH_MAX = 4, WORDS_MIN = 12, TRIES_MAX = 300 };

typedef struct span { const char *at; size_t n; } span;

/* Where a sentence is written. */
typedef struct pen { char *out; size_t n; int32_t tries; } pen; /* tries: parts looked at, which have an end whatever people have written */

static void write_span(pen *p, const char *at, size_t n)
{
	size_t room = GZ_SENTENCE_SIZE - 1 - p->n, some = n < room ? n : room;
	while (some < n && some > 0 && ((unsigned char)at[some] & 0xC0) == 0x80)
		some--;
	memcpy(p->out + p->n, at, some);
	p->n += some;
	p->out[p->n] = '\0';
}

/* Which value {a} to {d} stands here, -1 none. */
static int32_t value_at(const char *pattern)
{
	return pattern[0] == '{' && pattern[1] >= 'a' && pattern[1] < 'a' + VALUES && pattern[2] == '}' ? pattern[1] - 'a' : -1;
}

/* A value is within one part of a sentence: before what is said beside it, "(with line 4)", but for a term "(3 - x)". */
static bool is_value(span text)
{
	for (size_t i = 0; i + 2 < text.n; i++)
		if ((text.at[i] == ';' && text.at[i + 1] == ' ') || (text.at[i] == ' ' && text.at[i + 1] == '(' && strchr("0123456789-(", text.at[i + 2]) == NULL))
			return false;
	return text.n > 0;
}

/* Whether the text is made by the pattern, with values of at least one byte, as short as may be. */
static bool fits(const char *pattern, span text, span *values)
{
	for (;; pattern++, text.at++, text.n--) {
		const int32_t value = value_at(pattern);
		if (value >= 0 && pattern[3] == '\0') {
			values[value] = text;
			return is_value(text);
		}
		for (size_t n = 1; value >= 0 && n < text.n; n++)
			if (text.at[n] == pattern[3] && is_value((span){text.at, n}) && fits(pattern + 3, (span){text.at + n, text.n - n}, values)) {
				values[value] = (span){text.at, n};
				return true;
			}
		if (value >= 0)
			return false;
		if (*pattern == '\0' || text.n == 0)
			return *pattern == '\0' && text.n == 0;
		if (*pattern != *text.at)
			return false;
	}
}

static bool say(const gz_sentences *s, span text, pen *p, int32_t depth);

static void write_value(const gz_sentences *s, span value, pen *p, int32_t depth)
{
	if (value.n < WORDS_MIN || memchr(value.at, ' ', value.n) == NULL || !say(s, value, p, depth + 1))
		write_span(p, value.at, value.n);
}

static bool say_whole(const gz_sentences *s, span text, pen *p, int32_t depth)
{
	span values[VALUES];
	int32_t i = 0;
	while (i < s->n && !fits(s->patterns[i].english, text, values))
		i++;
	for (const char *at = i < s->n ? s->patterns[i].other : ""; *at != '\0';) {
		size_t plain = 0;
		while (at[plain] != '\0' && value_at(at + plain) < 0)
			plain++;
		write_span(p, at, plain);
		at += plain;
		if (*at != '\0')
			write_value(s, values[value_at(at)], p, depth);
		at += *at != '\0' ? 3 : 0;
	}
	return i < s->n;
}

/* In two parts, the second after `mark`, where both are known; else as far as they are, at least one of them. A name before a colon stands as it is. */
static bool say_parts(const gz_sentences *s, span text, const char *mark, bool both, pen *p, int32_t depth)
{
	const size_t n = strlen(mark), before = p->n;
	for (size_t at = 1; at + n < text.n; at++) {
		if (memcmp(text.at + at, mark, n) != 0)
			continue;
		const span first = {text.at, at}, second = {text.at + at + n, text.n - at - n};
		const bool one = say(s, first, p, depth + 1);
		if (!one)
			write_span(p, first.at, first.n);
		write_span(p, mark, n);
		const bool two = say(s, second, p, depth + 1);
		if (!two)
			write_span(p, second.at, second.n);
		if (mark[0] == ':' ? two : both ? one && two : one || two)
			return true;
		p->n = before;
	}
	p->out[p->n] = '\0';
	return false;
}

/* False, and nothing written, where nothing of the text is known. */
static bool say(const gz_sentences *s, span text, pen *p, int32_t depth)
{
	static const char *const marks[] = {"; ", ": ", " ("};
	if (p->tries++ >= TRIES_MAX)
		return false;
	bool said = say_whole(s, text, p, depth);
	for (size_t i = 0; i < sizeof marks / sizeof *marks && !said && depth < DEPTH_MAX; i++)
		said = say_parts(s, text, marks[i], true, p, depth) || (marks[i][0] != ':' && say_parts(s, text, marks[i], false, p, depth));
	return said;
}

bool gz_sentence_say(const gz_sentences *s, const char *english, char out[GZ_SENTENCE_SIZE])
{
	pen p = {out, 0, 0};
	const span text = {english, strlen(english)};
	out[0] = '\0';
	if (s->patterns != NULL && say(s, text, &p, 0))
		return true;
	write_span(&p, text.at, text.n);
	return false;
}

/* ---- the patterns ------------------------------------------------------------------------------------------- */

static int most_literal_first(const void *a, const void *b)
{
	const gz_sentence_pattern *x = a, *y = b;
	return x->literal != y->literal ? (x->literal < y->literal) - (x->literal > y->literal) : strcmp(x->english, y->english);
}

static size_t literal_of(const char *pattern)
{
	size_t n = 0;
	for (; *pattern != '\0'; pattern += value_at(pattern) >= 0 ? 3 : 1)
		n += value_at(pattern) < 0;
	return n;
}

static gz_status take_patterns(gz_sentences *s)
{
	static const char beginning[] = "mistake.";
	const char *key;
	json_t *text;
	s->patterns = gz_arena_array(&s->arena, gz_sentence_pattern, (int64_t)json_object_size(s->english.root));
	if (s->patterns == NULL)
		return GZ_ERR_MEMORY;
	json_object_foreach(s->english.root, key, text) {
		const char *other = json_string_value(json_object_get(s->other.root, key)), *english = json_string_value(text);
		if (strncmp(key, beginning, sizeof beginning - 1) == 0 && other != NULL && english != NULL)
			s->patterns[s->n++] = (gz_sentence_pattern){english, other, literal_of(english)};
	}
	qsort(s->patterns, (size_t)s->n, sizeof *s->patterns, most_literal_first);
	return GZ_OK;
}

gz_status gz_sentence_open(gz_sentences *s, const char *language, gz_error *err)
{
	*s = (gz_sentences){0};
	GZ_TRY(gz_catalogue_open(&s->english, "en", &s->arena, err));
	GZ_TRY(gz_catalogue_open(&s->other, language, &s->arena, err));
	return strcmp(s->other.language, "en") == 0 ? GZ_OK : take_patterns(s);
}

void gz_sentence_close(gz_sentences *s)
{
	gz_catalogue_close(&s->english);
	gz_catalogue_close(&s->other);
	gz_arena_free(&s->arena);
	*s = (gz_sentences){0};
}
