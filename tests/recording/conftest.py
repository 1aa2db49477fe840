"""An exchange, and a recording of it that the tests of a worker share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import define

from kalshi_overlay.recording import Recorder
from kalshi_overlay.stream import connect
from kalshi_sandbox import Sandbox
from tests.recording.writer import CHANNEL
from tests.sandbox.small import small_sandbox
from tests.stream.oracle import WITH_CLOCKS, BookOracle
from tests.stream.running import run, until

CHANGES = 400


@define
class Recorded:
    """A recording, and what was recorded.

    Attributes:
        folder: Where it is.
        tickers: The markets.
        oracle: Their books at each clock.
    """

    folder: Path
    tickers: tuple[str, ...]
    oracle: BookOracle


@pytest.fixture(scope="session")
def exchange() -> Iterator[Sandbox]:
    with small_sandbox(behaviour=WITH_CLOCKS) as exchange:
        yield exchange


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.connection._WAIT_MAX", 0.0)


@pytest.fixture(scope="session")
def recorded(exchange: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Books, tickers and trades, with a lost connection in between."""
    folder = tmp_path_factory.mktemp("recording") / "data"
    firehose = exchange.stream.firehose(markets=4, seed=7)
    oracle = BookOracle(exchange)

    async def record() -> None:
        async with (
            exchange.client() as client,
            connect(client) as stream,
            Recorder(stream, folder, lose_at_most=0.1) as recorder,
        ):
            await recorder.subscribe(CHANNEL, market_tickers=list(firehose.tickers))
            for channel in ("ticker", "trade", "market_lifecycle_v2"):
                await recorder.subscribe(channel)
            # They share the subscription that is recorded.
            books = await stream.orderbooks(firehose.tickers)
            await asyncio.to_thread(firehose.run, CHANGES)
            await until(lambda: all(oracle.is_newest(view) for view in books.values()))
            exchange.stream.kill()
            await until(lambda: stream.counters.reconnects > 0)
            await books
            await asyncio.to_thread(firehose.run, CHANGES)
            await until(lambda: all(oracle.is_newest(view) for view in books.values()))

    run(record())
    oracle.close()
    return Recorded(folder, firehose.tickers, oracle)
