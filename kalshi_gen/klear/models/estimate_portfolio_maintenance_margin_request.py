from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import Length
from ...runtime.model import Model
from ...types import UNSET, Date, Unset
from ..models.asset_class import AssetClass
from ..models.estimate_portfolio_maintenance_margin_request_clearing_type import (
    EstimatePortfolioMaintenanceMarginRequestClearingType,
)


class EstimatePortfolioMaintenanceMarginRequest(Model, kw_only=True):
    """A made-up portfolio of one asset class, to estimate its maintenance margin."""

    asset_class: AssetClass
    """Asset class of all markets of the portfolio."""

    date: Date | Unset = UNSET
    """Day in New York time whose matrices are used; the current ones when it is left out. A day on which
    none were calibrated gives 404, and a market that they lack 400.
    """

    clearing_type: EstimatePortfolioMaintenanceMarginRequestClearingType | Unset = UNSET
    """Kind of clearing whose margin rules apply: `FCM` or `SelfClearing`. When it is left out, it is the
    one that is on record for you.
    """

    positions: Annotated[list[EstimatePortfolioMaintenanceMarginPosition], Length(minimum=1, maximum=500)]
    """Positions of the portfolio, 1 to 500, each in a market of its own."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            asset_class: AssetClass,
            date: Date | None | Unset = UNSET,
            clearing_type: EstimatePortfolioMaintenanceMarginRequestClearingType | None | Unset = UNSET,
            positions: list[EstimatePortfolioMaintenanceMarginPosition],
        ) -> None: ...


from ..models.estimate_portfolio_maintenance_margin_position import EstimatePortfolioMaintenanceMarginPosition
