from __future__ import annotations

from ..runtime.model import Model


class ProposeBlockTradeResponse(Model, kw_only=True):
    """Answer to a block trade proposal."""

    block_trade_proposal_id: str
    """Id of the proposal just made; its acceptance names it."""
