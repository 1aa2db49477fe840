"""What readings answer where no other type says it all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from .market import Market
from .order import ONE, Owner
from .tape import Quote

Levels = tuple[tuple[Decimal, Decimal], ...]


@frozen(kw_only=True)
class BookView:
    """An order book at a moment: (price, contracts) a level, best first, prices for yes in US dollars."""

    ticker: str
    bids: Levels
    asks: Levels

    @property
    def yes_bids(self) -> Levels:
        """Bids for yes, as the contract's `yes_dollars` has them, best first."""
        return self.bids

    @property
    def no_bids(self) -> Levels:
        """Asks for yes as bids for no at 1 minus the price, as the contract's `no_dollars` has them, best first."""
        return tuple((ONE - price, count) for price, count in self.asks)


@frozen(kw_only=True)
class MarketView:
    """A market with what it trades at. Prices are for yes in US dollars, counts in contracts.

    Args:
        quote: Best prices now.
        previous_quote: Best prices a day ago.
        last_price: Price of the latest trade, None before the first.
        previous_price: Price of the latest trade as of a day ago.
        open_interest: Yes contracts that exist.
    """

    market: Market
    quote: Quote
    previous_quote: Quote
    last_price: Decimal | None
    previous_price: Decimal | None
    volume: Decimal
    volume_24h: Decimal
    open_interest: Decimal


@frozen(kw_only=True)
class Balance:
    """Money of a subaccount in US dollars.

    Args:
        cash: What it can spend, on all shards together.
        collateral: Held for its resting orders.
        portfolio_value: Its contracts at the last trade price.
        cash_on: What it can spend, by shard.
        portfolio_value_on: Its contracts, by shard.
        updated_time: When fills, settlements, deposits or transfers last moved it.
    """

    owner: Owner
    cash: Decimal
    collateral: Decimal
    portfolio_value: Decimal
    cash_on: tuple[Decimal, ...]
    portfolio_value_on: tuple[Decimal, ...]
    updated_time: datetime

    @property
    def total(self) -> Decimal:
        """Cash with collateral: what placing and canceling orders doesn't move."""
        return self.cash + self.collateral
