from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ..models.book_side import BookSide
from ..models.market_side import MarketSide


class TradeData(Model, kw_only=True):
    """The trade."""

    trade_id: UUID
    """Id of the trade."""

    market_ticker: str
    """Ticker of the market."""

    yes_price_dollars: Decimal
    """Price of YES, in US dollars per contract."""

    no_price_dollars: Decimal
    """Price of NO, in US dollars per contract."""

    count_fp: Decimal
    """Quantity, in contracts."""

    taker_side: MarketSide
    """Legacy side of the taker. Deprecated; read `taker_outcome_side`."""

    taker_outcome_side: MarketSide
    """Outcome that the taker gains from; the maker has the other, at the same price."""

    taker_book_side: BookSide
    """The same in words of the YES book: `bid` goes with `yes`, `ask` with `no`."""

    is_block_trade: bool
    """Whether it was agreed away from the book."""

    ts: int
    """When it happened, in Unix seconds. Deprecated; read `ts_ms`."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""
