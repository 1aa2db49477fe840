from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..models.create_order_request_action import CreateOrderRequestAction
from ..models.create_order_request_side import CreateOrderRequestSide
from ..models.create_order_request_time_in_force import CreateOrderRequestTimeInForce
from ..models.self_trade_prevention_type import SelfTradePreventionType
from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class CreateOrderRequest(ExactModel, kw_only=True):
    """Older form of a new order: a `yes` or `no` side with a `buy` or `sell` action. New code uses
    `CreateOrderV2Request`; no operation of this spec takes this form. Give at most one of `yes_price`,
    `no_price`, `yes_price_dollars` and `no_price_dollars`. Give at least one of `count` and `count_fp`.
    Where more than one of `count` and `count_fp` are given, they must be the same number.
    """

    _field_rules = (
        FieldRule("at_most_one_of", ("yes_price", "no_price", "yes_price_dollars", "no_price_dollars")),
        FieldRule("at_least_one_of", ("count", "count_fp")),
        FieldRule("equal", ("count", "count_fp")),
    )

    ticker: str
    """Ticker of the market in which to trade; it must not be empty."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the order."""

    side: CreateOrderRequestSide
    """Side to trade: `yes` for YES contracts, `no` for NO contracts."""

    action: CreateOrderRequestAction
    """What to do with the contracts of `side`: `buy` or `sell` them."""

    count: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """Size in whole contracts, at least 1. Send this or `count_fp`; where both are sent, they have to
    agree.
    """

    count_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """Size in contracts. Send this or `count`; where both are sent, they have to agree. Null counts as not
    set. `None` is sent as null.
    """

    yes_price: Annotated[int, Range(minimum=1, maximum=99)] | Unset = UNSET
    """Limit price of YES in cents per contract, 1 to 99."""

    no_price: Annotated[int, Range(minimum=1, maximum=99)] | Unset = UNSET
    """Limit price of NO in cents per contract, 1 to 99."""

    yes_price_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(4)] | Unset = UNSET
    """Limit price of YES in US dollars per contract, between 0 and 1."""

    no_price_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(4)] | Unset = UNSET
    """Limit price of NO in US dollars per contract, between 0 and 1."""

    expiration_ts: int | Unset = UNSET
    """Time at which the order lapses, in Unix seconds. It goes with the time in force `good_till_canceled`
    and is refused with `immediate_or_cancel`.
    """

    time_in_force: CreateOrderRequestTimeInForce | Unset = UNSET
    """How long the order lives: `fill_or_kill` fills completely at once or not at all,
    `immediate_or_cancel` fills what it can at once and drops the rest, `good_till_canceled` rests until
    it is cancelled or, where `expiration_ts` is set, until then. `GTT` is refused.
    """

    buy_max_cost: int | Unset = UNSET
    """Most that the order may cost, in cents. Setting it makes the order fill-or-kill."""

    post_only: bool | Unset = UNSET
    """Whether the order may only add liquidity, so that it never trades as a taker."""

    reduce_only: bool | Unset = UNSET
    """Whether the order may only reduce a position that the caller holds."""

    sell_position_floor: int | Unset = UNSET
    """Deprecated in favour of `reduce_only`. 0 is the sole value allowed."""

    self_trade_prevention_type: SelfTradePreventionType | Unset = UNSET
    """What happens when the order meets one of the same user: `taker_at_cross` cancels the incoming order
    and keeps fills already made, `maker` cancels the resting order and goes on matching.
    """

    order_group_id: str | Unset = UNSET
    """Id of the order group to which the order belongs."""

    cancel_order_on_pause: bool | Unset = UNSET
    """Whether the exchange cancels the order, if still open, as soon as trading pauses for whatever
    reason.
    """

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount that places the order. The exchange uses 0, the primary account, when it is left out."""

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard; -1 has the exchange find the shard from the market's ticker. The
    exchange uses 0 when it is left out.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ticker: str,
            client_order_id: str | None | Unset = UNSET,
            side: CreateOrderRequestSide,
            action: CreateOrderRequestAction,
            count: int | None | Unset = UNSET,
            count_fp: Decimal | int | str | None | Unset = UNSET,
            yes_price: int | None | Unset = UNSET,
            no_price: int | None | Unset = UNSET,
            yes_price_dollars: Decimal | int | str | None | Unset = UNSET,
            no_price_dollars: Decimal | int | str | None | Unset = UNSET,
            expiration_ts: int | None | Unset = UNSET,
            time_in_force: CreateOrderRequestTimeInForce | None | Unset = UNSET,
            buy_max_cost: int | None | Unset = UNSET,
            post_only: bool | None | Unset = UNSET,
            reduce_only: bool | None | Unset = UNSET,
            sell_position_floor: int | None | Unset = UNSET,
            self_trade_prevention_type: SelfTradePreventionType | None | Unset = UNSET,
            order_group_id: str | None | Unset = UNSET,
            cancel_order_on_pause: bool | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
