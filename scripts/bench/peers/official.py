"""The exchange's own synchronous packages: kalshi-python-sync, and kalshi-python, which came before it."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from time import perf_counter
from typing import Any

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import PRINT, Round, Setup, cpu_of, memory_of, process_of


def request(setup: Setup) -> Round:
    """A signed request, CPU."""
    return cpu_of(_api(setup).get_balance, setup.size)


def importing(setup: Setup) -> Round:
    """A new process that imports the client."""
    return process_of(f"from {_package()} import KalshiClient, PortfolioApi", perf_counter)


def markets(setup: Setup) -> Round:
    """A page of markets into models."""
    model = importlib.import_module(f"{_package()}.models").GetMarketsResponse
    body = page_of_markets(setup.size).decode()
    return cpu_of(lambda: model.from_json(body), 1)


def memory(setup: Setup) -> Round:
    """A client, after a request."""
    code = "import sys\nfrom scripts.bench.peers import official\nfrom scripts.bench.rounds import Setup\n"
    code += "official._api(Setup(1, sys.argv[2], 'bench', sys.argv[1])).get_balance()\n"
    return memory_of(code + PRINT, setup.key_path, setup.url)


def _package() -> str:
    return "kalshi_python_sync" if importlib.util.find_spec("kalshi_python_sync") else "kalshi_python"


def _api(setup: Setup) -> Any:
    package = importlib.import_module(_package())
    configuration = package.Configuration(host=setup.url)
    configuration.api_key_id = setup.key_id
    configuration.private_key_pem = Path(setup.key_path).read_text(encoding="ascii")
    return package.PortfolioApi(package.KalshiClient(configuration))
