/* What a person declares: places, crossings, flows, diseases, measures; plain data, loaded and checked.
 *
 * Everything here is read-only once loaded. Rows refer to each other by index (int32, -1 none), never by pointer.
 * Strings and arrays live in the scenario's arena. The language is described in docs/language.md.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCENARIO_H
#define GZ_SCENARIO_H
#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/mistakes.h"
#include "scenario/measure/kinds.h"
#include "text/expr.h"
#include <stdbool.h>
#include <stdint.h>

/* A text in the three languages; any may be NULL, en is the fallback. */
typedef struct gz_words {
	const char *en, *ru, *tg;
} gz_words;

/* A number, or an expression over parameters when expr is not NULL. */
typedef struct gz_value {
	double number;
	const gz_expr *expr;
	const char *file;    /* where it stands, for later mistakes; NULL for a default */
	int32_t row, column;
	gz_power power;      /* of a number: of time, by its unit */
	double low, high;    /* of an expression: what leaves this range in a run counts as the edge that it passed */
} gz_value;

/* Symbols that expressions may name: parameter i has symbol i; the others are these. */
enum {
	GZ_SYMBOL_DAY = 1 << 20, /* days since the scenario's start, may be fractional */
	GZ_SYMBOL_DATE,          /* day number since 1970-01-01 */
	GZ_SYMBOL_YEARDAY,       /* 0 .. 365 */
	GZ_SYMBOL_POPULATION,    /* residents of the place for which a value is wanted, as places.csv states them; not in triggers */
	GZ_SYMBOL_PLACE = 1 << 24 /* + place index: its value is that index (arguments of streams) */
};
/* Function ids of trigger expressions: stream s is function s, called as stream(place, window days). */

/* Names that are found at once: gz_names_find in names.h. */
typedef struct gz_names {
	const char *const *name; /* [n] */
	size_t step;       /* bytes from one to the next */
	int32_t *order;    /* [n] indices sorted by name; NULL unless asked for: gz_names_sort */
	int32_t *table;    /* [size] index + 1 of the name that hashes there, 0 none; the first of equal ones */
	uint32_t size;     /* a power of two */
	int32_t n;
	bool incomplete;   /* some names could not be read: one that is not found here may still be right */
} gz_names;

/* ---- world ------------------------------------------------------------------------------------------------ */
typedef struct gz_place {
	const char *id;
	gz_words name;
	int32_t parent;      /* place index, -1 for a country */
	int32_t country;     /* index of the root above it (itself for a root) */
	int32_t depth;       /* 0 country, 1 region ... */
	int32_t leaf;        /* index among leaves, -1 for a group of places */
	int64_t population;  /* persons; for a group the sum of its leaves */
	double lat, lon;     /* degrees, NAN where unknown */
	const char *kind, *source;
} gz_place;

typedef enum gz_crossing_type { GZ_CROSSING_ROAD, GZ_CROSSING_RAIL, GZ_CROSSING_AIR, GZ_CROSSING_RIVER, GZ_CROSSING_SEA } gz_crossing_type;
typedef enum gz_who { GZ_WHO_PASSENGERS, GZ_WHO_FREIGHT, GZ_WHO_MARKET, GZ_WHO_COUNT } gz_who;

typedef struct gz_crossing {
	const char *id;
	gz_words name;
	gz_crossing_type type;
	int32_t near, far; /* place indices, far may be -1 */
	const char *category;
	double lat, lon;
	const char *kind, *source;
} gz_crossing;

typedef struct gz_opening {
	int32_t crossing;
	gz_who who;
	bool open;
	bool yearly;        /* from/to are month-days: month*100+day */
	int32_t from, to;   /* day numbers or month-days; INT32_MIN / INT32_MAX unlimited; inclusive */
	uint8_t weekdays;   /* bit 0 Monday .. bit 6 Sunday */
	double hours;       /* a day, NAN unknown */
	const char *kind, *source;
} gz_opening;

