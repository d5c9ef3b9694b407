/* A rehearsal of a pack in words and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/rehearsal.h"
#include "base/number.h"
#include "cli/console.h"
#include "exercise/span.h"
#include "report/catalogue.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

enum { SHOWN = 10 }; /* worlds proposed in words */
static const char *cast_name(const gz_rehearse *r, int32_t cast)
{
	static const char *const own[GZ_WALK_CASTS] = {"nobody", "declared", "all"};
	return cast < GZ_WALK_CASTS ? own[cast] : r->pack->casts[cast - GZ_WALK_CASTS].id;
}

static double percent(const gz_rehearse *r, int32_t worlds) { return 100.0 * worlds / r->n_worlds; }

/* ---- words ------------------------------------------------------------------------------------------------- */

/* What is told, in whose words, and where to. */
typedef struct teller {
	const gz_rehearse *r;
	gz_catalogue words;
	FILE *out;
} teller;

static const char *text_of(const teller *t, const char *key) { return gz_catalogue_text(&t->words, key, NULL, 0); }

static const char *cast_words(const teller *t, int32_t cast)
{
	static const char *const own[GZ_WALK_CASTS] = {"console.rehearsal.nobody", "console.rehearsal.declared", "console.rehearsal.all"};
	return cast < GZ_WALK_CASTS ? text_of(t, own[cast]) : t->r->pack->casts[cast - GZ_WALK_CASTS].id;
}

static const char *whole(const teller *t, double x)
{
	char text[32];
	gz_number_format(floor(x + 0.5), text);
	return gz_arena_strdup(t->words.arena, text);
}

static const char *share_of(const teller *t, int32_t worlds) { return whole(t, percent(t->r, worlds)); }

/* The 5, 50 and 95 % of worlds. */
static const char *quantiles_of(const teller *t, const double q[GZ_SESSION_QUANTILES])
{
	return gz_arena_printf(t->words.arena, "%s, %s, %s", whole(t, q[0]), whole(t, q[2]), whole(t, q[4]));
}

static void print_conditions(const teller *t)
{
	const gz_rehearse *r = t->r;
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
		const gz_catalogue_value values[] = {{"what", gz_expr_text(c->value), 0}, {"day", NULL, c->day}, {"low", low, 0}, {"high", high, 0},
			{"q", quantiles_of(t, q), 0}, {"n", NULL, met}, {"share", share_of(t, met), 0}};
		fprintf(t->out, "  %s\n", gz_catalogue_text(&t->words, "console.rehearsal.condition", values, 7));
	}
}

/* Which worlds meet every condition, and how to play the one nearest to the middle. */
static void print_fit(const teller *t, const char *name)
{
	const gz_rehearse *r = t->r;
	const gz_catalogue_value values[] = {{"n", NULL, r->n_fit}, {"share", share_of(t, r->n_fit), 0}};
	fprintf(t->out, "  %s", gz_catalogue_text(&t->words, r->n_fit > 0 ? "console.rehearsal.fit" : "console.rehearsal.unfit", values, 2));
	for (int32_t i = 0; i < r->n_fit && i < SHOWN; i++)
		fprintf(t->out, "%s %d", i > 0 ? "," : "", (int)r->fit[i]);
	fputs("\n", t->out);
	if (r->n_fit > 0)
		fprintf(t->out, "  guzar serve FILE --pack %s --seed %llu --world %d\n", name, (unsigned long long)r->seed, (int)r->fit[0]);
}

static void print_idle(const teller *t, const char *name)
{
	const gz_rehearse *r = t->r;
	int32_t over = 0;
	for (int32_t w = 0; w < r->n_worlds; w++)
		over += r->idle.over[w];
	char seed[32];
	snprintf(seed, sizeof seed, "%llu", (unsigned long long)r->seed);
	const gz_catalogue_value worlds[] = {{"n", NULL, r->n_worlds}, {"seed", seed, 0}};
	fprintf(t->out, "%s\n", gz_catalogue_text(&t->words, "console.rehearsal.idle", worlds, 2));
	print_conditions(t);
	const gz_catalogue_value ended[] = {{"days", NULL, r->pack->scenario.days}, {"n", NULL, over}, {"share", share_of(t, over), 0}};
	fprintf(t->out, "  %s\n", gz_catalogue_text(&t->words, "console.rehearsal.over", ended, 3));
	if (r->idle.n_conditions > 0)
		print_fit(t, name);
}

