/* Movements on given dates, from events.csv.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MOVEMENT_H
#define GZ_MOVEMENT_H
#include "scenario/reading/loader.h"

/* Reads the file that `events:` names: who moves, is added or is removed on which date. */
void gz_movement_load(gz_loader *l, const gz_node *node);
#endif
