/* Ctrl-C: a flag that runs look at, so that they end cleanly.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_INTERRUPT_H
#define GZ_INTERRUPT_H
#include <signal.h>

/* From now on SIGINT and SIGTERM set the flag; a second one ends the program at once. Gives the flag. */
const volatile sig_atomic_t *gz_interrupt_watch(void);
#endif
