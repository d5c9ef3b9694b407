/* What the readers of a scenario share: the scenario being filled, the list of mistakes, and readers of the plain kinds of node.
 *
 * No reader stops at a mistake: it notes it with file, row and column and gives back a harmless default, so that everything
 * that is wrong is told at once. A NULL node means that the key is absent, and gives the default without a mistake.
 * Nodes that came from --set have a negative row: minus the number of the --set.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_LOADER_H
#define GZ_LOADER_H
#include "base/error.h"
#include "base/mistakes.h"
#include "scenario/reading/keys.h"
#include "scenario/scenario.h"
#include "text/csv.h"
#include "text/yaml.h"

/* What a value is expected to be, by its unit. */
typedef enum gz_unit {
	GZ_UNIT_NONE,   /* a share, a probability, a factor */
	GZ_UNIT_COUNT,  /* of something, so no share */
	GZ_UNIT_DAYS,   /* a length of time; a bare number is days */
	GZ_UNIT_RATE,   /* a day */
	GZ_UNIT_DAILY,  /* a count a day */
	GZ_UNIT_CHANCE, /* a day */
	GZ_UNIT_YEARLY, /* a number a year, without its unit */
	GZ_UNIT_ANY
} gz_unit;

typedef struct gz_loader {
	gz_scenario *s;
	gz_mistakes *mistakes;
	const char *file;    /* of the nodes being read */
	const char *library; /* as in the options, may be NULL */
	const char *folder;  /* where the scenario file lies, "" for the current one */
	bool no_memory;
	bool in_trigger;                 /* expressions may name places and call streams */
	bool world_known, disease_known; /* loaded well enough for names to be looked up */
	int32_t input_capacity;
	const gz_node **definitions;   /* [parameter] node that defines it */
	const char **definition_files; /* [parameter] file of that node */
	const gz_node **replaced;      /* [parameter] the disease's own definition where the scenario gives another, else NULL */
	const gz_node **own;           /* [parameter] its key, where the scenario declares it and not the disease, else NULL */
	bool *used;                    /* [parameter] an expression names it */
	bool *broken;                  /* [parameter] its definition has a mistake: nothing that names it can be judged */
	unsigned at;                   /* where the measure being read stands, as stated: GZ_ACTION_ flags */
	bool is_replaced;              /* a definition is being read that will not be used: it need not cover this world */
	double *constants;             /* [parameter] its value wherever and whenever, NAN if it varies; NULL until worked out */
	gz_power *powers;              /* [parameter] of time, by the units of its values; NULL until worked out */
	gz_csv draws;                  /* the file of draws, where there is one */
	bool *draws_told;              /* [row][column of the file of draws] a mistake of the cell has been told; NULL: nothing can be judged */
	bool disease_failed;           /* it was looked for, and could not be read */
	bool name_unknown;             /* the expression just compiled names something that is not known */
	const gz_node *scenario_root;  /* with the overrides put in */
	const gz_node *disease_root;   /* NULL if the disease could not be read */
	bool parameters_broken;        /* a cycle: nothing can be evaluated */
	const gz_node *borrowed;       /* the measure being read, where part of it is of the library: its items from `borrowed_first` on */
	int32_t borrowed_first;
	const char *borrowed_file;
	const gz_node *borrowed_summary; /* what the library says of it, NULL nothing */
	const char **pools;            /* names of capacities that measures share */
	int32_t n_pools;
} gz_loader;

/* The position of a node as a person sees it. */
const char *gz_loader_file(const gz_loader *l, const gz_node *node);
int32_t gz_loader_row(const gz_node *node);
/* The key under which a node stands in the scenario or the disease (that of the list for an item), NULL if it stands in neither. */
const char *gz_loader_key(const gz_loader *l, const gz_node *node);
/* Notes a mistake at a node; the key is put before a sentence that begins with the value found or with "expected". */
void gz_loader_mistake(gz_loader *l, const gz_node *node, const char *fmt, ...) GZ_PRINTF(3, 4);
/* Notes at a node what is no mistake but worth saying. */
void gz_loader_note(gz_loader *l, const gz_node *node, const char *fmt, ...) GZ_PRINTF(3, 4);
/* True, and a note, if the day is after the last one of the run; `so` says what follows from it. */
bool gz_loader_too_late(gz_loader *l, const gz_node *node, int32_t day, const char *so);
/* Notes an unknown name: what ("place"), the name found, and the nearest of the candidates, or some of them when none is near. */
void gz_loader_unknown(gz_loader *l, const gz_node *node, const char *what, const char *const *candidates, int32_t n);

