from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    RFQBatchQuoteAcceptedSide: TypeAlias = _Known
    """Side accepted on the children that this maker won: `yes` takes the YES bids, `no` the NO bids.
    Absent until a side is accepted.
    """
else:
    RFQBatchQuoteAcceptedSide = open_enum(_Known)
