/* Runs the suite of a test program and gives its exit code.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_TEST_SUITE_H
#define GZ_TEST_SUITE_H
#include <check.h>

static inline int suite_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	const int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
#endif
