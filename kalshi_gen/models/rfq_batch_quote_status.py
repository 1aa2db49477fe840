from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "accepted",
    "cancelled",
    "confirmed",
    "executed",
    "open",
    "partially_executed",
]

if TYPE_CHECKING:
    RFQBatchQuoteStatus: TypeAlias = _Known
    """State of a batch quote: `open` can be accepted, `accepted` waits for the maker to confirm,
    `confirmed` waits for execution, `executed` has executed, `cancelled` is void. `partially_executed`
    is rare: some children executed and others failed, because the fill of one cancelled a maker's order
    on which another relied.
    """
else:
    RFQBatchQuoteStatus = open_enum(_Known)
