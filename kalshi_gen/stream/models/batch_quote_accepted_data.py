from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.batch_quote_accepted_data_accepted_side import BatchQuoteAcceptedDataAcceptedSide


class BatchQuoteAcceptedData(Model, kw_only=True):
    """What you won."""

    batch_quote_id: str
    """Id of the batch quote."""

    rfq_batch_id: str
    """Id of the batch of requests."""

    quote_creator_id: str
    """Public id of who quoted."""

    rfq_creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    accepted_side: BatchQuoteAcceptedDataAcceptedSide
    """The side that was accepted, `yes` or `no`."""

    accepted_ts: AwareDatetime
    """When it was accepted."""

    quotes: list[BatchQuoteAcceptedDataQuotesItem]
    """The quotes that won."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""


from ..models.batch_quote_accepted_data_quotes_item import BatchQuoteAcceptedDataQuotesItem
