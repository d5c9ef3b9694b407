/* The list of detectors: a new method is one file and one line here.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/detect.h"
#include "detect/bayes.h"
#include "detect/cusum.h"
#include "detect/ears.h"
#include "detect/farrington.h"
#include "detect/glr.h"
#include "detect/rki.h"
#include <stddef.h>
#include <string.h>

static const gz_detector *const DETECTORS[] = {&gz_farrington_flexible, &gz_farrington_original, &gz_ears_c1, &gz_ears_c2, &gz_ears_c3, &gz_glr,
	&gz_cusum, &gz_bayes, &gz_rki, NULL};

const gz_detector *const *gz_detect_list(int32_t *n)
{
	*n = (int32_t)(sizeof DETECTORS / sizeof *DETECTORS) - 1;
	return DETECTORS;
}

const gz_detector *gz_detect_find(const char *name)
{
	for (const gz_detector *const *d = DETECTORS; *d; d++)
		if (strcmp((*d)->name, name) == 0)
			return *d;
	return NULL;
}
