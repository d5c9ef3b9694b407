/* What a pack says to pages, as JSON that does not change while it is played: the script, cards, tasks of evaluation, the map.
 *
 * Texts are {en, ru, tg} and, where there is one, prs; place names stand in them in the face chosen, live values as [expression].
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PAPERS_H
#define GZ_PAPERS_H
#include "exercise/pack.h"
#include <jansson.h>

/* For gz_papers_free. Text for whoever asks; roles is an object of texts by role. Lists for views, used with the room held: phases in
 * order, names of the decisions in order, of the channels and of the personas by their ids. */
typedef struct gz_papers { char *script, *tasks, *map; json_t *roles, *phases, *decisions, *channels, *personas; } gz_papers;

/* Not for several threads at once: texts go through the pack's arena. GZ_ERR_MEMORY only. */
gz_status gz_papers_make(gz_papers *papers, gz_pack *pack, gz_error *err) GZ_MUST_CHECK;
void gz_papers_free(gz_papers *papers);
/* A role's card as text, NULL: the pack has no such role. */
const char *gz_papers_role(const gz_papers *papers, const char *role);
/* A text of the pack in its languages; NULL: no memory. */
json_t *gz_papers_text(gz_pack *pack, const gz_pack_text *text);
#endif
