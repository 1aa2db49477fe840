from __future__ import annotations

from ..runtime.model import Model


class BatchCreateOrdersResponse(Model, kw_only=True):
    """Older form of the answer to several new orders; no operation of this spec sends it."""

    orders: list[BatchCreateOrdersIndividualResponse]
    """Outcome of each order: what was created, or why it failed."""


from ..models.batch_create_orders_individual_response import BatchCreateOrdersIndividualResponse
