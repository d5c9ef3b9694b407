/* The prospective space-time scan: places near one another that have more cases together than their share.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/scan.h"
#include "base/maths.h"
#include "base/sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_PLACES = 3, NAME_MAX_LENGTH = 256 };

static const double EARTH = 6371; /* km */

typedef struct gz_scan_near { double distance; int32_t series; } gz_scan_near;

/* Clusters as they are found, for who wants them. */
typedef struct gz_scan_list {
	gz_arena *arena;
	gz_scan_cluster *items; int32_t n, most;
} gz_scan_list;

/* The series of one disease that have a place with neighbours. */
typedef struct gz_scan_region {
	const gz_detect_set *set;
	const double *options;
	int32_t *series, n;         /* [member] index in the set */
	int32_t *circle, most;      /* [member][rank] members by distance, itself first; -1 none */
	int32_t longest;            /* periods of a cylinder at most */
	double *seen, *usual;       /* [member][lag] cases, expected cases; lag 0 is the period judged */
	double *drawn;              /* [member][lag] */
	double *ratio, *greatest;   /* [member] of the best cylinder around it; [draw] of the whole region, falling */
	double threshold;           /* that a ratio has to exceed for an alarm */
	int32_t *reach, *duration;  /* [member] of that cylinder: places, periods */
	gz_key *key;
	double all;
	gz_scan_list *list;         /* NULL: verdicts alone are wanted */
} gz_scan_region;

double gz_scan_ratio(double seen, double usual, double all)
{
	if (!(seen > usual) || !(usual > 0))
		return 0;
	double rest = all - seen;
	return seen * gz_maths_log(seen / usual) + (rest > 0 ? rest * gz_maths_log(rest / (all - usual)) : 0);
}

/* ---- the circles -------------------------------------------------------------------------------------------- */
static bool located(const gz_detect_set *set, int32_t place)
{
	return place >= 0 && place < set->n_places && isfinite(set->places[place].latitude) && isfinite(set->places[place].longitude);
}

/* Half the chord between two places on a sphere of radius 1: it grows with their distance. */
static double chord(const gz_detect_place *a, const gz_detect_place *b)
{
	const double degree = 3.14159265358979323846 / 180;
	double y = gz_maths_sin((a->latitude - b->latitude) * degree / 2), x = gz_maths_sin((a->longitude - b->longitude) * degree / 2);
	return sqrt(y * y + gz_maths_cos(a->latitude * degree) * gz_maths_cos(b->latitude * degree) * x * x);
}

/* Kilometres along the great circle of half a chord: asin(x) = 2 asin(x / sqrt(2 + 2 sqrt(1 - x^2))), twice, then its series. */
static double along(double half)
{
	double times = 2;
	half = half < 1 ? half : 1;
	for (int i = 0; i < 2; i++) {
		half /= sqrt(2 + 2 * sqrt(1 - half * half));
		times *= 2;
	}
	const double x = half * half;
	return EARTH * times * half * (1 + x * (1.0 / 6 + x * (3.0 / 40 + x * (15.0 / 336 + x * 105.0 / 3456))));
}

/* By coordinates; where either has none, links make neighbours, strong ones near; NAN: neither. */
static double distance(const gz_detect_set *set, int32_t a, int32_t b)
{
	double nearest = NAN;
	if (a == b)
		return 0;
	if (located(set, a) && located(set, b))
		return chord(&set->places[a], &set->places[b]);
	for (int32_t l = 0; l < set->n_links; l++) {
		const gz_detect_link *k = &set->links[l];
		if (((k->from == a && k->to == b) || (k->from == b && k->to == a)) && k->weight > 0 && !(1 / k->weight >= nearest))
			nearest = 1 / k->weight;
	}
	return nearest;
}

static int nearer(const void *x, const void *y)
{
	const gz_scan_near *a = x, *b = y;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return a->series < b->series ? -1 : a->series > b->series;
}

