from __future__ import annotations

from ..models.block_trade_proposal_maker_side import BlockTradeProposalMakerSide
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class BlockTradeProposal(Model, kw_only=True):
    """A proposed off-book trade between a named buyer and a named seller. Each party accepts on its own,
    and order ids appear once it has executed.
    """

    id: str
    """Id of the proposal."""

    proposer_user_id: str
    """User id of whoever made the proposal."""

    buyer_user_id: str
    """User id of the buyer; an empty string unless the caller is the buyer."""

    buyer_subtrader_id: str | Unset = UNSET
    """Subtrader id of the buyer; an empty string unless the caller is the buyer."""

    seller_user_id: str
    """User id of the seller; an empty string unless the caller is the seller."""

    seller_subtrader_id: str | Unset = UNSET
    """Subtrader id of the seller; an empty string unless the caller is the seller."""

    market_ticker: str
    """Ticker of the market in which the block trade takes place."""

    price_centi_cents: int
    """Price per contract in centi-cents (hundredths of a cent): 4500 is 45 cents, 10000 is 1 US dollar."""

    centicount: int
    """Size of the trade in hundredths of a contract: 1000 is 10 contracts."""

    maker_side: BlockTradeProposalMakerSide
    """Side that counts as the maker: `yes` is the YES side, `no` the NO side."""

    expiration_ts: AwareDatetime
    """UTC time at which the proposal lapses."""

    status: str
    """Present state of the proposal. The spec lists no values for it."""

    created_ts: AwareDatetime
    """UTC time at which the proposal was made."""

    updated_ts: AwareDatetime
    """UTC time of the latest change to the proposal."""

    buyer_accepted: bool
    """True once the buyer has accepted."""

    seller_accepted: bool
    """True once the seller has accepted."""

    buyer_accepted_ts: AwareDatetime | Unset = UNSET
    """UTC time of the buyer's acceptance; absent until then."""

    seller_accepted_ts: AwareDatetime | Unset = UNSET
    """UTC time of the seller's acceptance; absent until then."""

    executed_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the block trade executed; absent until then."""

    buyer_order_id: str | Unset = UNSET
    """Id of the buyer's order, set once the block trade has executed."""

    seller_order_id: str | Unset = UNSET
    """Id of the seller's order, set once the block trade has executed."""