/* Memory from the scenario's arena, zeroed; NULL when there is none left, which is remembered. */
void *gz_loader_items(gz_loader *l, size_t size, int64_t n);
#define gz_loader_array(l, type, n) ((type *)gz_loader_items((l), sizeof(type), (int64_t)(n)))
/* Notes columns of a table that are neither in the list (NULL after the last) nor documentary. */
void gz_loader_columns(gz_loader *l, const gz_csv *csv, const char *const *columns);
/* The path of the file that a node names, beside the scenario; NULL, and a mistake at the node, where there is none. */
const char *gz_loader_path(gz_loader *l, const gz_node *node);
/* Remembers a file as read, for the manifest. */
void gz_loader_input(gz_loader *l, const char *path);

/* True if the node is a map; unknown keys are mistakes. */
bool gz_loader_map(gz_loader *l, const gz_node *node, gz_keys_id keys);
/* Whether a map has a key that is not among these: what is missing may then be misspelt, and has been told. */
bool gz_loader_misspelt(const gz_node *map, gz_keys_id keys);
/* True if the node is a map with keys of its own (names of compartments, parameters ...). `what` says what it should hold. */
bool gz_loader_names(gz_loader *l, const gz_node *node, const char *what);
/* True if the node is a list. */
bool gz_loader_list(gz_loader *l, const gz_node *node, const char *what);
/* The value of a key that must be there; NULL and a mistake if it is not. */
const gz_node *gz_loader_need(gz_loader *l, const gz_node *map, const char *key);
/* How many of the keys (NULL after the last) are there; *found is the last of them that is. */
int32_t gz_loader_present(const gz_node *map, const char *const *keys, const char **found);

/* A text that is not empty. */
const char *gz_loader_text(gz_loader *l, const gz_node *node, const char *otherwise);
/* Whether a text may be a name: letters, digits, '-', '_', '.', starting with a letter. */
bool gz_loader_is_name(const char *text);
bool gz_loader_bool(gz_loader *l, const gz_node *node, bool otherwise);
/* A constant (arithmetic allowed) within low .. high, of the unit that is expected. */
double gz_loader_constant(gz_loader *l, const gz_node *node, gz_unit unit, double low, double high, double otherwise);
/* One without a unit, one that is a length of time. */
double gz_loader_number(gz_loader *l, const gz_node *node, double low, double high, double otherwise);
double gz_loader_days(gz_loader *l, const gz_node *node, double low, double high, double otherwise);
/* The same, and whole. */
int32_t gz_loader_whole(gz_loader *l, const gz_node *node, int32_t low, int32_t high, int32_t otherwise);
int32_t gz_loader_whole_days(gz_loader *l, const gz_node *node, int32_t low, int32_t high, int32_t otherwise);
/* Notes that a time in days is no whole number of steps and counts with the step that it begins. */
void gz_loader_rounded(gz_loader *l, const gz_node *node, double days);
int32_t gz_loader_date(gz_loader *l, const gz_node *node, int32_t otherwise);
/* Index of a word in a list (NULL after the last). */
int32_t gz_loader_choice(gz_loader *l, const gz_node *node, const char *const *words, int32_t otherwise);

/* Indices by name, -1 and a mistake when there is none. */
int32_t gz_loader_place(gz_loader *l, const gz_node *node);
int32_t gz_loader_leaf(gz_loader *l, const gz_node *node);
int32_t gz_loader_compartment(gz_loader *l, const gz_node *node);
/* -1 also for an absent node or `all`. */
int32_t gz_loader_age(gz_loader *l, const gz_node *node);
int32_t gz_loader_group(gz_loader *l, const gz_node *node);
/* One name or a list of names, each looked up by `find`; gives the indices without -1. */
int32_t *gz_loader_indices(gz_loader *l, const gz_node *node, int32_t (*find)(gz_loader *, const gz_node *), int32_t *n);
/* A set of compartments as flags [compartment]. */
bool *gz_loader_compartments(gz_loader *l, const gz_node *node);
#endif
