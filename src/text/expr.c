/* The expression language: a Pratt parser that emits bytecode for a stack of doubles, and the loop that runs it.
 *
 * Every token emits at most one operation, so the code is never longer than the text. Operands that are numbers already are folded by
 * the very functions that evaluation uses, so folding changes no bit. The stack an expression needs is known when it is compiled:
 * evaluation cannot overflow and allocates nothing.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/expr.h"

#include "base/maths.h"
#include "base/mistakes.h"
#include "text/token.h"

#include <assert.h>
#include <math.h>
#include <string.h>

typedef enum opcode {
	OP_NUMBER, OP_SYMBOL, OP_CALL,
	OP_ADD, OP_SUBTRACT, OP_MULTIPLY, OP_DIVIDE, OP_POWER,
	OP_LESS, OP_AT_MOST, OP_MORE, OP_AT_LEAST, OP_EQUAL, OP_UNEQUAL, OP_AND, OP_OR,
	OP_NEGATE, OP_NOT, OP_EXP, OP_LOG, OP_SQRT, OP_ABS, OP_FLOOR, OP_SIN, OP_COS,
	OP_MIN, OP_MAX, OP_IF
} opcode;

typedef struct op {
	opcode code;
	int32_t n;  /* OP_CALL, OP_MIN, OP_MAX: how many arguments */
	gz_power power; /* OP_NUMBER: of time */
	union {
		double number;
		int32_t id;
	} is;
} op;

struct gz_expr {
	const char *text;
	op *ops;
	int32_t n_ops;
	int32_t *symbols, *calls; /* each id once */
	int32_t n_symbols, n_calls;
};

/* ---- evaluation ---------------------------------------------------------------------------------------------------------------- */

static double binary(opcode code, double a, double b)
{
	switch (code) {
	case OP_ADD: return a + b;
	case OP_SUBTRACT: return a - b;
	case OP_MULTIPLY: return a * b;
	case OP_DIVIDE: return a / b;
	case OP_POWER: return gz_maths_pow(a, b);
	case OP_LESS: return a < b;
	case OP_AT_MOST: return a <= b;
	case OP_MORE: return a > b;
	case OP_AT_LEAST: return a >= b;
	case OP_EQUAL: return a == b;
	case OP_UNEQUAL: return a != b;
	case OP_AND: return a != 0 && b != 0;
	case OP_OR: return a != 0 || b != 0;
	default: assert(false && "no operation of two values"); return NAN;
	}
}

static double unary(opcode code, double a)
{
	switch (code) {
	case OP_NEGATE: return -a;
	case OP_NOT: return a == 0;
	case OP_EXP: return gz_maths_exp(a);
	case OP_LOG: return gz_maths_log(a);
	case OP_SQRT: return sqrt(a);
	case OP_ABS: return fabs(a);
	case OP_FLOOR: return floor(a);
	case OP_SIN: return gz_maths_sin(a);
	case OP_COS: return gz_maths_cos(a);
	default: assert(false && "no operation of one value"); return NAN;
	}
}

/* The least (or greatest) of n; not a number where any is not. */
static double extreme(opcode code, const double *x, int32_t n)
{
	double best = x[0];
	for (int32_t i = 1; i < n; i++)
		if ((code == OP_MIN ? x[i] < best : x[i] > best) || x[i] != x[i])
			best = x[i];
	return best;
}

double gz_expr_eval(const gz_expr *expr, const gz_expr_env *env)
{
	double stack[GZ_EXPR_STACK_MAX];
	int32_t top = 0; /* stack[top - 1] is the newest */
	for (const op *o = expr->ops; o < expr->ops + expr->n_ops; o++) {
		if (o->code == OP_NUMBER) {
			stack[top++] = o->is.number;
		} else if (o->code == OP_SYMBOL) {
			assert(env != NULL);
			stack[top++] = env->symbol(env->context, o->is.id);
		} else if (o->code == OP_CALL) {
			assert(env != NULL && top >= o->n);
			top -= o->n;
			stack[top] = env->call(env->context, o->is.id, stack + top, o->n);
			top++;
		} else if (o->code <= OP_OR) {
			assert(top >= 2);
			top--;
			stack[top - 1] = binary(o->code, stack[top - 1], stack[top]);
		} else if (o->code < OP_MIN) {
			assert(top >= 1);
			stack[top - 1] = unary(o->code, stack[top - 1]);
		} else if (o->code == OP_IF) {
			assert(top >= 3);
			top -= 2;
			stack[top - 1] = stack[top - 1] != 0 ? stack[top] : stack[top + 1];
		} else {
			top -= o->n - 1;
			stack[top - 1] = extreme(o->code, stack + top - 1, o->n);
		}
	}
	assert(top == 1);
	return stack[0];
}

