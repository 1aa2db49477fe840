"""The package pykalshi."""

from __future__ import annotations

import asyncio
import importlib
import json
from time import perf_counter
from typing import Any

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import PRINT, Round, Setup, burst, cpu_of, memory_of, process_of, wall_of_each


def request(setup: Setup) -> Round:
    """A signed request, CPU."""
    client = _client("KalshiClient", setup)
    return cpu_of(client.portfolio.get_balance, setup.size)


def each(setup: Setup) -> Round:
    """Signed requests one after the other, wall."""
    client = _client("AsyncKalshiClient", setup)
    return wall_of_each(asyncio.Runner(), client.portfolio.get_balance, setup.size)


def at_once(setup: Setup) -> Round:
    """Signed requests at once, wall."""
    client = _client("AsyncKalshiClient", setup)
    return burst(asyncio.Runner(), client.portfolio.get_balance, setup.size)


def importing(setup: Setup) -> Round:
    """A new process that imports the client."""
    return process_of("from pykalshi import KalshiClient", perf_counter)


def markets(setup: Setup) -> Round:
    """A page of markets into models."""
    model = importlib.import_module("pykalshi.models").MarketModel
    body = page_of_markets(setup.size)
    return cpu_of(lambda: [model.model_validate(each) for each in json.loads(body)["markets"]], 1)


def memory(setup: Setup) -> Round:
    """A client, after a request."""
    return memory_of(
        "import sys\nfrom pykalshi import KalshiClient\n"
        "client = KalshiClient(api_key_id='bench', private_key_path=sys.argv[1], api_base=sys.argv[2])\n"
        "client.portfolio.get_balance()\n" + PRINT,
        setup.key_path,
        setup.url,
    )


def _client(kind: str, setup: Setup) -> Any:
    make = getattr(importlib.import_module("pykalshi"), kind)
    # By default it may hold requests back.
    return make(
        api_key_id=setup.key_id, private_key_path=setup.key_path, api_base=setup.url, max_retries=0, rate_limiter=None
    )
