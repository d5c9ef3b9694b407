/* What the program says: errors and mistakes to the error stream, in JSON also to the output, and the progress bar.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "text/json.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, LINE_BYTES = 1024 };

static void json_list(gz_json *j, const char *key, const gz_error *items, int32_t n)
{
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++) {
		gz_json_object(j);
		gz_json_key_string(j, "file", items[i].file[0] == '\0' ? NULL : items[i].file);
		gz_json_key_integer(j, "row", items[i].row);
		gz_json_key_integer(j, "column", items[i].column);
		gz_json_key_string(j, "sentence", items[i].sentence);
		gz_json_end(j);
	}
	gz_json_end(j);
}

/* notes: NULL where nothing was looked at for them. */
static void print_json(const gz_error *items, int32_t n, const gz_mistakes *notes)
{
	gz_json j = {.pretty = true};
	gz_json_object(&j);
	gz_json_key_bool(&j, "ok", n == 0);
	json_list(&j, "mistakes", items, n);
	if (notes != NULL)
		json_list(&j, "notes", notes->items, notes->n);
	gz_json_end(&j);
	gz_json_line(&j);
	if (gz_json_status(&j) == GZ_OK)
		fwrite(j.bytes, 1, j.n, stdout);
	gz_json_free(&j);
}

int gz_console_usage(const gz_command *command, bool json, const char *fmt, ...)
{
	gz_error err = {.status = GZ_ERR_INPUT};
	va_list args;
	va_start(args, fmt);
	vsnprintf(err.sentence, sizeof err.sentence, fmt, args);
	va_end(args);
	fprintf(stderr, "guzar %s: %s\nTry: guzar %s --help\n", command->verb, err.sentence, command->verb);
	if (json)
		print_json(&err, 1, NULL);
	return gz_status_exit(GZ_ERR_INPUT);
}

int gz_console_error(bool json, const gz_error *err)
{
	char line[LINE_BYTES];
	gz_error_print(err, line, sizeof line);
	fprintf(stderr, "%s%s\n", err->file[0] == '\0' ? "guzar: " : "", line);
	if (json)
		print_json(err, 1, NULL);
	return gz_status_exit(err->status);
}

int gz_console_memory(bool json)
{
	gz_error err;
	gz_error_set(&err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	return gz_console_error(json, &err);
}

int gz_console_mistakes(bool json, const gz_mistakes *mistakes)
{
	char line[LINE_BYTES];
	long long all = mistakes->n + (long long)mistakes->more;
	for (int32_t i = 0; i < mistakes->n; i++) {
		gz_error_print(&mistakes->items[i], line, sizeof line);
		fprintf(stderr, "%s\n", line);
	}
	fprintf(stderr, "%lld mistake%s\n", all, all == 1 ? "" : "s");
	if (mistakes->more > 0)
		fprintf(stderr, "(the first %d are shown)\n", mistakes->n);
	if (json)
		print_json(mistakes->items, mistakes->n, NULL);
	return gz_status_exit(GZ_ERR_INPUT);
}

void gz_console_notes(bool json, const gz_mistakes *notes)
{
	char line[LINE_BYTES];
	for (int32_t i = 0; i < notes->n && !json; i++) {
		gz_error note = notes->items[i];
		snprintf(note.sentence, sizeof note.sentence, "note: %.*s", (int)sizeof note.sentence - 7, notes->items[i].sentence);
		gz_error_print(&note, line, sizeof line);
		printf("%s\n", line);
	}
	if (notes->more > 0 && !json)
		printf("(%lld further notes are not shown)\n", (long long)notes->more);
	if (json)
		print_json(NULL, 0, notes);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void gz_console_progress_begin(gz_progress_bar *bar, bool quiet)
{
	*bar = (gz_progress_bar){.shown = !quiet && isatty(STDERR_FILENO), .started = seconds(), .permille = -1};
}

void gz_console_progress(void *context, double fraction)
{
	gz_progress_bar *bar = context;
	int32_t permille = (int32_t)(1000 * fraction);
	char cells[BAR_WIDTH + 1];
	if (!bar->shown || permille == bar->permille)
		return;
	bar->permille = permille;
	int filled = (int)(fraction * BAR_WIDTH);
	filled = filled < 0 ? 0 : filled > BAR_WIDTH ? BAR_WIDTH : filled;
	memset(cells, '.', BAR_WIDTH);
	memset(cells, '#', (size_t)filled);
	cells[BAR_WIDTH] = '\0';
	double passed = seconds() - bar->started;
	fprintf(stderr, "\r[%s] %3d %%", cells, permille / 10);
	if (fraction > 0.01 && passed > 0.5) {
		int left = (int)(passed * (1 - fraction) / fraction + 0.5);
		fprintf(stderr, "  %d:%02d left ", left / 60, left % 60);
	}
	fflush(stderr);
}

void gz_console_progress_end(gz_progress_bar *bar)
{
	if (bar->shown && bar->permille >= 0)
		fprintf(stderr, "\r%*s\r", BAR_WIDTH + 30, "");
	bar->shown = false;
}
