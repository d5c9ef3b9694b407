/* Loops compiled for several vector widths, of which the widest that the machine has is taken at start; all give the same bits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_WIDE_H
#define GZ_WIDE_H
/* gcc alone: clang refuses clones of what a header has used before, and has no part in what is released. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__OPTIMIZE__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define GZ_WIDE __attribute__((target_clones("avx512f", "avx2", "default")))
#define GZ_WIDE_BYTES __attribute__((target_clones("avx2", "default"))) /* marks beside numbers: wider ones are left scalar by compilers */
#else
#define GZ_WIDE
#define GZ_WIDE_BYTES
#endif
#endif
