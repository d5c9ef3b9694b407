/* Drafts from level to level: the post to the competent authority, that to the National IHR Focal Point, and that alone to WHO.
 *
 * A draft holds what the rules ask of its level (rules/notice.csv, after Article 6 of the International Health Regulations) as people wrote
 * it; what they did not write is listed as missing. Nothing is sent, and nothing is made up.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_NOTICE_H
#define GZ_NOTICE_H
#include "assess/event.h"

typedef enum gz_notice_level { GZ_NOTICE_POST, GZ_NOTICE_AUTHORITY, GZ_NOTICE_FOCAL_POINT, GZ_NOTICE_LEVELS } gz_notice_level;
/* What the draft is; for the first two levels always a report. */
typedef enum gz_notice_kind {
	GZ_NOTICE_REPORT,       /* to the next level of the country */
	GZ_NOTICE_NOTIFICATION, /* Article 6 */
	GZ_NOTICE_CONSULTATION  /* Article 8: not to be notified now; may still be talked over */
} gz_notice_kind;

typedef struct gz_notice {
	gz_notice_level level;
	gz_notice_kind kind;
	bool to_who;                                    /* only of the National IHR Focal Point's */
	int32_t items[GZ_RULE_FIELDS]; int32_t n_items; /* fields of the rules, in their order */
	int32_t n_missing;                              /* of them, and the sender */
} gz_notice;

/* Makes the draft of a level for an event and what Annex 2 decided of it. */
void gz_notice_make(const gz_rules *rules, const gz_event *event, gz_annex2_decision decision, gz_notice_level level, gz_notice *out);
/* Whether an item of an event is not written. */
bool gz_notice_lacks(const gz_event *event, int32_t field);
#endif
