/* Prints the figures of a disease.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/figures.h"
#include "base/date.h"
#include <math.h>
#include <string.h>

static const struct { const char *name, *of[3]; } LAWS[] = {
	[GZ_LAW_NORMAL] = {"normal", {"mean", "sd"}}, [GZ_LAW_LOGNORMAL] = {"lognormal", {"median", "sigma"}}, [GZ_LAW_UNIFORM] = {"uniform", {"min", "max"}},
	[GZ_LAW_TRIANGULAR] = {"triangular", {"min", "mode", "max"}}, [GZ_LAW_GAMMA] = {"gamma", {"mean", "sd"}}, [GZ_LAW_BETA] = {"beta", {"mean", "sd"}},
};

static const char *word(const gz_catalogue *words, const char *key) { return gz_catalogue_text(words, key, NULL, 0); }

const char *gz_figures_value(const gz_catalogue *words, const gz_value *v)
{
	const char *text = v->expr != NULL ? gz_expr_text(v->expr) : gz_arena_printf(words->arena, "%.6g", v->number);
	return text != NULL ? text : "";
}

static void print_drawn(const gz_parameter *p, FILE *out)
{
	const double of[] = {p->law_a, p->law_b, p->law_c};
	fprintf(out, "%s", LAWS[p->law].name);
	for (int32_t i = 0; i < 3 && LAWS[p->law].of[i]; i++)
		fprintf(out, "%s %s %.6g", i ? "," : "", LAWS[p->law].of[i], of[i]);
}

static void print_key(const gz_scenario *s, const gz_parameter *p, int32_t i, FILE *out)
{
	char date[16];
	if (p->kind == GZ_PARAMETER_DATE)
		gz_date_format(p->keys[i], date);
	fprintf(out, "%s ", p->kind == GZ_PARAMETER_AGE ? s->world.ages[i] : p->kind == GZ_PARAMETER_GROUP ? s->world.groups[i] :
		p->kind == GZ_PARAMETER_PLACE ? s->world.places[p->keys[i]].id : date);
}

static void print_values(const gz_catalogue *words, const gz_scenario *s, const gz_parameter *p, FILE *out)
{
	static const char *const by[] = {[GZ_PARAMETER_AGE] = "age", [GZ_PARAMETER_GROUP] = "group", [GZ_PARAMETER_PLACE] = "place", [GZ_PARAMETER_DATE] = "date"};
	fprintf(out, "by %s: ", by[p->kind]);
	for (int32_t i = 0; i < p->n_values; i++) {
		fprintf(out, "%s", i ? ", " : "");
		print_key(s, p, i, out);
		fputs(gz_figures_value(words, &p->values[i]), out);
	}
	if (p->kind == GZ_PARAMETER_PLACE || p->kind == GZ_PARAMETER_DATE)
		fprintf(out, "%s%s %s", p->n_values ? ", " : "", word(words, "console.explain.else"), gz_figures_value(words, &p->otherwise));
}

/* "(1 to 5)", where both ends are known. */
static void print_range(const gz_catalogue *words, const gz_parameter *p, FILE *out)
{
	const char *low = gz_arena_printf(words->arena, "%.6g", p->low), *high = gz_arena_printf(words->arena, "%.6g", p->high);
	const gz_catalogue_value ends[] = {{"low", low, p->low}, {"high", high, p->high}};
	if (isfinite(p->low) && isfinite(p->high))
		fprintf(out, " (%s)", gz_catalogue_text(words, "console.explain.range", ends, 2));
}

static void print_parameter(const gz_catalogue *words, const gz_scenario *s, const gz_parameter *p, FILE *out)
{
	fprintf(out, "  %-12s ", p->name);
	if (p->kind == GZ_PARAMETER_VALUE)
		fputs(gz_figures_value(words, &p->value), out);
	else if (p->kind == GZ_PARAMETER_DRAWN)
		print_drawn(p, out);
	else if (p->kind == GZ_PARAMETER_POSTERIOR)
		fputs(word(words, "console.explain.posterior"), out);
	else
		print_values(words, s, p, out);
	const char *unit = gz_words_in(&p->unit, words->language);
	if (unit != NULL && unit[0] != '\0')
		fprintf(out, "%s %s", p->kind == GZ_PARAMETER_VALUE ? "" : ";", unit);
	print_range(words, p, out);
	fprintf(out, "%s%s\n", p->overridden ? "; " : "", p->overridden ? word(words, "console.explain.overridden") : "");
	const bool has_source = p->source && *p->source, has_check = p->checked && *p->checked && !(has_source && strcmp(p->source, p->checked) == 0);
	if (has_source || has_check)
		fprintf(out, has_check ? "    %s [%s]\n" : "    %s\n", has_source ? p->source : word(words, "console.explain.unsourced"), p->checked);
}

void gz_figures_print(const gz_catalogue *words, const gz_scenario *s, FILE *out)
{
	if (s->disease.n_parameters > 0)
		fprintf(out, "\n%s:\n", word(words, "console.explain.parameters"));
	for (int32_t i = 0; i < s->disease.n_parameters; i++)
		print_parameter(words, s, &s->disease.parameters[i], out);
}
