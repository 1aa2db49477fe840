from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "system",
    "user",
]

if TYPE_CHECKING:
    OrderSource: TypeAlias = _Known
    """Who placed an order: `user`, or `system`, which is the exchange on behalf of the user."""
else:
    OrderSource = open_enum(_Known)
