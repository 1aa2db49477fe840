from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    TradeTakerOutcomeSide: TypeAlias = _Known
    """Outcome that the taker gains from: `yes` for buying YES or selling NO, `no` for buying NO or selling
    YES. It states direction only and leaves the price as it is; the maker takes the opposite direction
    at the one trade price.
    """
else:
    TradeTakerOutcomeSide = open_enum(_Known)
