"""Cancel an order and confirm that it no longer rests."""

from __future__ import annotations

from kalshi_gen.api.orders import cancel_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.changing import Address, Change, ChangeState, apply_change, check_order_id, is_over
from kalshi_overlay.orders.context import DEADLINE, OperationContext
from kalshi_overlay.orders.flow import Flow, run, run_async
from kalshi_overlay.orders.reading import numbers_of
from kalshi_overlay.orders.results import CanceledOrder


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    deadline: float = DEADLINE,
) -> CanceledOrder:
    """Cancel an order and confirm that it no longer rests.

    Pass `market_ticker` if you know it: without it the exchange looks for the order on shard 0. If it does not find it
    there, the order is read, and the cancellation goes to where the order rests.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        subaccount: Number of the subaccount of the order; see `cancel_order_v2`.
        exchange_index: Index of the exchange shard; see `cancel_order_v2`.
        market_ticker: Ticker of the order's market; see `cancel_order_v2`.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order that no longer rests: what the cancellation took off the book or, if it was read back, the order
        itself, which may as well have been filled or canceled by something else before.

    Raises:
        OrderStateUnknownError: It is not known in time; the order may still rest.
        OrderNotAppliedError: The order was not canceled by this and may still rest.
        KalshiNotFoundError: No such order rests.
        KalshiError: The exchange rejected it, or nothing was sent.

    Operations of the API: `CancelOrderV2`, `GetOrder`, `GetUserDataTimestamp`.
    """
    return run(_cancel(order_id, Address(market_ticker, exchange_index, subaccount), deadline), client)


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    deadline: float = DEADLINE,
) -> CanceledOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_cancel(order_id, Address(market_ticker, exchange_index, subaccount), deadline), client)


def _cancel(order_id: str, given: Address, deadline: float) -> Flow[CanceledOrder]:
    context = OperationContext(deadline)

    def send(address: Address) -> Flow[CanceledOrder]:
        answer = yield from context.send(
            cancel_order_v2,
            order_id=order_id,
            subaccount=address.subaccount,
            exchange_index=address.exchange_index,
            market_ticker=address.market_ticker,
        )
        check_order_id(answer, order_id)
        (reduced_by,) = numbers_of(answer, "reduced_by")
        return CanceledOrder(order_id=order_id, reduced_by=reduced_by, answer=answer)

    change = Change(order_id, send, _judge, _read_back, not_found_is_answer=True)
    return (yield from apply_change(context, change, given))


def _judge(order: Order) -> ChangeState:
    return ChangeState.APPLIED if is_over(order) else ChangeState.PENDING


def _read_back(order: Order) -> CanceledOrder:
    return CanceledOrder(order_id=order.order_id, order=order)
