from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.book_side import BookSide
from ..models.order_source import OrderSource


class MarginFill(Model, kw_only=True):
    """A full or partial execution of one of your orders, or of an order that the exchange placed for you."""

    fill_id: str
    """Id of the fill; the stream calls it `trade_id`."""

    order_id: str
    """Id of the order that was filled."""

    is_taker: bool
    """True when your order took liquidity from the book, false when it was the maker."""

    side: BookSide
    """Book side of your order: `bid` bought contracts, `ask` sold them."""

    count: Decimal
    """Contracts filled."""

    created_time: AwareDatetime
    """UTC time at which the fill took place."""

    ticker: str
    """Ticker of the market that the fill is in."""

    price: Decimal
    """Price of the fill, in US dollars for one contract."""

    entry_price: Decimal
    """Entry price of the position from which `realized_pnl` was computed, in US dollars for one contract."""

    fees: Decimal
    """Fees paid for the fill, in US dollars."""

    realized_pnl: Decimal
    """Profit, or loss below zero, that the fill added, in US dollars."""

    order_source: OrderSource | Unset = UNSET
    """Who placed the order: `user`, or `system`, which is the exchange on behalf of the user."""
