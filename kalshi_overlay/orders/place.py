"""Place an order, exactly once."""

from __future__ import annotations

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.orders.journal import DEADLINE, Journal
from kalshi_overlay.orders.placing import Legs, Outcomes, answered, settle, with_id
from kalshi_overlay.orders.results import PlacedOrder
from kalshi_overlay.orders.steps import Steps, run, run_async


def sync(*, client: AuthenticatedClient, body: CreateOrderV2Request, deadline: float = DEADLINE) -> PlacedOrder:
    """Place an order, exactly once.

    An order without `client_order_id` is given one. Where the answer is missing or can't be used, the order is
    looked for; only when reads that have caught up show that it doesn't stand is it sent again, under the same id.

    Args:
        client: A signed client.
        body: The order; it is not changed.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order as it stands.

    Raises:
        OrderStateUnknownError: It could not be found out in time; the order may stand.
        DuplicateOrderError: The exchange has accepted the id more than once.
        NotCarriedOutError: No order stands: every request failed, and reads prove it.
        KalshiError: No order stands: the exchange refused it, or nothing was sent. `KalshiConflictError` is about
            this request alone: an earlier order of the caller's may stand under the id.

    Contract operations: `CreateOrderV2`, `GetOrders`, `GetHistoricalOrders`, `GetUserDataTimestamp`.
    """
    return run(_steps(body, deadline), client)


async def asyncio(
    *, client: AuthenticatedClient, body: CreateOrderV2Request, deadline: float = DEADLINE
) -> PlacedOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_steps(body, deadline), client)


def _steps(body: CreateOrderV2Request, deadline: float) -> Steps[PlacedOrder]:
    journal, order = Journal(deadline), with_id(body, "body")
    client_order_id = str(order.client_order_id)

    def send(legs: Legs) -> Steps[Outcomes]:
        answer = yield from journal.send(create_order_v2, body=order)
        return {client_order_id: answered(answer, client_order_id)}

    outcome = (yield from settle(journal, {client_order_id: order}, send))[client_order_id]
    if isinstance(outcome, KalshiError):
        raise outcome
    return outcome
