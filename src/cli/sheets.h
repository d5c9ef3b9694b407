/* What signal, assess and post have in common: the rules, the time it is, and sheets in three languages written into a folder.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SHEETS_H
#define GZ_SHEETS_H
#include "assess/moment.h"
#include "assess/rules/rules.h"
#include "cli/options.h"
#include "report/catalogue.h"
#include "report/paper/paper.h"
#include "text/encoding.h"
#include "text/json.h"

/* One sheet: written as NAME.LANGUAGE.html, or .txt if `text`, in each language. */
typedef struct gz_sheet {
	const char *name;
	bool text;
	const char *(*title)(const void *context, const gz_catalogue *words);
	gz_status (*write)(const void *context, gz_paper *paper, const gz_catalogue *words);
	const void *context;
} gz_sheet;

/* What goes into a folder; everything is borrowed. */
typedef struct gz_sheets {
	const gz_command *command;
	gz_options *options;
	int argc; char **argv;
	const gz_sheet *sheets; int32_t n_sheets;
	const char *json_name; const gz_json *json;
	const char *csv_name; void (*csv)(const void *context, FILE *out); const void *csv_context; /* NULL = none */
	const char *const *inputs; int32_t n_inputs;                          /* files read */
	gz_encoding encoding;                                                 /* of the table among them */
} gz_sheets;

/* What each of these verbs works on: its own struct begins with it. */
typedef struct gz_sheets_work {
	const gz_command *command;
	gz_options *options;
	int argc; char **argv;
	gz_rules rules;
	gz_encoding encoding; /* of the table read, if there is one */
	gz_mistakes mistakes;
} gz_sheets_work;

/* How such a verb goes: with --new it begins a file from `model` of rules/ (or by `create`), else it reads and shows. */
typedef struct gz_sheets_steps {
	int32_t most;        /* operands */
	const char *missing; /* said where there is none */
	const char *model;
	gz_status (*create)(gz_sheets_work *work, gz_error *err); /* NULL: a copy of the model */
	gz_status (*read)(gz_sheets_work *work, gz_error *err);
	gz_status (*show)(const gz_sheets_work *work, gz_error *err);
} gz_sheets_steps;

/* Reads the command line and goes through the steps; gives the exit code. `work` is zeroed but for the verb's own. */
int gz_sheets_run(const gz_sheets_steps *steps, gz_sheets_work *work, const gz_command *command, int argc, char **argv);

/* Reads the rules of the library. A mistake in them is told in the list. */
gz_status gz_sheets_rules(gz_rules *rules, gz_options *options, gz_mistakes *mistakes, gz_error *err);
/* Writes the file that --new names: a copy of `model` of rules/. One that exists is left alone. */
gz_status gz_sheets_begin(gz_options *options, const char *model, gz_error *err);
/* A file of the library's folder rules/; NULL without memory, and if there is no library. */
const char *gz_sheets_path(gz_options *options, const char *file);
/* The time it is: --at (an offset or `zone` is needed, and the time of day unless day_will_do), else the clock of the computer, in `zone`. */
gz_status gz_sheets_now(const gz_options *options, int32_t zone, bool day_will_do, gz_moment *now, gz_error *err);
/* Shows what was made: written into options->output, whole or not at all, where that is given; and on the output its JSON, or the first
 * sheet as text in the language asked for. */
gz_status gz_sheets_show(const gz_sheets *sheets, gz_error *err);
#endif
