from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "",
    "buy",
    "sell",
    "sell_partial",
    "sell_to_close",
]

if TYPE_CHECKING:
    OrderAction: TypeAlias = _Known
    """Legacy direction of an order; empty if unknown."""
else:
    OrderAction = open_enum(_Known)
