from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "closed",
    "open",
]

if TYPE_CHECKING:
    RFQStatus: TypeAlias = _Known
    """State of the RFQ: `open` takes quotes, `closed` takes none."""
else:
    RFQStatus = open_enum(_Known)
