from __future__ import annotations

from ..models.accept_rfq_batch_response_accepted_side import AcceptRFQBatchResponseAcceptedSide
from ..runtime.model import Model


class AcceptRFQBatchResponse(Model, kw_only=True):
    """Answer to the acceptance of an RFQ batch: the winning quotes, which their makers have yet to
    confirm.
    """

    accepted_side: AcceptRFQBatchResponseAcceptedSide
    """Side accepted on all children: `yes` takes the YES bids, `no` the NO bids."""

    quotes: list[Quote]
    """The winning quote of each child, ordered as in the batch. Its maker has yet to confirm it."""


from ..models.quote import Quote
