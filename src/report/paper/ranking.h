/* Ranked signals as people read them, as a table to work on with other tools, and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RANKING_H
#define GZ_RANKING_H
#include "assess/triage.h"
#include "report/catalogue.h"
#include "report/paper/paper.h"
#include "text/json.h"

typedef struct gz_ranking {
	const gz_rules *rules;
	const gz_signal *signals;
	const gz_triage *triages; int32_t n; /* in the order of urgency */
	gz_moment now;
} gz_ranking;

/* Writes the parts (not the frame of the page). */
void gz_ranking_write(const gz_ranking *ranking, gz_paper *paper, const gz_catalogue *words);
/* Writes the ranked table as CSV: rank, row, id, place, tier, stage, rule, persons, due, verification. */
void gz_ranking_csv(const gz_ranking *ranking, FILE *out);
void gz_ranking_json(const gz_ranking *ranking, gz_json *j);
#endif
