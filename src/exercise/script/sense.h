/* What makes no sense in a pack although every row of it is right: conditions that never change, things that nothing sets, texts that lost
 * their numbers, files that are not there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SENSE_H
#define GZ_SENSE_H
#include "exercise/script/analysis.h"

/* Adds to the findings and notes of an analysis that has its plan. */
void gz_sense_tell(gz_analysis *analysis, gz_pack *pack);
#endif
