/* guzar screening: what exit and entry screening, tests and quarantine find and miss, from a disease's and a person's own numbers; and
 * every published figure beside ours.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "cli/options.h"
#include "base/mistakes.h"
#include "model/published.h"
#include "model/quarantine.h"
#include "model/screening.h"
#include "scenario/library.h"
#include "text/expr.h"
#include "text/json.h"
#include "text/yaml.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum input_name { INCUBATION, INCUBATION_SD, ILLNESS, ILLNESS_SD, ASYMPTOMATIC, SENSITIVITY, DELAY, ADHERENCE, FLIGHT, EXIT, ENTRY, QUARANTINE, N_INPUTS };

/* What can be given, and the parameter of a disease file that states it otherwise. */
static const struct {
	const char *key, *parameter, *what;
	double otherwise; /* NAN: there is no number to go on with */
	bool days;        /* else a share */
} INPUTS[N_INPUTS] = {
	{"incubation", "incubation", "days from exposure to onset", NAN, true},
	{"incubation_sd", NULL, "its standard deviation", 0, true},
	{"illness", "infectious", "days from onset until a person no longer travels or is no longer infectious", NAN, true},
	{"illness_sd", NULL, "its standard deviation", 0, true},
	{"asymptomatic", "p_sym", "share that never shows symptoms", NAN, false},
	{"sensitivity", "pcr", "of a test of an infected person", NAN, false},
	{"delay", NULL, "days until a test's result", 0, true},
	{"adherence", NULL, "share who keep quarantine", 1, false},
	{"flight", NULL, "days of the journey", 0, true},
	{"exit", NULL, "sensitivity of exit screening for symptoms", 0, false},
	{"entry", NULL, "sensitivity of entry screening for symptoms", 0, false},
	{"quarantine", NULL, "days of quarantine after arrival", 0, true},
};

typedef struct inputs {
	double value[N_INPUTS];
	const char *source[N_INPUTS]; /* NULL: neither given nor in the disease file */
	double tests[GZ_QUARANTINE_TESTS_MAX];
	int32_t n_tests;
	const char *title;            /* of the disease; NULL without one */
	bool pcr_by_day;              /* RT-PCR of SARS-CoV-2 by days since exposure */
} inputs;

typedef struct answer {
	gz_screening_found found; /* if there is a screen */
	double averted;           /* if there is a quarantine or a test */
	bool screened, held;
} answer;

/* ---- what was given ---- */
static bool number_of(gz_arena *arena, const char *text, double *out)
{
	const gz_expr *expr = NULL;
	return gz_expr_compile(arena, text, NULL, &expr, NULL) == GZ_OK && gz_expr_constant(expr, out) && isfinite(*out) && *out >= 0;
}

static int refuse_value(const gz_command *command, const gz_options *o, const char *set, bool days)
{
	return gz_console_usage(command, o->json, "%s: expected %s", set, days ? "a time such as 12h or 5.5d" : "a share from 0 to 1, such as 0.86 or 86%");
}

static int take_tests(const gz_command *command, gz_options *o, const char *set, const char *list, inputs *in)
{
	for (const char *at = list; at != NULL && *at != '\0'; at = strchr(at, ',') == NULL ? NULL : strchr(at, ',') + 1) {
		double day;
		const char *text = gz_arena_printf(&o->arena, "%.*s", (int)strcspn(at, ","), at);
		if (in->n_tests == GZ_QUARANTINE_TESTS_MAX)
			return gz_console_usage(command, o->json, "%s: at most %d tests", set, GZ_QUARANTINE_TESTS_MAX);
		if (text == NULL || !number_of(&o->arena, text, &day) || (in->n_tests > 0 && day < in->tests[in->n_tests - 1]))
			return gz_console_usage(command, o->json, "%s: expected days after arrival in ascending order, as in --test 0d,7d", set);
		in->tests[in->n_tests++] = day;
	}
	return GZ_OPTIONS_GO;
}

