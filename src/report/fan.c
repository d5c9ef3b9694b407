/* The page's data that change with the days: charts, and the colours of the map.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/fan.h"
#include "report/piece.h"

static const char *const band_name[GZ_DIGEST_BANDS] = {"q05", "q25", "q50", "q75", "q95"};

void gz_fan_write_steps(gz_json *j, const gz_digest *digest)
{
	gz_json_key(j, "steps");
	gz_json_array(j);
	for (int32_t k = 0; k < digest->n_steps; k++)
		gz_json_integer(j, digest->steps[k]);
	gz_json_end(j);
	gz_json_key_integer(j, "period", digest->period);
	gz_json_key(j, "periods");
	gz_json_array(j);
	for (int32_t k = 0; k < digest->n_periods; k++)
		gz_json_integer(j, (k + 1) * digest->period - 1);
	gz_json_end(j);
}

static void write_bands(gz_json *j, const gz_digest *digest, const gz_digest_fan *fan)
{
	for (int32_t b = 0; b < GZ_DIGEST_BANDS; b++) {
		gz_json_key(j, band_name[b]);
		gz_json_array(j);
		for (int32_t k = 0; k < digest->n_periods; k++)
			gz_piece_number(j, fan->bands[k * GZ_DIGEST_BANDS + b]);
		gz_json_end(j);
	}
}

void gz_fan_write_bands(gz_json *j, const gz_digest *digest, const gz_digest_fan *fan)
{
	gz_json_object(j);
	write_bands(j, digest, fan);
	gz_json_end(j);
}

static const char *quantity_name(gz_quantity quantity)
{
	switch (quantity) {
	case GZ_QUANTITY_DEATHS: return "deaths";
	case GZ_QUANTITY_BEDS: return "beds";
	case GZ_QUANTITY_REPORTED: return "reported";
	default: return "infections";
	}
}

/* Whether there is anything to see; infections stand beside any report, so that a chart's first line is what happens. */
static bool fan_shows(const gz_digest *digest, const gz_digest_fan *fan)
{
	const bool rare = fan->quantity == GZ_QUANTITY_DEATHS || fan->quantity == GZ_QUANTITY_BEDS;
	bool shows = fan->highest >= (rare ? 1.5 : 1e-9);
	for (int32_t i = 0; fan->quantity == GZ_QUANTITY_INFECTIONS && i < digest->n_fans && !shows; i++)
		shows = digest->fans[i].place == fan->place && digest->fans[i].quantity == GZ_QUANTITY_REPORTED && digest->fans[i].highest >= 1e-9;
	return shows;
}

void gz_fan_write_charts(gz_json *j, const gz_digest *digest)
{
	const gz_scenario *s = digest->result->scenario;
	gz_json_key(j, "fans");
	gz_json_array(j);
	for (int32_t i = 0; i < digest->n_fans; i++) {
		const gz_digest_fan *fan = &digest->fans[i];
		if (!fan_shows(digest, fan))
			continue;
		gz_json_object(j);
		gz_json_key_integer(j, "place", fan->place);
		gz_json_key_string(j, "quantity", quantity_name(fan->quantity));
		gz_json_key_string(j, "stream", fan->stream < 0 ? NULL : s->streams[fan->stream].name);
		write_bands(j, digest, fan);
		gz_json_end(j);
	}
	gz_json_end(j);
}

void gz_fan_write_maps(gz_json *j, const gz_digest *digest)
{
	gz_json_key(j, "prevalence");
	gz_json_array(j);
	for (int32_t i = 0; i < digest->n_maps; i++) {
		const gz_digest_fan *map = &digest->maps[i];
		int32_t from = 0, to = digest->n_steps;
		while (from < to && map->bands[from] <= 0)
			from++;
		while (to > from && map->bands[to - 1] <= 0)
			to--;
		if (from == to)
			continue;
		gz_json_object(j);
		gz_json_key_integer(j, "place", map->place);
		gz_json_key_integer(j, "from", from);
		gz_json_key(j, "values");
		gz_json_array(j);
		for (int32_t k = from; k < to; k++)
			gz_piece_number(j, map->bands[k]);
		gz_json_end(j);
		gz_json_end(j);
	}
	gz_json_end(j);
}
