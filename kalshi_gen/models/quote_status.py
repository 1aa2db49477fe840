from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "accepted",
    "cancelled",
    "confirmed",
    "executed",
    "open",
]

if TYPE_CHECKING:
    QuoteStatus: TypeAlias = _Known
    """State of the quote: `open` can be accepted, `accepted` waits for the maker to confirm, `confirmed`
    waits for execution, `executed` has executed, `cancelled` is withdrawn or void.
    """
else:
    QuoteStatus = open_enum(_Known)
