/* The world of a pack that a rehearsal chose: kept beside it in PACK/rehearsed.yaml, so that pack.yaml stays as people wrote it.
 *
 * It holds for the scenario it was chosen in: with another one it is not taken, and `exercise check` says so. Deleted, it is forgotten.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CHOICE_H
#define GZ_CHOICE_H
#include "exercise/reading/reader.h"

/* Reads PACK/rehearsed.yaml into pack->choice, where it is; the scenario has been loaded. */
void gz_choice_read(gz_reader *r);
/* Writes it; the same choice gives the same bytes. */
gz_status gz_choice_save(const gz_pack *pack, uint64_t seed, int32_t world, gz_error *err);
#endif
