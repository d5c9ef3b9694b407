/* Who and what there is: names, objectives, organisations, roles, personas, channels, decisions, tasks of evaluation.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/people.h"
#include "exercise/reading/fields.h"
#include <string.h>

static void read_names(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_NAME);
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	p->names = gz_reader_array(r, gz_pack_name, n);
	for (int32_t i = 0; p->names != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_name *name = &p->names[p->n_names++];
		*name = (gz_pack_name){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		if (gz_reader_map(r, row, keys)) {
			gz_reader_text_needed(r, row, "real", &name->real);
			gz_reader_text_needed(r, row, "fictional", &name->fictional);
		}
	}
}

static void read_objectives(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_OBJECTIVE);
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	p->objectives = gz_reader_array(r, gz_pack_objective, n);
	for (int32_t i = 0; p->objectives != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_objective *o = &p->objectives[p->n_objectives++];
		*o = (gz_pack_objective){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		if (gz_reader_map(r, row, keys)) {
			gz_reader_text_needed(r, row, "text", &o->text);
			o->tags = gz_reader_strings(r, gz_yaml_get(row, "tags"), &o->n_tags);
		}
	}
}

static void read_organisations(gz_reader *r, const gz_node *section)
{
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	p->organisations = gz_reader_array(r, gz_pack_organisation, n);
	for (int32_t i = 0; p->organisations != NULL && i < n; i++) {
		gz_pack_organisation *o = &p->organisations[p->n_organisations++];
		*o = (gz_pack_organisation){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		gz_reader_text(r, &section->items[i], &o->name);
	}
}

static void read_decisions(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_DECISION);
	gz_pack *p = r->pack;
	const gz_reader_kind measures = {"measure of the scenario", p->scenario.measures, sizeof *p->scenario.measures, p->scenario.n_measures,
		!p->has_scenario};
	int32_t n = gz_reader_section(r, section);
	p->decisions = gz_reader_array(r, gz_pack_decision, n);
	for (int32_t i = 0; p->decisions != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_decision *d = &p->decisions[p->n_decisions++];
		*d = (gz_pack_decision){.id = section->keys[i].text, .measure = -1, .mark = gz_reader_mark(r, &section->keys[i])};
		if (!gz_reader_map(r, row, keys))
			continue;
		gz_reader_text_needed(r, row, "name", &d->name);
		gz_reader_text(r, gz_yaml_get(row, "legal"), &d->legal);
		gz_reader_text(r, gz_yaml_get(row, "cost"), &d->cost);
		d->measure = gz_reader_find(r, gz_yaml_get(row, "measure"), &measures);
		d->lead = gz_reader_span(r, gz_yaml_get(row, "lead"));
		d->review = gz_reader_span(r, gz_yaml_get(row, "review"));
		d->justify = gz_reader_bool(r, gz_yaml_get(row, "justify"), false);
		d->confirm = gz_reader_bool(r, gz_yaml_get(row, "confirm"), false);
	}
}

static void read_absent(gz_reader *r, const gz_node *node, gz_pack_role *role)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_ABSENT);
	static const char *const does[] = {"nothing", "critical", "all", NULL};
	role->absent_after = (gz_pack_span){.seconds = 600, .given = true};
	if (!gz_reader_map(r, node, keys))
		return;
	role->absent = (gz_pack_absent)gz_reader_choice(r, gz_yaml_get(node, "does"), does, GZ_PACK_ABSENT_NOTHING);
	if (!gz_yaml_is_null(gz_yaml_get(node, "after")))
		role->absent_after = gz_reader_span(r, gz_yaml_get(node, "after"));
}

static void read_role(gz_reader *r, const gz_node *row, gz_pack_role *role)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_ROLE);
	gz_pack *p = r->pack;
	const gz_reader_kind organisations = GZ_READER_KIND("organisation", p->organisations, p->n_organisations);
	const gz_reader_kind decisions = GZ_READER_KIND("decision", p->decisions, p->n_decisions);
	const gz_reader_kind places = {"place of the scenario", p->scenario.world.places, sizeof *p->scenario.world.places,
		p->scenario.world.n_places, !p->has_scenario};
	if (!gz_reader_map(r, row, keys))
		return;
	gz_reader_text_needed(r, row, "name", &role->name);
	gz_reader_text(r, gz_yaml_get(row, "card"), &role->card);
	role->organisation = gz_reader_find(r, gz_yaml_get(row, "organisation"), &organisations);
	role->kind = (gz_pack_role_kind)gz_reader_choice(r, gz_yaml_get(row, "kind"), gz_pack_role_words, GZ_PACK_PLAYER);
	role->may = gz_reader_indices(r, gz_yaml_get(row, "may"), &decisions, &role->n_may);
	role->place = gz_reader_find(r, gz_yaml_get(row, "place"), &places);
	role->phone = gz_reader_string(r, gz_yaml_get(row, "phone"), "");
	read_absent(r, gz_yaml_get(row, "absent"), role);
}

static void read_roles(gz_reader *r, const gz_node *section)
{
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	p->roles = gz_reader_array(r, gz_pack_role, n);
	for (int32_t i = 0; p->roles != NULL && i < n; i++) {
		gz_pack_role *role = &p->roles[p->n_roles++];
		*role = (gz_pack_role){.id = section->keys[i].text, .organisation = -1, .place = -1, .phone = "",
			.mark = gz_reader_mark(r, &section->keys[i])};
		read_role(r, &section->items[i], role);
	}
}

static void read_personas(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_PERSONA);
	static const char *const codes[] = {"en", "ru", "tg", "prs", NULL};
	gz_pack *p = r->pack;
	const gz_reader_kind organisations = GZ_READER_KIND("organisation", p->organisations, p->n_organisations);
	int32_t n = gz_reader_section(r, section);
	p->personas = gz_reader_array(r, gz_pack_persona, n);
	for (int32_t i = 0; p->personas != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_persona *persona = &p->personas[p->n_personas++];
		*persona = (gz_pack_persona){.id = section->keys[i].text, .organisation = -1, .language = p->language, .mark = gz_reader_mark(r, &section->keys[i])};
		if (gz_reader_is_text(row)) {
			gz_reader_text(r, row, &persona->name);
		} else if (gz_reader_map(r, row, keys)) {
			gz_reader_text_needed(r, row, "name", &persona->name);
			persona->organisation = gz_reader_find(r, gz_yaml_get(row, "organisation"), &organisations);
			persona->language = (gz_pack_language)gz_reader_choice(r, gz_yaml_get(row, "language"), codes, (int32_t)p->language);
			persona->disposition = (int32_t)gz_reader_whole(r, gz_yaml_get(row, "disposition"), -100, 100, 0);
		}
	}
}

/* As whom the simulation cell may speak. */
static void read_speakers(gz_reader *r, const gz_node *section)
{
	gz_pack *p = r->pack;
	const gz_reader_kind personas = GZ_READER_KIND("persona", p->personas, p->n_personas);
	for (int32_t i = 0; i < p->n_roles; i++) {
		const gz_node *list = gz_yaml_get(&section->items[i], "speaks");
		p->roles[i].speaks = gz_reader_indices(r, list, &personas, &p->roles[i].n_speaks);
		if (!gz_yaml_is_null(list) && p->roles[i].kind != GZ_PACK_SIMCELL)
			gz_reader_wrong(r, list, "only a role of kind SIMCELL speaks as others");
	}
}

