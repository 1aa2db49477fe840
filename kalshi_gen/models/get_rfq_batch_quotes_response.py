from __future__ import annotations

from ..runtime.model import Model


class GetRFQBatchQuotesResponse(Model, kw_only=True):
    """Answer that lists the batch quotes on one RFQ batch."""

    batch_quotes: list[RFQBatchQuote]
    """The batch quotes that the caller may see."""


from ..models.rfq_batch_quote import RFQBatchQuote
