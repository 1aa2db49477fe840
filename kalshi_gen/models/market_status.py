from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "active",
    "amended",
    "closed",
    "determined",
    "disputed",
    "finalized",
    "inactive",
    "initialized",
]

if TYPE_CHECKING:
    MarketStatus: TypeAlias = _Known
    """Stage of the market: `initialized` (not open yet), `inactive` (trading paused), `active` (trading),
    `closed` (trading over, outcome open), `determined` (outcome set), `disputed` (outcome contested),
    `amended` (outcome revised), `finalized` (settled). Filters on market lists use other words.
    """
else:
    MarketStatus = open_enum(_Known)
