# The way in: `make help` lists what there is.
PYTHON ?= python3
VENV ?= .venv
SPEC ?=
DRAFT_WORDS ?=
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check contract-diff bump vendor words generate format bench bench-sandbox clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed-sandbox ## Run the quick start against a local exchange with traders: no account, no network
	@$(BIN)/python -m kalshi_overlay.sandbox --traders 80 --seed 4 -- $(BIN)/python examples/quickstart.py --trade

test: $(VENV)/.installed-dev ## Run every test, in parallel
	@$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## Check format, lint, types, the contract and the generated client
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m scripts.check
	$(BIN)/python -m scripts.generate --check

contract-diff: $(VENV)/.installed-dev ## Say what another contract would change and break: make contract-diff SPEC=path-or-URL
	@$(BIN)/python -m scripts.contract_diff openapi.yaml $(SPEC)

bump: $(VENV)/.installed-dev ## Follow a new contract, all of it: make bump SPEC=path-or-URL [DRAFT_WORDS=1]
	@$(BIN)/python -m scripts.bump $(SPEC) $(if $(DRAFT_WORDS),--draft-words)

vendor: $(VENV)/.installed-dev ## Vendor the published contract: make vendor SPEC=path-or-URL
	@$(BIN)/python -m scripts.vendor $(SPEC)

words: $(VENV)/.installed-dev ## Apply the overlay anew to the vendored contract, after editing it
	@$(BIN)/python -m scripts.vendor openapi.yaml

generate: $(VENV)/.installed-dev ## Generate kalshi_gen from the vendored contract
	@$(BIN)/python -m scripts.generate

format: $(VENV)/.installed-dev ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench: $(VENV)/.installed-dev ## Measure import, decoding and request against their floors, as ratios
	@$(BIN)/python -m scripts.bench

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
