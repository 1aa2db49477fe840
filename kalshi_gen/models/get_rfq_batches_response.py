from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetRFQBatchesResponse(Model, kw_only=True):
    """One page of RFQ batches, the most recently updated first."""

    rfq_batches: list[RFQBatch]
    """The batches on this page that pass the request's filters. No batch is divided between two pages."""

    cursor: str | Unset = UNSET
    """Where the next page starts: send it back unchanged as `cursor`. Empty or absent on the last page."""


from ..models.rfq_batch import RFQBatch
