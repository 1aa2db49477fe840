"""Many readers of the same channels, made, changed and ended at random: each gets exactly its own.

    python -m tests.stream.sharing_soak --seconds 60 --readers 50 --markets 200 --rate 5000

The exchange numbers what it publishes, for each market of each channel. So each reader can tell a message of a market
that is not its own, one that came twice, and one that is missing. A market is a reader's own from the call that asks
for it until the call that gives it up has returned. Nothing of it may be missing from the moment at which the first
call has returned to the one at which the second is made; before that, the reader waits for all that was published so
far. Order books are held against the exchange's. At the end of a round all readers rest, and the exchange must have
exactly the markets that they read. The commands that the exchange received must keep to the client's pace.

With `--made` it ends after so many readers instead. Prints what it found; ends with status 1 if a reader got what it
should not, missed something, or a book was wrong; if commands came too fast; or if too little has happened to tell.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from attrs import define, field

from kalshi_overlay.stream import Counters, OrderBooks, OrderBookView, Stream, connect
from kalshi_overlay.stream.subscription import Subscription
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import DOCUMENTS, MEASURED, Behaviour
from kalshi_sandbox.stream.command_log import ReceivedCommand
from kalshi_sandbox.stream.mirror import market_id
from tests.stream.oracle import WITH_CLOCKS, BookOracle
from tests.stream.published import BOOKS, Published
from tests.stream.running import run

SIZES = {
    "small": [
        "--made",
        "32",
        "--rounds",
        "2",
        "--readers",
        "16",
        "--markets",
        "20",
        "--rate",
        "2000",
        "--pause",
        "0.2",
    ],
    "middle": ["--seconds", "10", "--rounds", "4", "--readers", "25", "--markets", "100", "--rate", "2000"],
    "full": ["--seconds", "60"],
}
# At a rate, it matters who keeps up.
ALONE = ["full"]

BEHAVIOURS = {"measured": MEASURED, "documents": DOCUMENTS, "clocks": WITH_CLOCKS}
# What readers read, in turn; in every other round those of all markets read some, since they leave nothing to add.
KINDS = ("trade", "ticker", BOOKS, "books", "trade of all", "ticker by id", BOOKS, "books", "ticker of all")
OF_ALL, BY_ID = " of all", " by id"
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "trade": [{}, {"skip_ticker_ack": True}],
    "ticker": [
        {},
        {"skip_ticker_ack": True},
        {"send_initial_snapshot": True},
        {"send_initial_snapshot": True, "skip_ticker_ack": True},
    ],
    BOOKS: [{}, {"use_yes_price": True}, {"use_yes_price": True, "skip_ticker_ack": True}],
}
# The most of all markets that are named at a time, and how many readers end before they are confirmed.
SHARE, AT_ONCE = 0.4, 0.1
# Far above what is needed: it ends a soak test that hangs.
TIMEOUT = 20.0
# Changes of books that are made at a time, and the most seconds that a late exchange makes up for.
CHUNK, LATE = 25, 0.25
# Of so many changes of a book, one is held against the exchange's.
STEPS_A_LOOK = 4
# The client's pace, and how much later than it was sent a command may be read by a busy exchange, in seconds.
A_SECOND, AT_ONE_TIME, LATENESS = 10.0, 20, 0.5


@define
class Result:
    """What a soak test has found.

    Attributes:
        faults: What was wrong, in words, and how often.
        made: Readers that were made, by what they read.
        ended: Readers that have ended.
        added: Changes that added markets to a reader.
        removed: Changes that took markets from a reader.
        delivered: Messages that readers were given.
        steps: Changes of books that were seen.
        looked_at: Those that were held against the exchange's.
        published: Messages that the exchange published.
        commands: Commands that it received.
        fullest: How many commands it received beyond ten a second, at most.
    """

    counters: Counters
    faults: Counter[str] = field(factory=Counter)
    made: Counter[str] = field(factory=Counter)
    ended: int = 0
    added: int = 0
    removed: int = 0
    delivered: int = 0
    steps: int = 0
    looked_at: int = 0
    published: int = 0
    commands: Counter[str] = field(factory=Counter)
    fullest: float = 0.0
    seconds: float = 0.0
    cpu: float = 0.0

    def is_shown(self, readers: int) -> bool:
        """Whether enough has happened to tell."""
        commands = {"subscribe", "unsubscribe", "add_markets", "delete_markets"}
        return (
            self.made.total() >= 2 * readers
            and self.ended == self.made.total()
            and min(self.added, self.removed) >= readers // 2
            and self.delivered >= 1000
            and self.looked_at >= 100
            and set(KINDS) <= self.made.keys()
            and commands <= self.commands.keys()
            # Commands had to wait for their turns.
            and self.fullest > AT_ONE_TIME / 2
        )


@define
class Bench:
    """What all readers share.

    Attributes:
        markets: All markets.
        pause: The longest time between two changes of a reader, in seconds.
        may_read_all: Whether readers may read all markets now.
        stop: Set when all readers are to rest, and then to end.
        resting: How many rest.
        go_on: Set when those that rest are to end.
    """

    exchange: Sandbox
    stream: Stream
    oracle: BookOracle
    published: Published
    result: Result
    markets: Sequence[str]
    pause: float
    may_read_all: bool = False
    stop: asyncio.Event = field(factory=asyncio.Event)
    resting: int = 0
    go_on: asyncio.Event = field(factory=asyncio.Event)

    def some(self, random: Random, among: Sequence[str], share: float = SHARE) -> list[str]:
        """Some markets."""
        return random.sample(among, random.randint(1, max(1, int(len(among) * share))))

    async def wait(self, random: Random) -> None:
        """Wait for a while, or until all are to rest."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(random.random() * self.pause):
                await self.stop.wait()

    async def rest(self) -> None:
        """Rest, if all are to."""
        if self.stop.is_set():
            self.resting += 1
            await self.go_on.wait()

    async def in_time(self, condition: Callable[[], bool]) -> bool:
        """Wait until something holds; False if it does not in good time."""
        try:
            async with asyncio.timeout(TIMEOUT):
                while not condition():
                    await asyncio.sleep(0.005)
        except TimeoutError:
            return False
        return True

    def is_held(self) -> bool:
        """Whether the exchange has exactly the markets that are read."""
        tickers: dict[Any, str] = {UUID(market_id(market)): market for market in self.markets}
        read = Counter(
            (channel, frozenset(tickers.get(name, name) for reader in shared.readers for name in reader.demand.names))
            for connection in self.stream._pool.connections
            for channel, shared in connection._subscriptions.items()
        )
        return read == Counter(
            (each.channel, frozenset(each.names))
            for connection in self.exchange.stream.connections
            for each in connection.subscriptions
        )


