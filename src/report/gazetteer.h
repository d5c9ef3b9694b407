/* What a table of counts speaks of, by the names under which the library knows it: places of the shipped region, diseases.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GAZETTEER_H
#define GZ_GAZETTEER_H
#include "detect/counts.h"
#include "scenario/scenario.h"

/* Only id, name, parent, depth, lat and lon are set. */
typedef struct gz_gazetteer {
	gz_place *places; int32_t n_places; /* the countries in question, their regions, what is counted: parents before children */
	bool *counted;                      /* [place] there are counts of it */
	int32_t *place;                     /* [place of the counts] index in places */
	const char **diseases; int32_t n_diseases; /* as written in the counts, each once */
	gz_words *words;                    /* [disease] its titles, all NULL where the library has none */
	int32_t *disease;                   /* [series] index in diseases */
} gz_gazetteer;

/* A place is known by its id ("TJK-vakhsh"), its id without the country ("vakhsh") or one of its names, if only one place has it. Where a
 * place or the library itself is not known, the words of the counts stand. library: its folder, NULL as gz_library_folder has it. */
gz_status gz_gazetteer_make(const gz_counts *counts, const char *library, gz_arena *arena, gz_gazetteer *out);
/* Gives places of the counts that have no position the one that the library knows. */
gz_status gz_gazetteer_locate(gz_counts *counts, const char *library, gz_arena *arena);
/* West, south, east, north of what is counted; false: no position is known. */
bool gz_gazetteer_window(const gz_gazetteer *gazetteer, double window[4]);
#endif
