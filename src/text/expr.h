/* One small expression language for rates, triggers and rules: text to checked bytecode, bytecode to a number.
 *
 *   or                      lowest; 1 where either side is not 0
 *   and
 *   not x
 *   < <= > >= == !=         1 or 0; not chained
 *   + -
 *   * /
 *   - x                     so -2^2 is -4
 *   ^                       right to left; x^-1 is allowed
 *   number, date, name, name(arguments), (expression)
 *
 * A number may carry a unit: d = 1, w = 7, h = 1/24, y = 365.25 (days), % = 0.01. A date 2027-03-01 is its day number since 1970-01-01.
 * Built in: if(c, a, b) exp log sqrt abs floor sin cos, min and max of two or more. Every part of if, and, or is evaluated.
 * Names may contain '-' and '.' (AFG-kunduz): the longest one that the host or the language knows is taken, shortened at '-' from
 * the right, so that p-1 is p minus 1 unless something is called p-1. Numbers are free of the locale; exp, log, pow, sin and cos are
 * those of base/maths.h, so that results repeat bit for bit.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_EXPR_H
#define GZ_EXPR_H
#include "base/arena.h"
#include "base/error.h"
#include "text/power.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gz_expr gz_expr;

enum { GZ_EXPR_DEPTH_MAX = 64, GZ_EXPR_STACK_MAX = 256, GZ_EXPR_ARGS_MAX = 16, GZ_EXPR_LENGTH_MAX = 4096 };

/* What the host knows by name. Names are `length` bytes, not terminated. A NULL function knows nothing. */
typedef struct gz_expr_names {
	void *context;
	/* Id >= 0 of a symbol, -1 unknown. */
	int32_t (*symbol)(void *context, const char *name, size_t length);
	/* Id >= 0 of a function, -1 unknown, -2 known but not with n_args arguments. */
	int32_t (*function)(void *context, const char *name, size_t length, int32_t n_args);
	/* Optional: the nearest valid name (see gz_mistakes_near), or NULL; `call` where a function is wanted. */
	const char *(*suggest)(void *context, const char *name, size_t length, bool call);
} gz_expr_names;

/* Values of the host's symbols and functions at evaluation. */
typedef struct gz_expr_env {
	void *context;
	double (*symbol)(void *context, int32_t id);
	double (*call)(void *context, int32_t id, const double *args, int32_t n);
} gz_expr_env;

/* Compiles text into arena. names may be NULL (constants only). On a mistake GZ_ERR_INPUT: err->sentence says what, err->column is the
 * 1-based byte position in text, err->file is empty and row 1. Thread-safe for distinct arenas. */
gz_status gz_expr_compile(gz_arena *arena, const char *text, const gz_expr_names *names, const gz_expr **out, gz_error *err);

/* Value now. Allocates nothing. env may be NULL for an expression that names nothing. */
double gz_expr_eval(const gz_expr *expr, const gz_expr_env *env);

/* True, and the value, if the expression names no host symbol and calls no host function. */
bool gz_expr_constant(const gz_expr *expr, double *out);
/* Ids of the host symbols used, each once, in order of first use; *n their number. */
const int32_t *gz_expr_symbols(const gz_expr *expr, int32_t *n);
/* Ids of the host functions called, likewise. */
const int32_t *gz_expr_calls(const gz_expr *expr, int32_t *n);
/* Which powers of time its value may be of; `symbol` tells those of a host symbol, calls may be of any. */
gz_power gz_expr_power(const gz_expr *expr, void *context, gz_power (*symbol)(void *context, int32_t id));
/* The text it was compiled from (a copy in the arena). */
const char *gz_expr_text(const gz_expr *expr);
#endif