static void read_channels(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_CHANNEL);
	gz_pack *p = r->pack;
	int32_t n = gz_reader_section(r, section);
	p->channels = gz_reader_array(r, gz_pack_channel, n);
	for (int32_t i = 0; p->channels != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_channel *channel = &p->channels[p->n_channels++];
		*channel = (gz_pack_channel){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		if (gz_reader_is_text(row)) {
			gz_reader_text(r, row, &channel->name);
		} else if (gz_reader_map(r, row, keys)) {
			gz_reader_text_needed(r, row, "name", &channel->name);
			channel->latency = gz_reader_span(r, gz_yaml_get(row, "latency"));
		}
	}
}

static void read_tasks(gz_reader *r, const gz_node *section)
{
	const char *const *keys = gz_fields_of(GZ_FIELDS_TASK);
	gz_pack *p = r->pack;
	const gz_reader_kind objectives = GZ_READER_KIND("objective", p->objectives, p->n_objectives);
	int32_t n = gz_reader_section(r, section);
	p->tasks = gz_reader_array(r, gz_pack_task, n);
	for (int32_t i = 0; p->tasks != NULL && i < n; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_task *task = &p->tasks[p->n_tasks++];
		*task = (gz_pack_task){.id = section->keys[i].text, .objective = -1, .mark = gz_reader_mark(r, &section->keys[i])};
		if (!gz_reader_map(r, row, keys))
			continue;
		gz_reader_text_needed(r, row, "text", &task->text);
		gz_reader_text(r, gz_yaml_get(row, "target"), &task->target);
		task->objective = gz_reader_find(r, gz_yaml_get(row, "objective"), &objectives);
		task->critical = gz_reader_bool(r, gz_yaml_get(row, "critical"), false);
	}
}

