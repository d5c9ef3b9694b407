/* The page's data about measures: what they are, where and when, and what each did.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EFFORT_H
#define GZ_EFFORT_H
#include "engine/result.h"
#include "text/json.h"

/* "screen", "test" ...: the key under which a measure of this kind is written in a scenario. */
const char *gz_effort_kind(gz_measure_kind kind);
/* "measures", in the order of the scenario. */
gz_status gz_effort_write(gz_json *j, const gz_result *result, gz_error *err);
#endif