class Reader:
    """A subscription, each message of which is held against what was published.

    Args:
        kind: What it reads.
        bench: What all readers share.
        random: Decides the rest.
    """

    def __init__(self, kind: str, bench: Bench, random: Random) -> None:
        self._kind = kind
        self._bench = bench
        self._random = random
        self._is_of_all = kind.endswith(OF_ALL)
        self._by_id = kind.endswith(BY_ID)
        self._channel = kind.removesuffix(OF_ALL).removesuffix(BY_ID)
        self._options = random.choice(OPTIONS[self._channel])
        markets = bench.markets if self._is_of_all else bench.some(random, bench.markets)
        # Where there are readers of all markets, the exchange is not asked for single ones, and sends nothing at first.
        begins_with_a_ticker = "send_initial_snapshot" in self._options and not bench.may_read_all
        self._begins_with_a_state = begins_with_a_ticker or self._channel == BOOKS
        # The number from which on nothing may be missing, by market; infinite before it is confirmed.
        self._complete_from: dict[str, float] = dict.fromkeys(markets, math.inf)
        self._last: dict[str, int] = {}

    async def live(self) -> None:
        """Subscribe, change what it reads a few times, and end."""
        subscribe: Any = self._bench.stream.subscribe
        named = {} if self._is_of_all else self._named(list(self._complete_from))
        subscription: Subscription[Any] = subscribe(self._channel, **self._options, **named)
        reading = asyncio.create_task(self._read(subscription))
        try:
            await self._change(subscription)
            await subscription.unsubscribe()
            await reading
        finally:
            reading.cancel()
        if subscription.gaps or subscription.drops:
            self._fault(f"gaps {subscription.gaps}, drops {subscription.drops}")

    async def _change(self, subscription: Subscription[Any]) -> None:
        random, bench = self._random, self._bench
        if random.random() >= AT_ONCE:
            await subscription
            self._confirmed(list(self._complete_from))
            for _ in range(random.randint(0, 4)):
                await bench.wait(random)
                if not self._is_of_all:
                    await random.choice((self._add, self._remove))(subscription)
            await bench.wait(random)
            await bench.rest()
            await self._has_everything(list(self._complete_from))

    def _named(self, markets: list[str]) -> dict[str, list[Any]]:
        if self._by_id:
            return {"market_ids": [UUID(market_id(market)) for market in markets]}
        return {"market_tickers": markets}

    async def _add(self, subscription: Subscription[Any]) -> None:
        others = [market for market in self._bench.markets if market not in self._complete_from]
        if not others:
            return
        markets = self._bench.some(self._random, others)
        self._complete_from.update(dict.fromkeys(markets, math.inf))
        await subscription.update("add_markets", **self._named(markets))
        self._confirmed(markets)
        self._bench.result.added += 1

    async def _remove(self, subscription: Subscription[Any]) -> None:
        own = list(self._complete_from)
        if len(own) < 2:
            return
        markets = self._bench.some(self._random, own, 0.5)
        await self._has_everything(markets)
        await subscription.update("delete_markets", **self._named(markets))
        # What came before the exchange confirmed it may not have been read yet.
        while len(subscription._inbox.queue):
            await asyncio.sleep(0)
        for market in markets:
            del self._complete_from[market]
            self._last.pop(market, None)
        self._bench.result.removed += 1

    def _confirmed(self, markets: list[str]) -> None:
        self._complete_from.update(self._bench.published.newest(self._channel, markets))

    async def _has_everything(self, markets: list[str]) -> None:
        """Wait until all has come that was published of markets so far."""
        due = self._bench.published.newest(self._channel, markets)
        # What was published before it was confirmed need not have come, but for what is sent of each market at first.
        due = {
            market: number
            for market, number in due.items()
            if self._begins_with_a_state or number > self._complete_from[market]
        }

        def is_all_there() -> bool:
            return all(self._last.get(market, -1) >= number for market, number in due.items())

        if not await self._bench.in_time(is_all_there):
            self._fault("what was published has not come")

    async def _read(self, subscription: Subscription[Any]) -> None:
        try:
            async for each in subscription:
                self._check(each)
        except Exception as error:
            self._fault(f"ended by {error!r}")

    def _check(self, received: Any) -> None:
        market, number = received.msg.market_ticker, received.sending_ts_ms
        self._bench.result.delivered += 1
        complete_from = self._complete_from.get(market)
        if complete_from is None:
            self._fault(f"a foreign {received.type}")
            return
        last = self._last.get(market)
        is_state = received.type == "orderbook_snapshot" or number <= 0
        if is_state:
            # As if the newest message that it knows of had come.
            number = -number
        elif last is None and self._begins_with_a_state and (self._channel == BOOKS or number > complete_from):
            # The ticker of a late-comer is the newest that came before it.
            self._fault(f"nothing comes before a {received.type}")
        if last is not None and (number < last or (number == last and not is_state)):
            self._fault(f"a {received.type} came twice, or too late")
        expected = max(-1 if last is None else last, complete_from) + 1
        if number > expected and not (is_state and last is None):
            self._fault(f"something is missing before a {received.type}")
        self._last[market] = number

    def _fault(self, what: str) -> None:
        self._bench.result.faults[f"{self._kind}: {what}"] += 1


