# Every target installs what it needs itself; `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# What the build links against, and what the tests run beside it.
BUILD_PACKAGES := libsqlite3-dev libpq-dev zlib1g-dev pkg-config
# protoc, and the .proto files of google.protobuf.
PROTOC_PACKAGES := protobuf-compiler libprotobuf-dev
TEST_PACKAGES := postgresql postgresql-contrib sqlite3 strace prometheus python3 python3-venv curl openssl \
	$(PROTOC_PACKAGES)
BENCH_PACKAGES := postgresql postgresql-contrib python3 python3-venv

# Runs scripts one after the other, also after one that failed; fails when any did.
all = failed=0; for script in $(1); do echo "== scripts/$$script"; scripts/$$script || failed=1; done; exit $$failed

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

.PHONY: run
run: build ## Build and start the server on 127.0.0.1:8080, with its data in ./data
	exec .build/release/oms serve

.PHONY: build
build: packages ## Build the release binary .build/release/oms
	swift build -c release --product oms

.PHONY: build-bench
build-bench: build
	swift build -c release --product oms-bench

.PHONY: test
test: test-packages ## Build once and run every check; closes with one line "N passed, N failed"
	scripts/test

.PHONY: demo
demo: build ## Run the whole system for half a minute and tell the stories of its orders
	@scripts/install-packages python3
	scripts/demo

.PHONY: soak
soak: test-packages build-bench ## Break server, PostgreSQL, engine and single roles under load, 45 minutes; check every answer given
	@$(call all,"soak server" "soak postgres" "soak engine" "check-engine-outages --outage 60 --kills 20" "soak roles" \
		"check-crash-points --points all --binary .build/release/oms")

.PHONY: bench
bench: build-bench ## Measure what the machine can do and what server and engine do of it, an hour; print the ratios
	@scripts/install-packages $(BENCH_PACKAGES)
	@scripts/install-python-packages bench
	@$(call all,bench bench-postgres bench-temporal bench-orders)

.PHONY: test-fast
test-fast: packages ## Run the tests that need no database, no server and no network
	swift test --disable-xctest --filter '^(Kernel|Orders|Access|Messaging|Telemetry|Architecture)Tests'

.PHONY: protos
protos: packages ## Generate the Swift code of Temporal's API from its .proto files
	@scripts/install-packages $(PROTOC_PACKAGES)
	scripts/generate-protos

.PHONY: lint
lint: ## Check the formatting and the documentation comments of all Swift sources
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Examples

.PHONY: format
format: ## Format all Swift sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests Examples

.PHONY: clean
clean: ## Remove what was built; ./data stays
	rm -rf .build .venv .venv-bench

.PHONY: packages
packages:
	@scripts/install-packages $(BUILD_PACKAGES)

.PHONY: test-packages
test-packages: packages
	@scripts/install-packages $(TEST_PACKAGES)
	@scripts/install-python-packages
