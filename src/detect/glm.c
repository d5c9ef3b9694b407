/* Log-linear regression of counts with overdispersion: one level per group of periods, and a few columns (trend, day of the week).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "detect/glm.h"
#include "base/kernel.h"
#include "base/maths.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { ROUNDS = 25, Q = GZ_GLM_COLUMNS };

/* Sums of one round: by group, and over all groups. */
typedef struct gz_glm_sums {
	double w[GZ_GLM_GROUPS], wz[GZ_GLM_GROUPS], wx[GZ_GLM_GROUPS][Q];
	double xx[Q][Q], xz[Q];
} gz_glm_sums;

gz_status gz_glm_init(gz_glm *glm, gz_arena *arena, int32_t capacity, gz_error *err)
{
	*glm = (gz_glm){.capacity = capacity, .settled = 1e-8};
	double **columns[] = {&glm->y, &glm->log_y, &glm->start, &glm->offset, &glm->weight, &glm->mu, &glm->eta, &glm->work};
	bool all = true;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		all = (*columns[i] = gz_arena_array(arena, double, capacity)) != NULL && all;
	for (int32_t j = 0; j < Q; j++)
		all = (glm->x[j] = gz_arena_array(arena, double, capacity)) != NULL && all;
	glm->group = gz_arena_array(arena, int32_t, capacity);
	return all && glm->group != NULL ? GZ_OK : gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
}

void gz_glm_clear(gz_glm *glm, int32_t n_groups, int32_t n_columns)
{
	glm->n = 0;
	glm->n_groups = n_groups;
	glm->n_columns = n_columns;
	glm->has_offset = false;
}

void gz_glm_add(gz_glm *glm, double y, double log_y, double start, double offset, int32_t group, const double *x)
{
	int32_t i = glm->n++;
	glm->y[i] = y;
	glm->log_y[i] = log_y;
	glm->start[i] = start;
	glm->offset[i] = offset;
	glm->weight[i] = 1;
	glm->group[i] = group;
	glm->has_offset = glm->has_offset || offset != 0;
	for (int32_t j = 0; j < glm->n_columns; j++)
		glm->x[j][i] = x[j];
}

/* Half of the deviance of a row of weight 1, from the logarithm of its mean. */
static inline double lack(const gz_glm *m, int32_t i)
{
	return m->y[i] * (m->log_y[i] - m->eta[i]) - (m->y[i] - m->mu[i]);
}

static inline double mean_of(double eta)
{
	double mu = gz_maths_exp(eta);
	return mu > DBL_EPSILON ? mu : DBL_EPSILON;
}

/* The deviance of the means to begin with: as they are, or those of the counts. */
static double begin(gz_glm *m, bool again)
{
	double sum = 0;
	for (int32_t i = 0; i < m->n; i++) {
		if (!again) {
			m->eta[i] = m->start[i];
			m->mu[i] = m->y[i] + 0.1;
		}
		sum += m->weight[i] * lack(m, i);
	}
	return 2 * sum;
}

/* Weighted response of a row in this round; sets its weight. */
static inline double response(gz_glm *m, int32_t i)
{
	double w = m->weight[i] * m->mu[i];
	m->work[i] = w;
	return w * (m->eta[i] - m->offset[i]) + m->weight[i] * (m->y[i] - m->mu[i]);
}

/* As below for a single column, run by run of rows of one group: this is where the time goes. */
static void sum_one(gz_glm *m, gz_glm_sums *s)
{
	int32_t j = m->first;
	const double *column = m->x[j];
	for (int32_t i = 0; i < m->n;) {
		int32_t g = m->group[i];
		double w = 0, wz = 0, wx = 0, xx = 0, xz = 0;
		for (; i < m->n && m->group[i] == g; i++) {
			double x = column[i], z = response(m, i), v = m->work[i];
			w += v;
			wz += z;
			wx += v * x;
			xx += v * x * x;
			xz += z * x;
		}
		s->w[g] += w;
		s->wz[g] += wz;
		s->wx[g][j] += wx;
		s->xx[j][j] += xx;
		s->xz[j] += xz;
	}
}

