/* Files to take away: the MSEL as run, and everything on paper.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EXPORT_H
#define GZ_EXPORT_H
#include "serve/room.h"

typedef struct gz_export { char *bytes; size_t size; const char *type; const char *suffix; } gz_export;

/* format: "csv", "xlsx" or "json" (NULL: json); language: "en", "ru", "tg", "prs" (NULL or another: the pack's own). bytes for the caller
 * to free. GZ_ERR_INPUT: no such format, or no pack. */
gz_status gz_export_msel(gz_export *out, gz_room *room, const char *format, const char *language, gz_error *err) GZ_MUST_CHECK;
/* kind: "roles", "injects", "script" or "observers", as a page of HTML to print; language as above, English where it is Dari. Made from the
 * pack as the file keeps it. */
gz_status gz_export_paper(gz_export *out, gz_room *room, const char *kind, const char *language, gz_error *err) GZ_MUST_CHECK;
#endif
