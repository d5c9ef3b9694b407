/* Routes requests to the room.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/annex.h"
#include "serve/api_room.h"
#include "serve/desk.h"
#include "serve/door.h"
#include "serve/export.h"
#include "serve/journal.h"
#include "serve/lan.h"
#include "serve/papers.h"
#include "serve/site.h"
#include "serve/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define COOKIE "guzar"

static void reply_text(gz_http_reply *reply, char *text, size_t size)
{
	if (!text)
		reply->code = 503;
	reply->owned = text;
	reply->bytes = text;
	reply->size = text ? size : 0;
}

static void reply_json(gz_http_reply *reply, json_t *value)
{
	char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;
	json_decref(value);
	reply_text(reply, text, text ? strlen(text) : 0);
}

static void reply_error(gz_http_reply *reply, int32_t code, const char *word, const char *sentence)
{
	reply->code = code;
	reply_json(reply, json_pack("{s:s, s:s}", "error", word, "sentence", sentence));
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */
typedef struct asked { const gz_room_who *who; char *text; size_t size; bool csv, expired; gz_room_network network; } asked;

static void read_view(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	json_t *view = gz_view_make(sight, a->who);
	if (a->expired)
		json_object_set_new(view, "expired", json_true());
	free(a->text);
	a->text = view ? json_dumps(view, JSON_COMPACT) : NULL;
	a->size = a->text ? strlen(a->text) : 0;
	json_decref(view);
}

static void read_log(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	free(a->text);
	a->text = a->csv ? gz_journal_csv(sight->chronicle, &a->size) : gz_journal_json(sight->chronicle, &a->size);
}

static void read_canonical(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	free(a->text);
	a->text = gz_play_canonical(sight->play, sight->chronicle);
	a->size = a->text ? strlen(a->text) : 0;
}

static void read_network(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	a->network = *sight->network;
}

static void get_state(const gz_api_room *api, const gz_room_who *who, bool expired, gz_http_reply *reply)
{
	asked a = {.who = who, .expired = expired};
	gz_room_read(api->room, read_view, &a);
	reply_text(reply, a.text, a.size);
}

static void get_events(const gz_api_room *api, const gz_room_who *who, gz_http_reply *reply)
{
	reply->stream = gz_room_follow(api->room, who);
	if (!reply->stream)
		reply_error(reply, 503, "full", "too many screens are open for this seat or for the room");
}

static void get_log(const gz_api_room *api, const gz_http_request *r, gz_http_reply *reply)
{
	const char *format = gz_http_query(r, "format");
	asked a = {.csv = format && strcmp(format, "csv") == 0};
	gz_room_read(api->room, read_log, &a);
	reply->type = a.csv ? "text/csv; charset=utf-8" : NULL;
	snprintf(reply->download, sizeof reply->download, "exercise-log.%s", a.csv ? "csv" : "json");
	reply_text(reply, a.text, a.size);
}

static void get_replay(const gz_api_room *api, gz_http_reply *reply)
{
	asked a = {0};
	gz_room_read(api->room, read_canonical, &a);
	reply_text(reply, a.text, a.size);
}

/* ---- the pack --------------------------------------------------------------------------------------------------- */
static void reply_copy(gz_http_reply *reply, const char *text)
{
	if (text)
		reply_text(reply, strdup(text), strlen(text));
	else
		reply_error(reply, 404, "pack", "this exercise has no such thing: it plays no pack, or the pack has none");
}

enum { PAPER_MAP, PAPER_TASKS, PAPER_SCRIPT };
static void get_paper(const gz_api_room *api, gz_http_reply *reply, int which)
{
	const gz_papers *papers = gz_room_papers(api->room);
	reply_copy(reply, !papers ? NULL : which == PAPER_MAP ? papers->map : which == PAPER_TASKS ? papers->tasks : papers->script);
}

/* A seat's own card; the control team and evaluators name the role. */
static void get_role(const gz_api_room *api, const gz_http_request *r, const gz_room_who *who, gz_http_reply *reply)
{
	const gz_papers *papers = gz_room_papers(api->room);
	const char *role = who->rank == GZ_ROOM_CONTROL ? gz_http_query(r, "seat") : who->name;
	reply_copy(reply, papers && role ? gz_papers_role(papers, role) : NULL);
}

/* What the form of Annex 2 asks, by the version in force on the scenario's day. */
typedef struct form_asked { const gz_annex *annex; char *text; } form_asked;

static void read_annex(void *context, const gz_room_sight *sight)
{
	form_asked *a = context;
	free(a->text);
	a->text = gz_annex_text(a->annex, gz_annex_day(sight->play, sight->ex, sight->wall));
}

