/* The whole log for people and programs: JSON as it stands, CSV for a spreadsheet.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_JOURNAL_H
#define GZ_JOURNAL_H
#include "exercise/chronicle.h"

/* For the caller to free; NULL: no memory. JSON: an array of {number, wall, ex, kind, in_force, body}. CSV: the same, with the usual keys
 * of the body in columns of their own; texts that a spreadsheet would take for a formula begin with an apostrophe. */
char *gz_journal_json(const gz_chronicle *chronicle, size_t *size);
char *gz_journal_csv(const gz_chronicle *chronicle, size_t *size);
#endif
