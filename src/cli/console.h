/* What the program says: errors and mistakes to the error stream, in JSON also to the output, and the progress bar.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CONSOLE_H
#define GZ_CONSOLE_H
#include "base/error.h"
#include "base/mistakes.h"
#include "cli/command.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* In which language people read on the terminal what follows: "en", "ru" or "tg"; anything else is English. JSON and files do not depend on it. */
void gz_console_speak(const char *language);
/* The language spoken. */
const char *gz_console_spoken(void);
/* That of the environment: of LC_ALL, LC_MESSAGES or LANG, whichever is set first, ru or tg; else "en". */
const char *gz_console_language(void);

/* Prints a text in so many characters, not bytes, for words may be in Cyrillic: blanks after it, or before it where width is below 0. Longer ones are whole. */
void gz_console_cell(FILE *out, const char *text, int width);

/* Prints what a verb does and takes, in the language spoken. Gives the exit code. */
int gz_console_help(const char *verb);

/* Each tells what went wrong and gives the exit code for it. With json the same goes to the output as
 * {"ok": false, "mistakes": [{"file", "row", "column", "sentence"}]}. */
int gz_console_usage(const gz_command *command, bool json, const char *fmt, ...) GZ_PRINTF(3, 4);
int gz_console_error(bool json, const gz_error *err);
int gz_console_memory(bool json);
/* One mistake a line, "file:row:column: sentence", then how many there are. */
int gz_console_mistakes(bool json, const gz_mistakes *mistakes);
/* Prints lines, each said in the language spoken where a pattern knows it; blanks before a line stay. At most 2 kB. */
void gz_console_print(FILE *out, const char *fmt, ...) GZ_PRINTF(2, 3);
/* "file:row:column: sentence" in the language spoken, and a new line. */
void gz_console_line(FILE *out, const gz_error *err, const char *before);
/* What is no mistake but worth saying, to the output: "file:row:column: note: sentence"; with json {"ok": true, "mistakes": [], "notes": [...]}. */
void gz_console_notes(bool json, const gz_mistakes *notes);

/* A bar with the time left on a terminal; silent in a pipe, and when asked to be. */
typedef struct gz_progress_bar {
	bool shown;
	double started;    /* seconds, any clock that only goes forward */
	int32_t permille;  /* last shown */
} gz_progress_bar;
void gz_console_progress_begin(gz_progress_bar *bar, bool quiet);
/* As gz_run_options.progress; context is the bar. */
void gz_console_progress(void *context, double fraction);
/* Wipes the bar. */
void gz_console_progress_end(gz_progress_bar *bar);
#endif
