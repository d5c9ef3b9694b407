/* Which embedded bytes answer which path; script and style are compressed when the program is built.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/site.h"
#include "report/embedded.h"
#include <string.h>

bool gz_site_find(const char *path, gz_http_reply *reply)
{
	static const char *const pages[] = {"/", "/play", "/control", "/wall"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strcmp(path, pages[i]) == 0) {
			*reply = (gz_http_reply){.type = "text/html; charset=utf-8", .bytes = (const char *)gz_embedded_room_page, .size = gz_embedded_room_page_size};
			return true;
		}
	if (strcmp(path, "/room.js") == 0)
		*reply = (gz_http_reply){.type = "text/javascript; charset=utf-8", .bytes = (const char *)gz_embedded_room_script, .size = gz_embedded_room_script_size, .encoding = "gzip"};
	else if (strcmp(path, "/room.css") == 0)
		*reply = (gz_http_reply){.type = "text/css; charset=utf-8", .bytes = (const char *)gz_embedded_room_style, .size = gz_embedded_room_style_size, .encoding = "gzip"};
	else
		return false;
	return true;
}