static void print_time(int64_t seconds, FILE *out)
{
	char text[48] = "-";
	if (seconds >= 0)
		gz_span_print(&(gz_pack_span){.seconds = seconds, .given = true}, text);
	fprintf(out, " %9s", text);
}

static void print_cell(const teller *t, gz_rehearse_times times)
{
	fprintf(t->out, "  %5.1f %%", percent(t->r, times.worlds));
	print_time(times.median, t->out);
}

/* What an inject that no cast ever got waits for. */
static void print_waits(const teller *t, const gz_pack_inject *inject)
{
	const gz_pack_trigger *trigger = &inject->trigger;
	if (trigger->kind == GZ_PACK_AFTER_DECISION && trigger->of >= 0) {
		const gz_catalogue_value value = {"decision", t->r->pack->decisions[trigger->of].id, 0};
		fprintf(t->out, "  %s", gz_catalogue_text(&t->words, "console.rehearsal.waits", &value, 1));
	} else if (trigger->kind != GZ_PACK_MANUAL)
		fprintf(t->out, "  %s", text_of(t, "console.rehearsal.never"));
}

static const char *condition_text(const teller *t, const gz_expr *condition)
{
	const gz_catalogue_value value = {"what", gz_expr_text(condition), 0};
	return gz_catalogue_text(&t->words, "console.rehearsal.if", &value, 1);
}

static const char *variant_text(const teller *t, int32_t variant)
{
	const gz_catalogue_value value = {"n", NULL, variant + 1};
	return gz_catalogue_text(&t->words, "console.rehearsal.variant", &value, 1);
}

