/* Small pieces of the page's data: texts in three languages, rounded numbers, quantiles.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PIECE_H
#define GZ_PIECE_H
#include "forecast/outcome.h"
#include "text/json.h"

/* {"en": ..., "ru": ..., "tg": ...}; `id` where there is no word at all, null where there is none in a language. */
void gz_piece_words(gz_json *j, const char *key, const gz_words *words, const char *id);
/* A sentence of the program in three languages (sentence.h), as gz_piece_words; nothing for an empty one. */
void gz_piece_said(gz_json *j, const char *key, const char *english);
/* A number with at most 4 significant figures, so that the page stays small; null if not finite. */
void gz_piece_number(gz_json *j, double x);
void gz_piece_key(gz_json *j, const char *key, double x);
/* The spread of n values (NANs left out): {"mean": ..., "q05": ...}; all null where none is known. scratch [n] is overwritten. */
void gz_piece_spread(gz_json *j, const char *key, const double *values, int32_t n, double *scratch);
void gz_piece_quantiles(gz_json *j, const char *key, const gz_spread *spread);
/* The text of a value: its expression or its number; null for NULL or not a number. */
void gz_piece_value(gz_json *j, const char *key, const gz_value *value);
/* A day number as 2027-03-01. */
void gz_piece_date(gz_json *j, const char *key, int32_t day);
/* GZ_ERR_MEMORY with the usual sentence. */
gz_status gz_piece_no_memory(gz_error *err);
#endif
