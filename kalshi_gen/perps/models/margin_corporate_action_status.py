from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "applied",
    "cancelled",
    "lapsed",
    "scheduled",
]

if TYPE_CHECKING:
    MarginCorporateActionStatus: TypeAlias = _Known
    """Status of the notice: `scheduled`, `cancelled`, `applied` or `lapsed`."""
else:
    MarginCorporateActionStatus = open_enum(_Known)
