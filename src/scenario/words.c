/* A text in up to three languages, and the fallback to English.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/words.h"
#include <string.h>

gz_words gz_words_read(gz_loader *l, const gz_node *node)
{
	gz_words words = {NULL, NULL, NULL};
	if (gz_yaml_is_null(node))
		return words;
	if (node->kind == GZ_NODE_SCALAR) {
		words.en = node->text;
		return words;
	}
	if (!gz_loader_map(l, node, GZ_KEYS_WORDS))
		return words;
	words.en = gz_loader_text(l, gz_yaml_get(node, "en"), NULL);
	words.ru = gz_loader_text(l, gz_yaml_get(node, "ru"), NULL);
	words.tg = gz_loader_text(l, gz_yaml_get(node, "tg"), NULL);
	return words;
}

const char *gz_words_in(const gz_words *w, const char *language)
{
	const char *word = w->en;
	if (language != NULL && strcmp(language, "ru") == 0 && w->ru != NULL)
		word = w->ru;
	else if (language != NULL && strcmp(language, "tg") == 0 && w->tg != NULL)
		word = w->tg;
	if (word == NULL)
		word = w->ru != NULL ? w->ru : w->tg;
	return word != NULL ? word : "";
}
