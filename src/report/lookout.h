/* The page that guzar detect leaves: what is unusual, in words, on a map, as series and as a table, from the bulletin alone.
 *
 * It needs no network and speaks English, Russian and Tajik, as the report does. Nothing is computed for it: what the terminal says and
 * what the files hold is what it shows. A table of many series is cut to what fits into a page of moderate size, and the page says so.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LOOKOUT_H
#define GZ_LOOKOUT_H
#include "detect/bulletin.h"

/* What the bulletin does not know of its table. */
typedef struct gz_lookout_about {
	const char *file;    /* the table's path as typed */
	const char *library; /* folder of what is shipped; NULL: as gz_library_folder has it */
} gz_lookout_about;

/* The data are cut at these: rows of the table, periods of a course, entries of a list; courses, which come last, at so many bytes of
 * everything, and of their own at least and at most. */
enum {
	GZ_LOOKOUT_ROWS = 2000, GZ_LOOKOUT_PERIODS = 160, GZ_LOOKOUT_LISTED = 200,
	GZ_LOOKOUT_BYTES = 330000, GZ_LOOKOUT_COURSES_LEAST = 30000, GZ_LOOKOUT_COURSES_MOST = 220000
};

/* Writes the page to path, whole or not at all. GZ_ERR_INPUT for an unknown language; "" is that of the reader's browser. */
gz_status gz_lookout_write(const gz_bulletin *bulletin, const gz_lookout_about *about, const char *path, const char *language, gz_error *err);
/* The usual range in whole persons, as sentences have it. false: there is no lower end below the upper one, or nothing was judged. high is
 * NAN where the method gives no threshold, or one clearly below what is expected, because earlier periods alone are enough for an alarm. */
bool gz_lookout_range(const gz_detect_verdict *verdict, double *low, double *high);
#endif
