from __future__ import annotations

from ..models.rfq_batch_status import RFQBatchStatus
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class RFQBatchBestQuotes(Model, kw_only=True):
    """The best bids for all children of an RFQ batch at one moment, and the sides on which it can be
    accepted.
    """

    rfq_batch_id: str
    """UUID of the RFQ batch that these bids answer."""

    status: RFQBatchStatus
    """State of the batch: `open` takes batch quotes, `accepted` waits for confirmations or execution,
    `closed` has ended.
    """

    version: int
    """Counter that grows with each change of a best bid."""

    updated_ts: AwareDatetime | Unset = UNSET
    """UTC time of the latest change of a best bid."""

    yes_complete: bool
    """True when no child lacks a YES bid, so that `yes` can be accepted."""

    no_complete: bool
    """True when no child lacks a NO bid, so that `no` can be accepted."""

    rfqs: list[RFQBatchBestQuote]
    """Best bids of each child, one entry a child, ordered as in the batch."""


from ..models.rfq_batch_best_quote import RFQBatchBestQuote
