"""Cancel an order of perpetual futures and confirm that it no longer rests."""

from __future__ import annotations

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.flow import run, run_async
from kalshi_overlay.orders.cancel import cancel_order
from kalshi_overlay.orders.changing import Address
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.perps.results import CanceledOrder


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> CanceledOrder:
    """Cancel an order and confirm that it no longer rests, as `kalshi_overlay.orders.cancel` does.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        subaccount: Number of the order's subaccount; see `cancel_margin_order`. An order doesn't show it.
        timeout: Seconds after which no further request is started.

    Returns:
        The order, which no longer rests: with what the cancel took off the book or, if it was read back, with what was
        filled.

    Raises:
        OrderStateUnknownError: It is not known in time whether the order still rests; go on with its `resume`.
        OrderNotAppliedError: The order was not canceled by this, and may still rest, such as in another subaccount.
        KalshiNotFoundError: The exchange shows no such order.
        KalshiError: The exchange rejected the request, or nothing was sent.

    Operation: `CancelMarginOrder`; reads `GetMarginOrder` and `GetMarginExchangeStatus`.
    """
    return run(cancel_order(PERPS, CanceledOrder, client, order_id, Address(subaccount=subaccount), timeout))


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset | None = UNSET,
    timeout: float = DEFAULT_TIMEOUT,
) -> CanceledOrder:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the order's state is unknown."""
    address = Address(subaccount=subaccount)
    return await run_async(cancel_order(PERPS, CanceledOrder, client, order_id, address, timeout))
