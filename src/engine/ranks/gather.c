/* What rank 0 asks of the other ranks when it writes, and how they answer.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "engine/ranks/gather.h"
#include "engine/record.h"
#include "engine/ranks/quantile.h"
#include "engine/ranks/ranks.h"
#include <stdlib.h>
#include <string.h>

enum { PACK_BYTES = 8 << 20 };

bool gz_gather_own(const gz_result *r, int32_t block)
{
	return block % gz_ranks_size(r->ranks) == gz_ranks_rank(r->ranks);
}

static int32_t lanes_of(const gz_result *r, int32_t block)
{
	const int32_t left = r->n_replicates - block * r->spill->width;
	return left < r->spill->width ? left : r->spill->width;
}

static int32_t lanes_of_rank(const gz_result *r, int32_t rank)
{
	int32_t n = 0;
	for (int32_t block = rank; block < r->spill->n_blocks; block += gz_ranks_size(r->ranks))
		n += lanes_of(r, block);
	return n;
}

int32_t gz_gather_lanes(const gz_result *r)
{
	return r->ranks == NULL ? r->n_replicates : lanes_of_rank(r, gz_ranks_rank(r->ranks));
}

/* ---- tables of the whole run ---- */

/* Copies the replicates of a rank between rows of the table and a packed buffer; gives the bytes. */
static int64_t pack(const gz_result *r, int32_t rank, char *table, int64_t rows, int64_t item, char *buffer, bool out)
{
	char *at = buffer;
	for (int64_t row = 0; row < rows; row++)
		for (int32_t block = rank; block < r->spill->n_blocks; block += gz_ranks_size(r->ranks)) {
			char *cell = table + (row * r->n_replicates + (int64_t)block * r->spill->width) * item;
			const size_t size = (size_t)(lanes_of(r, block) * item);
			memcpy(out ? at : cell, out ? cell : at, size);
			at += size;
		}
	return at - buffer;
}

gz_status gz_gather_table(const gz_result *r, void *table, int64_t rows, int64_t item, gz_error *err)
{
	if (r->ranks == NULL)
		return GZ_OK;
	const int64_t row = r->n_replicates * item, step = row < PACK_BYTES ? PACK_BYTES / row : 1;
	char *buffer = malloc((size_t)(step * row));
	gz_status status = buffer == NULL ? gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory") : GZ_OK;
	status = gz_ranks_agree(r->ranks, status, err);
	for (int64_t first = 0; first < rows && status == GZ_OK && buffer != NULL; first += step) {
		const int64_t n = rows - first < step ? rows - first : step;
		char *part = (char *)table + first * row;
		if (gz_ranks_rank(r->ranks) > 0)
			gz_ranks_send(r->ranks, buffer, pack(r, gz_ranks_rank(r->ranks), part, n, item, buffer, true));
		for (int32_t rank = 1; gz_ranks_rank(r->ranks) == 0 && rank < gz_ranks_size(r->ranks); rank++) {
			gz_ranks_receive(r->ranks, rank, buffer, n * lanes_of_rank(r, rank) * item);
			pack(r, rank, part, n, item, buffer, false);
		}
	}
	free(buffer);
	return status;
}

void gz_gather_note(gz_result *r)
{
	char note[sizeof r->note];
	if (gz_ranks_rank(r->ranks) > 0)
		gz_ranks_send(r->ranks, r->note, sizeof note);
	for (int32_t rank = 1; gz_ranks_rank(r->ranks) == 0 && rank < gz_ranks_size(r->ranks); rank++) {
		gz_ranks_receive(r->ranks, rank, note, sizeof note);
		if (r->note[0] == '\0')
			memcpy(r->note, note, sizeof note);
	}
}

/* ---- days and columns ---- */

static int64_t piece(const gz_result *r, gz_gather_wish wish)
{
	return wish == GZ_GATHER_DAY ? r->spill->row : (int64_t)r->n_days * r->spill->width * (int64_t)sizeof(int32_t);
}