typedef enum gz_stay_kind { GZ_STAY_ERLANG, GZ_STAY_FIXED, GZ_STAY_FOREVER, GZ_STAY_CURVE } gz_stay_kind;

#define GZ_VIA_MAX 4
/* How people of a flow travel. Many flows travel alike: each manner is kept once. */
typedef struct gz_manner {
	int32_t via[GZ_VIA_MAX]; /* crossings in the order of the outward journey */
	int32_t back[GZ_VIA_MAX]; /* the same in the order of the journey home */
	int32_t n_via;
	gz_who who;
	int32_t season;         /* curve, -1 flat */
	gz_stay_kind stay;
	int32_t stages;         /* Erlang stages, 1 = geometric */
	int32_t stay_curve;     /* GZ_STAY_CURVE: when they return */
	double stay_days;       /* mean or fixed */
	double standing;        /* GZ_STAY_CURVE: mean persons away over the year */
	const double *strata;   /* [stratum] shares of the travellers, sum 1; NULL = as the home population */
	const char *kind, *source, *rule;
	const char *file;       /* where it is declared */
} gz_manner;

typedef struct gz_flow {
	const char *id;
	const gz_manner *manner;
	double per_day;         /* persons leaving on an average open day */
	int32_t from, to;       /* leaves, as place indices */
	int32_t row;            /* of the manner's file */
} gz_flow;

/* A curve round the year: value[d], d = 0..365 (29 February is day 59), mean 1 over the 365 other days. */
typedef struct gz_curve {
	const char *id;
	double value[366];
} gz_curve;

enum { GZ_SETTING_HOME, GZ_SETTING_WORK, GZ_SETTING_SCHOOL, GZ_SETTING_OTHER, GZ_SETTING_COUNT };

typedef struct gz_commute {
	int32_t from, to; /* leaves, as place indices; from != to */
	double share;
} gz_commute;

typedef struct gz_world {
	const char *name, *folder;
	gz_place *places;         int32_t n_places;
	int32_t *leaves;          int32_t n_leaves;     /* leaf index -> place index */
	gz_crossing *crossings;   int32_t n_crossings;
	gz_opening *openings;     int32_t n_openings;   /* file order; later rows win */
	gz_flow *flows;           int32_t n_flows;
	gz_curve *curves;         int32_t n_curves;
	gz_commute *commutes;     int32_t n_commutes;   /* sorted by from */
	const char **ages;        int32_t n_ages;       /* band labels */
	double *age_from, *age_to;                      /* [age] years, to = INFINITY for an open band */
	const char **groups;      int32_t n_groups;
	double *shares;           /* [leaf][stratum] share of the place's people, sum 1; stratum = age * n_groups + group */
	double *contacts;         /* [place][setting][age][contact_age] of the nearest ancestor, or NULL = homogeneous;
	                             only rows of places with their own table are filled: see contact_of */
	int32_t *contact_of;      /* [leaf] place index whose table counts, -1 homogeneous */
	gz_names place_names, crossing_names, flow_names, curve_names; /* the ids, same indices as the arrays above */
} gz_world;

/* ---- disease ---------------------------------------------------------------------------------------------- */
typedef enum gz_law { GZ_LAW_NORMAL, GZ_LAW_LOGNORMAL, GZ_LAW_UNIFORM, GZ_LAW_TRIANGULAR, GZ_LAW_GAMMA, GZ_LAW_BETA } gz_law;
typedef enum gz_parameter_kind { GZ_PARAMETER_VALUE, GZ_PARAMETER_DRAWN, GZ_PARAMETER_AGE, GZ_PARAMETER_GROUP, GZ_PARAMETER_PLACE,
	GZ_PARAMETER_DATE, GZ_PARAMETER_POSTERIOR } gz_parameter_kind;

