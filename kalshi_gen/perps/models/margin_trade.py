from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import AwareDatetime
from ..models.book_side import BookSide


class MarginTrade(Model, kw_only=True):
    """A public trade in a margin market, without the identities of its parties."""

    trade_id: str
    """Id of the trade."""

    ticker: str
    """Ticker of the market traded."""

    count: Decimal
    """Contracts traded."""

    price: Decimal
    """Price of the trade, in US dollars for one contract."""

    created_time: AwareDatetime
    """UTC time at which the trade took place."""

    taker_side: BookSide
    """Book side of the taker: `bid` bought contracts, `ask` sold them."""