static gz_power binary_power(opcode code, gz_power a, gz_power b)
{
	switch (code) {
	case OP_ADD:
	case OP_SUBTRACT: return gz_power_sum(a, b);
	case OP_MULTIPLY: return gz_power_product(a, b);
	case OP_DIVIDE: return gz_power_quotient(a, b);
	case OP_POWER: return gz_power_root(a);
	default: return GZ_POWER_BARE; /* 0 or 1 */
	}
}

static gz_power unary_power(opcode code, gz_power a)
{
	return code == OP_NEGATE || code == OP_ABS || code == OP_FLOOR ? a : code == OP_SQRT ? gz_power_root(a) : GZ_POWER_BARE;
}

gz_power gz_expr_power(const gz_expr *expr, void *context, gz_power (*symbol)(void *context, int32_t id))
{
	gz_power stack[GZ_EXPR_STACK_MAX] = {0};
	int32_t top = 0;
	for (const op *o = expr->ops; o < expr->ops + expr->n_ops; o++) {
		if (o->code <= OP_CALL) {
			assert(o->code != OP_CALL || top >= o->n);
			top -= o->code == OP_CALL ? o->n : 0;
			stack[top++] = o->code == OP_NUMBER ? o->power : o->code == OP_SYMBOL ? symbol(context, o->is.id) : GZ_POWER_ANY;
		} else if (o->code <= OP_OR) {
			assert(top >= 2);
			top--;
			stack[top - 1] = binary_power(o->code, stack[top - 1], stack[top]);
		} else if (o->code < OP_MIN) {
			assert(top >= 1);
			stack[top - 1] = unary_power(o->code, stack[top - 1]);
		} else if (o->code == OP_IF) {
			assert(top >= 3);
			top -= 2;
			stack[top - 1] = gz_power_sum(stack[top], stack[top + 1]);
		} else {
			assert(top >= o->n && o->n >= 1);
			for (int32_t i = 1; i < o->n; i++, top--)
				stack[top - 2] = gz_power_sum(stack[top - 2], stack[top - 1]);
		}
	}
	assert(top == 1);
	return stack[0];
}

bool gz_expr_constant(const gz_expr *expr, double *out)
{
	if (expr->n_symbols > 0 || expr->n_calls > 0)
		return false;
	*out = gz_expr_eval(expr, NULL);
	return true;
}

const int32_t *gz_expr_symbols(const gz_expr *expr, int32_t *n)
{
	*n = expr->n_symbols;
	return expr->symbols;
}

const int32_t *gz_expr_calls(const gz_expr *expr, int32_t *n)
{
	*n = expr->n_calls;
	return expr->calls;
}

const char *gz_expr_text(const gz_expr *expr)
{
	return expr->text;
}

/* ---- compilation --------------------------------------------------------------------------------------------------------------- */

/* How strongly operators bind. */
enum { BIND_NONE, BIND_OR, BIND_AND, BIND_NOT, BIND_COMPARE, BIND_ADD, BIND_MULTIPLY, BIND_NEGATE, BIND_POWER };

typedef struct parser {
	const char *text;
	size_t n;
	gz_token token;          /* the one looked at */
	bool call;               /* a NAME that is followed by '(' */
	const gz_expr_names *names;
	gz_expr *expr;
	int32_t depth, height;   /* nesting; stack that the code so far leaves */
	gz_error *err;
} parser;

static const struct builtin { const char *name; opcode code; int32_t least, most; } builtins[] = {
	{"if", OP_IF, 3, 3}, {"exp", OP_EXP, 1, 1}, {"log", OP_LOG, 1, 1}, {"sqrt", OP_SQRT, 1, 1}, {"abs", OP_ABS, 1, 1},
	{"floor", OP_FLOOR, 1, 1}, {"sin", OP_SIN, 1, 1}, {"cos", OP_COS, 1, 1}, {"min", OP_MIN, 2, GZ_EXPR_ARGS_MAX},
	{"max", OP_MAX, 2, GZ_EXPR_ARGS_MAX}};
