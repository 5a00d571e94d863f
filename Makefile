# run     installs what is missing, builds, plays the embedded default, prints the verdict
# test    installs what is missing, builds, runs every test; says at the end what was skipped for want of programs of others, and what runs it
# test-fast  the same without whatever takes long, listens to a clock or waits for other programs: under two minutes after the build
# lint    formatting and style
# bench   figures as ratios against peers, in the same run
# flips   every built-in scenario against the reference relay, a hundred times in a row: each finding is a flip
# growth  time and memory of every report over recordings of 100, 10,000 and 1,000,000 frames
# healthy the suite full against relays of others that do their work, from both hops and one: each finding is a false alarm
# soak    ten rounds of a thousand sessions through the reference relay, half of them killed: what is left behind
# soak-faults  SECONDS (an hour) of sessions with faults at random through the same: is memory flat, is anything lost
# hostile a run against each kind of hostile relay and service: verdict, exit code, seconds, memory
# kills   SIGKILL at 200 random moments of busy recordings: what is left of each
# taps    the same stream through tap and through mitmdump: added latency, frames a second on disk, what is left after a kill
# sanitize  the tests of what has threads, sockets and raw bytes, under the thread and the address sanitizer
# relays  N relays that chance has made (SEED, ONLY=operator), diagnosed from both hops and one, held against the truth
# signs   Fixtures/signs/signs.txt once more: what a client sees of each cause, played over every habit of healthy relays
# recordings  Fixtures/recordings once more: for every rule one that shows it, and its healthy twin
# fuzz    ten thousand damaged recordings, diagnosed and rendered; a million inputs for each reader; then libFuzzer for SECONDS_EACH (60) each
# autobahn the Autobahn testsuite against the WebSocket layer in both roles, all cases, held against Tests/Autobahn/results.json
# dist    dist/sttcheck-VERSION-linux-ARCH.tar.gz: optimized, stripped, for machines without Swift; with completions, man pages, SBOM, checksums
# install the same into PREFIX (DESTDIR in front of it)
# papers  the README's commands, the CI files, the pages and man pages, tried with the program that is built
# reference  what pages under .github/docs say of commands, keys, tables and reports, made anew from the program

SWIFT ?= swift
# A sibling import that Package.swift does not declare is an error, not an accident.
IMPORTS = --explicit-target-dependency-import-check error
BUILD = --scratch-path .build $(IMPORTS)
SOURCES = Package.swift Sources Tests

.PHONY: run test test-fast lint bench healthy growth soak soak-faults hostile kills taps sanitize flips relays signs recordings fuzz autobahn dist install papers reference build deps

# Who has nothing yet waits for this: each module is read once, as a whole, and compiled neither optimized nor with what only debuggers read.
QUICK = -c release -Xswiftc -Onone -Xswiftc -no-emit-module-separately-wmo -Xswiftc -num-threads -Xswiftc 2 -debug-info-format none
run: deps
	$(SWIFT) build $(QUICK) --scratch-path .build-run $(IMPORTS) --product sttcheck
	.build-run/release/sttcheck run $(ARGS)

# Three times: what only computes first; then what listens to a clock or waits for other programs, which the former would starve of its two cores,
# with the pages behind it; and last what compares two clocks, alone. They go a few at a time: hundreds that start at once starve each other
# until handshakes time out.
FEW = SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=8
SOCKETS = ProbeRunTests|NetworkTests|ProcessesTests|CommandLineTests|FieldTests|SnippetTests|ValidatorTests
CLOCKS = BothWaysTests|PlainPortTests|TapClockTests
README = the_readme the_profile_of_the_readme_is_one the_story_of_the_readme no_line_of_the_readme_is_too_long
# What they print is kept, for the last lines: what was skipped, and what runs it.
LOG = .build/tests.log
NOTED = .ci/noted $(LOG)
test: deps
	@rm -f $(LOG)
	$(FEW) $(NOTED) $(SWIFT) test $(BUILD) --skip '$(SOCKETS)|$(CLOCKS)'
	$(FEW) $(NOTED) $(SWIFT) test $(BUILD) --skip-build --filter '$(SOCKETS)'
	@$(NOTED) .ci/papers test_pages test_files test_ci_files test_archive test_skips $(addprefix test_commands.CommandsOfPages.test_,$(README))
	$(NOTED) $(SWIFT) test $(BUILD) --skip-build --filter '$(CLOCKS)'
	@.ci/skipped $(LOG)

