from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model


class MarginMarketCandlestick(Model, kw_only=True):
    """What happened in a margin market within one period of 1, 60 or 1440 minutes."""

    end_period_ts: int
    """End of the period in Unix seconds; the period includes this time."""

    bid: BidAskDistributionHistorical
    """How the quoted bid moved over the period, in US dollars for one contract."""

    ask: BidAskDistributionHistorical
    """How the quoted ask moved over the period, in US dollars for one contract."""

    price: PriceDistributionHistorical
    """Prices of the trades within the period, in US dollars for one contract."""

    volume: Decimal
    """Contracts traded within the period."""

    volume_notional_value_dollars: Decimal
    """Notional value of the contracts traded within the period, in US dollars."""

    open_interest: Decimal
    """Contracts that are open at the end of the period."""

    open_interest_notional_value_dollars: Decimal
    """Notional value of the open interest at the end of the period, in US dollars."""


from ..models.bid_ask_distribution_historical import BidAskDistributionHistorical
from ..models.price_distribution_historical import PriceDistributionHistorical
