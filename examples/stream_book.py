"""Show live order books in the terminal: python examples/stream_book.py [--seconds 10] [TICKER ...].

Needs the extras `stream` and `sandbox` (for rich). Against a local exchange with traders:

    python -m kalshi_overlay.sandbox --traders 80 -- python examples/stream_book.py
"""

from __future__ import annotations

import argparse
import asyncio
from decimal import Decimal

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from kalshi_gen.api.market import get_markets
from kalshi_overlay import create_client
from kalshi_overlay.stream import Level, OrderBooks, OrderBookView, Stream, connect

DEPTH = 6
WIDTH = 14


async def main() -> None:
    """Follow some markets' books for a while."""
    parser = argparse.ArgumentParser(description="Show live order books in the terminal.")
    parser.add_argument("tickers", nargs="*", metavar="TICKER", help="markets; the busiest open ones if left out")
    parser.add_argument("--seconds", type=float, default=None, help="stop after so long; else with Ctrl-C")
    arguments = parser.parse_args()
    async with create_client() as client, connect(client) as stream:
        page = await get_markets.asyncio(client=client, status="open", limit=1000)
        busiest = sorted(page.markets, key=lambda market: market.volume_fp, reverse=True)
        books = await stream.orderbooks(arguments.tickers or [market.ticker for market in busiest[:3]])
        with Live(screen_of(stream, books), refresh_per_second=12) as live:
            try:
                async with asyncio.timeout(arguments.seconds):
                    async for _ in books:
                        live.update(screen_of(stream, books))
            except TimeoutError:
                live.update(screen_of(stream, books))


def screen_of(stream: Stream, books: OrderBooks) -> RenderableType:
    """The books side by side, and what the stream has counted."""
    counted = stream.counters
    lag = "" if counted.lag_ms is None else f", {counted.lag_ms:.1f} ms behind the exchange"
    line = f"{counted.messages:,} messages, {counted.gaps} gaps, {counted.reconnects} reconnects{lag}"
    return Group(Columns([table_of(view) for view in books.values()]), Text(line, style="dim"))


def table_of(view: OrderBookView) -> Table:
    """A book as a ladder: asks above, bids below, bars as long as what rests there."""
    title = Text(view.ticker, style="bold") + Text(f"  {view.stale}" if view.stale else "", style="red")
    spread = "" if view.spread is None else f"spread ${view.spread}"
    table = Table("price", "contracts", "", title=title, caption=f"{spread}  clock {view.clock}", box=None)
    asks, bids = view.asks[:DEPTH], view.bids[:DEPTH]
    most = max((level.count for level in asks + bids), default=Decimal(1))
    for level in reversed(asks):
        table.add_row(*row_of(level, most), style="red")
    for level in bids:
        table.add_row(*row_of(level, most), style="green")
    return table


def row_of(level: Level, most: Decimal) -> tuple[str, str, str]:
    """A level's price, contracts and bar."""
    return f"{level.price:.2f}", f"{level.count:,.2f}", "█" * max(1, int(WIDTH * level.count / most))


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("stopped")
