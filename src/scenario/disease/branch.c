/* Branches whose probabilities add to 1, and durations that the step can hold.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/branch.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

static const double sum_tolerance = 1e-9;

/* Probabilities must add to 1, or to at most 1 where the last branch takes what is left; only what is constant can be judged. */
static void check_sum(gz_loader *l, const gz_node *node, const gz_branch *branches, int32_t n)
{
	gz_value_cases cases = {-1, 1};
	bool otherwise = n > 0 && branches[n - 1].otherwise;
	for (int32_t i = 0; i < n; i++)
		gz_value_judge(l, &branches[i].probability, &cases);
	for (int32_t k = 0; k < cases.n; k++) {
		double sum = 0;
		for (int32_t i = 0; i < n - otherwise; i++)
			sum += gz_value_case(l, &branches[i].probability, &cases, k);
		if (otherwise ? sum <= 1 + sum_tolerance : fabs(sum - 1) <= sum_tolerance)
			continue;
		gz_loader_mistake(l, node, "the probabilities of the branches add to %s, expected %s", gz_value_print(l, sum),
			otherwise ? "1 or less beside `else`" : "1 (write `else` for what is left)");
		return;
	}
}

static void read_probability(gz_loader *l, gz_branch *branch, const gz_node *node, bool last)
{
	branch->otherwise = node->kind == GZ_NODE_SCALAR && strcmp(node->text, "else") == 0;
	if (branch->otherwise && !last)
		gz_loader_mistake(l, node, "only the last branch may be `else`");
	if (!branch->otherwise)
		branch->probability = gz_value_read(l, node, 0, 1, 0);
}

gz_branch *gz_branch_read(gz_loader *l, const gz_node *node, int32_t *n)
{
	*n = 0;
	if (node == NULL)
		return NULL;
	bool is_map = node->kind == GZ_NODE_MAP;
	int32_t rows = is_map ? node->n : 1;
	gz_branch *branches = gz_loader_array(l, gz_branch, rows);
	if (branches == NULL)
		return NULL;
	if (!is_map) {
		branches[0] = (gz_branch){.to = gz_loader_compartment(l, node), .probability = gz_value_of(1)};
		*n = branches[0].to >= 0;
		return branches;
	}
	int32_t before = l->mistakes->n;
	for (int32_t i = 0; i < rows; i++) {
		gz_branch branch = {.to = gz_loader_compartment(l, &node->keys[i])};
		read_probability(l, &branch, &node->items[i], i == rows - 1);
		if (branch.to >= 0)
			branches[(*n)++] = branch;
	}
	if (rows == 0)
		gz_loader_mistake(l, node, "expected a compartment, or a map of compartments and probabilities");
	else if (l->mistakes->n == before)
		check_sum(l, node, branches, *n);
	return branches;
}

gz_branch *gz_branch_read_list(gz_loader *l, const gz_node *node, bool need_duration, int32_t *n)
{
	*n = 0;
	if (!gz_loader_list(l, node, "branches {to, probability, duration}"))
		return NULL;
	gz_branch *branches = gz_loader_array(l, gz_branch, node->n);
	gz_duration *durations = gz_loader_array(l, gz_duration, node->n);
	if (branches == NULL || durations == NULL)
		return NULL;
	int32_t before = l->mistakes->n;
	for (int32_t i = 0; i < node->n; i++) {
		const gz_node *map = &node->items[i];
		if (!gz_loader_map(l, map, GZ_KEYS_BRANCH))
			continue;
		gz_branch branch = {.to = gz_loader_compartment(l, gz_loader_need(l, map, "to"))};
		const gz_node *probability = gz_loader_need(l, map, "probability");
		const gz_node *duration = need_duration ? gz_loader_need(l, map, "duration") : gz_yaml_get(map, "duration");
		if (probability != NULL)
			read_probability(l, &branch, probability, i == node->n - 1);
		if (duration != NULL) {
			durations[i] = gz_branch_duration(l, duration);
			branch.has_duration = 1;
			branch.duration = &durations[i];
		}
		if (branch.to >= 0)
			branches[(*n)++] = branch;
	}
	if (node->n == 0)
		gz_loader_mistake(l, node, "the list of branches is empty");
	else if (l->mistakes->n == before)
		check_sum(l, node, branches, *n);
	return branches;
}

/* ---- durations --------------------------------------------------------------------------------------------- */
/* False, and a mistake, if the step cannot hold this duration. */
static bool fits_step(gz_loader *l, const gz_node *node, const gz_duration *duration, double mean)
{
	double steps = l->s->steps_per_day;
	if (duration->kind == GZ_DURATION_FIXED && (mean * steps < 1 - 1e-9 || fabs(mean * steps - round(mean * steps)) > 1e-6)) {
		gz_loader_mistake(l, node, "a fixed duration of %s d is not a whole number of steps of %s d", gz_value_print(l, mean),
			gz_value_print(l, 1 / steps));
		return false;
	}
	if (duration->kind == GZ_DURATION_ERLANG && duration->stages > mean * steps * (1 + 1e-12)) {
		gz_loader_mistake(l, node,
			"%d stage%s in %s d: each would be shorter than a step of %s d; expected a mean of at least %s d%s "
			"or a smaller `step`",
			duration->stages, duration->stages == 1 ? "" : "s", gz_value_print(l, mean), gz_value_print(l, 1 / steps),
			gz_value_print(l, duration->stages / steps), duration->stages == 1 ? "" : ", fewer stages");
		return false;
	}
	return true;
}

static void check_duration(gz_loader *l, const gz_node *node, const gz_duration *duration)
{
	gz_value_cases cases = {-1, 1};
	gz_value_judge(l, &duration->mean, &cases);
	for (int32_t k = 0; k < cases.n; k++)
		if (!fits_step(l, node, duration, gz_value_case(l, &duration->mean, &cases, k)))
			return;
}

gz_duration gz_branch_duration(gz_loader *l, const gz_node *node)
{
	gz_duration duration = {.kind = GZ_DURATION_ERLANG, .stages = 1, .mean = gz_value_of(1)};
	if (node == NULL || !gz_loader_map(l, node, GZ_KEYS_DURATION))
		return duration;
	int32_t before = l->mistakes->n;
	const gz_node *fixed = gz_yaml_get(node, "fixed");
	if (fixed != NULL && node->n > 1)
		gz_loader_mistake(l, node, "`fixed` stands alone: expected {fixed: m}, {mean: m} or {erlang: n, mean: m}");
	if (fixed != NULL) {
		duration.kind = GZ_DURATION_FIXED;
		duration.mean = gz_value_as(l, fixed, GZ_UNIT_DAYS, GZ_VALUE_POSITIVE, INFINITY, 1);
	} else {
		duration.stages = gz_loader_whole(l, gz_yaml_get(node, "erlang"), 1, 1000, 1);
		duration.mean = gz_value_as(l, gz_loader_need(l, node, "mean"), GZ_UNIT_DAYS, GZ_VALUE_POSITIVE, INFINITY, 1);
		duration.mean.low = -INFINITY; /* drawn at 0 or below it is told as drawn, and passes in one step */
	}
	if (l->mistakes->n == before)
		check_duration(l, node, &duration);
	return duration;
}
