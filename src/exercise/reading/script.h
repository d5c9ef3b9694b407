/* What happens: phases, milestones, injects with their expected actions and effects, and what a seed must give.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_SCRIPT_H
#define GZ_SCRIPT_H
#include "exercise/reading/reader.h"

/* Milestones by name, before anything that names them. */
void gz_script_milestones(gz_reader *r, const gz_node *root);
/* Phases, and what milestones of the world wait for. */
void gz_script_phases(gz_reader *r, const gz_node *root);
/* Injects from a section whose keys are their numbers. */
void gz_script_injects(gz_reader *r, const gz_node *section);
/* The training conditions. */
void gz_script_conditions(gz_reader *r, const gz_node *root);
#endif
