/* A rehearsal of a pack in words and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/rehearsal.h"
#include "base/number.h"
#include "exercise/span.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

enum { SHOWN = 10 }; /* worlds proposed in words */
static const char *cast_name(const gz_rehearse *r, int32_t cast)
{
	static const char *const own[GZ_WALK_CASTS] = {"nobody", "declared", "all"};
	return cast < GZ_WALK_CASTS ? own[cast] : r->pack->casts[cast - GZ_WALK_CASTS].id;
}

static const char *cast_words(const gz_rehearse *r, int32_t cast)
{
	static const char *const own[GZ_WALK_CASTS] = {"nobody acts", "as declared", "everything done"};
	return cast < GZ_WALK_CASTS ? own[cast] : r->pack->casts[cast - GZ_WALK_CASTS].id;
}

static double percent(const gz_rehearse *r, int32_t worlds) { return 100.0 * worlds / r->n_worlds; }

/* ---- words ------------------------------------------------------------------------------------------------- */
static void print_quantiles(const double q[GZ_SESSION_QUANTILES], FILE *out)
{
	for (int32_t i = 0; i < GZ_SESSION_QUANTILES; i += 2) {
		char text[32];
		gz_number_format(floor(q[i] + 0.5), text);
		fprintf(out, "%s%s", i > 0 ? ", " : "", text);
	}
}

static void print_conditions(const gz_rehearse *r, FILE *out)
{
	for (int32_t k = 0; k < r->idle.n_conditions; k++) {
		const gz_pack_condition *c = &r->pack->conditions[k];
		double q[GZ_SESSION_QUANTILES];
		char low[32], high[32];
		gz_rehearse_condition(r, k, q);
		gz_number_format(c->low, low);
		gz_number_format(c->high, high);
		int32_t met = 0;
		for (int32_t w = 0; w < r->n_worlds; w++) {
			const double value = r->idle.values[(int64_t)k * r->n_worlds + w];
			met += value >= c->low && value <= c->high;
		}
		fprintf(out, "  %s on day %d, wanted %s to %s: ", gz_expr_text(c->value), (int)c->day, low, high);
		print_quantiles(q, out);
		fprintf(out, " (5, 50, 95 %%); met in %d (%.0f %%)\n", (int)met, percent(r, met));
	}
}

static void print_idle(const gz_rehearse *r, const char *name, FILE *out)
{
	int32_t over = 0;
	for (int32_t w = 0; w < r->n_worlds; w++)
		over += r->idle.over[w];
	fprintf(out, "With nothing done, in %d worlds of seed %llu\n", (int)r->n_worlds, (unsigned long long)r->seed);
	print_conditions(r, out);
	fprintf(out, "  nobody is infected any more after %d days in %d (%.0f %%)\n", (int)r->pack->scenario.days, (int)over, percent(r, over));
	if (r->idle.n_conditions == 0)
		return;
	fprintf(out, "  every condition is met in %d (%.0f %%)%s", (int)r->n_fit, percent(r, r->n_fit), r->n_fit > 0 ? "; nearest to the middle: worlds" : "\n");
	for (int32_t i = 0; i < r->n_fit && i < SHOWN; i++)
		fprintf(out, "%s %d", i > 0 ? "," : "", (int)r->fit[i]);
	if (r->n_fit > 0)
		fprintf(out, "\n  guzar serve FILE --pack %s --seed %llu --world %d\n", name, (unsigned long long)r->seed, (int)r->fit[0]);
}

static void print_time(int64_t seconds, FILE *out)
{
	char text[48] = "-";
	if (seconds >= 0)
		gz_span_print(&(gz_pack_span){.seconds = seconds, .given = true}, text);
	fprintf(out, " %9s", text);
}

static void print_cell(const gz_rehearse *r, gz_rehearse_times t, FILE *out)
{
	fprintf(out, "  %5.1f %%", percent(r, t.worlds));
	print_time(t.median, out);
}

/* What an inject that no cast ever got waits for. */
static void print_waits(const gz_rehearse *r, const gz_pack_inject *inject, FILE *out)
{
	const gz_pack_trigger *t = &inject->trigger;
	if (t->kind == GZ_PACK_AFTER_DECISION && t->of >= 0)
		fprintf(out, "  waits for the decision %s", r->pack->decisions[t->of].id);
	else if (t->kind != GZ_PACK_MANUAL)
		fprintf(out, "  never sent");
}

