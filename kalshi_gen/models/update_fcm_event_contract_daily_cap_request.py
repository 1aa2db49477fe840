from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.model import ExactModel


class UpdateFCMEventContractDailyCapRequest(ExactModel, kw_only=True):
    """Body of a request to set the daily premium cap of a subtrader."""

    subtrader_id: str
    """Identifier of the subtrader to cap, which must be one of the calling FCM's own."""

    limit: Annotated[Decimal, Unit("US dollars"), Decimals(6)]
    """New daily cap on net premium at risk, in US dollars."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subtrader_id: str,
            limit: Decimal | int | str,
        ) -> None: ...
