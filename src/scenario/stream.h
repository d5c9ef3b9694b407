/* What surveillance shows: observation streams.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_STREAM_H
#define GZ_STREAM_H
#include "scenario/reading/loader.h"

/* Reads `observe:`; without it there is one stream, `reported`: entries into the compartments that count as cases, all and at once. */
void gz_stream_load(gz_loader *l, const gz_node *map);
/* Tells at the node where a probability times the factors of weekdays passes 1, so that more would be reported than there is. */
void gz_stream_check(gz_loader *l, const gz_node *node, const gz_stream *stream, const gz_value *probability, const gz_delay *delay);
/* Index of a stream by its name node, -1 and a mistake if there is none. */
int32_t gz_stream_find(gz_loader *l, const gz_node *node);
#endif
