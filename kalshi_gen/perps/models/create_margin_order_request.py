from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ...runtime.bounds import INT32, Decimals, Range, Unit
from ...runtime.field_rules import FieldRule
from ...runtime.model import ExactModel
from ...types import UNSET, AwareDatetime, UnixSeconds, Unset
from ..models.book_side import BookSide
from ..models.create_margin_order_request_time_in_force import CreateMarginOrderRequestTimeInForce
from ..models.self_trade_prevention_type import SelfTradePreventionType


class CreateMarginOrderRequest(ExactModel, kw_only=True):
    """A new limit order for a margin market: a `bid` buys contracts, an `ask` sells them. Give at least
    one of `ticker` and `market_id`.
    """

    _field_rules = (FieldRule("at_least_one_of", ("ticker", "market_id")),)

    ticker: str | Unset = UNSET
    """Ticker of the market to trade in. Send this or `market_id`; where both are sent, this one counts."""

    market_id: str | Unset = UNSET
    """UUID of the market to trade in, which a new ticker does not change. Send this or `ticker`."""

    client_order_id: str
    """The caller's own id for the order, which is required. No operation looks an order up by it."""

    side: BookSide
    """Book side of the order: `bid` buys contracts, `ask` sells them."""

    count: Annotated[Decimal, Unit("contracts"), Decimals(2), Range(above=0)]
    """Size of the order in contracts, with two decimals at most; a market without fractional trading takes
    a whole number.
    """

    price: Annotated[Decimal, Unit("US dollars"), Decimals(4), Range(above=0)]
    """Limit price in US dollars for one contract, whose size is the `contract_size` of the market. It must
    lie on the tick of the market (`tick_size`).
    """

    expiration_time: UnixSeconds | Unset = UNSET
    """Moment in Unix seconds at which the order lapses. The published description does not say the unit
    here; the field of the same name in an amendment is in seconds.
    """

    time_in_force: CreateMarginOrderRequestTimeInForce
    """How long the order may live: `fill_or_kill` fills completely at once or not at all,
    `immediate_or_cancel` fills what it can at once and drops the rest, `good_till_canceled` rests until
    canceled, or until `expiration_time` where that is given.
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
    The exchange refuses it with any `time_in_force` but `immediate_or_cancel` and `fill_or_kill`.
    """

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Number of the subaccount that places the order; 0 is the primary one. A key locked to one subaccount
    must leave it out or send its own number.
    """

    order_group_id: str | Unset = UNSET
    """Id of the order group that the order joins."""

    market_version: Annotated[int, INT32] | Unset = UNSET
    """Version that the market is expected to have; with another one the exchange refuses the order, with
    409 and the code `market_version_mismatch`. The exchange uses 0 when it is left out, which checks
    nothing.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            ticker: str | None | Unset = UNSET,
            market_id: str | None | Unset = UNSET,
            client_order_id: str,
            side: BookSide,
            count: Decimal | int | str,
            price: Decimal | int | str,
            expiration_time: int | AwareDatetime | None | Unset = UNSET,
            time_in_force: CreateMarginOrderRequestTimeInForce,
            post_only: bool | None | Unset = UNSET,
            self_trade_prevention_type: SelfTradePreventionType,
            cancel_order_on_pause: bool | None | Unset = UNSET,
            reduce_only: bool | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
            order_group_id: str | None | Unset = UNSET,
            market_version: int | None | Unset = UNSET,
        ) -> None: ...
