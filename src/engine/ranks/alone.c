/* One process by itself: the ranks of a program that is built without MPI.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ranks/ranks.h"
#include <stddef.h>
#include <stdlib.h>

/* More than one process started by hand would each do all the work and write over each other: refused. */
gz_status gz_ranks_open(gz_ranks **out, gz_error *err)
{
	static const char *const sizes[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"};
	*out = NULL;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		const char *size = getenv(sizes[i]);
		if (size != NULL && strtol(size, NULL, 10) > 1)
			return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "this guzar was built without MPI; build it with meson -Dmpi=enabled, or run it without mpirun");
	}
	return GZ_OK;
}

void gz_ranks_close(gz_ranks *ranks) { (void)ranks; }

int32_t gz_ranks_rank(const gz_ranks *ranks)
{
	(void)ranks;
	return 0;
}

int32_t gz_ranks_size(const gz_ranks *ranks)
{
	(void)ranks;
	return 1;
}

int32_t gz_ranks_threads(const gz_ranks *ranks)
{
	(void)ranks;
	return 0;
}

void gz_ranks_sum(gz_ranks *ranks, int64_t *values, int64_t n)
{
	(void)ranks;
	(void)values;
	(void)n;
}

void gz_ranks_most(gz_ranks *ranks, int64_t *values, int64_t n)
{
	(void)ranks;
	(void)values;
	(void)n;
}

void gz_ranks_tell(gz_ranks *ranks, void *bytes, int64_t size)
{
	(void)ranks;
	(void)bytes;
	(void)size;
}

void gz_ranks_send(gz_ranks *ranks, const void *bytes, int64_t size)
{
	(void)ranks;
	(void)bytes;
	(void)size;
}

void gz_ranks_receive(gz_ranks *ranks, int32_t rank, void *bytes, int64_t size)
{
	(void)ranks;
	(void)rank;
	(void)bytes;
	(void)size;
}

gz_status gz_ranks_agree(gz_ranks *ranks, gz_status status, gz_error *err)
{
	(void)ranks;
	(void)err;
	return status;
}

void gz_ranks_alarm(gz_ranks *ranks) { (void)ranks; }

bool gz_ranks_alarmed(gz_ranks *ranks)
{
	(void)ranks;
	return false;
}
