/* Any bytes as a pack, or after a first byte T as its table of injects: every mistake is told, or it can be analysed, listed and printed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "exercise/live.h"
#include "exercise/script/analysis.h"
#include "exercise/sheets/msel.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static void use(gz_pack *pack)
{
	gz_analysis analysis;
	const char *cells[GZ_MSEL_COLUMNS];
	check(gz_analysis_make(&analysis, pack) == GZ_OK);
	for (int32_t i = 0; i < pack->n_injects && i < 50; i++) {
		gz_msel_row(pack, i, GZ_PACK_TG, cells);
		for (int32_t c = 0; c < GZ_MSEL_COLUMNS; c++)
			check(cells[c] != NULL);
		for (int32_t v = 0; v < pack->injects[i].n_variants; v++)
			check(gz_live_paper(pack, &pack->injects[i].variants[v].body, GZ_PACK_RU) != NULL);
	}
	gz_analysis_free(&analysis);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gz_pack pack = {0};
	gz_mistakes mistakes;
	gz_mistakes_init(&mistakes);
	if (size > 0 && data[0] == 'T') {
		const gz_node *rows = gz_msel_parse(&pack, "fuzz.csv", (const char *)data + 1, size - 1, &mistakes);
		check(rows != NULL || mistakes.n > 0);
	} else {
		gz_status status = gz_pack_parse(&pack, (const char *)data, size, &mistakes);
		check((status == GZ_OK) == (mistakes.n == 0));
		if (status == GZ_OK)
			use(&pack);
	}
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
	return 0;
}
