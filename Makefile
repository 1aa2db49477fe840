# `make help` lists the commands.
PYTHON ?= python3
# locked: the versions of constraints.txt. newest, lowest: what pyproject.toml allows, each in an environment of its own.
DEPENDENCIES ?= locked
VENV ?= .venv$(if $(filter-out locked,$(DEPENDENCIES)),-$(DEPENDENCIES))
# Paths, URLs or git revisions of specs; by default the published ones. Each is known by what is in it.
SPEC ?=
# The name in the register (scripts/specs.py) of the spec that SPEC is a version of; by default every spec is followed.
CONTRACT ?=
DRAFT_DESCRIPTIONS ?=
# Seconds for which `make fuzz` searches.
SECONDS ?= 600
# What `make mutants` mutates, how often, and the seed by which it draws; a random one if none is given.
PATHS ?=
COUNT ?= 100
SEED ?=
# Paths or URLs of a changelog's feed and of an index of pages; by default the published ones.
FEED ?=
INDEX ?=
# The packages that `make peers` tries; all by default. `make bench PEERS=no` leaves them out.
PEERS ?=
# The rows that `make bench` measures, by how their names begin; all by default. A file for all that it finds.
ROWS ?=
JSON ?=
# The revision that `make bench-compare` compares this checkout with.
REV ?= HEAD
# How big the soak tests are: small, middle or full.
SIZE ?= full
# Tests of what maintainers use rather than users; they start many processes.
TOOLS := tests/bench tests/bump tests/test_fuzz.py tests/test_mutants.py tests/test_workflows.py
BIN := $(VENV)/bin
NAMED = $(if $(CONTRACT),--spec-name $(CONTRACT))
# Older and newer releases of pip use different variables for the constraints of the build.
LOCKED := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The workers of the tests and the many interpreters that tests start share compiled files, or each compiles it all.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-tools proofs peers fuzz mutants check hooks lock build contract-diff contract-news bump vendor overlay generate format bench bench-compare bench-sandbox bench-orders clean always

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed-sandbox ## Run the quick start and a live order book against a local exchange: no account, no network
	@$(BIN)/python -m kalshi_sandbox --behaviour simple --traders 80 --seed 4 -- $(BIN)/python examples/quickstart.py --trade
	@echo; echo "Now ten seconds of live order books, from the stream of an exchange with five times the traders:"; echo
	@$(BIN)/python -m kalshi_sandbox --behaviour simple --traders 400 --seed 4 -- $(BIN)/python examples/stream_book.py --seconds 10

test: $(VENV)/.installed-dev ## Run every test of the packages, in parallel
	@$(BIN)/python -m pytest $(addprefix --ignore=,$(TOOLS))

test-tools: $(VENV)/.installed-dev ## Run the tests of what maintainers use: bump, workflows, benchmarks, fuzz, mutants
	@$(BIN)/python -m pytest $(TOOLS)

proofs: $(VENV)/.installed-dev ## Run every soak test at its full size, with a table at the end: make proofs [SIZE=small|middle|full]
	@$(BIN)/python -m tests.soaks --size $(SIZE)

peers: $(VENV)/.installed-sandbox ## Run other people's clients from the package index against the sandbox: make peers [PEERS="pykalshi ..."]
	@$(BIN)/python -m scripts.peers $(PEERS)

fuzz: $(VENV)/.installed-dev ## Search for examples that break a property test: make fuzz [SECONDS=600]
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

mutants: $(VENV)/.installed-dev ## Plant random faults, and list those that no test notices: make mutants [PATHS=...] [SEED=...] [COUNT=100]
	@$(BIN)/python -m tests.mutants --count $(COUNT) $(if $(SEED),--seed $(SEED)) $(PATHS)

check: $(VENV)/.installed-dev ## Check format, lint, types, the specs and the generated client
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/mypy examples
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python -m scripts.vocabulary
	$(BIN)/python -m scripts.check
	$(BIN)/python -m scripts.generate --check

