from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "",
    "DIRECNET",
    "MECNET",
]

if TYPE_CHECKING:
    EventLifecycleDataCollateralReturnType: TypeAlias = _Known
    """How collateral is given back: `MECNET`, `DIRECNET`, or empty for not at all."""
else:
    EventLifecycleDataCollateralReturnType = open_enum(_Known)
