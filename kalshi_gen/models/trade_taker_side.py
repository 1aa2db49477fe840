from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    TradeTakerSide: TypeAlias = _Known
    """Legacy side of the taker, `yes` or `no`. Deprecated; read `taker_outcome_side` or `taker_book_side`,
    as it may be absent from answers after 14 May 2026.
    """
else:
    TradeTakerSide = open_enum(_Known)
