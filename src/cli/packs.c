/* Finds a pack by path or by name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cli/packs.h"
#include "scenario/library.h"

gz_status gz_packs_find(gz_options *options, const char *name, const char **path, gz_error *err)
{
	*path = gz_library_has(name) ? name : gz_library_find(&options->arena, options->library, "", GZ_LIBRARY_PACK, name);
	if (*path != NULL)
		return GZ_OK;
	return gz_error_set(err, GZ_ERR_INPUT, NULL, 0, 0, "%.200s: no such pack, neither here nor among those shipped; guzar exercise list shows them%s", name,
		gz_library_folder(&options->arena, options->library) == NULL ? ", but nothing shipped is found: say where it is with --library DIR" : "");
}
