from __future__ import annotations

from ..runtime.model import Model


class BatchCancelOrdersResponse(Model, kw_only=True):
    """Older form of the answer to the cancellation of several orders; no operation of this spec sends it."""

    orders: list[BatchCancelOrdersIndividualResponse]
    """Outcome of each cancellation: how much was cancelled, or why it failed."""


from ..models.batch_cancel_orders_individual_response import BatchCancelOrdersIndividualResponse
