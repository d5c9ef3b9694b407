/* The verbs of the program: each file cmd_*.c is one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COMMAND_H
#define GZ_COMMAND_H
#include <stdbool.h>

typedef struct gz_command {
	const char *verb;
	const char *options; /* long names that the verb takes besides help and language, each between blanks: " output set " */
	bool spreads;        /* takes part in a run of several processes; other verbs are done by the first one alone */
	bool dari;           /* --language takes prs too: what it says of the exercise room is there in Dari */
	int (*run)(const struct gz_command *command, int argc, char **argv); /* argv[0] is the verb; gives the exit code */
} gz_command;

extern const gz_command gz_cmd_check, gz_cmd_explain, gz_cmd_run, gz_cmd_compare, gz_cmd_new, gz_cmd_diseases, gz_cmd_places, gz_cmd_world, gz_cmd_screening, gz_cmd_detect,
	gz_cmd_signal, gz_cmd_assess, gz_cmd_post, gz_cmd_exercise, gz_cmd_serve, gz_cmd_words;
#endif
