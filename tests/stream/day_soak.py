"""Hours of market time on a manual clock: neither memory nor tasks grow.

    python -m tests.stream.day_soak --hours 8 --traders 3

Traders trade, the exchange's heartbeats come, connections are lost now and then. The memory is what the client's own
code holds on to: the exchange, which keeps all trades, runs in the same process. Prints a line for each hour; ends
with status 1 if anything grew, a book was wrong, or another connection was lost than those that were killed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import itertools
import sys
import tracemalloc
from collections.abc import Sequence
from functools import partial
from typing import Any
from unittest.mock import patch

from attrs import define, field

from kalshi_gen.stream.channels import CHANNELS
from kalshi_overlay.stream import OrderBookView, Stream, connect
from kalshi_sandbox import Sandbox
from tests.stream.book_soak import short_waits
from tests.stream.oracle import WITH_CLOCKS, BookOracle
from tests.stream.running import run, until

SIZES = {
    "small": ["--hours", "2", "--minutes", "2", "--traders", "1", "--untraced"],
    "middle": ["--hours", "3", "--minutes", "8", "--traders", "2"],
    "full": ["--hours", "8"],
}

MINUTE = 60
# What one hour may differ from another: buffers that happen to be full, numbers with more digits.
SLACK_KILOBYTES = 200.0
TRACED = [
    tracemalloc.Filter(True, pattern) for pattern in ("*/kalshi_overlay/stream/*", "*/kalshi_gen/*", "*/websockets/*")
]


@define
class Result:
    """What a soak test has found, at the end of each period.

    Attributes:
        tasks: How many tasks there were.
        kilobytes: The memory that the client held on to; empty unless it was traced.
        messages: How many messages had come.
        steps: Changes of books that were seen while they claimed to be right.
        wrong: Those at which one was not.
        reconnects: How often a connection came back.
    """

    tasks: list[int] = field(factory=list)
    kilobytes: list[float] = field(factory=list)
    messages: list[int] = field(factory=list)
    steps: int = 0
    wrong: int = 0
    reconnects: int = 0

    @property
    def grows(self) -> bool:
        """Whether there was more at the end than at the beginning."""
        more = bool(self.kilobytes) and self.kilobytes[-1] > self.kilobytes[0] + SLACK_KILOBYTES
        return more or self.tasks[-1] > self.tasks[0]


async def soak(*, periods: int, minutes: int, traders: int, is_traced: bool, shows_progress: bool = False) -> Result:
    """Let time go by.

    Args:
        periods: How many periods are compared.
        minutes: Market time of each; in each, one connection is lost.
        traders: How many noise traders there are.
        is_traced: Whether memory is measured, which takes time.
        shows_progress: Whether progress is printed.
    """
    result = Result()
    with Sandbox(clock="manual", traders=traders, seed=1, behaviour=WITH_CLOCKS) as exchange:
        oracle = BookOracle(exchange)
        async with exchange.client() as client, connect(client, connections=2) as stream:
            subscribe: Any = stream.subscribe
            for channel in CHANNELS.values():
                if not channel.needs:
                    indices = {name: ["all"] for name in ("index_ids", "underlying_tickers") if name in channel.takes}
                    (await subscribe(channel.name, **indices)).listen(lambda each: None)
            tickers = [market.ticker for market in exchange.engine.markets.all()][:20]
            books = await stream.orderbooks(tickers)

            doubted: list[OrderBookView] = []

            def check(view: OrderBookView) -> None:
                if view.stale is None:
                    result.steps += 1
                    if not oracle.is_right(view):
                        doubted.append(view)

            def judge() -> None:
                # A change may be read before the oracle has heard of it from the thread that made it.
                result.wrong += sum(not oracle.is_right(view) for view in doubted)
                doubted.clear()

            books.on_change(check)
            for period in range(periods):
                for _ in range(minutes):
                    await asyncio.to_thread(exchange.clock.advance, MINUTE)
                    await stream.list_subscriptions()
                    judge()
                await asyncio.to_thread(exchange.stream.connections[0].kill)
                await until(partial(_are_made, stream, period + 1))
                await until(lambda: all(oracle.is_newest(view) for view in books.values()))
                judge()
                listed = len(await _listed(stream))
                result.tasks.append(len(asyncio.all_tasks()))
                result.messages.append(stream.counters.messages)
                if is_traced:
                    result.kilobytes.append(_traced())
                if shows_progress:
                    held = f", {result.kilobytes[-1]:,.0f} KB" if is_traced else ""
                    print(
                        f"period {period + 1}: {result.messages[-1]:,} messages, {listed} subscriptions, "
                        f"{result.tasks[-1]} tasks{held}",
                        flush=True,
                    )
            result.reconnects = stream.counters.reconnects
    return result


def _are_made(stream: Stream, reconnects: int) -> bool:
    return stream.counters.reconnects >= reconnects


async def _listed(stream: Any) -> list[tuple[str, int]]:
    """The subscriptions, once all of them have been made again."""
    wanted = len(CHANNELS) + 1
    while True:
        with contextlib.suppress(Exception):
            listed: list[tuple[str, int]] = await stream.list_subscriptions()
            if len(listed) == wanted:
                return listed


def _traced() -> float:
    gc.collect()
    statistics = tracemalloc.take_snapshot().filter_traces(TRACED).statistics("filename")
    return sum(statistic.size for statistic in statistics) / 1024


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hours", type=int, default=8)
    parser.add_argument("--minutes", type=int, default=60, help="of market time for each of the hours")
    parser.add_argument("--traders", type=int, default=3)
    parser.add_argument("--untraced", action="store_true", help="measure no memory, which takes most of the time")
    given = parser.parse_args(arguments)
    how: Any = {"periods": given.hours, "minutes": given.minutes, "traders": given.traders}
    if not given.untraced:
        tracemalloc.start()
    # A busy machine answers later, and no answer is lost here.
    with short_waits(), patch("kalshi_overlay.stream.session._SECONDS_TO_ANSWER", 10.0):
        result = run(soak(**how, is_traced=not given.untraced, shows_progress=True), timeout=None)
    print(
        f"messages {result.messages[-1]:,}, reconnects {result.reconnects}, steps {result.steps:,}, "
        f"wrong {result.wrong}, grows: {result.grows}"
    )
    # Each connection that was lost was killed: nobody was given up for dead, so heartbeats were answered.
    is_shown = result.steps > 0 and result.reconnects == given.hours
    is_shown &= all(more > fewer for fewer, more in itertools.pairwise([0, *result.messages]))
    return 0 if is_shown and not (result.grows or result.wrong) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
