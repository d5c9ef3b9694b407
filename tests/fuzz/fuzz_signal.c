/* Any bytes as a table of signals: every mistake is told, or all signals are ranked, each once, in an order that holds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/paper/ranking.h"

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

static void check_order(const gz_triage *t, int32_t n, gz_arena *arena)
{
	bool *seen = gz_arena_array(arena, bool, n);
	check(seen != NULL);
	for (int32_t i = 0; i < n; i++) {
		check(t[i].signal >= 0 && t[i].signal < n && !seen[t[i].signal]);
		seen[t[i].signal] = true;
		check(i == 0 || t[i - 1].stage < t[i].stage || (t[i - 1].stage == t[i].stage && t[i - 1].tier <= t[i].tier));
		check(t[i].notifiable < rules.n_notifiables && t[i].cluster < rules.n_clusters);
	}
}

static void write_all(const gz_ranking *ranking, gz_arena *arena, bool html)
{
	char *bytes = NULL;
	size_t n = 0;
	gz_json j = {0};
	gz_catalogue words = {0};
	gz_paper paper = {.out = open_memstream(&bytes, &n), .html = html, .language = "tg", .arena = arena};
	check(paper.out != NULL && gz_catalogue_open(&words, "tg", arena, NULL) == GZ_OK);
	gz_paper_begin(&paper, "x");
	gz_ranking_write(ranking, &paper, &words);
	check(gz_paper_end(&paper, NULL) == GZ_OK);
	gz_ranking_csv(ranking, paper.out);
	gz_catalogue_close(&words);
	fclose(paper.out);
	free(bytes);
	gz_ranking_json(ranking, &j);
	check(gz_json_status(&j) == GZ_OK);
	gz_json_free(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_arena arena = {0};
	gz_mistakes mistakes;
	gz_csv csv = {0};
	gz_signal *signals = NULL;
	const gz_signal_defaults defaults = {.country = 0, .now = {.second = 1795300000, .zone = 300, .known = true}};
	if (rules.n_steps == 0)
		begin();
	gz_mistakes_init(&mistakes);
	gz_ranking ranking = {.rules = &rules, .now = defaults.now};
	if (gz_csv_parse(&arena, "fuzz.csv", (const char *)data, size, &csv, &mistakes) == GZ_OK || csv.n_columns > 0) {
		gz_status status = gz_signal_read(&rules, &csv, &defaults, &arena, &mistakes, &signals, &ranking.n);
		check((status == GZ_OK) == (mistakes.n == 0));
		if (status == GZ_OK) {
			gz_triage *triages = gz_arena_array(&arena, gz_triage, ranking.n);
			check(triages != NULL && gz_triage_rank(&rules, signals, ranking.n, defaults.now, &arena, triages) == GZ_OK);
			check_order(triages, ranking.n, &arena);
			ranking.signals = signals;
			ranking.triages = triages;
			write_all(&ranking, &arena, size % 2 == 0);
		}
	}
	gz_mistakes_free(&mistakes);
	gz_arena_free(&arena);
	return 0;
}
