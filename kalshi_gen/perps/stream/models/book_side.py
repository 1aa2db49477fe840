from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    "ask",
    "bid",
]

if TYPE_CHECKING:
    BookSide: TypeAlias = _Known
    """Side of the book: `bid` buys, `ask` sells."""
else:
    BookSide = open_enum(_Known)
