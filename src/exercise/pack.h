/* A pack: everything an exercise is made of, from its purpose to the last inject; plain data, loaded from one folder and checked.
 *
 * PACK/pack.yaml says it all, or names an MSEL table for the injects; PACK/words.csv may hold the translations of its texts. Every
 * time is a whole number of seconds: of the exercise (since STARTEX) or, where said so, of the scenario (since the pack's start).
 * Everything is read-only once loaded. Rows refer to each other by index (int32, -1 none); texts and arrays live in the pack's arena.
 * The language is described in docs/exercise.md.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PACK_H
#define GZ_PACK_H
#include "base/arena.h"
#include "base/error.h"
#include "base/mistakes.h"
#include "scenario/scenario.h"
#include "text/expr.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum gz_pack_language { GZ_PACK_EN, GZ_PACK_RU, GZ_PACK_TG, GZ_PACK_PRS, GZ_PACK_LANGUAGES } gz_pack_language;

/* Where something stands, for mistakes found later. */
typedef struct gz_pack_mark {
	const char *file;
	int32_t row, column;
} gz_pack_mark;

/* A text in up to four languages; a NULL one is missing. Any may hold live values, ${...}: exercise/live.h. */
typedef struct gz_pack_text {
	const char *in[GZ_PACK_LANGUAGES];
	bool reviewed[GZ_PACK_LANGUAGES]; /* a native speaker has read it, the table of words says */
	gz_pack_mark mark;
} gz_pack_text;

/* A span of time and the clock that counts it. */
typedef struct gz_pack_span {
	int64_t seconds;
	bool scenario; /* counted by the scenario's clock, else by the exercise's */
	bool relative; /* written with a plus: since the start of the phase */
	bool given;
} gz_pack_span;

typedef struct gz_pack_name { /* a place name with its two faces: real and fictional */
	const char *id;
	gz_pack_text real, fictional;
	gz_pack_mark mark;
} gz_pack_name;

typedef struct gz_pack_objective {
	const char *id;
	gz_pack_text text;
	const char **tags; int32_t n_tags; /* JEE, SPAR, Annex 1B ...: as written */
	gz_pack_mark mark;
} gz_pack_objective;

typedef struct gz_pack_organisation {
	const char *id;
	gz_pack_text name;
	gz_pack_mark mark;
} gz_pack_organisation;

typedef enum gz_pack_role_kind { GZ_PACK_PLAYER, GZ_PACK_CONTROLLER, GZ_PACK_FACILITATOR, GZ_PACK_SIMCELL, GZ_PACK_EVALUATOR,
	GZ_PACK_OBSERVER, GZ_PACK_SCRIBE, GZ_PACK_SAFETY, GZ_PACK_ROLE_KINDS } gz_pack_role_kind;
typedef enum gz_pack_absent { GZ_PACK_ABSENT_NOTHING, GZ_PACK_ABSENT_CRITICAL, GZ_PACK_ABSENT_ALL, GZ_PACK_ABSENTS } gz_pack_absent;

/* What an absent role orders when an inject asks it for a decision. */
typedef struct gz_pack_order { int32_t inject, decision; gz_pack_mark mark; const char *inject_name; } gz_pack_order;

typedef struct gz_pack_role {
	const char *id;
	gz_pack_text name, card;      /* card: what this role knows and does */
	int32_t organisation;
	gz_pack_role_kind kind;
	int32_t *may; int32_t n_may;  /* decisions it may order */
	int32_t *speaks; int32_t n_speaks; /* SIMCELL: personas it may speak as; none named: all of them */
	int32_t place;                /* of the scenario's world, -1 none */
	const char *phone;            /* of the exercise, "" none */
	gz_pack_absent absent;        /* what it does when nobody sits there ... */
	gz_pack_span absent_after;    /* ... so long after it was asked */
	gz_pack_order *orders; int32_t n_orders;
	gz_pack_mark mark;
} gz_pack_role;

