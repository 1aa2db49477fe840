from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "ask",
    "bid",
]

if TYPE_CHECKING:
    BookSide: TypeAlias = _Known
    """Side of the book, always seen from YES in event markets: `bid` buys YES and `ask` sells YES. Selling
    YES at a price has the same economics as buying NO at 1 minus that price.
    """
else:
    BookSide = open_enum(_Known)
