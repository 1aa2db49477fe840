from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    FillSide: TypeAlias = _Known
    """Legacy contract side, `yes` or `no`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """
else:
    FillSide = open_enum(_Known)