typedef struct gz_pack_decision {
	const char *id;
	gz_pack_text name, legal, cost;
	int32_t measure;              /* of the scenario, -1: alters information or delivery alone */
	gz_pack_span lead, review;    /* from the order to force; from then to the day by which it is to be looked at again, not given: none */
	bool justify, confirm;        /* asks for written reasons; a facilitator confirms it */
	gz_pack_mark mark;
} gz_pack_decision;

typedef enum gz_pack_time { GZ_PACK_REAL, GZ_PACK_SCALED, GZ_PACK_STEPPED, GZ_PACK_FROZEN, GZ_PACK_JUMP, GZ_PACK_TIMES } gz_pack_time;

enum { GZ_PACK_PHASES = 64 }; /* at most */

typedef struct gz_pack_phase {
	const char *id;
	gz_pack_text name;
	gz_pack_time time;
	int64_t scale;                /* SCALED: scenario seconds a second; STEPPED, JUMP: scenario seconds at a step, or at once */
	int32_t speed;                /* of the exercise's clock, with which the phase begins */
	int64_t from, to;             /* exercise seconds; to = from + lasts */
	gz_pack_span opens;           /* the scenario's clock as the author states it, to be checked */
	gz_pack_text *questions; int32_t n_questions;
	gz_pack_mark mark;
} gz_pack_phase;

typedef struct gz_pack_persona {
	const char *id;
	gz_pack_text name;
	int32_t organisation;         /* -1 none */
	int32_t disposition;          /* -100 hostile .. 100 friendly */
	gz_pack_language language;
	gz_pack_mark mark;
} gz_pack_persona;

typedef struct gz_pack_channel {
	const char *id;
	gz_pack_text name;
	gz_pack_span latency;
	gz_pack_mark mark;
} gz_pack_channel;

typedef enum gz_pack_setter { GZ_PACK_BY_ACTION, GZ_PACK_BY_CONTROLLER, GZ_PACK_BY_EVALUATOR, GZ_PACK_BY_WORLD, GZ_PACK_SETTERS } gz_pack_setter;

typedef struct gz_pack_milestone {
	const char *id;
	gz_pack_text name;
	gz_pack_setter by;
	const gz_expr *when;          /* BY_WORLD */
	gz_pack_mark mark;
} gz_pack_milestone;

typedef struct gz_pack_task { /* of evaluation */
	const char *id;
	gz_pack_text text, target;
	int32_t objective;
	bool critical;
	gz_pack_mark mark;
} gz_pack_task;

typedef enum gz_pack_evidence { GZ_PACK_DECISION, GZ_PACK_MESSAGE, GZ_PACK_FORM, GZ_PACK_VERBAL, GZ_PACK_OBSERVED, GZ_PACK_EVIDENCES } gz_pack_evidence;

/* What of a role's entries does an expected action. */
typedef enum gz_pack_answer_kind { GZ_PACK_BY_DECISION, GZ_PACK_BY_FORM, GZ_PACK_BY_MESSAGE, GZ_PACK_BY_REPLY } gz_pack_answer_kind;
typedef struct gz_pack_answer {
	gz_pack_answer_kind kind;
	int32_t of;                      /* the decision, the form, the role written to; -1 a reply to the inject */
	gz_pack_mark mark;
} gz_pack_answer;

typedef struct gz_pack_action { /* expected of players */
	const char *id;
	int32_t inject;
	gz_pack_text text;
	int32_t *roles; int32_t n_roles; /* who; the inject's receivers unless stated */
	gz_pack_span within;             /* since the inject */
	gz_pack_evidence evidence;
	bool critical;
	gz_pack_answer *answers; int32_t n_answers; /* any of these does it; none declared: guessed by `evidence` */
	int32_t task, milestone;         /* -1 none */
	gz_pack_mark mark;
} gz_pack_action;

