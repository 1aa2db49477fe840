from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class FCMSubtraderNotionalRiskLimit(Model, kw_only=True):
    """A limit on the notional value of a subtrader, over all markets or one, and how much of it is in use."""

    subtrader_id: str
    """Id of the subtrader that is limited."""

    market_ticker: str | Unset = UNSET
    """Ticker of the only market that the limit is for; absent from the limit over all markets."""

    notional_value_risk_limit: Decimal
    """Most notional value that the subtrader may have, in US dollars with four decimals."""

    current_notional: Decimal
    """Notional value in use, in US dollars: of each market the larger of the long side (position and
    resting bids) and the short side (position and resting asks), added up over markets. Positions count
    at the mark price and resting orders at their limit, except in the asset class of rates, where a
    fixed value counts for each contract. It leaves out orders on their way and may be shortly behind
    the exchange.
    """
