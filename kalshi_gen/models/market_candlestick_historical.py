from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class MarketCandlestickHistorical(Model, kw_only=True):
    """One candlestick of an archived market, with prices in US dollars per contract and volumes in
    contracts.
    """

    end_period_ts: int
    """End of the candlestick in Unix seconds; the period includes this second."""

    yes_bid: BidAskDistributionHistorical
    """Open, low, high and close of the YES bid during the period, in US dollars per contract."""

    yes_ask: BidAskDistributionHistorical
    """Open, low, high and close of the YES ask during the period, in US dollars per contract."""

    price: PriceDistributionHistorical
    """Open, low, high, close, mean and previous YES price of the trades in the period, in US dollars per
    contract.
    """

    volume: Decimal
    """Contracts traded during the period."""

    open_interest: Decimal
    """Open interest at `end_period_ts`, in contracts."""


from ..models.bid_ask_distribution_historical import BidAskDistributionHistorical
from ..models.price_distribution_historical import PriceDistributionHistorical
