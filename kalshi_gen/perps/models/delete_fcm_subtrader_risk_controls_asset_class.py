from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "Crypto",
    "Equities",
    "Metals",
]

if TYPE_CHECKING:
    DeleteFcmSubtraderRiskControlsAssetClass: TypeAlias = _Known
    """Asset class whose cap is removed: `Crypto`, `Equities` or `Metals`. It excludes `market_ticker`."""
else:
    DeleteFcmSubtraderRiskControlsAssetClass = open_enum(_Known)
