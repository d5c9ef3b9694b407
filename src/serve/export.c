/* Makes the MSEL as run while the room is held, writes it as a file afterwards.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "serve/export.h"
#include "base/file.h"
#include "exercise/sheets/asrun.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_MOST = 64 << 20 };

typedef struct asked { gz_asrun run; bool made, has_pack; gz_status status; gz_pack_language language; const char *wanted; } asked;

static void make_run(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	if (a->made)
		gz_asrun_free(&a->run);
	a->made = a->has_pack = sight->pack != NULL;
	if (!sight->pack)
		return;
	a->language = sight->pack->language;
	for (int32_t l = 0; a->wanted && l < GZ_PACK_LANGUAGES; l++)
		if (strcmp(a->wanted, gz_pack_language_code((gz_pack_language)l)) == 0)
			a->language = (gz_pack_language)l;
	a->status = gz_asrun_make(&a->run, sight->pack, sight->play, sight->chronicle, a->language);
}

/* A workbook or a table by way of a private folder. */
static gz_status by_file(gz_export *out, asked *a, bool xlsx, gz_error *err)
{
	char folder[] = "/tmp/guzar-msel-XXXXXX", path[64];
	gz_arena arena = {0};
	char *bytes = NULL;
	if (!mkdtemp(folder))
		return gz_error_set(err, GZ_ERR_IO, "/tmp", 0, 0, "no folder could be made for the table");
	snprintf(path, sizeof path, "%s/msel.%s", folder, xlsx ? "xlsx" : "csv");
	gz_status st = xlsx ? gz_asrun_xlsx(&a->run, a->language, path, err) : gz_asrun_csv(&a->run, path, err);
	if (st == GZ_OK)
		st = gz_file_read(path, FILE_MOST, &arena, &bytes, &out->size, err);
	if (st == GZ_OK && (out->bytes = malloc(out->size + 1)) != NULL)
		memcpy(out->bytes, bytes, out->size);
	gz_arena_free(&arena);
	unlink(path);
	rmdir(folder);
	out->type = xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
	out->suffix = xlsx ? "xlsx" : "csv";
	return st;
}

static void by_json(gz_export *out, const asked *a)
{
	json_t *rows = gz_asrun_json(&a->run);
	out->bytes = rows ? json_dumps(rows, JSON_COMPACT) : NULL;
	out->size = out->bytes ? strlen(out->bytes) : 0;
	out->type = "application/json";
	out->suffix = "json";
	json_decref(rows);
}

gz_status gz_export_msel(gz_export *out, gz_room *room, const char *format, const char *language, gz_error *err)
{
	asked a = {.wanted = language};
	const bool xlsx = format && strcmp(format, "xlsx") == 0, csv = format && strcmp(format, "csv") == 0;
	*out = (gz_export){0};
	if (format && !xlsx && !csv && strcmp(format, "json") != 0)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "the list is written as csv, xlsx or json");
	gz_room_read(room, make_run, &a);
	if (!a.has_pack)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this exercise plays no pack");
	gz_status st = a.status;
	if (st == GZ_OK && (xlsx || csv))
		st = by_file(out, &a, xlsx, err);
	else if (st == GZ_OK)
		by_json(out, &a);
	gz_asrun_free(&a.run);
	return st != GZ_OK || out->bytes ? st : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}
