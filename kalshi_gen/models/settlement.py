from __future__ import annotations

from decimal import Decimal

from ..models.settlement_market_result import SettlementMarketResult
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Settlement(Model, kw_only=True):
    """Settlement of the user's position in one market."""

    ticker: str
    """Ticker of the settled market."""

    exchange_index: int
    """Number of the exchange shard that the market is on."""

    event_ticker: str
    """Ticker of the event that the settled market belongs to."""

    market_result: SettlementMarketResult
    """Result of the market: `yes` and `no` name the winning side, `scalar` means that it settled at a
    value of its own.
    """

    yes_count_fp: Decimal
    """YES contracts held at settlement."""

    yes_total_cost_dollars: Decimal
    """Cost basis of all the YES contracts together, in US dollars."""

    no_count_fp: Decimal
    """NO contracts held at settlement."""

    no_total_cost_dollars: Decimal
    """Cost basis of all the NO contracts together, in US dollars."""

    revenue: int
    """Payout of the settlement in cents; a winning contract pays 100 cents."""

    settled_time: AwareDatetime
    """UTC time at which the market settled and paid out."""

    fee_cost: Decimal
    """Fees paid in total, in US dollars."""

    value: int | None | Unset = UNSET
    """Payout of one YES contract, in cents; may be null."""
