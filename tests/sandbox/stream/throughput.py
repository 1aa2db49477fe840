"""What the stream carries: `python -m tests.sandbox.stream.throughput [changes] [changes a second]` prints a table."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from kalshi_sandbox import Sandbox

from .counting import SECONDS, count, is_ready
from .reader import Signer

_MARKETS = 20


class Carried(NamedTuple):
    """What one run carried.

    Args:
        messages: Messages that the reader got.
        seconds: How long the exchange took to make and tell the changes.
        processor: Seconds of processor time that it took for that.
    """

    messages: int
    seconds: float
    processor: float


def carry(changes: int, subscriptions: int, per_second: float | None = None) -> Carried:
    """Let a firehose run for a reader with so many subscriptions to each market.

    Args:
        changes: Changes of the books of all markets together.
        per_second: Changes a second; None for as fast as they are read.
    """
    with Sandbox(behaviour="documents") as exchange, ProcessPoolExecutor(1, get_context("spawn")) as processes:
        hose = exchange.stream.firehose(markets=_MARKETS)
        assert processes.submit(is_ready).result()
        headers = Signer(exchange).headers()
        expected = (exchange.stream_url, headers, hose.tickers, subscriptions, changes * subscriptions)
        reading = processes.submit(count, *expected)
        while sum(len(each.subscriptions) for each in exchange.stream.connections) < _MARKETS * subscriptions:
            if reading.done():
                raise RuntimeError("the reader has left") from reading.exception()
            time.sleep(0.01)
        begun, used = time.monotonic(), time.process_time()
        hose.run(changes, per_second=per_second)
        seconds, processor = time.monotonic() - begun, time.process_time() - used
        return Carried(reading.result(SECONDS), seconds, processor)


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    changes = int(arguments[0]) if arguments else 20_000
    rate = float(arguments[1]) if len(arguments) > 1 else None
    print("subscriptions  messages  a second  processor time of the exchange, µs a message")
    for subscriptions in (1, 3):
        carried = carry(changes, subscriptions, rate)
        print(
            f"{subscriptions * _MARKETS:13}  {carried.messages:8}  {carried.messages / carried.seconds:8,.0f}"
            f"  {carried.processor / carried.messages * 1e6:44.0f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
