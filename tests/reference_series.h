/* The saved inputs and outputs of the R package surveillance, for tests: ../shared/reference/detection beside the repository.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef REFERENCE_SERIES_H
#define REFERENCE_SERIES_H
#include "detect/detect.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REFERENCE_FIELDS = 20, REFERENCE_SERIES = 16 };

/* One file of the folder, line by line; fields counted from the end, as names of series may have commas. */
typedef struct reference_file {
	FILE *file;
	bool pipe;
	char line[512];
	char *field[REFERENCE_FIELDS];
	int32_t n;
} reference_file;

/* False, with a line that says so, where the folder is not there. */
static inline bool reference_open(reference_file *r, const char *name)
{
	char path[512], command[600];
	const char *source = getenv("GUZAR_SOURCE");
	snprintf(path, sizeof path, "%s/../shared/reference/detection/%s", source != NULL ? source : ".", name);
	r->file = fopen(path, "r");
	r->pipe = strstr(name, ".gz") != NULL;
	if (r->file == NULL) {
		printf("skipped: %s is not beside the repository\n", path);
		return false;
	}
	if (r->pipe) {
		fclose(r->file);
		snprintf(command, sizeof command, "gzip -dc '%s'", path);
		r->file = popen(command, "r");
		ck_assert_ptr_nonnull(r->file);
	}
	ck_assert_ptr_nonnull(fgets(r->line, sizeof r->line, r->file));
	return true;
}

/* Reads the next line and cuts it into `fields` fields, the first of which keeps the commas that are too many. */
static inline bool reference_next(reference_file *r, int32_t fields)
{
	if (fgets(r->line, sizeof r->line, r->file) == NULL) {
		if (r->pipe)
			pclose(r->file);
		else
			fclose(r->file);
		return false;
	}
	r->line[strcspn(r->line, "\r\n")] = '\0';
	r->n = fields;
	for (int32_t i = fields - 1; i > 0; i--) {
		char *comma = strrchr(r->line, ',');
		ck_assert_ptr_nonnull(comma);
		*comma = '\0';
		r->field[i] = comma + 1;
	}
	r->field[0] = r->line;
	return true;
}

/* A number, NAN where there is none. */
static inline double reference_number(const char *text)
{
	while (*text == '"')
		text++;
	return *text == '\0' || strncmp(text, "NA", 2) == 0 ? NAN : strtod(text, NULL);
}

typedef struct reference_series {
	char name[32];
	double count[1024];
	int32_t n;
} reference_series;

static reference_series reference_all[REFERENCE_SERIES];
static int32_t reference_n;

static inline bool reference_load(void)
{
	reference_file r;
	reference_n = 0;
	if (!reference_open(&r, "series.csv"))
		return false;
	while (reference_next(&r, 8)) {
		if (reference_n == 0 || strcmp(reference_all[reference_n - 1].name, r.field[0]) != 0) {
			ck_assert_int_lt(reference_n, REFERENCE_SERIES);
			memset(&reference_all[reference_n], 0, sizeof reference_all[0]);
			snprintf(reference_all[reference_n++].name, sizeof reference_all[0].name, "%s", r.field[0]);
		}
		reference_series *s = &reference_all[reference_n - 1];
		ck_assert_int_lt(s->n, 1024);
		s->count[s->n++] = reference_number(r.field[6]);
	}
	return true;
}

static inline const reference_series *reference_find(const char *name)
{
	while (*name == '"')
		name++;
	size_t n = strcspn(name, "\"");
	for (int32_t i = 0; i < reference_n; i++)
		if (strlen(reference_all[i].name) == n && memcmp(reference_all[i].name, name, n) == 0)
			return &reference_all[i];
	return NULL;
}

/* The options of a detector as they are unless set. */
static inline void reference_defaults(const gz_detector *d, double *options)
{
	for (int32_t i = 0; i < d->n_options; i++)
		options[i] = d->options[i].value;
}

/* Sets one option by name. */
static inline void reference_set(const gz_detector *d, double *options, const char *name, double value)
{
	for (int32_t i = 0; i < d->n_options; i++)
		if (strcmp(d->options[i].name, name) == 0) {
			options[i] = value;
			return;
		}
	ck_abort_msg("%s has no option %s", d->name, name);
}

/* Verdicts on periods [from, to) of one weekly series; free them. */
static inline gz_detect_verdict *reference_judge(const gz_detector *d, const double *options, const double *count, int32_t n, int32_t from, int32_t to)
{
	const gz_series series = {"place", "disease", 7, 4 + 7 * 1600, n, count, NULL}; /* 4: Monday 5 January 1970 */
	const int32_t place = -1;
	const gz_detect_set set = {.series = &series, .n_series = 1, .place = &place};
	gz_detect_verdict *out = calloc((size_t)(to - from), sizeof *out);
	gz_error err = {0};
	ck_assert_ptr_nonnull(out);
	ck_assert_msg(d->judge(&set, options, from, to, out, &err) == GZ_OK, "%s", err.sentence);
	return out;
}
#endif
