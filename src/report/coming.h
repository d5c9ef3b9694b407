/* The page's data about arrival: when the disease comes to each place, how surely, by which way, and where it is by each day.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_COMING_H
#define GZ_COMING_H
#include "report/digest.h"
#include "text/json.h"

/* "reach" and "cumulative". Places below the second level are left out if they are never reached and lie outside the focus. */
gz_status gz_coming_write(gz_json *j, const gz_digest *digest, int32_t focus, gz_error *err);
/* "first_report": days from the first infection at the focus to the first report there; null where there is none. */
gz_status gz_coming_write_report(gz_json *j, const gz_digest *digest, int32_t focus, gz_error *err);
#endif
