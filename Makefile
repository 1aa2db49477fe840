# The way in: `make help` lists what there is.
PYTHON ?= python3
VENV ?= .venv
# A path, a URL or a git revision of a contract of the API, of the stream; with neither, both as they are published.
SPEC ?=
STREAM_SPEC ?=
DRAFT_WORDS ?=
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check contract-diff bump vendor words generate format bench bench-stream bench-sandbox clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed-sandbox ## Run the quick start and a live order book against a local exchange: no account, no network
	@$(BIN)/python -m kalshi_overlay.sandbox --traders 80 --seed 4 -- $(BIN)/python examples/quickstart.py --trade
	@echo; echo "Now ten seconds of live order books, from the stream of an exchange with five times the traders:"; echo
	@$(BIN)/python -m kalshi_overlay.sandbox --traders 400 --seed 4 -- $(BIN)/python examples/stream_book.py --seconds 10

test: $(VENV)/.installed-dev ## Run every test, in parallel
	@$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## Check format, lint, types, the contracts and the generated client
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m scripts.check
	$(BIN)/python -m scripts.generate --check

contract-diff: $(VENV)/.installed-dev ## Say what another contract would change and break: make contract-diff SPEC=... STREAM_SPEC=...
	@status=0; \
	$(if $(or $(SPEC),$(if $(STREAM_SPEC),,both)),$(BIN)/python -m scripts.contract_diff openapi.yaml $(SPEC) || status=$$?;) \
	$(if $(or $(STREAM_SPEC),$(if $(SPEC),,both)),$(BIN)/python -m scripts.contract_diff specs/asyncapi.yaml $(STREAM_SPEC) || status=$$?;) \
	exit $$status

bump: $(VENV)/.installed-dev ## Follow new contracts, all of it: make bump SPEC=... STREAM_SPEC=... [DRAFT_WORDS=1]
	@$(BIN)/python -m scripts.bump $(SPEC) $(STREAM_SPEC) $(if $(DRAFT_WORDS),--draft-words)

vendor: $(VENV)/.installed-dev ## Vendor the published contracts: make vendor SPEC=... STREAM_SPEC=...
	@$(BIN)/python -m scripts.vendor $(SPEC) $(STREAM_SPEC)

words: $(VENV)/.installed-dev ## Apply the overlays anew to the vendored contracts, after editing them
	@$(BIN)/python -m scripts.vendor openapi.yaml specs/asyncapi.yaml

generate: $(VENV)/.installed-dev ## Generate kalshi_gen from the vendored contracts
	@$(BIN)/python -m scripts.generate

format: $(VENV)/.installed-dev ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.installed-dev ## Measure import, decoding and request against their floors, as ratios
	@$(BIN)/python -m scripts.bench

bench-stream: $(VENV)/.installed-dev ## Measure decoding, order books and reading of the stream against their floors
	@$(BIN)/python -m scripts.bench_stream

bench-sandbox: $(VENV)/.installed-dev ## Measure how many requests a second the sandbox answers to four processes
	@$(BIN)/python -m tests.sandbox.throughput

clean: ## Remove the environment and every cache
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-%: pyproject.toml | $(BIN)/python
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --editable '.[$*]'
	@touch $@
