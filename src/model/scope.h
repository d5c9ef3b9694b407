/* What each measure touches.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCOPE_H
#define GZ_SCOPE_H
#include "model/plan.h"
/* Fills measures, posts, confinements and products; marks the legs whose travellers a measure handles. */
gz_status gz_scope_compile(gz_plan *plan, gz_error *err);
#endif
