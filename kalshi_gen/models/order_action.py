from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "buy",
    "sell",
]

if TYPE_CHECKING:
    OrderAction: TypeAlias = _Known
    """Legacy order action, `buy` or `sell`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """
else:
    OrderAction = open_enum(_Known)
