from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, Unset


class OrderbookSnapshotData(Model, kw_only=True):
    """The book. A side without offers is absent."""

    market_ticker: str
    """Ticker of the market."""

    market_id: UUID
    """UUID of the market."""

    clock: int | Unset = UNSET
    """Exchange clock of its newest change, or 0 for a market without any; absent where the exchange sends
    no clocks.
    """

    yes_dollars_fp: list[tuple[Decimal, Decimal]] | Unset = UNSET
    """Bids for YES, each as price in US dollars and quantity in contracts."""

    no_dollars_fp: list[tuple[Decimal, Decimal]] | Unset = UNSET
    """Bids for NO, each as price in US dollars and quantity in contracts; priced as YES with
    `use_yes_price`.
    """
