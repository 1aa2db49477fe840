from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class MarketPositionData(Model, kw_only=True):
    """The position."""

    user_id: str
    """Your user id."""

    market_ticker: str
    """Ticker of the market."""

    position_fp: Decimal
    """Your position, in contracts; below zero for NO."""

    position_cost_dollars: Decimal
    """What the open position cost, in US dollars."""

    realized_pnl_dollars: Decimal
    """Profit realised so far, in US dollars; below zero for a loss."""

    fees_paid_dollars: Decimal
    """Fees paid so far, in US dollars."""

    position_fee_cost_dollars: Decimal
    """Fees of the open position, in US dollars."""

    volume_fp: Decimal
    """Contracts traded so far."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""
