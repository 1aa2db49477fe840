from __future__ import annotations

from ....runtime.model import Model


class MarginCorporateActionTickerChangeTerms(Model, kw_only=True):
    """Terms of a change of ticker; absent for other kinds."""

    old_ticker: str
    """Ticker of the market before."""

    new_ticker: str
    """Ticker of the market from now on."""
