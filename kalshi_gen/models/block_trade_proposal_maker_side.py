from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "no",
    "yes",
]

if TYPE_CHECKING:
    BlockTradeProposalMakerSide: TypeAlias = _Known
    """Side that counts as the maker: `yes` is the YES side, `no` the NO side."""
else:
    BlockTradeProposalMakerSide = open_enum(_Known)
