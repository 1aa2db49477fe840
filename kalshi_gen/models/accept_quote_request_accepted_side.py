from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    AcceptQuoteRequestAcceptedSide: TypeAlias = _Known
    """Side to accept: `yes` takes the YES bid, `no` the NO bid."""
else:
    AcceptQuoteRequestAcceptedSide = open_enum(_Known)
