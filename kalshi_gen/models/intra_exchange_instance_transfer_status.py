from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "complete",
    "pending",
]

if TYPE_CHECKING:
    IntraExchangeInstanceTransferStatus: TypeAlias = _Known
    """State of a transfer: `pending` is still under way, `complete` is done."""
else:
    IntraExchangeInstanceTransferStatus = open_enum(_Known)
