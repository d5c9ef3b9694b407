/* Rehearsals: extinction against theory, worlds and times counted right, the same result on any number of threads.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "exercise/choice.h"
#include "exercise/rehearse.h"
#include "staging.h"
#include "suite.h"

static staging s;

static void begin(void) { staging_begin(&s); }
static void end(void) { staging_end(&s); }

/* ---- one introduction ------------------------------------------------------------------------------------------ */
static void one_introduction(void)
{
	char path[128];
	staging_disease(&s, "R0: 1.5, dispersion: {k: 0.3, trait: step}");
	running_write(&s.files, "places.csv", "id,name,population\ntown,Town,100000000\n");
	running_write(&s.files, "s.yaml", "guzar: 1\ntitle: one case\nstart: 2027-05-03\ndays: 90\nreplicates: 1\nseed: 11\nworld: {places: places.csv}\ndisease: d.yaml\n"
		"begin:\n  - {place: town, compartment: I, people: 1}\nobserve:\n  reported: {of: onset}\nreport: {places: [town]}\n");
	running_write(&s.files, "pack.yaml", "guzar-pack: 1\ntitle: One case\nlanguages: [en]\nstart: 2027-05-03 00:00\nscenario: s.yaml\nroles: {town: {name: Town}}\n"
		"channels: {phone: Phone}\npersonas: {someone: Someone}\nobjectives: {O1: {text: One}}\nphases: {talk: {name: Talk, time: REAL, lasts: 00:10}}\n"
		"injects: {1: {at: 00:00, from: someone, to: town, body: One, objective: O1}}\ntrain: [{value: \"reported(town, 90 d)\", from: 100, to: 1e9, day: 90}]\n");
	snprintf(path, sizeof path, "%s/pack.yaml", s.files.folder);
	staging_load(&s, path);
}

/* q = (1 + R / k (1 - q))^-k at R 1.5, k 0.3 */
static double extinct(void)
{
	double q = 0;
	for (int i = 0; i < 1000; i++)
		q = pow(1 + 1.5 / 0.3 * (1 - q), -0.3);
	return q;
}

/* Normal approximation, 3.89 standard errors on either side: a false alarm in ten thousand. */
START_TEST(dies_out)
{
	one_introduction();
	gz_idle idle;
	gz_error err = {0};
	const int32_t n = running_light() ? 800 : 3000;
	ck_assert_msg(gz_idle_run(&idle, &s.pack, 11, n, 2, NULL, NULL, &err) == GZ_OK, "%s", err.sentence);
	int32_t over = 0, met = 0;
	for (int32_t w = 0; w < n; w++) {
		over += idle.over[w];
		met += idle.met[w];
		ck_assert(!idle.over[w] || idle.infections[w] < 1000);
	}
	const double theory = extinct(), share = (double)over / n, error = sqrt(theory * (1 - theory) / n);
	ck_assert_msg(fabs(theory - 0.83) < 0.005, "the published 83 %%: %g", theory);
	ck_assert_msg(fabs(share - theory) < 3.89 * error, "dies out in %g of %d worlds, theory %g", share, (int)n, theory);
	ck_assert_int_gt(met, 0);
	ck_assert_int_le(met, n - over + n / 50); /* few outbreaks of a hundred die out */
	gz_idle_free(&idle);
}
END_TEST

/* ---- what was chosen ------------------------------------------------------------------------------------------- */
static char *bytes_of(const char *name, gz_arena *arena)
{
	char path[160], *bytes = NULL;
	size_t n = 0;
	snprintf(path, sizeof path, "%s/%s", s.files.folder, name);
	ck_assert_int_eq(gz_file_read(path, 1 << 20, arena, &bytes, &n, NULL), GZ_OK);
	return bytes;
}

/* Kept beside the pack, twice the same; it holds for its scenario alone. */
START_TEST(a_choice_is_kept)
{
	char path[160];
	gz_arena arena = {0};
	gz_error err = {0};
	one_introduction();
	ck_assert(!s.pack.choice.made && !s.pack.choice.stale);
	const char *pack = bytes_of("pack.yaml", &arena);
	ck_assert_msg(gz_choice_save(&s.pack, 12345, 42, &err) == GZ_OK, "%s", err.sentence);
	const char *once = bytes_of("rehearsed.yaml", &arena);
	snprintf(path, sizeof path, "%s/pack.yaml", s.files.folder);
	gz_pack_free(&s.pack);
	staging_load(&s, path);
	ck_assert(s.pack.choice.made && s.pack.choice.seed == 12345 && s.pack.choice.world == 42);
	ck_assert_int_eq(gz_choice_save(&s.pack, 12345, 42, &err), GZ_OK);
	ck_assert_str_eq(bytes_of("rehearsed.yaml", &arena), once);
	ck_assert_str_eq(bytes_of("pack.yaml", &arena), pack);
	running_write(&s.files, "places.csv", "id,name,population\ntown,Town,100000001\n"); /* one more: another world */
	gz_pack_free(&s.pack);
	staging_load(&s, path);
	ck_assert(!s.pack.choice.made && s.pack.choice.stale);
	gz_arena_free(&arena);
}
END_TEST

