from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset


class TickerData(Model, kw_only=True):
    """The state."""

    market_id: UUID
    """UUID of the market."""

    market_ticker: str
    """Ticker of the market."""

    price_dollars: Decimal | Unset = UNSET
    """Price of the last trade, in US dollars per contract; absent before the first."""

    yes_bid_dollars: Decimal
    """Best bid for YES, in US dollars per contract."""

    yes_ask_dollars: Decimal
    """Best ask for YES, in US dollars per contract."""

    volume_fp: Decimal
    """Contracts traded so far."""

    open_interest_fp: Decimal
    """Contracts that are open."""

    dollar_volume: int
    """Notional traded so far, as an integer of US dollars; it has a sign."""

    dollar_open_interest: int
    """Notional that is open, as an integer of US dollars; it has a sign."""

    yes_bid_size_fp: Decimal
    """Contracts at the best bid."""

    yes_ask_size_fp: Decimal
    """Contracts at the best ask."""

    last_trade_size_fp: Decimal
    """Contracts in the last trade."""

    ts: int
    """When it happened, in Unix seconds. Deprecated; read `ts_ms`."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""

    time: AwareDatetime
    """When it happened. Deprecated; read `ts_ms`."""
