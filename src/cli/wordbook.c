/* Gathers the words of a folder and the glossary for the pages.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/wordbook.h"
#include "report/glossary.h"
#include "report/wording.h"
#include "scenario/library.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void gz_wordbook_find(gz_wordbook *book, gz_options *options, const char *exercise)
{
	*book = (gz_wordbook){.folder = options->serve.words};
	if (book->folder == NULL && exercise != NULL) {
		const size_t n = strlen(exercise), end = n > 6 && strcmp(exercise + n - 6, ".guzar") == 0 ? n - 6 : n;
		book->folder = gz_arena_printf(&options->arena, "%.*s.words", (int)end, exercise);
		if (book->folder != NULL && access(book->folder, F_OK) != 0)
			book->folder = NULL;
	}
	if (book->folder != NULL)
		book->pack = gz_arena_printf(&options->arena, "%s/pack.csv", book->folder);
	if (book->pack != NULL && access(book->pack, F_OK) != 0)
		book->pack = NULL;
}

/* The share of the pack's texts that native speakers have read: {language: {n, of}}. */
static json_t *pack_share(const gz_pack *pack)
{
	json_t *share = json_object();
	for (int32_t l = 0; pack != NULL && l < GZ_PACK_LANGUAGES; l++) {
		int32_t n = 0, of = 0;
		gz_pack_reviewed(pack, (gz_pack_language)l, &n, &of);
		json_object_set_new(share, gz_pack_language_code((gz_pack_language)l), json_pack("{s:i, s:i}", "n", (int)n, "of", (int)of));
	}
	return share;
}

static gz_status make_glossary(gz_wordbook *book, gz_options *options, gz_mistakes *mistakes)
{
	const char *library = gz_library_folder(&options->arena, options->library), *path = library == NULL ? NULL : gz_library_path(&options->arena, library, "rules/glossary.csv");
	json_t *terms = NULL;
	if (path == NULL || access(path, F_OK) != 0)
		return GZ_OK;
	GZ_TRY(gz_glossary_read(path, &terms, mistakes));
	book->glossary = json_dumps(terms, JSON_COMPACT);
	json_decref(terms);
	return book->glossary != NULL ? GZ_OK : GZ_ERR_MEMORY;
}

gz_status gz_wordbook_make(gz_wordbook *book, gz_options *options, const gz_pack *pack, gz_mistakes *mistakes)
{
	gz_wording wording = {0};
	gz_status st = gz_wording_load(&wording, book->folder, mistakes);
	json_t *told = st == GZ_OK ? gz_wording_json(&wording, "room.") : NULL;
	if (told != NULL && json_object_set_new(told, "pack", pack_share(pack)) == 0)
		book->words = json_dumps(told, JSON_COMPACT);
	if (st == GZ_OK && book->words == NULL)
		st = GZ_ERR_MEMORY;
	json_decref(told);
	gz_wording_free(&wording);
	return st == GZ_OK ? make_glossary(book, options, mistakes) : st;
}

void gz_wordbook_free(gz_wordbook *book)
{
	free(book->words);
	free(book->glossary);
	*book = (gz_wordbook){0};
}