/* ---- a small pack ---------------------------------------------------------------------------------------------- */
/* Deadlines, absent roles, the world and chance: what each cast must get is known. */
static void small_pack(bool answered)
{
	char path[128];
	FILE *out;
	staging_two_towns(&s);
	gz_pack_free(&s.pack);
	snprintf(path, sizeof path, "%s/pack.yaml", s.files.folder);
	out = fopen(path, "w");
	ck_assert_ptr_nonnull(out);
	fputs("guzar-pack: 1\ntitle: Two towns\nlanguages: [en]\nstart: 2027-05-03 07:10\nstep: 1 h\nscenario: s.yaml\n"
		"decisions:\n  close: {name: Close, measure: shut, lead: 6 h, confirm: true}\n  clean: {name: Clean, measure: chlorine}\n"
		"roles:\n  town: {name: Town, place: A-town, may: [close, clean], absent: {does: critical, after: 00:02, orders: {1: clean}}}\n"
		"  gate: {name: Gate, place: A-town, may: [close], absent: {does: nothing}}\n  lead: {name: Lead, kind: CONTROLLER}\n"
		"channels: {phone: Phone}\npersonas: {someone: Someone}\nobjectives: {O1: {text: One}}\ntasks: {T1: {text: One, objective: O1, critical: true}}\n"
		"milestones: {told: Told, many: {name: Many, by: world, when: \"reported(A, 7 d) >= 60\"}}\n"
		"phases:\n  talk: {name: Talk, time: REAL, lasts: 00:20}\n  run: {name: Run, time: SCALED 3600, lasts: 00:05}\n  week: {name: Week, time: JUMP 7 d, lasts: 00:05}\n"
		"injects:\n"
		"  1: {kind: DECISION_REQUEST, at: 00:01, from: someone, to: town, body: One, objective: O1,\n"
		"      expect: {decide: {text: Decide, within: 5 min, evidence: DECISION, critical: true, task: T1}}, contingency: 1b}\n"
		"  1b: {kind: CONTINGENCY, from: someone, to: town, body: Late, objective: O1}\n"
		"  2: {at: 00:04, from: someone, to: [gate, town], body: Two, objective: O1, expect: {tell: {text: Tell, who: gate, within: 3 min, evidence: VERBAL, critical: true, task: T1, sets: told}}, contingency: 2b}\n"
		"  2b: {kind: CONTINGENCY, from: someone, to: gate, body: Still, objective: O1}\n"
		"  3: {trigger: \"WHEN reported(A, 7 d) >= 12\", from: someone, to: town, body: \"${reported(A, 7 d)}\", objective: O1", out);
	if (answered) /* what one world gets sooner than the other makes them different for good */
		fputs(",\n      effects: [{contact: 3, place: A-town, for: 3 d}, {leak: 0.5, measure: shut}]", out);
	fputs("}\n"
		"  4: {trigger: AFTER decision clean + 00:03, from: someone, to: town, body: Four, objective: O1}\n"
		"  5: {trigger: AFTER milestone told + 00:01, from: someone, to: gate, body: Five, objective: O1}\n"
		"  6: {trigger: MANUAL, from: someone, to: gate, body: Six, objective: O1}\n"
		"  7: {at: 00:15, from: someone, to: lead, body: Seven, objective: O1, variants: [{if: \"ordered(close) == 1\", body: Shut}, {if: \"ordered(close) == 2\", body: Never}]}\n"
		"casts:\n  shutting: {name: Shut, after: 00:01, orders: {town: {1: close}, gate: {2: close}}}\n"
		"train:\n  - {value: \"reported(A, 14 d)\", from: 20, to: 400, day: 14}\n", out);
	fclose(out);
	staging_load(&s, path);
}

static void rehearse(gz_rehearse *r, int32_t worlds, int32_t threads)
{
	gz_error err = {0};
	const gz_rehearse_options options = {.worlds = worlds, .threads = threads, .seed = 7};
	ck_assert_msg(gz_rehearse_run(r, &s.pack, &options, &err) == GZ_OK, "%s", err.sentence);
}

