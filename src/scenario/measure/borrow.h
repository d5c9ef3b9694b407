/* Measures of the library: `use: NAME` takes what the scenario does not say from measures/NAME.yaml.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BORROW_H
#define GZ_BORROW_H
#include "scenario/reading/loader.h"

/* The measure as it is to be read: the map itself, or, where it says `use`, a map of its own keys followed by those of the library's file
 * that it lacks. NULL after a mistake. The loader remembers which keys are the file's, so that mistakes name the right file. */
const gz_node *gz_borrow_measure(gz_loader *l, const gz_node *map);
#endif
