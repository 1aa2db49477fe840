"""Amend an order and confirm that it is as asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models import AmendOrderV2Request
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.changing import Address, Change, ChangeState
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, OperationContext, check_type
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.expiration import check_expiration, unix_seconds
from kalshi_overlay.orders.reading import number_of
from kalshi_overlay.orders.results import AmendedOrder

T = TypeVar("T")


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> AmendedOrder:
    """Amend an order and confirm that it is as asked.

    An amendment says what the order shall be: price, total count, expiry, and the `updated_client_order_id` if you give
    one. If the response is lost or can't be used, the same amendment is sent again. If the exchange says that it
    changes nothing, the order is as asked, and is read back.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: The order as it shall be; it is not changed.
        subaccount: Number of the order's subaccount; see `amend_order_v2`.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which is as asked.

    Raises:
        OrderStateUnknownError: It is not known in time, or the order was canceled meanwhile and doesn't show what
            it was before.
        OrderNotAppliedError: The order is not as asked, and won't be by this; it may have ended before.
        InvalidRequestError: No market could take the order, such as at a price of 1; nothing was sent.
        KalshiNotFoundError: The exchange has no such order.
        KalshiError: The order is not amended: the exchange rejected the request, or nothing was sent.

    Operation: `AmendOrderV2`; reads `GetOrder` and `GetUserDataTimestamp`.
    """
    return run(amend_order(EVENTS, AmendedOrder, client, order_id, body, subaccount, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> AmendedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(amend_order(EVENTS, AmendedOrder, client, order_id, body, subaccount, timeout))


def amend_order(
    api: OrdersApi,
    result: Callable[..., T],
    client: AuthenticatedClient,
    order_id: str,
    body: Any,
    subaccount: int | Unset | None,
    timeout: float,
) -> Flow[T]:
    """Amend an order of an API; its result is made by `result`."""
    context = OperationContext(api, client, timeout, order_id)
    check_type(body, api.amend, "body")
    if body.expiration_time != 0:
        # 0 takes the present one away.
        check_expiration(body.expiration_time, "expiration_time")

    def send(address: Address) -> Flow[T]:
        request = address.in_body(body)
        answer = yield from context.send(api.amend, order_id=order_id, body=request, **address.query(api.amend))
        # The exchange gives the count only if it changed.
        remaining = None if answer.remaining_count in (UNSET, None) else number_of(answer, "remaining_count")
        return result(order_id=answer.order_id, remaining_count=remaining, answer=answer)

    def judge(shown: ShownOrder) -> ChangeState:
        return _judge(shown, body)

    def read_back(shown: ShownOrder) -> T:
        return result(order_id=order_id, remaining_count=shown.remaining_count, order=shown.order)

    address = Address(body.ticker, getattr(body, "exchange_index", UNSET), subaccount, is_ticker_fixed=True)
    return (yield from Change(context, order_id, address, send, judge, read_back, body).apply())


def _judge(shown: ShownOrder, asked: Any) -> ChangeState:
    before, after = asked.client_order_id, asked.updated_client_order_id
    expiry = unix_seconds(shown.order.expiration_time) or 0
    is_marked = (
        shown.price == asked.price
        and (not after or shown.order.client_order_id == after)
        and (asked.expiration_time is UNSET or unix_seconds(asked.expiration_time) == expiry)
    )
    if is_marked and shown.fill_count + shown.remaining_count == asked.count:
        # An id is used once.
        return ChangeState.PROVEN if before and after and before != after else ChangeState.APPLIED
    # What a canceled order had left is gone, so its size says nothing.
    return ChangeState.UNKNOWN if is_marked and shown.status in ("canceled", "ended") else ChangeState.PENDING
