/* Reads numbers in three scripts, and looks for words.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/typed.h"
#include "base/number.h"
#include "text/utf8.h"
#include <math.h>
#include <string.h>

enum { TYPED = 64 };

typedef struct range { uint32_t from, to; } range;

static bool within(const range *ranges, size_t n, uint32_t code)
{
	for (size_t i = 0; i < n; i++)
		if (code >= ranges[i].from && code <= ranges[i].to)
			return true;
	return false;
}

/* Blanks, and characters that have no width: marks of direction, joiners, the byte order mark. */
static bool blank(uint32_t code)
{
	static const range blanks[] = {{0, 0x20}, {0x7F, 0xA0}, {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x115F, 0x1160}, {0x1680, 0x1680}, {0x180B, 0x180F},
		{0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
		{0xFFF0, 0xFFFD}, {0xE0000, 0xE0FFF}};
	return within(blanks, sizeof blanks / sizeof *blanks, code);
}

/* Neither letter nor digit: punctuation and symbols of the scripts that are met here. */
static bool sign(uint32_t code)
{
	static const range signs[] = {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E}, {0xA1, 0xA9}, {0xAB, 0xB4}, {0xB6, 0xB9}, {0xBB, 0xBF}, {0xD7, 0xD7}, {0xF7, 0xF7},
		{0x300, 0x36F}, {0x600, 0x61B}, {0x61D, 0x61F}, {0x640, 0x640}, {0x64B, 0x65F}, {0x66A, 0x66D}, {0x6D4, 0x6D4}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x20A0, 0x20CF},
		{0x2190, 0x27FF}, {0x2801, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3001, 0x303F}, {0xFE10, 0xFE6F}, {0x1F000, 0x1FAFF}};
	return within(signs, sizeof signs / sizeof *signs, code);
}

/* The European character of one that is written in numbers; 0: it is none. */
static char european(uint32_t code)
{
	if (code >= 0x660 && code <= 0x669)
		return (char)('0' + (code - 0x660));
	if (code >= 0x6F0 && code <= 0x6F9)
		return (char)('0' + (code - 0x6F0));
	return code == 0x66B ? '.' : code == 0x2212 ? '-' : 0;
}

void gz_typed_plain(const char *text, char *out, size_t size)
{
	size_t at = 0, left = strlen(text), length;
	uint32_t code = 0;
	for (; (length = gz_utf8_next(text, left, &code)) > 0; text += length, left -= length) {
		const char one = european(code);
		const size_t n = one ? 1 : length;
		if (blank(code))
			continue;
		if (at + n >= size)
			break;
		memcpy(out + at, one ? &one : text, n);
		at += n;
	}
	out[at] = '\0';
}

/* Thousands' marks go, a comma before a fraction becomes a point; false: it may mean either. */
static bool settle_marks(char *text)
{
	static const char thousands[] = "\xD9\xAC"; /* U+066C */
	for (char *at; (at = strstr(text, thousands)) != NULL;)
		memmove(at, at + 2, strlen(at + 2) + 1);
	char *comma = strchr(text, ',');
	if (!comma)
		return true;
	if (strchr(comma + 1, ',') || strchr(text, '.') || strlen(comma + 1) == 3)
		return false;
	*comma = '.';
	return true;
}

bool gz_typed_read(const char *text, double *out)
{
	char plain[TYPED];
	gz_typed_plain(text, plain, sizeof plain);
	return strlen(plain) + 1 < sizeof plain && settle_marks(plain) && gz_number_parse(plain, strlen(plain), out);
}

/* ---- forms ------------------------------------------------------------------------------------------------------ */
static const struct { const char *form, *field; } NUMBERS[] = {{"sitrep", "cases"}, {"sitrep", "deaths"}, {"case", "age"}, {"forecast", "low"}, {"forecast", "middle"}, {"forecast", "high"}};
enum { N_NUMBERS = sizeof NUMBERS / sizeof *NUMBERS };

void gz_typed_settle(const char *form, json_t *fields)
{
	double x = 0;
	for (int i = 0; form && i < N_NUMBERS; i++) {
		const char *text = json_string_value(json_object_get(fields, NUMBERS[i].field));
		if (strcmp(NUMBERS[i].form, form) != 0 || !text || !gz_typed_read(text, &x))
			continue;
		const bool whole = x == floor(x) && fabs(x) < 1e15;
		json_object_set_new(fields, NUMBERS[i].field, whole ? json_integer((json_int_t)x) : json_real(x));
	}
}

const char *gz_typed_wrong(const char *form, const json_t *fields)
{
	for (int i = 0; form && i < N_NUMBERS; i++) {
		const json_t *value = json_object_get(fields, NUMBERS[i].field);
		if (strcmp(NUMBERS[i].form, form) == 0 && value && (!json_is_number(value) || !(json_number_value(value) >= 0)))
			return NUMBERS[i].field;
	}
	return NULL;
}

bool gz_typed_words(const char *text)
{
	size_t left = strlen(text), length;
	uint32_t code = 0;
	for (; (length = gz_utf8_next(text, left, &code)) > 0; text += length, left -= length)
		if (!blank(code) && !sign(code))
			return true;
	return false;
}
