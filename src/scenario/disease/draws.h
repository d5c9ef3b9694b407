/* A file of joint draws of parameters, one a row.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_DRAWS_H
#define GZ_DRAWS_H
#include "scenario/reading/loader.h"

/* Reads the file that a scenario's `parameters: {from: FILE}` names (node may be NULL); parameters that the scenario overrides by
 * itself keep that. Replicate r takes row r mod rows. */
void gz_draws_load(gz_loader *l, const gz_node *node);
#endif
