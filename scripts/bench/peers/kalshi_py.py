"""The package kalshi-py."""

from __future__ import annotations

import asyncio
import importlib
import json
from time import perf_counter
from typing import Any

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import PRINT, Round, Setup, burst, cpu_of, memory_of, process_of, wall_of_each

_BALANCE = "kalshi_py.api.portfolio.get_balance"


def request(setup: Setup) -> Round:
    """A signed request, CPU."""
    client, balance = _client(setup), importlib.import_module(_BALANCE)
    return cpu_of(lambda: balance.sync(client=client), setup.size)


def each(setup: Setup) -> Round:
    """Signed requests one after the other, wall."""
    client, balance = _client(setup), importlib.import_module(_BALANCE)
    return wall_of_each(asyncio.Runner(), lambda: balance.asyncio(client=client), setup.size)


def at_once(setup: Setup) -> Round:
    """Signed requests at once, wall."""
    client, balance = _client(setup), importlib.import_module(_BALANCE)
    return burst(asyncio.Runner(), lambda: balance.asyncio(client=client), setup.size)


def importing(setup: Setup) -> Round:
    """A new process that imports the client and an endpoint."""
    return process_of("from kalshi_py import create_client; from kalshi_py.api.market import get_markets", perf_counter)


def memory(setup: Setup) -> Round:
    """A client, after a request."""
    return memory_of(
        f"import sys\nfrom kalshi_py import create_client\nfrom {_BALANCE} import sync\n"
        "client = create_client(base_url=sys.argv[2], access_key_id='bench', private_key_path=sys.argv[1])\n"
        "sync(client=client)\n" + PRINT,
        setup.key_path,
        setup.url,
    )


def markets(setup: Setup) -> Round:
    """A page of markets into models."""
    model = importlib.import_module("kalshi_py.models").ModelGetMarketsResponse
    body = page_of_markets(setup.size)
    return cpu_of(lambda: model.from_dict(json.loads(body)), 1)


def _client(setup: Setup) -> Any:
    make = importlib.import_module("kalshi_py").create_client
    return make(base_url=setup.url, access_key_id=setup.key_id, private_key_path=setup.key_path)
