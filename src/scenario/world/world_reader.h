/* The readers of a world's tables, one for each noun, and what they share while a world is loaded.
 *
 * They run in the order given here: each may use what those before it have filled. Every one lists all mistakes it finds and returns
 * GZ_OK; only lack of memory or a fault of the disk is returned. A row with a mistake is kept as far as it could be understood (or left
 * out, where it would break an index), so that later tables can still be checked against it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WORLD_READER_H
#define GZ_WORLD_READER_H
#include "scenario/reading/names.h"
#include "scenario/reading/table.h"
#include "scenario/world/world.h"

typedef struct gz_world_reader {
	gz_world *world;
	gz_arena *arena, lent; /* what the world keeps; rows of the tables in hand */
	gz_mistakes *mistakes;
	const char *paths[GZ_WORLD_TABLES]; /* NULL: this world has no such table */
	bool unread[GZ_WORLD_TABLES];       /* there is one, but not all of it could be read (listed) */
} gz_world_reader;

/* Who lives where: places.csv; ages.csv, groups.csv; contacts.csv. */
gz_status gz_place_read(gz_world_reader *r);
gz_status gz_stratum_read(gz_world_reader *r);
gz_status gz_contact_read(gz_world_reader *r);
/* Where they go: curves.csv; crossings.csv; openings.csv; flows.csv; commuting.csv. */
gz_status gz_curve_read(gz_world_reader *r);
gz_status gz_crossing_read(gz_world_reader *r);
gz_status gz_opening_read(gz_world_reader *r);
gz_status gz_flow_read(gz_world_reader *r);
gz_status gz_commute_read(gz_world_reader *r);

/* Opens a table of the world. *present is false, without a mistake, when the world has none, or when it cannot be read (listed). */
gz_status gz_world_open(gz_world_reader *r, gz_world_table table, const gz_table_column *columns, int32_t n, gz_table *t, bool *present);
/* A place named in a cell, -1 after listing a mistake; a leaf (a place without places below it) where `leaf` is asked. */
int32_t gz_place_reference(const gz_world_reader *r, const gz_table *t, int32_t row, int32_t column, bool leaf);
/* Latitude and longitude of a row, NAN where unknown; `lon` is the column after `lat`. */
void gz_place_position(const gz_table *t, int32_t row, int32_t lat, double *latitude, double *longitude);
/* The place itself or the nearest one above it for which own[place] holds, -1 none. */
int32_t gz_place_nearest(const gz_world *w, int32_t place, const bool *own);
/* Shares written as "15-49:0.8;50+:0.2": fills share [n]; false after listing a mistake. */
bool gz_stratum_shares(
	const gz_table *t, int32_t row, int32_t column, const char *noun, const char *const *names, int32_t n, double *share);
/* The day of the year 0..365 of a month-day "03-15", -1 if it is none; *month_day (may be NULL) is month * 100 + day. */
int32_t gz_curve_yearday(const char *text, int32_t *month_day);

/* How long a traveller stays, as read from "3 d", "erlang 2 3 d", "fixed 7 d", "forever", "curve NAME". */
typedef struct gz_stay {
	gz_stay_kind kind;
	int32_t stages;    /* ERLANG */
	double days;       /* ERLANG: mean, FIXED */
	const char *curve; /* CURVE: its name, points into the text */
	const char *wrong; /* what was expected, NULL when all is well */
} gz_stay;
gz_stay gz_stay_parse(const char *text);
#endif
