"""Order books against the exchange's own, with every fault of the stream at random.

    python -m tests.stream.book_soak --deltas 200000 --seed 1 [--rate 2500] [--markets 20] [--connections 1]

With a rate, changes come at it, and the client waits before it tries again as it does anywhere: the times in which
books are stale are what a user would see. Without one, changes come as fast as they are read, and nobody waits: more
goes wrong in less time. Prints a table; ends with status 1 if a book was ever wrong, or too little has happened to
tell.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Literal, get_args
from unittest.mock import patch

from attrs import define, evolve, field

from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_overlay.stream import BookView, Counters, OrderBooks, connect
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import DOCUMENTS, MEASURED, Behaviour
from kalshi_sandbox.stream.stream import EventStream, PerpsStream, Stream
from kalshi_sandbox.stream_faults import (
    CLOSE_CODES,
    Close,
    Corrupt,
    Drift,
    Drop,
    Duplicate,
    Freeze,
    IgnoreCommand,
    RejectCommand,
    RejectHandshake,
    Renumber,
    Reorder,
    SkipSequence,
    Slow,
    StreamFault,
    Terminate,
    Unsubscribe,
)
from tests.stream.oracle import WITH_CLOCKS, BookOracle, PerpsBookOracle
from tests.stream.running import run
from tests.stream.timing import StaleTimes

SIZES = {
    "small": ["--deltas", "1000", "--markets", "3", "--times", "6"],
    "middle": ["--deltas", "30000", "--times", "30"],
    "full": ["--deltas", "200000", "--rate", "2500"],
}
# At a rate, the times in which books are stale are figures.
ALONE = ["full"]

BEHAVIOURS = {
    "clocks": WITH_CLOCKS,
    "measured": MEASURED,
    "documents": DOCUMENTS,
    "documents-without-clocks": evolve(DOCUMENTS, book_clocks=False),
}
CHANNEL = "orderbook_delta"
OFTEN, RARE = 1.0, 0.25
CHUNK = 250
# So many snapshots of a market may be asked for at once; one a second in the long run.
IN_A_ROW = 3
# Far above what is needed: it ends a soak test that hangs.
TIMEOUT = 60.0
# Fewer sorts of faults than these would be too few to say that everything goes wrong.
FEWEST_SORTS = 11
ON_MESSAGES: list[tuple[StreamFault, float]] = [
    (Drop(), OFTEN),
    (SkipSequence(3), OFTEN),
    (Duplicate(), OFTEN),
    (Reorder(), OFTEN),
    *((Corrupt(form), OFTEN) for form in ("truncated", "garbage", "not_utf8")),
    (Corrupt("half_frame"), RARE),
    (Freeze(0.05), RARE),
    (Slow(0.02), RARE),
    *((Close(code), RARE) for code in CLOSE_CODES),
    (Terminate(10), RARE),
    (Terminate(25), RARE),
    (Unsubscribe(), RARE),
    (Renumber(), RARE),
]
ON_DELTAS = ("unknown-type", "extra-fields", "null-field", "missing-field", "numbers-for-strings")
ON_SNAPSHOTS = ("null-book-sides", "extra-fields", "numbers-for-strings")
# These pass: the same subscribe is sent again. Any other one would end the books for good.
PASSING = (18, 27)


@define
class Result:
    """What a soak test has found.

    Attributes:
        steps: Changes of books that were seen.
        right: Those at which the book claimed to be right.
        wrong: Those at which it claimed so, and was not; the first few of them.
        fired: How often each fault has happened.
        kinds: The classes of these.
        stale: How long books were stale.
        asked: How many snapshots of each market were asked for.
        seconds: How long it took.
        connections: How many connections fed the books.
    """

    counters: Counters
    steps: int = 0
    right: int = 0
    wrong: list[BookView] = field(factory=list)
    fired: Counter[str] = field(factory=Counter)
    kinds: set[type[StreamFault]] = field(factory=set)
    stale: StaleTimes = field(factory=StaleTimes)
    asked: Counter[str] = field(factory=Counter)
    seconds: float = 0.0
    connections: int = 1

    @property
    def missing(self) -> list[str]:
        """The classes of faults of which none has happened."""
        return [kind.__name__ for kind in get_args(StreamFault) if kind not in self.kinds]

    @property
    def most_asked(self) -> float:
        """Snapshots a second of the market that was asked for most, on each connection, beyond three in a row."""
        most = max(self.asked.values(), default=0) / self.connections
        return max(0.0, most - IN_A_ROW) / max(self.seconds, 1.0)


def add_faults(served: Stream, deltas: int, times: float, random: Random) -> None:
    """Let every fault happen about so many times while so many changes are made."""
    faults = served.faults

    def seed() -> int:
        return random.randrange(1 << 30)

    for fault, share in ON_MESSAGES:
        faults.add(fault, channel=CHANNEL, probability=min(1.0, share * times / deltas), seed=seed())
    for kind, names in (("orderbook_delta", ON_DELTAS), ("orderbook_snapshot", ON_SNAPSHOTS)):
        for name in names:
            chance = min(1.0, times / deltas) if kind == "orderbook_delta" else 0.05
            faults.add(Drift(name), kind=kind, probability=chance, seed=seed())
    faults.add(Drop(), kind="orderbook_snapshot", probability=0.02, seed=seed())
    # A request for a snapshot fails rarely enough that no book waits for more than its ten seconds.
    for code in ERROR_CODES:
        faults.add(RejectCommand(code), kind="update_subscription", probability=0.003, seed=seed())
    for code in PASSING:
        faults.add(RejectCommand(code), kind="update_subscription", probability=0.02, seed=seed())
        faults.add(RejectCommand(code), kind="subscribe", probability=0.02, seed=seed())
    for command in ("update_subscription", "subscribe"):
        faults.add(IgnoreCommand(), kind=command, probability=0.01, seed=seed())
    for status in (401, 403, 429, 502, 503):
        faults.add(RejectHandshake(status), probability=0.02, seed=seed())


@contextlib.contextmanager
def short_waits() -> Iterator[None]:
    """Let clients try again, and ask again for what was lost, almost at once."""
    with (
        patch("kalshi_overlay.stream.connection._WAIT_MAX", 0.005),
        patch("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 0.3),
        patch("kalshi_overlay.stream.snapshots.WAIT_INITIAL", 0.1),
        patch("kalshi_overlay.stream.snapshots._SPACING", 0.0),
        patch("kalshi_overlay.stream.shared._SECONDS_TO_FIRST_SNAPSHOT", 0.1),
        patch("kalshi_overlay.stream.commands._A_SECOND", 1000.0),
    ):
        yield


async def soak(
    *,
    deltas: int,
    seed: int,
    markets: int = 20,
    connections: int = 1,
    times: float = 30,
    rate: float | None = None,
    behaviour: Behaviour = WITH_CLOCKS,
    feed: Literal["api", "perps"] = "api",
    shows_progress: bool = False,
) -> Result:
    """Keep books while everything goes wrong, and hold each against the exchange's at every step.

    Args:
        deltas: Changes that are made.
        seed: Decides the changes, the faults and when they happen, but not how threads take turns.
        markets: How many books.
        connections: How many connections feed them.
        times: How often each of the frequent faults happens, about.
        rate: Changes a second; None for as many as are read.
        behaviour: What the exchange does.
        feed: Whose books.
        shows_progress: Whether progress is printed.
    """
    random = Random(seed)
    with Sandbox(seed=seed, behaviour=behaviour) as exchange:
        served: EventStream | PerpsStream = exchange.stream if feed == "api" else exchange.perps_stream
        firehose = served.firehose(markets=markets, seed=seed)
        oracle = BookOracle(exchange) if feed == "api" else PerpsBookOracle(exchange)
        how: Any = {"feed": feed, "connections": connections, "dead_after": 2}
        async with exchange.client() as client, connect(client, **how) as stream:
            result = Result(stream.counters, connections=connections)

            def check(view: BookView) -> None:
                result.steps += 1
                result.stale.see(view)
                if view.stale is None:
                    result.right += 1
                    if not oracle.is_right(view):
                        result.wrong.append(view)
                else:
                    oracle.forget(view.ticker)

            books = stream.orderbooks(firehose.tickers)
            books.on_change(check)
            await books
            add_faults(served, deltas, times, random)
            began = time.monotonic()
            while firehose.changes < deltas and not result.wrong:
                seen, chunk = result.steps, min(CHUNK, deltas - firehose.changes)
                await asyncio.to_thread(firehose.run, chunk, per_second=rate)
                if rate is None and random.random() < 0.8:
                    async with asyncio.timeout(TIMEOUT):
                        await books
                        # Books that say nothing of what they have lost would be right while nothing comes, for example
                        # while a busy machine opens the connection again.
                        while chunk == CHUNK and result.steps == seen:
                            await asyncio.sleep(0.001)
                if shows_progress and firehose.changes // CHUNK % 40 == 0:
                    print(f"{firehose.changes:,} changes, {result.right:,} steps right", file=sys.stderr, flush=True)
            result.seconds = time.monotonic() - began
            result.fired.update(repr(fired.fault) for fired in served.faults.fired)
            result.kinds.update(type(fired.fault) for fired in served.faults.fired)
            result.asked.update(asked_for(served))
            served.faults.clear()
            if not result.wrong:
                await catch_up(served, books, oracle)
        oracle.close()
    return result


def asked_for(served: Stream) -> Iterator[str]:
    """The market of each snapshot that was asked for by a command of its own."""
    for command in served.commands("update_subscription"):
        if command.params.get("action") == "get_snapshot":
            yield from command.params.get("market_tickers", ())


async def catch_up(served: Stream, books: OrderBooks[Any], oracle: BookOracle | PerpsBookOracle) -> None:
    """Wait until all books are what the exchange's are: one more snapshot each shows what was dropped last."""
    async with asyncio.timeout(TIMEOUT):
        served.kill()
        while not all(oracle.is_newest(view) for view in books.values()):
            await asyncio.sleep(0.01)


