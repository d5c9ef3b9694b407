/* Map shapes for the countries of a world and for those around it, picked from the text that web/shapes.mjs makes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SHAPE_H
#define GZ_SHAPE_H
#include "scenario/scenario.h"
#include "text/json.h"

/* "shapes": regions of the world's countries, by the id of the country (ISO 3166-1 alpha-3); "context": outlines of the other
 * countries that touch the window (west, south, east, north). Countries without shapes are left out: the page draws points. */
void gz_shape_write(gz_json *j, const gz_world *world, const double window[4]);
#endif
