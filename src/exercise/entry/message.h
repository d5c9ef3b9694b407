/* Messages: what is sent by the script, the control team or a seat, and what is read.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MESSAGE_H
#define GZ_MESSAGE_H
#include "exercise/play.h"

/* SEND and READ into the state. False: no memory. */
bool gz_message_fold(gz_play *play, const gz_entry *entry);
/* A form that goes to roles besides the control team: a message with its number, so that they find it where messages come. */
bool gz_message_form(gz_play *play, const gz_entry *entry);
bool gz_message_read(gz_play *play, const gz_entry *entry);
/* Whether a message can be answered by a seat: it went to it. */
bool gz_message_answers(const gz_play *play, const char *seat, int64_t message);
#endif
