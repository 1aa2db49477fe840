from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ..runtime.bounds import Decimals
from ..runtime.model import Model


class UpdateFCMEventContractDailyCapRequest(Model, kw_only=True):
    """Body of a request to set the daily premium cap of a subtrader."""

    subtrader_id: str
    """Identifier of the subtrader to cap, which must be one of the calling FCM's own."""

    limit: Annotated[Decimal, Decimals(6)]
    """New daily cap on net premium at risk, in US dollars."""
