from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ...runtime.bounds import Decimals, Range
from ...runtime.model import Model


class UpdateFCMNotionalRiskLimitRequest(Model, kw_only=True):
    """An FCM member's own limit on the notional value of its account."""

    notional_value_risk_limit: Annotated[Decimal, Decimals(4), Range(minimum=0)]
    """Most notional value that the account may have, in US dollars with at most four decimals. A value
    above the limit that the exchange set gives 400.
    """
