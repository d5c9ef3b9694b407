/* The pack's own grammar in words for people: when an inject comes, under which condition a variant is sent, what it does to the world.
 *
 * One sentence of the catalogues for each form of trigger; pages, paper and the script as run say the same. What has no sentence stands as
 * it was written. Texts lie in the pack's arena and are never NULL.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PHRASE_H
#define GZ_PHRASE_H
#include "exercise/pack.h"
#include "report/catalogue.h"

typedef struct gz_phrase {
	gz_pack *pack; /* borrowed */
	gz_pack_language language;
	gz_catalogue words;
} gz_phrase;

/* Close it also after an error. */
gz_status gz_phrase_open(gz_phrase *phrase, gz_pack *pack, gz_pack_language language, gz_error *err);
void gz_phrase_close(gz_phrase *phrase);
/* When an inject comes: "when the number of cases reported in Khatlon over 7 days reaches 12, for 6 hours of the scenario". */
const char *gz_phrase_cue(gz_phrase *phrase, int32_t inject);
/* Whether it comes at a plain time, once, for which a clock says more than words. */
bool gz_phrase_timed(const gz_pack_trigger *trigger);
/* A condition, without "when" before it. */
const char *gz_phrase_condition(gz_phrase *phrase, const gz_expr *condition);
const char *gz_phrase_effect(gz_phrase *phrase, const gz_pack_effect *effect);
/* A text for paper: names put in, live values as [words]. */
const char *gz_phrase_text(gz_phrase *phrase, const gz_pack_text *text);
/* The names of a place and of a crossing in the face that the pack shows; one that has no fictional face is a number. */
const char *gz_phrase_place(gz_phrase *phrase, int32_t place);
const char *gz_phrase_crossing(gz_phrase *phrase, int32_t crossing);
#endif
