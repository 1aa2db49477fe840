from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "ask",
    "bid",
]

if TYPE_CHECKING:
    BookSide: TypeAlias = _Known
    """Side of the book: a `bid` buys contracts and goes long, an `ask` sells contracts and goes short."""
else:
    BookSide = open_enum(_Known)
