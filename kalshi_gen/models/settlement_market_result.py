from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "scalar",
    "yes",
]

if TYPE_CHECKING:
    SettlementMarketResult: TypeAlias = _Known
    """Result of the market: `yes` and `no` name the winning side, `scalar` means that it settled at a
    value of its own.
    """
else:
    SettlementMarketResult = open_enum(_Known)
