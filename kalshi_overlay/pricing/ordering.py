"""A request for an order, made of what a person means."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kalshi_gen.models import CreateOrderV2Request
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.orders.expiration import check_expiration
from kalshi_overlay.pricing.counts import checked_count
from kalshi_overlay.pricing.grid import PriceGrid
from kalshi_overlay.pricing.prices import Outcome, book_price, outcome_price

if TYPE_CHECKING:
    from kalshi_gen.models import CreateOrderV2RequestTimeInForce, Market, SelfTradePreventionType


def order(
    market: Market,
    *,
    buy: Outcome | None = None,
    sell: Outcome | None = None,
    price: Decimal | int | str,
    count: Decimal | int | str,
    time_in_force: CreateOrderV2RequestTimeInForce = "good_till_canceled",
    self_trade_prevention_type: SelfTradePreventionType = "taker_at_cross",
    client_order_id: str | Unset | None = UNSET,
    expiration_time: int | datetime | Unset | None = UNSET,
    post_only: bool | Unset | None = UNSET,
    cancel_order_on_pause: bool | Unset | None = UNSET,
    reduce_only: bool | Unset | None = UNSET,
    subaccount: int | Unset | None = UNSET,
    order_group_id: str | Unset | None = UNSET,
    fractional: bool = True,
) -> CreateOrderV2Request:
    """Make the request for an order (CreateOrderV2), or say why it would be rejected.

    The request names the market's shard, if the market does. Whether the market trades now, and whether you can pay,
    only the exchange knows.

    Args:
        market: A market of the API.
        buy: The outcome to buy; give this or `sell`.
        sell: The outcome to sell.
        price: Limit in US dollars for a contract of that outcome.
        count: Contracts.
        time_in_force: How long the order may live.
        self_trade_prevention_type: What happens where the order would meet another one of yours.
        client_order_id: Your own id; `orders.place` makes one if you give none.
        expiration_time: When a `good_till_canceled` order lapses: Unix seconds or an aware datetime.
        post_only: True for an order that must not trade on arrival.
        cancel_order_on_pause: True to have the order canceled if trading on the exchange pauses.
        reduce_only: True for an order that only shrinks your position.
        subaccount: Number of the subaccount.
        order_group_id: Id of the order group that the order joins.
        fractional: Whether the market takes hundredths of a contract.

    Returns:
        The request, as `orders.place` and `create_order_v2` take it.

    Raises:
        InvalidRequestError: A value would be rejected; the error names the argument, what came and what to give. For
            a price between two ticks these are the nearest valid prices of the same outcome.
    """
    wanted = book_price(buy=buy, sell=sell, price=price)
    outcome: Outcome = "no" if "no" in (buy, sell) else "yes"
    grid = PriceGrid.of(market)
    if wanted.price not in grid:
        nearest = sorted(outcome_price(outcome, valid) for valid in grid.neighbors(wanted.price))
        given = outcome_price(outcome, wanted.price)
        problem = f"{given} for {outcome} is between two ticks of {market.ticker}"
        raise InvalidRequestError("price", f"{problem}; give {' or '.join(map(str, nearest))}")
    _check_together(time_in_force, expiration_time, post_only, reduce_only)
    body = CreateOrderV2Request(
        ticker=market.ticker,
        side=wanted.side,
        price=wanted.price,
        count=checked_count(count, fractional=fractional),
        time_in_force=time_in_force,
        self_trade_prevention_type=self_trade_prevention_type,
        client_order_id=client_order_id,
        expiration_time=expiration_time,
        post_only=post_only,
        cancel_order_on_pause=cancel_order_on_pause,
        reduce_only=reduce_only,
        subaccount=subaccount,
        order_group_id=order_group_id,
        exchange_index=market.exchange_index,
    )
    # Encoding checks every bound of the spec, here rather than when the request is sent.
    body.to_dict()
    return body


def _check_together(time_in_force: str, expiration_time: Any, post_only: Any, reduce_only: Any) -> None:
    """Refuse what the exchange refuses together, as the spec says of each field."""
    if expiration_time not in (None, UNSET):
        if time_in_force != "good_till_canceled":
            raise InvalidRequestError(
                "expiration_time",
                f'is not for time_in_force="{time_in_force}"; leave it out, or give good_till_canceled',
            )
        check_expiration(expiration_time, "expiration_time")
    if post_only is True and time_in_force != "good_till_canceled":
        raise InvalidRequestError(
            "post_only", f'an order that may only rest can\'t be "{time_in_force}"; give good_till_canceled'
        )
    if reduce_only is True and time_in_force != "immediate_or_cancel":
        raise InvalidRequestError(
            "reduce_only", f'is not for time_in_force="{time_in_force}"; give immediate_or_cancel, or leave it out'
        )
