from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "binary",
    "scalar",
]

if TYPE_CHECKING:
    MarketMarketType: TypeAlias = _Known
    """Kind of market: `binary` pays one side in full, `scalar` settles at a value in between."""
else:
    MarketMarketType = open_enum(_Known)
