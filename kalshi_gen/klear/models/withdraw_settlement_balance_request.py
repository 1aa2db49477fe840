from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ...runtime.bounds import Range
from ...runtime.model import Model


class WithdrawSettlementBalanceRequest(Model, kw_only=True):
    """Request for a withdrawal by wire."""

    amount: Annotated[Decimal, Range(above=0)]
    """Amount to withdraw, in US dollars, above 0; the published example is `500.00`."""
