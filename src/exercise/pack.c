/* A pack: loaded from one folder and checked.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/pack.h"
#include "base/file.h"
#include "base/number.h"
#include "exercise/choice.h"
#include "exercise/live.h"
#include "exercise/reading/fields.h"
#include "exercise/reading/people.h"
#include "exercise/reading/script.h"
#include "exercise/reading/wordlist.h"
#include "exercise/sheets/msel.h"
#include "scenario/library.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const gz_pack_time_words[] = {"REAL", "SCALED", "STEPPED", "FROZEN", "JUMP", NULL};
const char *const gz_pack_inject_words[] = {"CONTEXTUAL", "EXPECTED_ACTION", "CONTINGENCY", "DECISION_REQUEST", "DISTRACTOR", NULL};
const char *const gz_pack_evidence_words[] = {"DECISION", "MESSAGE", "FORM", "VERBAL", "OBSERVED", NULL};
const char *const gz_pack_form_words[] = {"sitrep", "annex2", "case", "forecast", "article43", NULL};
const char *const gz_pack_role_words[] = {"PLAYER", "CONTROLLER", "FACILITATOR", "SIMCELL", "EVALUATOR", "OBSERVER", "SCRIBE", "SAFETY", NULL};

static const char *const codes[] = {"en", "ru", "tg", "prs", NULL};

const char *gz_pack_language_code(gz_pack_language language)
{
	return codes[language];
}

gz_pack_language gz_pack_language_named(const char *code)
{
	for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
		if (strcmp(code, codes[i]) == 0)
			return (gz_pack_language)i;
	return GZ_PACK_EN;
}

const char *gz_pack_say(const gz_pack *pack, const gz_pack_text *text, gz_pack_language language)
{
	if (text->in[language] != NULL)
		return text->in[language];
	if (text->in[pack->language] != NULL)
		return text->in[pack->language];
	for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
		if (text->in[i] != NULL)
			return text->in[i];
	return "";
}

const char *gz_pack_answer_text(gz_pack *pack, const gz_pack_answer *answer)
{
	const char *text = "reply";
	if (answer->kind == GZ_PACK_BY_DECISION)
		text = pack->decisions[answer->of].id;
	else if (answer->kind == GZ_PACK_BY_FORM)
		text = gz_arena_printf(&pack->arena, "form %s", gz_pack_form_words[answer->of]);
	else if (answer->kind == GZ_PACK_BY_MESSAGE)
		text = gz_arena_printf(&pack->arena, "message %s", pack->roles[answer->of].id);
	return text == NULL ? "" : text;
}

/* "2027-05-03 07:10" */
static void read_start(gz_reader *r, const gz_node *node)
{
	const char *text = gz_reader_string(r, node, NULL);
	char day[11] = "";
	int64_t hour = 0, minute = 0;
	if (text == NULL)
		return;
	size_t n = strlen(text);
	if (n >= 10)
		memcpy(day, text, 10);
	bool right = gz_date_parse(day, &r->pack->start_day) && (n == 10 || (n == 16 && text[10] == ' ' && text[13] == ':'));
	if (right && n == 16)
		right = gz_number_parse_int(text + 11, 2, &hour) && gz_number_parse_int(text + 14, 2, &minute) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
	if (!right)
		gz_reader_wrong(r, node, "%.40s: expected a day and a time%s, as 2027-05-03 07:10", text, n > 16 ? " without seconds or a time zone: the scenario has one clock" : "");
	else
		r->pack->start_second = (int32_t)(hour * 3600 + minute * 60);
}

static void read_languages(gz_reader *r, const gz_node *root)
{
	const gz_node *wanted = gz_yaml_get(root, "languages");
	gz_pack *p = r->pack;
	p->language = (gz_pack_language)gz_reader_choice(r, gz_yaml_get(root, "language"), codes, GZ_PACK_EN);
	for (int32_t i = 0; i < GZ_PACK_LANGUAGES; i++)
		p->wanted[i] = gz_yaml_is_null(wanted) && i != GZ_PACK_PRS;
	for (int32_t i = 0; wanted != NULL && wanted->kind == GZ_NODE_LIST && i < wanted->n; i++) {
		int32_t language = gz_reader_choice(r, &wanted->items[i], codes, -1);
		if (language >= 0)
			p->wanted[language] = true;
	}
	if (wanted != NULL && wanted->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(wanted))
		gz_reader_wrong(r, wanted, "expected a list of languages, as [en, ru, tg]");
	if (wanted != NULL && wanted->kind == GZ_NODE_LIST && wanted->n > 0 && !p->wanted[p->language])
		gz_reader_wrong(r, wanted, "the texts are written in %s (`language`, en unless stated), which is not among the languages promised", codes[p->language]);
	p->wanted[p->language] = true;
}

