/* guzar new: writes a commented scenario to start from.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "cli/console.h"
#include "cli/options.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The scenario, in parts: a string literal has a limited length. Every line that is not a comment is checked by a test. */
static const char *const template[] = {
	"# A scenario: who is ill where, when, and what is done about it.\n"
	"#   guzar check FILE           lists every mistake\n"
	"#   guzar explain FILE         says in words what it means\n"
	"#   guzar run FILE -o results  runs it\n"
	"guzar: 1\n",
	"\n"
	"start: 2027-03-01       # the first day\n"
	"days: 120\n"
	"replicates: 100         # how many times the outbreak is played out\n"
	"seed: 1                 # another seed gives other chances\n"
	"\n"
	"world: central-asia     # shipped (guzar places central-asia), or a folder with places.csv, flows.csv ...\n"
	"disease: cholera        # shipped (guzar diseases), or the path of a file like those\n"
	"\n"
	"# Parameters of the disease that are different here; a distribution is drawn once for each replicate.\n"
	"parameters:\n"
	"  R0: 1.8\n"
	"  # cfr: {beta: {mean: 0.01, sd: 0.005}}\n"
	"\n"
	"# Where it begins: so many people of a place are put into a compartment of the disease, or so many a day.\n"
	"begin:\n"
	"  - {place: AFG-kunduz, compartment: I, people: 40}\n"
	"  # - {place: AFG-kunduz, compartment: I, per_day: 2, from: 2027-03-01, days: 30}\n",
	"\n"
	"# What is done. Each measure says where (crossing, place, flow, group, everywhere), when, and one thing:\n"
	"# screen, test, quarantine, isolate, vaccinate, treat, continue, contacts, trace, close or surveillance.\n"
	"measures:\n"
	"  - name: screening at Panji Poyon\n"
	"    at: {crossing: panji-poyon, direction: in}\n"
	"    when: {from: 2027-03-15}\n"
	"    screen: {sensitivity: {I: 0.7}, specificity: 0.99, minutes: 1.5, staff: 6, hours: 12}\n"
	"    then: {isolate: {days: 5, beds: 20}}\n"
	"    cost: {day: 500, bed_day: 30, currency: USD}\n"
	"  - name: treatment centres once it is seen\n"
	"    at: {place: TJK}\n"
	"    when: {after: \"reported(TJK, 7 d) >= 5\", lead: 3 d}      # what was reported in the last 7 days\n"
	"    isolate: {of: {I: 0.2}, days: 5}\n"
	"  # - name: the crossing is closed, one in ten goes round it\n"
	"  #   at: {crossing: panji-poyon}\n"
	"  #   when: {from: 2027-04-01, to: 2027-05-31}\n"
	"  #   close: {share: 1, leak: 0.1}\n",
	"\n"
	"# What surveillance sees; triggers above know it by its name.\n"
	"observe:\n"
	"  reported: {of: onset, probability: 0.3, delay: {gamma: {mean: 3, sd: 2}}}\n"
	"\n"
	"# What is written about: places with all that lies in them, and how often.\n"
	"report: {places: [TJK, TJK-khatlon, TJK-dushanbe, AFG-kunduz], quantities: [infections, reported, deaths, beds], every: 7 d}\n",
};
enum { N_PARTS = sizeof template / sizeof template[0], NAME_BYTES = 4096 };

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

/* The title from the file's name: "cholera-panj.yaml" -> "cholera panj". */
static void make_title(const char *path, char *out, size_t size)
{
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
	snprintf(out, size, "%.*s", (int)strcspn(name, "."), name);
	for (char *c = out; *c != '\0'; c++)
		if (strchr("-_\"\\", *c) != NULL || (unsigned char)*c < ' ')
			*c = ' ';
}

static gz_status write_template(const char *path, gz_error *err)
{
	gz_file_output output = {0};
	char title[NAME_BYTES];
	if (access(path, F_OK) == 0)
		return gz_error_set(err, GZ_ERR_INPUT, path, 0, 0, "this file exists already and is left alone; give another name");
	make_title(path, title, sizeof title);
	GZ_TRY(gz_file_begin(&output, path, err));
	fputs(template[0], output.stream);
	fprintf(output.stream, "title: \"%s\"\n", title);
	for (int i = 1; i < N_PARTS; i++)
		fputs(template[i], output.stream);
	return gz_file_commit(&output, err);
}

static int write_named(const gz_options *o)
{
	char path[NAME_BYTES];
	gz_error err = {0};
	const char *name = o->operands[0];
	bool whole = ends_with(name, ".yaml") || ends_with(name, ".yml");
	int n = snprintf(path, sizeof path, "%s%s", name, whole ? "" : ".yaml");
	gz_status status = GZ_OK;
	if (name[0] == '\0' || ends_with(name, "/") || n >= (int)sizeof path)
		status = gz_error_set(&err, GZ_ERR_INPUT, NULL, 0, 0, "\"%s\" is no name for a scenario", name);
	if (status == GZ_OK)
		status = write_template(path, &err);
	if (status != GZ_OK)
		return gz_console_error(false, &err);
	if (!o->quiet)
		printf("%s is written. Next:\n  guzar check %s\n  guzar run %s -o results\n", path, path, path);
	return 0;
}

static int run(const gz_command *command, int argc, char **argv)
{
	const gz_options_wanted wanted = {1, 1, "a name for the scenario is missing"};
	gz_options o;
	int code = gz_options_parse(command, argc, argv, &wanted, &o);
	if (code == GZ_OPTIONS_GO)
		code = write_named(&o);
	gz_options_free(&o);
	return code;
}

const gz_command gz_cmd_new = {
	.verb = "new",
	.purpose = "write a commented scenario to start from",
	.options = " quiet ",
	.run = run,
	.help =
		"Usage: guzar new NAME [options]\n"
		"\n"
		"Writes NAME.yaml (or NAME if it ends so): a scenario that runs as it is, with a comment at every part.\n"
		"A file that exists is left alone.\n"
		"\n"
		"  -q, --quiet       say nothing\n"
		"  -h, --help        this text\n"
		"\n"
		"Example:\n"
		"  guzar new cholera-panj\n",
};
