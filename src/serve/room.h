/* A running exercise: its log, its state, and the screens that follow it, behind one lock.
 *
 * What is handed in is checked against the state, gets its exercise time, goes to the log, and is acknowledged only when it is on the
 * disk; then a thread of the room tells every screen. Nothing is shown that is not on the disk. When a write fails (a full disk) the
 * room falls back to what the file holds, takes nothing more and says so. Opened again, the clock stands paused at the last time that
 * the log knows; while it runs, a tick goes to the log at least every five seconds, at high speed after every minute of exercise time, but
 * not more than once a second. The room's own time is the wall's when it was
 * opened, never before the last entry, and steady from there: a wall clock set back or forward changes nothing.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ROOM_H
#define GZ_ROOM_H
#include "exercise/play.h"
#include "serve/login.h"
#include "serve/presence.h"
#include "serve/push.h"
#include <stdbool.h>

typedef struct gz_room gz_room;

typedef enum gz_room_rank { GZ_ROOM_NOBODY, GZ_ROOM_SEAT, GZ_ROOM_CONTROL } gz_room_rank;
/* Who speaks: a seat by its role, or one of the control team by the name given at login. */
typedef struct gz_room_who { gz_room_rank rank; bool shows, watches; /* the projector; an evaluator or observer */ char name[64]; uint64_t device; /* of a seat: its token's hash */ } gz_room_who;

enum { GZ_ROOM_STREAMS = 320, GZ_ROOM_STREAMS_EACH = 48, GZ_ROOM_PASSWORD = 15 };

/* How the room is reached; kept beside the log. */
typedef struct gz_room_network {
	char pin[GZ_LOGIN_PIN], staff[GZ_LOGIN_PIN]; /* of players; of evaluators and the projector */
	char address[80];                            /* "192.168.1.10:8080", the one that screens show; "" the first there is */
	char wifi[64], key[80];                      /* name and password of the Wi-Fi, "" not told */
} gz_room_network;

typedef struct gz_room_stream { gz_push *push; gz_room_who who; int64_t generation; uint64_t told; /* hash of the last view */ bool gone; } gz_room_stream;

/* What the world has come to: texts of JSON, NULL as long as there is none. */
typedef struct gz_room_world {
	char *known, *truth, *fan;         /* exercise/stage.h: of the lived world what players may know, and the truth; the truth over its siblings */
	char *hindsight;                   /* after ENDEX: what each order has changed (exercise/hindsight.h); NULL before */
	int32_t step, fan_done, fan_total; /* steps of the lived world; how far the siblings are on their way */
	int64_t version;                   /* grows when `known` changes */
	bool news;                         /* screens have not been told yet */
	gz_error failed;                   /* sentence "" as long as the world goes */
} gz_room_world;

/* What a reader sees while it holds the room. */
typedef struct gz_room_sight {
	const gz_chronicle *chronicle;
	const gz_play *play;
	const gz_pack *pack;        /* NULL: a room without one */
	const json_t *phases, *decisions, *channels, *personas; /* of the pack, as pages read them: gz_papers */
	int64_t wall, ex;
	const char *failed;         /* NULL: all is well */
	const gz_room_world *world;
	const gz_room_network *network;
	const gz_room_stream *streams;
	int32_t n_streams;
	const gz_presence *presence;
	int64_t steady;             /* ms, as the presence counts */
} gz_room_sight;

typedef struct gz_room_options {
	const char *path;
	bool fresh_password; /* make another for the control team */
	const char *words;   /* a table of translations that wins over those of the pack, may be NULL */
	/* of a new exercise; one that has begun goes on with what it has */
	const gz_pack *pack;    /* its files are kept in the exercise's own; NULL: a room of eight agencies without a script */
	const char *library;    /* as the pack was loaded with, may be NULL; rules of a file that has none are taken from it */
	const char *names;      /* "real", "fictional"; NULL as the pack says */
	bool seeded;            /* seed and world were chosen; else those of a rehearsal, else the scenario's seed and its first world */
	int64_t seed;
	int32_t world;          /* which replicate of the seed is lived */
	int64_t away;           /* ms without a sign after which a seat is played by its card; 0: ten minutes */
	bool unpaced;           /* nobody is told to write less: for tests of all else */
} gz_room_options;

/* Opens or begins an exercise. password: filled when one was made, to be told once; "" otherwise. For gz_room_close. */
gz_status gz_room_open(gz_room **out, const gz_room_options *options, char password[GZ_ROOM_PASSWORD], gz_error *err) GZ_MUST_CHECK;
/* The pack that is played, the room's own; NULL: none. */
const gz_pack *gz_room_pack(const gz_room *room);
/* Ends every stream and takes no more of them; to be called before the server is closed. */
void gz_room_hush(gz_room *room);
/* room may be NULL. */
void gz_room_close(gz_room *room);

/* The state that a file's log comes to, as canonical JSON for the caller to free. */
gz_status gz_room_replay(const char *path, char **canonical, gz_error *err) GZ_MUST_CHECK;

/* Takes an entry; body is taken over. On the disk when it returns GZ_OK. GZ_ERR_INPUT with the word of the refusal in *word (static),
 * or "disk" with GZ_ERR_IO. by: who said it, goes into the entry. */
gz_status gz_room_submit(gz_room *room, gz_entry_kind kind, json_t *body, const char *by, int64_t *number, const char **word, gz_error *err) GZ_MUST_CHECK;

/* Shows the room to a reader, and returns when all that it saw is on the disk; the reader is asked again if that failed. */
typedef void gz_room_reader(void *context, const gz_room_sight *sight);
void gz_room_read(gz_room *room, gz_room_reader *reader, void *context);

/* What the pack says to pages; NULL: a room without a pack. Unchanged as long as the room lives. */
struct gz_papers;
const struct gz_papers *gz_room_papers(const gz_room *room);
/* The rules of its forms; unchanged too. */
struct gz_annex;
const struct gz_annex *gz_room_annex(const gz_room *room);

/* A stream of all that the screen of `who` shows; NULL: too many, or the room is closing. */
gz_push *gz_room_follow(gz_room *room, const gz_room_who *who);
#endif