static void read_head(gz_reader *r, const gz_node *root, const char *names)
{
	static const char *const types[] = {"TTX", "DRILL", "FX", "FSX", "GAME", "ANNEX2", NULL};
	static const char *const faces[] = {"real", "fictional", NULL};
	gz_pack *p = r->pack;
	const gz_node *version = gz_yaml_get(root, "guzar-pack");
	int64_t one = 0;
	if (version == NULL)
		gz_reader_wrong(r, root, "guzar-pack: 1 is missing: is this a pack?");
	else if (!gz_yaml_int(version, &one) || one != 1)
		gz_reader_wrong(r, version, "guzar-pack: this program reads version 1");
	read_languages(r, root);
	p->id = gz_reader_string(r, gz_yaml_get(root, "id"), "");
	gz_reader_text_needed(r, root, "title", &p->title);
	gz_reader_text(r, gz_yaml_get(root, "purpose"), &p->purpose);
	gz_reader_text(r, gz_yaml_get(root, "scope"), &p->scope);
	gz_reader_text(r, gz_yaml_get(root, "artificialities"), &p->artificialities);
	p->type = types[gz_reader_choice(r, gz_yaml_get(root, "type"), types, 0)];
	p->licence = gz_reader_string(r, gz_yaml_get(root, "licence"), "");
	p->review = gz_reader_string(r, gz_yaml_get(root, "review"), "");
	p->sources = gz_reader_strings(r, gz_yaml_get(root, "sources"), &p->n_sources);
	p->fictional = gz_reader_choice(r, gz_yaml_get(root, "show_names"), faces, 0) == 1;
	if (names != NULL)
		p->fictional = strcmp(names, "fictional") == 0;
	read_start(r, gz_yaml_get(root, "start"));
}

/* Whether a path leads out of the folder from which it is followed. */
static bool leaves(const char *path)
{
	int32_t depth = 0;
	for (const char *at = path; *at && depth >= 0; at += strcspn(at, "/"), at += *at == '/') {
		const size_t n = strcspn(at, "/");
		depth += n == 0 || (n == 1 && at[0] == '.') ? 0 : n == 2 && at[0] == '.' && at[1] == '.' ? -1 : 1;
	}
	return path[0] == '/' || depth < 0;
}

/* A file of the pack by the name that a key gives; told where it would lie elsewhere, as an exercise keeps its pack's folder and nothing beside it. */
static bool inside(gz_reader *r, const gz_node *node, const char *name)
{
	if (leaves(name))
		gz_reader_wrong(r, node, "%.100s: lies outside the pack's folder, which an exercise keeps whole in its own file; put it there", name);
	return !leaves(name);
}

static void load_scenario(gz_reader *r, const gz_node *root, const gz_pack_options *options)
{
	gz_pack *p = r->pack;
	const gz_node *node = gz_yaml_get(root, "scenario");
	const char *name = gz_reader_string(r, node, NULL);
	if (name == NULL || p->folder == NULL || !inside(r, node, name))
		return;
	const char *found = gz_library_find(&p->arena, options->library, p->folder, GZ_LIBRARY_SCENARIO, name);
	const char *path = found ? found : gz_library_path(&p->arena, p->folder, name);
	const gz_scenario_options wanted = {.library = options->library};
	int32_t before = r->mistakes->n;
	p->has_scenario = path != NULL && gz_scenario_load(&p->scenario, path, &wanted, r->mistakes) == GZ_OK && r->mistakes->n == before;
	if (path == NULL)
		r->no_memory = true;
	if (p->has_scenario && !gz_yaml_is_null(gz_yaml_get(root, "start")) && p->scenario.start != p->start_day) {
		char day[16];
		gz_date_format(p->scenario.start, day);
		gz_reader_wrong(r, gz_yaml_get(root, "start"), "the scenario starts on another day: %s", day);
	}
	if (p->has_scenario && gz_yaml_is_null(gz_yaml_get(root, "start")))
		p->start_day = p->scenario.start;
	const gz_node *step = gz_yaml_get(root, "step");
	gz_pack_span span = gz_reader_span(r, step);
	if (p->has_scenario && span.given && span.seconds * p->scenario.steps_per_day != 86400)
		gz_reader_wrong(r, step, "the scenario has %d steps a day, that is another step", (int)p->scenario.steps_per_day);
}

/* Injects stand in pack.yaml, or in the table that it names; false: the table cannot be read, and nothing that names injects can be judged. */
static bool read_injects(gz_reader *r, const gz_node *root)
{
	gz_pack *p = r->pack;
	const gz_node *injects = gz_yaml_get(root, "injects"), *table;
	const char *file = r->file;
	if (injects == NULL || injects->kind != GZ_NODE_SCALAR || gz_yaml_is_null(injects)) {
		gz_script_injects(r, injects);
		return true;
	}
	if (p->folder == NULL) {
		gz_reader_wrong(r, injects, "a table of injects needs a folder");
		return false;
	}
	if (!inside(r, injects, gz_reader_string(r, injects, "")))
		return false;
	const char *path = gz_library_path(&p->arena, p->folder, gz_reader_string(r, injects, ""));
	table = path == NULL ? NULL : gz_msel_load(p, path, r->mistakes);
	if (table == NULL)
		return false;
	p->msel = true;
	r->file = path;
	gz_script_injects(r, table);
	r->file = file;
	return true;
}

