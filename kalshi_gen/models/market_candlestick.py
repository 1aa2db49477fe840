from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class MarketCandlestick(Model, kw_only=True):
    """One candlestick of a market, with prices in US dollars per contract and volumes in contracts."""

    end_period_ts: int
    """End of the candlestick in Unix seconds; the period includes this second."""

    yes_bid: BidAskDistribution
    """Open, low, high and close of the YES bid during the period, in US dollars per contract."""

    yes_ask: BidAskDistribution
    """Open, low, high and close of the YES ask during the period, in US dollars per contract."""

    price: PriceDistribution
    """YES prices of the trades in the period, in US dollars per contract."""

    volume_fp: Decimal
    """Contracts traded during the period."""

    open_interest_fp: Decimal
    """Open interest at `end_period_ts`, in contracts."""


from ..models.bid_ask_distribution import BidAskDistribution
from ..models.price_distribution import PriceDistribution