enum { N_BUILTINS = sizeof builtins / sizeof *builtins };

static bool is_word(const char *name, size_t length, const char *word)
{
	return strlen(word) == length && memcmp(name, word, length) == 0;
}

static const struct builtin *find_builtin(const char *name, size_t length)
{
	for (int32_t i = 0; i < N_BUILTINS; i++)
		if (is_word(name, length, builtins[i].name))
			return &builtins[i];
	return NULL;
}

static bool is_operator_word(const char *name, size_t length)
{
	return is_word(name, length, "and") || is_word(name, length, "or") || is_word(name, length, "not");
}

static int32_t find_symbol(const parser *p, const char *name, size_t length)
{
	return p->names != NULL && p->names->symbol != NULL ? p->names->symbol(p->names->context, name, length) : -1;
}

static int32_t find_function(const parser *p, const char *name, size_t length, int32_t n_args)
{
	return p->names != NULL && p->names->function != NULL ? p->names->function(p->names->context, name, length, n_args) : -1;
}

static gz_status refuse_at(parser *p, size_t at, const char *sentence)
{
	return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(at + 1), "%s", sentence);
}

static int shown(size_t length)
{
	return length > 80 ? 80 : (int)length;
}

static bool opens_call(const parser *p, size_t at)
{
	while (p->text[at] == ' ' || p->text[at] == '\t')
		at++;
	return p->text[at] == '(';
}

/* How many arguments stand in the parentheses that open at or after `at`. */
static int32_t count_args(const parser *p, size_t at)
{
	int32_t commas = 0, depth = 0;
	bool any = false;
	for (; at < p->n; at++) {
		const char c = p->text[at];
		if (c == ')' && --depth == 0)
			break;
		any = any || (depth > 0 && c != ' ' && c != '\t' && c != '\n');
		depth += c == '(';
		commas += c == ',' && depth == 1;
	}
	return any ? commas + 1 : 0;
}

static bool is_known(const parser *p, const char *name, size_t length, bool call)
{
	if (is_operator_word(name, length))
		return true;
	if (!call)
		return find_symbol(p, name, length) >= 0;
	return find_builtin(name, length) != NULL || find_function(p, name, length, count_args(p, (size_t)(name - p->text) + length)) != -1;
}

/* Shortens the NAME token to the longest name that is known, at '-' from the right; as it was if none is. */
static void shorten(parser *p)
{
	const char *name = p->text + p->token.at;
	size_t length = p->token.length;
	while (length > 0) {
		const bool call = opens_call(p, p->token.at + length);
		if (is_known(p, name, length, call)) {
			p->token.length = length;
			p->call = call;
			return;
		}
		do
			length--;
		while (length > 0 && name[length] != '-');
	}
	while (name[p->token.length - 1] == '-')
		p->token.length--;
	p->call = opens_call(p, p->token.at + p->token.length);
}

static gz_status advance(parser *p)
{
	GZ_TRY(gz_token_next(p->text, p->n, p->token.at + p->token.length, &p->token, p->err));
	p->call = false;
	if (p->token.kind == GZ_TOKEN_NAME)
		shorten(p);
	return GZ_OK;
}

static const char *suggest_builtin(const char *name, size_t length, bool call)
{
	const char *candidates[N_BUILTINS] = {0};
	char copy[64];
	if (length >= sizeof copy || !call)
		return NULL;
	memcpy(copy, name, length);
	copy[length] = '\0';
	for (int32_t i = 0; i < N_BUILTINS; i++)
		candidates[i] = builtins[i].name;
	return gz_mistakes_near(copy, candidates, N_BUILTINS);
}

/* The nearest valid name to n bytes at `at`, NULL none. */
static const char *suggest(const parser *p, size_t at, size_t length)
{
	const gz_expr_names *names = p->names;
	const char *near = names != NULL && names->suggest != NULL ? names->suggest(names->context, p->text + at, length, p->call) : NULL;
	return near != NULL ? near : suggest_builtin(p->text + at, length, p->call);
}

