/* Drafts from level to level: the post to the competent authority, that to the National IHR Focal Point, and that alone to WHO.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/notice.h"

bool gz_notice_lacks(const gz_event *event, int32_t field)
{
	return event->fields[field][0] == '\0';
}

void gz_notice_make(const gz_rules *rules, const gz_event *event, gz_annex2_decision decision, gz_notice_level level, gz_notice *out)
{
	*out = (gz_notice){.level = level, .to_who = level == GZ_NOTICE_FOCAL_POINT};
	if (out->to_who)
		out->kind = decision == GZ_ANNEX2_REASSESS ? GZ_NOTICE_CONSULTATION : GZ_NOTICE_NOTIFICATION;
	for (int32_t i = 0; i < rules->n_fields; i++) {
		if ((rules->fields[i].levels >> level & 1U) == 0)
			continue;
		out->items[out->n_items++] = i;
		out->n_missing += gz_notice_lacks(event, i) ? 1 : 0;
	}
	out->n_missing += event->contacts[level][0] == '\0' ? 1 : 0;
}
