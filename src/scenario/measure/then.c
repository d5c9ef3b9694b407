/* Quarantine, isolation and what else follows a positive; each may fall to another when it is full.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/measure/then.h"
#include "scenario/measure/action.h"
#include "scenario/disease/compartment.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

enum { ELSE_MAX = 6 /* alternatives one after another */ };

static const char *const words[] = {"isolate", "quarantine", "refuse", "treat", "record", NULL};
static const gz_then_kind kinds[] = {GZ_THEN_ISOLATE, GZ_THEN_QUARANTINE, GZ_THEN_REFUSE, GZ_THEN_TREAT, GZ_THEN_RECORD};

gz_value *gz_then_sensitivity(gz_loader *l, const gz_node *node)
{
	if (node != NULL && node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node)) {
		double x;
		if (!gz_yaml_number(node, &x))
			return gz_compartment_test(l, node);
		gz_loader_mistake(l, node, "%.80s: a test finds people by compartment: expected a map such as {I: %.80s}, or the name of a test",
			node->text, node->text);
		return NULL;
	}
	return gz_value_by_compartment(l, node, GZ_UNIT_NONE, 1, 0);
}

/* A stay: over 0 days, up to a year; begun steps count. */
static double read_stay(gz_loader *l, const gz_node *node)
{
	const double days = gz_loader_days(l, node, 0, 365, 1);
	if (days <= 0) {
		gz_loader_mistake(l, node, "%.80s: expected more than 0 days, and up to 365", node->text);
		return 1;
	}
	gz_loader_rounded(l, node, days);
	return days;
}

static void read_release(gz_loader *l, gz_then *then, const gz_node *map)
{
	if (map == NULL || !gz_loader_map(l, map, GZ_KEYS_RELEASE))
		return;
	const gz_node *test = gz_loader_need(l, map, "test"), *day = gz_loader_need(l, map, "day");
	if (test != NULL)
		then->release = gz_then_sensitivity(l, test);
	then->release_day = read_stay(l, day);
	if (day != NULL && then->release_day > then->days)
		gz_loader_mistake(l, day, "%.80s: the test to release comes after the %g days are over", day->text, then->days);
}

static gz_then *read_then(gz_loader *l, const gz_node *node, int32_t depth);

static gz_then *confine(gz_loader *l, const gz_node *map, gz_then_kind kind, int32_t depth)
{
	gz_then *then = gz_loader_array(l, gz_then, 1);
	if (then == NULL)
		return NULL;
	*then = (gz_then){.kind = kind, .days = read_stay(l, gz_loader_need(l, map, "days")), .to = -1};
	then->contact = gz_loader_number(l, gz_yaml_get(map, "contact"), 0, 1, 0);
	then->adherence = gz_loader_number(l, gz_yaml_get(map, "adherence"), 0, 1, 1);
	then->beds = gz_loader_constant(l, gz_yaml_get(map, "beds"), GZ_UNIT_COUNT, 0, 1e12, INFINITY);
	const gz_node *otherwise = gz_yaml_get(map, "else");
	if (otherwise != NULL && gz_yaml_get(map, "beds") == NULL)
		gz_loader_mistake(l, otherwise, "`else` says what happens when the beds are full, but `beds` is not stated");
	if (otherwise != NULL)
		then->otherwise = read_then(l, otherwise, depth + 1);
	read_release(l, then, gz_yaml_get(map, "release"));
	return then;
}

static void read_cure(gz_loader *l, gz_then *then, const gz_node *map)
{
	if (!gz_loader_map(l, map, GZ_KEYS_CURE))
		return;
	then->to = gz_loader_compartment(l, gz_loader_need(l, map, "to"));
	then->probability = gz_value_read(l, gz_yaml_get(map, "probability"), 0, 1, 1);
}

static gz_then *read_then(gz_loader *l, const gz_node *node, int32_t depth)
{
	const char *word = NULL;
	if (depth > ELSE_MAX) {
		gz_loader_mistake(l, node, "more than %d alternatives, one after another", ELSE_MAX);
		return NULL;
	}
	if (!gz_loader_map(l, node, GZ_KEYS_THEN))
		return NULL;
	int32_t n = gz_loader_present(node, words, &word);
	if (n == 0 && gz_loader_misspelt(node, GZ_KEYS_THEN))
		return NULL;
	if (n != 1) {
		gz_loader_mistake(
			l, node, "expected one of isolate, quarantine, refuse, treat, record; found %s", n == 0 ? "none" : "more than one");
		return NULL;
	}
	int32_t k = 0;
	while (strcmp(words[k], word) != 0)
		k++;
	const gz_node *map = gz_yaml_get(node, word);
	if (kinds[k] == GZ_THEN_ISOLATE || kinds[k] == GZ_THEN_QUARANTINE)
		return gz_loader_map(l, map, GZ_KEYS_CONFINE) ? confine(l, map, kinds[k], depth) : NULL;
	gz_then *then = gz_loader_array(l, gz_then, 1);
	if (then == NULL)
		return NULL;
	*then = (gz_then){.kind = kinds[k], .adherence = 1, .beds = INFINITY, .to = -1};
	if (kinds[k] == GZ_THEN_REFUSE && (l->at & GZ_ACTION_PLACE) != 0)
		gz_loader_mistake(l, map, "at a place nobody can be refused: that is for travellers, at a crossing or a flow");
	if (kinds[k] == GZ_THEN_TREAT)
		read_cure(l, then, map);
	else if (!gz_loader_bool(l, map, true))
		gz_loader_mistake(l, map, "expected `%s: true`", word);
	return then;
}

gz_then *gz_then_read(gz_loader *l, const gz_node *node)
{
	if (node != NULL)
		return read_then(l, node, 0);
	gz_then *then = gz_loader_array(l, gz_then, 1);
	if (then != NULL)
		*then = (gz_then){.kind = GZ_THEN_RECORD, .adherence = 1, .beds = INFINITY, .to = -1};
	return then;
}

gz_then *gz_then_confine(gz_loader *l, const gz_node *map, gz_then_kind kind)
{
	return confine(l, map, kind, 0);
}
