from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "accepted",
    "closed",
    "open",
]

if TYPE_CHECKING:
    RFQBatchStatus: TypeAlias = _Known
    """State of an RFQ batch: `open` takes batch quotes, `accepted` waits for the winning makers'
    confirmations or is being executed, `closed` has ended.
    """
else:
    RFQBatchStatus = open_enum(_Known)
