/* The expression language's scanner: locale-free, one token a call, no state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/token.h"

#include "base/date.h"
#include "base/number.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool gz_token_starts_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool gz_token_continues_name(char c)
{
	return gz_token_starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

/* "'2027-02-30' is not a date": the text at `at`, and what is wrong with it. */
static gz_status refuse(gz_error *err, size_t at, const char *what, const char *text, size_t length)
{
	const int shown = (int)(length > 80 ? 80 : length);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(at + 1), "'%.*s' %s", shown, text + at, what);
}

static size_t count_digits(const char *text, size_t at)
{
	size_t n = 0;
	while (is_digit(text[at + n]))
		n++;
	return n;
}

/* Four digits, two, two, joined by '-', and no digit after: a date, whatever its numbers. */
static bool has_date_shape(const char *text, size_t at)
{
	return count_digits(text, at) == 4 && text[at + 4] == '-' && count_digits(text, at + 5) == 2 && text[at + 7] == '-' &&
		count_digits(text, at + 8) == 2;
}

static gz_status scan_date(const char *text, gz_token *out, gz_error *err)
{
	char date[11] = {0};
	int32_t day = 0;
	memcpy(date, text + out->at, 10);
	if (!gz_date_parse(date, &day))
		return refuse(err, out->at, "is not a date of the calendar", text, 10);
	out->length = 10;
	out->number = day;
	out->power = GZ_POWER_ANY;
	return GZ_OK;
}

/* Digits, a point, an exponent; 0 where no number starts. */
static size_t number_length(const char *text, size_t at)
{
	size_t n = count_digits(text, at);
	const size_t whole = n;
	if (text[at + n] == '.' && (whole > 0 || is_digit(text[at + 1])))
		n += 1 + count_digits(text, at + n + 1);
	if (n > 0 && (text[at + n] == 'e' || text[at + n] == 'E')) {
		const size_t sign = text[at + n + 1] == '+' || text[at + n + 1] == '-';
		const size_t digits = count_digits(text, at + n + 1 + sign);
		n += digits > 0 ? 1 + sign + digits : 0;
	}
	return n;
}

/* The factor of a unit that starts at `at`, 0 none. */
static double unit_factor(const char *text, size_t at)
{
	if (text[at] == '%')
		return 0.01;
	const char next = text[at] == '\0' ? '\0' : text[at + 1];
	if (gz_token_continues_name(next) && next != '-')
		return 0;
	switch (text[at]) {
	case 'd': return 1;
	case 'w': return 7;
	case 'h': return 1.0 / 24;
	case 'y': return 365.25;
	default: return 0;
	}
}

static gz_status scan_number(const char *text, gz_token *out, gz_error *err)
{
	out->length = number_length(text, out->at);
	const char after = text[out->at + out->length];
	if (after == '.' || after == '_' || !gz_number_parse(text + out->at, out->length, &out->number)) {
		size_t length = out->length;
		while (gz_token_continues_name(text[out->at + length]) && text[out->at + length] != '-')
			length++;
		return refuse(err, out->at, "is not a number", text, length);
	}
	size_t unit = out->at + out->length;
	while (is_blank(text[unit]))
		unit++;
	const double factor = unit_factor(text, unit);
	out->power = factor <= 0 ? GZ_POWER_BARE : text[unit] == '%' ? GZ_POWER_SHARE : GZ_POWER_TIME;
	if (factor > 0) {
		out->number = text[unit] == '%' ? out->number / 100 : text[unit] == 'h' ? out->number / 24 : out->number * factor;
		out->length = unit + 1 - out->at;
	}
	return GZ_OK;
}

/* A sign that no expression has; words in Cyrillic letters, which a Russian keyboard writes, are told whole and with what to write. */
static gz_status refuse_sign(gz_error *err, const char *text, size_t n, size_t at, size_t length)
{
	enum { CYRILLIC_FIRST = 0x400, CYRILLIC_LAST = 0x52F };
	uint32_t code;
	size_t end = at, next;
	while ((next = gz_utf8_next(text + end, n - end, &code)) > 0 && code >= CYRILLIC_FIRST && code <= CYRILLIC_LAST && end - at < 80)
		end += next;
	if (end > at)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(at + 1),
			"'%.*s' has no meaning in an expression: units are d, w, h and y, names are in Latin letters", (int)(end - at), text + at);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(at + 1), "'%.*s' has no meaning in an expression", (int)length, text + at);
}

static gz_status scan_mark(const char *text, size_t n, gz_token *out, gz_error *err)
{
	static const struct { char mark[3]; gz_token_kind kind; } marks[] = {
		{"<=", GZ_TOKEN_AT_MOST}, {">=", GZ_TOKEN_AT_LEAST}, {"==", GZ_TOKEN_EQUAL}, {"!=", GZ_TOKEN_UNEQUAL}, {"<", GZ_TOKEN_LESS},
		{">", GZ_TOKEN_MORE}, {"+", GZ_TOKEN_ADD}, {"-", GZ_TOKEN_SUBTRACT}, {"*", GZ_TOKEN_MULTIPLY}, {"/", GZ_TOKEN_DIVIDE},
		{"^", GZ_TOKEN_POWER}, {"(", GZ_TOKEN_OPEN}, {")", GZ_TOKEN_CLOSE}, {",", GZ_TOKEN_COMMA}};
	static const struct { char wrong[4], right[4]; } near[] = {
		{"=", "=="}, {"&&", "and"}, {"&", "and"}, {"||", "or"}, {"|", "or"}, {"!", "not"}, {"[", "("}, {"]", ")"}, {"{", "("}, {"}", ")"}};
	const char *here = text + out->at;
	if (strncmp(here, "**", 2) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(out->at + 1), "'**' is not known: a power is written '^'");
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(here, marks[i].mark, strlen(marks[i].mark)) == 0) {
			out->kind = marks[i].kind;
			out->length = strlen(marks[i].mark);
			return GZ_OK;
		}
	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		if (strncmp(here, near[i].wrong, strlen(near[i].wrong)) == 0)
			return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(out->at + 1), "'%s' is not known: write '%s'", near[i].wrong,
				near[i].right);
	if (*here == ';')
		return refuse(err, out->at, "is not known: arguments are separated by ','", text, 1);
	const size_t length = gz_utf8_next(here, n - out->at, NULL);
	if (length == 0 || (unsigned char)*here < 0x20)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, (int32_t)(out->at + 1), "byte 0x%02X has no meaning in an expression",
			(unsigned char)*here);
	return refuse_sign(err, text, n, out->at, length);
}

gz_status gz_token_next(const char *text, size_t n, size_t at, gz_token *out, gz_error *err)
{
	while (at < n && is_blank(text[at]))
		at++;
	*out = (gz_token){.kind = GZ_TOKEN_END, .at = at};
	if (at >= n)
		return GZ_OK;
	if (is_digit(text[at]) || (text[at] == '.' && is_digit(text[at + 1]))) {
		out->kind = GZ_TOKEN_NUMBER;
		return has_date_shape(text, at) ? scan_date(text, out, err) : scan_number(text, out, err);
	}
	if (!gz_token_starts_name(text[at]))
		return scan_mark(text, n, out, err);
	out->kind = GZ_TOKEN_NAME;
	while (gz_token_continues_name(text[at + out->length]))
		out->length++;
	return GZ_OK;
}
