/* Numbers to and from text, whatever the locale.
 *
 * Reading: up to 19 digits with a power of ten up to 22 are exact by one multiplication or division (Clinger 1990);
 * everything else goes to the C library's correctly rounding strtod, with the point replaced by the separator that this
 * thread's locale happens to have. That separator is found by printing 0.5, because localeconv() is not thread-safe.
 * Writing: the first of 15, 16 and 17 digits that reads back as the same number.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/number.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHORT_TEXT = 128, SEPARATOR_SIZE = 16 };

/* A decimal number taken apart. */
struct decimal {
	uint64_t digits; /* the first 19 significant digits */
	int64_t exponent; /* power of ten of the last digit kept */
	bool cut, negative;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One digit after the sign; those beyond 19 only shift the exponent. */
static void digit_add(struct decimal *d, char c, bool after_point)
{
	if (d->digits < UINT64_C(1000000000000000000)) {
		d->digits = d->digits * 10 + (uint64_t)(c - '0');
		d->exponent -= after_point;
	} else {
		d->cut |= c != '0';
		d->exponent += !after_point;
	}
}

static bool exponent_scan(const char *s, size_t n, size_t *at, int64_t *exponent)
{
	size_t i = *at;
	bool negative = false;
	int64_t value = 0;
	if (i < n && (s[i] == '+' || s[i] == '-'))
		negative = s[i++] == '-';
	if (i >= n || !is_digit(s[i]))
		return false;
	for (; i < n && is_digit(s[i]); i++)
		if (value < 100000000)
			value = value * 10 + (s[i] - '0');
	*exponent += negative ? -value : value;
	*at = i;
	return true;
}

static bool scan(const char *s, size_t n, struct decimal *d)
{
	size_t i = 0, count = 0;
	*d = (struct decimal){0};
	if (i < n && (s[i] == '+' || s[i] == '-'))
		d->negative = s[i++] == '-';
	for (; i < n && is_digit(s[i]); i++, count++)
		digit_add(d, s[i], false);
	if (i < n && s[i] == '.')
		for (i++; i < n && is_digit(s[i]); i++, count++)
			digit_add(d, s[i], true);
	if (count == 0)
		return false;
	if (i < n && (s[i] == 'e' || s[i] == 'E')) {
		i++;
		if (!exponent_scan(s, n, &i, &d->exponent))
			return false;
	}
	return i == n;
}

static bool small_parse(const struct decimal *d, double *out)
{
	static const double POWERS[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
	                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	if (d->cut || d->digits > UINT64_C(1) << 53 || d->exponent < -22 || d->exponent > 22)
		return false;
	double x = (double)d->digits;
	x = d->exponent < 0 ? x / POWERS[-d->exponent] : x * POWERS[d->exponent];
	*out = d->negative ? -x : x;
	return true;
}

/* The decimal separator of this thread's locale, "," or "." or something longer. */
static size_t separator(char out[SEPARATOR_SIZE])
{
	char text[SEPARATOR_SIZE + 4];
	int n = snprintf(text, sizeof text, "%.1f", 0.5);
	size_t length = n > 2 && (size_t)n < sizeof text ? (size_t)n - 2 : 0;
	if (length == 0 || length >= SEPARATOR_SIZE)
		return 0;
	memcpy(out, text + 1, length);
	return length;
}

static bool library_parse(const char *s, size_t n, double *out)
{
	char local[SHORT_TEXT + SEPARATOR_SIZE], sep[SEPARATOR_SIZE];
	size_t sep_length = separator(sep), at = 0;
	char *text = n < SHORT_TEXT ? local : malloc(n + SEPARATOR_SIZE + 1);
	if (text == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.') {
			memcpy(text + at, sep, sep_length);
			at += sep_length;
		} else {
			text[at++] = s[i];
		}
	}
	text[at] = '\0';
	char *end = NULL;
	double x = strtod(text, &end);
	bool good = end == text + at && isfinite(x);
	if (text != local)
		free(text);
	if (good)
		*out = x;
	return good;
}

bool gz_number_parse(const char *s, size_t n, double *out)
{
	struct decimal d;
	if (!scan(s, n, &d))
		return false;
	return small_parse(&d, out) || library_parse(s, n, out);
}

bool gz_number_parse_int(const char *s, size_t n, int64_t *out)
{
	size_t i = 0;
	bool negative = false;
	uint64_t value = 0;
	if (n > 0 && (s[0] == '+' || s[0] == '-'))
		negative = s[i++] == '-';
	const uint64_t limit = (uint64_t)INT64_MAX + negative;
	if (i == n)
		return false;
	for (; i < n; i++) {
		uint64_t digit = (uint64_t)(s[i] - '0');
		if (!is_digit(s[i]) || value > (limit - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

/* Replaces the locale's separator, the only bytes that are no digit, sign or exponent mark. */
static size_t point_restore(char *text)
{
	size_t to = 0;
	bool placed = false;
	for (size_t i = 0; text[i] != '\0'; i++) {
		if (is_digit(text[i]) || text[i] == '-' || text[i] == '+' || text[i] == 'e')
			text[to++] = text[i];
		else if (!placed)
			text[to++] = '.', placed = true;
	}
	text[to] = '\0';
	return to;
}

static size_t special_format(double x, char out[32])
{
	const char *text = isnan(x) ? "nan" : x > 0 ? "inf" : "-inf";
	memcpy(out, text, strlen(text) + 1);
	return strlen(text);
}

size_t gz_number_format(double x, char out[32])
{
	if (!isfinite(x))
		return special_format(x, out);
	if (fabs(x) < 1e15 && x == floor(x) && !(x == 0 && signbit(x)))
		return (size_t)snprintf(out, 32, "%lld", (long long)x);
	char text[32 + SEPARATOR_SIZE];
	size_t n = 0;
	/* Every double of 15 digits is met by 15; subnormal ones have fewer. */
	for (int digits = fabs(x) < 0x1p-1022 ? 1 : 15; digits <= 17; digits++) {
		double back = 0;
		(void)snprintf(text, sizeof text, "%.*g", digits, x);
		n = point_restore(text);
		if (gz_number_parse(text, n, &back) && back == x)
			break;
	}
	memcpy(out, text, n + 1);
	return n;
}
