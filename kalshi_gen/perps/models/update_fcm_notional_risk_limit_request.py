from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.model import ExactModel


class UpdateFCMNotionalRiskLimitRequest(ExactModel, kw_only=True):
    """An FCM member's own limit on the notional value of its account."""

    notional_value_risk_limit: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(minimum=0)]
    """Most notional value that the account may have, in US dollars with at most four decimals. A value
    above the limit that the exchange set gives 400.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            notional_value_risk_limit: Decimal | int | str,
        ) -> None: ...
