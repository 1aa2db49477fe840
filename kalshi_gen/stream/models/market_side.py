from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    MarketSide: TypeAlias = _Known
    """`yes` or `no`."""
else:
    MarketSide = open_enum(_Known)
