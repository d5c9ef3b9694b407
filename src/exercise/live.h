/* Texts with live values: ${reported(TJK-jayhun, 7 d)} is a number of the moment, ${name.bridge} a place name in the face now shown.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LIVE_H
#define GZ_LIVE_H
#include "exercise/pack.h"
#include <stdio.h>

typedef struct gz_live_piece {
	const char *text;    /* n bytes as they stand, where expr is NULL and name -1 */
	size_t n;
	const gz_expr *expr; /* a number of the moment */
	int32_t name;        /* index of a name, -1 none */
} gz_live_piece;

/* Parts a text; pieces lie in the pack's arena. GZ_ERR_INPUT with a sentence for a brace not closed, an unknown name or expression. */
gz_status gz_live_parse(gz_pack *pack, const char *text, gz_live_piece **pieces, int32_t *n, gz_error *err);
/* Writes the text in a language with the values of the moment; env NULL: the expression itself stands in brackets, as on paper;
 * what nobody knows is a question mark. */
void gz_live_write(const gz_pack *pack, const gz_live_piece *pieces, int32_t n, gz_pack_language language, const gz_expr_env *env, FILE *out);
/* The text with the values of the moment, for the caller to free; as it stands where it has none. The pack is only read. NULL: no memory. */
char *gz_live_now(const gz_pack *pack, const char *text, gz_pack_language language, const gz_expr_env *env);
/* The text for paper: names put in, live values as [expression]; in the arena, never NULL. Borrows nothing. */
const char *gz_live_paper(gz_pack *pack, const gz_pack_text *text, gz_pack_language language);
#endif
