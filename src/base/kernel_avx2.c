/* The kernels, four lanes, with AVX2.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define LANES 4
#include "base/kernel_body.h"

const gz_kernel_ops gz_kernel_avx2_ops = KERNEL_OPS;
