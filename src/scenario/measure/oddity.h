/* Measures that are no mistake but odd: noted when all of them are known.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_ODDITY_H
#define GZ_ODDITY_H
#include "scenario/reading/loader.h"
/* Notes at maps[n_measures], where each measure stands: those that change nothing or never begin, and costs that never arise. */
void gz_oddity_note(gz_loader *l, const gz_node *const *maps);
/* Whether the measure finds cases at places, whose contacts can be traced: at a crossing only a test whose result comes later, when people have arrived. */
bool gz_oddity_finds(const gz_measure *measure);
#endif
