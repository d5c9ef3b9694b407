/* The page's data about borders: crossings with what passed through them, and the journeys across.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GATE_H
#define GZ_GATE_H
#include "report/digest.h"
#include "text/json.h"

enum { GZ_GATE_JOURNEYS = 160 };

/* "crossings", in the order of the world. */
gz_status gz_gate_write(gz_json *j, const gz_digest *digest, gz_error *err);
/* "flows": the largest journeys across a border as [from, to, first crossing, per day, kind]. */
gz_status gz_gate_write_flows(gz_json *j, const gz_scenario *scenario, gz_error *err);
#endif
