from __future__ import annotations

from ...runtime.model import Model


class MarginCorporateActionTickerChangeTerms(Model, kw_only=True):
    """Terms of a change of the underlying's ticker."""

    old_ticker: str
    """Ticker of the underlying before the change."""

    new_ticker: str
    """Ticker of the underlying after the change."""
