/* How people come into a run.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_START_H
#define GZ_START_H
#include "engine/step/block.h"
/* The population at the start, after triggers of day 0. */
gz_status gz_start_people(gz_block *b, gz_error *err);
/* Begin rows, importation and movements of today; homes that a measure in force could change wake. */
void gz_start_day(gz_block *b);
#endif
