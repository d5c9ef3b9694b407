/* What the page is about: the country spoken of, the window of its map, and names as a language has them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/focus.h"
#include "forecast/arrivals.h"
#include "forecast/outcome.h"
#include <math.h>

int32_t gz_focus_place(const gz_scenario *scenario)
{
	int32_t focus = gz_outcome_focus(scenario);
	if (focus >= 0 || scenario->n_report_places > 0)
		return focus;
	for (int32_t p = 0; p < scenario->world.n_places; p++)
		if (scenario->world.places[p].parent < 0 && !gz_arrivals_begins(scenario, p))
			return p;
	return -1;
}

static void widen(double window[4], double lat, double lon)
{
	if (isnan(lat) || isnan(lon))
		return;
	window[0] = fmin(window[0], lon);
	window[1] = fmin(window[1], lat);
	window[2] = fmax(window[2], lon);
	window[3] = fmax(window[3], lat);
}

/* A crossing belongs to the window if one of its sides lies in the focus. */
static void widen_crossings(const gz_scenario *s, int32_t focus, double window[4])
{
	for (int32_t c = 0; c < s->world.n_crossings; c++) {
		const gz_crossing *x = &s->world.crossings[c];
		bool near = focus < 0 || gz_scenario_within(s, x->near, focus), far = x->far >= 0 && gz_scenario_within(s, x->far, focus);
		if (near || far)
			widen(window, x->lat, x->lon);
	}
}

void gz_focus_window(const gz_scenario *scenario, double window[4])
{
	int32_t focus = gz_focus_place(scenario);
	window[0] = window[1] = INFINITY;
	window[2] = window[3] = -INFINITY;
	for (int32_t p = 0; p < scenario->world.n_places; p++)
		if (focus < 0 || gz_scenario_within(scenario, p, focus))
			widen(window, scenario->world.places[p].lat, scenario->world.places[p].lon);
	for (int32_t b = 0; b < scenario->n_begins; b++) {
		const gz_place *p = &scenario->world.places[scenario->begins[b].place];
		widen(window, p->lat, p->lon);
	}
	widen_crossings(scenario, focus, window);
	if (!(window[0] <= window[2])) {
		window[0] = -180;
		window[1] = -60;
		window[2] = 180;
		window[3] = 80;
	}
	double x = fmax(0.5, 0.07 * (window[2] - window[0])), y = fmax(0.4, 0.09 * (window[3] - window[1]));
	window[0] -= x;
	window[1] -= y;
	window[2] += x;
	window[3] += y;
}

const char *gz_focus_name(const gz_words *words, const char *id, const char *language)
{
	const char *word = gz_words_in(words, language);
	return word != NULL && word[0] != '\0' ? word : id;
}
