/* The keys that each kind of map in pack.yaml may have.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/reading/fields.h"
#include <stddef.h>

enum { KEYS = 32 };
static const struct { const char *name, *keys[KEYS]; } kinds[GZ_FIELDS_KINDS] = {
	{"pack", {"guzar-pack", "id", "title", "type", "purpose", "scope", "artificialities", "start", "step", "language", "languages",
		"licence", "review", "sources", "scenario", "show_names", "names", "objectives", "organisations", "roles", "decisions", "phases",
		"personas", "channels", "milestones", "tasks", "injects", "train", "casts", "note", NULL}},
	{"name", {"real", "fictional", "source", "note", NULL}},
	{"objective", {"text", "tags", "priority", "note", "source", NULL}},
	{"decision", {"name", "measure", "lead", "review", "legal", "cost", "justify", "confirm", "note", "source", NULL}},
	{"absent", {"does", "after", "orders", "note", NULL}},
	{"role", {"name", "organisation", "kind", "card", "may", "speaks", "place", "phone", "absent", "note", NULL}},
	{"persona", {"name", "organisation", "language", "disposition", "note", NULL}},
	{"channel", {"name", "latency", "note", NULL}},
	{"task", {"text", "target", "objective", "critical", "note", "source", NULL}},
	{"milestone", {"name", "by", "when", "note", NULL}},
	{"phase", {"name", "time", "lasts", "opens", "speed", "questions", "note", NULL}},
	{"action", {"text", "who", "within", "evidence", "answered_by", "critical", "task", "sets", "note", NULL}},
	{"effect", {"import", "reporting", "compliance", "leak", "contact", "into", "place", "crossing", "measure", "after", "for",
		"source", "note", NULL}},
	{"variant", {"if", "subject", "body", NULL}},
	{"inject", {"phase", "kind", "at", "trigger", "scenario", "from", "to", "channel", "subject", "body", "variants", "objective",
		"controller", "expect", "contingency", "effects", "capability", "sop", "attachment", "status", "actual_time", "response", "note", NULL}},
	{"condition", {"value", "from", "to", "day", "note", "source", NULL}},
	{"cast", {"name", "after", "orders", "note", NULL}},
};

const char *const *gz_fields_of(gz_fields_kind kind) { return kinds[kind].keys; }
const char *gz_fields_name(gz_fields_kind kind) { return kinds[kind].name; }
