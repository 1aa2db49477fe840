"""How long frames take from a relay to its consumers: `python -m tests.relay.measure --rate 5000 --processes 4`.

The frames are made here and go the way of a relay's, without an exchange, which would take more of the machine than all
that is measured. Each says when it was made.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from kalshi_overlay.relay.log import LENGTH, FrameLog
from kalshi_overlay.relay.relay import _Writer
from kalshi_overlay.stream.feeds import BOOKS, SNAPSHOT
from tests.rate_limits.redis_server import redis_server
from tests.stream.timing import quantile

TICKERS = [f"MARKET-{number}" for number in range(20)]
SECONDS_BEFORE = 3.0
HEAD = {"market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1"}
CHANGE = {**HEAD, "delta_fp": "1.00", "side": "yes", "ts": "2026-11-28T19:00:00.123456Z", "ts_ms": 1795893359358}
SIDES = {"yes_dollars_fp": [["0.4000", "100.00"]], "no_dollars_fp": [["0.6100", "100.00"]]}


class _Subscription:
    parameters: ClassVar = {"market_tickers": TICKERS, "use_yes_price": True}


class Source:
    """Makes the frames of order books."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._seq = 0

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Make a frame."""
        self._seq += 1
        sent = {"type": kind, "sid": 1, "seq": self._seq, "sending_ts_ms": int(time.time() * 1000), "msg": body}
        self._writer.tap("received", json.dumps(sent).encode())

    async def pour(self, rate: int) -> None:
        """Make changes, so many a second."""
        began, made = time.monotonic(), 0
        while True:
            while made < (time.monotonic() - began) * rate:
                made += 1
                price = f"0.{40 + made % 17}00"
                self.put(BOOKS, {**CHANGE, "market_ticker": TICKERS[made % len(TICKERS)], "price_dollars": price})
            await asyncio.sleep(0.001)

    async def answer(self, log: FrameLog) -> None:
        """Make the snapshots that consumers ask for."""
        async with log.requests() as requests:
            async for tickers in requests:
                for ticker in tickers:
                    self.put(SNAPSHOT, {**HEAD, **SIDES, "market_ticker": ticker})


async def measure(given: argparse.Namespace, url: str) -> list[float]:
    """The milliseconds that frames took, while all consumers keep their books."""
    log, command = FrameLog(url, "kalshi"), [sys.executable, "-m", "tests.relay.consuming", url]
    epoch = await log.claim("measure")
    assert epoch is not None
    writer = _Writer(log, "measure", epoch, LENGTH)
    subscriptions: Any = {BOOKS: _Subscription()}
    writer.begin({BOOKS: 1}, subscriptions)
    source = Source(writer)
    running = [asyncio.create_task(each) for each in (writer.hold(), writer.write(), source.answer(log))]
    processes = [
        await asyncio.create_subprocess_exec(
            *command, "1", str(given.readers), *TICKERS, stdout=asyncio.subprocess.PIPE, limit=1 << 26
        )
        for _ in range(given.processes)
    ]
    reports: dict[int, list[dict[str, Any]]] = {}
    lags: list[float] = []

    async def listen(number: int) -> None:
        output = processes[number].stdout
        assert output is not None
        while (line := await output.readline()).endswith(b"\n"):
            reports[number] = json.loads(line)
            lags.extend(lag for each in reports[number] for lag in each["lags"])

    running += [asyncio.create_task(listen(number)) for number in range(given.processes)]
    while len(reports) < given.processes or any(each["right"] < 20 for said in reports.values() for each in said):
        await asyncio.sleep(0.1)
    running.append(asyncio.create_task(source.pour(given.rate)))
    await asyncio.sleep(SECONDS_BEFORE)
    lags.clear()
    await asyncio.sleep(given.seconds)
    found = list(lags)
    for process in processes:
        process.kill()
        await process.wait()
    for each in running:
        each.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await log.close()
    return found


def main(arguments: Sequence[str]) -> None:
    """Measure, and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rate", type=int, default=5000, help="frames a second")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--readers", type=int, default=5, help="of each process")
    parser.add_argument("--seconds", type=float, default=8.0)
    given = parser.parse_args(arguments)
    with redis_server() as redis:
        lags = asyncio.run(measure(given, redis.url))
    shown = ", ".join(
        f"{word} {quantile(lags, share):.1f}" for word, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))
    )
    print(f"{given.rate:,} a second, {given.processes} processes of {given.readers} readers: ms {shown}")


if __name__ == "__main__":
    main(sys.argv[1:])
