/* Who may do what: a role orders what its card says, with reasons where they are asked for; the control team confirms and refuses.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_AUTHORITY_H
#define GZ_AUTHORITY_H
#include "exercise/entry/refusal.h"

enum { GZ_AUTHORITY_FIELDS = 100 }; /* of a form at most */

/* Why an entry ACT, REFUSE or OBSERVE cannot follow; NULL: it can. */
const char *gz_authority_act(const gz_refusal_asked *asked);
const char *gz_authority_refuse(const gz_refusal_asked *asked);
const char *gz_authority_observe(const gz_refusal_asked *asked);
#endif
