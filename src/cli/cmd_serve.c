/* guzar serve: the exercise room, for browsers on this machine or on a protected Wi-Fi.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "base/number.h"
#include "cli/console.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/packs.h"
#include "cli/wordbook.h"
#include "exercise/pack.h"
#include "report/catalogue.h"
#include "serve/api_room.h"
#include "serve/lan.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PORT = 8080, PEM_MOST = 1 << 20 };
#define DEMONSTRATION "clean-water"

/* A served exercise; folder is where a demonstration lives, "" for a file of the user's. */
typedef struct served { gz_options *o; const char *path; char folder[64], file[96]; gz_room *room; gz_http *http; gz_api_room api; gz_wordbook book; } served;

static int fail(const gz_options *o, gz_status st, gz_error *err, const char *sentence)
{
	if (sentence)
		gz_error_set(err, st, NULL, 0, 0, "%s", sentence);
	return gz_console_error(o->json, err);
}

static bool loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

/* Why this cannot be served like that; NULL: it can. */
static const char *refusal(const gz_options *o)
{
	const char *bind = o->serve.bind;
	if ((o->serve.certificate != NULL) != (o->serve.key != NULL))
		return "--certificate and --key go together";
	if (o->serve.names && strcmp(o->serve.names, "real") != 0 && strcmp(o->serve.names, "fictional") != 0)
		return "--names is real or fictional";
	if (o->serve.lan && bind && loopback(bind))
		return "--lan is for the other devices on the network; without it the exercise is served to this machine";
	if (!o->serve.lan && bind && !loopback(bind))
		return "other devices can come in only with --lan; use it on a Wi-Fi with a password";
	if (bind && !o->serve.certificate && !gz_lan_private(bind) && strcmp(bind, "0.0.0.0") != 0)
		return "this is not a private address in numbers, such as 192.168.1.10: elsewhere an exercise is served with --certificate and --key only";
	return NULL;
}

static gz_status pem(gz_options *o, const char *path, char **text, gz_error *err)
{
	size_t n = 0;
	*text = NULL;
	return path ? gz_file_read(path, PEM_MOST, &o->arena, text, &n, err) : GZ_OK;
}

/* --seed, else the scenario's own. */
static int64_t seed_wanted(const gz_options *o, const gz_pack *pack)
{
	int64_t seed = pack && pack->has_scenario ? (int64_t)(pack->scenario.seed & INT64_MAX) : 0;
	for (int32_t i = 0; i < o->n_sets; i++) /* --seed N comes as seed=N, checked */
		if (strncmp(o->sets[i], "seed=", 5) == 0)
			gz_number_parse_int(o->sets[i] + 5, strlen(o->sets[i] + 5), &seed);
	return seed;
}

/* What the pages say otherwise; the first mistake in it is told here, all of them by guzar words check. */
static gz_status open_book(served *s, gz_error *err)
{
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	gz_status st = gz_wordbook_make(&s->book, s->o, gz_room_pack(s->room), &mistakes);
	if (st == GZ_ERR_MEMORY)
		gz_error_set(err, st, NULL, 0, 0, "%s", gz_status_sentence(st));
	else
		st = gz_mistakes_status(&mistakes, err);
	gz_mistakes_free(&mistakes);
	s->api.words = s->book.words;
	s->api.glossary = s->book.glossary;
	return st;
}

/* For whoever opens a page by a name or from a network that is not the exercise's: where to go, in each language. */
static gz_status tell_astray(served *s, gz_error *err)
{
	static const char *const languages[] = {"en", "ru", "tg"};
	const char *text = "";
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		gz_catalogue catalogue;
		const gz_status st = gz_catalogue_open(&catalogue, languages[i], &s->o->arena, err);
		if (st == GZ_OK)
			text = gz_arena_printf(&s->o->arena, "%s%s\n", text, gz_catalogue_text(&catalogue, "room.error.address", NULL, 0));
		gz_catalogue_close(&catalogue);
		GZ_TRY(st);
		if (!text)
			return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	}
	s->api.astray = text;
	return GZ_OK;
}

static bool everywhere(const char *bind)
{
	return !bind || strcmp(bind, "0.0.0.0") == 0;
}

