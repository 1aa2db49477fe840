from __future__ import annotations

from decimal import Decimal

from ..models.book_side import BookSide
from ..models.order_action import OrderAction
from ..models.order_outcome_side import OrderOutcomeSide
from ..models.order_side import OrderSide
from ..models.order_status import OrderStatus
from ..models.order_type import OrderType
from ..models.self_trade_prevention_type import SelfTradePreventionType
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class Order(Model, kw_only=True):
    """An order of the user, with its direction, price, counts, costs, fees and status."""

    order_id: str
    """Identifier the exchange gave the order."""

    user_id: str
    """Identifier of the user who owns the order."""

    client_order_id: str
    """Identifier the client chose for the order."""

    ticker: str
    """Ticker of the market the order is in."""

    side: OrderSide | Unset = UNSET
    """Legacy contract side, `yes` or `no`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """

    action: OrderAction | Unset = UNSET
    """Legacy order action, `buy` or `sell`. Deprecated; read `outcome_side` or `book_side`, as it may be
    absent from answers after 14 May 2026.
    """

    outcome_side: OrderOutcomeSide
    """Outcome that the order gains from: `yes` for buying YES or selling NO, `no` for buying NO or selling
    YES. It states direction only and leaves the price as it is; opposite orders match at one and the
    same price.
    """

    book_side: BookSide
    """Side of the YES book that the order is on: `bid` goes with `outcome_side` `yes`, `ask` with
    `outcome_side` `no`.
    """

    type: OrderType
    """Kind of order: `limit` trades at its price or better, `market` at the prices the book offers."""

    status: OrderStatus
    """State of the order: `resting` is open on the book, `canceled` was withdrawn, `executed` is filled."""

    yes_price_dollars: Decimal
    """Price of the order on the YES side, in US dollars per contract between 0 and 1."""

    no_price_dollars: Decimal
    """Price of the order on the NO side, in US dollars per contract between 0 and 1."""

    fill_count_fp: Decimal
    """Quantity filled so far, in contracts."""

    remaining_count_fp: Decimal
    """Quantity that remains in the order, in contracts."""

    initial_count_fp: Decimal
    """Quantity the order started with, in contracts."""

    taker_fill_cost_dollars: Decimal
    """Cost of the part filled as taker, in US dollars."""

    maker_fill_cost_dollars: Decimal
    """Cost of the part filled as maker, in US dollars."""

    taker_fees_dollars: Decimal
    """Fees charged on the part filled as taker, in US dollars."""

    maker_fees_dollars: Decimal
    """Fees charged on the part filled as maker, in US dollars."""

    expiration_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the order expires; null where it has no expiration."""

    created_time: AwareDatetime | None | Unset = UNSET
    """UTC time at which the order was created; null where not reported."""

    last_update_time: AwareDatetime | None | Unset = UNSET
    """UTC time of the latest modification, cancellation or fill; null or absent where there is none."""

    self_trade_prevention_type: SelfTradePreventionType | None | Unset = UNSET
    """What happens when the order meets another of the same user: `taker_at_cross` cancels the incoming
    order and keeps its earlier fills, `maker` cancels the resting one and goes on matching; null where
    none is set.
    """

    order_group_id: str | None | Unset = UNSET
    """Identifier of the order group that holds the order; null where it belongs to none."""

    cancel_order_on_pause: bool | Unset = UNSET
    """True when the exchange cancels the open order as soon as trading pauses, whatever the cause."""

    subaccount_number: int | None | Unset = UNSET
    """Subaccount that owns the order: 0 is the primary account, 1 to 63 are numbered subaccounts; null or
    absent where not reported.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard that holds the order."""