static bool draw_circles(gz_scan_region *r, gz_arena *arena)
{
	gz_scan_near *near = gz_arena_array(arena, gz_scan_near, r->n);
	if (near == NULL)
		return false;
	for (int32_t i = 0; i < r->n; i++) {
		int32_t found = 0, place = r->set->place[r->series[i]];
		for (int32_t j = 0; j < r->n; j++) {
			double d = i == j ? -1 : distance(r->set, place, r->set->place[r->series[j]]);
			if (!isnan(d))
				near[found++] = (gz_scan_near){d, j};
		}
		qsort(near, (size_t)found, sizeof *near, nearer);
		for (int32_t k = 0; k < r->most; k++)
			r->circle[(int64_t)i * r->most + k] = k < found ? near[k].series : -1;
	}
	return true;
}

static bool same_disease(const gz_series *a, const gz_series *b)
{
	return a->disease == b->disease || (a->disease != NULL && b->disease != NULL && strcmp(a->disease, b->disease) == 0);
}

static bool has_neighbours(const gz_detect_set *set, int32_t place)
{
	if (place < 0 || place >= set->n_places)
		return false;
	bool linked = located(set, place);
	for (int32_t l = 0; l < set->n_links && !linked; l++)
		linked = set->links[l].from == place || set->links[l].to == place;
	return linked;
}

/* ---- the statistic ------------------------------------------------------------------------------------------ */
/* The best cylinder around member i: circles of growing size, each over the last periods. */
static double best_around(const gz_scan_region *r, const double *cases, int32_t i, int32_t *reach, int32_t *duration)
{
	double most = 0, limit = r->options[GZ_SCAN_SHARE] * r->all;
	for (int32_t length = 1; length <= r->longest; length++) {
		double seen = 0, usual = 0;
		for (int32_t k = 0; k < r->most && r->circle[(int64_t)i * r->most + k] >= 0; k++) {
			int64_t at = (int64_t)r->circle[(int64_t)i * r->most + k] * r->longest;
			for (int32_t lag = 0; lag < length; lag++) {
				seen += cases[at + lag];
				usual += r->usual[at + lag];
			}
			if (usual > limit)
				break;
			double ratio = seen > usual ? gz_scan_ratio(seen, usual, r->all) : 0;
			if (ratio > most) {
				most = ratio;
				*reach = k + 1;
				*duration = length;
			}
		}
	}
	return most;
}

/* Deals all cases out anew, in proportion to what is expected of each place and period. */
static void deal(gz_scan_region *r, int32_t draw, int32_t day)
{
	double left = r->all, share = left;
	for (int32_t i = 0; i < r->n; i++)
		for (int32_t lag = 0; lag < r->longest; lag++) {
			int64_t at = (int64_t)i * r->longest + lag;
			double p = share > 0 ? r->usual[at] / share : 0;
			gz_draw d = {r->key[i], (uint32_t)draw, (uint32_t)day, (uint32_t)lag};
			r->drawn[at] = p >= 1 - 1e-12 ? left : gz_sample_binomial(&d, left, p);
			left -= r->drawn[at];
			share -= r->usual[at];
		}
}

/* Share of the draws, and of what was seen among them, whose greatest ratio is as great. */
static double chance(const gz_scan_region *r, double ratio)
{
	int32_t draws = (int32_t)r->options[GZ_SCAN_DRAWS], above = 1;
	for (int32_t i = 0; i < draws; i++)
		above += r->greatest[i] >= ratio;
	return above / (draws + 1.0);
}

static int greater_first(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return *x > *y ? -1 : *x < *y;
}

/* What all places together have in `draws` deals, and the ratio from which so few of them lead to an alarm. */
static void deal_all(gz_scan_region *r, int32_t day)
{
	int32_t draws = (int32_t)r->options[GZ_SCAN_DRAWS], reach, duration, few = (int32_t)(r->options[GZ_SCAN_ALPHA] * (draws + 1) + 1e-9) - 1;
	for (int32_t d = 0; d < draws; d++) {
		deal(r, d, day);
		r->greatest[d] = 0;
		for (int32_t i = 0; i < r->n; i++) {
			double ratio = best_around(r, r->drawn, i, &reach, &duration);
			r->greatest[d] = ratio > r->greatest[d] ? ratio : r->greatest[d];
		}
	}
	qsort(r->greatest, (size_t)draws, sizeof *r->greatest, greater_first);
	r->threshold = r->greatest[few > 0 ? few : 0];
}

