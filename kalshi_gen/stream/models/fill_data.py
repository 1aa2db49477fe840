from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ...runtime.model import Model
from ...types import UNSET, Unset
from ..models.book_side import BookSide
from ..models.market_side import MarketSide
from ..models.order_action import OrderAction


class FillData(Model, kw_only=True):
    """The fill."""

    trade_id: UUID
    """Id of the fill; no two fills of yours share it."""

    order_id: UUID
    """Id of the order."""

    client_order_id: str | Unset = UNSET
    """The id that you gave to the order."""

    market_ticker: str
    """Ticker of the market."""

    exchange_index: int
    """Number of the part of the exchange that trades it."""

    is_taker: bool
    """Whether you were the taker."""

    side: MarketSide
    """Legacy side. Deprecated; read `outcome_side`."""

    ts: int
    """When it happened, in Unix seconds. Deprecated; read `ts_ms`."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""

    yes_price_dollars: Decimal
    """Price of YES, in US dollars per contract."""

    count_fp: Decimal
    """Quantity, in contracts."""

    fee_cost: Decimal
    """Fee of the fill, in US dollars."""

    action: OrderAction
    """Legacy direction. Deprecated; read `outcome_side`."""

    post_position_fp: Decimal
    """Your position after the fill, in contracts; below zero for NO."""

    purchased_side: MarketSide
    """Legacy side that was bought. Deprecated; read `outcome_side`."""

    outcome_side: MarketSide
    """Outcome that the user gains from: `yes` for buying YES or selling NO, else `no`. The price is not
    changed by it.
    """

    book_side: BookSide
    """The same in words of the YES book: `bid` goes with `yes`, `ask` with `no`."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""
