from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginOrderbookSnapshotData(Model, kw_only=True):
    """The book. A side without offers can be absent."""

    market_ticker: str
    """Ticker of the market."""

    bid: list[tuple[Decimal, Decimal]] | Unset = UNSET
    """Bids, each as price in US dollars per contract and quantity in contracts."""

    ask: list[tuple[Decimal, Decimal]] | Unset = UNSET
    """Asks, each as price in US dollars per contract and quantity in contracts."""