def report(result: Result) -> None:
    """Print what a soak test has found."""
    for fault, times in sorted(result.fired.items()):
        print(f"{fault:<32}{times:>8,}")
    print(*result.stale.lines(), sep="\n")
    print(f"{result.counters}\n{result.seconds:.0f} s", *result.wrong, sep="\n")
    print(f"snapshots asked for {result.asked.total():,}, of one market at most {result.most_asked:.2f} a second")
    print(
        f"steps {result.steps:,}, of which right {result.right:,}, of which wrong {len(result.wrong):,}; "
        f"faults {result.fired.total():,} of {len(result.fired)} sorts"
    )


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--deltas", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--markets", type=int, default=20)
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument(
        "--times", type=float, help="how often each frequent fault happens, about: 100, or 10 at a rate"
    )
    parser.add_argument("--rate", type=float, default=None, help="changes a second; as fast as read if left out")
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="clocks", help="what the exchange does")
    given = parser.parse_args(arguments)
    given.behaviour = BEHAVIOURS[given.behaviour]
    given.times = given.times or (10 if given.rate else 100)
    with contextlib.nullcontext() if given.rate else short_waits():
        result = run(soak(**vars(given), shows_progress=True), timeout=None)
    report(result)
    is_shown = result.right > 0 and len(result.fired) >= FEWEST_SORTS
    if given.rate and result.most_asked > 1:
        return 1
    return 0 if is_shown and not result.wrong else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
