/* Measures: where and when each acts, and what it costs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MEASURE_H
#define GZ_MEASURE_H
#include "scenario/reading/loader.h"

/* Reads `measures:`; call after world, disease and streams. */
void gz_measure_load(gz_loader *l, const gz_node *list);
#endif
