/* A slow, readable twin of how a script plays: everything is worked out anew from the list of what has happened, second by second.
 *
 * It shares with the program the pack and nothing else. Times are ms of exercise time; what happens, happens at whole seconds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef TWIN_SCRIPT_H
#define TWIN_SCRIPT_H
#include "exercise/pack.h"
#include <jansson.h>

enum { SCRIPT_SECONDS = 6000, SCRIPT_MOST = 400, SCRIPT_ROWS = 64 };
#define SCRIPT_NEVER INT64_MAX

/* One thing that has happened, as the log has it. */
typedef struct script_fact { char kind[12]; int64_t ex; int32_t number; json_t *body; } script_fact;

typedef struct script_inject { int32_t status, count, number; int64_t first, last, due, shift; } script_inject; /* status: 0 planned, 1 held, 2 skipped */
typedef struct script_order { int32_t number, decision, role, status, reply; int64_t at, ordered, from_sim, lifted_sim; } script_order;
typedef struct script_message { int32_t number, inject; json_t *to; } script_message;
enum { SCRIPT_WAITING, SCRIPT_ORDERED, SCRIPT_REFUSED, SCRIPT_LIFTED };

/* What all of it comes to. */
typedef struct script_state {
	int64_t start[SCRIPT_ROWS], length[SCRIPT_ROWS];
	script_inject injects[SCRIPT_ROWS];
	int64_t done[SCRIPT_ROWS], reached[SCRIPT_ROWS], passed[SCRIPT_ROWS], none[SCRIPT_ROWS];
	bool claimed[SCRIPT_ROWS], joined[SCRIPT_ROWS];
	int64_t since[SCRIPT_ROWS];                          /* of WHEN: ms from which on its condition has held, -1 */
	int64_t since_sim[SCRIPT_ROWS];                      /* what the scenario's clock showed then: it may leap at the same ms, by a phase begun at once */
	script_order orders[SCRIPT_MOST];
	script_message messages[SCRIPT_MOST];
	int32_t n_orders, n_messages;
} script_state;

enum { SCRIPT_CLOCKS = 16 };
typedef struct script_clock { int64_t length[SCRIPT_ROWS], sim[SCRIPT_SECONDS + 1]; } script_clock;

typedef struct script {
	const gz_pack *pack;
	script_fact facts[SCRIPT_MOST];
	int32_t n;
	bool started, ended, real;
	double reported;                                     /* what the world says */
	script_state state;
	const int64_t *sim;                                  /* the scenario's clock at each second */
	script_clock clocks[SCRIPT_CLOCKS]; /* those of the last timetables, which come again and again */
	int32_t next_clock;
} script;

void script_begin(script *s, const gz_pack *pack);
void script_end(script *s);
/* Something has happened; a rewind to a time undoes the play after it. */
void script_take(script *s, const char *kind, int64_t ex, int32_t number, const json_t *body);
void script_rewind(script *s, int64_t to);

int64_t script_sim(const script *s, int64_t ms);
int32_t script_phase(const script *s, int64_t ms);
/* Whether this may happen at ex: of HOLD, REFUSE, and the acts decide, lift, confirm, done, undone. */
bool script_may(const script *s, const char *kind, int64_t ex, const json_t *body);
/* What the machine owes at ex, as "send 3", "done 1.isolate", "pass 1", "none 1", "holds 10", "decide call", "milestone many"; "" nothing. */
void script_owes(script *s, int64_t ex, char out[80]);
/* When time alone makes something due. */
int64_t script_next(script *s, int64_t ex);
#endif