static void clear_sums(const gz_glm *m, gz_glm_sums *s)
{
	memset(s->w, 0, sizeof *s->w * (size_t)m->n_groups);
	memset(s->wz, 0, sizeof *s->wz * (size_t)m->n_groups);
	memset(s->wx, 0, sizeof *s->wx * (size_t)m->n_groups);
	memset(s->xx, 0, sizeof s->xx);
	memset(s->xz, 0, sizeof s->xz);
}

/* One pass over the rows: what the least squares of this round needs. */
static void sum_up(gz_glm *m, gz_glm_sums *s)
{
	clear_sums(m, s);
	if (m->n_columns - m->first == 1) {
		sum_one(m, s);
		return;
	}
	for (int32_t i = 0; i < m->n; i++) {
		int32_t g = m->group[i];
		double wz = response(m, i), w = m->work[i];
		s->w[g] += w;
		s->wz[g] += wz;
		for (int32_t j = m->first; j < m->n_columns; j++) {
			double x = m->x[j][i], wx = w * x;
			s->wx[g][j] += wx;
			s->xz[j] += wz * x;
			for (int32_t l = m->first; l <= j; l++)
				s->xx[j][l] += wx * m->x[l][i];
		}
	}
}

/* Takes the groups' means out of the sums. */
static void center(gz_glm *m, gz_glm_sums *s)
{
	for (int32_t g = 0; g < m->n_groups; g++) {
		m->total[g] = s->w[g];
		if (!(s->w[g] > 0))
			continue;
		for (int32_t j = m->first; j < m->n_columns; j++) {
			double mean = s->wx[g][j] / s->w[g];
			m->center[g][j] = mean;
			s->xz[j] -= mean * s->wz[g];
			for (int32_t l = m->first; l <= j; l++)
				s->xx[j][l] -= mean * s->wx[g][l];
		}
	}
}

/* Sweeps (Goodnight 1979) the columns that are not combinations of those before: slopes and their unscaled covariance. */
static int32_t sweep(gz_glm *m, const gz_glm_sums *s, const double *size)
{
	double a[Q][Q + 1];
	bool used[Q] = {false};
	int32_t first = m->first, q = m->n_columns, rank = 0;
	for (int32_t j = first; j < q; j++) {
		for (int32_t l = first; l < q; l++)
			a[j][l] = l <= j ? s->xx[j][l] : s->xx[l][j];
		a[j][q] = s->xz[j];
	}
	for (int32_t k = first; k < q; k++) {
		double d = a[k][k];
		if (!(d > 1e-11 * size[k]))
			continue;
		used[k] = true;
		rank++;
		for (int32_t l = first; l <= q; l++)
			a[k][l] /= d;
		for (int32_t j = first; j < q; j++) {
			double b = a[j][k];
			if (j == k)
				continue;
			for (int32_t l = first; l <= q; l++)
				a[j][l] -= b * a[k][l];
			a[j][k] = -b / d;
		}
		a[k][k] = 1 / d;
	}
	for (int32_t j = first; j < q; j++) {
		m->slope[j] = used[j] ? a[j][q] : 0;
		for (int32_t l = first; l < q; l++)
			m->inverse[j][l] = used[j] && used[l] ? a[j][l] : 0;
	}
	return rank;
}

/* Least squares of one round. */
static bool solve(gz_glm *m)
{
	gz_glm_sums s;
	double size[Q];
	sum_up(m, &s);
	for (int32_t j = m->first; j < m->n_columns; j++)
		size[j] = s.xx[j][j];
	center(m, &s);
	m->rank = sweep(m, &s, size);
	for (int32_t g = 0; g < m->n_groups; g++) {
		m->level[g] = NAN;
		if (!(s.w[g] > 0))
			continue;
		m->rank++;
		m->level[g] = s.wz[g] / s.w[g];
		for (int32_t j = m->first; j < m->n_columns; j++)
			m->level[g] -= m->center[g][j] * m->slope[j];
		if (!isfinite(m->level[g]))
			return false;
	}
	for (int32_t j = m->first; j < m->n_columns; j++)
		if (!isfinite(m->slope[j]))
			return false;
	return true;
}

