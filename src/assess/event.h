/* An event as people describe it: what, where, when each step was, their answers and judgements. Read from YAML text.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EVENT_H
#define GZ_EVENT_H
#include "assess/annex2.h"
#include "assess/moment.h"
#include "assess/risk.h"

enum { GZ_EVENT_FORMAT = 1, GZ_EVENT_LEVELS = 3 };

/* What held an interval up, in people's words. */
typedef struct gz_bottleneck {
	int32_t interval;           /* index in rules->intervals */
	const char *what, *category; /* category "" not given */
} gz_bottleneck;

/* Texts are "" where nothing was written; indices -1. */
typedef struct gz_event {
	const char *file, *id, *title, *place, *post;
	int32_t country, condition;
	int32_t zone;                                  /* minutes east of UTC, GZ_MOMENT_NO_ZONE: none */
	gz_moment steps[GZ_RULE_STEPS];                /* [step] */
	bool not_applicable[GZ_RULE_STEPS];            /* [step] people said that it does not apply here */
	int32_t rows[GZ_RULE_STEPS], columns[GZ_RULE_STEPS]; /* where each stands in the file, 0 nowhere */
	gz_answer_word answers[GZ_RULE_QUESTIONS];     /* [question] */
	const char *because[GZ_RULE_QUESTIONS];        /* [question] */
	gz_risk risk;
	const char *hazard, *exposure, *context;
	const char *fields[GZ_RULE_FIELDS];            /* [field of the notice] */
	const char *contacts[GZ_EVENT_LEVELS];         /* post, competent authority, National IHR Focal Point */
	gz_bottleneck *bottlenecks; int32_t n_bottlenecks;
} gz_event;

/* Reads an event out of n bytes; `path` only names them in mistakes. Texts lie in the arena. GZ_ERR_INPUT with every mistake told. */
gz_status gz_event_parse(gz_event *event, const gz_rules *rules, gz_arena *arena, const char *path, const char *bytes, size_t n,
	gz_mistakes *mistakes);
/* Adds a mistake for every step after `now`, before the step that it follows, or without the time of day that its clock needs. */
void gz_event_check(const gz_event *event, const gz_rules *rules, gz_moment now, gz_mistakes *mistakes);
#endif
