from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    AmendOrderRequestSide: TypeAlias = _Known
    """Side that the order trades: `yes` for YES contracts, `no` for NO contracts."""
else:
    AmendOrderRequestSide = open_enum(_Known)
