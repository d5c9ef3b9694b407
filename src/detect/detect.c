/* The list of detectors: a new method is one file and one line here.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/detect.h"
#include "base/mistakes.h"
#include "base/number.h"
#include "detect/bayes.h"
#include "detect/cusum.h"
#include "detect/ears.h"
#include "detect/farrington.h"
#include "detect/glr.h"
#include "detect/neighbour.h"
#include "detect/rki.h"
#include "detect/scan.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const gz_detector *const DETECTORS[] = {&gz_farrington_flexible, &gz_farrington_original, &gz_ears_c1, &gz_ears_c2, &gz_ears_c3, &gz_glr,
	&gz_cusum, &gz_bayes, &gz_rki, &gz_neighbour, &gz_scan, NULL};

const gz_detector *const *gz_detect_list(int32_t *n)
{
	*n = (int32_t)(sizeof DETECTORS / sizeof *DETECTORS) - 1;
	return DETECTORS;
}

const gz_detector *gz_detect_find(const char *name)
{
	for (const gz_detector *const *d = DETECTORS; *d; d++)
		if (strcmp((*d)->name, name) == 0)
			return *d;
	return NULL;
}

void gz_detect_defaults(const gz_detector *detector, double *options)
{
	for (int32_t i = 0; i < detector->n_options; i++)
		options[i] = detector->options[i].value;
}

static const gz_detect_option *find_option(const gz_detector *d, const char *name, size_t length)
{
	for (int32_t i = 0; i < d->n_options; i++)
		if (strlen(d->options[i].name) == length && memcmp(d->options[i].name, name, length) == 0)
			return &d->options[i];
	return NULL;
}

static gz_status no_option(const gz_detector *d, const char *text, size_t length, gz_error *err)
{
	const char *names[GZ_DETECT_OPTIONS_MAX];
	char name[64];
	for (int32_t i = 0; i < d->n_options; i++)
		names[i] = d->options[i].name;
	snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1), text);
	const char *near = gz_mistakes_near(name, names, d->n_options);
	if (near != NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s has no option %s; did you mean %s?", d->name, name, near);
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s has no option %s; guzar detect --help lists them", d->name, name);
}

/* The place of a word among words between blanks, -1 none. */
static int32_t place_of(const char *words, const char *word)
{
	size_t length = strlen(word);
	int32_t i = 0;
	for (const char *at = words; *at != '\0'; i++) {
		size_t n = strcspn(at, " ");
		if (n == length && memcmp(at, word, n) == 0)
			return i;
		at += n;
		at += strspn(at, " ");
	}
	return -1;
}

gz_status gz_detect_set_option(const gz_detector *d, const char *text, double *options, gz_error *err)
{
	size_t length = strcspn(text, "=");
	const gz_detect_option *o = find_option(d, text, length);
	const char *value = text[length] == '=' ? text + length + 1 : "";
	double number;
	if (o == NULL)
		return no_option(d, text, length, err);
	if (o->words != NULL && place_of(o->words, value) >= 0)
		number = place_of(o->words, value);
	else if (o->words != NULL)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s=%s: expected one of: %s", o->name, value, o->words);
	else if (!gz_number_parse(value, strlen(value), &number) || !(number >= o->least && number <= o->most) || (o->whole && number != floor(number)))
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%s=%s: expected a %snumber from %g to %g", o->name, value, o->whole ? "whole " : "", o->least, o->most);
	options[o - d->options] = number;
	return GZ_OK;
}
