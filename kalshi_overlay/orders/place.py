"""Place an order exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.placing import place_order
from kalshi_overlay.orders.results import PlacedOrder

if TYPE_CHECKING:
    from kalshi_overlay.orders.order_log import OrderLog


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateOrderV2Request,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> PlacedOrder:
    """Place an order exactly once.

    An order without `client_order_id` gets a new one, which the result and each error have. So a second call with the
    same `body` places a second order: to place an order once over several calls, give it an id of your own.

    If the response is lost or can't be used, the same order is sent again under the same id: the exchange accepts an id
    once. If it says that the id is used, the order is read back.

    Args:
        client: A signed client.
        body: The order; it is not changed.
        timeout: Seconds after which no further request is started.
        log: Gets the order before it is sent, and its outcome after; `recover` reads it after a crash.

    Returns:
        The order.

    Raises:
        OrderStateUnknownError: It is not known in time whether the order was placed; go on with its `resume`.
        DuplicateOrderError: The exchange has accepted the id more than once.
        OrderNotAppliedError: The order was not placed, and won't be.
        InvalidRequestError: No market could take the order, such as at a price of 1; nothing was sent.
        OrderLogError: The order could not be written into the log; nothing was sent.
        KalshiError: The order was not placed: the exchange rejected it, or nothing was sent. `KalshiConflictError` is
            about this request alone: an earlier order of yours may exist under the id.

    Operation: `CreateOrderV2`; reads `GetOrders`, `GetHistoricalOrders` and `GetUserDataTimestamp`. If the exchange
    rejects an order for want of cash, `GetMarkets` and `GetBalance`, for a note on the error.
    """
    return run(place_order(EVENTS, PlacedOrder, client, body, timeout, log))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateOrderV2Request,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> PlacedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(place_order(EVENTS, PlacedOrder, client, body, timeout, log))
