/* Turns files into a C source with their bytes: embed OUT.c NAME FILE [NAME FILE ...] gives gz_embedded_NAME[] and gz_embedded_NAME_size.
 *
 * A byte 0 follows the last one, not counted in the size, so that text may be used as a string.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

/* Writes the bytes of one file as decimal numbers, 32 a line. Returns 0, or 1 if a file cannot be read or written. */
static int embed_file(FILE *out, const char *name, const char *path)
{
	unsigned char bytes[4096];
	size_t total = 0, n = 0;
	FILE *in = fopen(path, "rb");
	if (in == NULL) return 1;
	fprintf(out, "extern const unsigned char gz_embedded_%s[];\nextern const size_t gz_embedded_%s_size;\n", name, name);
	fprintf(out, "const unsigned char gz_embedded_%s[] = {\n", name);
	while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
		for (size_t i = 0; i < n; i++) fprintf(out, "%u,%s", bytes[i], (total + i) % 32 == 31 ? "\n" : "");
		total += n;
	}
	int bad = ferror(in);
	fclose(in);
	fprintf(out, "0\n};\nconst size_t gz_embedded_%s_size = %lu;\n", name, (unsigned long)total);
	return bad;
}

int main(int argc, char **argv)
{
	if (argc < 4 || argc % 2 != 0) {
		fprintf(stderr, "usage: embed OUT.c NAME FILE [NAME FILE ...]\n");
		return 2;
	}
	FILE *out = fopen(argv[1], "wb");
	if (out == NULL) {
		fprintf(stderr, "embed: cannot write %s\n", argv[1]);
		return 1;
	}
	fprintf(out, "/* Made by tools/embed. */\n#include <stddef.h>\n");
	int bad = 0;
	for (int i = 2; i + 1 < argc; i += 2) {
		if (embed_file(out, argv[i], argv[i + 1]) == 0) continue;
		fprintf(stderr, "embed: cannot read %s\n", argv[i + 1]);
		bad = 1;
	}
	if (fclose(out) != 0) bad = 1;
	if (bad) remove(argv[1]);
	return bad;
}