hooks: $(VENV)/.installed-dev ## Have git run these checks before each commit and push
	@$(BIN)/prek install --quiet

lock: | $(BIN)/python ## Refresh constraints.txt: the versions that every other command installs
	@$(BIN)/python -m pip install --quiet --upgrade uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev --no-emit-index-url \
		--no-annotate --custom-compile-command 'make lock' --output-file constraints.txt pyproject.toml

contract-diff: $(VENV)/.installed-dev ## Compare other specs with the vendored ones, and list what breaks: [SPEC="..."] [CONTRACT=...]
	@$(BIN)/python -m scripts.contract_diff --vendored $(NAMED) $(SPEC)

contract-news: $(VENV)/.installed-dev ## Say what the exchange has announced and the vendored specs don't have yet: [FEED=...] [INDEX=...]
	@$(BIN)/python -m scripts.contract_news $(if $(FEED),--feed $(FEED)) $(if $(INDEX),--index $(INDEX))

bump: $(VENV)/.installed-dev ## Move to new specs: compare, vendor, generate, test: [SPEC="..."] [CONTRACT=...] [DRAFT_DESCRIPTIONS=1]
	@$(BIN)/python -m scripts.bump $(NAMED) $(SPEC) $(if $(DRAFT_DESCRIPTIONS),--draft-descriptions)

vendor: $(VENV)/.installed-dev ## Vendor the published specs: [SPEC="..."] [CONTRACT=...]
	@$(BIN)/python -m scripts.vendor $(NAMED) $(SPEC)

overlay: $(VENV)/.installed-dev ## Apply the overlays to the vendored specs, after you edited them
	@$(BIN)/python -m scripts.vendor --again

generate: $(VENV)/.installed-dev ## Generate kalshi_gen from the vendored specs
	@$(BIN)/python -m scripts.generate

format: $(VENV)/.installed-dev ## Format the code and fix what ruff can fix
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.installed-dev ## Measure against the floors and other people's clients: make bench [ROWS="burst import"] [JSON=FILE] [PEERS=no]
	@$(BIN)/python -m scripts.bench $(ROWS) $(if $(JSON),--json $(JSON)) $(if $(filter no,$(PEERS)),--no-peers)

bench-compare: $(VENV)/.installed-dev ## Measure a revision and this checkout in turn, and say what moved: make bench-compare REV=... [ROWS=...]
	@$(BIN)/python -m scripts.bench.compare $(REV) $(ROWS)

bench-sandbox: $(VENV)/.installed-dev ## Measure how many requests a second the sandbox answers to four processes
	@$(BIN)/python -m tests.sandbox.throughput

bench-orders: $(VENV)/.installed-dev ## Measure how soon the outcome of an order is known after its answer was lost
	@$(BIN)/python -m tests.orders.recovery_times

build: $(VENV)/.installed-dev ## Build the wheel and the sdist, check them, and try the wheel in an empty environment
	@rm -rf dist
	@$(LOCKED) $(BIN)/python -m build --quiet
	@$(BIN)/python -m twine check --strict dist/*
	@$(BIN)/python -m scripts.try_wheel dist/*.whl

clean: ## Remove the environment and every cache
	@rm -rf .venv .venv-newest .venv-lowest .venv-peers .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

INSTALL_locked = $(LOCKED) $(BIN)/python -m pip install --quiet
INSTALL_newest = $(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager
INSTALL_lowest = $(LOCKED) $(BIN)/python -m pip install --quiet uv && \
	$(BIN)/uv pip install --quiet --python $(BIN)/python --resolution lowest-direct

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

# The newest versions can change although no file here does.
$(VENV)/.installed-%: pyproject.toml constraints.txt $(if $(filter newest,$(DEPENDENCIES)),always) | $(BIN)/python
	@echo "Installing the $(DEPENDENCIES) dependencies into $(VENV) ..."
	@$(INSTALL_$(DEPENDENCIES)) --editable '.[$*]'
	@touch $@
