from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    1,
    1440,
    60,
]

if TYPE_CHECKING:
    GetMarginMarketCandlesticksPeriodInterval: TypeAlias = _Known
    """Length of a candlestick in minutes: `1` is one minute, `60` one hour, `1440` one day. No other
    length is accepted.
    """
else:
    GetMarginMarketCandlesticksPeriodInterval = open_enum(_Known)
