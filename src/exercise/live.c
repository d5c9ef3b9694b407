/* Texts with live values.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/live.h"
#include "base/number.h"
#include "exercise/observable.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static int32_t find_name(const gz_pack *pack, const char *id)
{
	for (int32_t i = 0; i < pack->n_names; i++)
		if (strcmp(pack->names[i].id, id) == 0)
			return i;
	return -1;
}

static gz_status unknown_name(gz_pack *pack, const char *id, gz_error *err)
{
	const char **names = gz_arena_array(&pack->arena, const char *, pack->n_names);
	for (int32_t i = 0; names != NULL && i < pack->n_names; i++)
		names[i] = pack->names[i].id;
	const char *near = names == NULL ? NULL : gz_mistakes_near(id, names, pack->n_names);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, 1, "name %.60s: no such name%s%s%s", id, near == NULL ? "" : "; did you mean name.",
		near == NULL ? "" : near, near == NULL ? "" : "?");
}

/* What stands between ${ and }. */
static gz_status read_value(gz_pack *pack, const char *inside, gz_live_piece *piece, gz_error *err)
{
	static const char prefix[] = "name.";
	if (strncmp(inside, prefix, sizeof prefix - 1) != 0)
		return gz_observable_compile(pack, inside, &piece->expr, err);
	piece->name = find_name(pack, inside + sizeof prefix - 1);
	return piece->name < 0 ? unknown_name(pack, inside + sizeof prefix - 1, err) : GZ_OK;
}

gz_status gz_live_parse(gz_pack *pack, const char *text, gz_live_piece **pieces, int32_t *n, gz_error *err)
{
	int64_t most = 1;
	for (const char *s = text; (s = strstr(s, "${")) != NULL; s += 2)
		most += 2;
	*n = 0;
	*pieces = gz_arena_array(&pack->arena, gz_live_piece, most);
	if (*pieces == NULL)
		return GZ_ERR_MEMORY;
	while (*text != '\0') {
		const char *open = strstr(text, "${"), *close = open == NULL ? NULL : strchr(open, '}');
		size_t before = open == NULL ? strlen(text) : (size_t)(open - text);
		if (before > 0)
			(*pieces)[(*n)++] = (gz_live_piece){.text = text, .n = before, .name = -1};
		if (open == NULL)
			break;
		if (close == NULL)
			return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, 1, "${ without its }");
		const char *inside = gz_arena_strndup(&pack->arena, open + 2, (size_t)(close - open - 2));
		if (inside == NULL)
			return GZ_ERR_MEMORY;
		gz_live_piece *piece = &(*pieces)[(*n)++];
		*piece = (gz_live_piece){.name = -1};
		GZ_TRY(read_value(pack, inside, piece, err));
		text = close + 1;
	}
	return GZ_OK;
}

/* Whether a value counts people, or things: what the world tells, and sums of it, where a mean over a day may be a fraction. A share or
 * a rate is no count. */
static bool counts(const gz_expr *expr)
{
	int32_t n = 0;
	(void)gz_expr_calls(expr, &n);
	return n > 0 && strpbrk(gz_expr_text(expr), "*/^%") == NULL;
}

static void write_number(double x, bool whole, FILE *out)
{
	char text[32] = "?";
	if (!isnan(x))
		gz_number_format(isfinite(x) && fabs(x) < 1e15 ? (whole || fabs(x) >= 10 ? floor(x + 0.5) : floor(x * 10 + 0.5) / 10) : x, text);
	fputs(text, out);
}

void gz_live_write(const gz_pack *pack, const gz_live_piece *pieces, int32_t n, gz_pack_language language, const gz_expr_env *env, FILE *out)
{
	for (int32_t i = 0; i < n; i++) {
		const gz_live_piece *p = &pieces[i];
		if (p->name >= 0)
			fputs(gz_pack_say(pack, pack->fictional ? &pack->names[p->name].fictional : &pack->names[p->name].real, language), out);
		else if (p->expr == NULL)
			fwrite(p->text, 1, p->n, out);
		else if (env == NULL)
			fprintf(out, "[%s]", gz_expr_text(p->expr));
		else
			write_number(gz_expr_eval(p->expr, env), counts(p->expr), out);
	}
}

char *gz_live_now(const gz_pack *pack, const char *text, gz_pack_language language, const gz_expr_env *env)
{
	gz_pack scratch = *pack; /* what is compiled for the moment goes into an arena of its own */
	gz_live_piece *pieces = NULL;
	char *bytes = NULL;
	size_t length = 0;
	int32_t n = 0;
	scratch.arena = (gz_arena){0};
	const gz_status st = strstr(text, "${") ? gz_live_parse(&scratch, text, &pieces, &n, NULL) : GZ_ERR_INPUT;
	FILE *out = st == GZ_ERR_MEMORY ? NULL : open_memstream(&bytes, &length);
	if (out && st == GZ_OK)
		gz_live_write(&scratch, pieces, n, language, env, out);
	else if (out)
		fputs(text, out);
	if (out && fclose(out) != 0) {
		free(bytes);
		bytes = NULL;
	}
	gz_arena_free(&scratch.arena);
	return bytes;
}

const char *gz_live_paper(gz_pack *pack, const gz_pack_text *text, gz_pack_language language)
{
	const char *say = gz_pack_say(pack, text, language), *kept = NULL;
	gz_live_piece *pieces;
	char *bytes = NULL;
	size_t length = 0;
	int32_t n;
	if (strstr(say, "${") == NULL || gz_live_parse(pack, say, &pieces, &n, NULL) != GZ_OK)
		return say;
	FILE *out = open_memstream(&bytes, &length);
	if (out == NULL)
		return say;
	gz_live_write(pack, pieces, n, language, NULL, out);
	if (fclose(out) == 0)
		kept = gz_arena_strdup(&pack->arena, bytes);
	free(bytes);
	return kept == NULL ? say : kept;
}
