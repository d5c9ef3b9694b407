# The vocabulary of the house; Meson and Ninja do the work. Everything lands in build/ and out/.
RELEASE = build/release
DEBUG = build/debug
DEMO = scenarios/demo.yaml
NINJA = ninja -C

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile
demo: ready-release ## set up, build, run the demonstration, print its findings
	$(RELEASE)/src/cli/guzar run $(DEMO) -o out/demo
	@echo "Open out/demo/report.html in a browser."
check: ready-debug ## set up, build with sanitizers, run every test
	@tools/run-tests $(DEBUG)
check-fast: ready-release ## the quick unit tests only
	@tools/run-tests $(RELEASE) --suite fast
lint: ; @tools/setup dev && tools/configure build/lint --buildtype=debug -Dmpi=enabled && tools/lint build/lint ## clang-tidy and cppcheck on src/, with the assertions in, which carry proofs
format: ## clang-format on the files that differ from the last commit
	@tools/setup dev && git diff --name-only --diff-filter=d HEAD -- '*.c' '*.h' | xargs -r clang-format -i
asan: check ## the same as check: AddressSanitizer and UBSan are its default
tsan: ; @tools/setup check && tools/configure build/tsan -Db_sanitize=thread -Db_lundef=false && tools/run-tests build/tsan --suite threads ## threads under ThreadSanitizer
soak: ready-release ## the exercise room killed ROUNDS (300) times in play, and thousands of random orders
	@$(NINJA) $(RELEASE) tests/test_lived && CK_RUN_SUITE=lived GUZAR_SOAK=$${ROUNDS:-300} GUZAR_SOURCE=. $(RELEASE)/tests/test_lived
fuzz: ; @tools/setup fuzz && tools/fuzz build/fuzz ## every fuzz target for a minute
cover: ; @tools/setup cover && tools/configure build/cover -Db_coverage=true -Dc_args=-fprofile-update=atomic && tools/run-tests build/cover && $(NINJA) build/cover coverage-text && cat build/cover/meson-logs/coverage.txt ## lines and branches the tests reach
bench: ready-release ## name, value and unit of each speed measured, beside the kept baseline
	@tools/setup bench && tools/bench $(RELEASE)
skill: ready-release ## false alarms and outbreaks found by each detector; SEED=n for other series
	@tools/skill $(RELEASE)
docs: ; @tools/check-docs ## links, examples and the man page of docs/
install: ready-release ## the program, the library, its header, the data and the man page
	meson install --no-rebuild -C $(RELEASE)
ready-release: ; @tools/setup && tools/configure $(RELEASE) --buildtype=release && $(NINJA) $(RELEASE) libguzar.a src/cli/guzar
ready-debug: ; @tools/setup check && tools/configure $(DEBUG) -Doptimization=1 -Ddebug=true -Db_sanitize=address,undefined -Dwerror=true -Dmpi=enabled && $(NINJA) $(DEBUG)
.PHONY: help demo check check-fast lint format asan tsan soak fuzz cover bench skill docs install ready-release ready-debug
