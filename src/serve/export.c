/* Makes the MSEL as run while the room is held, writes it as a file afterwards; and paper, from a pack loaded for that alone.
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "serve/export.h"
#include "base/file.h"
#include "exercise/sheets/asrun.h"
#include "exercise/sheets/booklet.h"
#include "serve/inside.h"
#include "serve/parcel.h"
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

/* ---- paper ------------------------------------------------------------------------------------------------------ */
static gz_status write_booklet(gz_export *out, gz_pack *pack, gz_booklet_kind kind, gz_pack_language language, gz_error *err)
{
	char folder[] = "/tmp/guzar-paper-XXXXXX", path[64];
	gz_analysis analysis = {0};
	gz_arena arena = {0};
	char *bytes = NULL;
	if (!mkdtemp(folder))
		return gz_error_set(err, GZ_ERR_IO, "/tmp", 0, 0, "no folder could be made for the paper");
	snprintf(path, sizeof path, "%s/paper.html", folder);
	gz_status st = gz_analysis_make(&analysis, pack);
	if (st == GZ_OK)
		st = gz_booklet_write(pack, &analysis, kind, language, path, err);
	if (st == GZ_OK)
		st = gz_file_read(path, FILE_MOST, &arena, &bytes, &out->size, err);
	if (st == GZ_OK && (out->bytes = malloc(out->size + 1)) != NULL)
		memcpy(out->bytes, bytes, out->size);
	gz_arena_free(&arena);
	gz_analysis_free(&analysis);
	unlink(path);
	rmdir(folder);
	out->type = "text/html; charset=utf-8";
	out->suffix = "html";
	return st == GZ_OK && !out->bytes ? gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY)) : st;
}

gz_status gz_export_paper(gz_export *out, gz_room *room, const char *kind, const char *language, gz_error *err)
{
	const gz_pack *played = gz_room_pack(room);
	gz_pack_language l = GZ_PACK_EN;
	int32_t which = 0;
	char *text = NULL;
	gz_pack pack = {0};
	*out = (gz_export){0};
	while (which < GZ_BOOKLET_KINDS && (!kind || strcmp(kind, gz_booklet_name((gz_booklet_kind)which)) != 0))
		which++;
	if (!played || which == GZ_BOOKLET_KINDS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, played ? "on paper there are roles, injects, script and observers" : "this exercise plays no pack");
	for (int32_t i = GZ_PACK_EN; language && i <= GZ_PACK_TG; i++)
		if (strcmp(language, gz_pack_language_code((gz_pack_language)i)) == 0)
			l = (gz_pack_language)i;
	GZ_TRY(gz_ledger_get(room->ledger, "pack", &text, err));
	gz_status st = text ? gz_parcel_load(&pack, text, &(gz_pack_options){.names = played->fictional ? "fictional" : "real"}, err) :
		gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this exercise plays no pack");
	if (st == GZ_OK)
		st = write_booklet(out, &pack, (gz_booklet_kind)which, l, err);
	gz_pack_free(&pack);
	free(text);
	return st;
}
