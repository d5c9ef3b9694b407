/* How an outbreak begins, and what people do on given dates: begin rows and events.csv.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BEGIN_H
#define GZ_BEGIN_H
#include "scenario/reading/loader.h"

/* Reads `begin:`, a list of rows and of files of rows. */
void gz_begin_load(gz_loader *l, const gz_node *list);
#endif