/* How often each text of an inject with several was the one: a line under it. */
static void print_variants(const gz_rehearse *r, int32_t i, FILE *out)
{
	const gz_pack_inject *inject = &r->pack->injects[i];
	for (int32_t v = 0; inject->n_variants > 1 && v + 1 < inject->n_variants; v++) {
		fprintf(out, "  variant %-15d", (int)v + 1);
		for (int32_t c = 0; c < r->n_casts; c++)
			fprintf(out, "  %5.1f %%          ", percent(r, gz_rehearse_variant(r, (gz_walk_cast)c, i, v)));
		fprintf(out, "  if %s\n", gz_expr_text(inject->variants[v].condition));
	}
}

/* The next text of an inject with several that no world of any cast was shown; begins at inject 0, variant -1. */
static bool next_unseen(const gz_rehearse *r, int32_t *inject, int32_t *variant)
{
	for (;;) {
		if (*inject >= r->pack->n_injects)
			return false;
		const int32_t n = r->pack->injects[*inject].n_variants;
		if (++*variant < n && n > 1) {
			if (!gz_rehearse_shown(r, *inject, *variant))
				return true;
			continue;
		}
		++*inject;
		*variant = -1;
	}
}

static void print_unseen(const gz_rehearse *r, FILE *out)
{
	bool any = false, several = false;
	for (int32_t i = 0; i < r->pack->n_injects; i++)
		several = several || r->pack->injects[i].n_variants > 1;
	for (int32_t i = 0, v = -1; next_unseen(r, &i, &v); any = true) {
		const gz_expr *condition = r->pack->injects[i].variants[v].condition;
		if (!any)
			fprintf(out, "\nTexts that no world was shown: a condition that cannot hold, or a behaviour that no cast declares (`casts`)\n");
		if (condition)
			fprintf(out, "  inject %s, variant %d, if %s\n", r->pack->injects[i].id, (int)v + 1, gz_expr_text(condition));
		else
			fprintf(out, "  inject %s, its own text: one of its variants always holds\n", r->pack->injects[i].id);
	}
	if (several && !any)
		fprintf(out, "\nEvery variant of every text was shown in some world.\n");
}

static void print_injects(const gz_rehearse *r, FILE *out)
{
	fprintf(out, "\nPlayed through by the machine: by people who do nothing, as the pack declares of absent roles, %s\n",
		r->pack->n_casts > 0 ? "with everything done, and by the pack's own casts:" : "and with everything done");
	for (int32_t c = 0; c < r->pack->n_casts; c++)
		fprintf(out, "  %s: %s\n", r->pack->casts[c].id, gz_pack_say(r->pack, &r->pack->casts[c].name, GZ_PACK_EN));
	fprintf(out, "%-8s %-16s", "inject", "kind");
	for (int32_t c = 0; c < r->n_casts; c++)
		fprintf(out, "  %17.17s", cast_words(r, c));
	fprintf(out, "\n");
	for (int32_t i = 0; i < r->pack->n_injects; i++) {
		const gz_pack_inject *inject = &r->pack->injects[i];
		fprintf(out, "%-8s %-16s", inject->id, gz_pack_inject_words[inject->kind]);
		bool never = true;
		for (int32_t c = 0; c < r->n_casts; c++) {
			const gz_rehearse_times t = gz_rehearse_inject(r, (gz_walk_cast)c, i);
			never = never && t.worlds == 0;
			print_cell(r, t, out);
		}
		if (never)
			print_waits(r, inject, out);
		fprintf(out, "\n");
		print_variants(r, i, out);
	}
	fprintf(out, "%-25s", "contingencies in a world");
	for (int32_t c = 0; c < r->n_casts; c++) {
		int32_t worlds;
		fprintf(out, "  %17.1f", gz_rehearse_contingencies(r, (gz_walk_cast)c, &worlds));
	}
	fprintf(out, "\n");
}

/* Injects, most in three minutes, longest gap: the median world and the worst. */
static void print_loads(const gz_rehearse *r, FILE *out)
{
	fprintf(out, "\n%-16s", "role");
	for (int32_t c = 0; c < r->n_casts; c++)
		fprintf(out, "  %s: injects, most in 3 min, longest gap", cast_name(r, c));
	fprintf(out, "\n");
	for (int32_t role = 0; role < r->pack->n_roles; role++) {
		if (r->pack->roles[role].kind != GZ_PACK_PLAYER)
			continue;
		fprintf(out, "%-16s", r->pack->roles[role].id);
		for (int32_t c = 0; c < r->n_casts; c++) {
			const gz_rehearse_load load = gz_rehearse_loaded(r, (gz_walk_cast)c, role);
			fprintf(out, "  %*s%3d..%-3d %2d..%-2d %3d..%-3d min", (int)strlen(cast_name(r, c)) + 9, "", (int)load.median.n, (int)load.worst.n, (int)load.median.most, (int)load.worst.most,
				(int)((load.median.longest + 30) / 60), (int)((load.worst.longest + 30) / 60));
		}
		fprintf(out, "\n");
	}
}

