/* What has happened in an exercise, in order, and which of it is in force.
 *
 * The chronicle is folded from the ledger's entries and nothing else. Each entry has the exercise time at which it happened. A rewind
 * to T takes every entry later than T out of force, for ever; it stays in the log. Entries about the room rather than the play (who
 * sits where, the clock's own orders, the opening) outlast a rewind. State is a function of the entries in force, in order.
 *
 * The body of an entry is a JSON object; "ex" in it is the exercise time in milliseconds. "until" in an order to the clock or the script
 * is the exercise time at which the clock stands by itself from then on: the end of the last phase. "turn": [ms, speed] there is where the
 * next phase begins, and how fast the clock goes from there on; "speed" is how fast it goes at once, where the order itself begins a phase.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_CHRONICLE_H
#define GZ_CHRONICLE_H
#include "exercise/clock.h"
#include <jansson.h>

/* name in the log; whether it outlasts a rewind */
#define GZ_ENTRY_LIST(X)                                                                                               \
	X(OPEN, "open", true)           /* pack, its hash, the seed and how it was chosen */                              \
	X(CLOCK, "clock", true)         /* an order to the clock: act, value */                                           \
	X(SEAT, "seat", true)           /* someone takes, renames or leaves a seat */                                     \
	X(CHECK, "check", true)         /* a seat's answer to the comms check */                                          \
	X(EMERGENCY, "emergency", true) /* a seat has read that it is real */                                             \
	X(TICK, "tick", true)           /* how far the running clock has come, so that little is lost when the power fails */ \
	X(SEND, "send", false)          /* an inject goes out: by time, trigger or hand */                                \
	X(HOLD, "hold", false)          /* an inject is held, skipped, moved or edited before it goes out */              \
	X(READ, "read", false)          /* a seat has opened a message */                                                 \
	X(ACT, "act", false)            /* a role does, answers, decides or writes something */                          \
	X(REFUSE, "refuse", false)      /* the facilitator refuses a decision, with a reason */                           \
	X(OBSERVE, "observe", false)    /* an evaluator's observation */                                                  \
	X(NOTE, "note", false)          /* a remark of the control team */

typedef enum gz_entry_kind {
#define GZ_ENTRY_NAME(name, word, lasts) GZ_ENTRY_##name,
	GZ_ENTRY_LIST(GZ_ENTRY_NAME)
#undef GZ_ENTRY_NAME
	GZ_ENTRY_COUNT
} gz_entry_kind;

const char *gz_chronicle_kind_name(gz_entry_kind kind);
/* -1: unknown. */
int32_t gz_chronicle_kind_of(const char *name);

typedef struct gz_entry {
	int64_t number, wall, ex; /* ms */
	gz_entry_kind kind;
	bool in_force;
	json_t *body;             /* object, the chronicle's own */
} gz_entry;

/* Zero-initialised is not valid: gz_chronicle_init. */
typedef struct gz_chronicle {
	gz_clock clock;
	gz_entry *entries;
	int32_t n, room;
	int32_t rewinds;          /* how often entries went out of force: whoever folds them starts anew when it grows */
} gz_chronicle;

void gz_chronicle_init(gz_chronicle *chronicle);
void gz_chronicle_free(gz_chronicle *chronicle);
/* Adds an entry of the log; its body is parsed. GZ_ERR_INPUT: not an entry that the program knows, or an order that the clock refuses;
 * the chronicle is as it was. */
gz_status gz_chronicle_add(gz_chronicle *chronicle, int64_t number, int64_t wall, const char *kind, const char *body, size_t size, gz_error *err) GZ_MUST_CHECK;
#endif
