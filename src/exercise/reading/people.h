/* Who and what there is: names, objectives, organisations, roles, personas, channels, decisions, tasks of evaluation.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PEOPLE_H
#define GZ_PEOPLE_H
#include "exercise/reading/reader.h"

/* Reads these sections of pack.yaml into the pack, in an order in which each finds what it names. */
void gz_people_read(gz_reader *r, const gz_node *root);
/* What absent roles order; needs the injects. */
void gz_people_orders(gz_reader *r, const gz_node *root);
/* The casts of a rehearsal; needs the injects. */
void gz_people_casts(gz_reader *r, const gz_node *root);
#endif