# Targets as a whole: what a layer does by itself is told by its own tests, in virtual time.
FAST = Wire|SttcheckDiagnosis|Watching|Digest|Audio|Codecs|Speech|Timeline|Dialects|Scenarios|Lab|Chance|Store|Exchange|Diagnosis|Layer
test-fast: deps
	$(FEW) $(SWIFT) test $(BUILD) --filter '^($(FAST))Tests\.' --skip '$(SOCKETS)'

lint:
	$(SWIFT) format lint --strict --parallel --recursive --configuration .swift-format $(SOURCES)

bench: deps
	$(SWIFT) run -c release --package-path Tests/Benchmarks --scratch-path .build-bench benchmarks

healthy: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/healthy --binary .build/release/sttcheck $(ARGS)

growth: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/report-growth --binary .build/release/sttcheck $(ARGS)

soak: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/relay-sessions --binary .build/release/sttcheck

SECONDS ?= 3600
soak-faults: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/relay-sessions --binary .build/release/sttcheck --sessions 500 --seconds $(SECONDS) --faults --seed $(SEED)

hostile: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/hostile --binary .build/release/sttcheck $(ARGS)

kills: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/kills --binary .build/release/sttcheck $(ARGS)

taps: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/taps --binary .build/release/sttcheck $(ARGS)

# Leaks are `soak`'s to find: at the end of a process everything that a library keeps for its lifetime counts as one.
# What a sanitizer slows down tenfold and has nothing to do in is left out: the rules, the renderers, the matrix.
SANITIZED ?= WireTests|DigestTests|StoreTests|TimelineTests|NetworkTests|ProcessesTests|LabTests|BothWaysTests
SANITIZERS ?= thread address
sanitize: deps
	@set -e; for sanitizer in $(SANITIZERS); do \
	  echo "== $$sanitizer"; \
	  ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizers/thread.suppressions $(SWIFT) test --sanitize $$sanitizer --scratch-path .build-$$sanitizer $(IMPORTS) \
	    --filter '$(SANITIZED)'; \
	done

flips: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	Tests/Benchmarks/flips --binary .build/release/sttcheck $(ARGS)

N ?= 10000
SEED ?= 1
relays: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	@.build/release/sttcheck lab relays --count $(N) --seed $(SEED) $(if $(ONLY),--only '$(ONLY)')

signs: deps
	$(SWIFT) build -c release $(BUILD) --product sttcheck
	.build/release/sttcheck lab signs > .build/signs.txt && mv .build/signs.txt Fixtures/signs/signs.txt

recordings: build
	Fixtures/recordings/make-recordings $(ARGS)

# Optimized, which takes three minutes where a debug build takes an hour; array bounds, overflows and preconditions stop it as they do there.
fuzz: deps
	STTCHECK_FUZZ=$${STTCHECK_FUZZ:-10000} STTCHECK_FUZZ_INPUTS=$${STTCHECK_FUZZ_INPUTS:-1000000} $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-fuzz \
	  $(IMPORTS) --filter 'RobustnessTests|FuzzTests'
	Tests/Fuzzing/run-libfuzzer

autobahn: deps
	$(SWIFT) build -c release --scratch-path .build-autobahn $(IMPORTS) --product AutobahnEcho
	Tests/Autobahn/run-autobahn $(ARGS)

# A folder of its own: what is linked with a static runtime is compiled otherwise.
DIST_BUILD ?= .build-dist
dist: deps
	@.ci/static-libraries $(DIST_BUILD)/static
	PKG_CONFIG_PATH=$(abspath $(DIST_BUILD))/static $(SWIFT) build -c release --static-swift-stdlib --scratch-path $(DIST_BUILD) \
	  $(IMPORTS) --product sttcheck
	@.ci/dist $(DIST_BUILD)/release/sttcheck $(DIST_BUILD)/checkouts

PREFIX ?= /usr/local
install: dist
	mkdir -p "$(DESTDIR)$(PREFIX)"
	cp -R dist/tree/. "$(DESTDIR)$(PREFIX)/"

# All of it by itself; of what the pages tell to type, `make test` tries the README's.
PAPERS = $(notdir $(basename $(wildcard Tests/Papers/test_*.py)))
papers: build
	@.ci/papers $(PAPERS)

reference: build
	.github/docs/make-reference

build: deps
	$(SWIFT) build $(BUILD) --product sttcheck

deps:
	@.ci/install
