/* Writes the log as JSON and as CSV.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/journal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

char *gz_journal_json(const gz_chronicle *c, size_t *size)
{
	json_t *all = json_array();
	for (int32_t i = 0; all && i < c->n; i++) {
		const gz_entry *e = &c->entries[i];
		json_array_append_new(all, json_pack("{s:I, s:I, s:I, s:s, s:b, s:O}", "number", (json_int_t)e->number, "wall", (json_int_t)e->wall, "ex", (json_int_t)e->ex,
			"kind", gz_chronicle_kind_name(e->kind), "in_force", (int)e->in_force, "body", e->body));
	}
	char *text = all ? json_dumps(all, JSON_INDENT(1) | JSON_SORT_KEYS) : NULL;
	json_decref(all);
	*size = text ? strlen(text) : 0;
	return text;
}

static void csv_text(FILE *out, const char *text)
{
	fputs(",\"", out);
	if (text && strchr("=+-@\t\r", text[0]) && text[0])
		fputc('\'', out);
	for (; text && *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

/* A value of the body: text as it is, anything else as JSON. */
static void csv_value(FILE *out, const json_t *value)
{
	if (json_is_string(value)) {
		csv_text(out, json_string_value(value));
	} else if (value) {
		char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
		csv_text(out, text);
		free(text);
	} else {
		fputc(',', out);
	}
}

static void csv_entry(FILE *out, const gz_entry *e)
{
	static const char *const keys[] = {"by", "seat", "act", "value", "message", "to", "text"};
	const time_t seconds = (time_t)(e->wall / 1000);
	const long long s = (long long)(e->ex / 1000);
	struct tm t;
	char wall[32];
	gmtime_r(&seconds, &t);
	strftime(wall, sizeof wall, "%Y-%m-%dT%H:%M:%SZ", &t);
	fprintf(out, "%lld,%s,%lld:%02lld:%02lld,%s,%s", (long long)e->number, wall, s / 3600, s / 60 % 60, s % 60, gz_chronicle_kind_name(e->kind), e->in_force ? "yes" : "no");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		csv_value(out, json_object_get(e->body, keys[i]));
	fputs("\r\n", out);
}

char *gz_journal_csv(const gz_chronicle *c, size_t *size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, size);
	if (!out)
		return NULL;
	fputs("\xef\xbb\xbfnumber,wall_utc,exercise_time,kind,in_force,by,seat,act,value,message,to,text\r\n", out);
	for (int32_t i = 0; i < c->n; i++)
		csv_entry(out, &c->entries[i]);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
