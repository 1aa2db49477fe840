"""Place an order exactly once."""

from __future__ import annotations

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.orders.context import DEADLINE, OperationContext
from kalshi_overlay.orders.flow import Flow, run, run_async
from kalshi_overlay.orders.new_orders import OrdersByClientId, Outcomes, answered, with_id
from kalshi_overlay.orders.placing import place_all
from kalshi_overlay.orders.results import PlacedOrder


def sync(*, client: AuthenticatedClient, body: CreateOrderV2Request, deadline: float = DEADLINE) -> PlacedOrder:
    """Place an order exactly once.

    An order without `client_order_id` gets one. If the response is lost or can't be used, the same order is sent again
    under the same id: the exchange accepts an id once. If it says that the id is used, the order is read back.

    Args:
        client: A signed client.
        body: The order; it is not changed.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order.

    Raises:
        OrderStateUnknownError: It is not known in time whether the order stands.
        DuplicateOrderError: The exchange has accepted the id more than once.
        OrderNotAppliedError: No order stands, and none will.
        KalshiError: No order stands: the exchange rejected it, or nothing was sent. `KalshiConflictError` is about
            this request alone: an earlier order of the caller's may stand under the id.

    Operations of the API: `CreateOrderV2`, `GetOrders`, `GetHistoricalOrders`, `GetUserDataTimestamp`.
    """
    return run(_place(body, deadline), client)


async def asyncio(
    *, client: AuthenticatedClient, body: CreateOrderV2Request, deadline: float = DEADLINE
) -> PlacedOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_place(body, deadline), client)


def _place(body: CreateOrderV2Request, deadline: float) -> Flow[PlacedOrder]:
    context, order = OperationContext(deadline), with_id(body, "body")
    client_order_id = str(order.client_order_id)
    new_ids = () if body.client_order_id else (client_order_id,)

    def send(orders: OrdersByClientId) -> Flow[Outcomes]:
        answer = yield from context.send(create_order_v2, body=order)
        return {client_order_id: answered(answer, client_order_id)}

    outcome = (yield from place_all(context, {client_order_id: order}, new_ids, send))[client_order_id]
    if isinstance(outcome, KalshiError):
        raise outcome
    return outcome
