/* The page people read: one self-contained file with words, map, charts and tables of a run or of a comparison.
 *
 * The page needs no network: data, programs, styles, letters and map shapes are inside. It speaks English, Russian and Tajik; the
 * reader may switch, `language` ("en", "ru", "tg") is what it opens in; "" is the language of the reader's browser, where the page speaks it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_REPORT_H
#define GZ_REPORT_H
#include "engine/result.h"
#include "forecast/compare.h"

/* Writes the page of a run to path, whole or not at all. Reads the result a day at a time. GZ_ERR_INPUT for an unknown language. */
gz_status gz_report_write(const gz_result *result, const char *path, const char *language, gz_error *err);
/* Writes the page of a comparison, likewise. */
gz_status gz_report_write_comparison(const gz_comparison *comparison, const char *path, const char *language, gz_error *err);
#endif
