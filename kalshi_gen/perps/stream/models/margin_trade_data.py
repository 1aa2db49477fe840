from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ....runtime.model import Model
from ..models.book_side import BookSide


class MarginTradeData(Model, kw_only=True):
    """The trade."""

    trade_id: UUID
    """Id of the trade."""

    market_ticker: str
    """Ticker of the market."""

    price: Decimal
    """Price of the trade, in US dollars per contract."""

    count: Decimal
    """Quantity, in contracts."""

    taker_side: BookSide
    """Side of the taker: `bid` bought, `ask` sold."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""
