from __future__ import annotations

from typing import TYPE_CHECKING

from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCancelOrdersRequest(Model, kw_only=True):
    """Older form of the cancellation of several orders. New code uses `BatchCancelOrdersV2Request`; no
    operation of this spec takes this form.
    """

    ids: list[str] | Unset = UNSET
    """Ids of the orders to cancel. Deprecated: use `orders`."""

    orders: list[BatchCancelOrdersRequestOrder] | Unset = UNSET
    """The orders to cancel, with a subaccount each where wanted."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ids: list[str] | None | Unset = UNSET,
            orders: list[BatchCancelOrdersRequestOrder] | None | Unset = UNSET,
        ) -> None: ...


from ..models.batch_cancel_orders_request_order import BatchCancelOrdersRequestOrder
