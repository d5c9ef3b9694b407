/* Whether every compartment of a disease can be reached.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_REACH_H
#define GZ_REACH_H
#include "scenario/reading/loader.h"

/* Notes compartments in which nobody can ever be; call when everything else has been read. */
void gz_reach_check(gz_loader *l);
#endif