static void get_annex(const gz_api_room *api, gz_http_reply *reply)
{
	form_asked a = {.annex = gz_room_annex(api->room)};
	gz_room_read(api->room, read_annex, &a);
	if (a.text)
		reply_text(reply, a.text, strlen(a.text));
	else
		reply_error(reply, 404, "rules", "the rules of Annex 2 were not found when this exercise was opened");
}

/* ---- the world -------------------------------------------------------------------------------------------------- */
static void read_known(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	free(a->text);
	a->text = sight->world->known ? strdup(sight->world->known) : NULL;
}

/* From the end on there is an answer: nothing yet, until the first order has been looked at. */
static void read_hindsight(void *context, const gz_room_sight *sight)
{
	static const char nothing_yet[] = "{\"done\":0,\"total\":1,\"worlds\":0,\"rows\":[]}";
	asked *a = context;
	const bool ended = sight->chronicle->clock.state == GZ_CLOCK_ENDED && sight->pack && sight->pack->has_scenario && !sight->world->failed.sentence[0];
	const char *text = sight->world->hindsight ? sight->world->hindsight : ended ? nothing_yet : NULL;
	free(a->text);
	a->text = text ? strdup(text) : NULL;
}

/* What the control team sees: how far, the truth, and the truth over the worlds beside. */
static void read_world(void *context, const gz_room_sight *sight)
{
	asked *a = context;
	const gz_room_world *w = sight->world;
	json_t *head = json_pack("{s:i, s:{s:i, s:i}, s:s?}", "step", (int)w->step, "fan", "done", (int)w->fan_done, "total", (int)w->fan_total,
		"failed", w->failed.sentence[0] ? w->failed.sentence : NULL);
	char *text = head ? json_dumps(head, JSON_COMPACT) : NULL;
	const char *known = w->known ? w->known : "null", *truth = w->truth ? w->truth : "null", *fan = w->fan ? w->fan : "null";
	const size_t size = text ? strlen(text) + strlen(known) + strlen(truth) + strlen(fan) + 64 : 0;
	free(a->text);
	a->text = text ? malloc(size) : NULL;
	if (a->text)
		snprintf(a->text, size, "%.*s,\"known\":%s,\"truth\":%s,\"spread\":%s}", (int)strlen(text) - 1, text, known, truth, fan);
	free(text);
	json_decref(head);
}

static void get_world(const gz_api_room *api, gz_http_reply *reply, gz_room_reader *reader)
{
	asked a = {0};
	gz_room_read(api->room, gz_room_papers(api->room) ? reader : read_known, &a);
	if (a.text)
		reply_text(reply, a.text, strlen(a.text));
	else
		reply_error(reply, 404, "world", "there is no world to see: the exercise plays no pack with one, or it has not begun to live");
}

/* What each order has changed; nothing before the exercise has ended. */
static void get_hindsight(const gz_api_room *api, gz_http_reply *reply)
{
	asked a = {0};
	gz_room_read(api->room, read_hindsight, &a);
	if (a.text)
		reply_text(reply, a.text, strlen(a.text));
	else
		reply_error(reply, 404, "hindsight", "what each order has changed is worked out once the exercise has ended");
}

static void get_msel(const gz_api_room *api, const gz_http_request *r, gz_http_reply *reply)
{
	gz_export made;
	gz_error err = {0};
	const gz_status st = gz_export_msel(&made, api->room, gz_http_query(r, "format"), gz_http_query(r, "language"), &err);
	if (st != GZ_OK) {
		reply_error(reply, st == GZ_ERR_INPUT ? 404 : 503, st == GZ_ERR_INPUT ? "format" : "disk", err.sentence);
		return;
	}
	reply->type = made.type;
	snprintf(reply->download, sizeof reply->download, "msel-as-run.%s", made.suffix);
	reply_text(reply, made.bytes, made.size);
}

static void get_print(const gz_api_room *api, const gz_http_request *r, gz_http_reply *reply)
{
	gz_export made;
	gz_error err = {0};
	const gz_status st = gz_export_paper(&made, api->room, gz_http_query(r, "kind"), gz_http_query(r, "language"), &err);
	if (st != GZ_OK) {
		reply_error(reply, st == GZ_ERR_INPUT ? 404 : 503, st == GZ_ERR_INPUT ? "paper" : "disk", err.sentence);
		return;
	}
	reply->type = made.type;
	reply->paper = true;
	reply_text(reply, made.bytes, made.size);
}

/* ---- how it is joined ------------------------------------------------------------------------------------------- */
/* The addresses at which phones can come in: private ones of IPv4, the one listened on if it is only one. */
static int32_t open_addresses(const gz_api_room *api, gz_lan_address all[GZ_LAN_MOST])
{
	const int32_t found = api->lan ? gz_lan_addresses(all) : 0;
	int32_t n = 0;
	for (int32_t i = 0; i < found; i++)
		if (!all[i].v6 && (!api->bind || strcmp(api->bind, all[i].text) == 0))
			all[n++] = all[i];
	return n;
}