static int take_set(const gz_command *command, gz_options *o, const char *set, inputs *in)
{
	const char *names[N_INPUTS], *value = strchr(set, '=') + 1;
	size_t length = (size_t)(value - 1 - set);
	if (length == 4 && strncmp(set, "test", 4) == 0)
		return take_tests(command, o, set, value, in);
	for (int i = 0; i < N_INPUTS; i++) {
		names[i] = INPUTS[i].key;
		if (strlen(INPUTS[i].key) != length || strncmp(set, INPUTS[i].key, length) != 0)
			continue;
		if (!number_of(&o->arena, value, &in->value[i]) || (!INPUTS[i].days && in->value[i] > 1))
			return refuse_value(command, o, set, INPUTS[i].days);
		in->source[i] = "given";
		return GZ_OPTIONS_GO;
	}
	const char *key = gz_arena_printf(&o->arena, "%.*s", (int)length, set);
	const char *near = key == NULL ? NULL : gz_mistakes_near(key, names, N_INPUTS);
	return near != NULL ? gz_console_usage(command, o->json, "%s: no such input; did you mean %s?", set, near)
	                    : gz_console_usage(command, o->json, "%s: no such input; guzar screening --help lists them", set);
}

/* ---- what the disease states ---- */
static void take_parameter(gz_options *o, const gz_node *parameters, int i, inputs *in)
{
	const gz_node *parameter = INPUTS[i].parameter == NULL ? NULL : gz_yaml_get(parameters, INPUTS[i].parameter);
	const gz_node *value = gz_yaml_get(parameter, "value"), *source = gz_yaml_get(parameter, "source");
	double x;
	if (in->source[i] != NULL || value == NULL || value->kind != GZ_NODE_SCALAR || !number_of(&o->arena, value->text, &x) || (!INPUTS[i].days && x > 1))
		return;
	in->value[i] = i == ASYMPTOMATIC ? 1 - x : x;
	in->source[i] = source != NULL && source->text[0] != '\0' ? source->text : "the disease file";
}

static int take_disease(gz_options *o, inputs *in)
{
	const gz_node *root = NULL;
	gz_error err = {0};
	const char *file = gz_library_find(&o->arena, o->library, "", GZ_LIBRARY_DISEASE, o->disease);
	if (file == NULL) {
		gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "%s: no such disease; guzar diseases lists those that are shipped", o->disease);
		return gz_console_error(o->json, &err);
	}
	if (gz_yaml_load(&o->arena, file, &root, &err) != GZ_OK)
		return gz_console_error(o->json, &err);
	const gz_node *title = gz_yaml_get(gz_yaml_get(root, "title"), "en"), *name = gz_yaml_get(root, "name");
	in->title = title != NULL ? title->text : o->disease;
	in->pcr_by_day = in->source[SENSITIVITY] == NULL && name != NULL && strncmp(name->text, "sars-cov-2-", 11) == 0;
	if (in->pcr_by_day)
		in->source[SENSITIVITY] = "RT-PCR by days since exposure, Kucirka 2020 Ann Intern Med 173:262";
	for (int i = 0; i < N_INPUTS; i++)
		take_parameter(o, gz_yaml_get(root, "parameters"), i, in);
	return GZ_OPTIONS_GO;
}

/* Numbers without which there is no answer, all that lack. */
static int tell_missing(const gz_command *command, const gz_options *o, const inputs *in)
{
	char list[400] = "";
	size_t n = 0;
	for (int i = 0; i < N_INPUTS; i++)
		if (isnan(in->value[i]) && (i != SENSITIVITY || (in->n_tests > 0 && !in->pcr_by_day)) && n < sizeof list)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%s: %s", n > 0 ? "; " : " ", INPUTS[i].key, INPUTS[i].what);
	if (n == 0)
		return GZ_OPTIONS_GO;
	return gz_console_usage(command, o->json, "%s%s no single number for%s; give your own, as in --set incubation=5d",
		in->title != NULL ? in->title : "without --disease", in->title != NULL ? " states" : " there is", list);
}

static int gather(const gz_command *command, gz_options *o, inputs *in)
{
	for (int i = 0; i < N_INPUTS; i++)
		in->value[i] = INPUTS[i].otherwise;
	for (int32_t k = 0; k < o->n_sets; k++) {
		int code = take_set(command, o, o->sets[k], in);
		if (code != GZ_OPTIONS_GO)
			return code;
	}
	if (in->source[EXIT] == NULL && in->source[ENTRY] == NULL && in->source[QUARANTINE] == NULL && in->n_tests == 0)
		return gz_console_usage(command, o->json, "nothing to look at: give --exit, --entry, --quarantine or --test, or --published");
	int code = o->disease != NULL ? take_disease(o, in) : GZ_OPTIONS_GO;
	return code == GZ_OPTIONS_GO ? tell_missing(command, o, in) : code;
}

