/* Spans of time as a trainer writes them: 00:12, 00:12:30, 1 d 06:00, 15 min, 6 h; and back again.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SPAN_H
#define GZ_SPAN_H
#include "exercise/pack.h"

/* Reads hours and minutes (hours:minutes, hours:minutes:seconds), or numbers with d, h, min and s, added up; a plus before them makes
 * the span relative, the word scenario after them counts by the scenario's clock. At most 10 years. False if it is no such thing. */
bool gz_span_parse(const char *text, gz_pack_span *out);
/* The shortest form that reads back as the same: "00:12", "1 d 06:00", "+00:05", "06:00 scenario"; "" where not given. */
void gz_span_print(const gz_pack_span *span, char out[48]);
#endif
