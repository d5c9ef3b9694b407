/* What can be read of a block between two steps.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GAUGE_H
#define GZ_GAUGE_H
#include "engine/session.h"
#include "engine/step/block.h"
/* out[lane] of a gauge, reports apart. served: [measure][lane] people served when the running day began. */
void gz_gauge_read(const gz_block *b, const double *served, const gz_session_gauge *gauge, double *out);
#endif
