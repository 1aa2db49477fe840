from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    1,
    1440,
    60,
]

if TYPE_CHECKING:
    GetMarketCandlesticksHistoricalPeriodInterval: TypeAlias = _Known
    """Length of a candlestick in minutes: `1` is a minute, `60` an hour, `1440` a day."""
else:
    GetMarketCandlesticksHistoricalPeriodInterval = open_enum(_Known)
