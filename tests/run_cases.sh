#!/bin/sh
# Runs every broken input under tests/cases through the program: it must answer with the stored sentences and exit code, and leave no
# half-written file. A case is a folder: its files are laid over those of cases/base; `stderr` is what the program must say, `status`
# (default 2) its exit code, `command` (default "check scenario.yaml") what is run. Inputs that cannot be stored are made below.
#
#   tests/run_cases.sh PROGRAM [CASE...]        BLESS=1 writes the answers as they are now (read the difference before keeping it)
#
# SPDX-License-Identifier: Apache-2.0
set -u
cases=$(cd "$(dirname "$0")/cases" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
work=$(mktemp -d "${TMPDIR:-/tmp}/guzar-cases-XXXXXX")
tiny=$work/tiny
trap 'umount "$tiny" 2>/dev/null; chmod -R u+rwx "$work" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work/library/diseases" "$work/library/scenarios"
cp -R "$cases/../../rules" "$work/library/rules"
touch "$work/library/diseases/cholera.yaml" "$work/library/diseases/measles.yaml"
LC_ALL=C GUZAR_LIBRARY=$work/library
export LC_ALL GUZAR_LIBRARY
ran=0 failed=0 skipped=0

# ---- one case ----------------------------------------------------------------------------------------------

lay() { # a fresh copy of the base in $here
	here=$work/case
	chmod -R u+rwx "$here" 2>/dev/null
	rm -rf "$here"
	cp -R "$cases/base" "$here"
	cd "$here" || exit 1
}

run() { # arguments of the program; its answer in $work/stderr, its exit code in $code
	timeout 60 "$program" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null
	code=$?
}

differs() { # name, expected exit code, file with the expected stderr
	ran=$((ran + 1))
	if [ "$code" = "$2" ] && cmp -s "$3" "$work/stderr"; then
		return 1
	fi
	failed=$((failed + 1))
	echo "--- $1: exit $code, expected $2"
	diff "$3" "$work/stderr"
	return 0
}

stored() { # name
	lay
	cp -R "$cases/$1/." "$here"
	rm -f stderr status command
	status=2 command='check scenario.yaml'
	[ -f "$cases/$1/status" ] && status=$(cat "$cases/$1/status")
	[ -f "$cases/$1/command" ] && command=$(cat "$cases/$1/command")
	# shellcheck disable=SC2086 # the words of a command are its arguments
	run $command
	if [ "${BLESS:-}" = 1 ]; then
		cp "$work/stderr" "$cases/$1/stderr"
		rm -f "$cases/$1/status"
		[ "$code" = 2 ] || echo "$code" >"$cases/$1/status"
	fi
	differs "$1" "$status" "$cases/$1/stderr"
}

# ---- cases that are made -----------------------------------------------------------------------------------

expect() { # name, exit code, the sentence that must be the first line, then files that must not exist
	printf '%s\n' "$3" >"$work/expected"
	head -n 1 "$work/stderr" >"$work/first"
	mv "$work/first" "$work/stderr"
	differs "$1" "$2" "$work/expected"
	shift 3
	for file in "$@"; do
		if [ -e "$file" ]; then
			failed=$((failed + 1))
			echo "--- $file was left behind"
		fi
	done
}

skip() { # name, why
	skipped=$((skipped + 1))
	echo "    $1 skipped: $2"
}

made() {
	lay
	run check nothing.yaml
	expect made-missing-file 2 'nothing.yaml: there is no such file'
	run check world
	expect made-folder-as-scenario 2 'world: this is a folder, not a file'

	lay
	truncate -s 1G scenario.yaml
	run check scenario.yaml
	expect made-scenario-of-a-gigabyte 2 'scenario.yaml: the file is too large: 1024 MiB, at most 16 MiB are read'
	lay
	truncate -s 1G world/places.csv
	run check scenario.yaml
	expect made-table-of-a-gigabyte 2 'world/places.csv: the file is too large: 1024 MiB, at most 256 MiB are read'
	lay
	head -c 3000000 /dev/zero | tr '\0' x >>world/flows.csv
	run check scenario.yaml
	expect made-line-of-megabytes 2 'world/flows.csv:5:1: this line is longer than 1 MiB'

	lay
	rm world/flows.csv
	mkfifo world/flows.csv
	run check scenario.yaml
	expect made-pipe-as-table 2 'world/flows.csv: this is not a plain file'
	lay
	rm scenario.yaml
	ln -s loop scenario.yaml
	ln -s scenario.yaml loop
	run check scenario.yaml
	expect made-loop-of-links 2 'scenario.yaml: this path is a loop of links'
	lay
	rm world/ages.csv
	ln -s nowhere world/ages.csv
	run check scenario.yaml
	expect made-link-to-nothing 2 'world/ages.csv: there is no such file'
	lay
	rm -r world
	mkdir world
	run check scenario.yaml
	expect made-empty-world 2 'scenario.yaml:7:8: world world: there is no places.csv in this folder: a world needs at least this table'

	lay
	awk 'BEGIN { for (i = 0; i < 50000; i++) printf "x%d,A-twon,B-twon,panji-poion,passengers,-1,,3,\n", i }' >>world/flows.csv
	run check scenario.yaml
	expect made-very-many-mistakes 2 'world/flows.csv:5:4: from A-twon: no such place; did you mean A-town?'
	permission
	output
}

permission() {
	lay
	if [ "$(id -u)" != 0 ]; then
		chmod 000 world/flows.csv
		run check scenario.yaml
	elif ! command -v setpriv >/dev/null || ! cp "$program" "$work/program" 2>/dev/null; then
		skip made-no-permission 'root may read everything'
		return
	else
		chmod 755 "$work" "$work/program"
		chmod -R a+rX "$here"
		chmod 600 world/flows.csv
		timeout 60 setpriv --reuid 65534 --regid 65534 --clear-groups "$work/program" check scenario.yaml >"$work/stdout" 2>"$work/stderr"
		code=$?
	fi
	expect made-no-permission 2 'world/flows.csv: there is no permission to open this file'
}

output() {
	lay
	touch file
	run run scenario.yaml --quiet -o file
	expect made-output-is-a-file 2 'file: this is a file; the results need a folder'
	lay
	mkdir out
	echo precious >out/summary.csv
	run run scenario.yaml --quiet -o out
	expect made-output-in-use 2 'out: the folder is not empty; choose another, or empty it first'
	[ "$(cat out/summary.csv)" = precious ] || { failed=$((failed + 1)); echo '--- made-output-in-use: the file there was changed'; }
	lay
	run run scenario.yaml --quiet -o scenario.yaml/out
	expect made-output-in-a-file 2 'scenario.yaml: this is a file; the results need a folder'
	full_disk
}

full_disk() {
	mkdir -p "$tiny"
	small_disk spill 16k 'guzar: the temporary file of the run cannot be written: No space left on device' --replicates 4000 --days 2000
	small_disk 16k 16k 'out/report.html: the file could not be written whole: is the disk full?'
	small_disk 300k 300k 'out/report.html: the file could not be written whole: is the disk full?'
}

small_disk() { # name, size, sentence, options: the disk fills up before the end of a run
	disk_name=made-full-disk-$1 disk_size=$2 disk_says=$3
	shift 3
	lay
	if ! mount -t tmpfs -o "size=$disk_size,mode=777" none "$tiny" 2>/dev/null; then
		skip "$disk_name" 'no small disk can be mounted here'
		return
	fi
	run run scenario.yaml --quiet -o "$tiny/out" "$@"
	sed -i "s#$tiny/##" "$work/stderr"
	expect "$disk_name" 2 "$disk_says" "$tiny/out"
	umount "$tiny"
}

# ---- all ---------------------------------------------------------------------------------------------------

if [ $# -gt 0 ]; then
	for name in "$@"; do
		stored "$name"
	done
else
	for folder in "$cases"/*/; do
		stored "$(basename "$folder")"
	done
	made
fi
echo "$ran cases, $failed differ, $skipped skipped"
[ "$failed" = 0 ]
