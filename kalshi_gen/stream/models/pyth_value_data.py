from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class PythValueData(Model, kw_only=True):
    """The value."""

    underlying_ticker: str
    """Pyth symbol of the underlying."""

    value_usd: Decimal
    """The value in the units of its symbol; for Treasury yields, percent."""

    source_ts_ms: int
    """When the source published the value, in Unix milliseconds."""

    received_at: int
    """When the exchange received the value, in Unix milliseconds."""
