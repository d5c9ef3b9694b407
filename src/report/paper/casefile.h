/* An event's assessment as people read it: Annex 2, clocks, risk, timeliness, what was not at hand; and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CASEFILE_H
#define GZ_CASEFILE_H
#include "assess/deadline.h"
#include "assess/event.h"
#include "assess/timeliness.h"
#include "report/catalogue.h"
#include "report/paper/paper.h"
#include "text/json.h"

typedef struct gz_casefile {
	const gz_rules *rules;
	const gz_event *event;
	gz_annex2 annex2;
	gz_moment now;
} gz_casefile;

/* Decides by the version in force on the day of the assessment, or of now where it is not finished. Borrows rules and event. */
void gz_casefile_open(gz_casefile *casefile, const gz_rules *rules, const gz_event *event, gz_moment now);
/* Writes the parts of the assessment (not the frame of the page) in the language of the catalogue. */
void gz_casefile_write(const gz_casefile *casefile, gz_paper *paper, const gz_catalogue *words);
/* One JSON object: event, annex2, clocks, risk, timeliness, notices with what is missing. */
void gz_casefile_json(const gz_casefile *casefile, gz_json *j);
/* 7-1-7 over n >= 1 events, with what held them up, and a line for each. GZ_ERR_MEMORY only. */
gz_status gz_casefile_sum(const gz_casefile *casefiles, int32_t n, gz_paper *paper, const gz_catalogue *words);
/* How long, in words: "1 d 3 h 5 min". In the catalogue's arena. */
const char *gz_casefile_time(const gz_catalogue *words, int64_t seconds);
/* What a clock says, in words. */
const char *gz_casefile_state(const gz_catalogue *words, const gz_deadline_verdict *verdict);
#endif
