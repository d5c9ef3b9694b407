/* Every kind of measure, in one list: the number, the keys of `measure`, and the table of action.c are made of it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KINDS_H
#define GZ_KINDS_H

/* number, word in a scenario (its reader is read_WORD in action.c), keys of its fields (keys.h), where it may stand, whether `then` follows */
/* clang-format off */
#define GZ_KINDS_LIST(X) \
	X(SCREEN, screen, SCREEN, GZ_ACTION_CROSSING | GZ_ACTION_FLOW, true) \
	X(TEST, test, TEST, GZ_ACTION_CROSSING | GZ_ACTION_FLOW | GZ_ACTION_PLACE, true) \
	X(QUARANTINE, quarantine, CONFINE, GZ_ACTION_CROSSING | GZ_ACTION_FLOW, false) \
	X(ISOLATE, isolate, ISOLATE, GZ_ACTION_PLACE, false) \
	X(VACCINATE, vaccinate, VACCINATE, GZ_ACTION_PLACE | GZ_ACTION_GROUP | GZ_ACTION_CROSSING, false) \
	X(TREAT, treat, TREAT, GZ_ACTION_CROSSING | GZ_ACTION_PLACE, false) \
	X(CONTINUE, continue, CONTINUE, GZ_ACTION_CROSSING | GZ_ACTION_FLOW, false) \
	X(CONTACTS, contacts, CONTACTS, GZ_ACTION_PLACE | GZ_ACTION_GROUP, false) \
	X(TRACE, trace, TRACE, GZ_ACTION_PLACE, false) \
	X(CLOSE, close, CLOSE, GZ_ACTION_CROSSING | GZ_ACTION_FLOW, false) \
	X(SURVEILLANCE, surveillance, SURVEILLANCE, GZ_ACTION_PLACE, false) \
	X(WATER, water, WATER, GZ_ACTION_PLACE, false)
/* clang-format on */
#endif
