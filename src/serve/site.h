/* The pages of the room, as they stand in the library.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SITE_H
#define GZ_SITE_H
#include "serve/http.h"

/* The page, script or style at a path; false: there is none. */
bool gz_site_find(const char *path, gz_http_reply *reply);
#endif
