from __future__ import annotations

from ...runtime.model import Model


class PythUnderlyingListData(Model, kw_only=True):
    """What is on offer."""

    underlying_tickers: list[str]
    """Symbols seen in the last two hours."""
