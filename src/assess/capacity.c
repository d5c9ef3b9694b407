/* Capacity of points of entry: what people found at each post, item by item, and what is lacking. The program gives no marks.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "assess/capacity.h"
#include "assess/rules/roll.h"
#include "base/date.h"
#include <stdlib.h>
#include <string.h>

enum { N_REQUIRED = 3, POSTS_MAX = 10000 };

static const char *const columns[] = {"post", "item", "state", "evidence", "date"};
static const char national[] = "national";

typedef struct reading {
	const gz_rules *rules;
	gz_capacity *capacity;
	const char *const *posts; int32_t n_posts;
	int32_t today, row;
	gz_roll roll;
	int32_t *rows; /* [post + national][item] row that filled it, plus 1 */
} reading;

static int32_t find_post(const gz_capacity *c, const char *id)
{
	for (int32_t i = 0; i < c->n_posts; i++)
		if (strcmp(c->posts[i].id, id) == 0)
			return i;
	return -1;
}

static bool post_known(const reading *r, const char *id)
{
	for (int32_t i = 0; i < r->n_posts; i++)
		if (strcmp(r->posts[i], id) == 0)
			return true;
	const char *near = r->n_posts == 0 ? NULL : gz_mistakes_near(id, r->posts, r->n_posts);
	if (r->n_posts > 0)
		gz_roll_wrong(&r->roll, r->row, "post", "post %.60s: no such crossing in the world%s%s", id, near == NULL ? "" : "; did you mean ",
			near == NULL ? "" : near);
	return r->n_posts == 0;
}

/* The post of the row, added where it is new; -1 for the country as a whole, -2 after a mistake. */
static int32_t post_of(const reading *r)
{
	const char *id = gz_roll_cell(&r->roll, r->row, "post");
	if (gz_rules_means(r->rules, id, national))
		return -1;
	if (id[0] == '\0')
		gz_roll_wrong(&r->roll, r->row, "post", "post: this is needed");
	int32_t post = find_post(r->capacity, id);
	if (post >= 0 || id[0] == '\0' || !post_known(r, id))
		return post >= 0 ? post : -2;
	if (r->capacity->n_posts == POSTS_MAX) {
		gz_roll_wrong(&r->roll, r->row, "post", "there are more than %d posts", POSTS_MAX);
		return -2;
	}
	r->capacity->posts[r->capacity->n_posts].id = id;
	return r->capacity->n_posts++;
}

static int32_t item_of(const reading *r, bool of_country)
{
	const char *id = gz_roll_cell(&r->roll, r->row, "item");
	int32_t item = gz_rules_item_called(r->rules, id);
	const char *near = item >= 0 ? NULL : gz_rules_near(r->rules, GZ_RULES_CAPACITY, id);
	if (item < 0)
		gz_roll_wrong(&r->roll, r->row, "item", "item %.60s: no such item%s%s", id, near == NULL ? "" : "; did you mean ", near == NULL ? "" : near);
	else if ((r->rules->items[item].part == GZ_RULE_NATIONAL) != of_country) {
		gz_roll_wrong(&r->roll, r->row, "item", of_country ? "item %s: this belongs to a post" : "item %s: this belongs to the post \"national\"", id);
		return -1;
	}
	return item;
}

static gz_capacity_finding read_finding(const reading *r, bool of_country)
{
	static const char *const states[] = {"unknown", "yes", "partly", "no"};
	gz_capacity_finding f = {.evidence = gz_roll_cell(&r->roll, r->row, "evidence"), .date = INT32_MIN};
	const char *state = gz_roll_cell(&r->roll, r->row, "state"), *date = gz_roll_cell(&r->roll, r->row, "date");
	int64_t level = 0;
	if (of_country && !gz_rules_means(r->rules, state, "unknown") && state[0] != '\0')
		f.level = gz_roll_whole(&r->roll, r->row, "state", 1, 5, &level) ? (int32_t)level : 0;
	else if (state[0] != '\0') {
		int32_t i = gz_roll_choice(&r->roll, r->row, "state", states, GZ_CAPACITY_STATES);
		f.state = i < 0 ? GZ_CAPACITY_UNKNOWN : (gz_capacity_state)i;
	}
	if (date[0] != '\0' && !gz_date_parse_either(date, &f.date))
		gz_roll_wrong(&r->roll, r->row, "date", "date %.40s: expected a date, as 2026-11-20 or 20.11.2026", date);
	else if (date[0] != '\0' && f.date > r->today)
		gz_roll_wrong(&r->roll, r->row, "date", "date %s: this lies in the future", date);
	return f;
}

static void read_row(const reading *r)
{
	int32_t post = post_of(r);
	if (post == -2)
		return;
	int32_t item = item_of(r, post < 0);
	if (item < 0)
		return;
	gz_capacity_finding finding = read_finding(r, post < 0);
	if (post >= 0 && r->rules->items[item].part == GZ_RULE_DESIGNATION && finding.state == GZ_CAPACITY_PARTLY)
		gz_roll_wrong(&r->roll, r->row, "state", "a post is designated or not: yes, no or unknown");
	int32_t *filled = &r->rows[(post + 1) * r->capacity->n_items + item];
	if (*filled > 0)
		gz_roll_wrong(&r->roll, r->row, "item", "%s of %s: row %d says it already", gz_roll_cell(&r->roll, r->row, "item"),
			gz_roll_cell(&r->roll, r->row, "post"), (int)*filled);
	*filled = gz_csv_row_line(r->roll.csv, r->row);
	if (post < 0)
		r->capacity->national[item] = finding;
	else
		r->capacity->findings[post * r->capacity->n_items + item] = finding;
}

