/* The MSEL as run: what was sent, when, how late, in which variant, who read it and did it, and what came back.
 *
 * The columns are those of the MSEL with status, actual_time, subject, content, response and note as the exercise made them, and then
 * variant, late, read, done and why. A row is one sending, in the order of time; an inject that was not sent has a row where it was
 * planned, one that nothing asked for stands at the end; what the control team sent out of hand has the number +1, +2 ...
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ASRUN_H
#define GZ_ASRUN_H
#include "exercise/play.h"
#include "exercise/sheets/msel.h"

enum { GZ_ASRUN_COLUMNS = GZ_MSEL_COLUMNS + 5 };

typedef struct gz_asrun {
	gz_arena arena;
	const char *title;
	bool rtl;
	gz_pack people; /* the pack, with this arena: for the sheet of roles */
	const char **cells; /* [row][column] */
	int32_t n_rows;
} gz_asrun;

extern const char *const gz_asrun_columns[GZ_ASRUN_COLUMNS];
/* What has happened up to now, in a language of the pack. Borrows the pack; free it in any case. */
gz_status gz_asrun_make(gz_asrun *out, const gz_pack *pack, const gz_play *play, const gz_chronicle *chronicle, gz_pack_language language);
void gz_asrun_free(gz_asrun *run);
const char *gz_asrun_cell(const gz_asrun *run, int32_t row, int32_t column);
gz_status gz_asrun_csv(const gz_asrun *run, const char *path, gz_error *err);
gz_status gz_asrun_xlsx(gz_asrun *run, gz_pack_language language, const char *path, gz_error *err);
/* An array of objects by the columns' names; NULL: no memory. */
json_t *gz_asrun_json(const gz_asrun *run);
#endif
