/* A text in up to three languages, as it stands in a file: one text, or a map of en, ru and tg.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORDS_H
#define GZ_WORDS_H
#include "scenario/reading/loader.h"

/* Reads a title or summary; a missing node gives no words. */
gz_words gz_words_read(gz_loader *l, const gz_node *node);
#endif
