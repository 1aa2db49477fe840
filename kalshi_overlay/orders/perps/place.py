"""Place an order of perpetual futures exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.perps.models.create_margin_order_request import CreateMarginOrderRequest
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, check_type
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.perps.results import PlacedOrder
from kalshi_overlay.orders.placing import place_order

if TYPE_CHECKING:
    from kalshi_overlay.orders.order_log import OrderLog


def sync(
    *,
    client: AuthenticatedClient,
    body: CreateMarginOrderRequest,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> PlacedOrder:
    """Place an order exactly once, as `kalshi_overlay.orders.place` does.

    An order that ended before it could be read is found by its fills.

    Args:
        client: A signed client.
        body: The order; it is not changed. One with an empty `client_order_id` gets a new one.
        timeout: Seconds after which no further request is started.
        log: Gets the order before it is sent, and its outcome after; `recover` reads it after a crash.

    Returns:
        The order.

    Raises:
        OrderStateUnknownError: It is not known in time whether the order was placed; go on with its `resume`.
        DuplicateOrderError: The exchange has accepted the id more than once.
        OrderNotAppliedError: The order was not placed, and won't be.
        InvalidRequestError: The exchange takes no such order, such as at a price of 0, or one that is `reduce_only` and
            may rest; nothing was sent.
        OrderLogError: The order could not be written into the log; nothing was sent.
        KalshiError: The order was not placed: the exchange rejected it, or nothing was sent. `KalshiConflictError` is
            about this request alone: an earlier order of yours may exist under the id.

    Operation: `CreateMarginOrder`; reads `GetMarginOrders`, `GetMarginFills`, `GetMarginOrder` and
    `GetMarginExchangeStatus`.
    """
    return run(_place(client, body, timeout, log))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CreateMarginOrderRequest,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> PlacedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(_place(client, body, timeout, log))


def _place(
    client: AuthenticatedClient, body: CreateMarginOrderRequest, timeout: float, log: OrderLog | None
) -> Flow[PlacedOrder]:
    check_type(body, PERPS.create, "body")
    if body.reduce_only is True and body.time_in_force not in ("immediate_or_cancel", "fill_or_kill"):
        problem = f"goes with immediate_or_cancel and fill_or_kill alone, not with {body.time_in_force}"
        raise InvalidRequestError("reduce_only", problem)
    return place_order(PERPS, PlacedOrder, client, body, timeout, log)
