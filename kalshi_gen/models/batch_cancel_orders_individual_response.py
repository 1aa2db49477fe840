from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class BatchCancelOrdersIndividualResponse(ExactModel, kw_only=True):
    """Outcome of one cancellation of a batch."""

    order_id: str
    """Id of the order concerned, by which to tell the failed cancellations."""

    order: Order | None | Unset = UNSET
    """The order after its cancellation; null when there is none to show. `None` is sent as null."""

    reduced_by_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)]
    """Number of contracts that the cancellation took off the order."""

    error: ErrorResponse | None | Unset = UNSET
    """Why the cancellation failed; null when it succeeded. `None` is sent as null."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            order_id: str,
            order: Order | None | Unset = UNSET,
            reduced_by_fp: Decimal | int | str,
            error: ErrorResponse | None | Unset = UNSET,
        ) -> None: ...


from ..models.error_response import ErrorResponse
from ..models.order import Order
