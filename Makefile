# Everything runs on the JDK 25 that scripts/jdk.sh finds.
MVN := scripts/mvn

.PHONY: build test format bench-house clean

build: ## Builds the house into target/house
	scripts/build

test: ## Sets up what the tests need and passes them all
	scripts/test-setup
	scripts/build
	$(MVN) -B verify

format: ## Formats every source file
	$(MVN) -q spotless:apply

bench-house: ## Start, memory, latency and throughput of the whole house; writes bench/RESULTS.md
	scripts/build
	scripts/bench-house

clean: ## Removes what was built, never data
	$(MVN) -q clean
	rm -rf target
