/* The checkpoint file.
 *
 *   "GZCHECK7", gz_checkpoint_head, what it is of (origin.c), the names (each ended by a NUL, in the order of the counts), then one section a block, all of one size:
 *   occupied, people, mass, reservoir, awake, since, until, fired, orders, totals, due, history up to the day, arrivals and infected arrived, cumulated infections
 *   and deaths, outside, start, beds, those found and not yet followed up, and the spilled rows up to the day. Stocks nobody is in are holes in the file.
 *   Last the check sum of all bytes before it (SipHash over pieces of 1 MiB, each under the sum so far): a changed byte could otherwise put
 *   people into a stock who were never there.
 *
 * Names, not row numbers, say where things go when the scenario that goes on is another one: people in a status or flow that no longer
 * exists go to their home's residents; who is confined stays as long in all, whatever the step of either run. With the same names, every byte goes back where it was. The file is native to the machine's byte
 * order and is written under a temporary name, so that it is whole or absent.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/checkpoint.h"
#include "base/hash.h"
#include "engine/control/ring.h"
#include "engine/control/trigger.h"
#include "engine/origin.h"
#include "engine/step/sleep.h"
#include "model/stock.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char checkpoint_magic[8] = "GZCHECK7";

typedef struct checkpoint_head {
	uint64_t seed;
	int64_t origin, names; /* bytes */
	int32_t start, day, width, n_blocks, n_replicates, deterministic;
	int32_t n_stocks, n_cells, n_strata, n_mass, n_places, n_leaves, n_streams, n_measures, n_environments, n_watches, n_columns, n_crossings, n_confines, value, steps_per_day, spare; /* spare: no hole in the file */
} checkpoint_head;

typedef struct checkpoint_layout {
	int64_t occupied, people, mass, reservoir, awake, since, until, fired, ordered, lifted, held, totals, due, history, arrivals, arrived, cumulated, deaths, outside, start, beds, found, loose, rows, size;
} checkpoint_layout;

static checkpoint_layout checkpoint_offsets(const gz_checkpoint *c, int64_t value)
{
	checkpoint_layout l = {0};
	const int64_t w = c->width, d = (int64_t)sizeof(double);
	int64_t at = 0;
	l.occupied = at, at += c->n_stocks + 8 - c->n_stocks % 8;
	l.people = at, at += (int64_t)c->n_stocks * c->n_strata * c->n_cells * w * d;
	l.mass = at, at += (int64_t)c->n_stocks * c->n_strata * c->n_mass * w * d;
	l.reservoir = at, at += (int64_t)c->n_environments * c->n_leaves * w * d;
	l.awake = at, at += (int64_t)c->n_leaves * w;
	l.since = at, at += (int64_t)c->n_measures * w * 4;
	l.until = at, at += (int64_t)c->n_measures * w * 4;
	l.fired = at, at += (int64_t)c->n_measures * w;
	l.ordered = at, at += (int64_t)c->n_measures * w * 4;
	l.lifted = at, at += (int64_t)c->n_measures * w * 4;
	l.held = at, at += (int64_t)c->n_measures * w * 4;
	l.totals = at, at += (int64_t)c->n_measures * w * (int64_t)sizeof(gz_measure_total);
	l.due = at, at += (int64_t)c->n_streams * c->n_leaves * GZ_BLOCK_DELAY * w * d;
	l.history = at, at += (int64_t)c->n_watches * (c->day + 1) * w * d;
	l.arrivals = at, at += (int64_t)c->n_places * w * (int64_t)sizeof(gz_arrival);
	l.arrived = at, at += (int64_t)c->n_places * w * d;
	l.cumulated = at, at += (int64_t)c->n_places * w * d;
	l.deaths = at, at += (int64_t)c->n_places * w * d;
	l.outside = at, at += w * d;
	l.start = at, at += w * d;
	l.beds = at, at += (int64_t)c->n_confines * w * d;
	l.found = at, at += (int64_t)c->n_leaves * w * d;
	l.loose = at, at += (int64_t)c->n_leaves * w * d;
	l.rows = at, at += (int64_t)(c->day + 1) * c->n_columns * w * value;
	l.size = at;
	return l;
}

