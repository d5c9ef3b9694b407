/* What is said of mistakes, in another language.
 *
 * Sentences are made in English where a mistake is found; here they are said anew, by the patterns of the catalogue ("mistake."), in which {a} to {f}
 * stand for what the sentence names. What no pattern fits is tried in its parts: before and behind ": ", "; " and " (". What no pattern
 * knows stays English, so nothing is lost.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SENTENCE_H
#define GZ_SENTENCE_H
#include "report/catalogue.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GZ_SENTENCE_SIZE = 2048 };

typedef struct gz_sentence_pattern {
	const char *english, *other;
	size_t literal; /* bytes of the English one that stand in every sentence */
} gz_sentence_pattern;

typedef struct gz_sentences {
	gz_catalogue english, other;
	gz_sentence_pattern *patterns; /* those with most literal bytes first; NULL: English is spoken */
	int32_t n;
	gz_arena arena;
} gz_sentences;

/* GZ_ERR_INPUT for an unknown language. Close also after an error. */
gz_status gz_sentence_open(gz_sentences *sentences, const char *language, gz_error *err);
void gz_sentence_close(gz_sentences *sentences);
/* Writes the sentence into out; true where some of it is said in the other language. Too long a sentence is cut between characters. */
bool gz_sentence_say(const gz_sentences *sentences, const char *english, char out[GZ_SENTENCE_SIZE]);
#endif
