from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "active",
    "closed",
    "inactive",
]

if TYPE_CHECKING:
    MarginMarketStatus: TypeAlias = _Known
    """Status of a margin market: `inactive`, `active` or `closed`."""
else:
    MarginMarketStatus = open_enum(_Known)
