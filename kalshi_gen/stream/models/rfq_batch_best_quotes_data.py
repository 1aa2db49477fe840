from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class RfqBatchBestQuotesData(Model, kw_only=True):
    """All of the best bids, each time."""

    rfq_batch_id: str
    """Id of the batch of requests."""

    client_batch_id: str | Unset = UNSET
    """The id that you gave to the batch, if any."""

    version: int
    """Increases with each message of a batch; ignore a message whose version is not above the last."""

    updated_ts: AwareDatetime
    """When a best bid changed last."""

    yes_complete: bool
    """Whether every request has a YES bid, so that YES can be accepted."""

    no_complete: bool
    """Whether every request has a NO bid, so that NO can be accepted."""

    rfqs: list[RfqBatchBestQuotesDataRfqsItem]
    """The bids on each request, in the order of the requests."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""


from ..models.rfq_batch_best_quotes_data_rfqs_item import RfqBatchBestQuotesDataRfqsItem
