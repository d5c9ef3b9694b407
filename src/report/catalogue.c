/* The words of the report in one language: keys looked up, values and plural forms put in, numbers written.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/catalogue.h"
#include "report/embedded.h"
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THIN_SPACE "\xE2\x80\xAF" /* U+202F */
#define MINUS "\xE2\x88\x92"      /* U+2212 */

const char *gz_catalogue_language(const char *language)
{
	static const char *const known[] = {"en", "ru", "tg"};
	if (language == NULL || language[0] == '\0')
		return known[0];
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(language, known[i]) == 0)
			return known[i];
	return NULL;
}

static gz_status open_words(gz_catalogue *catalogue, const unsigned char *bytes, size_t n, gz_error *err)
{
	json_error_t wrong;
	catalogue->root = json_loadb((const char *)bytes, n, 0, &wrong);
	if (catalogue->root == NULL)
		return gz_error_set(err, GZ_ERR_INTERNAL, NULL, 0, 0, "the catalogue of words cannot be read: %s", wrong.text);
	return GZ_OK;
}

gz_status gz_catalogue_open(gz_catalogue *catalogue, const char *language, gz_arena *arena, gz_error *err)
{
	*catalogue = (gz_catalogue){.arena = arena, .language = gz_catalogue_language(language)};
	if (catalogue->language == NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "language \"%s\" is not known; the report speaks en, ru and tg", language);
	if (catalogue->language[0] == 'r')
		return open_words(catalogue, gz_embedded_ru, gz_embedded_ru_size, err);
	if (catalogue->language[0] == 't')
		return open_words(catalogue, gz_embedded_tg, gz_embedded_tg_size, err);
	return open_words(catalogue, gz_embedded_en, gz_embedded_en_size, err);
}

gz_status gz_catalogue_open_room(gz_catalogue *catalogue, const char *language, gz_arena *arena, gz_error *err)
{
	if (strcmp(language, "prs") != 0)
		return gz_catalogue_open(catalogue, language, arena, err);
	*catalogue = (gz_catalogue){.arena = arena, .language = "prs"};
	return open_words(catalogue, gz_embedded_prs, gz_embedded_prs_size, err);
}

void gz_catalogue_close(gz_catalogue *catalogue)
{
	json_decref(catalogue->root);
	*catalogue = (gz_catalogue){0};
}

/* Three figures above 1000, whole above 10 (and where it is whole), else one decimal. */
static double rounded(double x, bool *decimal)
{
	double a = fabs(x), unit = 1;
	double tenth = round(x * 10) / 10;
	*decimal = a < 10 && tenth != floor(tenth);
	if (a < 10)
		return tenth;
	while (a / unit >= 1000)
		unit *= 10;
	return round(x / unit) * unit;
}

/* The form of a number as it is written, by the Unicode plural rules (CLDR). */
static const char *form_of(const char *language, double x)
{
	bool decimal;
	const double n = isfinite(x) ? rounded(x, &decimal) : x;
	double last = fmod(n, 10), two = fmod(n, 100);
	if (language[0] != 'r')
		return n == 1 ? "one" : "other";
	if (n != floor(n))
		return "other";
	if (last == 1 && two != 11)
		return "one";
	return last >= 2 && last <= 4 && (two < 12 || two > 14) ? "few" : "many";
}

static const char *choose(const gz_catalogue *catalogue, const char *key, double n)
{
	const json_t *entry = json_object_get(catalogue->root, key);
	if (json_is_string(entry))
		return json_string_value(entry);
	const json_t *form = json_object_get(entry, form_of(catalogue->language, n));
	if (form == NULL)
		form = json_object_get(entry, "other");
	return json_is_string(form) ? json_string_value(form) : key;
}

static const gz_catalogue_value *find(const gz_catalogue_value *values, int32_t n, const char *name, size_t length)
{
	for (int32_t i = 0; i < n; i++)
		if (strlen(values[i].name) == length && memcmp(values[i].name, name, length) == 0)
			return &values[i];
	return NULL;
}

