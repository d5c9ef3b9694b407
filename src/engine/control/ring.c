/* Rings by name, and the slot of one that stands for a slot of another.
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/control/ring.h"
#include "engine/control/confine.h"
#include "model/stock.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct ring { int32_t steps, every, phase, steps_per_day; const char *status; } ring;

void gz_ring_name(const gz_plan *plan, int32_t confine, char *out, size_t size)
{
	const gz_confine *c = &plan->confines[confine];
	char status[128];
	gz_stock_confinement(plan, confine, status, sizeof status);
	snprintf(out, size, "%d %d %d %d|%s", c->steps, c->every, c->phase, plan->scenario->steps_per_day, status);
}

/* Of a name; false if it is none (a damaged file). */
static bool ring_read(const char *name, ring *r)
{
	int32_t *const numbers[] = {&r->steps, &r->every, &r->phase, &r->steps_per_day};
	char *end;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const long x = strtol(name, &end, 10);
		if (end == name || x < 0 || x > 365 * 86400)
			return false;
		*numbers[i] = (int32_t)x;
		name = end;
	}
	r->status = name + 1;
	return *name == '|' && r->steps > 0 && r->every > 0 && r->phase < r->every && r->steps_per_day > 0;
}

/* The last step before `now` in which those of a slot can have entered. */
static int32_t ring_entry(const ring *r, long slot, int32_t now)
{
	const int32_t slots = (r->steps + r->every - 1) / r->every;
	if (now <= r->phase || slot < 0 || slot >= slots)
		return -1;
	const int32_t last = (now - 1 - r->phase) / r->every, entry = last - (last % slots - (int32_t)slot + slots) % slots; /* counted in entries */
	return entry < 0 ? -1 : entry * r->every + r->phase;
}

/* The slot for who entered in a step: not after it, unless the stay would then be over. */
static int32_t ring_slot(const gz_confine *c, int32_t entry, int32_t now)
{
	while (entry > 0 && gz_confine_slot(c, entry) < 0)
		entry--;
	entry = entry < now - c->steps ? now - c->steps : entry;
	while (gz_confine_slot(c, entry) < 0)
		entry++;
	return gz_confine_slot(c, entry);
}

bool gz_ring_move(const gz_plan *plan, const char *const *rings, int32_t n, int32_t days, const char *stock, char *out, size_t size)
{
	const char *dot = strrchr(stock, '.');
	const int32_t own = plan->scenario->steps_per_day;
	for (int32_t i = 0; dot && i < n; i++) {
		ring r;
		if (!ring_read(rings[i], &r))
			return false;
		const size_t length = strlen(r.status), name = (size_t)(dot - stock);
		if (name <= length || strncmp(dot - length, r.status, length) != 0 || dot[-(ptrdiff_t)length - 1] != '|')
			continue;
		const int64_t now = (int64_t)days * r.steps_per_day;
		const int32_t entry = now <= INT32_MAX ? ring_entry(&r, strtol(dot + 1, NULL, 10), (int32_t)now) : -1;
		for (int32_t k = 0; entry >= 0 && k < plan->n_confines; k++) {
			char status[128];
			gz_stock_confinement(plan, k, status, sizeof status);
			if (strcmp(status, r.status) != 0)
				continue;
			snprintf(out, size, "%.*s.%d", (int)name, stock, ring_slot(&plan->confines[k], (int32_t)((int64_t)entry * own / r.steps_per_day), days * own));
			return true;
		}
	}
	return false;
}
