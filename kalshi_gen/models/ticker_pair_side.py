from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    TickerPairSide: TypeAlias = _Known
    """Side taken in the market: `yes` or `no`."""
else:
    TickerPairSide = open_enum(_Known)
