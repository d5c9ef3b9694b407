/* Every key that a scenario or a disease may have, in one list: the loader checks by it and the schemas are tested against it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KEYS_H
#define GZ_KEYS_H
#include "scenario/measure/kinds.h"
#include <stdint.h>

/* The words of all kinds of measure, among the keys of a measure. */
#define GZ_KEYS_KIND(id, word, ...) #word,

/* enumerator, name (as the schemas define it under $defs), keys; one row a kind */
/* clang-format off */
#define GZ_KEYS_LIST(X) \
	X(SCENARIO, "scenario", "guzar", "title", "note", "start", "days", "replicates", "seed", "step", "steps", "world", "disease", \
		"parameters", "initial", "begin", "events", "measures", "observe", "report", "sleep", "sources") \
	X(STEPS, "steps", "travel", "measures") \
	X(WORLD, "world", "places", "ages", "groups", "contacts", "crossings", "openings", "flows", "curves", "commuting") \
	X(BEGIN, "begin", "place", "compartment", "people", "per_day", "from", "days", "age", "group", "outside", "source", "note") \
	X(STREAM, "stream", "of", "probability", "delay", "dispersion", "weekday", "source", "note") \
	X(DELAY, "delay", "fixed", "gamma", "lognormal", "geometric") \
	X(REPORT, "report", "places", "quantities", "every") \
	X(MEASURE, "measure", "name", "at", "when", "use", "coverage", "compliance", GZ_KINDS_LIST(GZ_KEYS_KIND) "then", "cost", \
		"source", "note") \
	X(MEASURE_FILE, "measure_file", "guzar-measure", "title", "summary", "checked", "coverage", "compliance", GZ_KINDS_LIST(GZ_KEYS_KIND) "then", \
		"cost", "source", "note") \
	X(AT, "at", "crossing", "direction", "place", "flow", "group", "everywhere") \
	X(WHEN, "when", "from", "to", "after", "order", "lead", "for", "again", "until") \
	X(SCREEN, "screen", "sensitivity", "test", "specificity", "minutes", "staff", "hours", "capacity", "pool", "when_full", "coverage", \
		"compliance") \
	X(TEST, "test", "sensitivity", "test", "specificity", "minutes", "staff", "hours", "capacity", "pool", "when_full", "turnaround", \
		"wait", "per_day", "of", "coverage", "compliance") \
	X(CONFINE, "confine", "days", "contact", "adherence", "beds", "else", "release") \
	X(ISOLATE, "isolate", "of", "days", "contact", "adherence", "beds", "else", "release") \
	X(RELEASE, "release", "test", "day") \
	X(VACCINATE, "vaccinate", "product", "after", "doses", "of", "ages", "take", "to", "susceptibility", "infectiousness", "target") \
	X(TREAT, "treat", "of", "to", "per_day", "doses") \
	X(CONTINUE, "continue", "share") \
	X(CONTACTS, "contacts", "scale", "home", "work", "school", "other") \
	X(SETTINGS, "settings", "home", "work", "school", "other") \
	X(TRACE, "trace", "share", "of", "days", "contact", "adherence", "beds", "else", "release") \
	X(CLOSE, "close", "share", "leak", "residents") \
	X(SURVEILLANCE, "surveillance", "stream", "probability", "delay") \
	X(WATER, "water", "scale", "shed", "decay", "of") \
	X(THEN, "then", "isolate", "quarantine", "refuse", "treat", "record") \
	X(CURE, "cure", "to", "probability") \
	X(COST, "cost", "day", "traveller", "test", "dose", "bed_day", "currency") \
	X(WORDS, "words", "en", "ru", "tg") \
	X(DISEASE, "disease", "guzar-disease", "name", "title", "summary", "note", "parameters", "compartments", "initial", "infect", \
		"progress", "vital", "environment", "travel", "events", "sources") \
	X(COMPARTMENT, "compartment", "title", "infectious", "symptomatic", "case", "bed", "dead", "rest", "travel", "detect", "source", "note") \
	X(INFECT, "infect", "name", "from", "to", "R0", "beta", "susceptibility", "by", "dispersion", "noise", "source", "note") \
	X(DISPERSION, "dispersion", "k", "trait") \
	X(PROGRESS, "progress", "name", "from", "to", "duration", "rate", "at", "branches", "source", "note") \
	X(BRANCH, "branch", "to", "probability", "duration") \
	X(DURATION, "duration", "mean", "erlang", "fixed") \
	X(VITAL, "vital", "births", "into", "deaths", "ageing", "source", "note") \
	X(ENVIRONMENT, "environment", "name", "from", "to", "shed", "decay", "half", "R0", "rate", "source", "note") \
	X(INTERRUPT, "interrupt", "from", "to", "probability", "source", "note") \
	X(EVENT, "event", "into", "out", "source", "note") \
	X(PARAMETER, "parameter", "value", "low", "high", "unit", "source", "checked", "note", "by", "values", "else", "normal", "lognormal", \
		"uniform", "triangular", "gamma", "beta") \
	X(NORMAL, "normal", "mean", "sd") \
	X(LOGNORMAL, "lognormal", "median", "sigma") \
	X(UNIFORM, "uniform", "min", "max") \
	X(TRIANGULAR, "triangular", "min", "mode", "max") \
	X(GAMMA, "gamma", "mean", "sd") \
	X(BETA, "beta", "mean", "sd") \
	X(GEOMETRIC, "geometric", "mean")
/* clang-format on */

typedef enum gz_keys_id {
#define GZ_KEYS_ENUM(id, ...) GZ_KEYS_##id,
	GZ_KEYS_LIST(GZ_KEYS_ENUM)
#undef GZ_KEYS_ENUM
	GZ_KEYS_COUNT
} gz_keys_id;

enum { GZ_KEYS_MAX = 24 };

typedef struct gz_keys {
	const char *name;
	const char *items[GZ_KEYS_MAX]; /* NULL after the last */
} gz_keys;

/* The keys of one kind of map; never NULL. */
const gz_keys *gz_keys_get(gz_keys_id id);
int32_t gz_keys_count(const gz_keys *keys);
#endif