static void sent(const gz_rehearse *r, const char *id, gz_walk_cast cast, int32_t worlds, int64_t median)
{
	for (int32_t i = 0; i < s.pack.n_injects; i++)
		if (strcmp(s.pack.injects[i].id, id) == 0) {
			const gz_rehearse_times t = gz_rehearse_inject(r, cast, i);
			ck_assert_msg(t.worlds == worlds, "inject %s, cast %d: in %d worlds, not %d", id, (int)cast, (int)t.worlds, (int)worlds);
			ck_assert_msg(worlds == 0 || t.median == median, "inject %s, cast %d: after %lld s, not %lld", id, (int)cast, (long long)t.median, (long long)median);
			return;
		}
	ck_abort_msg("no inject %s", id);
}

START_TEST(casts)
{
	small_pack(true);
	gz_rehearse r;
	const int32_t n = 6;
	rehearse(&r, n, 1);
	sent(&r, "1", GZ_WALK_NOBODY, n, 60);
	sent(&r, "1b", GZ_WALK_NOBODY, n, 360);
	sent(&r, "2b", GZ_WALK_NOBODY, n, 420);
	sent(&r, "4", GZ_WALK_NOBODY, 0, 0);
	sent(&r, "5", GZ_WALK_NOBODY, 0, 0);
	/* the town decides after two minutes; the gate's role does nothing when nobody sits there */
	sent(&r, "1b", GZ_WALK_DECLARED, 0, 0);
	sent(&r, "2b", GZ_WALK_DECLARED, n, 420);
	sent(&r, "4", GZ_WALK_DECLARED, n, 60 + 120 + 180);
	sent(&r, "5", GZ_WALK_DECLARED, 0, 0);
	sent(&r, "1b", GZ_WALK_ALL, 0, 0);
	sent(&r, "2b", GZ_WALK_ALL, 0, 0);
	sent(&r, "5", GZ_WALK_ALL, n, 240 + 60 + 60);
	sent(&r, "6", GZ_WALK_ALL, 0, 0);
	/* the pack's own: the town closes after a minute in place of cleaning, and the gate may not order what stands */
	const gz_walk_cast own = (gz_walk_cast)GZ_WALK_CASTS;
	ck_assert_int_eq(r.n_casts, GZ_WALK_CASTS + 1);
	sent(&r, "1b", own, 0, 0);
	sent(&r, "4", own, 0, 0);
	ck_assert_int_eq(gz_rehearse_decision(&r, own, 0).median, 120);
	ck_assert_int_eq(gz_rehearse_decision(&r, own, 0).worlds, n);
	ck_assert_int_eq(gz_rehearse_decision(&r, own, 1).worlds, 0);
	ck_assert_int_eq(gz_rehearse_decision(&r, GZ_WALK_DECLARED, 0).worlds, 0);
	for (int32_t i = 0; i < s.pack.n_injects; i++)
		if (strcmp(s.pack.injects[i].id, "7") == 0) {
			ck_assert(gz_rehearse_shown(&r, i, 0)); /* by that cast alone */
			ck_assert_int_eq(gz_rehearse_variant(&r, own, i, 0), n);
			ck_assert_int_eq(gz_rehearse_variant(&r, GZ_WALK_ALL, i, 0), 0);
			ck_assert(!gz_rehearse_shown(&r, i, 1)); /* cannot hold */
			ck_assert(gz_rehearse_shown(&r, i, 2));
		}
	ck_assert_int_eq(gz_rehearse_in_force(&r, GZ_WALK_NOBODY, 1), 0);
	ck_assert_int_eq(gz_rehearse_in_force(&r, GZ_WALK_DECLARED, 1), n);
	ck_assert_int_eq(gz_rehearse_decision(&r, GZ_WALK_DECLARED, 1).median, 180);
	int32_t worlds;
	ck_assert_double_eq(gz_rehearse_contingencies(&r, GZ_WALK_NOBODY, &worlds), 2);
	ck_assert_int_eq(worlds, n);
	double less[GZ_SESSION_QUANTILES];
	gz_rehearse_infections(&r, GZ_WALK_DECLARED, true, less); /* clean water helps in every world */
	ck_assert_double_lt(less[GZ_SESSION_QUANTILES - 1], 0);
	gz_rehearse_free(&r);
}
END_TEST

START_TEST(load)
{
	small_pack(true);
	gz_rehearse r;
	rehearse(&r, 3, 1);
	const gz_rehearse_load gate = gz_rehearse_loaded(&r, GZ_WALK_NOBODY, 1);
	ck_assert_int_eq(gate.median.n, 2); /* 2 at 4 min, 2b at 7 */
	ck_assert_int_eq(gate.median.most, 1);
	ck_assert_int_eq(gate.median.longest, 1800 - 420);
	ck_assert_int_eq(gz_rehearse_loaded(&r, GZ_WALK_NOBODY, 0).median.most, 2); /* 1 at 1 min, 2 at 4, 1b at 6: two within three minutes */
	gz_rehearse_free(&r);
}
END_TEST

