"""Cancel an order and confirm that it no longer rests."""

from __future__ import annotations

from kalshi_gen.api.orders import cancel_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.changing import Address, Change, ChangeState, is_over
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, OperationContext
from kalshi_overlay.orders.reading import number_of
from kalshi_overlay.orders.results import CanceledOrder


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
    return run(_cancel(client, order_id, Address(market_ticker, exchange_index, subaccount), timeout))


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
    return await run_async(_cancel(client, order_id, Address(market_ticker, exchange_index, subaccount), timeout))


def _cancel(client: AuthenticatedClient, order_id: str, given: Address, timeout: float) -> Flow[CanceledOrder]:
    context = OperationContext(client, timeout, order_id)

    def send(address: Address) -> Flow[CanceledOrder]:
        answer = yield from context.send(
            cancel_order_v2,
            order_id=order_id,
            subaccount=address.subaccount,
            exchange_index=address.exchange_index,
            market_ticker=address.market_ticker,
        )
        reduced_by = number_of(answer, "reduced_by")
        return CanceledOrder(order_id=answer.order_id, status="canceled", reduced_by=reduced_by, answer=answer)

    def read_back(order: Order) -> CanceledOrder:
        return CanceledOrder(order_id=order_id, status=order.status, fill_count=order.fill_count_fp, order=order)

    change = Change(
        context,
        order_id,
        given,
        send,
        judge=lambda order: ChangeState.APPLIED if is_over(order) else ChangeState.PENDING,
        read_back=read_back,
    )
    return (yield from change.apply())
