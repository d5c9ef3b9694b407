/* Compartments of a disease: names first, so that everything else can name them, then what each one is.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/disease/compartment.h"
#include "scenario/reading/value.h"
#include "scenario/words.h"
#include <math.h>
#include <string.h>

static void read_detect(gz_loader *l, gz_compartment *c, const gz_node *map)
{
	if (map == NULL || !gz_loader_names(l, map, "tests, such as {pcr: 0.9}"))
		return;
	c->detect = gz_loader_array(l, gz_detect, map->n);
	if (c->detect == NULL)
		return;
	for (int32_t i = 0; i < map->n; i++)
		c->detect[i] = (gz_detect){map->keys[i].text, gz_value_read(l, &map->items[i], 0, 1, 0)};
	c->n_detect = map->n;
}

static void read_attributes(gz_loader *l, gz_compartment *c, const gz_node *key, const gz_node *map)
{
	double x = 0;
	c->travel = gz_value_of(1);
	if (gz_yaml_is_null(map) || !gz_loader_map(l, map, GZ_KEYS_COMPARTMENT))
		return;
	c->title = gz_words_read(l, gz_yaml_get(map, "title"));
	c->infectious = gz_value_read(l, gz_yaml_get(map, "infectious"), 0, INFINITY, 0);
	c->symptomatic = gz_loader_number(l, gz_yaml_get(map, "symptomatic"), 0, 1, 0);
	c->counts_case = gz_loader_bool(l, gz_yaml_get(map, "case"), false);
	c->bed = gz_loader_number(l, gz_yaml_get(map, "bed"), 0, 1, 0);
	c->dead = gz_loader_bool(l, gz_yaml_get(map, "dead"), false);
	c->rest = gz_loader_bool(l, gz_yaml_get(map, "rest"), c->dead);
	c->travel = gz_value_read(l, gz_yaml_get(map, "travel"), 0, INFINITY, 1);
	read_detect(l, c, gz_yaml_get(map, "detect"));
	if (c->dead && (c->infectious.expr != NULL || (gz_value_constant(l, &c->infectious, &x) && x > 0)))
		gz_loader_mistake(
			l, key, "%s is dead, and so neither meets nor infects: leave out `infectious`, or use a compartment before it", c->name);
}

void gz_compartment_load(gz_loader *l, const gz_node *map)
{
	gz_disease *d = &l->s->disease;
	if (map == NULL || !gz_loader_names(l, map, "compartments, such as S: {}"))
		return;
	if (map->n == 0) {
		gz_loader_mistake(l, map, "there are no compartments: expected at least one");
		return;
	}
	d->compartments = gz_loader_array(l, gz_compartment, map->n);
	if (d->compartments == NULL)
		return;
	for (int32_t i = 0; i < map->n; i++) {
		const char *name = map->keys[i].text;
		d->compartments[i].name = name;
		if (!gz_loader_is_name(name) || strcmp(name, "else") == 0)
			gz_loader_mistake(
				l, &map->keys[i], "%.80s: a name is letters, digits, '-', '_' and '.', starts with a letter, and is not `else`", name);
	}
	d->n_compartments = map->n;
	for (int32_t i = 0; i < map->n; i++)
		read_attributes(l, &d->compartments[i], &map->keys[i], &map->items[i]);
	if (d->compartments[0].dead)
		gz_loader_mistake(l, &map->keys[0], "%s is where people start, and cannot be dead", d->compartments[0].name);
}

static void tell_tests(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	int32_t n = 0, room = 0;
	for (int32_t c = 0; c < d->n_compartments; c++)
		room += d->compartments[c].n_detect;
	const char **names = gz_loader_array(l, const char *, room);
	for (int32_t c = 0; names != NULL && c < d->n_compartments; c++)
		for (int32_t i = 0; i < d->compartments[c].n_detect; i++) {
			bool known = false;
			for (int32_t k = 0; k < n && !known; k++)
				known = strcmp(names[k], d->compartments[c].detect[i].test) == 0;
			if (!known)
				names[n++] = d->compartments[c].detect[i].test;
		}
	if (names != NULL)
		gz_loader_unknown(l, node, "test among the `detect` of this disease", names, n);
}

gz_value *gz_compartment_test(gz_loader *l, const gz_node *node)
{
	const gz_disease *d = &l->s->disease;
	const char *name = gz_loader_text(l, node, NULL);
	if (name == NULL || !l->disease_known)
		return NULL;
	gz_value *values = gz_loader_array(l, gz_value, d->n_compartments);
	bool known = false;
	for (int32_t c = 0; values != NULL && c < d->n_compartments; c++)
		for (int32_t i = 0; i < d->compartments[c].n_detect; i++)
			if (strcmp(d->compartments[c].detect[i].test, name) == 0) {
				values[c] = d->compartments[c].detect[i].sensitivity;
				known = true;
			}
	if (!known)
		tell_tests(l, node);
	return known ? values : NULL;
}