class BooksReader:
    """Order books, held against the exchange's.

    Args:
        bench: What all readers share.
        random: Decides what it reads.
    """

    def __init__(self, bench: Bench, random: Random) -> None:
        self._bench = bench
        self._random = random
        self._own = dict.fromkeys(bench.some(random, bench.markets))
        self._right: set[str] = set()

    async def live(self) -> None:
        """Keep books, change which a few times, and end."""
        random, bench = self._random, self._bench
        books = bench.stream.orderbooks(list(self._own), snapshot_timeout=TIMEOUT)
        end = books.on_change(self._check)
        if random.random() >= AT_ONCE:
            await books
            for _ in range(random.randint(0, 4)):
                await bench.wait(random)
                await random.choice((self._add, self._remove))(books)
            await bench.wait(random)
            await bench.rest()
            await self._are_new(books, list(self._own))
        # The end makes all books stale.
        end()
        await books.close()

    async def _add(self, books: OrderBooks) -> None:
        others = [market for market in self._bench.markets if market not in self._own]
        if others:
            markets = self._bench.some(self._random, others)
            self._own.update(dict.fromkeys(markets))
            await books.add(markets)
            await books
            self._bench.result.added += 1

    async def _remove(self, books: OrderBooks) -> None:
        if len(self._own) > 1:
            markets = self._bench.some(self._random, list(self._own), 0.5)
            await self._are_new(books, markets)
            for market in markets:
                del self._own[market]
                self._right.discard(market)
            await books.remove(markets)
            self._bench.result.removed += 1

    async def _are_new(self, books: OrderBooks, markets: list[str]) -> None:
        """Wait until books have all that has happened so far."""
        steps = self._bench.oracle.steps(markets)
        is_since = self._bench.oracle.is_since
        if not await self._bench.in_time(lambda: all(is_since(books[each], step) for each, step in steps.items())):
            self._fault("a book has not become what the exchange's is")

    def _check(self, view: OrderBookView) -> None:
        result = self._bench.result
        result.steps += 1
        if view.ticker not in self._own:
            self._fault("a foreign book")
        elif view.stale is None:
            self._right.add(view.ticker)
            if result.steps % STEPS_A_LOOK == 0:
                result.looked_at += 1
                if not self._bench.oracle.is_right(view):
                    self._fault("a book is wrong")
        elif view.ticker in self._right:
            self._fault(f"a book went stale: {view.stale}")

    def _fault(self, what: str) -> None:
        self._bench.result.faults[f"books: {what}"] += 1