/* Every live value in every text, in every language. */
static void check_live(gz_reader *r)
{
	gz_pack *p = r->pack;
	for (int32_t i = 0; i < p->n_texts; i++)
		for (int32_t l = 0; l < GZ_PACK_LANGUAGES; l++) {
			gz_live_piece *pieces;
			gz_error err = {0};
			int32_t n;
			const gz_pack_text *text = p->texts[i];
			if (text->in[l] == NULL || strstr(text->in[l], "${") == NULL || gz_live_parse(p, text->in[l], &pieces, &n, &err) != GZ_ERR_INPUT)
				continue;
			gz_mistakes_add(r->mistakes, text->mark.file, text->mark.row, text->mark.column, "in the text (%s): %s", codes[l], err.sentence);
		}
}

static void read_all(gz_reader *r, const gz_node *root, const gz_pack_options *options)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_PACK);
	if (!gz_reader_map(r, root, keys)) {
		if (gz_yaml_is_null(root))
			gz_mistakes_add(r->mistakes, r->file, 1, 1, "the file is empty");
		return;
	}
	read_head(r, root, options->names);
	load_scenario(r, root, options);
	gz_script_milestones(r, root);
	gz_people_read(r, root);
	gz_script_phases(r, root);
	if (read_injects(r, root)) {
		gz_people_orders(r, root);
		gz_people_casts(r, root);
	}
	gz_script_conditions(r, root);
	gz_choice_read(r);
	const char *words = r->pack->folder == NULL ? NULL : gz_library_path(&r->pack->arena, r->pack->folder, "words.csv");
	if (words != NULL && access(words, F_OK) == 0)
		gz_wordlist_apply(r, words, false);
	if (options->words != NULL)
		gz_wordlist_apply(r, options->words, true);
	check_live(r);
}

static gz_status finish(const gz_reader *r)
{
	return r->no_memory ? GZ_ERR_MEMORY : gz_mistakes_status(r->mistakes, NULL);
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

gz_status gz_pack_load(gz_pack *pack, const char *path, const gz_pack_options *options, gz_mistakes *mistakes)
{
	gz_error err = {0};
	const gz_node *root;
	*pack = (gz_pack){0};
	const char *slash = strrchr(path, '/');
	if (is_folder(path)) {
		pack->folder = gz_arena_strdup(&pack->arena, path);
		pack->file = gz_arena_printf(&pack->arena, "%s%spack.yaml", path, path[0] != '\0' && path[strlen(path) - 1] == '/' ? "" : "/");
	} else {
		pack->folder = gz_arena_strndup(&pack->arena, path, slash == NULL ? 0 : (size_t)(slash - path));
		pack->file = gz_arena_strdup(&pack->arena, path);
	}
	if (pack->folder == NULL || pack->file == NULL)
		return GZ_ERR_MEMORY;
	gz_status status = gz_yaml_load(&pack->arena, pack->file, &root, &err);
	if (status == GZ_ERR_INPUT || status == GZ_ERR_IO)
		gz_mistakes_add_error(mistakes, &err);
	GZ_TRY(status);
	gz_reader r = {.pack = pack, .mistakes = mistakes, .file = pack->file};
	read_all(&r, root, options);
	return finish(&r);
}

gz_status gz_pack_parse(gz_pack *pack, const char *bytes, size_t n, gz_mistakes *mistakes)
{
	const gz_pack_options options = {0};
	gz_error err = {0};
	const gz_node *root;
	*pack = (gz_pack){.file = "pack.yaml"};
	gz_status status = gz_yaml_parse(&pack->arena, pack->file, bytes, n, &root, &err);
	if (status == GZ_ERR_INPUT)
		gz_mistakes_add_error(mistakes, &err);
	GZ_TRY(status);
	gz_reader r = {.pack = pack, .mistakes = mistakes, .file = pack->file};
	read_all(&r, root, &options);
	return finish(&r);
}

void gz_pack_reviewed(const gz_pack *pack, gz_pack_language language, int32_t *n, int32_t *of)
{
	*n = *of = 0;
	for (int32_t i = 0; i < pack->n_texts; i++) {
		*n += pack->texts[i]->reviewed[language];
		*of += pack->texts[i]->in[language] != NULL;
	}
}

void gz_pack_free(gz_pack *pack)
{
	if (pack->has_scenario || pack->scenario.arena.last != NULL)
		gz_scenario_free(&pack->scenario);
	gz_arena_free(&pack->arena);
	*pack = (gz_pack){0};
}
