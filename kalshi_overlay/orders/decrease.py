"""Decrease an order once and confirm what is left."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kalshi_gen.api.orders import decrease_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models import DecreaseOrderV2Request, Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay import clock
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.changing import Address, Change, ChangeState, is_over
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, DeadlinePassed, NotSendable, OperationContext
from kalshi_overlay.orders.reading import READ_LAG, number_of, read_order
from kalshi_overlay.orders.resending import backoff
from kalshi_overlay.orders.results import DecreasedOrder


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
    return run(_decrease(client, order_id, body, subaccount, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> DecreasedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(_decrease(client, order_id, body, subaccount, timeout))


def _decrease(
    client: AuthenticatedClient,
    order_id: str,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset | None,
    timeout: float,
) -> Flow[DecreasedOrder]:
    context, (name, contracts) = OperationContext(client, timeout, order_id), _asked(body)
    address = Address(body.market_ticker, body.exchange_index, subaccount)
    target = contracts if name == "reduce_to" else None
    if target is None:
        order = yield from _read_before(context, order_id)
        if order is not None and not address.is_of(order):
            address = address.corrected(order) or address
        if order is not None and not is_over(order) and order.remaining_count_fp >= contracts:
            target = order.remaining_count_fp - contracts
            body = msgspec.structs.replace(body, reduce_by=UNSET, reduce_to=target)

    def send(address: Address) -> Flow[DecreasedOrder]:
        ticker, index = address.market_ticker, address.exchange_index
        request = msgspec.structs.replace(body, market_ticker=ticker, exchange_index=index)
        answer = yield from context.send(
            decrease_order_v2, order_id=order_id, body=request, subaccount=address.subaccount
        )
        remaining = number_of(answer, "remaining_count")
        return DecreasedOrder(order_id=answer.order_id, remaining_count=remaining, answer=answer)

    def judge(order: Order) -> ChangeState:
        if target is None:
            return ChangeState.UNKNOWN
        return ChangeState.APPLIED if order.remaining_count_fp <= target else ChangeState.PENDING

    def read_back(order: Order) -> DecreasedOrder:
        return DecreasedOrder(order_id=order_id, remaining_count=order.remaining_count_fp, order=order)

    change = Change(context, order_id, address, send, judge, read_back, body, is_repeatable=target is not None)
    return (yield from change.apply())


def _asked(body: DecreaseOrderV2Request) -> tuple[str, Decimal]:
    """Which of the two is asked for, and its contracts."""
    if not isinstance(body, DecreaseOrderV2Request):
        raise InvalidRequestError("body", f"must be a DecreaseOrderV2Request, not {type(body).__name__}; make one")
    # Refuses what the exchange would not take before it is read how large the order is.
    ((name, _),) = ((name, value) for name, value in body.to_dict().items() if name.startswith("reduce_") and value)
    return name, getattr(body, name)


def _read_before(context: OperationContext, order_id: str) -> Flow[Order | None]:
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
