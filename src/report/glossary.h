/* The official terms in the languages of the pages, each with its source and how far that source was read.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_GLOSSARY_H
#define GZ_GLOSSARY_H
#include "base/mistakes.h"

struct json_t;

/* Reads rules/glossary.csv at path into [{id, word: {en, ru, tg, prs}, meaning, source, read}]; the caller's. Mistakes: a missing column, a
 * term without its English, a term without a source. GZ_ERR_INPUT then, and *out is NULL. */
gz_status gz_glossary_read(const char *path, struct json_t **out, gz_mistakes *mistakes) GZ_MUST_CHECK;
#endif