/* The nearest valid name to the token, shortened at '-' from the right; *at and *length tell which part of the text it stands for.
 * A name known up to a '-' may have been split before the mistake (AFG-kundus, where AFG is known): the whole is tried first. */
static const char *suggest_part(const parser *p, size_t *at, size_t *length)
{
	const char *near = NULL;
	size_t start = p->token.at;
	while (start > 0 && gz_token_continues_name(p->text[start - 1]))
		start--;
	*at = start;
	*length = p->token.at + p->token.length - start;
	if (start < p->token.at && gz_token_starts_name(p->text[start]))
		near = suggest(p, start, *length);
	if (near != NULL)
		return near;
	*at = p->token.at;
	for (*length = p->token.length; *length > 0 && near == NULL;) {
		near = suggest(p, *at, *length);
		if (near != NULL)
			break;
		do
			(*length)--;
		while (*length > 0 && p->text[*at + *length] != '-');
	}
	return near;
}

static gz_status refuse_name(parser *p)
{
	const char *name = p->text + p->token.at;
	const int32_t column = (int32_t)(p->token.at + 1);
	const char *what = p->call ? "function" : "name";
	size_t at, length;
	const char *near = suggest_part(p, &at, &length);
	if (near != NULL)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(at + 1), "unknown %s '%.*s': did you mean '%.100s'?", what,
			shown(length), p->text + at, near);
	if (!p->call && find_builtin(name, p->token.length) != NULL)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, column, "'%.*s' is a function: its arguments stand in parentheses",
			shown(p->token.length), name);
	if (p->call && find_symbol(p, name, p->token.length) >= 0)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, column, "'%.*s' is not a function: a product is written with '*'",
			shown(p->token.length), name);
	return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, column, "unknown %s '%.*s'", what, shown(p->token.length), name);
}

/* Adds an operation that takes `takes` values from the stack and leaves one. */
static gz_status emit(parser *p, op o, int32_t takes)
{
	gz_expr *e = p->expr;
	op *last = e->ops + e->n_ops;
	p->height += 1 - takes;
	if (p->height > GZ_EXPR_STACK_MAX)
		return refuse_at(p, p->token.at, "too many values wait for their operator: split the expression");
	if (takes == 1 && o.code >= OP_NEGATE && o.code < OP_MIN && last[-1].code == OP_NUMBER) {
		last[-1].is.number = unary(o.code, last[-1].is.number);
		last[-1].power = unary_power(o.code, last[-1].power);
		return GZ_OK;
	}
	if (takes == 2 && o.code >= OP_ADD && o.code <= OP_OR && last[-1].code == OP_NUMBER && last[-2].code == OP_NUMBER) {
		last[-2].is.number = binary(o.code, last[-2].is.number, last[-1].is.number);
		last[-2].power = binary_power(o.code, last[-2].power, last[-1].power);
		e->n_ops--;
		return GZ_OK;
	}
	*last = o;
	e->n_ops++;
	return GZ_OK;
}

static void note(int32_t *ids, int32_t *n, int32_t id)
{
	for (int32_t i = 0; i < *n; i++)
		if (ids[i] == id)
			return;
	ids[(*n)++] = id;
}

static gz_status parse(parser *p, int32_t least);

/* "a and", "a (": what stands where an operator or the end was expected. */
static gz_status refuse_surplus(parser *p)
{
	switch (p->token.kind) {
	case GZ_TOKEN_CLOSE:
		return refuse_at(p, p->token.at, "a parenthesis is closed here that was never opened");
	case GZ_TOKEN_COMMA:
		return refuse_at(p, p->token.at, "a comma stands only between the arguments of a function; decimals are written with a point");
	default:
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(p->token.at + 1), "an operator (+ - * / ...) is missing before '%.*s'",
			shown(p->token.length), p->text + p->token.at);
	}
}

static gz_status expect_close(parser *p, size_t opened)
{
	if (p->token.kind == GZ_TOKEN_CLOSE)
		return advance(p);
	if (p->token.kind == GZ_TOKEN_END)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(opened + 1), "the parenthesis that opens here is never closed");
	return refuse_surplus(p);
}

