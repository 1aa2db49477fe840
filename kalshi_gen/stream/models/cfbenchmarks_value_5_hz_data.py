from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class CfbenchmarksValue5HzData(Model, kw_only=True):
    """The value."""

    index_id: str
    """Id of the CF Benchmarks index, such as `BRTI`."""

    value_usd: Decimal
    """Value of the index, in US dollars."""

    source_ts_ms: int
    """When the source published the value, in Unix milliseconds."""

    received_at: int
    """When the exchange received the value, in Unix milliseconds."""

    data: str
    """The frame of the index vendor as JSON text, as it came."""