static void print_decisions(const gz_rehearse *r, FILE *out)
{
	fprintf(out, "\n%-16s", "decision");
	for (int32_t c = GZ_WALK_DECLARED; c < r->n_casts; c++)
		fprintf(out, "  %16.16s: in force", cast_words(r, c));
	fprintf(out, "\n");
	for (int32_t d = 0; d < r->pack->n_decisions; d++) {
		fprintf(out, "%-16s", r->pack->decisions[d].id);
		for (int32_t c = GZ_WALK_DECLARED; c < r->n_casts; c++) {
			print_cell(r, gz_rehearse_decision(r, (gz_walk_cast)c, d), out);
			fprintf(out, "  %5.1f %%", percent(r, gz_rehearse_in_force(r, (gz_walk_cast)c, d)));
		}
		fprintf(out, "\n");
	}
}

static void print_infections(const gz_rehearse *r, FILE *out)
{
	fprintf(out, "\nInfected by the end of the exercise (5, 50, 95 %% of worlds), and how many more than if nobody acts in the same world\n");
	for (int32_t c = 0; c < r->n_casts; c++) {
		double q[GZ_SESSION_QUANTILES];
		gz_rehearse_infections(r, (gz_walk_cast)c, false, q);
		fprintf(out, "  %-16s ", cast_words(r, c));
		print_quantiles(q, out);
		if (c != GZ_WALK_NOBODY) {
			gz_rehearse_infections(r, (gz_walk_cast)c, true, q);
			fprintf(out, "; ");
			print_quantiles(q, out);
		}
		fprintf(out, "\n");
	}
}

void gz_rehearsal_print(const gz_rehearse *r, const char *name, FILE *out)
{
	if (r->pack->has_scenario)
		print_idle(r, name, out);
	else
		fprintf(out, "This pack has no scenario: nothing is left to chance, and one world is played.\n");
	print_injects(r, out);
	print_unseen(r, out);
	print_loads(r, out);
	if (r->pack->n_decisions > 0)
		print_decisions(r, out);
	if (r->pack->has_scenario)
		print_infections(r, out);
}

/* ---- JSON -------------------------------------------------------------------------------------------------- */
static void put_quantiles(gz_json *j, const char *key, const double q[GZ_SESSION_QUANTILES])
{
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < GZ_SESSION_QUANTILES; i++)
		gz_json_number(j, q[i]);
	gz_json_end(j);
}

static void put_idle(gz_json *j, const gz_rehearse *r)
{
	int32_t over = 0;
	for (int32_t w = 0; w < r->n_worlds; w++)
		over += r->idle.over[w];
	gz_json_key(j, "nothing_done");
	gz_json_object(j);
	gz_json_key_integer(j, "days", r->pack->scenario.days);
	gz_json_key_integer(j, "dies_out", over);
	gz_json_key(j, "conditions");
	gz_json_array(j);
	for (int32_t k = 0; k < r->idle.n_conditions; k++) {
		const gz_pack_condition *c = &r->pack->conditions[k];
		double q[GZ_SESSION_QUANTILES];
		gz_rehearse_condition(r, k, q);
		gz_json_object(j);
		gz_json_key_string(j, "value", gz_expr_text(c->value));
		gz_json_key_integer(j, "day", c->day);
		gz_json_key_number(j, "from", c->low);
		gz_json_key_number(j, "to", c->high);
		put_quantiles(j, "quantiles", q);
		gz_json_end(j);
	}
	gz_json_end(j);
	gz_json_key(j, "fit");
	gz_json_array(j);
	for (int32_t i = 0; i < r->n_fit; i++)
		gz_json_integer(j, r->fit[i]);
	gz_json_end(j);
	gz_json_end(j);
}

static void put_times(gz_json *j, gz_rehearse_times t)
{
	gz_json_key_integer(j, "worlds", t.worlds);
	if (t.worlds == 0)
		return;
	gz_json_key_integer(j, "first_seconds", t.first);
	gz_json_key_integer(j, "median_seconds", t.median);
	gz_json_key_integer(j, "last_seconds", t.last);
}