void gz_people_read(gz_reader *r, const gz_node *root)
{
	read_names(r, gz_yaml_get(root, "names"));
	read_objectives(r, gz_yaml_get(root, "objectives"));
	read_organisations(r, gz_yaml_get(root, "organisations"));
	read_decisions(r, gz_yaml_get(root, "decisions"));
	read_roles(r, gz_yaml_get(root, "roles"));
	read_personas(r, gz_yaml_get(root, "personas"));
	read_speakers(r, gz_yaml_get(root, "roles"));
	read_channels(r, gz_yaml_get(root, "channels"));
	read_tasks(r, gz_yaml_get(root, "tasks"));
}

/* {INJECT: DECISION} of a role, behind those that are there. */
static void read_orders(gz_reader *r, const gz_node *orders, const gz_pack_role *role, gz_pack_order *out, int32_t *n)
{
	gz_pack *p = r->pack;
	const gz_reader_kind injects = GZ_READER_KIND("inject", p->injects, p->n_injects), decisions = GZ_READER_KIND("decision", p->decisions, p->n_decisions);
	for (int32_t k = 0; out != NULL && k < orders->n; k++) {
		const gz_pack_order order = {gz_reader_find(r, &orders->keys[k], &injects), gz_reader_find(r, &orders->items[k], &decisions),
			gz_reader_mark(r, &orders->keys[k]), orders->keys[k].text};
		bool may = order.decision < 0;
		for (int32_t m = 0; m < role->n_may; m++)
			may = may || role->may[m] == order.decision;
		if (!may)
			gz_reader_wrong(r, &orders->items[k], "%s may not order %s: it is not in its list `may`", role->id, p->decisions[order.decision].id);
		out[(*n)++] = order;
	}
}

void gz_people_orders(gz_reader *r, const gz_node *root)
{
	gz_pack *p = r->pack;
	const gz_node *section = gz_yaml_get(root, "roles");
	for (int32_t i = 0; i < p->n_roles; i++) {
		const gz_node *orders = gz_yaml_get(gz_yaml_get(&section->items[i], "absent"), "orders");
		if (!gz_reader_map(r, orders, NULL))
			continue;
		p->roles[i].orders = gz_reader_array(r, gz_pack_order, orders->n);
		read_orders(r, orders, &p->roles[i], p->roles[i].orders, &p->roles[i].n_orders);
	}
}

/* {ROLE: {INJECT: DECISION}}. */
static void read_cast_orders(gz_reader *r, const gz_node *map, gz_pack_cast *cast)
{
	const gz_reader_kind roles = GZ_READER_KIND("role", r->pack->roles, r->pack->n_roles);
	int32_t most = 0;
	if (!gz_reader_map(r, map, NULL))
		return;
	for (int32_t i = 0; i < map->n; i++)
		most += map->items[i].kind == GZ_NODE_MAP ? map->items[i].n : 0;
	cast->roles = gz_reader_array(r, int32_t, most + 1);
	cast->orders = gz_reader_array(r, gz_pack_order, most + 1);
	for (int32_t i = 0; i < map->n && cast->roles != NULL && cast->orders != NULL; i++) {
		const int32_t role = gz_reader_find(r, &map->keys[i], &roles), before = cast->n_orders;
		if (gz_reader_map(r, &map->items[i], NULL) && role >= 0)
			read_orders(r, &map->items[i], &r->pack->roles[role], cast->orders, &cast->n_orders);
		for (int32_t k = before; k < cast->n_orders; k++)
			cast->roles[k] = role;
	}
}

void gz_people_casts(gz_reader *r, const gz_node *root)
{
	gz_pack *p = r->pack;
	const gz_node *section = gz_yaml_get(root, "casts");
	const int32_t n = gz_reader_section(r, section);
	if (n > GZ_PACK_CASTS)
		gz_reader_wrong(r, section, "%d casts; at most %d are rehearsed", (int)n, GZ_PACK_CASTS);
	p->casts = gz_reader_array(r, gz_pack_cast, n);
	for (int32_t i = 0; p->casts != NULL && i < n && i < GZ_PACK_CASTS; i++) {
		const gz_node *row = &section->items[i];
		gz_pack_cast *cast = &p->casts[p->n_casts++];
		*cast = (gz_pack_cast){.id = section->keys[i].text, .mark = gz_reader_mark(r, &section->keys[i])};
		if (!gz_reader_map(r, row, gz_fields_of(GZ_FIELDS_CAST)))
			continue;
		gz_reader_text_needed(r, row, "name", &cast->name);
		if (!gz_yaml_is_null(gz_yaml_get(row, "after")))
			cast->after = gz_reader_span(r, gz_yaml_get(row, "after"));
		read_cast_orders(r, gz_yaml_get(row, "orders"), cast);
		if (gz_yaml_is_null(gz_yaml_get(row, "orders")) && !cast->after.given)
			gz_reader_wrong(r, row, "a cast that orders nothing and changes no delay plays as the roles declare");
	}
}