/* As gz_detect_verdict has it: 1 at the threshold. */
static double score(const gz_scan_region *r, double ratio)
{
	return r->all > 0 && r->threshold > 0 ? ratio / r->threshold : NAN;
}

/* What is expected of a place in one period, but for a factor: its population, or its mean count before; NAN unknown. */
static double weight_of(const gz_scan_region *r, const gz_series *s, int32_t k)
{
	double sum = 0;
	int32_t n = 0;
	if (r->options[GZ_SCAN_POPULATION] != 0)
		return s->population != NULL && s->population[k] > 0 ? s->population[k] : NAN;
	for (int32_t t = k - r->longest; t > k - r->longest - (int32_t)r->options[GZ_SCAN_BASELINE] && t >= 0; t--)
		if (!isnan(s->count[t])) {
			sum += s->count[t];
			n++;
		}
	return n > 0 ? (sum + 0.5) / n : NAN;
}

/* Cases and expected cases of period k and those before it. False: nothing to look at. */
static bool fill(gz_scan_region *r, int32_t k)
{
	double total = 0;
	r->all = 0;
	for (int32_t i = 0; i < r->n; i++) {
		const gz_series *s = &r->set->series[r->series[i]];
		double weight = weight_of(r, s, k);
		for (int32_t lag = 0; lag < r->longest; lag++) {
			int64_t at = (int64_t)i * r->longest + lag;
			bool known = !isnan(s->count[k - lag]) && !isnan(weight);
			r->seen[at] = known ? s->count[k - lag] : 0;
			r->usual[at] = known ? weight : 0;
			r->all += r->seen[at];
			total += r->usual[at];
		}
	}
	for (int64_t at = 0; at < (int64_t)r->n * r->longest && total > 0; at++)
		r->usual[at] *= r->all / total;
	return total > 0;
}

/* ---- verdicts ----------------------------------------------------------------------------------------------- */
/* Whether any place of the cylinder around i is taken; takes them all when told to. */
static bool taken(const gz_scan_region *r, int32_t i, bool take, bool *member)
{
	bool any = false;
	for (int32_t k = 0; k < r->reach[i]; k++) {
		bool *m = &member[r->circle[(int64_t)i * r->most + k]];
		any = any || *m;
		*m = *m || take;
	}
	return any;
}

/* The circle of the places of a cluster, where all have positions. */
static void measure(const gz_scan_region *r, int32_t i, gz_scan_cluster *c)
{
	const gz_detect_set *set = r->set;
	const int32_t middle = set->place[r->series[i]];
	c->radius = 0;
	for (int32_t k = 0; k < r->reach[i]; k++) {
		int32_t place = set->place[r->series[r->circle[(int64_t)i * r->most + k]]];
		double far = located(set, middle) && located(set, place) ? along(chord(&set->places[middle], &set->places[place])) : NAN;
		c->radius = isnan(far) || far > c->radius ? far : c->radius;
		if (isnan(far))
			return;
	}
	c->latitude = set->places[middle].latitude;
	c->longitude = set->places[middle].longitude;
}

/* Adds the best cylinder around member i, which ends with period k. */
static void record(const gz_scan_region *r, int32_t i, int32_t k)
{
	if (r->list == NULL || r->list->n == r->list->most)
		return;
	gz_scan_cluster c = {.series = gz_arena_array(r->list->arena, int32_t, r->reach[i]), .from = k + 1 - r->duration[i], .to = k + 1, .ratio = r->ratio[i],
		.probability = chance(r, r->ratio[i]), .latitude = NAN, .longitude = NAN};
	for (int32_t j = 0; j < r->reach[i] && c.series != NULL; j++) {
		int32_t member = r->circle[(int64_t)i * r->most + j];
		double usual = 0;
		for (int32_t lag = 0; lag < r->duration[i]; lag++) {
			usual += r->usual[(int64_t)member * r->longest + lag];
			c.seen += r->seen[(int64_t)member * r->longest + lag];
		}
		c.expected += usual;
		if (usual > 0)
			c.series[c.n++] = r->series[member];
	}
	measure(r, i, &c);
	if (c.series != NULL)
		r->list->items[r->list->n++] = c;
}

