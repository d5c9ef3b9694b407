/* A rehearsal of the shipped pack: 200 worlds left alone and played through by three casts, on all processors.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"
#include "exercise/rehearse.h"
#include <stdio.h>
#include <stdlib.h>

static void rehearse(bench *b, const gz_pack *pack)
{
	gz_rehearse result = {0};
	gz_error err = {0};
	const gz_rehearse_options options = {.worlds = b->quick ? 10 : GZ_REHEARSE_WORLDS, .seed = pack->scenario.seed};
	const double begin = bench_now(), worked = bench_work();
	const gz_status status = gz_rehearse_run(&result, pack, &options, &err);
	if (status == GZ_OK) {
		bench_tell(bench_now() - begin, "s", "rehearse");
		bench_tell(bench_work() - worked, "s", "rehearse_processor");
	} else {
		bench_wrong(b, "the rehearsal failed: %s", err.sentence);
	}
	gz_rehearse_free(&result);
}

/* Run from the source folder, or with GUZAR_SOURCE. */
void bench_rehearse(bench *b)
{
	const char *source = getenv("GUZAR_SOURCE");
	const gz_pack_options options = {0};
	char path[1024];
	gz_mistakes mistakes;
	gz_pack pack = {0};
	gz_mistakes_init(&mistakes);
	snprintf(path, sizeof path, "%s/packs/clean-water", source ? source : ".");
	const gz_status status = gz_pack_load(&pack, path, &options, &mistakes);
	if (status == GZ_OK)
		rehearse(b, &pack);
	else
		bench_wrong(b, "%s: %s", path, mistakes.n > 0 ? mistakes.items[0].sentence : gz_status_sentence(status));
	gz_pack_free(&pack);
	gz_mistakes_free(&mistakes);
}
