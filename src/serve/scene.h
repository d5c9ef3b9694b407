/* What of the play a screen may know: added to its view, where the exercise plays a pack.
 *
 * A player gets what its role could know and nothing of the script: no inject's number, no expected action, no other table's answer
 * before it is released. The control team gets the state of the script, of orders, actions and forms.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCENE_H
#define GZ_SCENE_H
#include "serve/room.h"

enum { GZ_SCENE_MESSAGES = 100, GZ_SCENE_BODIES = 40 }; /* the latest that a screen gets; of the control team's, those with their bodies */

/* sim, date, phase, pace, phase_ends into a view's clock; nothing without a pack. */
void gz_scene_clock(json_t *clock, const gz_room_sight *sight);
/* Messages to and from a seat, newest first. */
json_t *gz_scene_inbox(const gz_room_sight *sight, const char *seat);
/* Messages of all, newest first: the control team's; heads alone for evaluators. */
json_t *gz_scene_traffic(const gz_room_sight *sight, bool heads);
void gz_scene_player(json_t *view, const gz_room_sight *sight, const char *seat);
void gz_scene_evaluator(json_t *view, const gz_room_sight *sight, const char *seat);
void gz_scene_projector(json_t *view, const gz_room_sight *sight);
void gz_scene_control(json_t *view, const gz_room_sight *sight);
#endif