static gz_status start(served *s, const gz_pack *pack, char password[GZ_ROOM_PASSWORD], gz_error *err)
{
	char *certificate = NULL, *key = NULL;
	gz_options *o = s->o;
	GZ_TRY(pem(o, o->serve.certificate, &certificate, err));
	GZ_TRY(pem(o, o->serve.key, &key, err));
	const gz_room_options room = {.path = s->path, .words = s->book.pack, .fresh_password = o->serve.password, .pack = pack, .library = o->library, .names = o->serve.names,
		.seeded = o->n_sets > 0 || o->serve.world >= 0, .seed = seed_wanted(o, pack), .world = o->serve.world >= 0 ? (int32_t)o->serve.world : 0};
	GZ_TRY(gz_room_open(&s->room, &room, password, err));
	s->api = (gz_api_room){.room = s->room, .secure = certificate != NULL, .lan = o->serve.lan, .bind = everywhere(o->serve.bind) ? NULL : o->serve.bind};
	GZ_TRY(open_book(s, err));
	GZ_TRY(tell_astray(s, err));
	const gz_http_options http = {.bind = o->serve.bind ? o->serve.bind : o->serve.lan ? "0.0.0.0" : NULL, .port = (uint16_t)(o->serve.port < 0 ? PORT : o->serve.port),
		.certificate = certificate, .key = key, .astray = s->api.astray, .handler = gz_api_room_handle, .context = &s->api};
	GZ_TRY(gz_http_open(&s->http, &http, err));
	s->api.port = gz_http_port(s->http);
	return GZ_OK;
}

static void tell(const served *s, const char *password, bool begun)
{
	const char *scheme = s->api.secure ? "https" : "http";
	const char *bind = s->o->serve.bind;
	gz_lan_address all[GZ_LAN_MOST];
	const int32_t n = s->o->serve.lan ? gz_lan_addresses(all) : 0;
	bool any = false;
	gz_console_print(stdout, "The exercise is in %s%s.\n", s->path, s->folder[0] ? ", a demonstration that is removed at the end" : "");
	if (begun && s->o->serve.pack)
		gz_console_print(stdout, "It had begun already and goes on as it was: --pack, --seed, --world and --names change nothing in it.\n");
	putchar('\n');
	gz_console_print(stdout, "Control team:  %s://%s:%u/control\n", scheme, everywhere(bind) ? "127.0.0.1" : bind, (unsigned)s->api.port);
	if (password[0])
		gz_console_print(stdout, "Password:      %s   (told this once; --new-password makes another)\n", password);
	for (int32_t i = 0; i < n && !all[i].v6; i++)
		if (everywhere(bind) || strcmp(bind, all[i].text) == 0) {
			any = true;
			gz_console_print(stdout, "Players:       %s://%s:%u/   (%s)\n", scheme, all[i].text, (unsigned)s->api.port, all[i].device);
		}
	if (s->o->serve.lan && !any)
		gz_console_print(stdout, "No private address was found: join a Wi-Fi, or open a hotspot on this machine.\n");
	if (s->o->serve.lan && !s->api.secure)
		gz_console_print(stdout, "\nWithout a certificate everybody on this network can read along. Use a Wi-Fi with a password, for exercises only,\nnever for data of real people.\n");
	if (!s->o->serve.lan)
		gz_console_print(stdout, "\nOnly this machine can come in. With --lan the phones on the same Wi-Fi can.\n");
	gz_console_print(stdout, "\nCtrl-C ends. All that was acknowledged is in the file; open it again to go on.\n");
	fflush(stdout);
}

static void wait_for_end(const volatile sig_atomic_t *raised)
{
	const struct timespec nap = {.tv_nsec = 200000000};
	while (!*raised)
		nanosleep(&nap, NULL);
}

static void stop(served *s)
{
	if (s->room)
		gz_room_hush(s->room);
	gz_http_close(s->http);
	gz_room_close(s->room);
	gz_wordbook_free(&s->book);
	if (!s->folder[0])
		return;
	static const char *const rests[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < sizeof rests / sizeof *rests; i++) {
		char path[128];
		snprintf(path, sizeof path, "%s%s", s->file, rests[i]);
		unlink(path);
	}
	rmdir(s->folder);
}

