/* What a value varies with: age, group and place, through whatever parameters it names.
 *
 * Where the engine knows one number only (a reproduction number is a place's, a coverage the whole measure's), a value that varies more
 * finely would be taken at the first age or place, without a word; so it is refused.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "scenario/reading/axis.h"

/* What the symbols of a value vary with, as far as `known` has them. */
static unsigned axis_of(const gz_loader *l, const gz_value *value, const unsigned *known)
{
	int32_t n;
	unsigned axes = 0;
	if (value->expr == NULL)
		return 0;
	const int32_t *symbols = gz_expr_symbols(value->expr, &n);
	for (int32_t i = 0; i < n; i++) {
		if (symbols[i] < l->s->disease.n_parameters)
			axes |= known[symbols[i]];
		else if (symbols[i] == GZ_SYMBOL_POPULATION)
			axes |= GZ_AXIS_PLACE;
	}
	return axes;
}

static unsigned axis_parameter(const gz_loader *l, const gz_parameter *p, const unsigned *known)
{
	unsigned axes = axis_of(l, &p->value, known) | axis_of(l, &p->otherwise, known);
	axes |= p->kind == GZ_PARAMETER_AGE ? GZ_AXIS_AGE : p->kind == GZ_PARAMETER_GROUP ? GZ_AXIS_GROUP : p->kind == GZ_PARAMETER_PLACE ? GZ_AXIS_PLACE : 0;
	for (int32_t i = 0; i < p->n_values && p->values != NULL; i++)
		axes |= axis_of(l, &p->values[i], known);
	return axes;
}

/* What each parameter varies with; NULL without memory. They name each other in any order, so they are gone through until nothing is new. */
static const unsigned *axis_parameters(gz_loader *l)
{
	const gz_disease *d = &l->s->disease;
	unsigned *known = gz_loader_array(l, unsigned, d->n_parameters + 1);
	bool more = known != NULL;
	while (more) {
		more = false;
		for (int32_t i = 0; i < d->n_parameters; i++) {
			const unsigned axes = l->broken[i] ? 0 : known[i] | axis_parameter(l, &d->parameters[i], known); /* one mistake is enough */
			more = more || axes != known[i];
			known[i] = axes;
		}
	}
	return known;
}

void gz_axis_refuse(gz_loader *l, const gz_value *value, const char *key, unsigned axes, const char *hint)
{
	const unsigned *known = value->expr != NULL ? axis_parameters(l) : NULL;
	const unsigned found = known != NULL ? axis_of(l, value, known) & axes : 0;
	if (found == 0)
		return;
	gz_mistakes_add(l->mistakes, value->file, value->row, value->column, "%s: %.80s varies by %s; expected the same number for everybody%s%s%s", key,
		gz_expr_text(value->expr), (found & GZ_AXIS_AGE) != 0 ? "age" : (found & GZ_AXIS_GROUP) != 0 ? "group" : "place",
		(axes & GZ_AXIS_PLACE) != 0 ? " everywhere" : " at a place", hint != NULL ? ": " : "", hint != NULL ? hint : "");
}
