from __future__ import annotations

from ..models.rfq_batch_quote_accepted_side import RFQBatchQuoteAcceptedSide
from ..models.rfq_batch_quote_status import RFQBatchQuoteStatus
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class RFQBatchQuote(Model, kw_only=True):
    """A single maker's quotes on an RFQ batch. After acceptance it keeps only the children that the maker
    has won.
    """

    id: str
    """UUID of the batch quote. Keep and send the string exactly as received."""

    rfq_batch_id: str
    """UUID of the RFQ batch that the batch quote answers."""

    creator_id: str
    """Public communications ID of the maker who sent the batch quote."""

    rfq_creator_id: str
    """Public communications ID of the requester, hidden by a placeholder in the same cases as
    `Quote.rfq_creator_id`.
    """

    status: RFQBatchQuoteStatus
    """State of the batch quote: `open`, `accepted`, `confirmed`, `executed`, `partially_executed` or
    `cancelled`, as `RFQBatchQuoteStatus` explains.
    """

    created_ts: AwareDatetime
    """UTC time at which the batch quote was made."""

    updated_ts: AwareDatetime
    """UTC time of the latest change to the batch quote."""

    accepted_side: RFQBatchQuoteAcceptedSide | Unset = UNSET
    """Side accepted on the children that this maker won: `yes` takes the YES bids, `no` the NO bids.
    Absent until a side is accepted.
    """

    accepted_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the requester accepted; absent until then."""

    confirmed_ts: AwareDatetime | Unset = UNSET
    """UTC time at which the maker confirmed; absent until then."""

    quotes: list[Quote]
    """A quote for every child RFQ and, after acceptance, only for the children won by this maker. Tell
    them apart by `rfq_id`; each accepted one trades separately.
    """

    rest_remainder: bool | Unset = UNSET
    """Whether contracts left over once a child quote has executed stay on the book; only the maker sees
    it.
    """

    post_only: bool | Unset = UNSET
    """Whether the maker's orders may only add liquidity; only the maker sees it."""

    creator_user_id: str | Unset = UNSET
    """User id of the maker: a private field, absent where the caller may not see it."""

    creator_subaccount: int | Unset = UNSET
    """Number of the maker's subaccount; only the maker sees it."""

    rfq_creator_user_id: str | Unset = UNSET
    """User id of the requester: a private field, absent where the caller may not see it."""

    rfq_creator_subaccount: int | Unset = UNSET
    """Number of the requester's subaccount; only the requester sees it."""


from ..models.quote import Quote
