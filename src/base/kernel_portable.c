/* The kernels, one lane at a time, on any machine.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define LANES 1
#include "base/kernel_body.h"

const gz_kernel_ops gz_kernel_portable_ops = KERNEL_OPS;
