from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.book_side import BookSide
from ..models.margin_fill_data_order_source import MarginFillDataOrderSource


class MarginFillData(Model, kw_only=True):
    """The fill."""

    trade_id: UUID
    """Id of the fill, which the REST API calls `fill_id`."""

    order_id: UUID
    """Id of the order."""

    client_order_id: str | Unset = UNSET
    """The id that you gave to the order. A fill of an order that the exchange made, such as a liquidation,
    comes without one of yours.
    """

    market_ticker: str
    """Ticker of the market."""

    is_taker: bool
    """Whether you were the taker."""

    side: BookSide
    """Side of your order: `bid` bought, `ask` sold."""

    ts_ms: int
    """When it happened, in Unix milliseconds."""

    price: Decimal
    """Price of the fill, in US dollars per contract."""

    count: Decimal
    """Quantity, in contracts."""

    fee_cost: Decimal
    """Fee of the fill, in US dollars."""

    post_position: Decimal
    """Your position after the fill, in contracts; below zero for a short one."""

    subaccount: int | Unset = UNSET
    """Number of your subaccount, if it was one."""

    order_source: MarginFillDataOrderSource
    """Who made the order: `system` for a liquidation, an exit trigger or a trailing stop, `user` for any
    other.
    """
