/* A bulletin for people and programs: ranked in words with sparklines, as alarms.csv, as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WATCH_H
#define GZ_WATCH_H
#include "detect/bulletin.h"
#include <stdio.h>

/* Words in the language ("en", "ru", "tg"); sparklines in blocks where the terminal writes UTF-8, else in ASCII. */
gz_status gz_watch_print(const gz_bulletin *bulletin, const char *language, bool utf8, FILE *out, gz_error *err);
/* One row a series and period with an alarm, or every series and period judged. */
gz_status gz_watch_write(const gz_bulletin *bulletin, bool all, const char *path, gz_error *err);
/* The whole bulletin as one JSON object; files are those written, folder NULL none. */
gz_status gz_watch_json(const gz_bulletin *bulletin, const char *folder, FILE *out, gz_error *err);
/* Whether the environment says that the terminal takes UTF-8. */
bool gz_watch_utf8(void);
#endif
