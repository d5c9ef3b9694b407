/* ensemble.nc: every replicate's days, for those who analyse further in R, Python or Julia.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ENSEMBLE_H
#define GZ_ENSEMBLE_H
#include "engine/result.h"

/* Writes NetCDF-4: dimensions place, day, replicate; one variable per report quantity, int32 (double for a deterministic
 * run), shuffled and deflated, one chunk per place. Time follows the CF conventions. `version` is the program's, for the
 * attribute `source`. The file is whole or absent. One writer in a process at a time (the HDF5 library's rule). */
gz_status gz_ensemble_write(const gz_result *result, const char *version, const char *path, gz_error *err);
#endif
