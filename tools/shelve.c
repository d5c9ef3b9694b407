/* Puts folders of files into one: shelve OUT DEPFILE ROOT FOLDER [FOLDER ...]. For each file below ROOT/FOLDER, in the order of their
 * names: a line with its path and its size, then its bytes. The first line names this state of them all: a hash. Names that begin with a
 * dot stay outside. src/scenario/shelf.c reads it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* scandir */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH = 4096 };

typedef struct shelf { FILE *out, *needs; const char *root; unsigned long long hash; } shelf;

/* Writes bytes and takes them into the hash (FNV-1a). */
static int put_bytes(shelf *s, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	for (size_t i = 0; i < n; i++) s->hash = (s->hash ^ b[i]) * 1099511628211ull;
	return fwrite(bytes, 1, n, s->out) != n;
}

static int put_file(shelf *s, const char *path, const char *name, long long size)
{
	char bytes[PATH + 32];
	size_t n = 0;
	long long total = 0;
	FILE *in = fopen(path, "rb");
	if (in == NULL) return 1;
	int bad = put_bytes(s, bytes, (size_t)snprintf(bytes, sizeof bytes, "%s %lld\n", name, size));
	fprintf(s->needs, " \\\n %s", path);
	while (!bad && (n = fread(bytes, 1, sizeof bytes, in)) > 0) {
		bad = put_bytes(s, bytes, n);
		total += (long long)n;
	}
	bad = bad || ferror(in) || total != size;
	fclose(in);
	return bad;
}

static int put(shelf *s, const char *name, int depth)
{
	char path[PATH];
	struct stat what;
	if (depth > 8 || (size_t)snprintf(path, sizeof path, "%s/%s", s->root, name) >= sizeof path || stat(path, &what) != 0) return 1;
	if (S_ISREG(what.st_mode)) return put_file(s, path, name, (long long)what.st_size);
	struct dirent **all = NULL;
	fprintf(s->needs, " \\\n %s", path); /* a file more changes its folder */
	const int n = S_ISDIR(what.st_mode) ? scandir(path, &all, NULL, alphasort) : -1;
	int bad = n < 0;
	for (int i = 0; i < n; i++) {
		char inside[PATH];
		if (!bad && all[i]->d_name[0] != '.')
			bad = (size_t)snprintf(inside, sizeof inside, "%s/%s", name, all[i]->d_name) >= sizeof inside || strpbrk(inside, " \n") != NULL || put(s, inside, depth + 1);
		free(all[i]);
	}
	free(all);
	return bad;
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fprintf(stderr, "usage: shelve OUT DEPFILE ROOT FOLDER [FOLDER ...]\n");
		return 2;
	}
	shelf s = {fopen(argv[1], "wb"), fopen(argv[2], "wb"), argv[3], 14695981039346656037ull};
	int bad = s.out == NULL || s.needs == NULL || fprintf(s.out, "%016llx\n", 0ull) < 0 || fprintf(s.needs, "%s:", argv[1]) < 0;
	for (int i = 4; i < argc && !bad; i++)
		if ((bad = put(&s, argv[i], 0)) != 0) fprintf(stderr, "shelve: %s/%s cannot be read, or a name in it has a space\n", argv[3], argv[i]);
	if (!bad && (fseek(s.out, 0, SEEK_SET) != 0 || fprintf(s.out, "%016llx", s.hash) < 0)) bad = 1;
	if (s.needs != NULL && (fputc('\n', s.needs) == EOF || fclose(s.needs) != 0)) bad = 1;
	if (s.out != NULL && fclose(s.out) != 0) bad = 1;
	if (bad) remove(argv[1]);
	return bad;
}
