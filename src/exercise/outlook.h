/* What an expression of the pack sees at a moment of play: milestones, orders and clocks from the play itself, the rest from the world.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OUTLOOK_H
#define GZ_OUTLOOK_H
#include "exercise/play.h"

/* Stays where it was made: env points into it. */
typedef struct gz_outlook {
	const gz_play *play;
	int64_t ex;
	const gz_expr_env *world; /* asked for streams, beds, untraced, queue, left and truth; NULL: nobody knows (not a number) */
	gz_expr_env env;
} gz_outlook;

void gz_outlook_make(gz_outlook *outlook, const gz_play *play, int64_t ex, const gz_expr_env *world);
/* Whether a condition holds; what nobody knows does not. */
bool gz_outlook_holds(const gz_outlook *outlook, const gz_expr *condition);
/* Whether a decision has been ordered and not refused; whether it is in force. */
bool gz_outlook_ordered(const gz_play *play, int32_t decision);
bool gz_outlook_inforce(const gz_play *play, int64_t ex, int32_t decision);
#endif
