from __future__ import annotations

from typing import TYPE_CHECKING

from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCreateOrdersIndividualResponse(Model, kw_only=True):
    """Outcome of one order of a batch: the order created or an error."""

    client_order_id: str | None | Unset = UNSET
    """The caller's own id for the order; null where none was sent. `None` is sent as null."""

    order: Order | None | Unset = UNSET
    """The order as created; null when it failed. `None` is sent as null."""

    error: ErrorResponse | None | Unset = UNSET
    """Why the order failed; null when it was created. `None` is sent as null."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            client_order_id: str | None | Unset = UNSET,
            order: Order | None | Unset = UNSET,
            error: ErrorResponse | None | Unset = UNSET,
        ) -> None: ...


from ..models.error_response import ErrorResponse
from ..models.order import Order
