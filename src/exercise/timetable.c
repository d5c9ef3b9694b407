/* The exercise's clock and the scenario's, as the phases relate them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/timetable.h"
#include "base/date.h"
#include <stdio.h>

enum { DAY = 86400 };

int64_t gz_timetable_end(const gz_pack *pack)
{
	return pack->n_phases == 0 ? 0 : pack->phases[pack->n_phases - 1].to;
}

int32_t gz_timetable_phase(const gz_pack *pack, int64_t ex)
{
	int32_t found = pack->n_phases > 0 ? 0 : -1;
	for (int32_t i = 0; i < pack->n_phases; i++)
		if (ex >= pack->phases[i].from)
			found = i;
	return found;
}

/* How far the scenario goes in the first `seconds` of a phase. */
static int64_t progress(const gz_pack_phase *phase, int64_t seconds)
{
	switch (phase->time) {
	case GZ_PACK_REAL: return seconds;
	case GZ_PACK_SCALED: return seconds * phase->scale;
	case GZ_PACK_JUMP: return phase->scale;
	case GZ_PACK_STEPPED: return seconds >= phase->to - phase->from ? phase->scale : 0;
	default: return 0;
	}
}

int64_t gz_timetable_scenario(const gz_pack *pack, int64_t ex)
{
	int64_t sum = 0;
	for (int32_t i = 0; i < pack->n_phases && ex >= pack->phases[i].from; i++) {
		const gz_pack_phase *phase = &pack->phases[i];
		sum += progress(phase, (ex < phase->to ? ex : phase->to) - phase->from);
	}
	return sum;
}

int64_t gz_timetable_when(const gz_pack *pack, int64_t scenario)
{
	for (int32_t i = 0; i < pack->n_phases; i++) {
		int64_t low = pack->phases[i].from, high = pack->phases[i].to;
		if (gz_timetable_scenario(pack, high) < scenario)
			continue;
		while (low < high) { /* the clock only goes forward within a phase */
			int64_t middle = low + (high - low) / 2;
			if (gz_timetable_scenario(pack, middle) >= scenario)
				high = middle;
			else
				low = middle + 1;
		}
		return low;
	}
	return -1;
}

void gz_timetable_print(const gz_pack *pack, int64_t scenario, char out[24])
{
	char date[16];
	int64_t second = pack->start_second + scenario;
	gz_date_format((int32_t)(pack->start_day + second / DAY), date);
	snprintf(out, 24, "%.10s %02d:%02d", date, (int)(second % DAY / 3600), (int)(second % 3600 / 60));
}
