"""Amend an order and confirm that it is as asked."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalshi_gen.api.orders import amend_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.changing import Address, Change, ChangeState, apply_change, check_order_id, is_over
from kalshi_overlay.orders.context import DEADLINE, OperationContext
from kalshi_overlay.orders.flow import Flow, run, run_async
from kalshi_overlay.orders.reading import numbers_of
from kalshi_overlay.orders.results import AmendedOrder


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> AmendedOrder:
    """Amend an order and confirm that it is as asked.

    An amendment says what the order shall be: price, total count, expiry, and the `updated_client_order_id` if one is
    given. If the response is lost or can't be used, the same amendment is sent again. If the exchange says that it
    changes nothing, the order is as asked, and is read back.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: The order as it shall be; it is not changed.
        subaccount: Number of the subaccount of the order; see `amend_order_v2`.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order, which is as asked.

    Raises:
        OrderStateUnknownError: It is not known in time, or the order was canceled meanwhile and doesn't show what
            it was before.
        OrderNotAppliedError: The order is not as asked, and won't be by this.
        KalshiError: The order is not amended: the exchange rejected it, or nothing was sent.

    Operations of the API: `AmendOrderV2`, `GetOrder`, `GetUserDataTimestamp`.
    """
    return run(_amend(order_id, body, subaccount, deadline), client)


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> AmendedOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_amend(order_id, body, subaccount, deadline), client)


def _amend(order_id: str, body: AmendOrderV2Request, subaccount: int | Unset, deadline: float) -> Flow[AmendedOrder]:
    context = OperationContext(deadline)
    if not isinstance(body, AmendOrderV2Request):
        raise InvalidRequestError("body", f"must be an AmendOrderV2Request, not {type(body).__name__}; make one")

    def send(address: Address) -> Flow[AmendedOrder]:
        request = msgspec.structs.replace(body, exchange_index=address.exchange_index)
        answer = yield from context.send(amend_order_v2, order_id=order_id, body=request, subaccount=address.subaccount)
        check_order_id(answer, order_id)
        # The exchange says the count only where it changed.
        has_count = answer.remaining_count is not UNSET and answer.remaining_count is not None
        remaining = next(numbers_of(answer, "remaining_count")) if has_count else None
        return AmendedOrder(order_id=order_id, remaining_count=remaining, answer=answer)

    def judge(order: Order) -> ChangeState:
        return _judge(order, body)

    def proves(order: Order) -> bool:
        # It bore another id before, and an id is used once.
        before, after = body.client_order_id, body.updated_client_order_id
        return bool(before and after) and before != after == order.client_order_id

    given = Address(body.ticker, body.exchange_index, subaccount, is_ticker_fixed=True)
    return (yield from apply_change(context, Change(order_id, send, judge, _read_back, proves), given))


def _judge(order: Order, asked: AmendOrderV2Request) -> ChangeState:
    is_marked = order.yes_price_dollars == asked.price and _is_renamed(order, asked) and _has_expiry(order, asked)
    is_sized = order.fill_count_fp + order.remaining_count_fp == asked.count
    if is_marked and is_sized:
        return ChangeState.APPLIED
    if not is_over(order):
        return ChangeState.PENDING
    # What a canceled order had left is gone, so its size says nothing.
    return ChangeState.UNKNOWN if is_marked and order.status == "canceled" else ChangeState.CLOSED


def _is_renamed(order: Order, asked: AmendOrderV2Request) -> bool:
    return not asked.updated_client_order_id or order.client_order_id == asked.updated_client_order_id


def _has_expiry(order: Order, asked: AmendOrderV2Request) -> bool:
    if asked.expiration_time is UNSET:
        return True
    expiry = order.expiration_time
    return (int(expiry.timestamp()) if isinstance(expiry, datetime) else 0) == asked.expiration_time


def _read_back(order: Order) -> AmendedOrder:
    return AmendedOrder(order_id=order.order_id, remaining_count=order.remaining_count_fp, order=order)
