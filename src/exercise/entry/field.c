/* Fields of a body.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/entry/field.h"
#include "exercise/pack.h"
#include <string.h>

const char *gz_field_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int64_t gz_field_whole(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

bool gz_field_same(const json_t *object, const char *key, const char *text)
{
	const char *held = gz_field_text(object, key);
	return held && text && strcmp(held, text) == 0;
}

static bool blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

bool gz_field_full(const json_t *object, const char *key, size_t most)
{
	const char *text = gz_field_text(object, key);
	return text && !blank(text) && strlen(text) <= most;
}

bool gz_field_short(const json_t *object, const char *key, size_t most)
{
	const json_t *value = json_object_get(object, key);
	return !value || (json_is_string(value) && json_string_length(value) <= most);
}

static bool language(const char *code)
{
	for (gz_pack_language l = GZ_PACK_EN; l < GZ_PACK_LANGUAGES; l++)
		if (strcmp(gz_pack_language_code(l), code) == 0)
			return true;
	return false;
}

bool gz_field_spoken(const json_t *object, const char *key, size_t most)
{
	json_t *all = json_object_get(object, key), *one;
	const char *code;
	bool said = false;
	json_object_foreach(all, code, one) {
		if (!language(code) || !json_is_string(one) || json_string_length(one) > most)
			return false;
		said = said || !blank(json_string_value(one));
	}
	return said;
}

bool gz_field_copy(json_t *to, const json_t *from, const char *const *keys)
{
	for (; *keys; keys++) {
		json_t *value = json_object_get(from, *keys);
		if (value && json_object_set(to, *keys, value) != 0)
			return false;
	}
	return true;
}

json_t *gz_field_numbered(const json_t *list, int64_t number)
{
	size_t i;
	json_t *row;
	json_array_foreach(list, i, row)
		if (gz_field_whole(row, "number") == number)
			return row;
	return NULL;
}
