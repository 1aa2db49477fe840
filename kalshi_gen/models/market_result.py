from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "",
    "no",
    "scalar",
    "yes",
]

if TYPE_CHECKING:
    MarketResult: TypeAlias = _Known
    """Outcome: `yes` or `no` for the side that won, `scalar` for a value in between, empty while there is
    none.
    """
else:
    MarketResult = open_enum(_Known)
