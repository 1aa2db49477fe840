from __future__ import annotations

from ...runtime.model import Model
from ...types import AwareDatetime


class RfqBatchCreatedData(Model, kw_only=True):
    """The batch."""

    id: str
    """Id of the batch."""

    creator_id: str
    """Public id of who asked; a shared placeholder for others if it is obscured."""

    created_ts: AwareDatetime
    """When it was created."""

    legs: list[RfqBatchCreatedDataLegsItem]
    """Every leg of the batch, once."""

    rfqs: list[RfqBatchCreatedDataRfqsItem]
    """The requests of the batch, in their order."""


from ..models.rfq_batch_created_data_legs_item import RfqBatchCreatedDataLegsItem
from ..models.rfq_batch_created_data_rfqs_item import RfqBatchCreatedDataRfqsItem
