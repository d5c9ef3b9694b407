/* What triggers, variants and live values of a pack may name: counts that players could know, milestones, decisions; and the truth.
 *
 *   reported(PLACE, 7 d)      each stream of the scenario: the count over the days up to now
 *   beds(PLACE)               people in a bed
 *   untraced(PLACE)           contacts not yet found
 *   queue(CROSSING)           people held at a crossing
 *   ordered(DECISION)         1 once ordered; inforce(DECISION) 1 while in force; left(DECISION) capacity left today
 *   truth(QUANTITY, PLACE)    infections, prevalence, deaths, present, or a stream: what no player can know
 *   MILESTONE                 1 once reached
 *   day hour                  of the scenario's clock since the start, fractions included; ex: exercise seconds
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_OBSERVABLE_H
#define GZ_OBSERVABLE_H
#include "exercise/pack.h"

/* Functions: stream s is function s; the others are these. */
enum { GZ_OBSERVABLE_BEDS = 1 << 20, GZ_OBSERVABLE_UNTRACED, GZ_OBSERVABLE_QUEUE, GZ_OBSERVABLE_ORDERED, GZ_OBSERVABLE_INFORCE,
	GZ_OBSERVABLE_LEFT, GZ_OBSERVABLE_TRUTH };
/* Symbols: milestone m is symbol m; places, crossings, decisions and quantities are arguments, and their value is their index. */
enum { GZ_OBSERVABLE_DAY = 1 << 20, GZ_OBSERVABLE_HOUR, GZ_OBSERVABLE_EX, GZ_OBSERVABLE_PLACE = 1 << 24, GZ_OBSERVABLE_CROSSING = 2 << 24,
	GZ_OBSERVABLE_DECISION = 3 << 24, GZ_OBSERVABLE_QUANTITY = 4 << 24 };
/* Quantities of truth(): infections, prevalence, deaths, present; then the streams. */
enum { GZ_OBSERVABLE_QUANTITIES = 4 };

/* Compiles text into the pack's arena. Without a scenario any place, crossing and stream is accepted as a name. GZ_ERR_INPUT as
 * gz_expr_compile does. */
gz_status gz_observable_compile(gz_pack *pack, const char *text, const gz_expr **out, gz_error *err);
/* Whether an expression calls truth(). */
bool gz_observable_truth(const gz_expr *expr);
#endif