typedef struct gz_parameter {
	const char *name;
	gz_parameter_kind kind;
	gz_value value;            /* VALUE */
	gz_law law; double law_a, law_b, law_c; /* DRAWN: mean/sd, median/sigma, min/max, min/mode/max */
	int32_t n_values;          /* AGE [n_ages] and GROUP [n_groups] full; PLACE, DATE sparse */
	const int32_t *keys;       /* PLACE: place index; DATE: day number ascending; else NULL */
	const gz_value *values;
	gz_value otherwise;        /* `else`: places without a row, dates before the first */
	int32_t column;            /* POSTERIOR: column of scenario.posterior */
	double low, high;          /* documented range, NAN unknown */
	gz_words unit; /* what a number of it counts, for people */
	const char *source, *checked;
	bool overridden;           /* set by the scenario */
} gz_parameter;

typedef struct gz_detect { const char *test; gz_value sensitivity; } gz_detect;

typedef struct gz_compartment {
	const char *name;
	gz_words title;
	gz_value infectious;   /* default 0 */
	double symptomatic;    /* 0..1 */
	bool counts_case, dead, rest;
	double bed;            /* share needing a bed */
	gz_value travel;       /* multiplier on setting out, from home and for home */
	gz_detect *detect; int32_t n_detect;
} gz_compartment;

typedef struct gz_branch {
	int32_t to;
	gz_value probability;
	bool otherwise;         /* `else`: what is left of 1 */
	int32_t has_duration;   /* at entry: own duration below */
	struct gz_duration *duration;
} gz_branch;

typedef enum gz_duration_kind { GZ_DURATION_ERLANG, GZ_DURATION_FIXED, GZ_DURATION_RATE } gz_duration_kind;
typedef struct gz_duration {
	gz_duration_kind kind;
	int32_t stages;         /* ERLANG, 1 = geometric */
	gz_value mean;          /* days; RATE: per day */
} gz_duration;

typedef struct gz_infect {
	const char *name;
	int32_t *from; int32_t n_from;
	gz_branch *to; int32_t n_to;
	bool has_r0; gz_value r0, beta;
	gz_value susceptibility;
	gz_value *by;           /* [compartment] weights, or NULL = the compartments' infectious */
	bool dispersed, trait_person; gz_value k;
	gz_value noise;         /* sigma, 0 none */
} gz_infect;

typedef struct gz_progress {
	int32_t from;
	gz_duration duration;
	gz_branch *to; int32_t n_to;
	bool at_entry;
} gz_progress;

typedef struct gz_environment {
	const char *name;
	int32_t *from; int32_t n_from;
	gz_branch *to; int32_t n_to;
	gz_value *shed;         /* [compartment] per person per day */
	gz_value decay, half;
	bool has_r0; gz_value r0, rate;
} gz_environment;

typedef struct gz_interrupt { int32_t from, to; gz_value probability; } gz_interrupt;

/* A named event: transitions that enter one of `into` or leave one of `out` (NULL = any). */
typedef struct gz_event { const char *name; int32_t *into; int32_t n_into; int32_t *out; int32_t n_out; } gz_event;

typedef struct gz_disease {
	const char *name, *file;
	gz_words title, summary;
	gz_parameter *parameters;     int32_t n_parameters;
	gz_compartment *compartments; int32_t n_compartments; /* 0 is where people start */
	gz_value *initial;            /* [compartment] share at the start; number NAN = not stated */
	gz_infect *infects;           int32_t n_infects;
	gz_progress *progresses;      int32_t n_progresses;
	bool has_vital, ageing;
	gz_value births, deaths;      /* per person per year */
	gz_branch *newborn;           int32_t n_newborn;
	gz_environment *environments; int32_t n_environments;
	gz_interrupt *interrupts;     int32_t n_interrupts;
	gz_event *events;             int32_t n_events;       /* 0 infection, 1 death, then the declared ones */
	const char **sources;         int32_t n_sources;
} gz_disease;

/* ---- scenario --------------------------------------------------------------------------------------------- */
typedef struct gz_begin {
	int32_t place, compartment;  /* leaf (as place index) */
	int32_t age, group;          /* -1 any, in proportion */
	bool outside;
	double people;               /* all at once on `from`, else NAN */
	gz_value per_day;            /* Poisson a day */
	int32_t from, days;          /* day number; days of per_day */
} gz_begin;

