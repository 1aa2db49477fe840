from __future__ import annotations

from ..runtime.model import Model


class GetRFQBatchBestQuotesResponse(Model, kw_only=True):
    """Answer that carries the best bids on one RFQ batch."""

    best_quotes: RFQBatchBestQuotes
    """The best bids for the children of the batch."""


from ..models.rfq_batch_best_quotes import RFQBatchBestQuotes
