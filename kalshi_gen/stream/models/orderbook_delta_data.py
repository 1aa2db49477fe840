from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.market_side import MarketSide


class OrderbookDeltaData(Model, kw_only=True):
    """The change."""

    market_ticker: str
    """Ticker of the market."""

    market_id: UUID
    """UUID of the market."""

    clock: int | Unset = UNSET
    """Exchange clock of the action behind it, the same on every connection; one action can cause several
    changes. Absent where the exchange sends no clocks.
    """

    price_dollars: Decimal
    """Price of the level, in US dollars per contract."""

    delta_fp: Decimal
    """Contracts added at the price; fewer than zero were taken away."""

    side: MarketSide
    """Side of the book that changes, `yes` or `no`."""

    client_order_id: str | Unset = UNSET
    """Your id of the order behind it, if it was yours."""

    ts: AwareDatetime | Unset = UNSET
    """When the change was recorded. Deprecated; read `ts_ms`."""

    ts_ms: int | Unset = UNSET
    """When the change was recorded, in Unix milliseconds."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""
