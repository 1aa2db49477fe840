from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    QuoteAcceptedSide: TypeAlias = _Known
    """Side that the requester accepted: `yes` takes the YES bid, `no` the NO bid. Absent until a side is
    accepted.
    """
else:
    QuoteAcceptedSide = open_enum(_Known)
