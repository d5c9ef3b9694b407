/* What may stand on the command line of any verb; each verb says which of it it takes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"
#include "base/mistakes.h"
#include "base/number.h"
#include "cli/console.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

/* Options without a letter of their own. */
enum { REPLICATES = 256, SEED, DAYS, THREADS, SET, DESIGN, DETERMINISTIC, ODE, SAVE, RESTART, MANIFEST, LANGUAGE, LIBRARY, CITIES, LEAST, RULE, RANGE, LINKS, AIRPORTS,
	DISEASE, FLIGHT, EXIT, ENTRY, QUARANTINE, TEST, PUBLISHED, METHOD, FROM, TO, LAST, CONTROL, TIES, PLACES, ALL, AT, COUNTRY, NEW, PORT, BIND, LAN,
	CERTIFICATE, KEY, REPLAY, PASSWORD, PACK, NAMES, WORDS, WORLD, WORLDS, SAVE_CHOICE };

static const struct option known[] = {
	{"output", required_argument, NULL, 'o'},
	{"replicates", required_argument, NULL, REPLICATES},
	{"worlds", required_argument, NULL, WORLDS},
	{"save-choice", no_argument, NULL, SAVE_CHOICE},
	{"seed", required_argument, NULL, SEED},
	{"days", required_argument, NULL, DAYS},
	{"threads", required_argument, NULL, THREADS},
	{"set", required_argument, NULL, SET},
	{"design", required_argument, NULL, DESIGN},
	{"deterministic", no_argument, NULL, DETERMINISTIC},
	{"ode", no_argument, NULL, ODE},
	{"quiet", no_argument, NULL, 'q'},
	{"json", no_argument, NULL, 'j'},
	{"save", required_argument, NULL, SAVE},
	{"restart", required_argument, NULL, RESTART},
	{"manifest", required_argument, NULL, MANIFEST},
	{"language", required_argument, NULL, LANGUAGE},
	{"library", required_argument, NULL, LIBRARY},
	{"cities", required_argument, NULL, CITIES},
	{"population-above", required_argument, NULL, LEAST},
	{"rule", required_argument, NULL, RULE},
	{"range", required_argument, NULL, RANGE},
	{"air-links", required_argument, NULL, LINKS},
	{"airports", required_argument, NULL, AIRPORTS},
	{"disease", required_argument, NULL, DISEASE},
	{"flight", required_argument, NULL, FLIGHT},
	{"exit", required_argument, NULL, EXIT},
	{"entry", required_argument, NULL, ENTRY},
	{"quarantine", required_argument, NULL, QUARANTINE},
	{"test", required_argument, NULL, TEST},
	{"published", no_argument, NULL, PUBLISHED},
	{"method", required_argument, NULL, METHOD},
	{"from", required_argument, NULL, FROM},
	{"to", required_argument, NULL, TO},
	{"last", required_argument, NULL, LAST},
	{"control", required_argument, NULL, CONTROL},
	{"links", required_argument, NULL, TIES},
	{"places", required_argument, NULL, PLACES},
	{"all", no_argument, NULL, ALL},
	{"at", required_argument, NULL, AT},
	{"country", required_argument, NULL, COUNTRY},
	{"new", required_argument, NULL, NEW},
	{"port", required_argument, NULL, PORT},
	{"bind", required_argument, NULL, BIND},
	{"lan", no_argument, NULL, LAN},
	{"certificate", required_argument, NULL, CERTIFICATE},
	{"key", required_argument, NULL, KEY},
	{"replay", no_argument, NULL, REPLAY},
	{"pack", required_argument, NULL, PACK},
	{"names", required_argument, NULL, NAMES},
	{"words", required_argument, NULL, WORDS},
	{"world", required_argument, NULL, WORLD},
	{"new-password", no_argument, NULL, PASSWORD},
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};
enum { N_KNOWN = sizeof known / sizeof known[0] - 1 };

static const char *long_name(int letter)
{
	for (int32_t i = 0; i < N_KNOWN; i++)
		if (known[i].val == letter)
			return known[i].name;
	return "";
}

