from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model


class TickerPrice(Model, kw_only=True):
    """A price and its time."""

    price: Decimal
    """The price, in US dollars per contract."""

    ts_ms: int
    """Time of the price, in Unix milliseconds."""
