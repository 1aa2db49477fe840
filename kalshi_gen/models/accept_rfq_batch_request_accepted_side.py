from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    AcceptRFQBatchRequestAcceptedSide: TypeAlias = _Known
    """Side to accept on all children: `yes` takes the YES bids, `no` the NO bids."""
else:
    AcceptRFQBatchRequestAcceptedSide = open_enum(_Known)