/* How often each text of an inject with several was the one: a line under it. */
static void print_variants(const teller *t, int32_t i)
{
	const gz_rehearse *r = t->r;
	const gz_pack_inject *inject = &r->pack->injects[i];
	for (int32_t v = 0; inject->n_variants > 1 && v + 1 < inject->n_variants; v++) {
		fputs("  ", t->out);
		gz_console_cell(t->out, variant_text(t, v), 23);
		for (int32_t c = 0; c < r->n_casts; c++)
			fprintf(t->out, "  %5.1f %%          ", percent(r, gz_rehearse_variant(r, (gz_walk_cast)c, i, v)));
		fprintf(t->out, "  %s\n", condition_text(t, inject->variants[v].condition));
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

static void print_unseen(const teller *t)
{
	const gz_rehearse *r = t->r;
	bool any = false, several = false;
	for (int32_t i = 0; i < r->pack->n_injects; i++)
		several = several || r->pack->injects[i].n_variants > 1;
	for (int32_t i = 0, v = -1; next_unseen(r, &i, &v); any = true) {
		const gz_expr *condition = r->pack->injects[i].variants[v].condition;
		const gz_catalogue_value value = {"inject", r->pack->injects[i].id, 0};
		if (!any)
			fprintf(t->out, "\n%s\n", text_of(t, "console.rehearsal.unseen"));
		fprintf(t->out, "  %s", gz_catalogue_text(&t->words, condition ? "console.rehearsal.inject" : "console.rehearsal.own", &value, 1));
		if (condition)
			fprintf(t->out, ", %s, %s", variant_text(t, v), condition_text(t, condition));
		fputs("\n", t->out);
	}
	if (several && !any)
		fprintf(t->out, "\n%s\n", text_of(t, "console.rehearsal.seen"));
}

/* A row of heads: what the rows are, then each cast from the first one on in so many characters. */
static void print_heads(const teller *t, const char *key, int width, int32_t first, int each)
{
	gz_console_cell(t->out, text_of(t, key), width);
	for (int32_t c = first; c < t->r->n_casts; c++) {
		fputs("  ", t->out);
		gz_console_cell(t->out, cast_words(t, c), -each);
	}
	fputs("\n", t->out);
}

static const char *kind_words(const teller *t, gz_pack_inject_kind kind)
{
	return text_of(t, gz_arena_printf(t->words.arena, "console.rehearsal.kind.%s", gz_pack_inject_words[kind]));
}

static void print_injects(const teller *t)
{
	const gz_rehearse *r = t->r;
	fprintf(t->out, "\n%s\n", text_of(t, r->pack->n_casts > 0 ? "console.rehearsal.played.casts" : "console.rehearsal.played"));
	for (int32_t c = 0; c < r->pack->n_casts; c++)
		fprintf(t->out, "  %s: %s\n", r->pack->casts[c].id, gz_pack_say(r->pack, &r->pack->casts[c].name, gz_pack_language_named(t->words.language)));
	print_heads(t, "console.rehearsal.injects", 25, 0, 17);
	for (int32_t i = 0; i < r->pack->n_injects; i++) {
		const gz_pack_inject *inject = &r->pack->injects[i];
		fprintf(t->out, "%-8s ", inject->id);
		gz_console_cell(t->out, kind_words(t, inject->kind), 16);
		bool never = true;
		for (int32_t c = 0; c < r->n_casts; c++) {
			const gz_rehearse_times times = gz_rehearse_inject(r, (gz_walk_cast)c, i);
			never = never && times.worlds == 0;
			print_cell(t, times);
		}
		if (never)
			print_waits(t, inject);
		fputs("\n", t->out);
		print_variants(t, i);
	}
	gz_console_cell(t->out, text_of(t, "console.rehearsal.contingencies"), 25);
	for (int32_t c = 0; c < r->n_casts; c++) {
		int32_t worlds;
		fprintf(t->out, "  %17.1f", gz_rehearse_contingencies(r, (gz_walk_cast)c, &worlds));
	}
	fputs("\n", t->out);
}

/* A row a role and cast: injects, most in three minutes, longest gap: the median world and the worst. */
static void print_loads(const teller *t)
{
	const gz_rehearse *r = t->r;
	fprintf(t->out, "\n%s\n", text_of(t, "console.rehearsal.loads"));
	print_heads(t, "console.rehearsal.role", 16, 0, 20);
	for (int32_t role = 0; role < r->pack->n_roles; role++) {
		if (r->pack->roles[role].kind != GZ_PACK_PLAYER)
			continue;
		fprintf(t->out, "%-16s", r->pack->roles[role].id);
		for (int32_t c = 0; c < r->n_casts; c++) {
			const gz_rehearse_load load = gz_rehearse_loaded(r, (gz_walk_cast)c, role);
			fprintf(t->out, "  %3d..%-3d %d..%d %2d..%2d", (int)load.median.n, (int)load.worst.n, (int)load.median.most, (int)load.worst.most,
				(int)((load.median.longest + 30) / 60), (int)((load.worst.longest + 30) / 60));
		}
		fputs("\n", t->out);
	}
}

static void print_decisions(const teller *t)
{
	const gz_rehearse *r = t->r;
	fprintf(t->out, "\n%s\n", text_of(t, "console.rehearsal.decisions"));
	print_heads(t, "console.rehearsal.decision", 16, GZ_WALK_DECLARED, 26);
	for (int32_t d = 0; d < r->pack->n_decisions; d++) {
		fprintf(t->out, "%-16s", r->pack->decisions[d].id);
		for (int32_t c = GZ_WALK_DECLARED; c < r->n_casts; c++) {
			print_cell(t, gz_rehearse_decision(r, (gz_walk_cast)c, d));
			fprintf(t->out, "  %5.1f %%", percent(r, gz_rehearse_in_force(r, (gz_walk_cast)c, d)));
		}
		fputs("\n", t->out);
	}
}

static void print_infections(const teller *t)
{
	const gz_rehearse *r = t->r;
	fprintf(t->out, "\n%s\n", text_of(t, "console.rehearsal.infected"));
	for (int32_t c = 0; c < r->n_casts; c++) {
		double q[GZ_SESSION_QUANTILES];
		gz_rehearse_infections(r, (gz_walk_cast)c, false, q);
		fputs("  ", t->out);
		gz_console_cell(t->out, cast_words(t, c), 17);
		fputs(quantiles_of(t, q), t->out);
		if (c != GZ_WALK_NOBODY) {
			gz_rehearse_infections(r, (gz_walk_cast)c, true, q);
			fprintf(t->out, "; %s", quantiles_of(t, q));
		}
		fputs("\n", t->out);
	}
}

gz_status gz_rehearsal_print(const gz_rehearse *r, const char *name, FILE *out, gz_error *err)
{
	gz_arena arena = {0};
	teller t = {.r = r, .out = out};
	const gz_status status = gz_catalogue_open(&t.words, gz_console_spoken(), &arena, err);
	if (status == GZ_OK) {
		if (r->pack->has_scenario)
			print_idle(&t, name);
		else
			fprintf(out, "%s\n", text_of(&t, "console.rehearsal.fixed"));
		print_injects(&t);
		print_unseen(&t);
		print_loads(&t);
		if (r->pack->n_decisions > 0)
			print_decisions(&t);
		if (r->pack->has_scenario)
			print_infections(&t);
	}
	gz_catalogue_close(&t.words);
	gz_arena_free(&arena);
	return status;
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