/* The address that screens show: the one chosen as long as this machine has it, else the first there is, else this machine's own. */
static void shown_address(const gz_api_room *api, const gz_room_network *n, char out[96])
{
	gz_lan_address all[GZ_LAN_MOST];
	const int32_t found = open_addresses(api, all);
	const size_t chosen = strcspn(n->address, ":");
	snprintf(out, 96, "%s:%u", found > 0 ? all[0].text : "127.0.0.1", (unsigned)api->port);
	for (int32_t i = 0; i < found; i++)
		if (strlen(all[i].text) == chosen && strncmp(all[i].text, n->address, chosen) == 0)
			snprintf(out, 96, "%s:%u", all[i].text, (unsigned)api->port);
}

static void get_addresses(const gz_api_room *api, gz_http_reply *reply)
{
	gz_lan_address all[GZ_LAN_MOST];
	asked a = {0};
	char shown[96];
	const int32_t n = open_addresses(api, all);
	json_t *list = json_array();
	for (int32_t i = 0; i < n; i++) {
		snprintf(shown, sizeof shown, "%s:%u", all[i].text, (unsigned)api->port);
		json_array_append_new(list, json_pack("{s:s, s:s}", "address", shown, "device", all[i].device));
	}
	gz_room_read(api->room, read_network, &a);
	shown_address(api, &a.network, shown);
	reply_json(reply, json_pack("{s:s, s:s, s:b, s:o}", "shown", shown, "scheme", api->secure ? "https" : "http", "lan", (int)api->lan, "all", list));
}

static void get_qr(const gz_api_room *api, const gz_http_request *r, gz_http_reply *reply)
{
	const char *of = gz_http_query(r, "of");
	asked a = {0};
	char text[320] = "", address[96];
	gz_room_read(api->room, read_network, &a);
	shown_address(api, &a.network, address);
	if (of && strcmp(of, "wifi") == 0 && (!a.network.wifi[0] || !gz_lan_wifi(a.network.wifi, a.network.key, text, sizeof text))) {
		reply_error(reply, 404, "wifi", "no Wi-Fi has been told");
		return;
	}
	if (!text[0])
		snprintf(text, sizeof text, "%s://%s/?pin=%s", api->secure ? "https" : "http", address, a.network.pin);
	char *svg = gz_lan_qr(text);
	reply->type = "image/svg+xml";
	reply_text(reply, svg, svg ? strlen(svg) : 0);
}

