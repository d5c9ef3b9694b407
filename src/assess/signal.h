/* Signals: what was seen or heard, where, when, from whom, of how many people, and how far it was looked into.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SIGNAL_H
#define GZ_SIGNAL_H
#include "assess/moment.h"
#include "assess/rules/rules.h"

typedef enum gz_signal_triage { GZ_SIGNAL_NOT_TRIAGED, GZ_SIGNAL_KEPT, GZ_SIGNAL_DISCARDED } gz_signal_triage;
typedef enum gz_signal_outcome { GZ_SIGNAL_NO_OUTCOME, GZ_SIGNAL_EVENT, GZ_SIGNAL_NO_EVENT, GZ_SIGNAL_UNCLEAR } gz_signal_outcome;

/* Texts are "" where nothing was written; indices -1. */
typedef struct gz_signal {
	const char *id, *source, *place, *what, *conveyance, *note;
	int32_t country, condition, syndrome;
	int32_t persons, deaths;                      /* deaths -1 not known */
	gz_moment seen, received, triaged, verified;
	gz_signal_triage triage;
	gz_signal_outcome outcome;
	int32_t row;                                  /* line of the file */
} gz_signal;

/* What holds where a row does not say. */
typedef struct gz_signal_defaults {
	int32_t country; /* -1 none */
	gz_moment now;   /* nothing may lie after it */
} gz_signal_defaults;

/* Reads a table with the columns source, place, received, persons, and any of id, country, seen, what, condition, syndrome, deaths,
 * conveyance, triaged, triage, verified, outcome, note. The signals lie in the arena and borrow the table's texts. GZ_ERR_INPUT with every
 * mistake told by row and column. */
gz_status gz_signal_read(const gz_rules *rules, const gz_csv *csv, const gz_signal_defaults *defaults, gz_arena *arena, gz_mistakes *mistakes,
	gz_signal **out, int32_t *n);
#endif
