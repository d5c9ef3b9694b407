/* The Annex 2 form of the room: its questions as the rules word them, and what the rules make of the answers.
 *
 * The rules (assess/rules/rules.h) are taken from the library when an exercise is first opened and kept in its own file, so that it is
 * assessed by the same ones everywhere. What they make of a form goes into the entry of the log, so that the state is what the log
 * comes to, with or without rules (without a pack the scenario's clock is the exercise's, its day the wall's):
 *
 *   result {decision: "always" | "notify" | "reassess", n_yes, n_no, n_unknown, open, version, listing: "always" | "algorithm" | null,
 *     answers {question: as it counts}, contradicts [questions], assessed (s of the scenario's clock)}
 *   and, where a notification is asked for, hours, article, due (s of the scenario's clock)
 *
 * It is a reminder of what the text says; a public health emergency of international concern is never a result.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ANNEX_H
#define GZ_ANNEX_H
#include "assess/rules/rules.h"
#include "exercise/play.h"
#include "store/ledger.h"

typedef struct gz_annex { gz_arena arena; gz_rules rules; bool has; /* false: no rules were found, and forms have no result */ } gz_annex;

/* The rules kept in an exercise's file, or those of the library (as for gz_library_folder, may be NULL), which are kept then; those that
 * this program cannot read any more are taken anew. For gz_annex_free in any case. */
gz_status gz_annex_open(gz_annex *annex, gz_ledger *ledger, const char *library, gz_error *err) GZ_MUST_CHECK;
void gz_annex_free(gz_annex *annex);

/* The scenario's day at ms of exercise time; without a pack that of the wall. */
int32_t gz_annex_day(const gz_play *play, int64_t ex, int64_t wall);
/* What the form asks, with sources, and the version of the Regulations in force on a day: JSON for the caller to free. NULL: there are
 * no rules, or no memory. */
char *gz_annex_text(const gz_annex *annex, int32_t day);
/* Writes the result into the body of a form annex2 that is sent at ex; any other body stays as it is. The word of a refusal, with its
 * sentence in err; NULL: done. */
const char *gz_annex_judge(const gz_annex *annex, const gz_play *play, int64_t ex, int64_t wall, json_t *body, gz_error *err);
#endif