/* What a mark {name} or {name:word} of `length` bytes stands for. */
static const char *stands_for(const gz_catalogue *catalogue, const char *mark, size_t length, const gz_catalogue_value *values, int32_t n)
{
	const char *colon = memchr(mark, ':', length);
	size_t name = colon == NULL ? length : (size_t)(colon - mark);
	const gz_catalogue_value *value = find(values, n, mark, name);
	if (value == NULL)
		return "";
	if (colon != NULL) {
		char key[64];
		snprintf(key, sizeof key, "say.word.%.*s", (int)(length - name - 1), colon + 1);
		const char *word = gz_arena_strdup(catalogue->arena, choose(catalogue, key, value->number)); /* a missing word is its key, which is local */
		return word != NULL ? word : "";
	}
	if (value->text == NULL)
		return gz_catalogue_count(catalogue, value->number);
	const bool leftwards = catalogue->language[0] == 'p' && value->text[0] != '\0'; /* a name in letters of another direction, a time: in its own order, as on the page */
	const char *apart = leftwards ? gz_arena_printf(catalogue->arena, "\xE2\x81\xA8%s\xE2\x81\xA9", value->text) : value->text;
	return apart != NULL ? apart : "";
}

/* A name that has quotes of its own, put between quotes: „“ within «», as Russian and Tajik write it. */
static const char *quoted(const gz_catalogue *catalogue, const char *value)
{
	const char *made = "";
	for (size_t n; made != NULL && *value != '\0'; value += n) {
		const bool opens = strncmp(value, "«", 2) == 0, closes = strncmp(value, "»", 2) == 0;
		n = opens || closes ? 2 : 1 + strcspn(value + 1, "\xC2");
		made = opens || closes ? gz_arena_printf(catalogue->arena, "%s%s", made, opens ? "„" : "“") : gz_arena_printf(catalogue->arena, "%s%.*s", made, (int)n, value);
	}
	return made == NULL ? "" : made;
}

const char *gz_catalogue_text(const gz_catalogue *catalogue, const char *key, const gz_catalogue_value *values, int32_t n)
{
	const gz_catalogue_value *number = find(values, n, "n", 1);
	const char *text = choose(catalogue, key, number == NULL ? 1 : number->number), *made = "";
	for (const char *open; (open = strchr(text, '{')) != NULL;) {
		const char *close = strchr(open, '}');
		if (close == NULL)
			break;
		const char *value = stands_for(catalogue, open + 1, (size_t)(close - open - 1), values, n);
		if (open - text >= 2 && strncmp(open - 2, "«", 2) == 0 && strstr(value, "«") != NULL)
			value = quoted(catalogue, value);
		made = gz_arena_printf(catalogue->arena, "%s%.*s%s", made, (int)(open - text), text, value);
		if (made == NULL)
			return "";
		text = close + 1;
	}
	made = gz_arena_printf(catalogue->arena, "%s%s", made, text);
	return made == NULL ? "" : made;
}

const char *gz_catalogue_count(const gz_catalogue *catalogue, double x)
{
	bool decimal;
	if (!isfinite(x) || fabs(x) > 9e15)
		return isfinite(x) ? gz_arena_printf(catalogue->arena, "%.2e", x) : "\xE2\x80\x93";
	double y = rounded(x, &decimal);
	long long tenths = llabs((long long)round(y * 10)), whole = tenths / 10;
	char digits[32], text[128];
	int n = snprintf(digits, sizeof digits, "%lld", whole), at = 0;
	for (int i = 0; i < n; i++) {
		if (i > 0 && n > 4 && (n - i) % 3 == 0)
			at += snprintf(text + at, sizeof text - (size_t)at, THIN_SPACE);
		text[at++] = digits[i];
	}
	text[at] = '\0';
	const char *sign = y < 0 ? MINUS : "", *point = catalogue->language[0] == 'e' ? "." : ",";
	const char *made = decimal ? gz_arena_printf(catalogue->arena, "%s%s%s%d", sign, text, point, (int)(tenths % 10))
		: gz_arena_printf(catalogue->arena, "%s%s", sign, text);
	return made == NULL ? "" : made;
}