static gz_status refuse_count(parser *p, const gz_token *name, int32_t n, int32_t least, int32_t most)
{
	const int32_t column = (int32_t)(name->at + 1);
	if (least == most)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, column, "%.*s takes %d argument%s, here %s %d", shown(name->length),
			p->text + name->at, least, least == 1 ? "" : "s", n == 1 ? "is" : "are", n);
	return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, column, "%.*s takes %d to %d arguments, here %s %d", shown(name->length),
		p->text + name->at, least, most, n == 1 ? "is" : "are", n);
}

static gz_status emit_call(parser *p, const gz_token *token, int32_t n)
{
	const char *name = p->text + token->at;
	const struct builtin *b = find_builtin(name, token->length);
	if (b != NULL && (n < b->least || n > b->most))
		return refuse_count(p, token, n, b->least, b->most);
	if (b != NULL)
		return emit(p, (op){.code = b->code, .n = n}, n);
	const int32_t id = find_function(p, name, token->length, n);
	for (int32_t right = 0; id < 0 && right <= GZ_EXPR_ARGS_MAX; right++)
		if (find_function(p, name, token->length, right) >= 0)
			return refuse_count(p, token, n, right, right);
	if (id < 0)
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(token->at + 1), "%.*s cannot be called with %d argument%s",
			shown(token->length), name, n, n == 1 ? "" : "s");
	note(p->expr->calls, &p->expr->n_calls, id);
	return emit(p, (op){.code = OP_CALL, .n = n, .is.id = id}, n);
}

/* name(argument, ...): the name is the token. */
static gz_status parse_call(parser *p)
{
	const gz_token name = p->token;
	int32_t n = 0;
	if (!is_known(p, p->text + name.at, name.length, true))
		return refuse_name(p);
	GZ_TRY(advance(p));
	const size_t opened = p->token.at;
	do {
		GZ_TRY(advance(p)); /* the parenthesis or a comma */
		if (n == 0 && p->token.kind == GZ_TOKEN_CLOSE)
			break;
		GZ_TRY(parse(p, BIND_NONE));
		if (++n > GZ_EXPR_ARGS_MAX)
			return refuse_at(p, name.at, "a function takes at most 16 arguments");
	} while (p->token.kind == GZ_TOKEN_COMMA);
	GZ_TRY(expect_close(p, opened));
	return emit_call(p, &name, n);
}

static gz_status parse_name(parser *p)
{
	const char *name = p->text + p->token.at;
	if (is_word(name, p->token.length, "not")) {
		GZ_TRY(advance(p));
		GZ_TRY(parse(p, BIND_NOT));
		return emit(p, (op){.code = OP_NOT}, 1);
	}
	if (is_operator_word(name, p->token.length))
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(p->token.at + 1), "a value is missing before '%.*s'",
			(int)p->token.length, name);
	if (p->call)
		return parse_call(p);
	const int32_t id = find_symbol(p, name, p->token.length);
	if (id < 0)
		return refuse_name(p);
	note(p->expr->symbols, &p->expr->n_symbols, id);
	GZ_TRY(emit(p, (op){.code = OP_SYMBOL, .is.id = id}, 0));
	return advance(p);
}

/* What an expression may start with. */
static gz_status parse_operand(parser *p)
{
	const gz_token token = p->token;
	switch (token.kind) {
	case GZ_TOKEN_NUMBER:
		GZ_TRY(emit(p, (op){.code = OP_NUMBER, .power = token.power, .is.number = token.number}, 0));
		return advance(p);
	case GZ_TOKEN_NAME:
		return parse_name(p);
	case GZ_TOKEN_OPEN:
		GZ_TRY(advance(p));
		GZ_TRY(parse(p, BIND_NONE));
		return expect_close(p, token.at);
	case GZ_TOKEN_SUBTRACT:
		GZ_TRY(advance(p));
		GZ_TRY(parse(p, BIND_NEGATE));
		return emit(p, (op){.code = OP_NEGATE}, 1);
	case GZ_TOKEN_ADD:
		GZ_TRY(advance(p));
		return parse(p, BIND_NEGATE);
	case GZ_TOKEN_END:
		return refuse_at(p, token.at, p->expr->n_ops == 0 ? "the expression is empty" : "a value is missing at the end");
	default:
		return gz_error_set(p->err, GZ_ERR_INPUT, NULL, 1, (int32_t)(token.at + 1), "a value is missing before '%.*s'", (int)token.length,
			p->text + token.at);
	}
}

