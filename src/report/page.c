/* The file that a browser opens: the embedded page with the data put in, and what both reports say of a scenario.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/page.h"
#include "base/file.h"
#include "report/embedded.h"
#include "report/piece.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MARK "<!--data-->"

const char *gz_page_path(const char *path)
{
	const char *slash = path == NULL ? NULL : strrchr(path, '/');
	return path == NULL ? "" : path[0] == '/' && slash != NULL ? slash + 1 : path;
}

static void write_disease(gz_json *j, const gz_disease *d)
{
	gz_json_key(j, "disease");
	gz_json_object(j);
	gz_json_key_string(j, "name", d->name);
	gz_piece_words(j, "title", &d->title, d->name);
	gz_piece_words(j, "summary", &d->summary, "");
	gz_json_end(j);
}

static void write_scenario(gz_json *j, const char *verb, const gz_result *result, int32_t interval)
{
	const gz_scenario *s = result->scenario;
	char text[512];
	gz_json_key(j, "scenario");
	gz_json_object(j);
	gz_piece_words(j, "title", &s->title, gz_page_path(s->file));
	gz_json_key_string(j, "file", gz_page_path(s->file));
	gz_piece_date(j, "start", s->start);
	gz_json_key_integer(j, "days", result->n_days);
	gz_json_key_integer(j, "interval", interval);
	gz_json_key_integer(j, "replicates", result->n_replicates);
	snprintf(text, sizeof text, "%" PRIu64, s->seed);
	gz_json_key_string(j, "seed", text);
	gz_json_key_bool(j, "deterministic", result->deterministic);
	gz_json_key_string(j, "world", s->world.name);
	write_disease(j, &s->disease);
	gz_piece_said(j, "note", result->note);
	snprintf(text, sizeof text, "guzar %s %s --seed %" PRIu64 " --replicates %" PRId32 " --days %" PRId32 "%s", verb, gz_page_path(s->file), s->seed,
		result->n_replicates, result->n_days, result->deterministic ? " --deterministic" : "");
	gz_json_key_string(j, "command", text);
	gz_json_end(j);
}

static void write_places(gz_json *j, const gz_scenario *s, int32_t focus)
{
	gz_json_key(j, "places");
	gz_json_array(j);
	for (int32_t i = 0; i < s->world.n_places; i++) {
		const gz_place *p = &s->world.places[i];
		gz_json_object(j);
		gz_json_key_string(j, "id", p->id);
		gz_piece_words(j, "name", &p->name, p->id);
		gz_json_key_integer(j, "parent", p->parent);
		gz_json_key_integer(j, "depth", p->depth);
		gz_json_key_integer(j, "population", p->population);
		gz_piece_key(j, "lat", p->lat);
		gz_piece_key(j, "lon", p->lon);
		gz_json_key_bool(j, "leaf", p->leaf >= 0);
		gz_json_key_bool(j, "target", focus >= 0 && gz_scenario_within(s, i, focus));
		gz_json_key_string(j, "kind", p->leaf >= 0 ? p->kind : NULL);
		gz_json_end(j);
	}
	gz_json_end(j);
}

void gz_page_begin(gz_json *j, const char *kind, const char *language, const gz_headline headlines[3], const gz_result *result,
	int32_t focus, int32_t interval)
{
	static const char *const languages[] = {"en", "ru", "tg"};
	gz_json_object(j);
	gz_json_key_string(j, "guzar", GUZAR_VERSION);
	gz_json_key_string(j, "kind", kind);
	gz_json_key_string(j, "language", language);
	gz_json_key(j, "headline");
	gz_json_object(j);
	for (int32_t l = 0; l < 3; l++) {
		gz_json_key(j, languages[l]);
		gz_json_array(j);
		for (int32_t i = 0; i < headlines[l].n; i++)
			gz_json_string(j, headlines[l].sentences[i]);
		gz_json_end(j);
	}
	gz_json_end(j);
	write_scenario(j, kind, result, interval);
	gz_json_key_integer(j, "focus", focus);
	write_places(j, result->scenario, focus);
}

gz_status gz_page_write(gz_json *j, const char *path, gz_error *err)
{
	return gz_page_fill(j, gz_embedded_page, gz_embedded_page_size, path, err);
}

gz_status gz_page_fill(gz_json *j, const unsigned char *bytes, size_t n, const char *path, gz_error *err)
{
	const char *page = (const char *)bytes, *mark = strstr(page, MARK);
	gz_json_end(j);
	GZ_TRY(gz_json_status(j));
	if (mark == NULL)
		return gz_error_set(err, GZ_ERR_INTERNAL, NULL, 0, 0, "the embedded page has no place for data");
	size_t before = (size_t)(mark - page), skip = before + strlen(MARK);
	gz_file_output out = {0};
	GZ_TRY(gz_file_begin(&out, path, err));
	bool good = fwrite(page, 1, before, out.stream) == before && fwrite(j->bytes, 1, j->n, out.stream) == j->n
		&& fwrite(page + skip, 1, n - skip, out.stream) == n - skip;
	(void)good; /* a short write is seen again, with its cause, at commit */
	gz_status status = gz_file_commit(&out, err);
	gz_file_abandon(&out);
	return status;
}