async def soak(
    *,
    readers: int,
    markets: int,
    rate: float,
    seed: int,
    pause: float,
    seconds: float | None,
    made: int | None,
    rounds: int,
    behaviour: Behaviour,
) -> Result:
    """Make, change and end readers while messages are published, and hold each message against what was published.

    Args:
        readers: How many there are at a time.
        markets: How many markets there are.
        rate: Messages a second that the exchange publishes, at most.
        seed: Decides what is read and what happens, but not how tasks take turns.
        pause: The longest time between two changes of a reader, in seconds.
        seconds: How long, in seconds.
        made: After how many readers it ends instead.
        rounds: How often all readers rest and end.
        behaviour: What the exchange does.
    """
    random = Random(seed)
    with Sandbox(seed=seed, behaviour=behaviour) as exchange:
        firehose = exchange.stream.firehose(markets=markets, seed=seed)
        oracle, published = BookOracle(exchange), Published(exchange)
        with published.numbering():
            async with exchange.client() as client, connect(client) as stream:
                bench = Bench(exchange, stream, oracle, published, Result(stream.counters), firehose.tickers, pause)
                asyncio.get_running_loop().set_exception_handler(partial(note_failure, bench.result))
                began, cpu = time.monotonic(), time.process_time()
                pouring = asyncio.create_task(pour(partial(firehose.run, CHUNK), published, rate))
                for number in range(rounds):
                    share = (number + 1) / rounds
                    await a_round(
                        bench,
                        random,
                        readers,
                        may_read_all=number % 2 == 1,
                        until=began + seconds * share if seconds else math.inf,
                        made=made * share if made else math.inf,
                    )
                pouring.cancel()
                await asyncio.gather(pouring, return_exceptions=True)
                # Failed tasks say so when they go.
                gc.collect()
                result = bench.result
                result.seconds, result.cpu = time.monotonic() - began, time.process_time() - cpu
                result.published = published.total
            received = exchange.stream.commands()
        result.commands.update(
            each.params["action"] if each.name == "update_subscription" else each.name for each in received
        )
        result.fullest = fullest(received)
        oracle.close()
    counters = result.counters
    for name in ("gaps", "duplicates", "unreadable", "reconnects", "drops"):
        if count := getattr(counters, name):
            result.faults[f"{name} that the client counted"] += count
    return result


