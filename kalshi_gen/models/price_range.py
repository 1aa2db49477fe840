from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class PriceRange(Model, kw_only=True):
    """A band of prices in which one tick size holds."""

    start: Decimal
    """Price at which the band begins, in US dollars per contract."""

    end: Decimal
    """Price at which the band ends, in US dollars per contract."""

    step: Decimal
    """Tick of the band: the step between neighboring valid prices, in US dollars per contract."""
