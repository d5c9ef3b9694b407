/* Numbers to and from text, whatever the locale: the decimal separator is a point (ru and tg use a comma).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_NUMBER_H
#define GZ_NUMBER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether all n bytes of s are one decimal number ("-1", "2.5", ".5", "1e-3"; no spaces, hex, inf or nan, nothing that
 * overflows); only then is *out set, to the nearest double. */
bool gz_number_parse(const char *s, size_t n, double *out);
/* The same for a whole number within int64, digits with an optional sign only. */
bool gz_number_parse_int(const char *s, size_t n, int64_t *out);
/* Writes the shortest decimal text that reads back as the same double; whole numbers below 1e15 without an exponent.
 * Not-a-number is "nan", infinities "inf" and "-inf" (gz_number_parse refuses them). Returns the length. */
size_t gz_number_format(double x, char out[32]);
#endif