static void put_injects(gz_json *j, const gz_rehearse *r, gz_walk_cast cast)
{
	gz_json_key(j, "injects");
	gz_json_array(j);
	for (int32_t i = 0; i < r->pack->n_injects; i++) {
		gz_json_object(j);
		gz_json_key_string(j, "number", r->pack->injects[i].id);
		gz_json_key_string(j, "kind", gz_pack_inject_words[r->pack->injects[i].kind]);
		put_times(j, gz_rehearse_inject(r, cast, i));
		if (r->pack->injects[i].n_variants > 1) {
			gz_json_key(j, "variants");
			gz_json_array(j);
			for (int32_t v = 0; v < r->pack->injects[i].n_variants; v++)
				gz_json_integer(j, gz_rehearse_variant(r, cast, i, v));
			gz_json_end(j);
		}
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void put_load(gz_json *j, const char *key, const gz_walk_load *load)
{
	gz_json_key(j, key);
	gz_json_object(j);
	gz_json_key_integer(j, "injects", load->n);
	gz_json_key_integer(j, "most_in_3_minutes", load->most);
	gz_json_key_integer(j, "longest_gap_seconds", load->longest);
	gz_json_end(j);
}

static void put_loads(gz_json *j, const gz_rehearse *r, gz_walk_cast cast)
{
	gz_json_key(j, "load");
	gz_json_array(j);
	for (int32_t role = 0; role < r->pack->n_roles; role++) {
		if (r->pack->roles[role].kind != GZ_PACK_PLAYER)
			continue;
		const gz_rehearse_load load = gz_rehearse_loaded(r, cast, role);
		gz_json_object(j);
		gz_json_key_string(j, "role", r->pack->roles[role].id);
		put_load(j, "median", &load.median);
		put_load(j, "worst", &load.worst);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void put_decisions(gz_json *j, const gz_rehearse *r, gz_walk_cast cast)
{
	gz_json_key(j, "decisions");
	gz_json_array(j);
	for (int32_t d = 0; d < r->pack->n_decisions; d++) {
		gz_json_object(j);
		gz_json_key_string(j, "id", r->pack->decisions[d].id);
		put_times(j, gz_rehearse_decision(r, cast, d));
		gz_json_key_integer(j, "in_force", gz_rehearse_in_force(r, cast, d));
		gz_json_end(j);
	}
	gz_json_end(j);
}

static void put_cast(gz_json *j, const gz_rehearse *r, gz_walk_cast cast)
{
	double q[GZ_SESSION_QUANTILES];
	int32_t worlds;
	const double mean = gz_rehearse_contingencies(r, cast, &worlds);
	gz_json_object(j);
	put_injects(j, r, cast);
	gz_json_key(j, "contingencies");
	gz_json_object(j);
	gz_json_key_number(j, "mean", mean);
	gz_json_key_integer(j, "worlds", worlds);
	gz_json_end(j);
	put_loads(j, r, cast);
	put_decisions(j, r, cast);
	if (r->pack->has_scenario) {
		gz_rehearse_infections(r, cast, false, q);
		put_quantiles(j, "infections", q);
		gz_rehearse_infections(r, cast, true, q);
		put_quantiles(j, "infections_beyond_nobody", q);
	}
	gz_json_end(j);
}

static void put_unseen(gz_json *j, const gz_rehearse *r)
{
	gz_json_key(j, "never_shown");
	gz_json_array(j);
	for (int32_t i = 0, v = -1; next_unseen(r, &i, &v);) {
		const gz_expr *condition = r->pack->injects[i].variants[v].condition;
		gz_json_object(j);
		gz_json_key_string(j, "inject", r->pack->injects[i].id);
		gz_json_key_integer(j, "variant", v + 1);
		if (condition)
			gz_json_key_string(j, "if", gz_expr_text(condition));
		gz_json_end(j);
	}
	gz_json_end(j);
}

gz_status gz_rehearsal_json(const gz_rehearse *r, const char *name, FILE *out)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key_string(&j, "pack", name);
	gz_json_key_integer(&j, "seed", (int64_t)r->seed);
	gz_json_key_integer(&j, "worlds", r->n_worlds);
	if (r->pack->has_scenario)
		put_idle(&j, r);
	for (int32_t c = 0; c < r->n_casts; c++) {
		if (c == GZ_WALK_CASTS) {
			gz_json_key(&j, "casts");
			gz_json_object(&j);
		}
		gz_json_key(&j, cast_name(r, c));
		put_cast(&j, r, (gz_walk_cast)c);
	}
	if (r->n_casts > GZ_WALK_CASTS)
		gz_json_end(&j);
	put_unseen(&j, r);
	gz_json_end(&j);
	gz_json_line(&j);
	const gz_status status = gz_json_status(&j);
	if (status == GZ_OK)
		fwrite(j.bytes, 1, j.n, out);
	gz_json_free(&j);
	return status;
}
