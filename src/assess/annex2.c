/* Annex 2 of the International Health Regulations (2005): whether an event is to be notified to WHO.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/annex2.h"
#include <string.h>

enum { ENOUGH = 2 }; /* Annex 2: yes to any two of the four; Haustein et al. 2011, doi 10.2471/BLT.10.083154 */

/* A version that did not change the lists goes by those of the latest one before it that has some. */
static int32_t version_with_lists(const gz_rules *rules, int32_t version)
{
	int32_t best = -1;
	for (int32_t i = 0; i < rules->n_listings && version >= 0; i++) {
		int32_t v = rules->listings[i].version;
		if (v >= 0 && rules->versions[v].in_force <= rules->versions[version].in_force &&
			(best < 0 || rules->versions[v].in_force > rules->versions[best].in_force))
			best = v;
	}
	return best;
}

int32_t gz_annex2_listing(const gz_rules *rules, int32_t version, int32_t condition)
{
	int32_t lists = version_with_lists(rules, version);
	for (int32_t i = 0; i < rules->n_listings && condition >= 0; i++)
		if (rules->listings[i].version == lists && rules->listings[i].condition == condition)
			return i;
	return -1;
}

/* Completes a question from those below it, and notes where the two do not agree. */
static void complete(const gz_rules *rules, int32_t question, gz_annex2 *out)
{
	int32_t below = 0, yes = 0, no = 0;
	for (int32_t i = 0; i < rules->n_questions; i++) {
		if (rules->questions[i].parent != question)
			continue;
		below++;
		yes += out->answers[i] == GZ_ANSWER_YES;
		no += out->answers[i] == GZ_ANSWER_NO;
	}
	gz_answer_word *answer = &out->answers[question];
	out->contradicts[question] = (*answer == GZ_ANSWER_NO && yes > 0) || (*answer == GZ_ANSWER_YES && below > 0 && no == below);
	if (*answer == GZ_ANSWER_UNKNOWN && yes > 0)
		*answer = GZ_ANSWER_YES;
	else if (*answer == GZ_ANSWER_UNKNOWN && below > 0 && no == below)
		*answer = GZ_ANSWER_NO;
}

void gz_annex2_decide(const gz_rules *rules, int32_t version, int32_t condition, const gz_answer_word *answers, gz_annex2 *out)
{
	*out = (gz_annex2){.version = version, .listing = gz_annex2_listing(rules, version, condition)};
	memcpy(out->answers, answers, sizeof *answers * (size_t)rules->n_questions);
	for (int32_t i = 0; i < rules->n_questions; i++) {
		if (rules->questions[i].parent >= 0)
			continue;
		complete(rules, i, out);
		out->n_yes += out->answers[i] == GZ_ANSWER_YES;
		out->n_no += out->answers[i] == GZ_ANSWER_NO;
		out->n_unknown += out->answers[i] == GZ_ANSWER_UNKNOWN;
	}
	if (out->listing >= 0 && rules->listings[out->listing].always)
		out->decision = GZ_ANNEX2_ALWAYS;
	else
		out->decision = out->n_yes >= ENOUGH ? GZ_ANNEX2_NOTIFY : GZ_ANNEX2_REASSESS;
	out->open = out->decision == GZ_ANNEX2_REASSESS && out->n_yes + out->n_unknown >= ENOUGH;
}
