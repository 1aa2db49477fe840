"""Two connections, one of which is killed again and again: no book is ever stale, and none is ever wrong.

    python -m tests.stream.kill_soak --seconds 30

Every second the connection that is older is killed, which makes the two take turns, while books change 2,000 times a
second. With `--kills` each is killed as soon as the last one is back, and books change as fast as they are read. Prints
what it found; ends with status 1 if a book was stale or wrong, or a connection did not come back.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable, Sequence

from attrs import define, field

from kalshi_overlay.stream import OrderBooks, OrderBookView, Stream, connect
from kalshi_overlay.stream.merging import MergedBook
from kalshi_sandbox import Sandbox
from tests.stream.book_soak import short_waits
from tests.stream.oracle import WITH_CLOCKS, BookOracle
from tests.stream.running import run, until

SIZES = {
    "small": ["--kills", "4", "--markets", "3"],
    "middle": ["--kills", "40"],
    "full": ["--seconds", "30"],
}
# It goes by the clock.
ALONE = ["full"]

Pause = Callable[[OrderBooks, Stream, int], Awaitable[None]]


@define
class Result:
    """What a soak test has found.

    Attributes:
        steps: Changes of books that were seen.
        stale: Those at which a book was stale.
        wrong: Those at which it was wrong.
        snapshots_asked: Snapshots that were asked for; those that a subscription begins with come unasked.
        reconnects: How often a connection came back.
    """

    steps: int = 0
    stale: list[OrderBookView] = field(factory=list)
    wrong: list[OrderBookView] = field(factory=list)
    snapshots_asked: int = 0
    reconnects: int = 0


async def soak(*, kills: int, pause: Pause, markets: int = 20, rate: float | None = None) -> Result:
    """Kill connections, and hold every step of every book against the exchange's.

    Args:
        kills: How many.
        pause: Waited for before each, with how many there were.
        markets: How many books.
        rate: Changes a second; None for as many as are read.
    """
    result = Result()
    with Sandbox(behaviour=WITH_CLOCKS) as exchange:
        firehose = exchange.stream.firehose(markets=markets, seed=kills)
        oracle = BookOracle(exchange)

        async def pour(stop: asyncio.Event) -> None:
            while not stop.is_set():
                await asyncio.to_thread(firehose.run, 100, per_second=rate)

        async with exchange.client() as client, connect(client, connections=2) as stream:
            books = await stream.orderbooks(firehose.tickers)
            await until_all_feed(books)

            def check(view: OrderBookView) -> None:
                result.steps += 1
                if view.stale is not None:
                    result.stale.append(view)
                elif not oracle.is_right(view):
                    result.wrong.append(view)

            end = books.on_change(check)
            stop = asyncio.Event()
            pouring = asyncio.create_task(pour(stop))
            for killed in range(kills):
                await pause(books, stream, killed)
                await asyncio.to_thread(exchange.stream.connections[0].kill)
            await pause(books, stream, kills)
            stop.set()
            await pouring
            # The end of the stream makes all books stale.
            end()
            result.reconnects = stream.counters.reconnects
            asked = exchange.stream.commands("update_subscription")
            result.snapshots_asked = sum(each.params.get("action") == "get_snapshot" for each in asked)
    return result


async def until_all_feed(books: OrderBooks) -> None:
    """Wait until both connections feed all books."""
    await until(lambda: all(is_fed(book, number) for book in books._books.values() for number in (0, 1)))


def is_fed(book: MergedBook, number: int) -> bool:
    """Whether a connection has a right book of its own."""
    return number in book._sources and book._sources[number].is_right


async def until_it_is_back(books: OrderBooks, stream: Stream, killed: int) -> None:
    """Wait until every connection that was killed is there again, and feeds the books."""
    await until(lambda: stream.counters.reconnects == killed)
    await until_all_feed(books)


async def _a_second(books: OrderBooks, stream: Stream, killed: int) -> None:
    await asyncio.sleep(1)


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=2000)
    parser.add_argument("--markets", type=int, default=20)
    parser.add_argument("--kills", type=int, help="so many, as fast as connections come back, instead of one a second")
    given = parser.parse_args(arguments)
    is_counted = given.kills is not None
    kills = given.kills if is_counted else given.seconds
    pause, rate = (until_it_is_back, None) if is_counted else (_a_second, given.rate)
    with short_waits() if is_counted else contextlib.nullcontext():
        result = run(soak(kills=kills, pause=pause, markets=given.markets, rate=rate), timeout=None)
    print(f"kills {kills}, reconnects {result.reconnects}, snapshots asked for {result.snapshots_asked}")
    print(f"steps {result.steps:,}, of which stale {len(result.stale)}, of which wrong {len(result.wrong)}")
    is_shown = result.steps > 0 and result.reconnects == kills
    return 0 if is_shown and not (result.stale or result.wrong or result.snapshots_asked) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
