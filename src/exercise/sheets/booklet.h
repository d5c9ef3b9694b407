/* Everything on paper, for when the network or the laptop fails: a pack per role, the controllers' script, the observers' sheets.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BOOKLET_H
#define GZ_BOOKLET_H
#include "exercise/script/analysis.h"

typedef enum gz_booklet_kind { GZ_BOOKLET_ROLES, GZ_BOOKLET_INJECTS, GZ_BOOKLET_SCRIPT, GZ_BOOKLET_OBSERVERS,
	GZ_BOOKLET_ALL, GZ_BOOKLET_KINDS } gz_booklet_kind;

/* "roles", "injects", "script", "observers", "all": for names of files. */
const char *gz_booklet_name(gz_booklet_kind kind);
/* Writes one as a page of HTML without anything from outside, watermarked EXERCISE on every printed page. Roles: a card each, phone list,
 * forms. Injects: one slip each, to hand out. Script: what controllers send and when, and what they expect. Observers: a sheet for each
 * objective. All: the whole in one, a list of contents first, every part on a new page. */
gz_status gz_booklet_write(gz_pack *pack, const gz_analysis *analysis, gz_booklet_kind kind, gz_pack_language language, const char *path, gz_error *err);
#endif
