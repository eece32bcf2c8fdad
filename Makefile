# Everything runs on the JDK 25 that scripts/jdk.sh finds.
MVN := scripts/mvn

.PHONY: build test format fuzz probes hostile cures crash bench-house bench-guard bench-sandbox bench-assistant clean

build: ## Builds the house into target/house
	scripts/build

SHARE ?= 3

test: ## Sets up what the tests need, passes them all, and runs every fuzzer for SHARE (3) seconds
	scripts/test-setup
	scripts/build
	$(MVN) -B verify
	scripts/fuzz $(SHARE)

format: ## Formats every source file
	$(MVN) -q spotless:apply

SECONDS ?= 10

fuzz: ## Runs every fuzzer for SECONDS (10)
	scripts/fuzz $(SECONDS)

probes: ## Tries from inside real sandboxes what an attacker would, in every tier; the last line of each has its figures
	scripts/test-setup
	scripts/probes

hostile: ## Has a model that is the attacker try everything, and a family ask for help; the last line has the figures
	scripts/test-setup
	scripts/build
	scripts/hostile

cures: ## Takes each cure out and expects its attack to be noticed; long
	scripts/build
	scripts/cures

images: ## Makes both images of sandboxes twice, and fails where they are not the same byte for byte; as root
	for kind in "" --browser; do \
		for which in one two; do deploy/sandbox/build $$kind --only-file target/twice/$$which.tar || exit 1; done; \
		cmp target/twice/one.tar target/twice/two.tar || exit 1; \
	done
	rm -r target/twice

MESSAGES ?= 10000
crash: SECONDS = 1200
BETWEEN ?= 2000

crash: ## MESSAGES (10000) in SECONDS (1200) while a compartment dies every BETWEEN (2000) ms; the last line has its figures
	scripts/build
	scripts/crash $(MESSAGES) $(SECONDS) $(BETWEEN)

bench-house: ## Start, memory, latency and throughput of the whole house; writes bench/RESULTS.md
	scripts/build
	scripts/bench HouseBench

bench-guard: ## How fast the guard blocks, and what gets through meanwhile; writes bench/RESULTS.md
	scripts/build
	scripts/bench GuardBench

bench-sandbox: ## Time to first output in every sandbox there is, and what is left; writes bench/RESULTS.md
	scripts/build
	scripts/bench SandboxBench

bench-assistant: ## What the assistant adds to its model, and what old conversations cost; writes bench/RESULTS.md
	scripts/build
	scripts/bench AssistantBench

clean: ## Removes what was built, never data
	$(MVN) -q clean
	rm -rf target
