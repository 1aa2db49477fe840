"""Live order books in the terminal: the market that closes next, and the two with the most volume.

    python examples/stream_book.py [--seconds 10] [TICKER ...]

It only reads, until Ctrl-C. The key comes from KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_PATH (or KALSHI_PRIVATE_KEY).
Without a terminal it prints the books once, as they are at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kalshi_gen.api.market import get_markets
from kalshi_overlay import KalshiAuthenticatedClient, create_client

try:
    from rich.console import Group
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

    from kalshi_overlay.stream import Level, OrderBooks, OrderBookView, Stream, connect
except ImportError:
    sys.exit('This example needs the extra "sandbox": install it as the README says')

# Three books fit into 80 columns.
DEPTH, BAR = 5, 7
# A market that closes sooner would be gone before you have looked at it.
LEAST_LEFT = timedelta(seconds=8)


async def interesting(client: KalshiAuthenticatedClient) -> list[str]:
    """The market that closes next, and the two others with the most volume."""
    page = await get_markets.asyncio(client=client, status="open", mve_filter="exclude", limit=1000)
    markets = [market for market in page.markets if market.close_time - datetime.now(UTC) > LEAST_LEFT]
    markets.sort(key=lambda market: market.close_time)
    others = sorted(markets[1:], key=lambda market: market.volume_fp, reverse=True)
    return [market.ticker for market in markets[:1] + others[:2]]


def bar_row(level: Level, most: Decimal) -> tuple[str, str, str]:
    """The price, the contracts and the bar of a level."""
    return f"{level.price:.4f}", f"{level.count:,.2f}", "█" * max(1, int(BAR * level.count / most))


def ladder(view: OrderBookView) -> Table:
    """A book, asks above bids; always the same number of lines, so that the screen does not jump."""
    spread = "one side is empty" if view.spread is None else f"spread ${view.spread}"
    title = Text(view.ticker, style="bold", no_wrap=True)
    style = "red" if view.stale else "dim"
    table = Table(title=title, caption=view.stale or spread, caption_style=style, box=None, pad_edge=False)
    for name in ("price", "contracts"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", width=BAR)
    asks, bids = view.asks[:DEPTH], view.bids[:DEPTH]
    most = max((level.count for level in asks + bids), default=Decimal(1))
    for _ in range(DEPTH - len(asks)):
        table.add_row()
    for level in reversed(asks):
        table.add_row(*bar_row(level, most), style="red")
    for level in bids:
        table.add_row(*bar_row(level, most), style="green")
    for _ in range(DEPTH - len(bids)):
        table.add_row()
    return table


def screen(stream: Stream, views: Iterable[OrderBookView]) -> Group:
    """The books side by side, and the stream's counters."""
    row = Table.grid(padding=(0, 1))
    row.add_row(*map(ladder, views))
    counted = stream.counters
    behind = "" if counted.lag_ms is None else f", {counted.lag_ms:.1f} ms behind the exchange"
    line = f"{counted.messages:,} messages, {counted.gaps} gaps, {counted.reconnects} reconnects{behind}"
    return Group(row, Text(line, style="dim"))


async def show(stream: Stream, books: OrderBooks, seconds: float | None) -> None:
    """Show the books as they change, for so many seconds or until the stream is closed."""
    with Live(screen(stream, books.values()), refresh_per_second=12) as live:
        try:
            async with asyncio.timeout(seconds):
                async for _ in books:
                    live.update(screen(stream, books.values()))
        except TimeoutError:
            live.update(screen(stream, books.values()))
    if not live.console.is_terminal:
        live.console.print()


async def main() -> None:
    parser = argparse.ArgumentParser(description="Live order books in the terminal.")
    parser.add_argument(
        "tickers", nargs="*", metavar="TICKER", help="markets (default: the next to close and the two busiest)"
    )
    parser.add_argument("--seconds", type=float, help="stop after so many seconds (default: at Ctrl-C)")
    options = parser.parse_args()
    async with create_client() as client, connect(client) as stream:
        books = await stream.orderbooks(options.tickers or await interesting(client))
        await show(stream, books, options.seconds)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("Stopped")
