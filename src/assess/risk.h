/* Rapid risk assessment: likelihood by consequence, as people judged them, combined by the matrix of the rules.
 *
 * The program judges nothing: it looks the level up where both are given, and says where people set another.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_RISK_H
#define GZ_RISK_H
#include "assess/rules/rules.h"

/* Ranks on their scales, -1 not given. */
typedef struct gz_risk {
	int32_t likelihood, consequence, confidence;
	int32_t level; /* as people set it */
} gz_risk;

/* The level that the matrix gives; -1 where it gives none. */
int32_t gz_risk_level(const gz_rules *rules, const gz_risk *risk);
#endif
