from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model
from ..types import AwareDatetime


class MarketPosition(Model, kw_only=True):
    """The user's position in one market, with its cost, profit or loss, and fees."""

    ticker: str
    """Ticker of the market."""

    exchange_index: int
    """Index of the exchange shard that holds the position."""

    total_traded_dollars: Decimal | None
    """Total amount spent in the market, in US dollars."""

    position_fp: Decimal | None
    """Net position, in contracts: above zero it is YES, below zero it is NO."""

    market_exposure_dollars: Decimal
    """Cost of the entire position held in the market, in US dollars."""

    realized_pnl_dollars: Decimal
    """Realized profit (positive) or loss (negative), in US dollars."""

    fees_paid_dollars: Decimal
    """Fees charged on fills in the market, in US dollars."""

    last_updated_ts: AwareDatetime
    """UTC time of the latest change to the position, as a date-time string despite the `_ts` in its name."""
