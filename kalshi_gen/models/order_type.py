from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "limit",
    "market",
]

if TYPE_CHECKING:
    OrderType: TypeAlias = _Known
    """Kind of order: `limit` trades at its price or better, `market` at the prices the book offers."""
else:
    OrderType = open_enum(_Known)
