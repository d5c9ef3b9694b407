/* What may stand on the command line of any verb; each verb says which of it it takes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OPTIONS_H
#define GZ_OPTIONS_H
#include "base/arena.h"
#include "cli/command.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct gz_options {
	gz_arena arena;
	const char *output, *design, *save_path, *restart, *manifest, *language, *library, *disease; /* NULL = not given; language "" = not said */
	const char *at, *country, *create, *from; /* the time it is, the country where a row names none, the file to begin with; the first day, or what is copied */
	int32_t threads, save_day;
	struct { int64_t cities, least, range, links, airports; const char *rule; } world; /* of guzar world; -1 or NULL = not given */
	struct { const char *method, *to, *control, *links, *places; int64_t last; bool all; } detect; /* of guzar detect; NULL or 0 = not given */
	struct { const char *bind, *certificate, *key, *pack, *words, *names; int64_t port, world; bool lan, replay, password; } serve; /* of guzar serve; port, world -1 = not given */
	int32_t worlds; /* of guzar exercise rehearse; 0 = not given */
	bool deterministic, ode, quiet, json, published, save_choice, help;
	const char **sets; int32_t n_sets; /* --set, and --replicates, --seed, --days, --flight ... as the keys they stand for */
	const char **operands; int32_t n_operands;
} gz_options;

enum { GZ_OPTIONS_GO = -1 };

/* Of what is only shown on the terminal: the language asked for, else the one spoken. */
const char *gz_options_language(const gz_options *options);

/* How many operands a verb takes, and what to say when there are too few. */
typedef struct gz_options_wanted {
	int32_t least, most;
	const char *missing;
} gz_options_wanted;

/* Reads argv. GZ_OPTIONS_GO = go on; else the exit code: 0 after --help, 2 after a mistake that has been told.
 * out borrows argv and is freed by gz_options_free in any case. */
int gz_options_parse(const gz_command *command, int argc, char **argv, const gz_options_wanted *wanted, gz_options *out);
void gz_options_free(gz_options *options);
#endif