static gz_status checkpoint_io(const gz_checkpoint *c, int64_t at, void *bytes, int64_t n, bool write, gz_error *err)
{
	for (int64_t done = 0; done < n;) {
		const ssize_t got = write ? pwrite(c->fd, (char *)bytes + done, (size_t)(n - done), at + done) : pread(c->fd, (char *)bytes + done, (size_t)(n - done), at + done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return gz_error_set(err, write || (got < 0 && errno != EISDIR) ? GZ_ERR_IO : GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint cannot be %s: %s", write ? "written" : "read",
				got < 0 ? strerror(errno) : "the file ends too early");
		done += got;
	}
	return GZ_OK;
}

/* The sum of the first n bytes. */
static gz_status checkpoint_sum(const gz_checkpoint *c, int64_t n, uint64_t *sum, gz_error *err)
{
	enum { PIECE = 1 << 20 };
	char *piece = malloc(PIECE);
	gz_status st = piece ? GZ_OK : GZ_ERR_MEMORY;
	*sum = 0;
	for (int64_t at = 0; st == GZ_OK && at < n; at += PIECE) {
		const int64_t length = n - at < PIECE ? n - at : PIECE;
		const uint64_t key[2] = {*sum, (uint64_t)at};
		st = checkpoint_io(c, at, piece, length, false, err);
		if (st == GZ_OK)
			*sum = gz_hash_siphash(key, piece, (size_t)length);
	}
	free(piece);
	return st;
}

/* Makes the file as long as it must be, holes included, and puts the sum at its end. */
static gz_status checkpoint_seal(const gz_checkpoint *c, gz_error *err)
{
	const int64_t n = c->first + c->n_blocks * c->block_size;
	uint64_t sum;
	if (ftruncate(c->fd, n) != 0)
		return gz_error_set(err, GZ_ERR_IO, c->path, 0, 0, "the checkpoint cannot be written: %s", strerror(errno));
	GZ_TRY(checkpoint_sum(c, n, &sum, err));
	return checkpoint_io(c, n, &sum, sizeof sum, true, err);
}

static gz_status checkpoint_verify(const gz_checkpoint *c, gz_error *err)
{
	const int64_t n = c->first + c->n_blocks * c->block_size;
	uint64_t sum, kept;
	GZ_TRY(checkpoint_io(c, n, &kept, sizeof kept, false, err));
	GZ_TRY(checkpoint_sum(c, n, &sum, err));
	return sum == kept ? GZ_OK : gz_error_set(err, GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint is damaged: its check sum is wrong");
}

/* ---- names ------------------------------------------------------------------------------------------------ */

enum { CHECKPOINT_RINGS, CHECKPOINT_STOCKS, CHECKPOINT_CELLS, CHECKPOINT_STRATA, CHECKPOINT_PLACES, CHECKPOINT_STREAMS, CHECKPOINT_MEASURES, CHECKPOINT_WATCHES, CHECKPOINT_COLUMNS,
	CHECKPOINT_CROSSINGS, CHECKPOINT_LISTS };

static int32_t checkpoint_count(const gz_setup *su, const gz_result *r, int32_t list)
{
	const gz_scenario *s = su->scenario;
	const int32_t n[CHECKPOINT_LISTS] = {su->plan.n_confines, su->plan.n_stocks, su->plan.n_cells, su->plan.n_strata, s->world.n_places, s->n_streams, s->n_measures, su->n_watches, r->n_columns, s->world.n_crossings};
	return n[list];
}

static const char *checkpoint_name(const gz_setup *su, const gz_result *r, int32_t list, int32_t i, char *buffer, size_t size)
{
	const gz_scenario *s = su->scenario;
	const gz_world *w = &s->world;
	switch (list) {
	case CHECKPOINT_RINGS:
		gz_ring_name(&su->plan, i, buffer, size);
		return buffer;
	case CHECKPOINT_STOCKS:
		gz_stock_name(&su->plan, i, buffer, size);
		return buffer;
	case CHECKPOINT_CELLS:
		return su->plan.cells[i].name;
	case CHECKPOINT_STRATA:
		snprintf(buffer, size, "%s|%s", w->ages[i / w->n_groups], w->groups[i % w->n_groups]);
		return buffer;
	case CHECKPOINT_PLACES:
		return w->places[i].id;
	case CHECKPOINT_STREAMS:
		return s->streams[i].name;
	case CHECKPOINT_MEASURES:
		return s->measures[i].name;
	case CHECKPOINT_WATCHES:
		snprintf(buffer, size, "%s|%s", s->streams[su->watches[i].stream].name, w->places[su->watches[i].place].id);
		return buffer;
	case CHECKPOINT_CROSSINGS:
		return w->crossings[i].id;
	default: {
		const gz_column *c = &r->columns[i];
		snprintf(buffer, size, "%d|%s|%d|%s", (int)c->entity, c->entity == GZ_ENTITY_PLACE ? w->places[c->index].id : w->crossings[c->index].id, (int)c->direction, c->name);
		return buffer;
	}
	}
}

static gz_status checkpoint_write_names(gz_checkpoint *c, const gz_setup *su, const gz_result *r, int64_t at, int64_t *length, gz_error *err)
{
	char buffer[2048];
	*length = 0;
	for (int32_t list = 0; list < CHECKPOINT_LISTS; list++)
		for (int32_t i = 0; i < checkpoint_count(su, r, list); i++) {
			char *name = gz_arena_strdup(&c->arena, checkpoint_name(su, r, list, i, buffer, sizeof buffer));
			if (!name)
				return GZ_ERR_MEMORY;
			const int64_t n = (int64_t)strlen(name) + 1;
			GZ_TRY(checkpoint_io(c, at + *length, name, n, true, err));
			*length += n;
		}
	return GZ_OK;
}

gz_status gz_checkpoint_create(gz_checkpoint *c, const char *path, int32_t day, const gz_setup *su, const gz_result *r, gz_error *err)
{
	*c = (gz_checkpoint){.fd = -1};
	const gz_plan *p = &su->plan;
	if (day < 0 || day >= su->scenario->days)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "a checkpoint on day %d was asked for; the run has days 0 to %d", day, su->scenario->days - 1);
	snprintf(c->path, sizeof c->path, "%s", path);
	snprintf(c->temporary, sizeof c->temporary, "%s.part", path);
	c->fd = open(c->temporary, O_RDWR | O_CREAT | O_TRUNC, 0666);
	if (c->fd < 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint cannot be written: %s", strerror(errno));
	c->day = day;
	c->width = r->spill->width;
	c->n_blocks = r->spill->n_blocks;
	checkpoint_head h = {.seed = su->scenario->seed, .start = su->scenario->start, .day = day, .width = c->width, .n_blocks = c->n_blocks, .n_replicates = r->n_replicates,
		.deterministic = r->deterministic, .n_stocks = p->n_stocks, .n_cells = p->n_cells, .n_strata = p->n_strata, .n_mass = p->n_mass,
		.n_places = su->scenario->world.n_places, .n_leaves = p->n_leaves, .n_streams = su->scenario->n_streams, .n_measures = su->scenario->n_measures,
		.n_environments = su->scenario->disease.n_environments, .n_watches = su->n_watches, .n_columns = r->n_columns, .n_crossings = su->scenario->world.n_crossings, .n_confines = p->n_confines, .value = r->spill->doubles ? 8 : 4, .steps_per_day = su->scenario->steps_per_day};
	c->n_stocks = h.n_stocks, c->n_cells = h.n_cells, c->n_strata = h.n_strata, c->n_mass = h.n_mass, c->n_places = h.n_places, c->n_leaves = h.n_leaves;
	c->n_streams = h.n_streams, c->n_measures = h.n_measures, c->n_environments = h.n_environments, c->n_watches = h.n_watches, c->n_columns = h.n_columns, c->n_crossings = h.n_crossings, c->n_confines = h.n_confines;
	char *origin = gz_origin_text(&c->arena, su->scenario);
	if (!origin)
		return GZ_ERR_MEMORY;
	h.origin = (int64_t)strlen(origin);
	const int64_t head = (int64_t)(sizeof checkpoint_magic + sizeof h), at = head + h.origin;
	GZ_TRY(checkpoint_io(c, head, origin, h.origin, true, err));
	GZ_TRY(checkpoint_write_names(c, su, r, at, &h.names, err));
	char magic[8];
	memcpy(magic, checkpoint_magic, sizeof magic);
	GZ_TRY(checkpoint_io(c, 0, magic, sizeof magic, true, err));
	GZ_TRY(checkpoint_io(c, sizeof magic, &h, sizeof h, true, err));
	c->first = at + h.names;
	c->block_size = checkpoint_offsets(c, h.value).size;
	c->same = true;
	return GZ_OK;
}

static uint64_t checkpoint_sum_of(const char *name)
{
	static const uint64_t key[2] = {0, 0};
	return gz_hash_siphash(key, name, strlen(name));
}

/* Reads the writer's names of one list and finds each in the reader's. */
static gz_status checkpoint_match(gz_checkpoint *c, const gz_setup *su, const gz_result *r, int32_t list, int32_t n, char **names, const char *end, int32_t **target)
{
	char buffer[2048], moved[2048];
	if (n > end - *names) /* each name takes a byte at least */
		return GZ_ERR_INPUT;
	const int32_t own = checkpoint_count(su, r, list);
	uint64_t *sums = gz_arena_array(&c->arena, uint64_t, own + 1);
	*target = gz_arena_array(&c->arena, int32_t, n);
	if (list == CHECKPOINT_RINGS)
		c->ring = gz_arena_array(&c->arena, const char *, n + 1);
	if (!*target || !sums || !c->ring)
		return GZ_ERR_MEMORY;
	for (int32_t k = 0; k < own; k++)
		sums[k] = checkpoint_sum_of(checkpoint_name(su, r, list, k, buffer, sizeof buffer));
	c->same = c->same && own == n;
	for (int32_t i = 0; i < n; i++) {
		const char *name = *names;
		const size_t length = strnlen(name, (size_t)(end - name));
		if (name + length >= end)
			return GZ_ERR_INPUT;
		*names += length + 1;
		if (list == CHECKPOINT_RINGS)
			c->ring[i] = name;
		else if (list == CHECKPOINT_STOCKS && !c->same && gz_ring_move(&su->plan, c->ring, c->n_confines, c->day + 1, name, moved, sizeof moved))
			name = moved;
		const uint64_t sum = checkpoint_sum_of(name);
		(*target)[i] = -1;
		for (int32_t probe = 0; probe < own; probe++) { /* usually at its own number */
			const int32_t k = (int32_t)(((int64_t)i + probe) % own);
			if (sum == sums[k] && strcmp(name, checkpoint_name(su, r, list, k, buffer, sizeof buffer)) == 0) {
				(*target)[i] = k;
				break;
			}
		}
		c->same = c->same && (*target)[i] == i;
		if (list != CHECKPOINT_STOCKS || (*target)[i] >= 0)
			continue;
		c->ways = false;
		for (int32_t leaf = 0; leaf < su->plan.n_leaves; leaf++) { /* a status that is gone: home */
			const char *id = su->scenario->world.places[su->plan.leaf_place[leaf]].id;
			if (strncmp(name, id, strlen(id)) == 0 && name[strlen(id)] == '|')
				(*target)[i] = su->plan.resident[leaf * su->plan.n_products];
		}
		if ((*target)[i] < 0)
			return GZ_ERR_INPUT;
	}
	return GZ_OK;
}

/* Whether people live and travel as they did, whatever measures there are: nobody's status or flow is gone, and but for new doses none is new. */
static gz_status checkpoint_ways(gz_checkpoint *c, const gz_plan *p)
{
	bool *kept = gz_arena_array(&c->arena, bool, p->n_stocks + 1);
	if (!kept)
		return GZ_ERR_MEMORY;
	for (int32_t i = 0; i < c->n_stocks; i++)
		kept[c->stock[i]] = true;
	for (int32_t i = 0; i < p->n_free; i++)
		c->ways = c->ways && (kept[i] || p->stocks[i].product > 0);
	return GZ_OK;
}

static gz_status checkpoint_read_names(gz_checkpoint *c, const gz_setup *su, const gz_result *r, const checkpoint_head *h, gz_error *err)
{
	char *names = gz_arena_alloc(&c->arena, (size_t)h->names + 1);
	if (!names)
		return GZ_ERR_MEMORY;
	GZ_TRY(checkpoint_io(c, (int64_t)(sizeof checkpoint_magic + sizeof *h) + h->origin, names, h->names, false, err));
	const char *end = names + h->names;
	c->same = c->ways = true;
	const int32_t n[CHECKPOINT_LISTS] = {h->n_confines, h->n_stocks, h->n_cells, h->n_strata, h->n_places, h->n_streams, h->n_measures, h->n_watches, h->n_columns, h->n_crossings};
	int32_t **const target[CHECKPOINT_LISTS] = {&c->confine, &c->stock, &c->cell, &c->stratum, &c->place, &c->stream, &c->measure, &c->watch, &c->column, &c->crossing};
	for (int32_t list = 0; list < CHECKPOINT_LISTS; list++) {
		const gz_status st = checkpoint_match(c, su, r, list, n[list], &names, end, target[list]);
		if (st != GZ_OK)
			return gz_error_set(err, st, c->path, 0, 0, "the checkpoint is damaged or of another world: its names are not those of people who live here");
	}
	bool stages = h->n_cells == su->plan.n_cells;
	for (int32_t i = 0; i < h->n_cells; i++)
		stages = stages && c->cell[i] >= 0;
	if (!stages)
		return gz_error_set(err, GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint was made with other stages (`erlang`, fixed durations) than %s has here", su->scenario->disease.name);
	bool strata = h->n_strata == su->plan.n_strata;
	for (int32_t i = 0; i < h->n_strata; i++)
		strata = strata && c->stratum[i] == i;
	if (!strata)
		return gz_error_set(err, GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint has other age bands or groups than this world");
	for (int32_t i = 0; i < h->n_places; i++)
		if (c->place[i] < 0)
			return gz_error_set(err, GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint has places that this world does not have");
	return checkpoint_ways(c, &su->plan);
}

/* Another disease, other places or other populations are told before anything is read by name. */
static gz_status checkpoint_origin(gz_checkpoint *c, const gz_setup *su, const checkpoint_head *h, gz_error *err)
{
	char *kept = gz_arena_alloc(&c->arena, (size_t)h->origin + 1);
	if (!kept)
		return GZ_ERR_MEMORY;
	GZ_TRY(checkpoint_io(c, (int64_t)(sizeof checkpoint_magic + sizeof *h), kept, h->origin, false, err));
	kept[h->origin] = '\0';
	return gz_origin_check(kept, su->scenario, c->path, err);
}

/* Counts that no checkpoint can have would make sizes overflow. */
static bool checkpoint_sane(const checkpoint_head *h, int64_t bytes)
{
	const int32_t counts[] = {h->day, h->width, h->n_blocks, h->n_replicates, h->n_stocks, h->n_cells, h->n_strata, h->n_mass, h->n_places, h->n_leaves, h->n_streams,
		h->n_measures, h->n_environments, h->n_watches, h->n_columns, h->n_crossings, h->n_confines, h->steps_per_day};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (counts[i] < 0 || counts[i] > bytes)
			return false;
	return h->steps_per_day > 0 && h->origin >= 0 && h->origin <= bytes && h->names >= 0 && h->names <= bytes && h->n_cells <= 512 && h->n_strata <= 256 && h->n_mass <= h->n_cells && h->n_leaves <= h->n_places;
}

int32_t gz_checkpoint_width(const char *path)
{
	gz_checkpoint c = {.fd = open(path, O_RDONLY)};
	checkpoint_head h = {0};
	if (c.fd < 0)
		return 0;
	const gz_status st = checkpoint_io(&c, sizeof checkpoint_magic, &h, sizeof h, false, NULL);
	close(c.fd);
	return st == GZ_OK && h.width > 0 && h.width <= GZ_BLOCK_LANES ? h.width : 0;
}

gz_status gz_checkpoint_open(gz_checkpoint *c, const char *path, const gz_setup *su, const gz_result *r, gz_error *err)
{
	*c = (gz_checkpoint){.fd = -1};
	snprintf(c->path, sizeof c->path, "%s", path);
	c->fd = open(path, O_RDONLY);
	if (c->fd < 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint cannot be read: %s", strerror(errno));
	char magic[8];
	checkpoint_head h;
	struct stat st;
	GZ_TRY(checkpoint_io(c, 0, magic, sizeof magic, false, err));
	if (memcmp(magic, checkpoint_magic, sizeof magic) != 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0,
			memcmp(magic, checkpoint_magic, sizeof magic - 1) == 0 ? "this checkpoint was written by another version of guzar" : "this is not a checkpoint written by guzar run --save");
	GZ_TRY(checkpoint_io(c, sizeof magic, &h, sizeof h, false, err));
	if (fstat(c->fd, &st) != 0 || !checkpoint_sane(&h, st.st_size))
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is damaged: its head holds numbers that cannot be");
	if (h.width != r->spill->width || h.n_blocks != r->spill->n_blocks || h.value != (r->spill->doubles ? 8 : 4) || h.n_replicates != r->n_replicates || h.deterministic != r->deterministic)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint holds %d replicates%s; this run asks for %d%s", h.n_replicates,
			h.deterministic ? " (deterministic)" : "", r->n_replicates, r->deterministic ? " (deterministic)" : "");
	if (h.start != su->scenario->start || h.day >= su->scenario->days)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of day %d of a run with another start or length: keep `start`, and let `days` reach beyond that day", h.day);
	c->day = h.day, c->steps_per_day = h.steps_per_day, c->width = h.width, c->n_blocks = h.n_blocks, c->n_replicates = h.n_replicates;
	c->n_stocks = h.n_stocks, c->n_cells = h.n_cells, c->n_strata = h.n_strata, c->n_mass = h.n_mass, c->n_places = h.n_places, c->n_leaves = h.n_leaves;
	c->n_streams = h.n_streams, c->n_measures = h.n_measures, c->n_environments = h.n_environments, c->n_watches = h.n_watches, c->n_columns = h.n_columns, c->n_crossings = h.n_crossings, c->n_confines = h.n_confines;
	GZ_TRY(checkpoint_origin(c, su, &h, err));
	if (h.n_leaves != su->plan.n_leaves || h.n_mass != su->plan.n_mass || h.n_environments != su->scenario->disease.n_environments)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is of another disease: who infects, and for how long, is kept in another way there");
	GZ_TRY(checkpoint_read_names(c, su, r, &h, err));
	c->first = (int64_t)(sizeof magic + sizeof h) + h.origin + h.names;
	c->block_size = checkpoint_offsets(c, h.value).size;
	const int64_t size = c->first + c->n_blocks * c->block_size + (int64_t)sizeof(uint64_t);
	if (c->block_size < 0 || st.st_size != size)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "the checkpoint is damaged: it should have %lld bytes and has %lld", (long long)size, (long long)st.st_size);
	return checkpoint_verify(c, err);
}

/* ---- blocks ----------------------------------------------------------------------------------------------- */

#define CHECKPOINT_PUT(where, what, n) GZ_TRY(checkpoint_io(c, base + l.where, (void *)(what), (int64_t)(n) * (int64_t)sizeof *(what), true, err))
#define CHECKPOINT_GET(where, what, n) GZ_TRY(checkpoint_io(c, base + l.where, (void *)(what), (int64_t)(n) * (int64_t)sizeof *(what), false, err))

/* Reports due, by the day modulo GZ_BLOCK_DELAY whatever the run's own ring; where nothing is due the file has holes. */
static gz_status checkpoint_put_due(const gz_checkpoint *c, const gz_block *b, int64_t base, gz_error *err)
{
	const int64_t w = c->width, ring = b->setup->ring;
	for (int64_t row = 0; row < (int64_t)c->n_streams * c->n_leaves; row++)
		for (int64_t day = c->day + 1; day < b->due_until[row]; day++)
			GZ_TRY(checkpoint_io(c, base + (row * GZ_BLOCK_DELAY + day % GZ_BLOCK_DELAY) * w * 8, &b->due[(row * ring + day % ring) * w], w * 8, true, err));
	return GZ_OK;
}

/* Rows of every column, whatever pieces the run has. */
static gz_status checkpoint_put_rows(const gz_checkpoint *c, const gz_result *r, int32_t block, int64_t at, void *row, gz_error *err)
{
	const int64_t piece = c->width * (r->spill->doubles ? 8 : 4), size = c->n_columns * piece;
	char *all = calloc((size_t)size + 1, 1);
	gz_status st = all ? GZ_OK : GZ_ERR_MEMORY;
	for (int32_t day = 0; day <= c->day && st == GZ_OK; day++) {
		st = gz_record_read(r, block, day, row, err);
		for (int32_t i = 0; i < c->n_columns && st == GZ_OK; i++)
			if (r->spill->piece[i] >= 0)
				memcpy(all + i * piece, (const char *)row + r->spill->piece[i] * piece, (size_t)piece);
		if (st == GZ_OK)
			st = checkpoint_io(c, at + day * size, all, size, true, err);
	}
	free(all);
	return st;
}

gz_status gz_checkpoint_save(gz_checkpoint *c, const gz_result *r, const gz_block *b, int32_t block, void *row, gz_error *err)
{
	const int64_t w = c->width, value = r->spill->doubles ? 8 : 4, base = c->first + block * c->block_size, cell = (int64_t)c->n_strata * c->n_cells * w,
		mass = (int64_t)c->n_strata * c->n_mass * w;
	const checkpoint_layout l = checkpoint_offsets(c, value);
	CHECKPOINT_PUT(occupied, b->occupied, c->n_stocks);
	for (int32_t s = 0; s < c->n_stocks; s++) {
		if (!b->occupied[s])
			continue;
		GZ_TRY(checkpoint_io(c, base + l.people + s * cell * 8, &b->people[s * cell], cell * 8, true, err));
		if (mass > 0)
			GZ_TRY(checkpoint_io(c, base + l.mass + s * mass * 8, &b->mass[s * mass], mass * 8, true, err));
	}
	CHECKPOINT_PUT(reservoir, b->reservoir, (int64_t)c->n_environments * c->n_leaves * w);
	CHECKPOINT_PUT(awake, b->awake, (int64_t)c->n_leaves * w);
	CHECKPOINT_PUT(since, b->since, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(until, b->until, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(fired, b->fired, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(ordered, b->ordered, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(lifted, b->lifted, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(held, b->held, (int64_t)c->n_measures * w);
	CHECKPOINT_PUT(totals, b->totals, (int64_t)c->n_measures * w);
	GZ_TRY(checkpoint_put_due(c, b, base + l.due, err));
	for (int32_t i = 0; i < c->n_watches; i++)
		GZ_TRY(checkpoint_io(c, base + l.history + (int64_t)i * (c->day + 1) * w * 8, &b->history[(int64_t)i * b->plan->scenario->days * w], (c->day + 1) * w * 8, true, err));
	CHECKPOINT_PUT(arrivals, b->arrivals, (int64_t)c->n_places * w);
	CHECKPOINT_PUT(arrived, b->arrived, (int64_t)c->n_places * w);
	CHECKPOINT_PUT(cumulated, b->cumulated, (int64_t)c->n_places * w);
	CHECKPOINT_PUT(deaths, b->cumulated_deaths, (int64_t)c->n_places * w);
	CHECKPOINT_PUT(outside, b->outside, w);
	CHECKPOINT_PUT(start, b->start, w);
	CHECKPOINT_PUT(beds, b->beds, (int64_t)c->n_confines * w);
	CHECKPOINT_PUT(found, b->found, (int64_t)c->n_leaves * w);
	CHECKPOINT_PUT(loose, b->loose, (int64_t)c->n_leaves * w);
	return checkpoint_put_rows(c, r, block, base + l.rows, row, err);
}

static gz_status checkpoint_damaged(const gz_checkpoint *c, gz_error *err)
{
	return gz_error_set(err, GZ_ERR_INPUT, c->path, 0, 0, "the checkpoint is damaged: it holds numbers that cannot be");
}

/* Numbers of persons, or of what they carry. */
static bool checkpoint_numbers(const double *x, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (!(x[i] >= -1e-6 && x[i] < 1e15))
			return false;
	return true;
}

/* Arrivals name places and crossings by their rows in the writer's world. */
static gz_status checkpoint_arrivals(const gz_checkpoint *c, gz_arrival *a, gz_error *err)
{
	for (int32_t lane = 0; lane < c->width; lane++) {
		if (a[lane].crossing < -1 || a[lane].crossing >= c->n_crossings || a[lane].from < GZ_ARRIVAL_ALREADY || a[lane].from >= c->n_places || a[lane].traveller < -1 ||
			a[lane].traveller > c->day || a[lane].infection < -1 || a[lane].infection > c->day || a[lane].tenth < -1 || a[lane].tenth > c->day)
			return checkpoint_damaged(c, err);
		if (a[lane].crossing >= 0)
			a[lane].crossing = c->crossing[a[lane].crossing];
		if (a[lane].from >= 0)
			a[lane].from = c->place[a[lane].from];
	}
	return GZ_OK;
}

/* Room to read a block's pieces into. */
typedef struct checkpoint_room { uint8_t *occupied; double *cell, *mass; char *row, *old; } checkpoint_room;

static gz_status checkpoint_people(gz_checkpoint *c, gz_block *b, int64_t base, const checkpoint_layout *l, const checkpoint_room *room, gz_error *err)
{
	double *cell = room->cell, *mass = room->mass;
	const gz_plan *p = b->plan;
	const int64_t w = c->width, cells = (int64_t)c->n_strata * c->n_cells * w, masses = (int64_t)c->n_strata * c->n_mass * w;
	for (int32_t s = 0; s < p->n_stocks; s++)
		if (b->occupied[s]) {
			memset(&b->people[s * (int64_t)p->n_strata * p->n_cells * w], 0, (size_t)p->n_strata * (size_t)p->n_cells * (size_t)w * sizeof(double));
			memset(&b->mass[gz_block_mass(b, s, 0, 0)], 0, (size_t)p->n_strata * (size_t)p->n_mass * (size_t)w * sizeof(double));
		}
	memset(b->occupied, 0, (size_t)p->n_stocks);
	memset(b->anyone, 0, (size_t)p->n_stocks * (size_t)p->n_strata * (size_t)p->n_cells);
	for (int32_t s = 0; s < c->n_stocks; s++) {
		const int32_t to = c->stock[s];
		if (!room->occupied[s] || to < 0)
			continue;
		GZ_TRY(checkpoint_io(c, base + l->people + s * cells * 8, cell, cells * 8, false, err));
		if (masses > 0)
			GZ_TRY(checkpoint_io(c, base + l->mass + s * masses * 8, mass, masses * 8, false, err));
		if (!checkpoint_numbers(cell, cells) || !checkpoint_numbers(mass, masses))
			return checkpoint_damaged(c, err);
		b->occupied[to] = 1;
		for (int32_t x = 0; x < c->n_strata; x++) {
			for (int32_t k = 0; k < c->n_cells; k++)
				for (int64_t lane = 0; lane < w; lane++) {
					*gz_block_anyone(b, to, x, c->cell[k]) = 1;
					b->people[gz_block_at(b, to, x, c->cell[k]) + lane] += cell[((int64_t)x * c->n_cells + k) * w + lane];
				}
			for (int64_t i = 0; i < c->n_mass * w; i++)
				b->mass[gz_block_mass(b, to, x, 0) + i] += mass[x * c->n_mass * w + i];
		}
		if (p->stocks[to].role == GZ_ROLE_CONFINED)
			for (int64_t i = 0; i < cells; i++)
				b->beds[(int64_t)p->stocks[to].confine * w + i % w] += cell[i];
	}
	return GZ_OK;
}

static gz_status checkpoint_rows(gz_checkpoint *c, const gz_result *r, int64_t base, const checkpoint_layout *l, int32_t block, const checkpoint_room *room, gz_error *err)
{
	const int64_t piece = c->width * (r->spill->doubles ? 8 : 4), size = c->n_columns * piece;
	for (int32_t day = 0; day <= c->day; day++) {
		GZ_TRY(checkpoint_io(c, base + l->rows + day * size, room->old, size, false, err));
		memset(room->row, 0, (size_t)r->spill->row);
		for (int32_t i = 0; i < c->n_columns; i++)
			if (c->column[i] >= 0 && r->spill->piece[c->column[i]] >= 0)
				memcpy(room->row + r->spill->piece[c->column[i]] * piece, room->old + i * piece, (size_t)piece);
		GZ_TRY(gz_record_write(r, block, day, room->row, err));
	}
	return GZ_OK;
}

/* Steps of the writer as those of a run whose step may be another; the greatest and the least number are no steps. */
static void checkpoint_steps(const gz_checkpoint *c, const gz_block *b, int32_t *step)
{
	const int64_t own = b->plan->scenario->steps_per_day;
	for (int32_t lane = 0; own != c->steps_per_day && lane < c->width; lane++) {
		const int64_t n = step[lane] * own / c->steps_per_day;
		step[lane] = step[lane] == INT32_MAX || step[lane] == INT32_MIN ? step[lane] : n < INT32_MAX ? (int32_t)n : INT32_MAX;
	}
}

/* The parts that are kept by name of measure, stream and watch. */
static gz_status checkpoint_named(gz_checkpoint *c, gz_block *b, int64_t base, const checkpoint_layout *l, gz_error *err)
{
	const int64_t w = c->width, total = (int64_t)sizeof(gz_measure_total), due = (int64_t)c->n_leaves * GZ_BLOCK_DELAY * w;
	for (int32_t i = 0; i < c->n_measures; i++) {
		const int64_t to = c->measure[i] * w;
		if (c->measure[i] < 0)
			continue;
		const struct { int64_t at; int32_t *steps; } kept[] = {{l->since, b->since}, {l->until, b->until}, {l->ordered, b->ordered}, {l->lifted, b->lifted}, {l->held, b->held}};
		for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
			GZ_TRY(checkpoint_io(c, base + kept[k].at + i * w * 4, &kept[k].steps[to], w * 4, false, err));
			checkpoint_steps(c, b, &kept[k].steps[to]);
		}
		GZ_TRY(checkpoint_io(c, base + l->fired + i * w, &b->fired[to], w, false, err));
		GZ_TRY(checkpoint_io(c, base + l->totals + i * w * total, &b->totals[to], w * total, false, err));
	}
	for (int32_t i = 0; i < c->n_streams; i++)
		if (c->stream[i] >= 0) {
			GZ_TRY(checkpoint_io(c, base + l->due + i * due * 8, &b->due[c->stream[i] * due], due * 8, false, err));
			for (int32_t leaf = 0; leaf < c->n_leaves; leaf++)
				b->due_until[(int64_t)c->stream[i] * c->n_leaves + leaf] = c->day + 1 + GZ_BLOCK_DELAY;
			if (!checkpoint_numbers(&b->due[c->stream[i] * due], due))
				return checkpoint_damaged(c, err);
		}
	for (int32_t i = 0; i < c->n_watches; i++)
		if (c->watch[i] >= 0)
			GZ_TRY(checkpoint_io(c, base + l->history + (int64_t)i * (c->day + 1) * w * 8, &b->history[(int64_t)c->watch[i] * b->plan->scenario->days * w],
				(c->day + 1) * w * 8, false, err));
	for (int32_t i = 0; i < c->n_places; i++) {
		const int64_t to = c->place[i] * w, arrival = (int64_t)sizeof(gz_arrival);
		GZ_TRY(checkpoint_io(c, base + l->arrivals + i * w * arrival, &b->arrivals[to], w * arrival, false, err));
		GZ_TRY(checkpoint_io(c, base + l->arrived + i * w * 8, &b->arrived[to], w * 8, false, err));
		GZ_TRY(checkpoint_arrivals(c, &b->arrivals[to], err));
		GZ_TRY(checkpoint_io(c, base + l->cumulated + i * w * 8, &b->cumulated[to], w * 8, false, err));
		GZ_TRY(checkpoint_io(c, base + l->deaths + i * w * 8, &b->cumulated_deaths[to], w * 8, false, err));
		if (!checkpoint_numbers(&b->cumulated[to], w) || !checkpoint_numbers(&b->cumulated_deaths[to], w))
			return checkpoint_damaged(c, err);
	}
	return GZ_OK;
}

/* From here the run goes on with the day after. */
static void checkpoint_resume(const gz_checkpoint *c, gz_block *b)
{
	b->day = c->day + 1;
	b->step = b->day * b->plan->scenario->steps_per_day;
	for (int64_t i = 0; i < c->n_leaves * c->width; i++)
		b->awake[i] = b->awake[i] != 0;
	gz_sleep_lists(b);
	if (!c->ways) { /* those who slept wake where the calendar has them today */
		gz_trigger_day(b);
		for (int32_t leaf = 0; leaf < c->n_leaves; leaf++)
			for (int32_t lane = 0; lane < b->lanes; lane++)
				gz_sleep_wake(b, leaf, lane);
	}
}

static gz_status checkpoint_block(gz_checkpoint *c, const gz_result *r, gz_block *b, int32_t block, const checkpoint_room *room, gz_error *err)
{
	const int64_t base = c->first + block * c->block_size, w = c->width;
	const checkpoint_layout l = checkpoint_offsets(c, r->spill->doubles ? 8 : 4);
	CHECKPOINT_GET(occupied, room->occupied, c->n_stocks);
	GZ_TRY(checkpoint_people(c, b, base, &l, room, err));
	CHECKPOINT_GET(reservoir, b->reservoir, (int64_t)c->n_environments * c->n_leaves * w);
	if (!checkpoint_numbers(b->reservoir, (int64_t)c->n_environments * c->n_leaves * w))
		return checkpoint_damaged(c, err);
	CHECKPOINT_GET(awake, b->awake, (int64_t)c->n_leaves * w);
	GZ_TRY(checkpoint_named(c, b, base, &l, err));
	CHECKPOINT_GET(outside, b->outside, w);
	CHECKPOINT_GET(start, b->start, w);
	if (c->same) /* else they are as many as are found in them */
		CHECKPOINT_GET(beds, b->beds, (int64_t)c->n_confines * w);
	CHECKPOINT_GET(found, b->found, (int64_t)c->n_leaves * w);
	CHECKPOINT_GET(loose, b->loose, (int64_t)c->n_leaves * w);
	if (!checkpoint_numbers(b->found, (int64_t)c->n_leaves * w) || !checkpoint_numbers(b->loose, (int64_t)c->n_leaves * w))
		return checkpoint_damaged(c, err);
	GZ_TRY(checkpoint_rows(c, r, base, &l, block, room, err));
	checkpoint_resume(c, b);
	return GZ_OK;
}

gz_status gz_checkpoint_restore(gz_checkpoint *c, const gz_result *r, gz_block *b, int32_t block, void *row, gz_error *err)
{
	const size_t w = (size_t)c->width;
	const checkpoint_room room = {.occupied = calloc((size_t)c->n_stocks + 1, 1), .row = row,
		.cell = calloc((size_t)c->n_strata * (size_t)c->n_cells * w + 1, sizeof(double)), .mass = calloc((size_t)c->n_strata * (size_t)c->n_mass * w + 1, sizeof(double)),
		.old = calloc((size_t)c->n_columns * w * 8 + 1, 1)};
	const gz_status st = room.occupied && room.cell && room.mass && room.old ? checkpoint_block(c, r, b, block, &room, err) : GZ_ERR_MEMORY;
	free(room.occupied);
	free(room.cell);
	free(room.mass);
	free(room.old);
	return st;
}

gz_status gz_checkpoint_close(gz_checkpoint *c, bool keep, gz_error *err)
{
	gz_status st = GZ_OK;
	if (c->fd >= 0) {
		if (keep)
			st = checkpoint_seal(c, err);
		close(c->fd);
		if (c->temporary[0] && keep && st == GZ_OK && rename(c->temporary, c->path) != 0)
			st = gz_error_set(err, GZ_ERR_IO, c->path, 0, 0, "the checkpoint cannot be given its name: %s", strerror(errno));
		else if (c->temporary[0] && (!keep || st != GZ_OK))
			unlink(c->temporary);
	}
	gz_arena_free(&c->arena);
	c->fd = -1;
	return st;
}
