from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Range, Unit
from ...runtime.model import ExactModel


class WithdrawSettlementBalanceRequest(ExactModel, kw_only=True):
    """Request for a withdrawal by wire."""

    amount: Annotated[Decimal, Unit("US dollars"), Range(above=0)]
    """Amount to withdraw, in US dollars, above 0; the published example is `500.00`."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            amount: Decimal | int | str,
        ) -> None: ...
