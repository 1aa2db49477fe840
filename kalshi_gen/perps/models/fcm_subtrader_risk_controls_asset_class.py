from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "Crypto",
    "Equities",
    "Metals",
]

if TYPE_CHECKING:
    FCMSubtraderRiskControlsAssetClass: TypeAlias = _Known
    """The only asset class that the cap is for: `Crypto`, `Equities` or `Metals`; absent from other caps."""
else:
    FCMSubtraderRiskControlsAssetClass = open_enum(_Known)
