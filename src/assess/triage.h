/* Triage: why a signal matters by the rules, how urgent its verification is, and in which order to look at them.
 *
 * A signal matters because one case of its disease or syndrome is a signal (the country's list, else the general one), or because so many
 * people with the same syndrome came in one conveyance or to one place in a day. One conveyance at one place is one ride on one day, and past
 * midnight within 12 hours of the signal before. The order is a proposal; people decide.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRIAGE_H
#define GZ_TRIAGE_H
#include "assess/deadline.h"
#include "assess/signal.h"

typedef enum gz_triage_tier {
	GZ_TRIAGE_ALWAYS,  /* one case, of a disease that Annex 2 always has notified */
	GZ_TRIAGE_SINGLE,  /* one case is a signal */
	GZ_TRIAGE_CLUSTER,
	GZ_TRIAGE_OTHER
} gz_triage_tier;

typedef enum gz_triage_stage {
	GZ_TRIAGE_TO_VERIFY, /* neither verified nor discarded */
	GZ_TRIAGE_TO_ASSESS, /* an event, or still unclear: Annex 2 */
	GZ_TRIAGE_CLOSED     /* discarded, or not an event */
} gz_triage_stage;

typedef struct gz_triage {
	int32_t signal;          /* index */
	gz_triage_tier tier;
	gz_triage_stage stage;
	int32_t notifiable;      /* row of the rules, -1 none */
	int32_t cluster;         /* row of the rules, -1 none */
	int32_t cluster_persons; /* of all signals of the cluster */
	gz_deadline_verdict verify; /* from received to verified, or to discarded */
} gz_triage;

/* Judges n signals as seen from now and puts them in order: to verify, to assess, closed; within these by tier, overdue first, then what is
 * due first, then as in the file. out is [n]. Clusters count neither closed signals nor any without a syndrome or condition. */
gz_status gz_triage_rank(const gz_rules *rules, const gz_signal *signals, int32_t n, gz_moment now, gz_arena *arena, gz_triage *out);
#endif
