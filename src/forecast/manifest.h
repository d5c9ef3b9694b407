/* manifest.json: all that is needed to make the same files again: inputs with their hashes, seed, version, command.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MANIFEST_H
#define GZ_MANIFEST_H
#include "engine/result.h"

enum { GZ_MANIFEST_SCENARIOS = 64 };

/* What to write; everything is borrowed. */
typedef struct gz_manifest {
	const char *version, *verb;       /* of the program; "run", "compare" */
	const char *created;              /* 2027-03-01T12:00:00Z, NULL = not said */
	const char *working_folder;       /* relative paths are from here; NULL = not said */
	const char *const *command; int32_t n_command;   /* as typed */
	const char *const *sets; int32_t n_sets;         /* key=value, as gz_scenario_options */
	const gz_scenario *const *scenarios; const gz_result *const *results; int32_t n_scenarios; /* results[i] may be NULL */
	const char *const *inputs; int32_t n_inputs;     /* further files read (a design, a checkpoint) */
	bool deterministic;
	const char *folder;               /* where the outputs lie now */
	const char *const *outputs; int32_t n_outputs;   /* file names in it */
} gz_manifest;

/* Hashes inputs and outputs and writes the manifest. */
gz_status gz_manifest_write(const gz_manifest *manifest, const char *path, gz_error *err);

/* What a manifest says, in arena. */
typedef struct gz_manifest_record {
	const char *version, *verb, *working_folder;
	const char **command; int32_t n_command;
	const char **outputs; int32_t n_outputs;
	const char *changed; /* the first input that is missing or has another hash now, NULL none (only if asked) */
} gz_manifest_record;

/* Reads a manifest that guzar wrote; GZ_ERR_INPUT for any other file. Inputs are hashed again if check_inputs: relative
 * names are looked up from the present working folder. */
gz_status gz_manifest_load(const char *path, bool check_inputs, gz_arena *arena, gz_manifest_record *out, gz_error *err);
#endif
