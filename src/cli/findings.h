/* What a run found, in words for the terminal, in the language asked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FINDINGS_H
#define GZ_FINDINGS_H
#include "engine/result.h"
#include "forecast/compare.h"
#include "forecast/outcome.h"
#include <stdio.h>

/* Where the files lie. */
typedef struct gz_findings_files {
	const char *folder;
	const char *const *names;
	int32_t n;
} gz_findings_files;

/* Headline in the language, when it comes to whom, what the measures did, and the files. */
gz_status gz_findings_print(const gz_result *result, const gz_outcomes *outcomes, const char *language,
	const gz_findings_files *files, FILE *out, gz_error *err);
gz_status gz_findings_print_comparison(const gz_comparison *comparison, const char *language, const gz_findings_files *files,
	FILE *out, gz_error *err);
#endif
