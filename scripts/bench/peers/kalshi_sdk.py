"""The package kalshi-sdk."""

from __future__ import annotations

import asyncio
import importlib
import json
from time import perf_counter
from typing import Any

from scripts.bench.decoding import page_of_markets
from scripts.bench.rounds import PRINT, Round, Setup, burst, cpu_of, memory_of, process_of, wall_of_each
from scripts.bench.stream_frames import order_book_frames


def request(setup: Setup) -> Round:
    """A signed request, CPU."""
    client = _client("KalshiClient", setup)
    return cpu_of(client.portfolio.balance, setup.size)


def each(setup: Setup) -> Round:
    """Signed requests one after the other, wall."""
    client = _client("AsyncKalshiClient", setup)
    return wall_of_each(asyncio.Runner(), client.portfolio.balance, setup.size)


def at_once(setup: Setup) -> Round:
    """Signed requests at once, wall."""
    client = _client("AsyncKalshiClient", setup)
    return burst(asyncio.Runner(), client.portfolio.balance, setup.size)


def importing(setup: Setup) -> Round:
    """A new process that imports the client."""
    return process_of("from kalshi import KalshiClient", perf_counter)


def markets(setup: Setup) -> Round:
    """A page of markets into models."""
    model = importlib.import_module("kalshi.models.markets").Market
    page = json.loads(page_of_markets(setup.size))["markets"]
    # It demands a field that the spec no longer has.
    body = json.dumps({"markets": [{**market, "liquidity_dollars": "0.0000"} for market in page]})
    return cpu_of(lambda: [model.model_validate(each) for each in json.loads(body)["markets"]], 1)


def change(setup: Setup) -> Round:
    """Frames of order books decoded and applied, as its connection does it, CPU of a frame."""
    messages: Any = importlib.import_module("kalshi.ws.models.orderbook_delta")
    manager = importlib.import_module("kalshi.ws.orderbook").OrderbookManager
    frames = order_book_frames(setup.size)

    def work() -> None:
        books = manager()
        for frame in frames:
            data = json.loads(frame)
            if data["type"] == "orderbook_delta":
                books._apply_delta_inplace(messages.OrderbookDeltaMessage.model_validate(data))
            else:
                snapshot = messages.OrderbookSnapshotMessage.model_validate(data)
                books._apply_snapshot_inplace(snapshot, sid=snapshot.sid)

    once = cpu_of(work, 1)
    return lambda: once() / len(frames)


def memory(setup: Setup) -> Round:
    """A client, after a request."""
    return memory_of(
        "import sys\nfrom kalshi import KalshiClient\n"
        "client = KalshiClient(key_id='bench', private_key_path=sys.argv[1], base_url=sys.argv[2])\n"
        "client.portfolio.balance()\n" + PRINT,
        setup.key_path,
        setup.url,
    )


def _client(kind: str, setup: Setup) -> Any:
    make = getattr(importlib.import_module("kalshi"), kind)
    return make(key_id=setup.key_id, private_key_path=setup.key_path, base_url=setup.url, max_retries=0)
