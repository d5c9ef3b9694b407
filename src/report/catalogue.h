/* The words of the report in one language, by key, with values put in, and numbers as the language writes them.
 *
 * The same files (web/catalogue) speak in the page. {name} in a text stands for a value; {name:word} for the form of the word
 * say.word.<word> that suits the number of that value: one or other in English and Tajik, one, few or many in Russian.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CATALOGUE_H
#define GZ_CATALOGUE_H
#include "base/arena.h"

typedef struct gz_catalogue {
	const char *language;  /* "en", "ru", "tg"; the room's also "prs" */
	struct json_t *root;   /* key -> text, or forms */
	gz_arena *arena;       /* borrowed: where texts are made */
} gz_catalogue;

/* A value for {name}: a text, or a number (text NULL), which is written as a count. */
typedef struct gz_catalogue_value {
	const char *name, *text;
	double number;
} gz_catalogue_value;

/* "en", "ru" or "tg" as one of our own constants; NULL for anything else. NULL or "" mean English. */
const char *gz_catalogue_language(const char *language);
/* Opens the catalogue; GZ_ERR_INPUT for an unknown language. Close it also after an error. */
gz_status gz_catalogue_open(gz_catalogue *catalogue, const char *language, gz_arena *arena, gz_error *err);
/* The same for the words of the exercise room and its paper alone ("room.", "booklet."), which speak Dari, too: "prs". Texts that are put in
 * stand there in marks that keep their own direction. */
gz_status gz_catalogue_open_room(gz_catalogue *catalogue, const char *language, gz_arena *arena, gz_error *err);
void gz_catalogue_close(gz_catalogue *catalogue);
/* The text of a key with n values put in, in the arena; the key itself where the catalogue has none; "" out of memory. */
const char *gz_catalogue_text(const gz_catalogue *catalogue, const char *key, const gz_catalogue_value *values, int32_t n);
/* A count for reading: three figures, whole above 10, thousands apart by a thin space. In the arena. */
const char *gz_catalogue_count(const gz_catalogue *catalogue, double x);
#endif