void gz_gather_begin(const gz_result *r, const gz_gather_request *request)
{
	gz_gather_request copy = *request;
	gz_ranks_tell(r->ranks, &copy, sizeof copy);
}

gz_status gz_gather_ask(const gz_result *r, gz_gather_wish wish, int32_t which, gz_gather_take *take, void *context, gz_error *err)
{
	if (r->ranks == NULL)
		return GZ_OK;
	gz_gather_begin(r, &(gz_gather_request){.wish = (int32_t)wish, .a = which});
	char *bytes = malloc((size_t)piece(r, wish));
	gz_status status = bytes == NULL ? gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory") : GZ_OK;
	status = gz_ranks_agree(r->ranks, status, err);
	if (status == GZ_OK && bytes != NULL) {
		for (int32_t block = 0; block < r->spill->n_blocks; block++) {
			if (gz_gather_own(r, block))
				continue;
			gz_ranks_receive(r->ranks, block % gz_ranks_size(r->ranks), bytes, piece(r, wish));
			take(context, block, bytes);
		}
		status = gz_ranks_agree(r->ranks, GZ_OK, err);
	}
	free(bytes);
	return status;
}

/* All days of one column of a block; nobody asks for one that is always 0. */
static gz_status read_column(const gz_result *r, int32_t block, int32_t column, char *bytes, gz_error *err)
{
	const int64_t size = (int64_t)r->spill->width * (int64_t)sizeof(int32_t);
	for (int32_t day = 0; day < r->n_days; day++)
		GZ_TRY(gz_record_read_part(r, block, day, r->spill->piece[column] * size, bytes + day * size, size, err));
	return GZ_OK;
}

static gz_status answer(const gz_result *r, gz_gather_wish wish, int32_t which, gz_error *err)
{
	char *bytes = malloc((size_t)piece(r, wish));
	gz_status status = bytes == NULL ? gz_error_set(err, GZ_ERR_MEMORY, NULL, 0, 0, "there is not enough memory") : GZ_OK;
	const gz_status all = gz_ranks_agree(r->ranks, status, err);
	for (int32_t block = 0; block < r->spill->n_blocks && all == GZ_OK && bytes != NULL; block++) {
		if (!gz_gather_own(r, block))
			continue;
		if (status == GZ_OK && wish == GZ_GATHER_DAY)
			status = gz_record_read_part(r, block, which, 0, bytes, r->spill->row, err);
		else if (status == GZ_OK)
			status = read_column(r, block, which, bytes, err);
		gz_ranks_send(r->ranks, bytes, piece(r, wish)); /* also after a failure: rank 0 waits for it */
	}
	free(bytes);
	return all != GZ_OK ? all : gz_ranks_agree(r->ranks, status, err);
}

gz_status gz_gather_serve(const gz_result *r, gz_error *err)
{
	for (;;) {
		gz_gather_request q = {0};
		gz_error trouble = {0}; /* told to rank 0, which ends with it */
		gz_ranks_tell(r->ranks, &q, sizeof q);
		switch ((gz_gather_wish)q.wish) {
		case GZ_GATHER_DAY:
		case GZ_GATHER_COLUMN:
			if (answer(r, (gz_gather_wish)q.wish, q.a, &trouble) != GZ_OK)
				continue;
			break;
		case GZ_GATHER_QUANTILES:
		case GZ_GATHER_USED:
			if (gz_quantile_answer(r, &q, &trouble) != GZ_OK)
				continue;
			break;
		case GZ_GATHER_END:
			if (q.a != GZ_OK)
				return gz_error_set(err, (gz_status)q.a, NULL, 0, 0, "%s", gz_status_sentence((gz_status)q.a));
			return GZ_OK;
		}
	}
}

void gz_gather_end(const gz_result *r, gz_status status)
{
	if (r->ranks != NULL && gz_ranks_rank(r->ranks) == 0)
		gz_gather_begin(r, &(gz_gather_request){.wish = GZ_GATHER_END, .a = (int32_t)status});
}
