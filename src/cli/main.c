/* The program: finds the verb and hands over to it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/mistakes.h"
#include "cli/command.h"
#include "cli/console.h"
#include "engine/ranks/ranks.h"
#include "report/catalogue.h"
#include <stdio.h>
#include <string.h>

static const gz_command *const commands[] = {&gz_cmd_check, &gz_cmd_explain, &gz_cmd_run, &gz_cmd_compare, &gz_cmd_new,
	&gz_cmd_diseases, &gz_cmd_places, &gz_cmd_world, &gz_cmd_screening, &gz_cmd_detect,
	&gz_cmd_signal, &gz_cmd_assess, &gz_cmd_post, &gz_cmd_exercise, &gz_cmd_serve, &gz_cmd_words};
enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

/* What the verbs are for, in the language spoken. */
static void overview(FILE *out)
{
	gz_arena arena = {0};
	gz_catalogue words = {0};
	gz_error unsaid = {0};
	if (gz_catalogue_open(&words, gz_console_spoken(), &arena, &unsaid) == GZ_OK) {
		fprintf(out, "guzar " GUZAR_VERSION ": %s\n\n%s\n\n", gz_catalogue_text(&words, "console.about", NULL, 0), gz_catalogue_text(&words, "console.usage", NULL, 0));
		for (int i = 0; i < N_COMMANDS; i++) {
			char key[64];
			snprintf(key, sizeof key, "console.verb.%s", commands[i]->verb);
			fprintf(out, "  %-10s %s\n", commands[i]->verb, gz_catalogue_text(&words, key, NULL, 0));
		}
		fprintf(out, "\n  guzar VERB --help    %s\n  guzar --version      %s\n\n%s\n", gz_catalogue_text(&words, "console.more", NULL, 0),
			gz_catalogue_text(&words, "console.version", NULL, 0), gz_catalogue_text(&words, "console.begin", NULL, 0));
	}
	fputs("  guzar new first.yaml\n"
		  "  guzar check first.yaml\n"
		  "  guzar run first.yaml -o results\n", out);
	if (words.root != NULL && strcmp(words.language, "en") != 0)
		fprintf(out, "\n%s\n", gz_catalogue_text(&words, "console.machine", NULL, 0));
	gz_catalogue_close(&words);
	gz_arena_free(&arena);
}

static const gz_command *find(const char *verb)
{
	for (int i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i]->verb, verb) == 0)
			return commands[i];
	return NULL;
}

static int unknown(const char *verb)
{
	const char *names[N_COMMANDS];
	for (int i = 0; i < N_COMMANDS; i++)
		names[i] = commands[i]->verb;
	const char *near = gz_mistakes_near(verb, names, N_COMMANDS);
	gz_error err;
	gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, near != NULL ? "no such verb: %.200s; did you mean %s?" : "no such verb: %.200s", verb, near);
	gz_console_line(stderr, &err, "guzar: ");
	fputs("Try: guzar --help\n", stderr);
	return 2;
}

/* Speaks as --language says, wherever it stands, so that a mistake before it is told in its language too; else as the environment says. */
static void speak(int argc, char **argv)
{
	gz_console_speak(gz_console_language());
	for (int i = 1; i < argc; i++) {
		const bool apart = strcmp(argv[i], "--language") == 0 && i + 1 < argc;
		const char *text = apart ? argv[i + 1] : strncmp(argv[i], "--language=", 11) == 0 ? argv[i] + 11 : "";
		if (gz_catalogue_language(text) != NULL && text[0] != '\0')
			gz_console_speak(text);
	}
}

/* After --help or help: a verb, if any, and the language, which is spoken already. */
static int help(int argc, char **argv)
{
	const char *verb = NULL;
	for (int i = 0; i < argc && verb == NULL; i++)
		if (strcmp(argv[i], "--language") == 0)
			i++;
		else if (strncmp(argv[i], "--language=", 11) != 0)
			verb = argv[i];
	if (verb != NULL && find(verb) == NULL)
		return unknown(verb);
	if (verb != NULL)
		return gz_console_help(verb);
	overview(stdout);
	return 0;
}

/* Output that could not be written, to a full disk or a closed pipe, is a failure like any other. */
static int finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	fputs("guzar: the output could not be written\n", stderr);
	return code != 0 ? code : 1;
}

/* Under mpirun a verb that does not spread is done by the first process; the others leave. */
static int alone(const gz_command *command, int argc, char **argv)
{
	gz_error err = {0};
	gz_ranks *ranks = NULL;
	const gz_status status = gz_ranks_open(&ranks, &err);
	const int32_t rank = gz_ranks_rank(ranks), size = gz_ranks_size(ranks);
	gz_ranks_close(ranks);
	if (status != GZ_OK)
		return gz_console_error(false, &err);
	if (rank > 0)
		return 0;
	if (size > 1)
		fprintf(stderr, "guzar %s works in one process; the other %d are idle\n", command->verb, (int)size - 1);
	return command->run(command, argc, argv);
}

int main(int argc, char **argv)
{
	speak(argc, argv);
	if (argc < 2) {
		overview(stderr);
		return 2;
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("guzar " GUZAR_VERSION);
		return finish(0);
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
		return finish(help(argc - 2, argv + 2));
	const gz_command *command = find(argv[1]);
	if (command == NULL)
		return unknown(argv[1]);
	return finish(command->spreads ? command->run(command, argc - 1, argv + 1) : alone(command, argc - 1, argv + 1));
}
