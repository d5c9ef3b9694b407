/* Ctrl-C: a flag that runs look at, so that they end cleanly.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/interrupt.h"
#include <stddef.h>

/* The only thing that a signal handler can reach is static; this is the program's one variable of the kind. */
static volatile sig_atomic_t raised;

static void raise_flag(int signal_number)
{
	raised = signal_number;
}

const volatile sig_atomic_t *gz_interrupt_watch(void)
{
	struct sigaction action = {0};
	action.sa_handler = raise_flag;
	action.sa_flags = (int)SA_RESETHAND;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	return &raised;
}
