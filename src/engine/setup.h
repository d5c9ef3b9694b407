/* What all blocks of a run share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SETUP_H
#define GZ_SETUP_H
#include "engine/step/block.h"
gz_status gz_setup_open(gz_setup *setup, const gz_scenario *s, int32_t width, bool deterministic, gz_error *err);
void gz_setup_close(gz_setup *setup);
#endif
