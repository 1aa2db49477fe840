"""Consumers of a relay, which say what they see: `python -m tests.relay.consuming URL STREAMS READERS TICKER...`.

Each line on its output is a list in JSON, once in a tenth of a second. For each consumer it says how many books there
are and are right, how far it has come by the exchange's clock, and the books that were looked at meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

from attrs import define, field

from kalshi_overlay.relay import connect_relay
from kalshi_overlay.stream import LevelChange, OrderBooks, Stream
from tests.stream.oracle import state_of

SECONDS_BETWEEN_REPORTS = 0.1
# Every so many changes a book is looked at, and each time that it becomes right.
CHANGES_BETWEEN_LOOKS = 100


@define
class Watcher:
    """Watches the books of one consumer.

    Attributes:
        looks: The books that claimed to be right: ticker, clock, state.
        lags: Milliseconds from the exchange's sending of a message to here.
        clock: The newest clock.
        changes: Changes that it has seen.
    """

    stream: Stream
    books: OrderBooks[Any]
    looks: list[tuple[str, int | None, int]] = field(factory=list)
    lags: list[float] = field(factory=list)
    clock: int = 0
    changes: int = 0
    _were_stale: set[str] = field(factory=set)

    def see(self, change: LevelChange[Any]) -> None:
        """Look at a book, now and then."""
        self.changes += 1
        if change.stale is not None:
            self._were_stale.add(change.ticker)
        elif change.ticker in self._were_stale or self.changes % CHANGES_BETWEEN_LOOKS == 0:
            self._were_stale.discard(change.ticker)
            view = change.view
            self.looks.append((view.ticker, view.clock, state_of(view)))
            self.clock = max(self.clock, view.clock or 0)
            self.lags.append(round(self.stream.counters.lag_ms or 0.0, 1))

    def report(self) -> dict[str, Any]:
        """What it has seen since the last report."""
        looks, lags, self.looks, self.lags = self.looks, self.lags, [], []
        right = sum(view.stale is None for view in self.books.values())
        return {
            "books": len(self.books),
            "right": right,
            "clock": self.clock,
            "changes": self.changes,
            "looks": looks,
            "lags": lags,
        }


Open = Callable[[], AbstractAsyncContextManager[Stream]]


async def consume(
    opens: Sequence[Open],
    readers: int,
    tickers: Sequence[str],
    say: Callable[[list[dict[str, Any]]], None],
    stop: asyncio.Event,
) -> None:
    """Keep the books of several consumers of each stream, and report what each of them sees until the end."""
    async with AsyncExitStack() as stack:
        watchers = []
        for each in opens:
            stream = await stack.enter_async_context(each())
            for _ in range(readers):
                books = stream.orderbooks(tickers)
                watchers.append(Watcher(stream, books))
                books.on_level_change(watchers[-1].see)
        while not stop.is_set():
            await asyncio.sleep(SECONDS_BETWEEN_REPORTS)
            say([watcher.report() for watcher in watchers])


def of_relay(url: str, **options: Any) -> Open:
    """What opens a stream of a relay."""
    return lambda: connect_relay(url, **options)


def main(arguments: Sequence[str]) -> None:
    """Do what the command line says, until it is killed."""
    url, streams, readers, *tickers = arguments
    opens = [of_relay(url)] * int(streams)
    asyncio.run(
        consume(opens, int(readers), tickers, lambda report: print(json.dumps(report), flush=True), asyncio.Event())
    )


if __name__ == "__main__":
    main(sys.argv[1:])
