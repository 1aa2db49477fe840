"""A recorder at a rate that a sandbox can't keep on a busy machine: frames that were made before are sent to it.

    python -m tests.recording.rate_soak --seconds 300 --rate 5000 --markets 1000 [--full-for 10]

Prints the CPU and the memory of the process that records, and how many changes a second go through the books of a
replay. Ends with status 1 if a change is missing or there twice, if a replayed book is wrong, if the process took more
than a core, or more memory than is said.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import msgspec
from attrs import define, field
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from kalshi_overlay.recording import replay
from kalshi_overlay.stream import LevelChange
from tests.forks import Spawner
from tests.keys import pem
from tests.recording.recording_soak import fill_disk, until_gone, usage
from tests.recording.writer import CHANNEL, Writer

SIZES: dict[str, list[str]] = {
    "small": ["--seconds", "0.5", "--rate", "400", "--markets", "5", "--full-for", "0.1"],
    "middle": ["--seconds", "6", "--full-for", "1"],
    "full": ["--seconds", "300", "--full-for", "10"],
}
# Its figures are of time.
ALONE = ["full"]
LEVELS = 20
COUNT = Decimal(100)
# What a process may need: what it has imported, what waits while the disk is full, and the newest file, twice.
MOST_MEMORY = 500e6


@define
class Source:
    """An exchange that sends snapshots of its markets, then changes at a rate: one more contract, one less, and so on.

    Attributes:
        tickers: The markets.
        rate: Changes a second.
        sent: How many it has sent.
        is_stopped: Whether it sends no more.
    """

    tickers: list[str]
    rate: float
    sent: int = 0
    is_stopped: bool = False
    _encode: Any = field(factory=lambda: msgspec.json.Encoder().encode)

    async def serve(self, connection: ServerConnection) -> None:
        """Confirm the subscription, and send."""
        try:
            command = msgspec.json.decode(await connection.recv())
            confirmed = {"type": "subscribed", "id": command["id"], "msg": {"channel": CHANNEL, "sid": 1}}
            await connection.send(self._encode(confirmed), text=True)
            for seq, ticker in enumerate(self.tickers, 1):
                await connection.send(self._snapshot(seq, ticker), text=True)
            began = time.monotonic()
            while not self.is_stopped:
                due = int((time.monotonic() - began) * self.rate)
                for _ in range(min(due - self.sent, 100)):
                    await connection.send(self._change(self.sent), text=True)
                    self.sent += 1
                await asyncio.sleep(0.002)
            await connection.wait_closed()
        except ConnectionClosed:
            pass

    def _snapshot(self, seq: int, ticker: str) -> bytes:
        levels = {
            "yes_dollars_fp": [[f"0.{price:02}00", f"{COUNT}.00"] for price in range(20, 20 + LEVELS)],
            "no_dollars_fp": [[f"0.{price:02}00", f"{COUNT}.00"] for price in range(60, 60 + LEVELS)],
        }
        body = {"market_ticker": ticker, "market_id": str(UUID(int=seq)), **levels}
        return bytes(self._encode({"type": "orderbook_snapshot", "sid": 1, "seq": seq, "msg": body}))

    def _change(self, number: int) -> bytes:
        markets, now = len(self.tickers), time.time()
        turn, market = divmod(number, markets)
        level = turn // 2 % LEVELS
        body = {
            "market_ticker": self.tickers[market],
            "market_id": UUID(int=market + 1),
            "price_dollars": f"0.{(20 if market % 2 else 60) + level}00",
            "delta_fp": "-1.00" if turn % 2 else "1.00",
            "side": "yes" if market % 2 else "no",
            "ts": datetime.fromtimestamp(now, UTC),
            "ts_ms": int(now * 1000),
        }
        sent = {"type": "orderbook_delta", "sid": 1, "seq": markets + number + 1, "sending_ts_ms": int(now * 1000)}
        return bytes(self._encode(sent | {"msg": body}))

    def count_at(self, market: int, level: int) -> Decimal:
        """How many contracts a level has that is changed, after all that was sent."""
        turns = self.sent // len(self.tickers) + (market < self.sent % len(self.tickers))
        return COUNT + (turns % 2 if (turns - 1) // 2 % LEVELS == level else 0)


async def soak(*, seconds: float, rate: float, markets: int, full_for: float) -> list[str]:
    """Record at a rate, and look at what is there; returns what was wrong."""
    source = Source([f"KXRATE-26DEC31-{number}" for number in range(markets)], rate)
    with tempfile.TemporaryDirectory() as folder, closing(Spawner("tests.recording.writer")) as spawner:
        to = f"{folder}/data"
        async with serve(source.serve, "127.0.0.1", 0, compression=None) as server:
            port = server.sockets[0].getsockname()[1]
            writer = Writer(
                base_url=f"http://127.0.0.1:{port}/trade-api/v2",
                access_key_id="an-id",
                private_key=pem("Ed25519").decode(),
                folder=to,
                tickers=source.tickers,
                lose_at_most=min(5.0, seconds / 2),
            )
            process = await asyncio.to_thread(spawner.start, writer)
            while not source.sent:
                await asyncio.sleep(0.01)
            before, began = usage(process)[0], time.monotonic()
            await asyncio.sleep(seconds / 3)
            await asyncio.to_thread(fill_disk, process, full_for)
            await asyncio.sleep(max(0.0, began + seconds - time.monotonic()))
            cores = (usage(process)[0] - before) / (time.monotonic() - began)
            source.is_stopped, took = True, time.monotonic() - began
            await asyncio.sleep(0.5)
            memory = usage(process)[1]
            os.kill(process, signal.SIGTERM)
            await asyncio.to_thread(until_gone, process)
        problems = [f"{cores:.2f} cores"] if cores > 1 else []
        problems += [f"{memory / 1e6:.0f} MB"] if memory > MOST_MEMORY else []
        problems += judge_rows(to, source) + await judge_books(to, source)
        files = list(Path(to).rglob("*.parquet"))
        size = sum(file.stat().st_size for file in files)
        print(f"{source.sent:,} changes of {markets:,} markets at {source.sent / took:,.0f} a second")
        print(f"{len(files)} files, {size / max(1, source.sent):.1f} bytes a change")
        print(f"recorded with {cores:.2f} cores and {memory / 1e6:.0f} MB")
    return problems


def judge_rows(folder: str, source: Source) -> list[str]:
    """Whether each change is there once."""
    ((rows, seqs),) = duckdb.sql(
        f"select count(*), count(distinct seq) from read_parquet('{folder}/**/*.parquet', union_by_name=true) "
        "where type = 'orderbook_delta'"
    ).fetchall()
    return [] if rows == seqs == source.sent else [f"{rows} rows of {seqs} changes, and {source.sent} were sent"]


async def judge_books(folder: str, source: Source) -> list[str]:
    """Whether the replayed books are what they must be in the end; prints how fast they were."""
    changes, last = 0, dict[str, Any]()

    def follow(change: LevelChange) -> None:
        nonlocal changes
        if change.stale is None:
            changes += 1
            if change.level is not None:
                last[change.ticker] = change.level

    async with replay(folder) as stream:
        stream.orderbooks(source.tickers).on_level_change(follow)
        began, used = time.perf_counter(), time.process_time()
        await stream.run_forever()
        took, used = time.perf_counter() - began, time.process_time() - used
    print(f"replay of {changes / took:,.0f} changes a second through books, {changes / used:,.0f} in a second of CPU")
    for market, ticker in enumerate(source.tickers):
        level = last[ticker]
        at = int(level.price * 100) - (20 if market % 2 else 60)
        if level.count != source.count_at(market, at):
            return [f"{level} of {ticker} is wrong"]
    return []


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=5000, help="changes a second")
    parser.add_argument("--markets", type=int, default=1000)
    parser.add_argument("--full-for", type=float, default=5, help="seconds for which nothing can be written")
    problems = asyncio.run(soak(**vars(parser.parse_args(arguments))))
    print(*problems, sep="\n")
    print(f"{len(problems)} problems" + "".join(f"; {problem}" for problem in problems))
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
