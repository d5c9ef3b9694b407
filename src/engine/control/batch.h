/* Batches: persons of one lane on whom a measure acts.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_BATCH_H
#define GZ_BATCH_H
#include "engine/step/block.h"
/* Batches (batch.c): who is concerned, and what happens to them. */
void gz_batch_add(gz_block *b, gz_batch *batch, const gz_batch_entry *entry);
/* Where an entry's persons are counted. */
double *gz_batch_people(gz_block *b, const gz_batch_entry *e, int32_t lane);
/* How many of an entry's cohort have been found infected on this journey. */
double *gz_batch_found(gz_block *b, const gz_batch_entry *e, int32_t lane);
/* Takes x persons of an entry out of where they are (with their lasting infectiousness, returned), or puts them. */
double gz_batch_take(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, uint32_t part);
void gz_batch_put(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, double mass);
/* Each entry keeps Binomial(n, p). */
void gz_batch_thin(gz_block *b, gz_key key, int32_t purpose, gz_batch *batch, int32_t lane, double p);
/* Keeps at most `capacity` of the entries' persons, uniformly without replacement from them and `others`; the rest go to left[].
 * Returns how many wanted. */
double gz_batch_limit(gz_block *b, gz_key key, int32_t purpose, gz_batch *batch, int32_t lane, double capacity, double others, gz_batch *left);
/* Draw id of an entry for a purpose. */
uint32_t gz_batch_draw(const gz_block *b, int32_t purpose, const gz_batch_entry *e);
gz_key gz_batch_key(const gz_block *b, gz_key measure, const gz_batch_entry *e);
/* Sends a batch of travellers back; treats its infected, each cured with the probability of a slot. */
void gz_batch_refuse(gz_block *b, const gz_batch *batch, int32_t lane);
void gz_batch_treat(gz_block *b, gz_key key, int32_t probability, int32_t to, const gz_batch *batch, int32_t lane);
/* What else is done to those for whom a confinement has no bed, where that is no confinement. */
void gz_batch_alternative(gz_block *b, int32_t confine, gz_batch *batch, int32_t lane);
/* Moves x persons of an entry to a compartment as those who enter it, or to a vaccine product; key: the measure's. */
void gz_batch_turn(gz_block *b, gz_key key, const gz_batch_entry *e, int32_t lane, double x, int32_t compartment, int32_t product);
/* Doses of a vaccination to the entries (already those to be vaccinated). */
void gz_batch_vaccinate(gz_block *b, int32_t measure, const gz_batch *batch, int32_t lane);
/* Counts x travellers of an entry, in one lane, at the crossing where a measure is at work on them. */
void gz_batch_count(gz_block *b, const gz_batch_entry *e, gz_quantity quantity, int32_t lane, double x);
/* Sends persons of a cohort back to where they set out from. */
void gz_batch_back(gz_block *b, const gz_batch_entry *e, int32_t lane, double x, bool held);
#endif
