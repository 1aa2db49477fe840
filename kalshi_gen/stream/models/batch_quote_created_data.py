from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class BatchQuoteCreatedData(Model, kw_only=True):
    """Your quote."""

    batch_quote_id: str
    """Id of the batch quote."""

    rfq_batch_id: str
    """Id of the batch of requests."""

    quote_creator_id: str
    """Public id of who quoted."""

    created_ts: AwareDatetime
    """When it was created."""

    quotes: list[BatchQuoteCreatedDataQuotesItem]
    """One quote for each request."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""


from ..models.batch_quote_created_data_quotes_item import BatchQuoteCreatedDataQuotesItem
