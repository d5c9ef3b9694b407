/* What happens to people in a disease: infect, progress, environment, and what a border crossing interrupts.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TRANSITION_H
#define GZ_TRANSITION_H
#include "scenario/reading/loader.h"

/* Each reads one list of the disease (NULL: none); call after the compartments are known. */
void gz_transition_infects(gz_loader *l, const gz_node *list);
void gz_transition_progresses(gz_loader *l, const gz_node *list);
void gz_transition_environments(gz_loader *l, const gz_node *list);
void gz_transition_interrupts(gz_loader *l, const gz_node *list);
/* Checks that need all of them and vital: who infects and for how long, dispersion against the infectious period. */
void gz_transition_check(gz_loader *l, const gz_node *infects);
#endif
