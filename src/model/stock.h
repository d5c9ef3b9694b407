/* Stocks, flows, legs, confinements and what measures touch: who can stand where, in which status.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_STOCK_H
#define GZ_STOCK_H
#include "model/plan.h"
/* Fills flows (with their calendars), legs, measures, confinements and stocks. */
gz_status gz_stock_compile(gz_plan *plan, gz_error *err);
/* The last part of the names of a confinement's stocks, but for the slot. */
void gz_stock_confinement(const gz_plan *plan, int32_t confine, char *out, size_t size);
/* The canonical name of a stock: home|here|flow|product|status. */
void gz_stock_name(const gz_plan *plan, int32_t stock, char *out, size_t size);
/* The stock of the same home, place and status as `stock` whose people have had `product` (0 none). */
int32_t gz_stock_with(const gz_plan *plan, int32_t stock, int32_t product);
#endif
