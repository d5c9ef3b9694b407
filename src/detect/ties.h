/* How places lie and touch, for methods that look at neighbours: tables of places and of links between them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TIES_H
#define GZ_TIES_H
#include "base/arena.h"
#include "base/mistakes.h"
#include "detect/counts.h"

/* Fills latitude and longitude of the places of counts from a table with columns id, latitude, longitude (or lat, lon); places of which there
 * are no counts are passed over, but not all. GZ_ERR_INPUT: mistakes are listed. */
gz_status gz_ties_load_places(gz_arena *arena, const char *path, gz_counts *counts, gz_mistakes *mistakes);
/* Reads from, to, weight (1 where the table has no such column): persons a period from one place to the other. Links with a place of which
 * there are no counts are passed over, *n_passed of them, but not all. */
gz_status gz_ties_load_links(gz_arena *arena, const char *path, const gz_counts *counts, gz_detect_link **links, int32_t *n, int32_t *n_passed, gz_mistakes *mistakes);
#endif
