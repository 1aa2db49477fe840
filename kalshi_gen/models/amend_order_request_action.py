from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "buy",
    "sell",
]

if TYPE_CHECKING:
    AmendOrderRequestAction: TypeAlias = _Known
    """What the order does with the contracts of `side`: `buy` or `sell`."""
else:
    AmendOrderRequestAction = open_enum(_Known)
