/* The file that a browser opens: the embedded page with the data put in, and what both reports say of a scenario.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_PAGE_H
#define GZ_PAGE_H
#include "engine/result.h"
#include "report/headline.h"
#include "text/json.h"

/* Opens the object of the data: kind, language, version, headline in three languages, "scenario", "places" and "focus".
 * headlines: [3] for en, ru, tg. interval: days a step. */
void gz_page_begin(gz_json *j, const char *kind, const char *language, const gz_headline headlines[3], const gz_result *result,
	int32_t focus, int32_t interval);
/* Closes it and writes the page to path, whole or not at all. */
gz_status gz_page_write(gz_json *j, const char *path, gz_error *err);
/* The same for another embedded page of n bytes. */
gz_status gz_page_fill(gz_json *j, const unsigned char *bytes, size_t n, const char *path, gz_error *err);
/* A path as typed, but only its last part where it is absolute: a page that is passed on need not show the author's folders. */
const char *gz_page_path(const char *path);
#endif