static bool takes(const gz_command *command, const char *name)
{
	char word[40];
	snprintf(word, sizeof word, " %s ", name);
	return strcmp(name, "help") == 0 || strcmp(name, "language") == 0 || strstr(command->options, word) != NULL;
}

/* An option nobody knows, or that this verb does not take. */
static int refuse_option(const gz_command *command, bool json, const char *given)
{
	const char *names[N_KNOWN];
	char name[64];
	int32_t n = 0;
	for (int32_t i = 0; i < N_KNOWN; i++)
		if (takes(command, known[i].name))
			names[n++] = known[i].name;
	snprintf(name, sizeof name, "%.*s", (int)strcspn(given, "="), given);
	const char *near = strlen(name) > 3 ? gz_mistakes_near(name + strspn(name, "-"), names, n) : NULL;
	if (near != NULL)
		return gz_console_usage(command, json, "no such option here: %s; did you mean --%s?", name, near);
	return gz_console_usage(command, json, "no such option here: %s", name);
}

/* What getopt_long did not like: '?' unknown or with a value it does not take, ':' without its value. */
static int refuse(const gz_command *command, bool json, int letter, const char *argument)
{
	const char letter_option[] = {'-', (char)optopt, '\0'};
	if (letter == ':')
		return gz_console_usage(command, json, "%s needs a value", argument);
	if (optopt == 0)
		return refuse_option(command, json, argument);
	if (long_name(optopt)[0] != '\0' && strchr(argument, '=') != NULL)
		return gz_console_usage(command, json, "--%s takes no value", long_name(optopt));
	return refuse_option(command, json, letter_option);
}

/* Whether text is a whole number in low .. high; tells the mistake if not. Of INT32_MAX nothing is said: whoever reads the number has a limit of their own. */
static bool whole(const gz_command *command, bool json, const char *name, const char *text, int64_t low, int64_t high, int64_t *out)
{
	if (gz_number_parse_int(text, strlen(text), out) && *out >= low && *out <= high)
		return true;
	char to[32] = "";
	if (high != INT32_MAX)
		snprintf(to, sizeof to, " to %lld", (long long)high);
	gz_console_usage(command, json, "--%s %s: expected a whole number from %lld%s", name, text, (long long)low, to);
	return false;
}

static int add_set(gz_options *o, const gz_command *command, const char *text)
{
	const char *equals = strchr(text, '=');
	if (equals == NULL || equals == text)
		return gz_console_usage(command, o->json, "--set %s: expected key=value, as in --set parameters.R0=2", text);
	o->sets[o->n_sets++] = text;
	return GZ_OPTIONS_GO;
}

/* The key that a short form such as --days stands for. */
static int add_key(gz_options *o, const gz_command *command, const char *key, const char *text, int64_t low, int64_t high)
{
	int64_t number;
	if (!whole(command, o->json, key, text, low, high, &number))
		return 2;
	const char *set = gz_arena_printf(&o->arena, "%s=%s", key, text);
	return set == NULL ? gz_console_memory(o->json) : add_set(o, command, set);
}

/* --flight 12h as the key it stands for. */
static int add_word(gz_options *o, const gz_command *command, int letter, const char *text)
{
	const char *set = gz_arena_printf(&o->arena, "%s=%s", long_name(letter), text);
	return set == NULL ? gz_console_memory(o->json) : add_set(o, command, set);
}

static int take_threads(gz_options *o, const gz_command *command, const char *text)
{
	int64_t number;
	if (!whole(command, o->json, "threads", text, 1, 4096, &number))
		return 2;
	o->threads = (int32_t)number;
	return GZ_OPTIONS_GO;
}

static int take_worlds(gz_options *o, const gz_command *command, const char *text)
{
	int64_t number;
	if (!whole(command, o->json, "worlds", text, 1, 100000, &number))
		return 2;
	o->worlds = (int32_t)number;
	return GZ_OPTIONS_GO;
}