/* Fitted means of levels and slopes, where every row of a group has the same. Gives the deviance. */
static double project_levels(gz_glm *m)
{
	double mu[GZ_GLM_GROUPS] = {0}, sum = 0;
	for (int32_t g = 0; g < m->n_groups; g++)
		mu[g] = isnan(m->level[g]) ? NAN : mean_of(m->level[g]);
	for (int32_t i = 0; i < m->n; i++) {
		m->eta[i] = m->level[m->group[i]];
		m->mu[i] = mu[m->group[i]];
		sum += m->weight[i] * lack(m, i);
	}
	return 2 * sum;
}

static double project(gz_glm *m)
{
	double sum = 0;
	if (m->first == m->n_columns && !m->has_offset)
		return project_levels(m);
	for (int32_t i = 0; i < m->n; i++)
		m->eta[i] = m->level[m->group[i]] + m->offset[i];
	for (int32_t j = m->first; j < m->n_columns; j++)
		for (int32_t i = 0; i < m->n; i++)
			m->eta[i] += m->slope[j] * m->x[j][i];
	gz_kernel_exp(m->n, m->eta, m->mu);
	for (int32_t i = 0; i < m->n; i++) {
		m->mu[i] = m->mu[i] > DBL_EPSILON ? m->mu[i] : DBL_EPSILON;
		sum += m->weight[i] * lack(m, i);
	}
	return 2 * sum;
}

/* Goes back half of the way until the deviance is finite. */
static double halve(gz_glm *m, const double *level, const double *slope)
{
	double deviance = INFINITY;
	for (int32_t i = 0; i < ROUNDS && !isfinite(deviance); i++) {
		for (int32_t g = 0; g < m->n_groups; g++)
			m->level[g] = (m->level[g] + level[g]) / 2;
		for (int32_t j = m->first; j < m->n_columns; j++)
			m->slope[j] = (m->slope[j] + slope[j]) / 2;
		deviance = project(m);
	}
	return deviance;
}

static bool iterate(gz_glm *m, bool again)
{
	double level[GZ_GLM_GROUPS] = {0}, slope[Q] = {0};
	m->converged = false;
	if (m->n == 0)
		return false;
	double before = begin(m, again);
	for (int32_t i = 0; i < ROUNDS && !m->converged; i++) {
		if (!solve(m))
			return false;
		double deviance = project(m);
		if (!isfinite(deviance) && i > 0)
			deviance = halve(m, level, slope);
		if (!isfinite(deviance))
			return false;
		m->converged = fabs(deviance - before) / (fabs(deviance) + 0.1) < m->settled;
		before = deviance;
		memcpy(level, m->level, sizeof level);
		memcpy(slope, m->slope, sizeof slope);
	}
	return true;
}

bool gz_glm_fit(gz_glm *m, int32_t first)
{
	m->first = first;
	return iterate(m, false);
}

bool gz_glm_refit(gz_glm *m)
{
	return iterate(m, true);
}

double gz_glm_dispersion(const gz_glm *m, bool own_weights)
{
	const double *w = own_weights ? m->weight : m->work;
	double sum = 0;
	for (int32_t i = 0; i < m->n; i++) {
		double r = (m->y[i] - m->mu[i]) / m->mu[i];
		sum += w[i] * r * r;
	}
	return m->n > m->rank ? sum / (m->n - m->rank) : NAN;
}

/* Variance of level + slopes at x, by dispersion 1. */
static double spread(const gz_glm *m, int32_t group, const double *x)
{
	double d[Q] = {0}, sum = 1 / m->total[group];
	for (int32_t j = m->first; j < m->n_columns; j++)
		d[j] = x[j] - m->center[group][j];
	for (int32_t j = m->first; j < m->n_columns; j++)
		for (int32_t l = m->first; l < m->n_columns; l++)
			sum += d[j] * m->inverse[j][l] * d[l];
	return sum;
}

double gz_glm_hat(const gz_glm *m, int32_t row)
{
	double x[Q] = {0};
	for (int32_t j = m->first; j < m->n_columns; j++)
		x[j] = m->x[j][row];
	double hat = m->work[row] * spread(m, m->group[row], x);
	return hat > 1 - 10 * DBL_EPSILON ? 1 : hat;
}

double gz_glm_predict(const gz_glm *m, int32_t group, const double *x, double *variance)
{
	double eta = m->level[group];
	*variance = isnan(eta) ? NAN : spread(m, group, x);
	for (int32_t j = m->first; j < m->n_columns; j++)
		eta += m->slope[j] * x[j];
	return eta;
}
