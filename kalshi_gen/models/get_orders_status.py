from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "canceled",
    "executed",
    "resting",
]

if TYPE_CHECKING:
    GetOrdersStatus: TypeAlias = _Known
    """Status of the orders to keep: `resting` (in the book), `canceled` or `executed` (fully filled).
    Orders of every status come when it is left out, and none at all for a status that the exchange does
    not know.
    """
else:
    GetOrdersStatus = open_enum(_Known)