def note_failure(result: Result, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Record a task that has failed, since nothing awaits it."""
    result.faults[f"{context['message']}: {context.get('exception')!r}"] += 1


async def pour(change: Callable[[], None], published: Published, rate: float) -> None:
    """Publish messages at a rate, or as fast as they are read."""
    due = time.monotonic()
    while True:
        before = published.total
        await asyncio.to_thread(change)
        now = time.monotonic()
        due = max(due, now - LATE) + (published.total - before) / rate
        await asyncio.sleep(due - now)


async def a_round(bench: Bench, random: Random, readers: int, *, may_read_all: bool, until: float, made: float) -> None:
    """Have so many readers at a time, until it is time or so many were made; then let all rest, and end."""
    result = bench.result
    bench.may_read_all, bench.resting = may_read_all, 0
    bench.stop.clear()
    bench.go_on.clear()

    async def one_after_the_other(random: Random) -> None:
        while not bench.stop.is_set():
            kind = KINDS[result.made.total() % len(KINDS)]
            if not may_read_all:
                kind = kind.removesuffix(OF_ALL)
            result.made[kind] += 1
            try:
                reader = BooksReader(bench, random) if kind == "books" else Reader(kind, bench, random)
                async with asyncio.timeout(4 * TIMEOUT):
                    await reader.live()
            except Exception as error:
                result.faults[f"{kind}: {error!r}"] += 1
            result.ended += 1

    living = [asyncio.create_task(one_after_the_other(Random(random.random()))) for _ in range(readers)]
    while time.monotonic() < until and result.made.total() < made and not result.faults:
        await asyncio.sleep(0.01)
    bench.stop.set()
    while bench.resting + sum(task.done() for task in living) < readers:
        await asyncio.sleep(0.001)
    if not (may_read_all or result.faults or await bench.in_time(bench.is_held)):
        result.faults["the exchange has other markets than are read"] += 1
    bench.go_on.set()
    await asyncio.gather(*living)
    if left := await bench.stream.list_subscriptions():
        result.faults[f"when all have ended, the exchange has {left}"] += 1


def fullest(received: Sequence[ReceivedCommand]) -> float:
    """The most commands of a connection that came in some time, beyond ten for each second of it."""
    most = 0.0
    by_connection: dict[int, list[float]] = defaultdict(list)
    for each in received:
        by_connection[each.connection].append(each.monotonic)
    for times in by_connection.values():
        level, before = 0.0, times[0]
        for moment in times:
            level = max(0.0, level - (moment - before) * A_SECOND) + 1
            most, before = max(most, level), moment
    return most


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--made", type=int, help="end after so many readers, instead of some seconds")
    parser.add_argument("--readers", type=int, default=50, help="readers at a time")
    parser.add_argument("--markets", type=int, default=200)
    parser.add_argument("--rate", type=float, default=5000, help="messages that are published a second, at most")
    parser.add_argument("--pause", type=float, default=1.0, help="the longest time between two changes of a reader")
    parser.add_argument("--rounds", type=int, default=6, help="how often all readers rest and end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="measured", help="what the exchange does")
    given = parser.parse_args(arguments)
    given.behaviour = BEHAVIOURS[given.behaviour]
    if given.made is not None:
        given.seconds = None
    result = run(soak(**vars(given)), timeout=None)
    print(*(f"{count:>8,}  {what}" for what, count in result.faults.most_common()), sep="\n")
    print(f"readers: {', '.join(f'{kind} {count}' for kind, count in sorted(result.made.items()))}")
    print(f"changes: added {result.added:,}, removed {result.removed:,}")
    print(f"commands: {', '.join(f'{name} {count}' for name, count in sorted(result.commands.items()))}")
    print(f"beyond ten a second: {result.fullest:.1f} at most")
    print(
        f"{result.published / result.seconds:,.0f} messages published a second, "
        f"CPU {result.cpu:.1f} s in {result.seconds:.1f} s"
    )
    print(result.counters)
    print(
        f"readers made {result.made.total():,}, ended {result.ended:,}; messages published {result.published:,}, "
        f"given to readers {result.delivered:,}; books looked at {result.looked_at:,} of {result.steps:,} steps; "
        f"faults {result.faults.total():,}"
    )
    is_in_pace = result.fullest <= AT_ONE_TIME + LATENESS * A_SECOND
    return 0 if result.is_shown(given.readers) and is_in_pace and not result.faults else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
