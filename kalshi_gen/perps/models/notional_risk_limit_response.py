from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, Unset


class NotionalRiskLimitResponse(Model, kw_only=True):
    """Limits on the notional value of your account and how much of them is in use, in US dollars."""

    default_notional_value_risk_limit: Decimal
    """Limit on notional value that holds where a market has none of its own, in US dollars with four
    decimals.
    """

    notional_value_risk_limits_by_market_ticker: dict[str, Decimal]
    """Limit on notional value by market ticker, in US dollars with four decimals. For these markets it
    takes the place of the default.
    """

    total_current_usage: Decimal
    """Notional value in use, in US dollars: of each market the larger of the long side (position and
    resting bids) and the short side (position and resting asks), added up over markets; for an FCM,
    over its omnibus account. Positions count at the mark price and resting orders at their limit. It
    leaves out orders on their way and may be shortly behind the exchange.
    """

    current_usage_by_market_ticker: dict[str, Decimal]
    """Part of `total_current_usage` by market ticker, in US dollars, for markets with a position or
    resting orders.
    """

    member_notional_value_risk_limit: Decimal | Unset = UNSET
    """Limit that an FCM member set on its own account, in US dollars; absent when it set none."""

    effective_account_notional_value_risk_limit: Decimal | Unset = UNSET
    """Limit on the account that is in force, in US dollars: the smaller of those that the exchange and the
    member set. It is absent if there is no limit at all.
    """
