/* The kernels, eight lanes, with AVX-512 (F, DQ and VL).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define LANES 8
#include "base/kernel_body.h"

const gz_kernel_ops gz_kernel_avx512_ops = KERNEL_OPS;