/* ---- the answer ---- */
static gz_status answer_of(const inputs *in, answer *a, gz_error *err)
{
	const double *v = in->value;
	const gz_spread incubation = {v[INCUBATION], v[INCUBATION_SD] * v[INCUBATION_SD], GZ_SPREAD_GAMMA};
	const gz_spread illness = {v[ILLNESS], v[ILLNESS_SD] * v[ILLNESS_SD], GZ_SPREAD_GAMMA};
	a->screened = in->source[EXIT] != NULL || in->source[ENTRY] != NULL;
	a->held = in->source[QUARANTINE] != NULL || in->n_tests > 0;
	if (a->screened) {
		const gz_screening_journey j = {incubation, illness, v[ASYMPTOMATIC], v[FLIGHT], v[EXIT], v[ENTRY]};
		GZ_TRY(gz_screening_on_journey(&j, &a->found, err));
	}
	if (!a->held)
		return GZ_OK;
	gz_quarantine q = {.incubation = incubation, .ill = illness, .silent = illness, .silent_share = v[ASYMPTOMATIC],
		.symptom_sensitivity = v[EXIT], .journey = v[FLIGHT], .days = v[QUARANTINE], .report_onset = true, .n_tests = in->n_tests,
		.result_delay = v[DELAY], .even = !in->pcr_by_day, .sensitivity = in->n_tests > 0 && !in->pcr_by_day ? v[SENSITIVITY] : 0, .silent_factor = 1};
	memcpy(q.tests, in->tests, sizeof q.tests);
	return gz_quarantine_averted(&q, v[ADHERENCE], &a->averted, err);
}

static int print_buffer(gz_json *j)
{
	gz_json_line(j);
	gz_status status = gz_json_status(j);
	if (status == GZ_OK)
		fwrite(j->bytes, 1, j->n, stdout);
	gz_json_free(j);
	return status == GZ_OK ? 0 : gz_console_memory(true);
}

/* An input that the answer does not use is not shown. */
static bool is_used(const inputs *in, const answer *a, int i)
{
	if (i == SENSITIVITY || i == DELAY)
		return in->n_tests > 0;
	return i == ENTRY ? a->screened : (i != ADHERENCE && i != QUARANTINE) || a->held;
}

static void json_inputs(gz_json *j, const inputs *in, const answer *a)
{
	gz_json_key(j, "inputs");
	gz_json_array(j);
	for (int i = 0; i < N_INPUTS; i++) {
		if (!is_used(in, a, i))
			continue;
		gz_json_object(j);
		gz_json_key_string(j, "name", INPUTS[i].key);
		gz_json_key_number(j, "value", i == SENSITIVITY && in->pcr_by_day ? NAN : in->value[i]);
		gz_json_key_string(j, "source", in->source[i]);
		gz_json_end(j);
	}
	gz_json_end(j);
}

static int answer_json(const inputs *in, const answer *a)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key_string(&j, "disease", in->title);
	if (a->screened) {
		gz_json_key_number(&j, "at_exit", a->found.at_exit);
		gz_json_key_number(&j, "severe_on_the_way", a->found.severe_on_the_way);
		gz_json_key_number(&j, "at_entry", a->found.at_entry);
		gz_json_key_number(&j, "undetected", a->found.undetected);
	}
	if (a->held) {
		gz_json_key(&j, "tests");
		gz_json_array(&j);
		for (int32_t k = 0; k < in->n_tests; k++)
			gz_json_number(&j, in->tests[k]);
		gz_json_end(&j);
		gz_json_key_number(&j, "averted", a->averted);
	}
	json_inputs(&j, in, a);
	gz_json_end(&j);
	return print_buffer(&j);
}

static void print_inputs(const inputs *in, const answer *a)
{
	gz_console_print(stdout, "\nInputs\n");
	for (int i = 0; i < N_INPUTS; i++) {
		char value[40] = "by day";
		if (!is_used(in, a, i))
			continue;
		if (i != SENSITIVITY || !in->pcr_by_day)
			snprintf(value, sizeof value, INPUTS[i].days ? "%.4g d" : "%.4g", in->value[i]);
		printf("  %-14s %-9s ", INPUTS[i].key, value);
		gz_console_print(stdout, "%s", INPUTS[i].what); /* apart from the source, which stays as it was written */
		fputs(": ", stdout);
		gz_console_print(stdout, "%s\n",
			in->source[i] != NULL ? in->source[i] : i == INCUBATION_SD || i == ILLNESS_SD ? "not stated, so the same for everybody" : "not given");
	}
}

