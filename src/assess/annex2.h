/* Annex 2 of the International Health Regulations (2005): whether an event is to be notified to WHO.
 *
 * A disease of the first list is notified whatever the answers. A disease of the second list, and any other event that may be of
 * international concern, goes through four questions: two or more answered yes, and it is notified; else it is assessed again when more is
 * known. An answer that is not known counts as none, and the decision says whether such answers could still turn it. A public health
 * emergency of international concern, and a pandemic emergency (2024), are determined by the Director-General of WHO (Article 12), never
 * by this instrument. Lists and questions are rules (rules/annex2.csv, questions.csv, versions.csv).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ANNEX2_H
#define GZ_ANNEX2_H
#include "assess/rules/rules.h"

typedef enum gz_answer_word { GZ_ANSWER_UNKNOWN, GZ_ANSWER_YES, GZ_ANSWER_NO } gz_answer_word;

typedef enum gz_annex2_decision {
	GZ_ANNEX2_ALWAYS,   /* of the first list: notify */
	GZ_ANNEX2_NOTIFY,   /* two or more yes */
	GZ_ANNEX2_REASSESS  /* fewer: not now, again as information comes; Article 8 consultation stays open */
} gz_annex2_decision;

typedef struct gz_annex2 {
	gz_annex2_decision decision;
	int32_t version;          /* of the Regulations, index in rules->versions */
	int32_t listing;          /* the row that names the disease, -1: not on either list */
	int32_t n_yes, n_no, n_unknown; /* of the questions without a parent */
	bool open;                /* REASSESS, and answers not yet known could make it two */
	gz_answer_word answers[GZ_RULE_QUESTIONS]; /* [question] those above others completed from those below */
	bool contradicts[GZ_RULE_QUESTIONS];       /* [question] answered no though one below it is yes, or yes though all below are no */
} gz_annex2;

/* Decides. answers is [question] as people gave them; a question with others below it that is not answered takes yes if any of those is yes,
 * no if all are no. condition is an index or -1 for none; version as gz_rules_version gives it. */
void gz_annex2_decide(const gz_rules *rules, int32_t version, int32_t condition, const gz_answer_word *answers, gz_annex2 *out);
/* The row of the lists that names a condition in a version (or the last version before it that has lists), -1 none. */
int32_t gz_annex2_listing(const gz_rules *rules, int32_t version, int32_t condition);
#endif