static void same_walk(const gz_walk *a, const gz_walk *b)
{
	for (int32_t i = 0; i < s.pack.n_injects; i++)
		ck_assert(a->sent[i] == b->sent[i] && a->variant[i] == b->variant[i]);
	for (int32_t d = 0; d < s.pack.n_decisions; d++)
		ck_assert(a->ordered[d] == b->ordered[d] && a->in_force[d] == b->in_force[d]);
	ck_assert(a->n_entries == b->n_entries && a->n_done == b->n_done && a->infections == b->infections);
	ck_assert(memcmp(a->loads, b->loads, sizeof *a->loads * (size_t)s.pack.n_roles) == 0);
}

/* On three threads as on one; twelve worlds begin as eight do. */
START_TEST(threads)
{
	small_pack(true);
	gz_rehearse one, three;
	rehearse(&one, 8, 1);
	rehearse(&three, 12, 3);
	for (int32_t w = 0; w < 8; w++) {
		ck_assert(one.idle.met[w] == three.idle.met[w] && one.idle.over[w] == three.idle.over[w]);
		ck_assert(one.idle.values[w] == three.idle.values[w] && one.idle.infections[w] == three.idle.infections[w]);
		for (int32_t c = 0; c < GZ_WALK_CASTS + 1; c++)
			same_walk(&one.walks[c][w], &three.walks[c][w]);
	}
	gz_rehearse_free(&one);
	gz_rehearse_free(&three);
}
END_TEST

/* Side by side as each by itself, also where an inject that answers the world makes them go different ways. */
START_TEST(side_by_side)
{
	small_pack(true);
	const int32_t n = 9;
	gz_walk together[9], alone;
	gz_error err = {0};
	int64_t first = -1;
	bool differ = false;
	for (int32_t c = 0; c < GZ_WALK_CASTS + 1; c++) {
		ck_assert_msg(gz_walk_run(together, n, &s.pack, 7, 2, (gz_walk_cast)c, &err) == GZ_OK, "%s", err.sentence);
		for (int32_t i = 0; i < n; i++) {
			ck_assert_int_eq(gz_walk_run(&alone, 1, &s.pack, 7, 2 + i, (gz_walk_cast)c, &err), GZ_OK);
			same_walk(&together[i], &alone);
			first = i == 0 ? alone.sent[4] : first;
			differ = differ || alone.sent[4] != first;
			gz_walk_free(&alone);
			gz_walk_free(&together[i]);
		}
	}
	ck_assert_msg(differ, "the world's inject comes at one time in all worlds: nothing is tested");
}
END_TEST

/* Those that meet the conditions, the nearest to the middle first. */
START_TEST(proposed)
{
	small_pack(true);
	gz_rehearse r;
	rehearse(&r, 12, 2);
	int32_t met = 0;
	for (int32_t w = 0; w < 12; w++)
		met += r.idle.values[w] >= 20 && r.idle.values[w] <= 400;
	ck_assert_int_eq(r.n_fit, met);
	for (int32_t i = 0; i + 1 < r.n_fit; i++)
		ck_assert_double_le(fabs(r.idle.values[r.fit[i]] - 210), fabs(r.idle.values[r.fit[i + 1]] - 210));
	gz_rehearse_free(&r);
}
END_TEST

/* A world lived by a walk in which nothing is done is the world left alone. */
START_TEST(left_alone)
{
	small_pack(false);
	gz_walk walk;
	gz_stage *stage;
	gz_impact nothing = {0};
	gz_error err = {0};
	ck_assert_int_eq(gz_walk_run(&walk, 1, &s.pack, 7, 4, GZ_WALK_NOBODY, &err), GZ_OK);
	ck_assert_int_eq(gz_stage_open(&stage, &s.pack, 7, 0, 6, &err), GZ_OK);
	ck_assert_int_eq(gz_stage_follow(stage, &nothing, 20 * 60 + 5 * 3600 * 60 + 7 * 86400, NULL, NULL, &err), GZ_OK);
	ck_assert_double_eq(walk.infections, gz_idle_infections(stage, &s.pack, 4));
	gz_walk_free(&walk);
	gz_stage_close(stage);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rehearse");
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, begin, end);
	tcase_add_test(all, dies_out);
	tcase_add_test(all, a_choice_is_kept);
	tcase_add_test(all, casts);
	tcase_add_test(all, load);
	tcase_add_test(all, threads);
	tcase_add_test(all, side_by_side);
	tcase_add_test(all, proposed);
	tcase_add_test(all, left_alone);
	suite_add_tcase(suite, all);
	return suite_run(suite);
}
