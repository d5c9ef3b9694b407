/* What the page is about: the country spoken of, the window of its map, and names as a language has them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FOCUS_H
#define GZ_FOCUS_H
#include "scenario/scenario.h"

/* The place of the headline: that of gz_outcome_focus; where the scenario names no places, the first country in which the outbreak
 * does not begin; -1 all together. */
int32_t gz_focus_place(const gz_scenario *scenario);
/* West, south, east, north in degrees around the focus, its crossings and the places where the outbreak begins. */
void gz_focus_window(const gz_scenario *scenario, double window[4]);
/* The word in a language; `id` where there is none at all. */
const char *gz_focus_name(const gz_words *words, const char *id, const char *language);
#endif
