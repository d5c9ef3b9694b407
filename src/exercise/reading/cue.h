/* When an inject is sent, as one line of a few words.
 *
 *   AT 00:12 | AT 1 d 06:00 scenario | AFTER inject 4 + 00:05 | AFTER decision close + 6 h scenario | AFTER milestone isolated
 *   WHEN reported(TJK, 7 d) >= 5 FOR 1 d | UNLESS isolated BY 00:40 | UNLESS inject 4 BY 00:40 | MANUAL        each with EVERY 01:00, MAX 3 after it (else once)
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CUE_H
#define GZ_CUE_H
#include "exercise/reading/reader.h"

/* Reads `at` or `trigger` of an inject's row. The inject after which it comes is named, and looked up by gz_cue_link. */
void gz_cue_read(gz_reader *r, const gz_node *row, gz_pack_trigger *out);
/* Looks up the inject named; file and row are the trigger's. */
void gz_cue_link(gz_reader *r, gz_pack_trigger *trigger);
/* The line that reads back as the same, without `AT` for a time alone; "" for none. In the pack's arena. */
const char *gz_cue_print(gz_pack *pack, const gz_pack_trigger *trigger);
#endif
