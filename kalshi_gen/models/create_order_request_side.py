from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    CreateOrderRequestSide: TypeAlias = _Known
    """Side to trade: `yes` for YES contracts, `no` for NO contracts."""
else:
    CreateOrderRequestSide = open_enum(_Known)
