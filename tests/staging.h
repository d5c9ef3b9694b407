/* For tests of the exercise's world: a small pack with two towns and a bridge, states of play made by hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_STAGING_H
#define GZ_TEST_STAGING_H
#include "exercise/pack.h"
#include "running.h"
#include <jansson.h>

/* A pack in a folder of its own. */
typedef struct staging {
	running files;
	gz_pack pack;
	gz_mistakes mistakes;
} staging;

static inline void staging_begin(staging *s)
{
	*s = (staging){0};
	running_begin(&s->files);
	gz_mistakes_init(&s->mistakes);
}

static inline void staging_end(staging *s)
{
	gz_pack_free(&s->pack);
	gz_mistakes_free(&s->mistakes);
	running_end(&s->files);
}

static inline void staging_load(staging *s, const char *path)
{
	const gz_pack_options options = {0};
	char text[1024];
	const gz_status status = gz_pack_load(&s->pack, path, &options, &s->mistakes);
	for (int32_t i = 0; i < s->mistakes.n; i++) {
		gz_error_print(&s->mistakes.items[i], text, sizeof text);
		fprintf(stderr, "%s\n", text);
	}
	ck_assert_int_eq(status, GZ_OK);
}

/* SIR in one town; infect: what stands in the infect row. */
static inline void staging_disease(staging *s, const char *infect)
{
	running_write(&s->files, "d.yaml", "guzar-disease: 1\nname: sir\ntitle: {en: SIR}\ncompartments:\n  S: {title: {en: S}, rest: true}\n"
		"  I: {title: {en: I}, infectious: 1, symptomatic: 1, case: true, bed: 0.2}\n  R: {title: {en: R}, rest: true}\n"
		"infect:\n  - {name: person, from: S, to: I, %s}\nprogress:\n  - {from: I, duration: {fixed: 5 d}, to: R}\nevents:\n  onset: {into: [I]}\n", infect);
}

/* Two towns with 100,000 people each, a bridge with 400 visitors a day, infected people at the far side. */
static inline void staging_two_towns(staging *s)
{
	staging_disease(s, "R0: 2");
	running_write(&s->files, "places.csv", "id,name,parent,population\nA,A,,\nA-town,Town,A,100000\nB,B,,\nB-town,Far town,B,100000\n");
	running_write(&s->files, "crossings.csv", "id,name,type,near,far\nbridge,Bridge,road,A-town,B-town\n");
	running_write(&s->files, "flows.csv", "id,from,to,via,who,per_day,stay\nvisits,B-town,A-town,bridge,passengers,400,3 d\n");
	running_write(&s->files, "s.yaml", "guzar: 1\ntitle: two towns\nstart: 2027-05-03\ndays: 28\nreplicates: 8\nseed: 7\nstep: 1 h\nsteps: {travel: true, measures: true}\n"
		"world: {places: places.csv, crossings: crossings.csv, flows: flows.csv}\ndisease: d.yaml\n"
		"begin:\n  - {place: B-town, compartment: I, people: 1000}\n  - {place: A-town, compartment: I, people: 20}\n"
		"measures:\n"
		"  - {name: shut, at: {crossing: bridge}, when: order, close: {share: 1, leak: 0}}\n"
		"  - {name: chlorine, at: {place: A-town}, when: order, contacts: {scale: 0.5}}\n"
		"  - {name: beds, at: {place: A-town}, when: {order: true, for: 2 d}, isolate: {of: {I: 0.3}, days: 5, contact: 0.1, beds: 30}}\n"
		"observe:\n  reported: {of: onset, probability: 0.5, delay: {fixed: 1 d}}\nreport: {places: [A, A-town, B]}\n");
	running_write(&s->files, "pack.yaml", "guzar-pack: 1\ntitle: Two towns\nlanguages: [en]\nstart: 2027-05-03 07:10\nstep: 1 h\nscenario: s.yaml\n"
		"decisions:\n  close: {name: Close, measure: shut, lead: 6 h}\n  clean: {name: Clean, measure: chlorine}\n  wards: {name: Wards, measure: beds, lead: 1 d}\n"
		"  also: {name: Close again, measure: shut}\n  talk: {name: Talk}\n"
		"roles:\n  town: {name: Town, place: A-town, may: [close, clean, wards, also, talk]}\n  lead: {name: Lead, kind: CONTROLLER}\n"
		"channels: {phone: Phone}\npersonas: {someone: Someone}\nobjectives: {O1: {text: One}}\n"
		"milestones: {many: {name: Many, by: world, when: \"reported(A, 7 d) >= 50\"}}\n"
		"phases: {talk: {name: Talk, time: REAL, lasts: 00:20}, run: {name: Run, time: SCALED 3600, lasts: 01:00}}\n"
		"injects:\n"
		"  1: {at: 00:00, from: someone, to: town, body: One, objective: O1, effects: [{import: 40, into: I, place: A-town, after: 3 h}]}\n"
		"  2: {trigger: MANUAL, from: someone, to: town, body: Two, objective: O1, effects: [{leak: 0.5, measure: shut}, {contact: 2, place: A-town, for: 2 d}]}\n"
		"  3: {trigger: MANUAL, from: someone, to: town, body: Three, objective: O1, effects: [{reporting: 0.2, place: A-town, after: 1 d, for: 3 d}, {compliance: 0.5, measure: chlorine}]}\n"
		"train:\n  - {value: \"reported(A, 14 d)\", from: 20, to: 4000, day: 14}\n");
	char path[128];
	snprintf(path, sizeof path, "%s/pack.yaml", s->files.folder);
	staging_load(s, path);
}

/* ---- states of play -------------------------------------------------------------------------------------------- */
static inline json_t *staging_state(void)
{
	json_t *state = json_pack("{s:[], s:[], s:{}}", "orders", "messages", "milestones");
	ck_assert_ptr_nonnull(state);
	return state;
}

/* Ordered, in force from from_h hours; lifted after lifted_h if that is not below 0. */
static inline json_t *staging_order(json_t *state, const char *decision, int from_h, int lifted_h)
{
	json_t *order = json_pack("{s:s, s:s, s:I}", "decision", decision, "status", lifted_h < 0 ? "ordered" : "lifted", "from_sim", (json_int_t)from_h * 3600);
	if (lifted_h >= 0)
		json_object_set_new(order, "lifted_sim", json_integer((json_int_t)lifted_h * 3600));
	json_array_append_new(json_object_get(state, "orders"), order);
	return order;
}

static inline void staging_send(json_t *state, const char *inject, int sim_h)
{
	json_array_append_new(json_object_get(state, "messages"), json_pack("{s:s, s:I}", "inject", inject, "sim", (json_int_t)sim_h * 3600));
}
#endif
