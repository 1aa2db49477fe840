from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "Crypto",
    "Energy",
    "Equities",
    "Indices",
    "Metals",
]

if TYPE_CHECKING:
    AssetClass: TypeAlias = _Known
    """Asset class of margin markets: `Crypto`, `Equities`, `Metals`, `Indices` or `Energy`."""
else:
    AssetClass = open_enum(_Known)
