from __future__ import annotations

from decimal import Decimal

from ....runtime.model import Model
from ....types import UNSET, Unset


class MarginTickerData(Model, kw_only=True):
    """The state."""

    market_ticker: str
    """Ticker of the market."""

    price: Decimal
    """Price of the last trade, in US dollars per contract."""

    bid: Decimal
    """Best bid, in US dollars per contract."""

    ask: Decimal
    """Best ask, in US dollars per contract."""

    bid_size_fp: Decimal
    """Contracts at the best bid."""

    ask_size_fp: Decimal
    """Contracts at the best ask."""

    last_trade_size_fp: Decimal
    """Contracts in the last trade."""

    volume: Decimal
    """Contracts traded so far, on one side: a trade of 1 counts as 1."""

    volume_notional_value_dollars: Decimal
    """Notional value of `volume`, in US dollars."""

    volume_24h: Decimal
    """Contracts traded in the last 24 hours, on one side as `volume`."""

    volume_24h_notional_value_dollars: Decimal
    """Notional value of `volume_24h`, in US dollars."""

    open_interest: Decimal
    """Contracts that are open, on one side."""

    open_interest_notional_value_dollars: Decimal
    """Notional value of `open_interest`, in US dollars."""

    reference_price: TickerPrice | Unset = UNSET
    """Value of the index of the underlying for one contract, if there is one, with the time that the index
    gives. The index is by CF Benchmarks for crypto, and by Pyth for metals, commodities and others.
    """

    settlement_mark_price: TickerPrice | Unset = UNSET
    """Mark price that settlement and funding use, if there is one."""

    liquidation_mark_price: TickerPrice | Unset = UNSET
    """Mark price that liquidations use, if there is one."""

    funding_rate: FundingRate | Unset = UNSET
    """Funding rate and time of the next funding, if they are known."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""


from ..models.funding_rate import FundingRate
from ..models.ticker_price import TickerPrice
