/* People whom an order brings in.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_IMPORT_H
#define GZ_IMPORT_H
#include "engine/session.h"
#include "engine/step/block.h"
/* number: of the orders that say the same for the same step, which this one is. */
void gz_import_people(gz_block *b, const gz_session_order *order, int32_t number);
#endif
