from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, Unset
from ..models.update_fcm_subtrader_risk_controls_request_asset_class import (
    UpdateFCMSubtraderRiskControlsRequestAssetClass,
)


class UpdateFCMSubtraderRiskControlsRequest(ExactModel, kw_only=True):
    """A cap on the initial margin of a subtrader: over all markets, one market or one asset class. Give at
    most one of `market_ticker` and `asset_class`.
    """

    _field_rules = (FieldRule("at_most_one_of", ("market_ticker", "asset_class")),)

    subtrader_id: str
    """Id of the subtrader to cap; it must belong to the calling FCM."""

    market_ticker: str | Unset = UNSET
    """Ticker of the only market that the cap is for. It excludes `asset_class`."""

    asset_class: UpdateFCMSubtraderRiskControlsRequestAssetClass | Unset = UNSET
    """The only asset class that the cap is for: `Crypto`, `Equities` or `Metals`. It excludes
    `market_ticker`.
    """

    im_cap: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(minimum=0)]
    """Most initial margin that the subtrader may have within the scope of the cap, in US dollars with at
    most four decimals.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subtrader_id: str,
            market_ticker: str | None | Unset = UNSET,
            asset_class: UpdateFCMSubtraderRiskControlsRequestAssetClass | None | Unset = UNSET,
            im_cap: Decimal | int | str,
        ) -> None: ...
