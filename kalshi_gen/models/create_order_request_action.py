from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "buy",
    "sell",
]

if TYPE_CHECKING:
    CreateOrderRequestAction: TypeAlias = _Known
    """What to do with the contracts of `side`: `buy` or `sell` them."""
else:
    CreateOrderRequestAction = open_enum(_Known)
