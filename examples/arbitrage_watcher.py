"""An arbitrage watcher: it says when the exclusive markets of an event bring more than they can cost, after fees.

    python examples/arbitrage_watcher.py EVENT
    python examples/arbitrage_watcher.py    # on the local exchange, with an event in which there is one

Of exclusive markets at most one ends in yes. Who has sold yes in several pays a dollar at most, so what the best bids
bring beyond that and the fees is left. It places no order: bids may go before all are hit, and a part of them is a bet.
It counts each bid as one fill, reads markets and fees once, and leaves out voids and settlements at a fraction.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from kalshi_gen.api.events import get_event
from kalshi_gen.api.market import get_markets, get_series
from kalshi_overlay import KalshiAuthenticatedClient, create_client
from kalshi_overlay.pricing import FeeRates, Precision, PricedFill, order_fees, rates_at
from kalshi_overlay.stream import Level, OrderBookView, connect
from kalshi_sandbox import Sandbox

PRECISION: Precision = "cent"  # that of direct members is "direct", and never dearer


class Arbitrage(NamedTuple):
    profit: Decimal  # US dollars, at least
    size: Decimal  # contracts of yes to sell in each of these markets, at its price
    prices: dict[str, Decimal]


def sale(bids: Mapping[str, Level], rates: Mapping[str, FeeRates], count: Decimal) -> Arbitrage:
    profit, prices = -count, {}
    for ticker, bid in bids.items():
        fees = order_fees(rates[ticker], [PricedFill(bid.price, count)], side="ask", precision=PRECISION)
        if bid.count >= count and bid.price * count > fees.charged:
            profit, prices[ticker] = profit + bid.price * count - fees.charged, bid.price
    return Arbitrage(profit, count, prices)


def best_of(views: Iterable[OrderBookView], rates: Mapping[str, FeeRates]) -> Arbitrage | None:
    bids = {view.ticker: view.best_bid for view in views if view.best_bid and not view.is_stale}
    sales = [sale(bids, rates, count) for count in {bid.count for bid in bids.values()}]
    return max((each for each in sales if each.profit > 0), key=lambda each: each.profit, default=None)


async def watch(client: KalshiAuthenticatedClient, ticker: str) -> AsyncIterator[Arbitrage | None]:
    now, event = datetime.now(UTC), (await get_event.asyncio(ticker, client=client)).event
    if not event.mutually_exclusive:
        sys.exit(f"More than one market of {ticker} can end in yes")
    series = (await get_series.asyncio(event.series_ticker, client=client)).series
    rates: dict[str, FeeRates] = {}
    async for each in get_markets.asyncio_all(client=client, event_ticker=ticker, status="open", mve_filter="exclude"):
        rates[each.ticker] = rates_at(now, market=each, event=event, series=series, read_at=now)
    async with connect(client) as stream:
        books = await stream.orderbooks(rates)
        yield (last := best_of(books.values(), rates))
        async for _ in books:
            if (found := best_of(books.values(), rates)) != last:
                yield (last := found)


async def main(client: KalshiAuthenticatedClient, ticker: str) -> None:
    async with client:
        async for found in watch(client, ticker):
            print(found or "There is none", flush=True)


if __name__ == "__main__" and sys.argv[1:]:
    asyncio.run(main(create_client(), sys.argv[1]))
elif __name__ == "__main__":
    with Sandbox(behaviour="simple") as exchange:
        exchange.add_event("KXFIREHOSE-0", terms={"mutually_exclusive": True})
        exchange.stream.firehose(markets=3).run(100)
        asyncio.run(main(exchange.client(), "KXFIREHOSE-0"))
