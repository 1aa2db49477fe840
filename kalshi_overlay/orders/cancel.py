"""Cancel an order and confirm that it no longer rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.api import OrdersApi, ShownOrder
from kalshi_overlay.orders.changing import Address, Change, ChangeState
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.reading import number_of
from kalshi_overlay.orders.results import CanceledOrder

T = TypeVar("T")


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset | None = UNSET,
    exchange_index: int | Unset | None = UNSET,
    market_ticker: str | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> CanceledOrder:
    """Cancel an order and confirm that it no longer rests.

    Pass `market_ticker` if you know it: without it the exchange looks for the order on shard 0 only. If the order is
    not found there, it is read, and the cancel is sent to where it rests. An order that was filled or canceled or that
    expired before is returned as it is.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        subaccount: Number of the order's subaccount; see `cancel_order_v2`.
        exchange_index: Index of the exchange shard; see `cancel_order_v2`.
        market_ticker: Ticker of the order's market; see `cancel_order_v2`.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which no longer rests: with what the cancel took off the book or, if it was read back, with its
        status and what was filled. An order that was read back may have been canceled by something else.

    Raises:
        OrderStateUnknownError: It is not known in time whether the order still rests; go on with its `resume`.
        OrderNotAppliedError: The order was not canceled by this, and may still rest.
        KalshiNotFoundError: The exchange has no such order.
        KalshiError: The exchange rejected the request, or nothing was sent.

    Operation: `CancelOrderV2`; reads `GetOrder` and `GetUserDataTimestamp`.
    """
    address = Address(market_ticker, exchange_index, subaccount)
    return run(cancel_order(EVENTS, CanceledOrder, client, order_id, address, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset | None = UNSET,
    exchange_index: int | Unset | None = UNSET,
    market_ticker: str | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> CanceledOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    address = Address(market_ticker, exchange_index, subaccount)
    return await run_async(cancel_order(EVENTS, CanceledOrder, client, order_id, address, timeout))


def cancel_order(
    api: OrdersApi,
    result: Callable[..., T],
    client: AuthenticatedClient,
    order_id: str,
    address: Address,
    timeout: float,
) -> Flow[T]:
    """Cancel an order of an API; its result is made by `result`."""
    context = OperationContext(api, client, timeout, order_id)

    def send(address: Address) -> Flow[T]:
        answer = yield from context.send(api.cancel, order_id=order_id, **address.query(api.cancel))
        reduced_by = number_of(answer, "reduced_by")
        return result(order_id=answer.order_id, status="canceled", reduced_by=reduced_by, answer=answer)

    def read_back(shown: ShownOrder) -> T:
        return result(order_id=order_id, status=shown.status, fill_count=shown.fill_count, order=shown.order)

    def judge(shown: ShownOrder) -> ChangeState:
        return ChangeState.APPLIED if shown.is_over else ChangeState.PENDING

    return (yield from Change(context, order_id, address, send, judge, read_back).apply())