/* How many posts there can be: each begins with a row of its own. */
static int32_t posts_at_most(const gz_csv *csv, const char *const *posts, int32_t n_posts)
{
	int32_t n = csv->n_rows < POSTS_MAX ? csv->n_rows : POSTS_MAX;
	return posts != NULL && n_posts < n ? n_posts : n;
}

static gz_status make_room(reading *r, int32_t n_posts, gz_arena *arena)
{
	gz_capacity *c = r->capacity;
	int64_t n = ((int64_t)n_posts + 1) * c->n_items;
	c->posts = gz_arena_array(arena, gz_capacity_post, n_posts);
	c->findings = gz_arena_array(arena, gz_capacity_finding, n);
	c->national = gz_arena_array(arena, gz_capacity_finding, c->n_items);
	r->rows = gz_arena_array(arena, int32_t, n);
	if (c->posts == NULL || c->findings == NULL || c->national == NULL || r->rows == NULL)
		return GZ_ERR_MEMORY;
	for (int64_t i = 0; i < n; i++)
		c->findings[i] = (gz_capacity_finding){.evidence = "", .date = INT32_MIN};
	for (int32_t i = 0; i < c->n_items; i++)
		c->national[i] = (gz_capacity_finding){.evidence = "", .date = INT32_MIN};
	return GZ_OK;
}

gz_status gz_capacity_read(const gz_rules *rules, const gz_csv *csv, const char *const *posts, int32_t n_posts, int32_t today, gz_arena *arena,
	gz_mistakes *mistakes, gz_capacity *out)
{
	reading r = {.rules = rules, .capacity = out, .posts = posts, .n_posts = posts == NULL ? 0 : n_posts, .today = today};
	*out = (gz_capacity){.n_items = rules->n_items};
	if (!gz_roll_open(&r.roll, csv, columns, sizeof columns / sizeof columns[0], N_REQUIRED, rules, mistakes))
		return GZ_ERR_INPUT;
	GZ_TRY(make_room(&r, posts_at_most(csv, posts, n_posts), arena));
	for (r.row = 0; r.row < csv->n_rows; r.row++)
		read_row(&r);
	return gz_mistakes_status(mistakes, NULL);
}

const gz_capacity_finding *gz_capacity_at(const gz_capacity *capacity, int32_t post, int32_t item)
{
	return &capacity->findings[post * capacity->n_items + item];
}

void gz_capacity_count(const gz_rules *rules, const gz_capacity *capacity, int32_t post, gz_rule_part part, int32_t counts[GZ_CAPACITY_STATES])
{
	memset(counts, 0, sizeof counts[0] * GZ_CAPACITY_STATES);
	for (int32_t i = 0; i < rules->n_items; i++)
		if (rules->items[i].part == part)
			counts[gz_capacity_at(capacity, post, i)->state]++;
}

/* ---- gaps -------------------------------------------------------------------------------------------------- */

typedef struct ranked { gz_capacity_gap gap; int32_t designation, urgency; } ranked;

static int by_urgency(const void *a, const void *b)
{
	const ranked *x = a, *y = b;
	if (x->designation != y->designation)
		return x->designation < y->designation ? -1 : 1;
	if (x->gap.post != y->gap.post)
		return x->gap.post < y->gap.post ? -1 : 1;
	if (x->urgency != y->urgency)
		return x->urgency < y->urgency ? -1 : 1;
	return (x->gap.item > y->gap.item) - (x->gap.item < y->gap.item);
}

static int32_t designation_rank(const gz_rules *rules, const gz_capacity *c, int32_t post)
{
	for (int32_t i = 0; i < rules->n_items; i++)
		if (rules->items[i].part == GZ_RULE_DESIGNATION) {
			gz_capacity_state state = gz_capacity_at(c, post, i)->state;
			return state == GZ_CAPACITY_YES ? 0 : state == GZ_CAPACITY_UNKNOWN ? 1 : 2;
		}
	return 1;
}

/* Whether an item of a post is a gap, and how urgent: 0 no, 1 partly, 2 not known, 3 evidence; -1 it is none. */
static int32_t urgency_of(const gz_rule_item *item, const gz_capacity_finding *f)
{
	static const int32_t of_state[GZ_CAPACITY_STATES] = {2, -1, 1, 0};
	if (item->part == GZ_RULE_NATIONAL)
		return -1;
	if (item->part == GZ_RULE_DESIGNATION) /* whether to designate a post is the State Party's choice; not to know is the gap */
		return f->state == GZ_CAPACITY_UNKNOWN ? 2 : -1;
	return f->state == GZ_CAPACITY_YES && f->evidence[0] == '\0' ? 3 : of_state[f->state];
}

gz_status gz_capacity_gaps(const gz_rules *rules, const gz_capacity *capacity, gz_arena *arena, gz_capacity_gap **out, int32_t *n)
{
	int64_t most = (int64_t)capacity->n_posts * capacity->n_items;
	ranked *all = gz_arena_array(arena, ranked, most);
	*out = gz_arena_array(arena, gz_capacity_gap, most);
	*n = 0;
	if (all == NULL || *out == NULL)
		return GZ_ERR_MEMORY;
	for (int32_t p = 0; p < capacity->n_posts; p++) {
		int32_t designation = designation_rank(rules, capacity, p);
		for (int32_t i = 0; i < capacity->n_items; i++) {
			int32_t urgency = urgency_of(&rules->items[i], gz_capacity_at(capacity, p, i));
			if (urgency >= 0)
				all[(*n)++] = (ranked){{p, i, urgency == 3}, designation, urgency};
		}
	}
	qsort(all, (size_t)*n, sizeof *all, by_urgency);
	for (int32_t i = 0; i < *n; i++)
		(*out)[i] = all[i].gap;
	return GZ_OK;
}
