/* Any text as an expression: compiled and evaluated, or a mistake with its column.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text/expr.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names that start with a are symbols, the second letter their id; f is a function of any number of arguments. */
static int32_t symbol_id(void *context, const char *name, size_t length)
{
	(void)context;
	return name[0] == 'a' ? (int32_t)length : -1;
}

static int32_t function_id(void *context, const char *name, size_t length, int32_t n_args)
{
	(void)context;
	return length == 1 && name[0] == 'f' ? (n_args == 3 ? -2 : n_args) : -1;
}

static double symbol_value(void *context, int32_t id)
{
	(void)context;
	return id;
}

static double call_value(void *context, int32_t id, const double *args, int32_t n)
{
	double sum = id;
	(void)context;
	for (int32_t i = 0; i < n; i++)
		sum += args[i];
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const gz_expr_names names = {.symbol = symbol_id, .function = function_id};
	static const gz_expr_env env = {.symbol = symbol_value, .call = call_value};
	gz_arena arena = {0};
	gz_error err = {0};
	const gz_expr *expr = NULL;
	char *text = malloc(size + 1);
	if (text == NULL)
		return 0;
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (gz_expr_compile(&arena, text, &names, &expr, &err) == GZ_OK) {
		volatile double value = gz_expr_eval(expr, &env);
		(void)value;
	} else if (err.sentence[0] == '\0' || err.column < 1 || (size_t)err.column > strlen(text) + 1) {
		__builtin_trap();
	}
	free(text);
	gz_arena_free(&arena);
	return 0;
}
