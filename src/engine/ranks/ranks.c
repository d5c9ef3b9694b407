/* Several processes as one run, by MPI: the only file that calls it.
 *
 * MPI is started only where mpirun, mpiexec or srun left their marks in the environment, so that a program that is started by hand pays
 * nothing for it. Calls may come from different threads, one at a time (MPI_THREAD_SERIALIZED).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* sched_getaffinity, CPU_COUNT */
#include "engine/ranks/ranks.h"
#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TAG_DATA = 1, TAG_ALARM = 2, CHUNK = 1 << 28 /* bytes, or a quarter of so many numbers, in one call */ };

struct gz_ranks {
	MPI_Comm comm;
	int rank, size, here; /* here: ranks on this machine */
	bool told;            /* we have raised the alarm */
	bool *heard;          /* [rank] its alarm has come in */
	int *alarms;          /* [rank] scratch */
};

static bool started_by_mpi(void)
{
	static const char *const marks[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "PMI_RANK"};
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (getenv(marks[i]) != NULL)
			return true;
	return false;
}

static gz_status open_comm(gz_ranks *s, gz_error *err)
{
	MPI_Comm machine;
	int given = MPI_THREAD_SINGLE;
	if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &given) != MPI_SUCCESS || given < MPI_THREAD_SERIALIZED)
		return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this MPI cannot be called from more than one thread; guzar needs MPI_THREAD_SERIALIZED");
	if (MPI_Comm_dup(MPI_COMM_WORLD, &s->comm) != MPI_SUCCESS || MPI_Comm_rank(s->comm, &s->rank) != MPI_SUCCESS || MPI_Comm_size(s->comm, &s->size) != MPI_SUCCESS ||
		MPI_Comm_split_type(s->comm, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine) != MPI_SUCCESS)
		return gz_error_set(err, GZ_ERR_IO, NULL, 0, 0, "the processes of this run cannot find one another through MPI");
	MPI_Comm_size(machine, &s->here);
	MPI_Comm_free(&machine);
	return GZ_OK;
}

gz_status gz_ranks_open(gz_ranks **out, gz_error *err)
{
	*out = NULL;
	if (!started_by_mpi())
		return GZ_OK;
	gz_ranks *s = calloc(1, sizeof *s);
	if (s == NULL)
		return gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	s->comm = MPI_COMM_NULL;
	s->size = s->here = 1;
	gz_status status = open_comm(s, err);
	if (status == GZ_OK) {
		s->heard = calloc((size_t)s->size, sizeof *s->heard);
		s->alarms = calloc((size_t)s->size, sizeof *s->alarms);
		if (s->heard == NULL || s->alarms == NULL)
			status = gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory");
	}
	*out = s;
	if (status != GZ_OK || s->size == 1) {
		gz_ranks_close(s);
		*out = NULL;
	}
	return status;
}

void gz_ranks_close(gz_ranks *ranks)
{
	int ready = 0;
	if (ranks == NULL)
		return;
	MPI_Initialized(&ready);
	if (ready) {
		if (ranks->comm != MPI_COMM_NULL)
			MPI_Comm_free(&ranks->comm);
		MPI_Finalize();
	}
	free(ranks->heard);
	free(ranks->alarms);
	free(ranks);
}

int32_t gz_ranks_rank(const gz_ranks *ranks) { return ranks == NULL ? 0 : ranks->rank; }
int32_t gz_ranks_size(const gz_ranks *ranks) { return ranks == NULL ? 1 : ranks->size; }

int32_t gz_ranks_threads(const gz_ranks *ranks)
{
	cpu_set_t allowed;
	if (ranks == NULL)
		return 0;
	const int32_t share = (int32_t)(sysconf(_SC_NPROCESSORS_ONLN) / ranks->here);
	const int32_t bound = sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : share;
	const int32_t n = share < bound ? share : bound;
	return n < 1 ? 1 : n;
}

static void reduce(gz_ranks *ranks, int64_t *values, int64_t n, MPI_Op op)
{
	enum { MOST = CHUNK / 8 };
	if (ranks == NULL)
		return;
	for (int64_t at = 0; at < n; at += MOST)
		MPI_Allreduce(MPI_IN_PLACE, values + at, (int)(n - at < MOST ? n - at : MOST), MPI_INT64_T, op, ranks->comm);
}