/* The most likely cluster and those after it that do not touch one before, as long as chance makes them rare. */
static void raise_alarms(const gz_scan_region *r, bool *member, int32_t k, int32_t periods, int32_t at, gz_detect_verdict *out)
{
	memset(member, 0, (size_t)r->n * sizeof *member);
	while (true) {
		int32_t best = -1;
		for (int32_t i = 0; i < r->n; i++)
			if (r->ratio[i] > 0 && (best < 0 || r->ratio[i] > r->ratio[best]) && !taken(r, i, false, member))
				best = i;
		if (best < 0 || chance(r, r->ratio[best]) > r->options[GZ_SCAN_ALPHA])
			return;
		taken(r, best, true, member);
		record(r, best, k);
		for (int32_t j = 0; j < r->reach[best]; j++) {
			gz_detect_verdict *v = &out[(int64_t)r->series[r->circle[(int64_t)best * r->most + j]] * periods + at];
			v->alarm = v->state == GZ_DETECT_JUDGED;
			v->probability = chance(r, r->ratio[best]);
			v->score = score(r, r->ratio[best]);
		}
	}
}

static void judge_period(gz_scan_region *r, bool *member, int32_t k, int32_t periods, int32_t at, gz_detect_verdict *out)
{
	bool any = k >= r->longest + (r->options[GZ_SCAN_POPULATION] != 0 ? 0 : 4) && fill(r, k);
	if (any && r->all > 0)
		deal_all(r, r->set->series[0].first + k * r->set->series[0].period);
	for (int32_t i = 0; i < r->n; i++) {
		gz_detect_verdict *v = &out[(int64_t)r->series[i] * periods + at];
		bool missing = isnan(r->set->series[r->series[i]].count[k]);
		*v = GZ_DETECT_NOTHING(!any ? GZ_DETECT_SHORT : missing ? GZ_DETECT_MISSING : GZ_DETECT_JUDGED);
		r->reach[i] = 0;
		if (!any)
			continue;
		r->ratio[i] = best_around(r, r->seen, i, &r->reach[i], &r->duration[i]);
		v->expected = r->usual[(int64_t)i * r->longest];
		v->score = missing ? NAN : score(r, r->ratio[i]);
		v->probability = missing ? NAN : r->all > 0 ? chance(r, r->ratio[i]) : 1;
	}
	if (any && r->all > 0)
		raise_alarms(r, member, k, periods, at, out);
}

static bool prepare(gz_scan_region *r, gz_arena *arena, bool **member)
{
	int64_t cells = (int64_t)r->n * r->longest;
	char name[NAME_MAX_LENGTH];
	r->circle = gz_arena_array(arena, int32_t, (int64_t)r->n * r->most);
	r->seen = gz_arena_array(arena, double, cells);
	r->usual = gz_arena_array(arena, double, cells);
	r->drawn = gz_arena_array(arena, double, cells);
	r->ratio = gz_arena_array(arena, double, r->n);
	r->greatest = gz_arena_array(arena, double, (int64_t)r->options[GZ_SCAN_DRAWS]);
	r->reach = gz_arena_array(arena, int32_t, r->n);
	r->duration = gz_arena_array(arena, int32_t, r->n);
	r->key = gz_arena_array(arena, gz_key, r->n);
	*member = gz_arena_array(arena, bool, r->n);
	if (r->circle == NULL || r->seen == NULL || r->usual == NULL || r->drawn == NULL || r->ratio == NULL || r->greatest == NULL || r->reach == NULL
		|| r->duration == NULL || r->key == NULL || *member == NULL)
		return false;
	for (int32_t i = 0; i < r->n; i++) {
		const gz_series *s = &r->set->series[r->series[i]];
		snprintf(name, sizeof name, "%s|%s", s->disease != NULL ? s->disease : "", s->place != NULL ? s->place : "");
		r->key[i] = gz_random_key((uint64_t)r->options[GZ_SCAN_SEED], name);
	}
	return draw_circles(r, arena);
}

