from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class EstimatePortfolioMaintenanceMarginResponse(Model, kw_only=True):
    """Estimated maintenance margin of a portfolio and its parts, in US dollars."""

    maintenance_margin_fp: Decimal | Unset = UNSET
    """Maintenance margin of the portfolio, in US dollars. It is about the sum of `base_margin_fp`,
    `funding_addon_fp` and `liquidation_addon_fp`; each part is rounded for itself, and gross-margined
    markets have a minimum each.
    """

    base_margin_fp: Decimal | Unset = UNSET
    """Margin for the base scenarios, in US dollars. The larger of historical value at risk and APC is
    taken for each gross-margined market, and once for all portfolio-margined ones, and these are added.
    So it can be more than both `hvar_fp` and `apc_fp`.
    """

    hvar_fp: Decimal | Unset = UNSET
    """Margin by historical value at risk, over the entire portfolio, in US dollars."""

    apc_fp: Decimal | Unset = UNSET
    """Margin by the APC and the augmented stress scenarios taken as one set, over the entire portfolio, in
    US dollars.
    """

    funding_addon_fp: Decimal | Unset = UNSET
    """Additional margin for funding, in US dollars."""

    liquidation_addon_fp: Decimal | Unset = UNSET
    """Additional margin for liquidation, in US dollars."""
