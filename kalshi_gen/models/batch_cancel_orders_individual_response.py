from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ..runtime.bounds import Decimals
from ..runtime.model import Model
from ..types import UNSET, Unset


class BatchCancelOrdersIndividualResponse(Model, kw_only=True):
    """Outcome of one cancellation of a batch."""

    order_id: str
    """Id of the order concerned, by which to tell the failed cancellations."""

    order: Order | None | Unset = UNSET
    """The order after its cancellation; null when there is none to show. `None` is sent as null."""

    reduced_by_fp: Annotated[Decimal, Decimals(2)]
    """Number of contracts that the cancellation took off the order."""

    error: ErrorResponse | None | Unset = UNSET
    """Why the cancellation failed; null when it succeeded. `None` is sent as null."""


from ..models.error_response import ErrorResponse
from ..models.order import Order