/* --save 30:state.gz */
static int take_save(gz_options *o, const gz_command *command, const char *text)
{
	const char *colon = strchr(text, ':');
	int64_t day = -1;
	if (colon == NULL || colon[1] == '\0' || !gz_number_parse_int(text, (size_t)(colon - text), &day) || day < 0 || day > INT32_MAX)
		return gz_console_usage(command, o->json, "--save %s: expected DAY:FILE, as in --save 30:state.guzar", text);
	o->save_day = (int32_t)day;
	o->save_path = colon + 1;
	return GZ_OPTIONS_GO;
}

static int take_language(gz_options *o, const gz_command *command, const char *text)
{
	if (strcmp(text, "en") != 0 && strcmp(text, "ru") != 0 && strcmp(text, "tg") != 0 && !(command->dari && strcmp(text, "prs") == 0))
		return gz_console_usage(command, o->json, "--language %s: expected %s", text, command->dari ? "en, ru, tg or prs" : "en, ru or tg");
	o->language = text;
	gz_console_speak(text);
	return GZ_OPTIONS_GO;
}

static int take_whole(const gz_options *o, const gz_command *command, const char *name, const char *text, int64_t low, int64_t high, int64_t *out)
{
	return whole(command, o->json, name, text, low, high, out) ? GZ_OPTIONS_GO : 2;
}

static int take_rule(gz_options *o, const gz_command *command, const char *text)
{
	if (strcmp(text, "gravity") != 0 && strcmp(text, "radiation") != 0)
		return gz_console_usage(command, o->json, "--rule %s: expected gravity or radiation", text);
	o->world.rule = text;
	return GZ_OPTIONS_GO;
}

/* What guzar detect takes. */
static int take_detect(gz_options *o, const gz_command *command, int letter, const char *value)
{
	switch (letter) {
	case METHOD: o->detect.method = value; break;
	case FROM: o->from = value; break;
	case TO: o->detect.to = value; break;
	case CONTROL: o->detect.control = value; break;
	case TIES: o->detect.links = value; break;
	case PLACES: o->detect.places = value; break;
	case ALL: o->detect.all = true; break;
	default: return take_whole(o, command, "last", value, 1, 100000, &o->detect.last);
	}
	return GZ_OPTIONS_GO;
}

/* What guzar serve takes. */
static int take_serve(gz_options *o, const gz_command *command, int letter, const char *value)
{
	switch (letter) {
	case BIND: o->serve.bind = value; break;
	case CERTIFICATE: o->serve.certificate = value; break;
	case KEY: o->serve.key = value; break;
	case LAN: o->serve.lan = true; break;
	case PACK: o->serve.pack = value; break;
	case REPLAY: o->serve.replay = true; break;
	case PASSWORD: o->serve.password = true; break;
	case NAMES: o->serve.names = value; break;
	case WORDS: o->serve.words = value; break;
	case WORLD: return take_whole(o, command, "world", value, 0, 999999, &o->serve.world);
	default:
		if (take_whole(o, command, "port", value, 0, INT32_MAX, &o->serve.port) != GZ_OPTIONS_GO)
			return 2;
		return o->serve.port <= 65535 ? GZ_OPTIONS_GO : gz_console_usage(command, o->json, "--port %s: ports go to 65535", value);
	}
	return GZ_OPTIONS_GO;
}

