/* A draft from one level to the next, as people read, check and send it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LETTER_H
#define GZ_LETTER_H
#include "assess/notice.h"
#include "report/paper/casefile.h"

/* Writes the parts of a level's draft (not the frame of the page). What is missing is listed as missing. */
void gz_letter_write(const gz_casefile *casefile, gz_notice_level level, gz_paper *paper, const gz_catalogue *words);
/* Its title. */
const char *gz_letter_title(const gz_casefile *casefile, gz_notice_level level, const gz_catalogue *words);
/* "post", "authority", "focal-point": for names of files. */
const char *gz_letter_level(gz_notice_level level);
#endif
