from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    ProposeBlockTradeRequestMakerSide: TypeAlias = _Known
    """Side that is to count as the maker: `yes` is the YES side, `no` the NO side."""
else:
    ProposeBlockTradeRequestMakerSide = open_enum(_Known)
