"""Decrease an order once and confirm what is left."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import DecreaseOrderV2Request
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay import clock
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.changing import Address, Change, ChangeState
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, DeadlinePassed, NotSendable, OperationContext, check_type
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.reading import READ_LAG, number_of, read_order
from kalshi_overlay.orders.resending import backoff
from kalshi_overlay.orders.results import DecreasedOrder

T = TypeVar("T")


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> DecreasedOrder:
    """Decrease an order once and confirm what is left.

    Prefer `reduce_to`: it says what shall be left, so it can be sent again if the response is lost. With `reduce_by`
    the order is read first, and the `reduce_to` that this amounts to is sent. A fill that the read doesn't show yet
    makes it take off less than you asked. If the order can't be read, or shows less than `reduce_by`, then `reduce_by`
    is sent as it is, and never twice.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: `reduce_to` or `reduce_by`, in contracts; it is not changed.
        subaccount: Number of the order's subaccount; see `decrease_order_v2`.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which was decreased. If it was read back, no more than you asked for is left, be it by the decrease
        or by fills.

    Raises:
        OrderStateUnknownError: It is not known in time.
        OrderNotAppliedError: The order was not decreased by this, and won't be; it may have ended before.
        InvalidRequestError: Both or neither of `reduce_to` and `reduce_by` are given, or a negative number; nothing
            was sent.
        KalshiNotFoundError: The exchange has no such order.
        KalshiError: The order is not decreased: the exchange rejected the request, or nothing was sent.

    Operation: `DecreaseOrderV2`; reads `GetOrder` and `GetUserDataTimestamp`.
    """
    return run(decrease_order(EVENTS, DecreasedOrder, client, order_id, body, subaccount, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> DecreasedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(decrease_order(EVENTS, DecreasedOrder, client, order_id, body, subaccount, timeout))


def decrease_order(
    api: OrdersApi,
    result: Callable[..., T],
    client: AuthenticatedClient,
    order_id: str,
    body: Any,
    subaccount: int | Unset | None,
    timeout: float,
) -> Flow[T]:
    """Decrease an order of an API; its result is made by `result`."""
    context, (name, contracts) = OperationContext(api, client, timeout, order_id), _asked(api, body)
    address = Address(getattr(body, "market_ticker", UNSET), getattr(body, "exchange_index", UNSET), subaccount)
    target = contracts if name == "reduce_to" else None
    if target is None:
        before = yield from _read_before(context, order_id)
        if before is not None and api.has_shards and not address.is_of(before.order):
            address = address.corrected(before.order) or address
        if before is not None and not before.is_over and before.remaining_count >= contracts:
            target = before.remaining_count - contracts
            body = msgspec.structs.replace(body, reduce_by=UNSET, reduce_to=target)

    def send(address: Address) -> Flow[T]:
        request = address.in_body(body)
        answer = yield from context.send(api.decrease, order_id=order_id, body=request, **address.query(api.decrease))
        remaining = number_of(answer, "remaining_count")
        return result(order_id=answer.order_id, remaining_count=remaining, answer=answer)

    def judge(shown: ShownOrder) -> ChangeState:
        if target is None:
            return ChangeState.UNKNOWN
        return ChangeState.APPLIED if shown.remaining_count <= target else ChangeState.PENDING

    def read_back(shown: ShownOrder) -> T:
        return result(order_id=order_id, remaining_count=shown.remaining_count, order=shown.order)

    change = Change(context, order_id, address, send, judge, read_back, body, is_repeatable=target is not None)
    return (yield from change.apply())


def _asked(api: OrdersApi, body: Any) -> tuple[str, Decimal]:
    """Which of the two is asked for, and its contracts."""
    check_type(body, api.decrease, "body")
    # Refuses what the exchange would not take before it is read how large the order is.
    ((name, _),) = ((name, value) for name, value in body.to_dict().items() if name.startswith("reduce_") and value)
    return name, getattr(body, name)


def _read_before(context: OperationContext, order_id: str) -> Flow[ShownOrder | None]:
    """The order as it is shown now; None if it can't be read for as long as a new order may not be shown."""
    polls = backoff(0.1, 1.0, 1.5)
    while clock.now() < context.began.monotonic + READ_LAG:
        try:
            order = yield from read_order(context, order_id)
            if order is not None:
                return order
        except NotSendable as end:
            raise end.error from None
        except KalshiError as error:
            context.record_error(error)
        try:
            yield from context.pause(next(polls))
        except DeadlinePassed:
            raise context.not_applied("the order could not be read in time, so nothing was sent") from None
    return None
