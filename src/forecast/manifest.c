/* manifest.json: all that is needed to make the same files again: inputs with their hashes, seed, version, command.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "forecast/manifest.h"
#include "base/file.h"
#include "base/hash.h"
#include "text/json.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { FORMAT = 1, MANIFEST_BYTES = 64 << 20 };

static void write_strings(gz_json *j, const char *key, const char *const *items, int32_t n)
{
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++)
		gz_json_string(j, items[i]);
	gz_json_end(j);
}

static gz_status write_file(gz_json *j, const char *name, const char *path, gz_error *err)
{
	char hex[65];
	GZ_TRY(gz_hash_file_sha256(path, hex, err));
	gz_json_object(j);
	gz_json_key_string(j, "file", name);
	gz_json_key_string(j, "sha256", hex);
	gz_json_end(j);
	return GZ_OK;
}

static gz_status write_files(gz_json *j, const char *key, const char *const *files, int32_t n, gz_error *err)
{
	gz_json_key(j, key);
	gz_json_array(j);
	for (int32_t i = 0; i < n; i++)
		GZ_TRY(write_file(j, files[i], files[i], err));
	gz_json_end(j);
	return GZ_OK;
}

static gz_status write_outputs(gz_json *j, const gz_manifest *m, gz_error *err)
{
	char path[4096];
	gz_json_key(j, "outputs");
	gz_json_array(j);
	for (int32_t i = 0; i < m->n_outputs; i++) {
		snprintf(path, sizeof path, "%s/%s", m->folder, m->outputs[i]);
		GZ_TRY(write_file(j, m->outputs[i], path, err));
	}
	gz_json_end(j);
	return GZ_OK;
}

static gz_status write_scenario(gz_json *j, const gz_scenario *s, const gz_result *result, gz_error *err)
{
	char date[16], seed[32];
	gz_date_format(s->start, date);
	int length = snprintf(seed, sizeof seed, "%llu", (unsigned long long)s->seed);
	gz_json_object(j);
	gz_json_key_string(j, "file", s->file);
	gz_json_key_string(j, "title", gz_words_in(&s->title, "en"));
	gz_json_key_string(j, "world", s->world.name);
	gz_json_key_string(j, "disease", s->disease.name);
	gz_json_key_string(j, "start", date);
	gz_json_key_integer(j, "days", s->days);
	gz_json_key_integer(j, "replicates", s->replicates);
	gz_json_key(j, "seed");
	gz_json_raw(j, seed, (size_t)length);
	GZ_TRY(write_files(j, "inputs", s->inputs, s->n_inputs, err));
	if (result != NULL) {
		gz_json_key_integer(j, "draws", (int64_t)result->draws);
		gz_json_key_integer(j, "draws_skipped", (int64_t)result->skipped);
		gz_json_key_number(j, "seconds", result->seconds);
		gz_json_key_string(j, "note", result->note);
	}
	gz_json_end(j);
	return GZ_OK;
}

static gz_status write_body(gz_json *j, const gz_manifest *m, gz_error *err)
{
	gz_json_object(j);
	gz_json_key_string(j, "program", "guzar");
	gz_json_key_integer(j, "manifest", FORMAT);
	gz_json_key_string(j, "version", m->version);
	gz_json_key_string(j, "verb", m->verb);
	gz_json_key_string(j, "created", m->created);
	gz_json_key_string(j, "working_folder", m->working_folder);
	write_strings(j, "command", m->command, m->n_command);
	write_strings(j, "sets", m->sets, m->n_sets);
	gz_json_key_bool(j, "deterministic", m->deterministic);
	gz_json_key(j, "scenarios");
	gz_json_array(j);
	for (int32_t i = 0; i < m->n_scenarios; i++)
		GZ_TRY(write_scenario(j, m->scenarios[i], m->results[i], err));
	gz_json_end(j);
	GZ_TRY(write_files(j, "further_inputs", m->inputs, m->n_inputs, err));
	GZ_TRY(write_outputs(j, m, err));
	gz_json_end(j);
	gz_json_line(j);
	return gz_json_status(j);
}

gz_status gz_manifest_write(const gz_manifest *manifest, const char *path, gz_error *err)
{
	gz_json j = {.pretty = true};
	gz_status status = write_body(&j, manifest, err);
	if (status == GZ_ERR_MEMORY)
		gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	if (status == GZ_OK)
		status = gz_file_write_whole(path, j.bytes, j.n, err);
	gz_json_free(&j);
	return status;
}

static const char *word(gz_arena *arena, const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));
	return value == NULL ? NULL : gz_arena_strdup(arena, value);
}

/* The strings of an array, or the "file" of its objects. */
static const char **words(gz_arena *arena, const json_t *array, int32_t *n)
{
	size_t size = json_array_size(array);
	const char **list = gz_arena_array(arena, const char *, size);
	*n = 0;
	for (size_t i = 0; i < size && list != NULL; i++) {
		const json_t *item = json_array_get(array, i);
		const char *value = json_string_value(json_is_object(item) ? json_object_get(item, "file") : item);
		if (value != NULL)
			list[(*n)++] = gz_arena_strdup(arena, value);
	}
	return list;
}

/* The first file of a list that is not as it was; NULL none. */
static const char *changed_file(const json_t *files)
{
	for (size_t i = 0; i < json_array_size(files); i++) {
		const json_t *item = json_array_get(files, i);
		const char *file = json_string_value(json_object_get(item, "file"));
		const char *was = json_string_value(json_object_get(item, "sha256"));
		char hex[65] = "";
		if (file == NULL || was == NULL)
			continue;
		if (gz_hash_file_sha256(file, hex, NULL) != GZ_OK || strcmp(hex, was) != 0)
			return file;
	}
	return NULL;
}

static const char *changed_input(gz_arena *arena, const json_t *root)
{
	const char *changed = changed_file(json_object_get(root, "further_inputs"));
	const json_t *scenarios = json_object_get(root, "scenarios");
	for (size_t i = 0; i < json_array_size(scenarios) && changed == NULL; i++)
		changed = changed_file(json_object_get(json_array_get(scenarios, i), "inputs"));
	return changed == NULL ? NULL : gz_arena_strdup(arena, changed);
}

gz_status gz_manifest_load(const char *path, bool check_inputs, gz_arena *arena, gz_manifest_record *out, gz_error *err)
{
	char *bytes = NULL;
	size_t n = 0;
	json_error_t problem;
	*out = (gz_manifest_record){0};
	GZ_TRY(gz_file_read(path, MANIFEST_BYTES, arena, &bytes, &n, err));
	json_t *root = json_loadb(bytes, n, 0, &problem);
	const char *program = json_string_value(json_object_get(root, "program"));
	if (program == NULL || strcmp(program, "guzar") != 0) {
		json_decref(root);
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this is no manifest written by guzar");
	}
	out->version = word(arena, root, "version");
	out->verb = word(arena, root, "verb");
	out->working_folder = word(arena, root, "working_folder");
	out->command = words(arena, json_object_get(root, "command"), &out->n_command);
	out->outputs = words(arena, json_object_get(root, "outputs"), &out->n_outputs);
	if (check_inputs)
		out->changed = changed_input(arena, root);
	json_decref(root);
	if (out->command == NULL || out->outputs == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, path, 0, 0, "there is not enough memory");
	return GZ_OK;
}
