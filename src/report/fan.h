/* The page's data that change with the days: charts, and the colours of the map.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_FAN_H
#define GZ_FAN_H
#include "report/digest.h"
#include "text/json.h"

/* "steps" of the map, "period" and "periods" of the charts: each by its last day. */
void gz_fan_write_steps(gz_json *j, const gz_digest *digest);
/* "fans": the bands of every chart on which anything happens. */
void gz_fan_write_charts(gz_json *j, const gz_digest *digest);
/* "prevalence": mean numbers of infectious persons by place, from the first step that is not 0 to the last. */
void gz_fan_write_maps(gz_json *j, const gz_digest *digest);
/* {"q05": [...], ...} of one chart. */
void gz_fan_write_bands(gz_json *j, const gz_digest *digest, const gz_digest_fan *fan);
#endif
