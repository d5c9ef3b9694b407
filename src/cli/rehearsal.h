/* A rehearsal of a pack in words and as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_REHEARSAL_H
#define GZ_REHEARSAL_H
#include "exercise/rehearse.h"
#include <stdio.h>

/* In the language spoken; name: the pack as a person named it. */
gz_status gz_rehearsal_print(const gz_rehearse *rehearse, const char *name, FILE *out, gz_error *err);
/* GZ_ERR_MEMORY. */
gz_status gz_rehearsal_json(const gz_rehearse *rehearse, const char *name, FILE *out);
#endif