typedef struct gz_movement {
	int32_t date, from, to;      /* from / to: places or -1 outside */
	int64_t number;
	int32_t compartment, age, group; /* -1 in proportion */
	int32_t before;              /* rows of the same date before it that say the same */
	int32_t row;
} gz_movement;

typedef enum gz_delay_kind { GZ_DELAY_NONE, GZ_DELAY_FIXED, GZ_DELAY_GAMMA, GZ_DELAY_LOGNORMAL, GZ_DELAY_GEOMETRIC } gz_delay_kind;
typedef struct gz_delay { gz_delay_kind kind; double a, b; /* days; mean/sd, median/sigma, mean */ } gz_delay;

typedef struct gz_stream {
	const char *name;
	int32_t event;               /* index in disease.events, -1: entries into `compartments` */
	int32_t *compartments; int32_t n_compartments;
	gz_value probability;
	gz_delay delay;
	gz_value dispersion;         /* negative binomial size; INFINITY none */
	double weekday[7];           /* Monday first, default 1 */
} gz_stream;

typedef enum gz_measure_kind {
#define GZ_MEASURE_NUMBER(id, ...) GZ_MEASURE_##id,
	GZ_KINDS_LIST(GZ_MEASURE_NUMBER)
#undef GZ_MEASURE_NUMBER
} gz_measure_kind;
typedef enum gz_full { GZ_FULL_PASS, GZ_FULL_REFUSE, GZ_FULL_HOLD } gz_full;
typedef enum gz_direction { GZ_DIRECTION_BOTH, GZ_DIRECTION_IN, GZ_DIRECTION_OUT } gz_direction;

/* Where people are put: quarantine or isolation, or what else is done to a positive. */
typedef enum gz_then_kind { GZ_THEN_RECORD, GZ_THEN_ISOLATE, GZ_THEN_QUARANTINE, GZ_THEN_REFUSE, GZ_THEN_TREAT } gz_then_kind;
typedef struct gz_then {
	gz_then_kind kind;
	double days;                 /* over 0, up to 365; begun steps count: gz_scenario_steps */
	double contact;              /* multiplier while there, default 0 */
	double adherence;            /* default 1: the others walk free */
	double beds;                 /* INFINITY unlimited */
	struct gz_then *otherwise;   /* when full, NULL = walks free (counted) */
	gz_value *release; double release_day;  /* test to release: sensitivity [compartment], NULL none; days after entry */
	int32_t to; gz_value probability;       /* TREAT */
} gz_then;

typedef struct gz_measure {
	const char *name;                         /* of `title`: by it the measure's draws are keyed, and others refer to it */
	gz_words title;                           /* for people */
	gz_words summary;                         /* what the library says of it; empty where it is the scenario's own */
	gz_measure_kind kind;
	bool everywhere;
	int32_t *places; int32_t n_places;        /* any level */
	int32_t *crossings; int32_t n_crossings;
	int32_t *flows; int32_t n_flows;
	int32_t group;                            /* -1 all */
	gz_direction direction;
	int32_t from, to;                         /* day numbers inclusive; INT32_MIN / INT32_MAX */
	const gz_expr *after, *until;             /* triggers, NULL none */
	double lead, lasts; bool again;           /* days; lasts INFINITY */
	bool on_order;                            /* only a running session starts it: see gz_trigger_order */
	gz_value coverage, compliance;
	gz_value *sensitivity;                    /* [compartment] screen, test; isolate: probability a day; treat: cured */
	bool *of;                                 /* [compartment] vaccinate, trace, test at a place */
	bool *ages;                               /* [age] or NULL all */
	double specificity, capacity;             /* persons a day (`per_day` of a test at a place or of treatment included), INFINITY none */
	double minutes, hours;                    /* per person; a day (for the wait), NAN unknown */
	int32_t pool;                             /* measures with the same number share capacity; -1 own */
	gz_full full;
	double turnaround; bool wait_quarantine;  /* days */
	gz_then *then;                            /* screen, test; quarantine, isolate, trace: the place itself */
	const char *product, *follows;            /* follows: the product after which it is given, NULL to those who have none */
	gz_value doses, take; int32_t to_compartment; /* doses (or persons) a day; -1 none */
	double susceptibility, infectiousness, target;
	double scale[GZ_SETTING_COUNT];           /* contacts */
	double share, leak; bool residents_pass;  /* close; share also continue, trace */
	int32_t stream; gz_value probability; gz_delay delay; bool has_delay; /* surveillance; probability.number NAN = unchanged */
	double intake, shed, decay;               /* water: multipliers of the risk and of the shedding of those reached; loss a day on top */
	bool *waters;                             /* [environment] water: of which rows */
	double cost_day, cost_traveller, cost_test, cost_dose, cost_bed_day;
	const char *currency, *source;
} gz_measure;

