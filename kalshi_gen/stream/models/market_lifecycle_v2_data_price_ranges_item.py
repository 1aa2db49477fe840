from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class MarketLifecycleV2DataPriceRangesItem(Model, kw_only=True):
    """A band of prices."""

    start: Decimal
    """Where the band begins, in US dollars."""

    end: Decimal
    """Where the band ends, in US dollars."""

    step: Decimal
    """Step between prices in the band, in US dollars."""
