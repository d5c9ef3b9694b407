/* The exercise's world: the shipped pack's scenario as a session, 30 days at its step, alone and as 200 siblings; and winding it back.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "base/mistakes.h"
#include "engine/session.h"
#include <stdio.h>
#include <stdlib.h>

enum { DAYS = 30, SIBLINGS = 200 };

/* The pack's world with days to spare. Run from the source folder, or with GUZAR_SOURCE. */
static bool load(bench *b, gz_scenario *s)
{
	static const char *const sets[] = {"days=40"};
	const gz_scenario_options options = {.sets = sets, .n_sets = 1};
	const char *source = getenv("GUZAR_SOURCE");
	char path[1024];
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/packs/clean-water/scenario.yaml", source ? source : ".");
	const gz_status st = gz_scenario_load(s, path, &options, &mistakes);
	if (st != GZ_OK)
		bench_wrong(b, "%s: %s", path, mistakes.n > 0 ? mistakes.items[0].sentence : gz_status_sentence(st));
	gz_mistakes_free(&mistakes);
	return st == GZ_OK;
}

/* Seconds of the clock that the first `days` days take, and the session, which is open then; NULL after a mistake. */
static gz_session *played(bench *b, const gz_scenario *s, int32_t first, int32_t n, int32_t days, double *seconds)
{
	gz_session *session = NULL;
	gz_error err = {0};
	gz_status st = gz_session_open(&session, s, s->seed, first, n, &err);
	const double begin = bench_now();
	if (st == GZ_OK)
		st = gz_session_go(session, days * gz_session_steps_a_day(session), NULL, NULL, &err);
	*seconds = bench_now() - begin;
	if (st == GZ_OK)
		return session;
	bench_wrong(b, "the session failed: %s", err.sentence);
	gz_session_close(session);
	return NULL;
}

/* The best of some rounds; the last session is kept. */
static gz_session *best(bench *b, const gz_scenario *s, int32_t first, int32_t n, int32_t rounds, double *seconds)
{
	gz_session *session = NULL;
	*seconds = 1e9;
	for (int32_t i = 0; i < rounds; i++) {
		double took;
		gz_session_close(session);
		session = played(b, s, first, n, DAYS, &took);
		if (!session)
			return NULL;
		*seconds = took < *seconds ? took : *seconds;
	}
	return session;
}

static void session_case(bench *b, const char *name, int32_t first, int32_t n, int32_t rounds)
{
	gz_scenario s = {0};
	double seconds, work = bench_work();
	gz_session *session = load(b, &s) ? best(b, &s, first, n, rounds, &seconds) : NULL;
	work = bench_work() - work;
	if (session) {
		bench_tell(seconds * 1e3, "ms", "%s", name);
		bench_tell(work / rounds * 1e3, "ms", "%s_processor", name);
	}
	gz_session_close(session);
	gz_scenario_free(&s);
}

void bench_session_month(bench *b) { session_case(b, "session_month", 0, 1, b->quick ? 1 : 5); }
void bench_session_fan(bench *b) { session_case(b, "session_fan", 1, b->quick ? 20 : SIBLINGS, b->quick ? 1 : 2); }

/* A mark a day, then back to each of them, the latest first: of the lived world and of its siblings. */
static void wind_back(bench *b, const gz_scenario *s, const char *name, int32_t first, int32_t n)
{
	gz_session_mark *marks[DAYS] = {NULL};
	gz_error err = {0};
	double seconds, bytes = 0, saved = 0, restored = 0;
	gz_session *session = played(b, s, first, n, 0, &seconds);
	gz_status st = session ? GZ_OK : GZ_ERR_INTERNAL;
	for (int32_t day = 0; day < DAYS && st == GZ_OK; day++) {
		st = gz_session_go(session, day * gz_session_steps_a_day(session), NULL, NULL, &err);
		const double begin = bench_now();
		st = st == GZ_OK ? gz_session_save(session, &marks[day], &err) : st;
		saved += bench_now() - begin;
	}
	for (int32_t day = DAYS - 1; day >= 0 && st == GZ_OK; day--) {
		const double begin = bench_now();
		gz_session_restore(session, marks[day]);
		restored += bench_now() - begin;
		bytes += (double)gz_session_mark_bytes(marks[day]);
	}
	if (st == GZ_OK) {
		bench_tell(saved / DAYS * 1e3, "ms", "session_save%s", name);
		bench_tell(restored / DAYS * 1e3, "ms", "session_restore%s", name);
		bench_tell(bytes / DAYS / (1 << 20), "MiB", "session_mark%s", name);
	} else if (session) {
		bench_wrong(b, "the session failed: %s", err.sentence);
	}
	for (int32_t day = 0; day < DAYS; day++)
		gz_session_mark_free(marks[day]);
	gz_session_close(session);
}

void bench_session_restore(bench *b)
{
	gz_scenario s = {0};
	if (load(b, &s)) {
		wind_back(b, &s, "", 0, 1);
		wind_back(b, &s, "_fan", 1, b->quick ? 20 : SIBLINGS);
	}
	gz_scenario_free(&s);
}
