from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.fcm_subtrader_risk_controls_asset_class import FCMSubtraderRiskControlsAssetClass


class FCMSubtraderRiskControls(Model, kw_only=True):
    """A cap on the initial margin of a subtrader, and how much of it is in use. It is over all markets
    unless it names a market or an asset class.
    """

    subtrader_id: str
    """Id of the subtrader that is capped."""

    market_ticker: str | Unset = UNSET
    """Ticker of the only market that the cap is for; absent from other caps."""

    asset_class: FCMSubtraderRiskControlsAssetClass | Unset = UNSET
    """The only asset class that the cap is for: `Crypto`, `Equities` or `Metals`; absent from other caps."""

    im_cap: Decimal
    """Most initial margin that the subtrader may have within the scope of the cap, in US dollars."""

    current_im: Decimal
    """Initial margin in use within the scope of the cap, in US dollars: positions and resting orders. It
    leaves out orders on their way and may be shortly behind the exchange. One market counts by itself;
    an asset class counts as a portfolio, with its hedges.
    """
