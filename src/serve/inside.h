/* What a running room is made of, for the files that make it: keep, teller, door, lived, room.
 *
 * One lock guards all but the door's own things. Whoever waits for the disk gives it back first.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_INSIDE_H
#define GZ_INSIDE_H
#include "serve/annex.h"
#include "serve/pace.h"
#include "serve/papers.h"
#include "serve/room.h"
#include <pthread.h>

enum { GZ_ROOM_COMERS = 64 };

struct gz_room {
	gz_ledger *ledger;
	int guard;                  /* holds the file against a second room; closed last, as closing it would end the database's own locks */
	pthread_mutex_t lock, door; /* the room; who may come in (hashing a password takes a tenth of a second) */
	pthread_rwlock_t seats;     /* many may join at once, nobody while one leaves; taken before the room's lock */
	pthread_cond_t wake;
	pthread_t teller;
	gz_pack pack;               /* as the file has it, where has_pack */
	bool has_pack;
	gz_papers papers;           /* of the pack; unchanged from the opening on */
	gz_annex annex;             /* the rules of its forms; unchanged from the opening on */
	gz_chronicle chronicle;
	gz_play play;
	struct gz_lived *lived;     /* the threads of world and script; NULL: none */
	gz_room_world world;
	gz_login login;
	struct { char once[41], token[GZ_LOGIN_TOKEN]; } comers[GZ_ROOM_COMERS]; /* the last that came in, by the mark of their order; with the door held */
	uint32_t next_comer;
	gz_pace pace;               /* of those who write */
	bool unpaced;
	gz_presence presence;
	int64_t missed;             /* minutes for which seats are away, all together, when screens were last told */
	gz_room_network network;
	gz_room_stream streams[GZ_ROOM_STREAMS];
	int32_t n_streams;
	int64_t wall0, steady0;     /* wall = wall0 + steady - steady0 */
	bool started, closing, hushed, changed, behind; /* behind: a slow screen has not got the last view */
	int64_t scene;              /* what of the views has changed by time alone when they were last told */
	int64_t ticked;             /* wall time at which screens were last told of a tick */
	int64_t version;            /* of the world that seats were last told of */
	gz_error failed;            /* sentence "" while all is well */
};
#endif