typedef struct gz_scenario {
	gz_arena arena;
	const char *file;
	gz_words title;
	int32_t start;               /* day number */
	int32_t days, replicates;
	uint64_t seed;
	int32_t steps_per_day; bool travel_each_step, measures_each_step, sleep;
	gz_world world;
	gz_disease disease;          /* with the scenario's overrides applied */
	double *posterior; int32_t n_posterior_rows, n_posterior_columns;
	gz_begin *begins;            int32_t n_begins;
	gz_movement *movements;      int32_t n_movements;   /* sorted by date, file order within */
	gz_measure *measures;        int32_t n_measures;
	gz_stream *streams;          int32_t n_streams;
	int32_t *report_places;      int32_t n_report_places;
	const char **report_quantities; int32_t n_report_quantities;
	int32_t report_every;        /* days */
	const char **inputs;         int32_t n_inputs;      /* every file read, for the manifest */
	const struct gz_node *root;  /* the file with its overrides, NULL none: for gz_scenario_otherwise */
	gz_mistakes notes;           /* what is no mistake but worth saying: rows that can never act in this run ... */
} gz_scenario;

/* Overrides from the command line: "parameters.R0=2", "measures.NAME.coverage=0.5", "replicates=10". Borrowed. */
typedef struct gz_scenario_options {
	const char *const *sets; int32_t n_sets;
	const char *library; /* folder with diseases/ and scenarios/ as shipped, NULL = the built-in search */
} gz_scenario_options;

/* Loads, checks and links a scenario with its world and disease. Every mistake found goes to `mistakes` (not only the first);
 * GZ_ERR_INPUT if there is any. The scenario must be freed even after an error. */
gz_status gz_scenario_load(gz_scenario *s, const char *path, const gz_scenario_options *options, gz_mistakes *mistakes);
void gz_scenario_free(gz_scenario *s);

/* The keys, "`days`, `begin`", in which two scenarios are written differently but for their measures and what only names or shows them:
 * what else than the measures a comparison of them is about. "" where there is none, or memory runs out; in arena. */
const char *gz_scenario_otherwise(const gz_scenario *a, const gz_scenario *b, gz_arena *arena);

/* Index by id, -1 none. */
int32_t gz_scenario_place(const gz_scenario *s, const char *id);
int32_t gz_scenario_crossing(const gz_scenario *s, const char *id);
int32_t gz_scenario_compartment(const gz_scenario *s, const char *name);
int32_t gz_scenario_stream(const gz_scenario *s, const char *name);
/* True if place `inner` is `outer` or lies below it. */
bool gz_scenario_within(const gz_scenario *s, int32_t inner, int32_t outer);
/* Steps that so many days take, begun ones included; INT32_MAX for a time without end. */
int32_t gz_scenario_steps(const gz_scenario *s, double days);
/* The word in a language ("en", "ru", "tg"), falling back to en. */
const char *gz_words_in(const gz_words *w, const char *language);
#endif