/* Judges the disease of series `first`: those of its series that have neighbours; the others stay unfit. */
static bool judge_disease(gz_scan_region *r, int32_t first, bool *done, gz_arena *arena, int32_t from, int32_t to, gz_detect_verdict *out)
{
	const gz_detect_set *set = r->set;
	bool *member;
	r->series = gz_arena_array(arena, int32_t, set->n_series - first);
	if (r->series == NULL)
		return false;
	r->n = 0;
	for (int32_t i = first; i < set->n_series; i++)
		if (same_disease(&set->series[i], &set->series[first])) {
			done[i] = true;
			if (has_neighbours(set, set->place[i]))
				r->series[r->n++] = i;
		}
	r->longest = (int32_t)r->options[GZ_SCAN_LONGEST] * (set->series[0].period == 1 ? 7 : 1);
	r->most = (int32_t)r->options[GZ_SCAN_MOST] < r->n ? (int32_t)r->options[GZ_SCAN_MOST] : r->n;
	if (r->n < LEAST_PLACES)
		return true;
	if (!prepare(r, arena, &member))
		return false;
	for (int32_t k = from; k < to; k++)
		judge_period(r, member, k, to - from, k - from, out);
	return true;
}

static gz_status scan(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_scan_list *list, gz_error *err)
{
	gz_arena arena = {0};
	bool *done = gz_arena_array(&arena, bool, set->n_series), all = done != NULL;
	for (int64_t i = 0; i < (int64_t)set->n_series * (to - from); i++)
		out[i] = GZ_DETECT_NOTHING(GZ_DETECT_UNFIT);
	for (int32_t i = 0; i < set->n_series && all; i++) {
		gz_arena room = {0};
		gz_scan_region region = {.set = set, .options = options, .list = list};
		all = done[i] || judge_disease(&region, i, done, &room, from, to, out);
		gz_arena_free(&room);
	}
	gz_arena_free(&arena);
	return all ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

static gz_status judge(const gz_detect_set *set, const double *options, int32_t from, int32_t to, gz_detect_verdict *out, gz_error *err)
{
	return scan(set, options, from, to, out, NULL, err);
}

gz_status gz_scan_clusters(const gz_detect_set *set, const double *options, int32_t period, gz_arena *arena, gz_scan_cluster **out, int32_t *n, gz_error *err)
{
	gz_scan_list list = {.arena = arena, .items = gz_arena_array(arena, gz_scan_cluster, set->n_series), .most = set->n_series};
	gz_detect_verdict *verdicts = gz_arena_array(arena, gz_detect_verdict, set->n_series);
	*out = list.items;
	*n = 0;
	if (list.items == NULL || verdicts == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	GZ_TRY(scan(set, options, period, period + 1, verdicts, &list, err));
	*n = list.n;
	return GZ_OK;
}

static const gz_detect_option LIST[GZ_SCAN_OPTIONS] = {
	{"alpha", 0.01, 1e-4, 0.5, "chance of an alarm anywhere in an ordinary week", NULL, false},
	{"longest", 4, 1, 26, "weeks of a cluster at most", NULL, true},
	{"baseline", 104, 4, 1000, "periods before, from which a place's share of the cases is taken", NULL, true},
	{"share", 0.5, 0.01, 0.9, "share of all expected cases in a cluster at most", NULL, false},
	{"most", 50, 1, 1000, "places in a circle at most", NULL, true},
	{"draws", 999, 99, 99999, "random deals of the cases", NULL, true},
	{"population", 0, 0, 1, "shares by population instead of by earlier cases", "no yes", true},
	{"seed", 1, 0, 4294967295.0, "of the deals", NULL, true},
};

const gz_detector gz_scan = {"scan", "Space-time scan: places near one another with more than their share",
	"Kulldorff 2001, J R Stat Soc A 164:61", LIST, GZ_SCAN_OPTIONS, 8, judge};
