from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    BatchQuoteAcceptedDataAcceptedSide: TypeAlias = _Known
    """The side that was accepted, `yes` or `no`."""
else:
    BatchQuoteAcceptedDataAcceptedSide = open_enum(_Known)
