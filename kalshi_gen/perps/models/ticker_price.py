from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class TickerPrice(Model, kw_only=True):
    """A price and when it was made."""

    price: Decimal
    """Price in US dollars for one contract."""

    ts_ms: int
    """Time of the price at its source, in Unix milliseconds."""
