/* The words of the pages as tables for those who translate and review them, and back from a folder of such tables.
 *
 * LANGUAGE.csv has the columns key, english, text and reviewed; a key with forms or parts stands as KEY#FORM, one row each. A row whose
 * text differs from the program's own is said in its place. `reviewed` is yes where a native speaker has read the text and found it good;
 * that counts only while the text is the one that was read, so that a row with yes carries its text.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORDING_H
#define GZ_WORDING_H
#include "base/mistakes.h"

struct json_t;

typedef struct gz_wording {
	struct json_t *languages; /* language -> {key: text or forms}: what is said otherwise */
	struct json_t *reviewed;  /* language -> {key: true}: rows, so KEY#FORM */
} gz_wording;

/* Writes the table of a language for the keys that begin with prefix ("" all), whole or not at all. GZ_ERR_INPUT: no such language. */
gz_status gz_wording_write(const char *language, const char *prefix, const char *path, gz_error *err) GZ_MUST_CHECK;
/* Takes what the tables of a folder say; a folder without any is a mistake, NULL is no folder. Every mistake is told: unknown keys, values in
 * braces that are lost or new, an empty text. Free it in any case. */
gz_status gz_wording_load(gz_wording *wording, const char *folder, gz_mistakes *mistakes) GZ_MUST_CHECK;
void gz_wording_free(gz_wording *wording);
/* {languages: as above, reviewed: {language: {n, of}}} for the rows of keys that begin with prefix; a new reference, NULL without memory. */
struct json_t *gz_wording_json(const gz_wording *wording, const char *prefix);
#endif
