/* The translator's table of a pack: words.csv, one row a text, one column a language; `reviewed` names the languages ("ru;tg") in which a
 * native speaker has read the row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORDLIST_H
#define GZ_WORDLIST_H
#include "exercise/reading/reader.h"

/* Fills in the texts that stand in the pack's default language and are missing in others; over: also those that are not missing. Rows that
 * translate nothing are mistakes. */
void gz_wordlist_apply(gz_reader *r, const char *path, bool over);
#endif
