from __future__ import annotations

from decimal import Decimal

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Unset
from ..models.book_side import BookSide
from ..models.last_update_reason import LastUpdateReason
from ..models.order_reason import OrderReason
from ..models.order_source import OrderSource
from ..models.self_trade_prevention_type import SelfTradePreventionType


class MarginOrder(Model, kw_only=True):
    """An order of yours on a margin market. It has no status: what is filled and what remains, in
    contracts, tell its state.
    """

    order_id: str
    """Id that the exchange gave the order."""

    user_id: str
    """Id of the user who owns the order."""

    client_order_id: str
    """The caller's own id for the order."""

    ticker: str
    """Ticker of the market that the order is in."""

    side: BookSide
    """Book side of the order: `bid` buys contracts, `ask` sells them."""

    last_update_reason: LastUpdateReason
    """What changed or canceled the order last; an empty text names no reason."""

    price: Decimal
    """Limit price of the order in US dollars for one contract."""

    fill_count: Decimal
    """Contracts filled so far."""

    remaining_count: Decimal
    """Contracts that remain in the order; at 0 it rests no longer."""

    expiration_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the order lapses; null or absent where it has no expiration."""

    created_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the order was created; null or absent where not reported."""

    last_update_time: AwareDatetime | None | Unset = UNSET
    """UTC time of the latest modification, cancellation or fill; null or absent where there is none."""

    self_trade_prevention_type: SelfTradePreventionType | None | Unset = UNSET
    """What happens when the order meets another of the same user: `taker_at_cross` cancels the incoming
    order and keeps its earlier fills, `maker` cancels the resting one and goes on matching; null or
    absent where none is set.
    """

    cancel_order_on_pause: bool | Unset = UNSET
    """True when the exchange cancels the open order as soon as trading pauses, whatever the cause."""

    order_group_id: str | Unset = UNSET
    """Id of the order group that holds the order; absent where it belongs to none."""

    order_source: OrderSource | Unset = UNSET
    """Who placed the order: `user`, or `system`, which is the exchange on behalf of the user."""

    order_reason: OrderReason | Unset = UNSET
    """Why the exchange placed the order: `liquidation` or `take_profit_stop_loss`; absent from orders of
    users.
    """
