/* What a run or a comparison says, in a few sentences: for the top of the page and for the terminal.
 *
 *   Cholera reaches Khatlon in 12-31 days in 90 of 100 runs, most often through Panji Poyon.
 *
 * The range is that of the days between which 90 of 100 runs lie, runs without arrival counted as later than the last day; where too
 * few runs arrive for that, the sentence says in how many it does and after how many days then.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_HEADLINE_H
#define GZ_HEADLINE_H
#include "base/arena.h"
#include "engine/result.h"
#include "forecast/compare.h"
#include "report/catalogue.h"

enum { GZ_HEADLINE_MAX = 12 };

/* Sentences without line breaks; the first is the headline, the last says that all this rests on assumptions. */
typedef struct gz_headline {
	const char *sentences[GZ_HEADLINE_MAX];
	int32_t n;
} gz_headline;

/* Makes the sentences in a language ("en", "ru", "tg") in arena. GZ_ERR_INPUT for an unknown language. */
gz_status gz_headline_make(const gz_result *result, const char *language, gz_arena *arena, gz_headline *out, gz_error *err);
/* The same in English, Russian and Tajik; the result is read once. */
gz_status gz_headline_make_all(const gz_result *result, gz_arena *arena, gz_headline out[3], gz_error *err);
gz_status gz_headline_compare(const gz_comparison *comparison, const char *language, gz_arena *arena, gz_headline *out, gz_error *err);
/* The same, joined by line breaks into text (at most size bytes, cut at a sentence), for the terminal. */
gz_status gz_headline_text(const gz_result *result, const char *language, char *text, size_t size, gz_error *err);
gz_status gz_headline_text_compare(const gz_comparison *comparison, const char *language, char *text, size_t size, gz_error *err);
/* The name of a run of a comparison: its title in the catalogue's language, and behind it what made the name unique. Of the catalogue's arena. */
const char *gz_headline_run_name(const gz_catalogue *c, const char *name, const gz_result *result);
#endif
