/* The page's data about a comparison: each alternative with its effects, its price and the course of infections.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_VERSUS_H
#define GZ_VERSUS_H
#include "forecast/compare.h"
#include "report/digest.h"
#include "text/json.h"

/* "infections", "deaths", "reported", "peak_beds", "arrival", "first_infection", "cost". */
const char *gz_versus_kind(gz_outcome_kind kind);
/* "base", "alternatives", "runs", "paired", "note", and what the base rests on. base: the digest of the base's result. */
gz_status gz_versus_write(gz_json *j, const gz_comparison *comparison, const gz_digest *base, gz_error *err);
#endif
