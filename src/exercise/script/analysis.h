/* What is wrong with a script although every row of it is right: what cannot happen, who gets nothing, what nobody evaluates.
 *
 * Findings (each at its row): injects that nothing can send, objectives without an inject or without a critical task, critical tasks that
 * no expected action feeds, roles that get nothing, start late, get too much or too little, circles of triggers, clocks that run ahead of
 * the times stated, times outside the phases, truth() in what players read. Notes: texts that miss a language.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ANALYSIS_H
#define GZ_ANALYSIS_H
#include "exercise/pack.h"
#include "exercise/script/workload.h"

typedef struct gz_analysis {
	gz_mistakes findings, notes;
	int64_t *plan;          /* [inject] as gz_workload_plan */
	gz_workload *workloads; /* a row for each role of players */
	int32_t n_workloads;
	bool *reachable;        /* [inject] */
} gz_analysis;

/* Whether a measure finds cases, of whom contacts can be traced. */
bool gz_analysis_finds(const gz_measure *measure);
/* Looks through a pack that loaded without a mistake. GZ_ERR_MEMORY only. Free it in any case, before the pack. */
gz_status gz_analysis_make(gz_analysis *analysis, gz_pack *pack);
void gz_analysis_free(gz_analysis *analysis);
#endif
