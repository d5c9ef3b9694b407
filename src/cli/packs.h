/* Packs of exercises as they are named on the command line.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PACKS_H
#define GZ_PACKS_H
#include "base/error.h"
#include "cli/options.h"

/* As written, if something stands there; else of this name among those shipped. GZ_ERR_INPUT with a sentence: neither. */
gz_status gz_packs_find(gz_options *options, const char *name, const char **path, gz_error *err);
#endif
