/* What surveillance shows: observation streams, and the delays of reports.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_STREAM_H
#define GZ_STREAM_H
#include "scenario/reading/loader.h"

/* Reads `observe:`; without it there is one stream, `reported`: entries into the compartments that count as cases, all and at once. */
void gz_stream_load(gz_loader *l, const gz_node *map);
/* Reads a delay; NULL gives none. */
gz_delay gz_stream_delay(gz_loader *l, const gz_node *node);
/* Index of a stream by its name node, -1 and a mistake if there is none. */
int32_t gz_stream_find(gz_loader *l, const gz_node *node);
#endif
