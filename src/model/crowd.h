/* Flows that would have more people away than there are: noted before a run, because fewer travel then than the table says.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CROWD_H
#define GZ_CROWD_H
#include "scenario/scenario.h"
/* Adds to the scenario's notes the place of which, in some age and group, the greatest multiple of those who live there would be away or setting out at once
 * by the calendar of the run, measures left out; and how many more places there are of which more would be away than there are. Notes nothing where the
 * scenario cannot be compiled: the run says why. */
gz_status gz_crowd_note(gz_scenario *s);
#endif
