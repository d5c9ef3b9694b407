/* The master scenario events list as the field's table: read from CSV as a section of injects, written as CSV and as a workbook.
 *
 * Columns: number, planned_time, scenario_time, phase, kind, from, to, channel, subject, content, attachment, objective, capability,
 * sop, expected_action, time_allowed, prerequisite, controller, contingency, status, language, actual_time, response, note. What is
 * read and written again is the same, byte for byte, if it was written by this program; variants and effects are not of the table.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MSEL_H
#define GZ_MSEL_H
#include "exercise/pack.h"
#include "exercise/sheets/book.h"
#include "text/yaml.h"

/* Reads a table at path into a map of injects as pack.yaml would hold it; every mistake of the table itself is listed. NULL if it cannot
 * be used. Nodes bear the table's rows and columns. */
const gz_node *gz_msel_load(gz_pack *pack, const char *path, gz_mistakes *mistakes);
/* The same from n bytes. */
const gz_node *gz_msel_parse(gz_pack *pack, const char *path, const char *bytes, size_t n, gz_mistakes *mistakes);
/* Writes the injects in a language. GZ_ERR_IO with a sentence. */
gz_status gz_msel_csv(gz_pack *pack, gz_pack_language language, const char *path, gz_error *err);
/* The same as a workbook: the list, and who the roles and personas are. */
gz_status gz_msel_xlsx(gz_pack *pack, gz_pack_language language, const char *path, gz_error *err);
/* Its second sheet: who the roles and personas are. */
void gz_msel_people(gz_pack *pack, gz_pack_language language, gz_book *book);

enum { GZ_MSEL_COLUMNS = 24 };
/* Names of the columns, and the cells of an inject's row; in the pack's arena, never NULL. */
extern const char *const gz_msel_columns[GZ_MSEL_COLUMNS];
void gz_msel_row(gz_pack *pack, int32_t inject, gz_pack_language language, const char *cells[GZ_MSEL_COLUMNS]);
#endif
