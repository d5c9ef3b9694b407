/* A pack's files as one text, so that an exercise is one file and can be played and replayed anywhere.
 *
 * The text is a JSON object with sorted keys: "pack/..." for every file of the pack's folder, "library/..." for what it took from the
 * library (its disease, measures, a shipped world); each is the file's text, or {"base64": ...} where it is not UTF-8. Names that begin
 * with a dot stay outside.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PARCEL_H
#define GZ_PARCEL_H
#include "exercise/pack.h"

enum { GZ_PARCEL_FILES = 2000, GZ_PARCEL_BYTES = 64 << 20, GZ_PARCEL_HASH = 65 };

/* Packs up what a loaded pack was read from; text for the caller to free. library: as given to gz_pack_load, may be NULL. GZ_ERR_INPUT:
 * a file lies outside both folders, or they are too large. */
gz_status gz_parcel_make(const gz_pack *pack, const char *library, char **text, gz_error *err) GZ_MUST_CHECK;
/* SHA-256 of the text. */
void gz_parcel_hash(const char *text, char hex[GZ_PARCEL_HASH]);
/* Loads the pack again from its text alone, by way of a private folder that is gone when this returns. options: names and words count.
 * The pack is to be freed in any case. */
gz_status gz_parcel_load(gz_pack *pack, const char *text, const gz_pack_options *options, gz_error *err) GZ_MUST_CHECK;
#endif
