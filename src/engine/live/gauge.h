/* What can be read of a block between two steps.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GAUGE_H
#define GZ_GAUGE_H
#include "engine/session.h"
#include "engine/step/block.h"
/* out[lane] of a gauge, reports apart. served: [measure][lane] people served when the running day began. */
void gz_gauge_read(const gz_block *b, const double *served, const gz_session_gauge *gauge, double *out);
/* A hash of what a lane's world is: who is where, what stands in its waters, what is to be reported. The same however lanes are grouped. */
uint64_t gz_gauge_digest(const gz_block *b, int32_t lane);
#endif
