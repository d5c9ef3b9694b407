/* Expected actions: which of them an entry does, and the milestones that follow.
 *
 * The pack says what does an action (`answered_by`). Where it does not, it is guessed by the evidence, and one entry does one action: the
 * first of its inject, in the pack's order, that is not done yet, wants this evidence and is the seat's.
 * An action is known as INJECT.ACTION ("1.isolate").
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MARK_H
#define GZ_MARK_H
#include "exercise/play.h"

/* When what an entry tells was done: its `at` if it was entered for somebody, else its own time. */
int64_t gz_mark_when(const gz_entry *entry);
/* Index of an action by INJECT.ACTION, -1 none; the name, for the caller to release; whether it is done; whether a role is among who. */
int32_t gz_mark_find(const gz_pack *pack, const char *name);
json_t *gz_mark_name(const gz_pack *pack, int32_t action);
bool gz_mark_done(const gz_play *play, int32_t action);
bool gz_mark_may(const gz_pack *pack, int32_t action, const char *seat);

/* The action that an entry of a seat does by answering a message with this evidence; GZ_PACK_EVIDENCES: claimed, first of those that
 * are told or seen, else of any. -1 none. */
int32_t gz_mark_answered(const gz_play *play, const char *seat, int64_t message, gz_pack_evidence evidence);
/* The one open action of a seat that asks for a decision and does not say which; -1 where there is none, or more than one. */
int32_t gz_mark_open_decision(const gz_play *play, const char *seat);

/* What an entry of a seat does by the pack's word (`answered_by`): an order does every open action that names its decision; a form or a
 * message those of the inject that it replies to, or, replying to none, every open one. False: no memory. */
bool gz_mark_declared(gz_play *play, const gz_entry *entry, gz_pack_answer_kind kind, int32_t of, const char *how);
/* What an inject that goes out asks for and an order that stands has done already. */
bool gz_mark_standing(gz_play *play, const gz_entry *entry, int32_t inject);

/* Done by an entry; its milestone with it. Again: only `how` changes. False: no memory. */
bool gz_mark_set(gz_play *play, const gz_entry *entry, int32_t action, const char *how);
/* Not done after all; its milestone is what other actions make of it. */
bool gz_mark_clear(gz_play *play, int32_t action);
/* Reached at ex: the first time counts. */
bool gz_mark_milestone(gz_play *play, const char *milestone, int64_t ex);
#endif
