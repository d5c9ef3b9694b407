/* How long a traveller stays away, as written in a flow.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include "scenario/world/world_reader.h"
#include <string.h>

enum { STAGES_MAX = 100 };
static const double days_max = 36525; /* a hundred years */
static const char *const expected =
	"expected how long they stay: \"3 d\", \"2 w\", \"erlang 2 3 d\", \"fixed 7 d\", \"forever\" or \"curve NAME\"";

/* The next word of a text: its length, and *rest behind the blanks after it. */
static size_t word(const char *text, const char **rest)
{
	size_t n = strcspn(text, " \t");
	*rest = text + n + strspn(text + n, " \t");
	return n;
}

static bool is(const char *text, size_t n, const char *name)
{
	return strlen(name) == n && memcmp(text, name, n) == 0;
}

/* Days in a unit, 0 if there is no such unit. Without a unit a number is a number of days, as everywhere. */
static double unit(const char *text, size_t n)
{
	if (n == 0 || is(text, n, "d"))
		return 1;
	if (is(text, n, "w"))
		return 7;
	if (is(text, n, "h"))
		return 1.0 / 24;
	if (is(text, n, "y"))
		return 365.25;
	return 0;
}

/* "3 d", "3d", "0.5 y"; more than 0 days. */
static bool duration(const char *text, double *days)
{
	size_t n = strspn(text, "0123456789.eE");
	const char *rest = text + n + strspn(text + n, " \t");
	if (n > 0 && (text[n - 1] == 'e' || text[n - 1] == 'E'))
		return false;
	double x = 0, factor = unit(rest, strlen(rest));
	if (!gz_number_parse(text, n, &x) || factor <= 0)
		return false;
	*days = x * factor;
	return *days > 0 && *days <= days_max;
}

static gz_stay wrong(const char *why)
{
	return (gz_stay){.stages = 1, .days = 1, .wrong = why};
}

static gz_stay erlang(const char *text)
{
	const char *rest;
	size_t n = word(text, &rest);
	int64_t stages = 0;
	gz_stay stay = {.kind = GZ_STAY_ERLANG};
	if (!gz_number_parse_int(text, n, &stages) || stages < 1 || stages > STAGES_MAX || !duration(rest, &stay.days))
		return wrong("expected the number of stages (1 to 100) and the mean stay, such as \"erlang 2 3 d\"");
	stay.stages = (int32_t)stages;
	return stay;
}

gz_stay gz_stay_parse(const char *text)
{
	const char *rest;
	size_t n = word(text, &rest);
	if (n == 0)
		return wrong(expected);
	if (is(text, n, "forever") && *rest == '\0')
		return (gz_stay){.kind = GZ_STAY_FOREVER, .stages = 1};
	if (is(text, n, "curve"))
		return *rest == '\0' ? wrong("expected the name of a curve of curves.csv after \"curve\"")
							 : (gz_stay){.kind = GZ_STAY_CURVE, .stages = 1, .curve = rest};
	if (is(text, n, "erlang"))
		return erlang(rest);
	gz_stay stay = {.kind = is(text, n, "fixed") ? GZ_STAY_FIXED : GZ_STAY_ERLANG, .stages = 1};
	if (duration(stay.kind == GZ_STAY_FIXED ? rest : text, &stay.days))
		return stay;
	return wrong(expected);
}
