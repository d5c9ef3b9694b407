/* Observation streams: which events or compartments are counted, how completely and how late.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/stream.h"
#include "scenario/delay.h"
#include "scenario/reading/axis.h"
#include "scenario/reading/value.h"
#include <math.h>
#include <string.h>

int32_t gz_stream_find(gz_loader *l, const gz_node *node)
{
	const char *name = gz_loader_text(l, node, NULL);
	if (name == NULL)
		return -1;
	int32_t found = gz_scenario_stream(l->s, name);
	const char **names = gz_loader_array(l, const char *, l->s->n_streams);
	for (int32_t i = 0; names != NULL && i < l->s->n_streams; i++)
		names[i] = l->s->streams[i].name;
	if (found < 0 && names != NULL)
		gz_loader_unknown(l, node, "stream under `observe`", names, l->s->n_streams);
	return found;
}

/* ---- what is counted --------------------------------------------------------------------------------------- */
static int32_t event_of(const gz_disease *d, const char *name)
{
	for (int32_t i = 0; i < d->n_events; i++)
		if (strcmp(d->events[i].name, name) == 0)
			return i;
	return -1;
}

static void tell_counted(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	const char **names = gz_loader_array(l, const char *, d->n_events + d->n_compartments);
	if (names == NULL)
		return;
	for (int32_t i = 0; i < d->n_events; i++)
		names[i] = d->events[i].name;
	for (int32_t i = 0; i < d->n_compartments; i++)
		names[d->n_events + i] = d->compartments[i].name;
	gz_loader_unknown(l, node, "event or compartment", names, d->n_events + d->n_compartments);
}

static void read_of(gz_loader *l, gz_stream *stream, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	stream->event = -1;
	if (node == NULL || !l->disease_known)
		return;
	if (node->kind == GZ_NODE_SCALAR && !gz_yaml_is_null(node)) {
		stream->event = event_of(d, node->text);
		if (stream->event < 0 && gz_scenario_compartment(l->s, node->text) < 0) {
			tell_counted(l, node);
			return;
		}
	}
	if (stream->event < 0)
		stream->compartments = gz_loader_indices(l, node, gz_loader_compartment, &stream->n_compartments);
}

static void read_weekdays(gz_loader *l, gz_stream *stream, const gz_node *node)
{
	for (int32_t i = 0; i < 7; i++)
		stream->weekday[i] = 1;
	if (node == NULL || !gz_loader_list(l, node, "seven numbers, Monday first"))
		return;
	if (node->n != 7) {
		gz_loader_mistake(l, node, "expected seven numbers, Monday first, found %d", node->n);
		return;
	}
	double sum = 0;
	for (int32_t i = 0; i < 7; i++)
		sum += stream->weekday[i] = gz_loader_number(l, &node->items[i], 0, 1000, 1);
	if (!(sum > 0))
		gz_loader_mistake(l, node, "the weekdays are all 0: nothing would ever be reported");
}

/* Names that the outputs have for other things. */
static bool is_taken(const char *name)
{
	static const char *const taken[] = {"infections", "deaths", "prevalence", "beds", "present", "arrival", "first_infection", "peak_beds", "cost"};
	for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
		if (strcmp(taken[i], name) == 0)
			return true;
	return false;
}

void gz_stream_check(gz_loader *l, const gz_node *node, const gz_stream *stream, const gz_value *probability, const gz_delay *delay)
{
	gz_value_cases cases = {-1, 1};
	double heard = 0;
	for (int32_t day = 0; day < 7; day++)
		heard = fmax(heard, gz_delay_heard(delay, stream->weekday, day));
	gz_value_judge(l, probability, &cases);
	for (int32_t k = 0; node != NULL && k < cases.n; k++) {
		const double x = gz_value_case(l, probability, &cases, k);
		if (!(x <= 1) || !(x * heard > 1 + 1e-9))
			continue;
		gz_loader_mistake(l, node, "a probability of %s times the factors of the days on which reports fall is %s: more than all cannot be reported; expected lower factors, or a lower probability",
			gz_value_print(l, x), gz_value_print(l, x * heard));
		return;
	}
}

static void read_stream(gz_loader *l, gz_stream *stream, const gz_node *key, const gz_node *map)
{
	*stream = (gz_stream){.name = key->text, .event = -1, .probability = gz_value_of(1), .dispersion = gz_value_of(INFINITY)};
	read_weekdays(l, stream, NULL);
	if (!gz_loader_is_name(key->text))
		gz_loader_mistake(l, key, "%.80s: a name is letters, digits, '-', '_' and '.', and starts with a letter", key->text);
	else if (is_taken(key->text))
		gz_loader_mistake(l, key, "%.80s: every run has an output of this name; expected another one for the stream", key->text);
	if (!gz_loader_map(l, map, GZ_KEYS_STREAM))
		return;
	read_of(l, stream, gz_loader_need(l, map, "of"));
	stream->probability = gz_value_read(l, gz_yaml_get(map, "probability"), 0, 1, 1);
	stream->delay = gz_delay_read(l, gz_yaml_get(map, "delay"));
	stream->dispersion = gz_value_read(l, gz_yaml_get(map, "dispersion"), GZ_VALUE_POSITIVE, INFINITY, INFINITY);
	gz_axis_refuse(l, &stream->probability, "probability", GZ_AXIS_PEOPLE, "let the disease branch by age, and report what it branches to");
	gz_axis_refuse(l, &stream->dispersion, "dispersion", GZ_AXIS_PEOPLE, NULL);
	read_weekdays(l, stream, gz_yaml_get(map, "weekday"));
	gz_stream_check(l, gz_yaml_get(map, "weekday"), stream, &stream->probability, &stream->delay);
}

static void add_default(gz_loader *l)
{
	gz_scenario *s = l->s;
	s->streams = gz_loader_array(l, gz_stream, 1);
	if (s->streams == NULL)
		return;
	gz_stream *stream = &s->streams[0];
	*stream = (gz_stream){.name = "reported", .event = -1, .probability = gz_value_of(1), .dispersion = gz_value_of(INFINITY)};
	read_weekdays(l, stream, NULL);
	stream->compartments = gz_loader_array(l, int32_t, s->disease.n_compartments);
	for (int32_t c = 0; stream->compartments != NULL && c < s->disease.n_compartments; c++)
		if (s->disease.compartments[c].counts_case)
			stream->compartments[stream->n_compartments++] = c;
	if (stream->n_compartments == 0)
		stream->event = 0;
	s->n_streams = 1;
}

void gz_stream_load(gz_loader *l, const gz_node *map)
{
	gz_scenario *s = l->s;
	if (gz_yaml_is_null(map)) {
		add_default(l);
		return;
	}
	if (!gz_loader_names(l, map, "streams, such as reported: {of: onset}"))
		return;
	s->streams = gz_loader_array(l, gz_stream, map->n);
	for (int32_t i = 0; s->streams != NULL && i < map->n; i++)
		read_stream(l, &s->streams[s->n_streams++], &map->keys[i], &map->items[i]);
	if (map->n == 0)
		add_default(l);
}
