/* Age bands written 0-14, 65+ or all, and values by age brought to the bands of a world.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BAND_H
#define GZ_BAND_H
#include "scenario/reading/loader.h"

/* True, and the ages from .. to (years, to = INFINITY for an open band), if the text is a band. */
bool gz_band_parse(const char *text, double *from, double *to);
/* Values by band from a map, [age of the world]; `otherwise` (NULL none) where the map states nothing. NULL without memory. */
gz_value *gz_band_values(gz_loader *l, const gz_node *map, const gz_value *otherwise);
#endif