static int take(gz_options *o, const gz_command *command, int letter, const char *value)
{
	switch (letter) {
	case REPLICATES: return add_key(o, command, "replicates", value, 1, INT32_MAX);
	case SEED: return add_key(o, command, "seed", value, 0, INT64_MAX);
	case DAYS: return add_key(o, command, "days", value, 1, INT32_MAX);
	case SET: return add_set(o, command, value);
	case SAVE: return take_save(o, command, value);
	case LANGUAGE: return take_language(o, command, value);
	case THREADS: return take_threads(o, command, value);
	case WORLDS: return take_worlds(o, command, value);
	case SAVE_CHOICE: o->save_choice = true; break;
	case CITIES: return take_whole(o, command, "cities", value, 1, 500000, &o->world.cities);
	case LEAST: return take_whole(o, command, "population-above", value, 0, 100000000, &o->world.least);
	case RULE: return take_rule(o, command, value);
	case RANGE: return take_whole(o, command, "range", value, 1, 20000, &o->world.range);
	case LINKS: return take_whole(o, command, "air-links", value, 0, 300000, &o->world.links);
	case AIRPORTS: return take_whole(o, command, "airports", value, 0, 600, &o->world.airports);
	case FLIGHT: case EXIT: case ENTRY: case QUARANTINE: case TEST: return add_word(o, command, letter, value);
	case METHOD: case FROM: case TO: case LAST: case CONTROL: case TIES: case PLACES: case ALL: return take_detect(o, command, letter, value);
	case PORT: case BIND: case LAN: case CERTIFICATE: case KEY: case REPLAY: case PASSWORD: case PACK: case NAMES: case WORDS: case WORLD: return take_serve(o, command, letter, value);
	case 'o': o->output = value; break;
	case DESIGN: o->design = value; break;
	case RESTART: o->restart = value; break;
	case MANIFEST: o->manifest = value; break;
	case LIBRARY: o->library = value; break;
	case DISEASE: o->disease = value; break;
	case AT: o->at = value; break;
	case COUNTRY: o->country = value; break;
	case NEW: o->create = value; break;
	case PUBLISHED: o->published = true; break;
	case DETERMINISTIC: o->deterministic = true; break;
	case ODE: o->ode = true; break;
	case 'q': o->quiet = true; break;
	case 'j': o->json = true; break;
	default: o->help = true; break;
	}
	return GZ_OPTIONS_GO;
}

static int check_operands(const gz_command *command, const char *missing, int32_t least, int32_t most, const gz_options *o)
{
	if (o->n_operands < least)
		return gz_console_usage(command, o->json, "%s", missing);
	if (o->n_operands > most)
		return gz_console_usage(command, o->json, "%s is one too many", o->operands[most]);
	return GZ_OPTIONS_GO;
}

/* --json wherever it stands, for mistakes that are found before it is reached. */
static bool wants_json(const gz_command *command, int argc, char **argv)
{
	for (int i = 1; i < argc && takes(command, "json"); i++)
		if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "-j") == 0)
			return true;
	return false;
}

int gz_options_parse(const gz_command *command, int argc, char **argv, const gz_options_wanted *wanted, gz_options *out)
{
	*out = (gz_options){.language = "", .world = {-1, -1, -1, -1, -1, NULL}, .serve = {.port = -1, .world = -1}, .json = wants_json(command, argc, argv)};
	out->sets = gz_arena_array(&out->arena, const char *, argc + 1);
	out->operands = gz_arena_array(&out->arena, const char *, argc + 1);
	if (out->sets == NULL || out->operands == NULL)
		return gz_console_memory(out->json);
	opterr = 0;
	optind = 0; /* glibc: start anew, so that a manifest's command can be read after ours */
	for (int letter; (letter = getopt_long(argc, argv, ":o:qjh", known, NULL)) != -1;) {
		if (letter == ':' || letter == '?')
			return refuse(command, out->json, letter, argv[optind - 1]);
		if (!takes(command, long_name(letter)))
			return refuse_option(command, out->json, argv[optind - 1][0] == '-' ? argv[optind - 1] : argv[optind - 2]);
		int code = take(out, command, letter, optarg);
		if (code != GZ_OPTIONS_GO)
			return code;
	}
	if (out->help)
		return gz_console_help(command->verb);
	for (int i = optind; i < argc; i++)
		out->operands[out->n_operands++] = argv[i];
	return check_operands(command, wanted->missing, wanted->least, wanted->most, out);
}

const char *gz_options_language(const gz_options *options)
{
	return options->language[0] == '\0' ? gz_console_spoken() : options->language;
}

void gz_options_free(gz_options *options)
{
	gz_arena_free(&options->arena);
	*options = (gz_options){0};
}
