/* Rapid risk assessment: likelihood by consequence, as people judged them, combined by the matrix of the rules.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/risk.h"

int32_t gz_risk_level(const gz_rules *rules, const gz_risk *risk)
{
	if (risk->likelihood < 0 || risk->likelihood >= GZ_RULE_RANKS || risk->consequence < 0 || risk->consequence >= GZ_RULE_RANKS)
		return -1;
	return rules->matrix[risk->likelihood][risk->consequence];
}
