/* Points in time as people write them: a day, or a day with its time and its distance from UTC.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/moment.h"
#include "base/date.h"
#include <stdio.h>
#include <string.h>

enum { DAY_SECONDS = 86400, ZONE_MAX = 14 * 60 };

/* Two digits at s as a number below `below`; -1 if they are none. */
static int32_t two(const char *s, int32_t below)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	int32_t value = (s[0] - '0') * 10 + (s[1] - '0');
	return value < below ? value : -1;
}

bool gz_moment_zone(const char *text, int32_t *minutes)
{
	*minutes = 0;
	if (strcmp(text, "Z") == 0)
		return true;
	if ((text[0] != '+' && text[0] != '-') || strlen(text) != 6 || text[3] != ':')
		return false;
	int32_t hours = two(text + 1, 15), rest = two(text + 4, 60);
	if (hours < 0 || rest < 0 || hours * 60 + rest > ZONE_MAX)
		return false;
	*minutes = (text[0] == '-' ? -1 : 1) * (hours * 60 + rest);
	return true;
}

static int64_t seconds_of(int32_t day, int32_t second, int32_t zone)
{
	return (int64_t)day * DAY_SECONDS + second - (int64_t)zone * 60;
}

/* HH:MM or HH:MM:SS, also H:MM, at s: seconds after midnight, and how many characters; -1 if it is none. */
static int32_t time_of_day(const char *s, size_t *length)
{
	const bool one = s[0] >= '0' && s[0] <= '9' && s[1] == ':'; /* as spreadsheets write hours before ten */
	const size_t colon = one ? 1 : 2;
	int32_t hours = one ? s[0] - '0' : two(s, 24), minutes = hours < 0 || s[colon] != ':' ? -1 : two(s + colon + 1, 60), seconds = 0;
	if (minutes < 0)
		return -1;
	*length = colon + 3;
	if (s[*length] == ':') {
		seconds = two(s + *length + 1, 60);
		*length += 3;
	}
	return seconds < 0 ? -1 : hours * 3600 + minutes * 60 + seconds;
}

bool gz_moment_parse(const char *text, int32_t zone, gz_moment *out, const char **why)
{
	char date[11] = "";
	int32_t day;
	size_t length = 0;
	*out = (gz_moment){0};
	*why = "expected a day or a time, as 2026-11-20 or 2026-11-20T08:30+05:00";
	for (size_t i = 0; i < 10 && text[i] != '\0'; i++)
		date[i] = text[i];
	if (!gz_date_parse_either(date, &day))
		return false;
	if (text[10] == '\0') {
		int32_t near = zone == GZ_MOMENT_NO_ZONE ? 0 : zone;
		*out = (gz_moment){.second = seconds_of(day, 0, near), .zone = near, .known = true, .day = true};
		return true;
	}
	int32_t second = text[10] == 'T' || text[10] == ' ' ? time_of_day(text + 11, &length) : -1;
	if (second < 0)
		return false;
	const char *rest = text + 11 + length;
	if (rest[0] == '\0' && zone == GZ_MOMENT_NO_ZONE) {
		*why = "the time needs its offset from UTC, as +05:00, or the file a zone";
		return false;
	}
	if (rest[0] != '\0' && !gz_moment_zone(rest, &zone))
		return false;
	*out = (gz_moment){.second = seconds_of(day, second, zone), .zone = zone, .known = true};
	return true;
}

/* The day by the zone, and the seconds after its midnight. */
static int32_t split(gz_moment m, int32_t *second)
{
	int64_t local = m.second + (int64_t)m.zone * 60;
	int64_t day = local / DAY_SECONDS - (local % DAY_SECONDS < 0 ? 1 : 0);
	*second = (int32_t)(local - day * DAY_SECONDS);
	return (int32_t)day;
}

int32_t gz_moment_day(gz_moment moment)
{
	int32_t second;
	return split(moment, &second);
}

void gz_moment_format(gz_moment moment, char out[GZ_MOMENT_BYTES])
{
	char date[16], seconds[8] = "";
	int32_t second;
	out[0] = '\0';
	if (!moment.known)
		return;
	gz_date_format(split(moment, &second), date);
	if (second % 60 != 0)
		(void)snprintf(seconds, sizeof seconds, ":%02d", (int)(second % 60));
	int32_t zone = moment.zone < 0 ? -moment.zone : moment.zone;
	if (moment.day)
		(void)snprintf(out, GZ_MOMENT_BYTES, "%.10s", date);
	else
		(void)snprintf(out, GZ_MOMENT_BYTES, "%.10sT%02d:%02d%s%c%02d:%02d", date, (int)(second / 3600), (int)(second / 60 % 60), seconds,
			moment.zone < 0 ? '-' : '+', (int)(zone / 60), (int)(zone % 60));
}

gz_moment gz_moment_months_later(gz_moment moment, int32_t months)
{
	int32_t second, year, month, day;
	gz_date_civil(split(moment, &second), &year, &month, &day);
	int32_t ahead = month - 1 + months;
	year += ahead / 12;
	month = ahead % 12 + 1;
	while (!gz_date_exists(year, month, day) && day > 28)
		day--;
	moment.second = seconds_of(gz_date_of(year, month, day), second, moment.zone);
	return moment;
}
