/* Coefficients that maths.c and the vector kernels share: Chebyshev fits made for their intervals at 60 digits.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef GZ_MATHS_TABLE_H
#define GZ_MATHS_TABLE_H

#define GZ_LN2_HI 0x1.62e42fee00000p-1 /* 32 bits: exact when multiplied by an exponent */
#define GZ_LN2_LO 0x1.a39ef35793c76p-33
#define GZ_LOG2_E 0x1.71547652b82fep+0
#define GZ_SQRT_HALF_BITS UINT64_C(0x3fe6a09e667f3bcd)

/* (exp(r) - 1 - r) / r^2, |r| <= log(2) / 2 */
static const double GZ_EXP_POLY[11] = {0x1.0000000000000p-1,  0x1.5555555555557p-3,  0x1.5555555555556p-5,  0x1.11111111100bep-7,
                                       0x1.6c16c16c162c3p-10, 0x1.a01a01abf85abp-13, 0x1.a01a01a6e1e2ap-16, 0x1.71de01fdbf9cap-19,
                                       0x1.27e4db46cddd1p-22, 0x1.af4e554377204p-26, 0x1.1f7340dbc337ep-29};
/* (2 atanh(s) / s - 2) / s^2 in s^2, |s| <= (sqrt(2) - 1) / (sqrt(2) + 1) */
static const double GZ_LOG_POLY[7] = {0x1.5555555555558p-1, 0x1.9999999995273p-2, 0x1.2492492dfd86cp-2, 0x1.c71c62d5e53e0p-3,
                                      0x1.7462b91b8df65p-3, 0x1.39fdcceb4bb45p-3, 0x1.2b5f68a50d903p-3};
/* atanh(z) / z in z^2, |z| <= 1/2; relative error 1.2e-16 */
static const double GZ_ATANH_POLY[13] = {0x1.0000000000000p+0, 0x1.5555555554cffp-2, 0x1.9999999a8235ep-3, 0x1.249248d520c83p-3,
                                         0x1.c71c8ddf5ea02p-4, 0x1.745a259db1a80p-4, 0x1.3b461cf83bee3p-4, 0x1.0ed289d292e7dp-4,
                                         0x1.0244a33f9caccp-4, 0x1.f493aac5f3547p-6, 0x1.f98a93db99abcp-4, -0x1.db6f38a327df3p-4,
                                         0x1.b0d68640131ebp-3};
/* (log j! - (j + 1/2) log(j + 1) + (j + 1) - log sqrt(2 pi)) (j + 1) in 1 / (j + 1)^2, j >= 5; error 1e-15 */
static const double GZ_TAIL_POLY[6] = {0x1.555555555550cp-4,  -0x1.6c16c16646b24p-9, 0x1.a019db297bf25p-11,
                                       -0x1.37fc06b0a84abp-11, 0x1.b2bcc5d9369dap-11, -0x1.858c382360794p-10};
/* The bell: z = u P(s) / (s Q(s)), s = 1/2 - |u|, is near the quantile of the normal law at u + 1/2: its derivative by u times the normal
 * density is within 0.18 % of 1 for s >= 0.001, and falls to 0 further out. P and Q; the derivatives of P and of s Q. */
static const double GZ_BELL_P[5] = {5.87836840e-04, 6.44610094e+00, 1.53810121e+03, 3.38460049e+04, 4.06622935e+04};
static const double GZ_BELL_Q[5] = {1, 3.20948664e+02, 1.05938820e+04, 3.04446517e+04, -1.42855291e+04};
static const double GZ_BELL_P_SLOPE[5] = {6.44610094e+00, 2 * 1.53810121e+03, 3 * 3.38460049e+04, 4 * 4.06622935e+04, 0};
static const double GZ_BELL_Q_SLOPE[5] = {1, 2 * 3.20948664e+02, 3 * 1.05938820e+04, 4 * 3.04446517e+04, 5 * -1.42855291e+04};
/* 1 / (i + 1) */
#define GZ_TEN_INVERSES(i) 1.0 / ((i) + 1), 1.0 / ((i) + 2), 1.0 / ((i) + 3), 1.0 / ((i) + 4), 1.0 / ((i) + 5), 1.0 / ((i) + 6), \
	1.0 / ((i) + 7), 1.0 / ((i) + 8), 1.0 / ((i) + 9), 1.0 / ((i) + 10)
static const double GZ_INVERSE[200] = {
	GZ_TEN_INVERSES(0), GZ_TEN_INVERSES(10), GZ_TEN_INVERSES(20), GZ_TEN_INVERSES(30), GZ_TEN_INVERSES(40),
	GZ_TEN_INVERSES(50), GZ_TEN_INVERSES(60), GZ_TEN_INVERSES(70), GZ_TEN_INVERSES(80), GZ_TEN_INVERSES(90),
	GZ_TEN_INVERSES(100), GZ_TEN_INVERSES(110), GZ_TEN_INVERSES(120), GZ_TEN_INVERSES(130), GZ_TEN_INVERSES(140),
	GZ_TEN_INVERSES(150), GZ_TEN_INVERSES(160), GZ_TEN_INVERSES(170), GZ_TEN_INVERSES(180), GZ_TEN_INVERSES(190)};
#endif
