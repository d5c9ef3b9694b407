/* Spans of time as a trainer writes them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/span.h"
#include <stdio.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, DIGITS_MAX = 6 };
static const int64_t longest = (int64_t)3660 * DAY;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A whole number of at most six digits; its end, NULL if there is none. */
static const char *read_whole(const char *s, int64_t *out, int *digits)
{
	*out = 0;
	for (*digits = 0; is_digit(*s); s++)
		if (++*digits > DIGITS_MAX)
			return NULL;
		else
			*out = *out * 10 + (*s - '0');
	return *digits > 0 ? s : NULL;
}

/* What follows "07" of 07:10 or 07:10:30. */
static const char *read_clock(const char *s, int64_t hours, int64_t *seconds)
{
	int64_t minutes, rest = 0;
	int digits;
	s = read_whole(s + 1, &minutes, &digits);
	if (s == NULL || digits != 2 || minutes > 59)
		return NULL;
	if (*s == ':') {
		s = read_whole(s + 1, &rest, &digits);
		if (s == NULL || digits != 2 || rest > 59)
			return NULL;
	}
	*seconds = hours * HOUR + minutes * MINUTE + rest;
	return s;
}

/* The unit of a number: its seconds, and its end. */
static const char *read_unit(const char *s, int64_t *unit)
{
	static const struct { const char *name; int64_t seconds; } units[] = {
		{"days", DAY}, {"day", DAY}, {"d", DAY}, {"hours", HOUR}, {"hour", HOUR}, {"h", HOUR}, {"minutes", MINUTE}, {"minute", MINUTE},
		{"min", MINUTE}, {"seconds", 1}, {"second", 1}, {"s", 1}};
	while (*s == ' ')
		s++;
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz");
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (strlen(units[i].name) == n && memcmp(units[i].name, s, n) == 0) {
			*unit = units[i].seconds;
			return s + n;
		}
	return NULL;
}

bool gz_span_parse(const char *text, gz_pack_span *out)
{
	static const char word[] = "scenario";
	gz_pack_span span = {.given = true, .relative = *text == '+'};
	const char *s = text + (*text == '+');
	int parts = 0;
	while (*s == ' ')
		s++;
	for (; is_digit(*s); parts++) {
		int64_t number, unit, seconds = 0;
		int digits;
		s = read_whole(s, &number, &digits);
		if (s != NULL && *s == ':')
			s = read_clock(s, number, &seconds);
		else if (s != NULL && (s = read_unit(s, &unit)) != NULL)
			seconds = number > longest / unit ? longest + 1 : number * unit;
		if (s == NULL || seconds > longest)
			return false;
		span.seconds += seconds;
		while (*s == ' ')
			s++;
	}
	if (strncmp(s, word, sizeof word - 1) == 0) {
		span.scenario = true;
		s += sizeof word - 1;
	}
	while (*s == ' ')
		s++;
	if (parts == 0 || *s != '\0' || span.seconds > longest)
		return false;
	*out = span;
	return true;
}

void gz_span_print(const gz_pack_span *span, char out[48])
{
	char days[16] = "", seconds[8] = "";
	int64_t t = span->seconds;
	out[0] = '\0';
	if (!span->given)
		return;
	if (t >= DAY)
		snprintf(days, sizeof days, "%d d ", (int)(t / DAY));
	if (t % MINUTE != 0)
		snprintf(seconds, sizeof seconds, ":%02d", (int)(t % MINUTE));
	if (t >= DAY && t % DAY == 0)
		snprintf(out, 48, "%s%d d%s", span->relative ? "+" : "", (int)(t / DAY), span->scenario ? " scenario" : "");
	else
		snprintf(out, 48, "%s%s%02d:%02d%s%s", span->relative ? "+" : "", days, (int)(t % DAY / HOUR), (int)(t % HOUR / MINUTE), seconds,
			span->scenario ? " scenario" : "");
}
