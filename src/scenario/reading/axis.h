/* What a value varies with, and the refusal of values that vary where one number is needed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_AXIS_H
#define GZ_AXIS_H
#include "scenario/reading/loader.h"

enum { GZ_AXIS_AGE = 1, GZ_AXIS_GROUP = 2, GZ_AXIS_PLACE = 4, GZ_AXIS_PEOPLE = GZ_AXIS_AGE | GZ_AXIS_GROUP, GZ_AXIS_ALL = GZ_AXIS_PEOPLE | GZ_AXIS_PLACE };

/* A mistake where a value varies, through whatever it names, with one of the axes. hint: what to write instead, NULL nothing. */
void gz_axis_refuse(gz_loader *l, const gz_value *value, const char *key, unsigned axes, const char *hint);
#endif
