/* What tools/embed puts into the library: both pages, the map shapes, the catalogues and the exercise room; each ends in a byte not counted.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EMBEDDED_H
#define GZ_EMBEDDED_H
#include <stddef.h>

extern const unsigned char gz_embedded_page[], gz_embedded_lookout[], gz_embedded_shapes[], gz_embedded_en[], gz_embedded_ru[], gz_embedded_tg[], gz_embedded_prs[],
	gz_embedded_room_page[], gz_embedded_room_script[], gz_embedded_room_style[];
extern const size_t gz_embedded_page_size, gz_embedded_lookout_size, gz_embedded_shapes_size, gz_embedded_en_size, gz_embedded_ru_size, gz_embedded_tg_size, gz_embedded_prs_size,
	gz_embedded_room_page_size, gz_embedded_room_script_size, gz_embedded_room_style_size;
#endif