typedef enum gz_pack_effect_kind { GZ_PACK_IMPORT, GZ_PACK_REPORTING, GZ_PACK_COMPLIANCE, GZ_PACK_LEAK, GZ_PACK_CONTACT, GZ_PACK_EFFECTS } gz_pack_effect_kind;

typedef struct gz_pack_effect {
	gz_pack_effect_kind kind;
	double size;                     /* persons (import), else a multiplier, leak a share */
	int32_t place, compartment;      /* of the scenario, -1 none */
	int32_t measure, crossing;
	gz_pack_span after, lasts;       /* scenario time; lasts not given: to the end */
	gz_pack_mark mark;
} gz_pack_effect;

typedef enum gz_pack_trigger_kind { GZ_PACK_NO_TRIGGER, GZ_PACK_AT, GZ_PACK_AFTER_INJECT, GZ_PACK_AFTER_DECISION, GZ_PACK_AFTER_MILESTONE,
	GZ_PACK_WHEN, GZ_PACK_UNLESS /* a milestone */, GZ_PACK_UNLESS_INJECT, GZ_PACK_MANUAL } gz_pack_trigger_kind;

typedef struct gz_pack_trigger {
	gz_pack_trigger_kind kind;
	gz_pack_span at;        /* AT: since STARTEX, or the phase (relative); AFTER: delay; UNLESS: the time by which */
	int32_t of;             /* inject, decision or milestone */
	const char *of_name;
	const gz_expr *when;
	gz_pack_span lasts;     /* WHEN: must hold so long */
	gz_pack_span every;     /* not given: ONCE */
	int32_t most;           /* MAX, 0 = no bound */
	gz_pack_mark mark;
} gz_pack_trigger;

typedef enum gz_pack_inject_kind { GZ_PACK_CONTEXTUAL, GZ_PACK_EXPECTED_ACTION, GZ_PACK_CONTINGENCY, GZ_PACK_DECISION_REQUEST,
	GZ_PACK_DISTRACTOR, GZ_PACK_INJECT_KINDS } gz_pack_inject_kind;

typedef struct gz_pack_variant { /* the first whose condition holds is sent; condition NULL = always */
	const gz_expr *condition;
	gz_pack_text subject, body;
} gz_pack_variant;

typedef struct gz_pack_inject {
	const char *id;                  /* its number: 1, 1b ... */
	gz_pack_inject_kind kind;
	int32_t phase, from, channel;    /* -1 none; phase: that of its time unless stated */
	int32_t *to; int32_t n_to;       /* roles */
	gz_pack_trigger trigger;
	gz_pack_span stated;             /* the scenario's time as the author states it, to be checked */
	gz_pack_variant *variants; int32_t n_variants; /* the last one has no condition */
	int32_t objective, controller;   /* -1 none */
	int32_t contingency;             /* inject sent if a critical action is not done in time, -1 none */
	const char *contingency_name;
	int32_t *actions; int32_t n_actions;
	gz_pack_effect *effects; int32_t n_effects;
	const char *capability, *sop, *attachment, *status, *actual, *response, *note; /* "" none */
	gz_pack_mark mark;
} gz_pack_inject;

typedef struct gz_pack_condition { /* what a seed must give for the training to work, with nothing done */
	const gz_expr *value;
	double low, high;
	int32_t day;
	gz_pack_mark mark;
} gz_pack_condition;

/* Of a rehearsal: roles do what they declare, save that these orders stand in place of their own at the same injects. */
typedef struct gz_pack_cast {
	const char *id;
	gz_pack_text name;
	gz_pack_span after;              /* not given: each role's own */
	int32_t *roles; gz_pack_order *orders; int32_t n_orders; /* [order] */
	gz_pack_mark mark;
} gz_pack_cast;
enum { GZ_PACK_CASTS = 8 }; /* at most */

