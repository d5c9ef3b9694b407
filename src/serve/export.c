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

/* Something that writes a file at a path. */
typedef gz_status export_writer(void *context, const char *path, gz_error *err);

/* What a writer makes, by way of a private folder. */
static gz_status by_file(gz_export *out, export_writer *write, void *context, gz_error *err)
{
	char folder[] = "/tmp/guzar-export-XXXXXX", path[64];
	gz_arena arena = {0};
	char *bytes = NULL;
	if (!mkdtemp(folder))
		return gz_error_set(err, GZ_ERR_IO, "/tmp", 0, 0, "no folder could be made for the file");
	snprintf(path, sizeof path, "%s/made", folder);
	gz_status st = write(context, path, err);
	if (st == GZ_OK)
		st = gz_file_read(path, FILE_MOST, &arena, &bytes, &out->size, err);
	if (st == GZ_OK && (out->bytes = malloc(out->size + 1)) != NULL)
		memcpy(out->bytes, bytes, out->size);
	gz_arena_free(&arena);
	unlink(path);
	rmdir(folder);
	return st != GZ_OK || out->bytes ? st : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

static gz_status write_workbook(void *context, const char *path, gz_error *err)
{
	asked *a = context;
	return gz_asrun_xlsx(&a->run, a->language, path, err);
}

static gz_status write_table(void *context, const char *path, gz_error *err)
{
	const asked *a = context;
	return gz_asrun_csv(&a->run, path, err);
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
	if (st == GZ_OK && (xlsx || csv)) {
		st = by_file(out, xlsx ? write_workbook : write_table, &a, err);
		out->type = xlsx ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
		out->suffix = xlsx ? "xlsx" : "csv";
	} else if (st == GZ_OK) {
		by_json(out, &a);
	}
	gz_asrun_free(&a.run);
	return st != GZ_OK || out->bytes ? st : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
}

/* ---- paper ------------------------------------------------------------------------------------------------------ */
typedef struct booklet { gz_pack pack; gz_booklet_kind kind; gz_pack_language language; } booklet;

static gz_status write_booklet(void *context, const char *path, gz_error *err)
{
	booklet *b = context;
	gz_analysis analysis = {0};
	gz_status st = gz_analysis_make(&analysis, &b->pack);
	if (st == GZ_OK)
		st = gz_booklet_write(&b->pack, &analysis, b->kind, b->language, path, err);
	gz_analysis_free(&analysis);
	return st;
}

gz_status gz_export_paper(gz_export *out, gz_room *room, const char *kind, const char *language, gz_error *err)
{
	const gz_pack *played = gz_room_pack(room);
	booklet made = {.language = GZ_PACK_EN};
	int32_t which = 0;
	char *text = NULL;
	*out = (gz_export){.type = "text/html; charset=utf-8", .suffix = "html"};
	while (which < GZ_BOOKLET_KINDS && (!kind || strcmp(kind, gz_booklet_name((gz_booklet_kind)which)) != 0))
		which++;
	if (!played || which == GZ_BOOKLET_KINDS)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, played ? "on paper there are roles, injects, script and observers" : "this exercise plays no pack");
	made.kind = (gz_booklet_kind)which;
	for (int32_t i = GZ_PACK_EN; language && i < GZ_PACK_LANGUAGES; i++)
		if (strcmp(language, gz_pack_language_code((gz_pack_language)i)) == 0)
			made.language = (gz_pack_language)i;
	GZ_TRY(gz_ledger_get(room->ledger, "pack", &text, err));
	gz_status st = text ? gz_parcel_load(&made.pack, text, &(gz_pack_options){.names = played->fictional ? "fictional" : "real"}, err) :
		gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this exercise plays no pack");
	if (st == GZ_OK)
		st = by_file(out, write_booklet, &made, err);
	gz_pack_free(&made.pack);
	free(text);
	return st;
}
