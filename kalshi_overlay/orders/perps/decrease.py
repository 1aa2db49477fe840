"""Decrease an order of perpetual futures once and confirm what is left."""

from __future__ import annotations

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.perps.models.decrease_margin_order_request import DecreaseMarginOrderRequest
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT
from kalshi_overlay.orders.decrease import decrease_order
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.perps.results import DecreasedOrder


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> DecreasedOrder:
    """Decrease an order once and confirm what is left, as `kalshi_overlay.orders.decrease` does.

    Prefer `reduce_to`, which can be sent again if the response is lost.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: `reduce_to` or `reduce_by`, in contracts; it is not changed.
        subaccount: Number of the order's subaccount; see `decrease_margin_order`. An order doesn't show it.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which was decreased. If it was read back, no more than you asked for is left, be it by the decrease
        or by fills.

    Raises:
        OrderStateUnknownError: It is not known in time.
        OrderNotAppliedError: The order was not decreased by this, and won't be; it may have ended before.
        InvalidRequestError: Both or neither of `reduce_to` and `reduce_by` are given, or a negative number; nothing
            was sent.
        KalshiNotFoundError: The exchange shows no such order.
        KalshiError: The order is not decreased: the exchange rejected the request, or nothing was sent.

    Operation: `DecreaseMarginOrder`; reads `GetMarginOrder` and `GetMarginExchangeStatus`.
    """
    return run(decrease_order(PERPS, DecreasedOrder, client, order_id, body, subaccount, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> DecreasedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(decrease_order(PERPS, DecreasedOrder, client, order_id, body, subaccount, timeout))
