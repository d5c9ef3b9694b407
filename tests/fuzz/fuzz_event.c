/* Any bytes as an event: every mistake is told, or what was read can be assessed, drafted and written in every form.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/letter.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gz_arena lasting;
static gz_rules rules;

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static void free_lasting(void)
{
	gz_arena_free(&lasting);
}

/* The shipped rules: tools/fuzz runs at the root of the source. */
static void begin(void)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	check(gz_rules_load(&rules, &lasting, "rules", &mistakes) == GZ_OK);
	gz_mistakes_free(&mistakes);
	atexit(free_lasting);
}

static void write_all(const gz_casefile *casefile, gz_arena *arena, bool html)
{
	char *bytes = NULL;
	size_t n = 0;
	gz_catalogue words = {0};
	gz_paper paper = {.out = open_memstream(&bytes, &n), .html = html, .language = "ru", .arena = arena};
	check(paper.out != NULL && gz_catalogue_open(&words, "ru", arena, NULL) == GZ_OK);
	gz_paper_begin(&paper, "x");
	gz_casefile_write(casefile, &paper, &words);
	for (int32_t level = 0; level < GZ_NOTICE_LEVELS; level++)
		gz_letter_write(casefile, (gz_notice_level)level, &paper, &words);
	check(gz_casefile_sum(casefile, 1, &paper, &words) == GZ_OK && gz_paper_end(&paper, NULL) == GZ_OK);
	gz_catalogue_close(&words);
	fclose(paper.out);
	check(!html || strstr(bytes, "<script") == NULL);
	check(html || memchr(bytes, '\x1b', n) == NULL);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_event event;
	gz_casefile casefile;
	gz_json j = {0};
	if (rules.n_steps == 0)
		begin();
	gz_mistakes_init(&mistakes);
	gz_status status = gz_event_parse(&event, &rules, &arena, "fuzz.yaml", (const char *)data, size, &mistakes);
	check((status == GZ_OK) == (mistakes.n == 0));
	if (status == GZ_OK) {
		const gz_moment now = {.second = 1795300000, .known = true};
		gz_event_check(&event, &rules, now, &mistakes);
		gz_casefile_open(&casefile, &rules, &event, now);
		check(casefile.annex2.n_yes + casefile.annex2.n_no + casefile.annex2.n_unknown == 4);
		write_all(&casefile, &arena, size % 2 == 0);
		gz_casefile_json(&casefile, &j);
		check(gz_json_status(&j) == GZ_OK);
	}
	gz_json_free(&j);
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
	return 0;
}
