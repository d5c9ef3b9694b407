/* What a run found, as JSON for programs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ANSWER_H
#define GZ_ANSWER_H
#include "cli/findings.h"

/* One JSON object: ok, folder, files, title, replicates, days, draws, note, outcomes [place, outcome, unit, value]. */
gz_status gz_answer_run(const gz_result *result, const gz_outcomes *outcomes, const gz_findings_files *files, FILE *out, gz_error *err);
/* One JSON object: ok, folder, files, base, replicates, paired, alternatives with their effects. */
gz_status gz_answer_comparison(const gz_comparison *comparison, const gz_findings_files *files, FILE *out, gz_error *err);
#endif
