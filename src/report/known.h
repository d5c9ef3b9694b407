/* How the facts of a world are known: rows by kind, rules of estimation, sources.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_KNOWN_H
#define GZ_KNOWN_H
#include "scenario/scenario.h"
#include "text/json.h"

enum { GZ_KNOWN_SOURCES = 120 };

/* "facts": {"tables": [...], "rules": [...], "sources": [...]}; the sources with most rows come first, at most GZ_KNOWN_SOURCES.
 * What a rule says is looked up in the README.md of the world's folder: the last cell of the table row that begins `| rule |`. */
gz_status gz_known_write(gz_json *j, const gz_world *world, gz_error *err);
#endif
