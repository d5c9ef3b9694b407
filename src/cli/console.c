/* What the program says: errors and mistakes to the error stream, in JSON also to the output, and the progress bar.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/console.h"
#include "report/sentence.h"
#include "text/json.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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

/* ---- in words ------------------------------------------------------------------------------------------------ */

static char spoken[3] = "en";

void gz_console_speak(const char *language)
{
	snprintf(spoken, sizeof spoken, "%.2s", gz_catalogue_language(language) != NULL ? language : "en"); /* Dari is the room's alone */
}

const char *gz_console_spoken(void)
{
	return spoken;
}

const char *gz_console_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *value = "";
	for (size_t i = 0; i < sizeof names / sizeof *names && value[0] == '\0'; i++) {
		const char *one = getenv(names[i]);
		value = one != NULL ? one : "";
	}
	return strncmp(value, "ru", 2) == 0 ? "ru" : strncmp(value, "tg", 2) == 0 ? "tg" : "en";
}

/* The sentences of the language spoken; those of English, which change nothing, where it cannot be. */
static void open_sentences(gz_sentences *s)
{
	gz_error unsaid = {0};
	if (gz_sentence_open(s, spoken, &unsaid) != GZ_OK)
		gz_sentence_close(s);
}

/* A text of the catalogue with a word or a number put in. */
static const char *text_of(const gz_sentences *s, const char *key, const char *name, const char *value, double number)
{
	const gz_catalogue_value values[] = {{name, value, number}};
	return gz_catalogue_text(&s->other, key, values, 1);
}

static void print_line(FILE *out, const gz_sentences *s, const gz_error *err, const char *before, bool note)
{
	char line[LINE_BYTES], said[GZ_SENTENCE_SIZE];
	gz_error place = *err;
	place.sentence[0] = '\0';
	gz_error_print(&place, line, sizeof line);
	gz_sentence_say(s, err->sentence, said);
	fprintf(out, "%s%s%s\n", before, line, note && s->other.root != NULL ? text_of(s, "console.note", "text", said, 0) : said);
}

void gz_console_line(FILE *out, const gz_error *err, const char *before)
{
	gz_sentences s;
	open_sentences(&s);
	print_line(out, &s, err, before, false);
	gz_sentence_close(&s);
}

void gz_console_print(FILE *out, const char *fmt, ...)
{
	char text[GZ_SENTENCE_SIZE], said[GZ_SENTENCE_SIZE];
	gz_sentences s;
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	open_sentences(&s);
	for (char *line = text, *end; *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		const bool more = *end != '\0';
		*end = '\0';
		const size_t blanks = strspn(line, " ");
		gz_sentence_say(&s, line + blanks, said);
		fprintf(out, "%*s%s%s", (int)blanks, "", said, more ? "\n" : "");
		end += more;
	}
	gz_sentence_close(&s);
}

void gz_console_cell(FILE *out, const char *text, int width)
{
	int used = 0;
	for (const char *c = text; *c != '\0'; c++)
		used += ((unsigned char)*c & 0xC0) != 0x80;
	const int blanks = abs(width) > used ? abs(width) - used : 0;
	fprintf(out, "%*s%s%*s", width < 0 ? blanks : 0, "", text, width < 0 ? 0 : blanks, "");
}

int gz_console_help(const char *verb)
{
	gz_arena arena = {0};
	gz_catalogue words = {0};
	gz_error err = {0};
	char key[64];
	const gz_status status = gz_catalogue_open(&words, spoken, &arena, &err);
	snprintf(key, sizeof key, "console.help.%s", verb);
	if (status == GZ_OK) {
		fputs(gz_catalogue_text(&words, key, NULL, 0), stdout);
		if (strcmp(spoken, "en") != 0)
			printf("\n%s\n", gz_catalogue_text(&words, "console.machine", NULL, 0));
	}
	gz_catalogue_close(&words);
	gz_arena_free(&arena);
	return status == GZ_OK ? 0 : gz_console_error(false, &err);
}

int gz_console_usage(const gz_command *command, bool json, const char *fmt, ...)
{
	gz_error err = {.status = GZ_ERR_INPUT};
	gz_sentences s;
	va_list args;
	va_start(args, fmt);
	vsnprintf(err.sentence, sizeof err.sentence, fmt, args);
	va_end(args);
	open_sentences(&s);
	fprintf(stderr, "guzar %s: ", command->verb);
	print_line(stderr, &s, &err, "", false);
	fprintf(stderr, "%s\n", s.other.root != NULL ? text_of(&s, "console.try", "verb", command->verb, 0) : "");
	gz_sentence_close(&s);
	if (json)
		print_json(&err, 1, NULL);
	return gz_status_exit(GZ_ERR_INPUT);
}

int gz_console_error(bool json, const gz_error *err)
{
	gz_console_line(stderr, err, err->file[0] == '\0' ? "guzar: " : "");
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
	const double all = mistakes->n + (double)mistakes->more;
	gz_sentences s;
	open_sentences(&s);
	for (int32_t i = 0; i < mistakes->n; i++)
		print_line(stderr, &s, &mistakes->items[i], "", false);
	fprintf(stderr, "%s\n", s.other.root != NULL ? text_of(&s, "console.mistakes", "n", NULL, all) : "");
	if (mistakes->more > 0 && s.other.root != NULL)
		fprintf(stderr, "%s\n", text_of(&s, "console.first", "n", NULL, mistakes->n));
	gz_sentence_close(&s);
	if (json)
		print_json(mistakes->items, mistakes->n, NULL);
	return gz_status_exit(GZ_ERR_INPUT);
}

void gz_console_notes(bool json, const gz_mistakes *notes)
{
	gz_sentences s;
	open_sentences(&s);
	for (int32_t i = 0; i < notes->n && !json; i++)
		print_line(stdout, &s, &notes->items[i], "", true);
	if (notes->more > 0 && !json && s.other.root != NULL)
		printf("%s\n", text_of(&s, "console.more-notes", "n", NULL, (double)notes->more));
	gz_sentence_close(&s);
	if (json)
		print_json(NULL, 0, notes);
}

/* ---- the bar ------------------------------------------------------------------------------------------------- */

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
