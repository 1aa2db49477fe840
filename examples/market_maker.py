"""A market maker: it quotes both sides, follows its fills, and keeps to its limits. It has no opinion on prices.

    python -m kalshi_overlay.guard --beat 60 -- python examples/market_maker.py TICKER [TICKER ...]

The guard cancels its orders, also if it was killed. Begin with `python -m kalshi_sandbox --` for the local exchange.
"""

from __future__ import annotations

import asyncio
import sys
from decimal import Decimal

from kalshi_gen.api.market import get_market
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import Market
from kalshi_overlay import create_client
from kalshi_overlay.account import Account, LiveOrder
from kalshi_overlay.guard import beat
from kalshi_overlay.pricing import Outcome, PriceGrid, order
from kalshi_overlay.safety import Limits
from kalshi_overlay.stream import OrderBook, OrderBookView

SIZE, MOST_HELD = Decimal(10), Decimal(40)
LIMITS = Limits(order_count=SIZE, market_exposure=60, total_exposure=400, daily_loss=100, price_through_book=0)


class Quote:
    """An order on one side of a market: it buys yes, or it buys no."""

    def __init__(self, account: Account, market: Market, book: OrderBook[OrderBookView], *, buys_yes: bool) -> None:
        self.account, self.market, self.book, self.buys_yes = account, market, book, buys_yes
        self.live: LiveOrder | None = None
        self.price: Decimal | None = None

    def wanted(self) -> Decimal | None:
        """The best price of the others, a step behind it if much is held; None to quote nothing."""
        view, position = self.book.view, self.account.positions.get(self.market.ticker)
        held = (position.count if position else Decimal(0)) * (1 if self.buys_yes else -1)
        if self.account.stale or view.is_stale or held + SIZE > MOST_HELD:
            return None
        own = self.live.state.remaining_count if self.live and self.live.state else 0
        levels, grid = view.bids if self.buys_yes else view.asks, PriceGrid.of(self.market)
        best = next((each.price for each in levels if each.price != self.price or each.count > own), None)
        if best is None or held < MOST_HELD / 2:
            return best
        return grid.previous(best) if self.buys_yes else grid.next(best)

    async def update(self) -> None:
        price = self.wanted()
        if self.live and not self.live.is_done:
            if price == self.price:
                return
            await self.live.cancel()
        if price is not None:
            buy: Outcome = "yes" if self.buys_yes else "no"
            cost = price if self.buys_yes else 1 - price
            self.live = await self.account.place(order(self.market, buy=buy, price=cost, count=SIZE, post_only=True))
        self.price = price


async def main(tickers: list[str]) -> None:
    async with create_client() as client, Account(client, limits=LIMITS) as account:
        quotes = []
        for ticker in tickers:
            market, book = (await get_market.asyncio(ticker, client=client)).market, account.stream.orderbook(ticker)
            quotes += [Quote(account, market, book, buys_yes=buys_yes) for buys_yes in (True, False)]
        while True:
            beat()
            for quote in quotes:
                try:
                    await quote.update()
                except KalshiError as error:
                    print(quote.market.ticker, error, flush=True)
            await asyncio.sleep(0.2)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
