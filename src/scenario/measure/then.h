/* What is done to those whom a measure finds, and where people are confined.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_THEN_H
#define GZ_THEN_H
#include "scenario/reading/loader.h"

/* Reads `then:` (or an `else:` within it): one of isolate, quarantine, refuse, treat, record. NULL node: only recorded. */
gz_then *gz_then_read(gz_loader *l, const gz_node *node);
/* Reads the place itself from a map that has days, contact, adherence, beds, else, release (its keys are checked by the caller). */
gz_then *gz_then_confine(gz_loader *l, const gz_node *map, gz_then_kind kind);
/* Sensitivity by compartment: a map of compartments, or the name of a test that the disease's compartments `detect`. */
gz_value *gz_then_sensitivity(gz_loader *l, const gz_node *node);
#endif
