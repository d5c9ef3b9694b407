/* Statuses and errors: filling one, and printing it as "file:row:column: sentence".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *sentence;
	int code;
} STATUSES[GZ_STATUS_COUNT] = {
#define GZ_STATUS_ROW(name, code, text) {#name, text, code},
	GZ_STATUS_LIST(GZ_STATUS_ROW)
#undef GZ_STATUS_ROW
};

static int status_index(gz_status status)
{
	return (int)status >= 0 && status < GZ_STATUS_COUNT ? (int)status : (int)GZ_ERR_INTERNAL;
}

int gz_status_exit(gz_status status)
{
	return STATUSES[status_index(status)].code;
}

const char *gz_status_sentence(gz_status status)
{
	return STATUSES[status_index(status)].sentence;
}

const char *gz_status_name(gz_status status)
{
	return STATUSES[status_index(status)].name;
}

/* Whether a byte continues a UTF-8 character begun before it. */
static int continues(char byte)
{
	return ((unsigned char)byte & 0xC0u) == 0x80u;
}

/* Keeps the end of a long path: its last part tells more than its first. */
static void file_copy(char out[GZ_ERROR_FILE_SIZE], const char *file)
{
	size_t n = strlen(file), room = GZ_ERROR_FILE_SIZE - 1;
	if (n <= room) {
		memcpy(out, file, n + 1);
		return;
	}
	const char *tail = file + (n - (room - 3));
	while (continues(*tail))
		tail++;
	(void)snprintf(out, GZ_ERROR_FILE_SIZE, "...%s", tail);
}

/* Removes a character that was cut in half at the end of a full field. */
static void cut_whole(char *text, size_t size)
{
	size_t end = size - 1, start = end;
	while (start > 0 && continues(text[start - 1]))
		start--;
	if (start == 0 || (unsigned char)text[start - 1] < 0xC0u)
		return; /* ends in ASCII, or is no UTF-8 at all */
	unsigned char lead = (unsigned char)text[start - 1];
	size_t want = lead >= 0xF0u ? 4 : lead >= 0xE0u ? 3 : 2;
	if (end - (start - 1) < want)
		text[start - 1] = '\0';
}

gz_status gz_error_set(gz_error *err, gz_status st, const char *file, int32_t row, int32_t column, const char *fmt, ...)
{
	assert(fmt != NULL);
	if (err == NULL)
		return st;
	/* Built apart: an argument may point into err itself. */
	gz_error fresh = {.status = st, .row = row, .column = column};
	if (file != NULL)
		file_copy(fresh.file, file);
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(fresh.sentence, sizeof fresh.sentence, fmt, args);
	va_end(args);
	if (n < 0)
		fresh.sentence[0] = '\0';
	else if ((size_t)n >= sizeof fresh.sentence)
		cut_whole(fresh.sentence, sizeof fresh.sentence);
	*err = fresh;
	return st;
}

size_t gz_error_print(const gz_error *err, char *out, size_t size)
{
	char place[GZ_ERROR_FILE_SIZE + 32] = "";
	const char *file = err->file, *colon = file[0] != '\0' ? ":" : "";
	if (err->row > 0 && err->column > 0)
		(void)snprintf(place, sizeof place, "%s%s%d:%d: ", file, colon, (int)err->row, (int)err->column);
	else if (err->row > 0)
		(void)snprintf(place, sizeof place, "%s%s%d: ", file, colon, (int)err->row);
	else if (file[0] != '\0')
		(void)snprintf(place, sizeof place, "%s: ", file);
	int n = snprintf(out, size, "%s%s", place, err->sentence);
	return n < 0 ? 0 : (size_t)n;
}