/* Without a file: a demonstration in a folder of its own. */
static gz_status demonstration(served *s, gz_error *err)
{
	snprintf(s->folder, sizeof s->folder, "/tmp/guzar-XXXXXX");
	if (!mkdtemp(s->folder)) {
		s->folder[0] = '\0';
		return gz_error_set(err, GZ_ERR_IO, "/tmp", 0, 0, "no folder could be made for the demonstration");
	}
	snprintf(s->file, sizeof s->file, "%s/demonstration.guzar", s->folder);
	s->path = s->file;
	return GZ_OK;
}

/* GZ_OPTIONS_GO, or the exit code after its mistakes have been told. */
static int load_pack(gz_options *o, const char *path, const char *words, gz_pack *pack)
{
	const gz_pack_options options = {.library = o->library, .names = o->serve.names, .words = words};
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	const gz_status st = gz_pack_load(pack, path, &options, &mistakes);
	const int code = st == GZ_OK ? GZ_OPTIONS_GO : mistakes.n > 0 ? gz_console_mistakes(o->json, &mistakes) : gz_console_memory(o->json);
	gz_mistakes_free(&mistakes);
	return code;
}

static int serve(gz_options *o, const gz_pack *pack, const gz_wordbook *book)
{
	served s = {.o = o, .book = *book, .path = o->n_operands > 0 ? o->operands[0] : NULL};
	char password[GZ_ROOM_PASSWORD] = "";
	gz_error err = {0};
	const char *why = refusal(o);
	if (why)
		return fail(o, GZ_ERR_INPUT, &err, why);
	const volatile sig_atomic_t *raised = gz_interrupt_watch(); /* before Ctrl-C is spoken of, and before there is anything to clear away */
	const bool begun = s.path && access(s.path, F_OK) == 0;
	gz_status st = s.path ? GZ_OK : demonstration(&s, &err);
	if (st == GZ_OK)
		st = start(&s, pack, password, &err);
	if (st == GZ_OK) {
		tell(&s, password, begun);
		wait_for_end(raised);
	}
	stop(&s);
	return st == GZ_OK ? 0 : fail(o, st, &err, NULL);
}

static int replay(const gz_options *o)
{
	gz_error err = {0};
	char *state = NULL;
	if (o->n_operands == 0)
		return fail(o, GZ_ERR_INPUT, &err, "--replay needs the file of an exercise");
	if (access(o->operands[0], R_OK) != 0) {
		gz_error_set(&err, GZ_ERR_INPUT, o->operands[0], 0, 0, "there is no such file, or it may not be read");
		return gz_console_error(o->json, &err);
	}
	if (gz_room_replay(o->operands[0], &state, &err) != GZ_OK)
		return gz_console_error(o->json, &err);
	puts(state);
	free(state);
	return 0;
}

static int open_room(gz_options *o)
{
	gz_pack pack = {0};
	gz_error err = {0};
	const char *name = o->serve.pack ? o->serve.pack : o->n_operands == 0 ? DEMONSTRATION : NULL, *path = NULL;
	if (!name && (o->n_sets > 0 || o->serve.world >= 0 || o->serve.names))
		return gz_console_usage(&gz_cmd_serve, o->json, "--seed, --world and --names choose the world of a pack: give --pack too");
	if (name && gz_packs_find(o, name, &path, &err) != GZ_OK)
		return gz_console_error(o->json, &err);
	gz_wordbook book;
	gz_wordbook_find(&book, o, o->n_operands > 0 ? o->operands[0] : NULL);
	int code = path ? load_pack(o, path, book.pack, &pack) : GZ_OPTIONS_GO;
	if (code == GZ_OPTIONS_GO)
		code = serve(o, path ? &pack : NULL, &book);
	gz_pack_free(&pack);
	return code;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {0, 1, ""};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = o.serve.replay ? replay(&o) : open_room(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_serve = {
	.verb = "serve",
	.options = " pack seed world names words library port bind lan certificate key replay new-password json ",
	.run = run,
};
