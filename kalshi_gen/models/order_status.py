from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "canceled",
    "executed",
    "resting",
]

if TYPE_CHECKING:
    OrderStatus: TypeAlias = _Known
    """State of an order: `resting` is open in the book, `canceled` was taken out before it filled
    completely, `executed` is filled completely.
    """
else:
    OrderStatus = open_enum(_Known)