typedef struct gz_pack_choice { /* of a rehearsal: exercise/choice.h */
	bool made, stale;                /* stale: the scenario has changed since */
	uint64_t seed;
	int32_t world;
	gz_pack_mark mark;
} gz_pack_choice;

typedef struct gz_pack {
	gz_arena arena;
	const char *folder, *file;       /* file: pack.yaml as a person names it */
	const char *id, *type, *licence, *review;
	gz_pack_text title, purpose, scope, artificialities;
	gz_pack_language language;       /* the default, and that of words.csv's key */
	bool wanted[GZ_PACK_LANGUAGES];  /* languages the pack promises */
	bool fictional;                  /* which face of the names is shown */
	int32_t start_day; int32_t start_second; /* the scenario's clock at STARTEX: day number and second of the day */
	const char **sources; int32_t n_sources;
	gz_scenario scenario; bool has_scenario;
	gz_pack_name *names;                 int32_t n_names;
	gz_pack_objective *objectives;       int32_t n_objectives;
	gz_pack_organisation *organisations; int32_t n_organisations;
	gz_pack_decision *decisions;         int32_t n_decisions;
	gz_pack_role *roles;                 int32_t n_roles;
	gz_pack_phase *phases;               int32_t n_phases;
	gz_pack_persona *personas;           int32_t n_personas;
	gz_pack_channel *channels;           int32_t n_channels;
	gz_pack_milestone *milestones;       int32_t n_milestones;
	gz_pack_task *tasks;                 int32_t n_tasks;
	gz_pack_inject *injects;             int32_t n_injects;
	gz_pack_action *actions;             int32_t n_actions;
	gz_pack_condition *conditions;       int32_t n_conditions;
	gz_pack_cast *casts;                 int32_t n_casts;
	gz_pack_text **texts;                int32_t n_texts, texts_capacity; /* every text, for translations */
	gz_pack_choice choice;
	bool msel;                           /* the injects came from a table */
} gz_pack;

typedef struct gz_pack_options {
	const char *library;      /* as in gz_scenario_options, may be NULL */
	const char *names;        /* "real" or "fictional" instead of what the pack says, NULL as it says */
	const char *words;        /* a table as words.csv that wins over it, may be NULL */
} gz_pack_options;

/* Loads the pack in a folder (or whose pack.yaml is named). Every mistake goes to `mistakes`: GZ_ERR_INPUT if there was any; the pack
 * can then still be freed, not used. Free it in any case. */
gz_status gz_pack_load(gz_pack *pack, const char *path, const gz_pack_options *options, gz_mistakes *mistakes);
/* The same from bytes of pack.yaml, without a scenario and without other files: for tests of the reader. */
gz_status gz_pack_parse(gz_pack *pack, const char *bytes, size_t n, gz_mistakes *mistakes);
void gz_pack_free(gz_pack *pack);

/* "en", "ru", "tg", "prs"; and back: English for anything else. */
const char *gz_pack_language_code(gz_pack_language language);
gz_pack_language gz_pack_language_named(const char *code);
/* The text in a language, else in the pack's default, else in any; "" if there is none. */
const char *gz_pack_say(const gz_pack *pack, const gz_pack_text *text, gz_pack_language language);
/* How many of the texts that the pack has in a language a native speaker has read, and how many it has. */
void gz_pack_reviewed(const gz_pack *pack, gz_pack_language language, int32_t *n, int32_t *of);
/* The words of the language for kinds, NULL after the last: role kinds, times, inject kinds, evidence, forms. */
extern const char *const gz_pack_role_words[], *const gz_pack_time_words[], *const gz_pack_inject_words[], *const gz_pack_evidence_words[],
	*const gz_pack_form_words[];
/* "hygiene", "form annex2", "message post", "reply": an answer as the pack writes it, in the pack's arena. */
const char *gz_pack_answer_text(gz_pack *pack, const gz_pack_answer *answer);
#endif
