/* What posts have and lack, as an action list to print and fill in, and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_POSTLIST_H
#define GZ_POSTLIST_H
#include "assess/capacity.h"
#include "report/catalogue.h"
#include "report/paper/paper.h"
#include "text/json.h"

typedef struct gz_postlist {
	const gz_rules *rules;
	const gz_capacity *capacity;
	const gz_capacity_gap *gaps; int32_t n_gaps;
	/* Name of a post in a language; NULL: its id. */
	const char *(*name)(const void *context, const char *id, const char *language);
	const void *context;
} gz_postlist;

/* Writes the parts (not the frame of the page). */
void gz_postlist_write(const gz_postlist *list, gz_paper *paper, const gz_catalogue *words);
void gz_postlist_json(const gz_postlist *list, gz_json *j);
#endif
