/* Writers and how far they are ahead of their pace.
 * SPDX-License-Identifier: Apache-2.0 */
#include "serve/pace.h"
#include <stdio.h>
#include <string.h>

int64_t gz_pace_take(gz_pace *pace, const char *who, int64_t cost, int64_t now)
{
	int32_t at = 0;
	for (int32_t i = 0; i < GZ_PACE_WRITERS; i++) {
		if (strcmp(pace->writers[i].who, who) == 0) {
			at = i;
			break;
		}
		if (pace->writers[i].until < pace->writers[at].until)
			at = i;
	}
	if (strcmp(pace->writers[at].who, who) != 0) {
		snprintf(pace->writers[at].who, sizeof pace->writers[at].who, "%s", who);
		pace->writers[at].until = now;
	}
	const int64_t from = pace->writers[at].until > now ? pace->writers[at].until : now, ahead = from + cost - now;
	if (ahead > GZ_PACE_AHEAD && from > now) /* whatever it costs, it may be written by one who is not ahead */
		return ahead - GZ_PACE_AHEAD < from - now ? ahead - GZ_PACE_AHEAD : from - now;
	pace->writers[at].until = from + cost;
	return 0;
}
