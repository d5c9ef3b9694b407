/* What the served pages say otherwise than the program: a folder of tables beside the exercise, and the glossary.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORDBOOK_H
#define GZ_WORDBOOK_H
#include "cli/options.h"
#include "exercise/pack.h"

typedef struct gz_wordbook {
	const char *folder, *pack;    /* NULL: none; pack: its table for the pack's texts */
	char *words, *glossary;       /* JSON; NULL before gz_wordbook_make, glossary also where there is no library */
} gz_wordbook;

/* Finds the folder: --words, else the one named as the exercise with .words instead of .guzar, if it is there. */
void gz_wordbook_find(gz_wordbook *book, gz_options *options, const char *exercise);
/* Reads the tables and the glossary. Every mistake is told in the list. pack: the one played, may be NULL. Free it in any case. */
gz_status gz_wordbook_make(gz_wordbook *book, gz_options *options, const gz_pack *pack, gz_mistakes *mistakes);
void gz_wordbook_free(gz_wordbook *book);
#endif
