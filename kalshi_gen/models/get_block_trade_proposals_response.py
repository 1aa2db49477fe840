from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetBlockTradeProposalsResponse(Model, kw_only=True):
    """One page of the block trade proposals that the caller may see."""

    block_trade_proposals: list[BlockTradeProposal]
    """The proposals on this page."""

    cursor: str | Unset = UNSET
    """Where the next page starts: send it back as `cursor`. Empty or absent on the last page."""


from ..models.block_trade_proposal import BlockTradeProposal
