"""Amend an order of perpetual futures and confirm that it is as asked."""

from __future__ import annotations

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.perps.models.amend_margin_order_request import AmendMarginOrderRequest
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.orders.amend import amend_order
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.perps.results import AmendedOrder


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendMarginOrderRequest,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> AmendedOrder:
    """Amend an order and confirm that it is as asked, as `kalshi_overlay.orders.amend` does.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: The order as it shall be; it is not changed.
        subaccount: Number of the order's subaccount; see `amend_margin_order`. An order doesn't show it.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which is as asked.

    Raises:
        OrderStateUnknownError: It is not known in time, or the order ended meanwhile and doesn't show what it was
            before.
        OrderNotAppliedError: The order is not as asked, and won't be by this; it may have ended before.
        InvalidRequestError: The exchange takes no such order, such as at a price of 0; nothing was sent.
        KalshiNotFoundError: The exchange shows no such order.
        KalshiError: The order is not amended: the exchange rejected the request, or nothing was sent.

    Operation: `AmendMarginOrder`; reads `GetMarginOrder` and `GetMarginExchangeStatus`.
    """
    return run(amend_order(PERPS, AmendedOrder, client, order_id, body, subaccount, timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendMarginOrderRequest,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> AmendedOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    return await run_async(amend_order(PERPS, AmendedOrder, client, order_id, body, subaccount, timeout))