/* ---- orders ----------------------------------------------------------------------------------------------------- */
static void post(const gz_api_room *api, const gz_http_request *r, const char *order, gz_http_reply *reply)
{
	const gz_desk_call call = {.order = order, .body = r->body, .size = r->size, .from = r->from, .token = gz_http_cookie(r, COOKIE)};
	gz_desk_reply told;
	gz_desk_take(api->room, &call, &told);
	reply->code = told.code;
	reply_json(reply, told.answer);
	if (told.code == 200 && told.token[0])
		snprintf(reply->cookie, sizeof reply->cookie, COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600%s", told.token, api->secure ? "; Secure" : "");
	else if (told.forget)
		snprintf(reply->cookie, sizeof reply->cookie, COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

/* ---- routes ----------------------------------------------------------------------------------------------------- */
typedef struct getting { const gz_api_room *api; const gz_http_request *request; gz_room_who who; bool expired; gz_http_reply *reply; } getting;

static void take_state(const getting *g) { get_state(g->api, &g->who, g->expired, g->reply); }
static void take_events(const getting *g) { get_events(g->api, &g->who, g->reply); }
static void take_log(const getting *g) { get_log(g->api, g->request, g->reply); }
static void take_replay(const getting *g) { get_replay(g->api, g->reply); }
static void take_addresses(const getting *g) { get_addresses(g->api, g->reply); }
static void take_qr(const getting *g) { get_qr(g->api, g->request, g->reply); }
static void take_role(const getting *g) { get_role(g->api, g->request, &g->who, g->reply); }
static void take_map(const getting *g) { get_paper(g->api, g->reply, PAPER_MAP); }
static void take_tasks(const getting *g) { get_paper(g->api, g->reply, PAPER_TASKS); }
static void take_known(const getting *g) { get_world(g->api, g->reply, read_known); }
static void take_world(const getting *g) { get_world(g->api, g->reply, read_world); }
static void take_hindsight(const getting *g) { get_hindsight(g->api, g->reply); }
static void take_msel(const getting *g) { get_msel(g->api, g->request, g->reply); }
static void take_print(const getting *g) { get_print(g->api, g->request, g->reply); }
static void take_annex(const getting *g) { get_annex(g->api, g->reply); }
static void take_script(const getting *g) { get_paper(g->api, g->reply, PAPER_SCRIPT); }

/* Who may ask. */
enum { NOBODY = 1, PLAYING = 2, SHOWING = 4, WATCHING = 8, CONTROLLING = 16, SEATED = PLAYING | SHOWING | WATCHING, JOINED = SEATED | CONTROLLING, ANYONE = NOBODY | JOINED };
static const struct { const char *path; int may; void (*take)(const getting *); } PATHS[] = {
	{"state", ANYONE, take_state}, {"events", JOINED, take_events}, {"log", CONTROLLING, take_log}, {"replay", CONTROLLING, take_replay},
	{"addresses", SHOWING | CONTROLLING, take_addresses}, {"qr", SHOWING | CONTROLLING, take_qr},
	{"role", JOINED, take_role}, {"map", JOINED, take_map}, {"tasks", WATCHING | CONTROLLING, take_tasks}, {"script", CONTROLLING, take_script},
	{"known", JOINED, take_known}, {"world", CONTROLLING, take_world}, {"hindsight", JOINED, take_hindsight}, {"msel", CONTROLLING, take_msel}, {"paper", CONTROLLING, take_print}, {"annex2", JOINED, take_annex},
};
enum { N_PATHS = sizeof PATHS / sizeof *PATHS };

static int standing(const gz_room_who *who)
{
	if (who->rank != GZ_ROOM_SEAT)
		return who->rank == GZ_ROOM_CONTROL ? CONTROLLING : NOBODY;
	return who->shows ? SHOWING : who->watches ? WATCHING : PLAYING;
}

static void get(const gz_api_room *api, const gz_http_request *r, const char *path, gz_http_reply *reply)
{
	getting g = {.api = api, .request = r, .reply = reply};
	int which = 0;
	g.who = gz_door_known(api->room, gz_http_cookie(r, COOKIE), &g.expired);
	while (which < N_PATHS && strcmp(PATHS[which].path, path) != 0)
		which++;
	const int own = standing(&g.who);
	if (which == N_PATHS)
		reply_error(reply, 404, "order", "there is nothing here");
	else if (PATHS[which].may & own)
		PATHS[which].take(&g);
	else if (own == NOBODY)
		reply_error(reply, 401, g.expired ? "expired" : "nobody", g.expired ? "this seat was freed: join again" : "join the exercise first");
	else
		reply_error(reply, 403, "rank", PATHS[which].may & WATCHING ? "only the control team and evaluators may do this" : "only the control team may do this");
}

/* Texts that stand for as long as the server does. */
static bool get_standing(const gz_api_room *api, const char *path, gz_http_reply *reply)
{
	const char *text = strcmp(path, "/words.json") == 0 ? api->words : strcmp(path, "/glossary.json") == 0 ? api->glossary : NULL;
	if (text)
		*reply = (gz_http_reply){.bytes = text, .size = strlen(text)};
	return text != NULL;
}

/* Where no page is, a person finds the first one; the address of a page may have been typed with capitals or a stroke at its end. */
static void get_page(const gz_api_room *api, const char *path, gz_http_reply *reply)
{
	static const char *const pages[] = {"/control", "/wall", "/play"};
	if (gz_site_find(path, reply) || get_standing(api, path, reply))
		return;
	if (strchr(path, '.')) {
		reply_error(reply, 404, "page", "there is no such page");
		return;
	}
	*reply = (gz_http_reply){.code = 302, .location = "/"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strncasecmp(path, pages[i], strlen(pages[i])) == 0)
			reply->location = pages[i];
}

void gz_api_room_handle(void *context, const gz_http_request *r, gz_http_reply *reply)
{
	const gz_api_room *api = context;
	const bool posted = strcmp(r->method, "POST") == 0, asks = strncmp(r->path, "/api/", 5) == 0;
	/* by plain HTTP only the own network comes in, whatever the address that is listened on */
	if (!api->secure && !gz_lan_private(r->from) && api->astray && !asks)
		*reply = (gz_http_reply){.code = 403, .type = "text/plain; charset=utf-8", .bytes = api->astray, .size = strlen(api->astray)};
	else if (!api->secure && !gz_lan_private(r->from))
		reply_error(reply, 403, "public", "without a certificate this exercise is served to private addresses only");
	else if (asks && posted)
		post(api, r, r->path + 5, reply);
	else if (asks)
		get(api, r, r->path + 5, reply);
	else if (posted)
		reply_error(reply, 404, "page", "there is no such page");
	else
		get_page(api, r->path, reply);
}
