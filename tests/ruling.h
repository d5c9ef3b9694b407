/* The shipped rules for a test: loaded anew before each, from the folder rules/ of the source.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef RULING_H
#define RULING_H
#include "assess/moment.h"
#include "assess/rules/rules.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gz_arena arena;
static gz_mistakes mistakes;
static gz_rules rules;

static inline void setup(void)
{
	const char *source = getenv("GUZAR_SOURCE");
	char folder[4096];
	snprintf(folder, sizeof folder, "%s/rules", source != NULL ? source : ".");
	arena = (gz_arena){0};
	gz_mistakes_init(&mistakes);
	gz_status status = gz_rules_load(&rules, &arena, folder, &mistakes);
	ck_assert_msg(status == GZ_OK, "%s: %s", mistakes.n > 0 ? mistakes.items[0].file : "", mistakes.n > 0 ? mistakes.items[0].sentence : "");
}

static inline void teardown(void)
{
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
}

/* A moment that is known to be well written. */
static inline gz_moment at(const char *text)
{
	const char *why;
	gz_moment m;
	ck_assert_msg(gz_moment_parse(text, GZ_MOMENT_NO_ZONE, &m, &why), "%s: %s", text, why);
	return m;
}

/* Whether a mistake of this sentence was told at a row (0: any). */
static inline bool told(int32_t row, const char *part)
{
	for (int32_t i = 0; i < mistakes.n; i++)
		if ((row == 0 || mistakes.items[i].row == row) && strstr(mistakes.items[i].sentence, part) != NULL)
			return true;
	return false;
}
#endif