void gz_ranks_sum(gz_ranks *ranks, int64_t *values, int64_t n) { reduce(ranks, values, n, MPI_SUM); }
void gz_ranks_most(gz_ranks *ranks, int64_t *values, int64_t n) { reduce(ranks, values, n, MPI_MAX); }

void gz_ranks_tell(gz_ranks *ranks, void *bytes, int64_t size)
{
	if (ranks == NULL)
		return;
	for (int64_t at = 0; at < size; at += CHUNK)
		MPI_Bcast((char *)bytes + at, (int)(size - at < CHUNK ? size - at : CHUNK), MPI_BYTE, 0, ranks->comm);
}

void gz_ranks_send(gz_ranks *ranks, const void *bytes, int64_t size)
{
	for (int64_t at = 0; at < size; at += CHUNK)
		MPI_Send((const char *)bytes + at, (int)(size - at < CHUNK ? size - at : CHUNK), MPI_BYTE, 0, TAG_DATA, ranks->comm);
}

void gz_ranks_receive(gz_ranks *ranks, int32_t rank, void *bytes, int64_t size)
{
	for (int64_t at = 0; at < size; at += CHUNK)
		MPI_Recv((char *)bytes + at, (int)(size - at < CHUNK ? size - at : CHUNK), MPI_BYTE, rank, TAG_DATA, ranks->comm, MPI_STATUS_IGNORE);
}

/* ---- when something fails ---- */

void gz_ranks_alarm(gz_ranks *ranks)
{
	char nothing = 0;
	if (ranks == NULL || ranks->told)
		return;
	ranks->told = true;
	for (int rank = 0; rank < ranks->size; rank++)
		if (rank != ranks->rank)
			MPI_Send(&nothing, 1, MPI_BYTE, rank, TAG_ALARM, ranks->comm);
}

bool gz_ranks_alarmed(gz_ranks *ranks)
{
	char nothing;
	int waiting = 0;
	MPI_Status from;
	if (ranks == NULL)
		return false;
	MPI_Iprobe(MPI_ANY_SOURCE, TAG_ALARM, ranks->comm, &waiting, &from);
	if (!waiting)
		return false;
	MPI_Recv(&nothing, 1, MPI_BYTE, from.MPI_SOURCE, TAG_ALARM, ranks->comm, MPI_STATUS_IGNORE);
	ranks->heard[from.MPI_SOURCE] = true;
	return true;
}

/* Takes in every alarm that was sent, so that none is left for later; gives whether one had been heard before. */
static bool settle(gz_ranks *r)
{
	char nothing;
	bool heard = false;
	int told = r->told ? 1 : 0;
	MPI_Allgather(&told, 1, MPI_INT, r->alarms, 1, MPI_INT, r->comm);
	for (int rank = 0; rank < r->size; rank++) {
		heard = heard || r->heard[rank];
		if (r->alarms[rank] && rank != r->rank && !r->heard[rank])
			MPI_Recv(&nothing, 1, MPI_BYTE, rank, TAG_ALARM, r->comm, MPI_STATUS_IGNORE);
		r->heard[rank] = false;
	}
	r->told = false;
	return heard;
}

/* The failure of one rank, to all. One who stopped because another told it to has no cause of its own to tell. */
gz_status gz_ranks_agree(gz_ranks *ranks, gz_status status, gz_error *err)
{
	gz_error told = {.status = GZ_OK};
	if (ranks == NULL)
		return status;
	const bool follows = settle(ranks) && status == GZ_ERR_INTERRUPTED;
	int mine = status == GZ_OK ? 2 * ranks->size : follows ? ranks->size + ranks->rank : ranks->rank, first = 0;
	MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, ranks->comm);
	if (first == 2 * ranks->size)
		return GZ_OK;
	first = first < ranks->size ? first : first - ranks->size;
	if (first == ranks->rank && err != NULL && err->status == status)
		told = *err;
	else if (first == ranks->rank)
		gz_error_set(&told, status, NULL, 0, 0, "%s", gz_status_sentence(status));
	MPI_Bcast(&told, (int)sizeof told, MPI_BYTE, first, ranks->comm);
	if (err != NULL)
		*err = told;
	return told.status;
}
