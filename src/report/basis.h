/* The page's data about what a run rests on: parameters, transmission, how the facts of the world are known, reports.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BASIS_H
#define GZ_BASIS_H
#include "engine/result.h"
#include "text/json.h"

/* "parameters", "transmission", "facts", "sources", "streams" and "begin". */
gz_status gz_basis_write(gz_json *j, const gz_result *result, gz_error *err);
#endif
