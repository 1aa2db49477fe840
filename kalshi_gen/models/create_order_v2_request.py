from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..models.book_side import BookSide
from ..models.create_order_v2_request_time_in_force import CreateOrderV2RequestTimeInForce
from ..models.self_trade_prevention_type import SelfTradePreventionType
from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.model import ExactModel
from ..types import UNSET, AwareDatetime, UnixSeconds, Unset


class CreateOrderV2Request(ExactModel, kw_only=True):
    """A new limit order for an event market, quoted from the YES side of a single book: `bid` buys YES,
    `ask` sells YES.
    """

    ticker: str
    """Ticker of the market to trade in."""

    client_order_id: str | Unset = UNSET
    """The caller's own id for the order, carried along with the exchange's id in answers."""

    side: BookSide
    """Book side of the order: `bid` buys YES, `ask` sells YES, which is worth the same as buying NO at 1
    minus the price.
    """

    count: Annotated[Decimal, Unit("contracts"), Decimals(2), Range(above=0)]
    """Size of the order in contracts, with two decimals at most; the smallest step is 0.01 contracts."""

    price: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(above=0, below=1)]
    """Limit price in US dollars per contract, between 0 and 1, always for YES. It must lie on a tick that
    the market's price ranges allow.
    """

    expiration_time: UnixSeconds | Unset = UNSET
    """Moment in Unix seconds at which the order lapses. Valid only with `time_in_force` set to
    `good_till_canceled`; the exchange refuses it together with `immediate_or_cancel`. There is no `GTT`
    value to send.
    """

    time_in_force: CreateOrderV2RequestTimeInForce
    """How long the order may live: `fill_or_kill` fills completely at once or not at all,
    `immediate_or_cancel` fills what it can at once and drops the rest, `good_till_canceled` rests until
    canceled, or until `expiration_time` where that is given. `GTT` is refused.
    """

    post_only: bool | Unset = UNSET
    """True for an order that may only add liquidity: it must not trade on arrival."""

    self_trade_prevention_type: SelfTradePreventionType
    """What happens where the order would meet another order of the same user: `taker_at_cross` cancels the
    incoming order and keeps the fills already made, `maker` cancels the resting order and goes on
    matching.
    """

    cancel_order_on_pause: bool | Unset = UNSET
    """True to have the order canceled, while it is open, as soon as trading on the exchange pauses for
    whatever reason.
    """

    reduce_only: bool | Unset = UNSET
    """True to cap the order at the size of the member's present position, so that it can only shrink it.
    The exchange refuses it with any `time_in_force` but `immediate_or_cancel`.
    """

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Number of the subaccount that places the order; 0 is the primary one. A key locked to one subaccount
    must leave it out or send its own number.
    """

    order_group_id: str | Unset = UNSET
    """Id of the order group that the order joins."""

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard. When it is left out, the exchange routes by `ticker`, or uses 0 where
    no ticker is given; -1 insists on routing by ticker.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ticker: str,
            client_order_id: str | None | Unset = UNSET,
            side: BookSide,
            count: Decimal | int | str,
            price: Decimal | int | str,
            expiration_time: int | AwareDatetime | None | Unset = UNSET,
            time_in_force: CreateOrderV2RequestTimeInForce,
            post_only: bool | None | Unset = UNSET,
            self_trade_prevention_type: SelfTradePreventionType,
            cancel_order_on_pause: bool | None | Unset = UNSET,
            reduce_only: bool | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
            order_group_id: str | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
