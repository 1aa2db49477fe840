"""Consumers in many processes, while relays and Redis are killed in turns.

    python -m tests.relay.relay_soak --processes 4 --readers 5 --rate 5000 --kills 30

Each consumer keeps the books of all markets. Those of a stream share its frames; give `--streams 5 --readers 1` for a
stream for each. What it claims to be right is held against the
exchange's books at that clock. After each kill, books must have become right again at every consumer, with what has
happened since. Without processes, all runs in this one, with short leases. Prints a table; ends with status 1 if a book
was ever right and wrong at once, or an outage did not end.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from attrs import define, field
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from kalshi_overlay.relay import Relay
from kalshi_overlay.relay.log import FrameLog
from kalshi_overlay.stream import connect
from kalshi_overlay.stream.feeds import BOOKS
from kalshi_sandbox import Sandbox
from tests.program_environment import environment_of
from tests.rate_limits.redis_server import RedisServer, redis_server
from tests.relay.consuming import consume, of_relay
from tests.stream.oracle import WITH_CLOCKS, BookOracle
from tests.stream.running import run
from tests.stream.timing import quantile

SIZES = {
    "small": ["--processes", "0", "--readers", "2", "--markets", "3", "--rate", "500", "--kills", "3", "--pause", "0"],
    "middle": ["--processes", "2", "--readers", "2", "--rate", "1000", "--kills", "3", "--pause", "0"],
    "full": ["--processes", "4", "--readers", "5", "--rate", "5000", "--kills", "30", "--pause", "3"],
}
# It is a figure how long outages last.
ALONE = ["full"]

# Far above what is needed: it ends a soak test that hangs.
TIMEOUT = 90.0
KINDS = ("relay killed", "Redis killed", "relay frozen")
FROZEN_SECONDS = 5.0
DOWN_SECONDS = 1.0


@define
class Found:
    """What a soak test has found.

    Attributes:
        reports: The newest report of each stream.
        looked: Books that claimed to be right, and were looked at.
        wrong: Those that were not; the first few of them.
        outages: Seconds from a kill to the moment at which every book of every consumer was right again, by its kind.
        lags: Milliseconds from sending to receiving, over the relay.
        direct_lags: The same, over a connection to the exchange.
        changes: Changes that the exchange made.
        seconds: How long it took.
    """

    reports: dict[Any, list[dict[str, Any]]] = field(factory=dict)
    looked: int = 0
    wrong: list[Any] = field(factory=list)
    outages: list[tuple[str, float]] = field(factory=list)
    lags: list[float] = field(factory=list)
    direct_lags: list[float] = field(factory=list)
    changes: int = 0
    seconds: float = 0.0


class Relays(Protocol):
    """Two relays, of which one leads."""

    async def start(self, number: int) -> None:
        """Start one."""

    async def leader(self) -> int | None:
        """Which one leads; None if none does."""

    async def kill(self, number: int) -> None:
        """End one as a crash would."""

    async def freeze(self, number: int) -> None:
        """Let one do nothing for longer than its lease, and then go on as if nothing had been."""


class RelaysHere:
    """Relays in this process."""

    def __init__(self, exchange: Sandbox, url: str, tickers: Sequence[str]) -> None:
        self._client = exchange.client()
        self._relays = [Relay(self._client, url, {BOOKS: {"market_tickers": list(tickers)}}) for _ in range(2)]
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def start(self, number: int) -> None:
        """Start one."""
        self._tasks[number] = asyncio.create_task(self._relays[number].run())

    async def leader(self) -> int | None:
        """Which one leads; None if none does."""
        return next((number for number, relay in enumerate(self._relays) if relay.is_leading), None)

    async def kill(self, number: int) -> None:
        """End one without its last words."""
        task = self._tasks.pop(number)

        async def say_nothing(*_: Any, **__: Any) -> None:
            pass

        with patch.multiple(FrameLog, end=say_nothing, release=say_nothing):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def freeze(self, number: int) -> None:
        """In this process it would freeze everything, so it says nothing of its life."""

        async def say_nothing(*_: Any, **__: Any) -> None:
            await asyncio.sleep(0.5)

        with patch.object(FrameLog, "hold", say_nothing):
            await asyncio.sleep(0.5)

    async def close(self) -> None:
        """End all."""
        for number in list(self._tasks):
            await self.kill(number)
        await self._client.aclose()


class RelayProcesses:
    """Relays in processes of their own."""

    def __init__(self, exchange: Sandbox, url: str, tickers: Sequence[str], folder: Path) -> None:
        self._environment = environment_of(exchange, folder)
        self._command = [sys.executable, "-m", "kalshi_overlay.relay", "--redis", url, "--markets", *tickers]
        self._log = (folder / "relays.log").open("w")
        self._redis: Any = AsyncRedis.from_url(url)
        self._processes: dict[int, asyncio.subprocess.Process] = {}

    async def start(self, number: int) -> None:
        """Start one."""
        self._processes[number] = await asyncio.create_subprocess_exec(
            *self._command, env=self._environment, stderr=self._log
        )

    async def leader(self) -> int | None:
        """Which one leads; None if none does."""
        with contextlib.suppress(RedisError):
            lease = await self._redis.get("kalshi:relay:{kalshi}:lease")
            pid = int(lease.split(b":")[1]) if lease else None
            return next((number for number, each in self._processes.items() if each.pid == pid), None)
        return None

    async def kill(self, number: int) -> None:
        """Kill one."""
        process = self._processes.pop(number)
        process.kill()
        await process.wait()

    async def freeze(self, number: int) -> None:
        """Stop one for a while."""
        self._processes[number].send_signal(signal.SIGSTOP)
        await asyncio.sleep(FROZEN_SECONDS)
        self._processes[number].send_signal(signal.SIGCONT)

    async def close(self) -> None:
        """End all."""
        for number in list(self._processes):
            await self.kill(number)
        self._log.close()
        await self._redis.aclose()


@contextlib.contextmanager
def short_leases() -> Iterator[None]:
    """Let another relay lead soon, and let everybody try again almost at once."""
    with (
        patch("kalshi_overlay.relay.log.LEASE_SECONDS", 0.2),
        patch("kalshi_overlay.relay.log.BEAT_SECONDS", 0.05),
        patch("kalshi_overlay.relay.relay.BEAT_SECONDS", 0.05),
        patch("kalshi_overlay.relay.relay._WAIT_MAX", 0.05),
        patch("kalshi_overlay.stream.connection._WAIT_MAX", 0.05),
        patch("kalshi_overlay.stream.shared._SECONDS_TO_FIRST_SNAPSHOT", 0.1),
        patch("kalshi_overlay.stream.snapshots.WAIT_INITIAL", 0.1),
        patch("kalshi_overlay.stream.snapshots._SPACING", 0.05),
    ):
        yield


class Soak:
    """One run: an exchange whose books change, and what reads them.

    Args:
        given: The command line.
        exchange: The exchange.
        redis: The server.
        folder: For files.
    """

    def __init__(self, given: argparse.Namespace, exchange: Sandbox, redis: RedisServer, folder: Path) -> None:
        self.found = Found()
        self._given = given
        self._exchange = exchange
        self._redis = redis
        self._folder = folder
        self._hose = exchange.stream.firehose(markets=given.markets, seed=given.seed)
        self._oracle = BookOracle(exchange)
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Kill what is to be killed, and wait for the end of each outage."""
        given, tickers = self._given, self._hose.tickers
        relays: RelaysHere | RelayProcesses
        if given.processes:
            relays = RelayProcesses(self._exchange, self._redis.url, tickers, self._folder)
        else:
            relays = RelaysHere(self._exchange, self._redis.url, tickers)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(relays.close)
            await relays.start(0)
            await relays.start(1)
            pouring = asyncio.create_task(self._pour())
            stack.push_async_callback(self._end, pouring)
            await stack.enter_async_context(self._consumers())
            await self._until_all_are_right("start")
            began, changes = time.monotonic(), self._hose.changes
            self.found.lags.clear()
            self.found.direct_lags.clear()
            if not given.kills:
                await asyncio.sleep(given.seconds)
            for number in range(given.kills):
                await asyncio.sleep(given.pause)
                await self._break(KINDS[number % len(KINDS)], relays)
            self.found.seconds = time.monotonic() - began
            self.found.changes = self._hose.changes - changes
        self._oracle.close()

    async def _break(self, kind: str, relays: Relays) -> None:
        while (leader := await relays.leader()) is None:
            await asyncio.sleep(0.01)
        since = asyncio.create_task(self._until_all_are_right(kind))
        await asyncio.sleep(0)
        if kind == "Redis killed":
            await asyncio.to_thread(self._redis.kill)
            await asyncio.sleep(DOWN_SECONDS if self._given.processes else 0.1)
            await asyncio.to_thread(self._redis.start)
        elif kind == "relay killed":
            await relays.kill(leader)
            await since
            await relays.start(leader)
        else:
            await relays.freeze(leader)
        await since

    async def _until_all_are_right(self, kind: str) -> None:
        """Wait until every consumer has right books, with something that has happened after now."""
        began = time.monotonic()
        clock = max(self._oracle.clock(ticker) for ticker in self._hose.tickers)
        count = max(1, self._given.processes) * self._given.streams * self._given.readers
        async with asyncio.timeout(TIMEOUT):
            while True:
                reports = [report for key, each in self.found.reports.items() if key != "direct" for report in each]
                is_right = (each["right"] == each["books"] and each["clock"] > clock for each in reports)
                if len(reports) == count and all(is_right):
                    break
                await asyncio.sleep(0.01)
        self.found.outages.append((kind, time.monotonic() - began))

    async def _pour(self) -> None:
        while not self._stop.is_set():
            await asyncio.to_thread(self._hose.run, max(10, self._given.rate // 10), per_second=self._given.rate)

    async def _end(self, pouring: asyncio.Task[None]) -> None:
        self._stop.set()
        await pouring

    @contextlib.asynccontextmanager
    async def _consumers(self) -> AsyncIterator[None]:
        given, tasks = self._given, []
        if given.direct or not given.processes:
            client = self._exchange.client()
            opens = [lambda: connect(client)] if given.direct else [of_relay(self._redis.url)] * given.streams
            name = "direct" if given.direct else "here"
            tasks.append(
                consume(
                    opens,
                    1 if given.direct else given.readers,
                    self._hose.tickers,
                    lambda said: self._hear(name, said),
                    self._stop,
                )
            )
        command = [sys.executable, "-m", "tests.relay.consuming", self._redis.url]
        command += [str(given.streams), str(given.readers)]
        processes = [
            await asyncio.create_subprocess_exec(
                *command, *self._hose.tickers, stdout=asyncio.subprocess.PIPE, limit=1 << 26
            )
            for _ in range(given.processes)
        ]
        running = [asyncio.create_task(each) for each in tasks]
        running += [asyncio.create_task(self._listen(number, each)) for number, each in enumerate(processes)]
        try:
            yield
        finally:
            self._stop.set()
            for process in processes:
                process.kill()
            await asyncio.gather(*running, *(each.wait() for each in processes))

    async def _listen(self, number: int, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while (line := await process.stdout.readline()).endswith(b"\n"):
            self._hear(number, json.loads(line))

    def _hear(self, name: Any, said: list[dict[str, Any]]) -> None:
        found = self.found
        found.reports[name] = said
        for report in said:
            (found.direct_lags if name == "direct" else found.lags).extend(report["lags"])
            for ticker, clock, state in report["looks"]:
                found.looked += 1
                if not self._oracle.was(ticker, clock, state):
                    found.wrong.append((name, ticker, clock))


def soak(given: argparse.Namespace) -> Found:
    """Run a soak test of a size."""
    with contextlib.ExitStack() as stack:
        # The exchange is a thread of this process, and is to keep its rate.
        stack.callback(sys.setswitchinterval, sys.getswitchinterval())
        sys.setswitchinterval(0.0005)
        if not given.processes:
            stack.enter_context(short_leases())
        exchange = stack.enter_context(Sandbox(seed=given.seed, behaviour=WITH_CLOCKS))
        redis = stack.enter_context(redis_server())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))

        async def scenario() -> Found:
            running = Soak(given, exchange, redis, folder)
            try:
                await running.run()
            except TimeoutError:
                print((folder / "relays.log").read_text() if given.processes else "", file=sys.stderr)
                raise
            return running.found

        return run(scenario(), timeout=None)


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, default=4, help="of consumers; 0 for all in this one")
    parser.add_argument("--streams", type=int, default=1, help="of each process")
    parser.add_argument("--readers", type=int, default=5, help="consumers of each stream")
    parser.add_argument("--markets", type=int, default=20)
    parser.add_argument("--rate", type=int, default=5000, help="changes a second")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds before each")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long, if nothing is killed")
    parser.add_argument("--direct", action="store_true", help="measure a connection to the exchange beside it")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    found = soak(given)
    rate = found.changes / found.seconds
    print(f"changes {found.changes:,} in {found.seconds:.0f} s ({rate:,.0f} a second)")
    for name, lags in (("over the relay", found.lags), ("direct", found.direct_lags)):
        if lags:
            shown = ", ".join(
                f"{word} {quantile(lags, q):.1f}" for word, q in (("p50", 0.5), ("p99", 0.99), ("max", 1))
            )
            print(f"milliseconds from the exchange to the book {name}: {shown}")
    for kind in ("start", *KINDS):
        seconds = [each for what, each in found.outages if what == kind]
        if seconds:
            print(f"{kind} {len(seconds)} times: right after {quantile(seconds, 0.5):.1f} s, max {max(seconds):.1f} s")
    print(
        f"{found.looked:,} books looked at that claimed to be right, of which wrong {len(found.wrong)};"
        f" {len(found.outages) - 1} outages, each of which has ended"
    )
    return 0 if found.looked and not found.wrong and len(found.outages) == given.kills + 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