/* How the token binds as an operator between two values; BIND_NONE if it is none. */
static int32_t binding(const parser *p, opcode *code)
{
	const char *name = p->text + p->token.at;
	if (p->token.kind == GZ_TOKEN_NAME) {
		const bool both = is_word(name, p->token.length, "and"), either = is_word(name, p->token.length, "or");
		*code = both ? OP_AND : OP_OR;
		return both ? BIND_AND : either ? BIND_OR : BIND_NONE;
	}
	if (p->token.kind < GZ_TOKEN_ADD)
		return BIND_NONE;
	static const struct { opcode code; int32_t bind; } table[] = {{OP_ADD, BIND_ADD}, {OP_SUBTRACT, BIND_ADD}, {OP_MULTIPLY, BIND_MULTIPLY},
		{OP_DIVIDE, BIND_MULTIPLY}, {OP_POWER, BIND_POWER}, {OP_LESS, BIND_COMPARE}, {OP_AT_MOST, BIND_COMPARE}, {OP_MORE, BIND_COMPARE},
		{OP_AT_LEAST, BIND_COMPARE}, {OP_EQUAL, BIND_COMPARE}, {OP_UNEQUAL, BIND_COMPARE}};
	*code = table[p->token.kind - GZ_TOKEN_ADD].code;
	return table[p->token.kind - GZ_TOKEN_ADD].bind;
}

/* Parses what binds more strongly than `least`. Recursion is bounded by GZ_EXPR_DEPTH_MAX. */
static gz_status parse(parser *p, int32_t least)
{
	if (++p->depth > GZ_EXPR_DEPTH_MAX)
		return refuse_at(p, p->token.at, "the expression is nested more than 64 deep");
	GZ_TRY(parse_operand(p));
	opcode code = OP_ADD;
	bool compared = false;
	for (int32_t bind = binding(p, &code); bind > least; bind = binding(p, &code)) {
		if (bind == BIND_COMPARE && compared)
			return refuse_at(p, p->token.at, "comparisons are not chained: write a < b and b < c");
		compared = bind == BIND_COMPARE;
		const opcode this_code = code;
		const op *left = p->expr->ops + p->expr->n_ops - 1;
		GZ_TRY(advance(p));
		const bool part = this_code == OP_DIVIDE && left->code == OP_NUMBER && left->power == GZ_POWER_BARE && p->token.power == GZ_POWER_TIME;
		GZ_TRY(parse(p, bind == BIND_POWER ? BIND_NEGATE : bind));
		GZ_TRY(emit(p, (op){.code = this_code}, 2));
		if (part) /* 1/4 d is a quarter of a day, too */
			p->expr->ops[p->expr->n_ops - 1].power |= GZ_POWER_TIME;
	}
	p->depth--;
	return GZ_OK;
}

static gz_status compile(gz_arena *arena, const char *text, size_t n, const gz_expr_names *names, gz_expr *e, gz_error *err)
{
	e->text = gz_arena_strdup(arena, text);
	e->ops = gz_arena_array(arena, op, n + 1);
	e->symbols = gz_arena_array(arena, int32_t, n + 1);
	e->calls = gz_arena_array(arena, int32_t, n + 1);
	if (e->text == NULL || e->ops == NULL || e->symbols == NULL || e->calls == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	parser p = {.text = e->text, .n = n, .names = names, .expr = e, .err = err};
	GZ_TRY(advance(&p));
	GZ_TRY(parse(&p, BIND_NONE));
	if (p.token.kind != GZ_TOKEN_END)
		return refuse_surplus(&p);
	assert(p.height == 1);
	return GZ_OK;
}

gz_status gz_expr_compile(gz_arena *arena, const char *text, const gz_expr_names *names, const gz_expr **out, gz_error *err)
{
	*out = NULL;
	const size_t n = strlen(text);
	if (n > GZ_EXPR_LENGTH_MAX)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 1, 1, "the expression is longer than 4096 characters");
	gz_expr *e = gz_arena_array(arena, gz_expr, 1);
	if (e == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "%s", gz_status_sentence(GZ_ERR_MEMORY));
	GZ_TRY(compile(arena, text, n, names, e, err));
	*out = e;
	return GZ_OK;
}