static void print_answer(const inputs *in, const answer *a)
{
	if (in->title != NULL)
		printf("%s\n\n", in->title);
	if (a->screened)
		gz_console_print(stdout, "Of 100 infected people who set out\n"
			"  %5.1f are found at exit\n  %5.1f fall too ill on the way\n  %5.1f are found at entry\n  %5.1f are not found\n",
			100 * a->found.at_exit, 100 * a->found.severe_on_the_way, 100 * a->found.at_entry, 100 * a->found.undetected);
	if (a->held) {
		gz_console_print(stdout, "%sOf 100 people who would be infectious at large after arrival, quarantine and tests\n", a->screened ? "\n" : "");
		gz_console_print(stdout, "  %5.1f keep from it\n  %5.1f leave at large\n", 100 * a->averted, 100 * (1 - a->averted));
	}
	print_inputs(in, a);
}

/* ---- published figures ---- */
static int published_json(void)
{
	gz_json j = {.pretty = true};
	gz_json_array(&j);
	for (int32_t i = 0; i < gz_published_count(); i++) {
		const gz_published_figure *f = gz_published_figure_at(i);
		double ours = NAN;
		gz_published_compute(i, &ours, NULL);
		gz_json_object(&j);
		gz_json_key_string(&j, "paper", f->paper);
		gz_json_key_string(&j, "figure", f->what);
		gz_json_key_number(&j, "ours", ours);
		gz_json_key_number(&j, "published", f->published);
		gz_json_key_number(&j, "low", f->low);
		gz_json_key_number(&j, "high", f->high);
		gz_json_key_number(&j, "difference", ours - f->published);
		gz_json_key_number(&j, "tolerance", f->tolerance);
		gz_json_key_bool(&j, "holds", fabs(ours - f->published) <= f->tolerance);
		gz_json_key_string(&j, "inputs", gz_published_inputs_word(f->inputs));
		gz_json_key_string(&j, "note", f->note);
		gz_json_end(&j);
	}
	gz_json_end(&j);
	return print_buffer(&j);
}

static void print_published(void)
{
	const char *paper = "", *note = "";
	printf("%-52s %9s %9s %10s %9s  %-6s %s\n", "", "ours", "published", "difference", "tolerance", "holds", "inputs");
	for (int32_t i = 0; i < gz_published_count(); i++) {
		const gz_published_figure *f = gz_published_figure_at(i);
		double ours = NAN;
		gz_published_compute(i, &ours, NULL);
		if (strcmp(paper, f->paper) != 0)
			printf("\n%s\n", f->paper);
		printf("  %-50s %9.4g %9.4g %+10.2g %9.2g  %-6s %s\n", f->what, ours, f->published, ours - f->published, f->tolerance,
			fabs(ours - f->published) <= f->tolerance ? "yes" : "no", gz_published_inputs_word(f->inputs));
		if (strcmp(note, f->note) != 0)
			printf("      %s\n", f->note);
		paper = f->paper;
		note = f->note;
	}
	printf("\ninputs: own = the paper's own, not its results; elsewhere = of other studies; consistency = set from its results or assumed, no prediction\n");
}

static int look(const gz_command *command, gz_options *o)
{
	inputs in = {0};
	answer a = {0};
	gz_error err = {0};
	if (o->published && (o->n_sets > 0 || o->disease != NULL))
		return gz_console_usage(command, o->json, "--published stands alone: it takes no inputs");
	if (o->published && o->json)
		return published_json();
	if (o->published) {
		print_published();
		return 0;
	}
	int code = gather(command, o, &in);
	if (code != GZ_OPTIONS_GO)
		return code;
	if (answer_of(&in, &a, &err) != GZ_OK)
		return gz_console_error(o->json, &err);
	if (o->json)
		return answer_json(&in, &a);
	print_answer(&in, &a);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 0, ""};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = look(command, &o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_screening = {
	.verb = "screening",
	.options = " disease flight exit entry quarantine test set published json library ",
	.run = run,
};
