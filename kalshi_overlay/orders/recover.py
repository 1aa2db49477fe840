"""Find what became of the orders of a log that have no outcome, such as after a crash; nothing is sent."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_overlay.environments import environment_name
from kalshi_overlay.errors import KalshiConfigError, OrderNotAppliedError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.api import OrdersApi
from kalshi_overlay.orders.context import OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.order_log import LoggedOrder, OrderLog
from kalshi_overlay.orders.perps.api import PERPS
from kalshi_overlay.orders.perps.results import PlacedOrder as PlacedPerpsOrder
from kalshi_overlay.orders.placing import Placement
from kalshi_overlay.orders.results import PlacedOrder

DEFAULT_TIMEOUT = 120.0
"""Seconds that are enough to be certain of orders that were placed with the default timeout."""

_APIS: dict[str, tuple[OrdersApi, Callable[..., Any]]] = {
    "api": (EVENTS, PlacedOrder),
    "perps": (PERPS, PlacedPerpsOrder),
}


def sync(
    *, client: AuthenticatedClient, log: OrderLog, timeout: float = DEFAULT_TIMEOUT
) -> list[PlacedOrder | PlacedPerpsOrder | KalshiError]:
    """Find what became of each order of a log that has no outcome, and write it into the log.

    No order is sent. One that was placed is found at once. That one was not placed is certain when no request for it
    can take effect any more: some 70 seconds after the last moment at which it could have been sent, which is when the
    `timeout` of the call that placed it was over.

    Args:
        client: A signed client of the account that placed the orders. With another account's, an order that was placed
            would be taken for one that was not.
        log: The log.
        timeout: Seconds after which nothing more is read.

    Returns:
        One outcome for each order, in the order of the log: the order as it was read, or an error.
        `OrderNotAppliedError` says that it was not placed and won't be; `OrderStateUnknownError` that it is not known
        in time: the order stays unknown in the log, so call this again.

    Raises:
        KalshiConfigError: Orders were sent to another environment than the client's; nothing was read.
        OrderLogError: The log can't be read.
        KalshiError: Nothing could be read, such as with a closed client.

    Operation: reads `GetOrders`, `GetHistoricalOrders` and `GetUserDataTimestamp`; for perpetual futures
    `GetMarginOrders`, `GetMarginFills`, `GetMarginOrder` and `GetMarginExchangeStatus`.
    """
    return run(_recover(client, log, timeout))


async def asyncio(
    *, client: AuthenticatedClient, log: OrderLog, timeout: float = DEFAULT_TIMEOUT
) -> list[PlacedOrder | PlacedPerpsOrder | KalshiError]:
    """Like `sync`, without blocking."""
    return await run_async(_recover(client, log, timeout))


def _recover(
    client: AuthenticatedClient, log: OrderLog, timeout: float
) -> Flow[list[PlacedOrder | PlacedPerpsOrder | KalshiError]]:
    logged, here = log.orders("unknown"), environment_name(client._base_url)
    for order in logged:
        if order.environment != here:
            raise KalshiConfigError(
                f"client_order_id {order.client_order_id} was sent to {order.environment}, and this client is of "
                f"{here}; make a client of that environment, and keep a log for each"
            )
    outcomes: dict[int, Any] = {}
    # The time runs for both APIs at once.
    contexts = {name: OperationContext(api, client, timeout) for name, (api, _) in _APIS.items()}
    for name, (_, result) in _APIS.items():
        outcomes |= yield from _of_api(contexts[name], log, [each for each in logged if each.api == name], result)
    return [outcomes[order.number] for order in logged]


def _of_api(
    context: OperationContext, log: OrderLog, logged: Sequence[LoggedOrder], result: Callable[..., Any]
) -> Flow[dict[int, Any]]:
    """What became of the orders of one API, by their numbers."""
    outcomes: dict[int, Any] = {}
    while logged:
        outcomes |= yield from _found(context, logged, result)
        last_sent_by = {order.number: order.last_sent_by.timestamp() for order in logged}
        log.end({number: outcomes[number] for number in last_sent_by}, last_sent_by=last_sent_by)
        # Another process may have gone on sending one that is said to be not placed; so that is not certain yet.
        logged = [
            order
            for order in log.orders("unknown")
            if order.last_sent_by.timestamp() > last_sent_by.get(order.number, math.inf)
            and isinstance(outcomes[order.number], OrderNotAppliedError)
        ]
    return outcomes


def _found(
    context: OperationContext, logged: Sequence[LoggedOrder], result: Callable[..., Any]
) -> Flow[dict[int, Any]]:
    """What reads show of orders, by their numbers."""
    model = context.api.create.OPERATION.body
    context.look_back(min(order.logged_at for order in logged).timestamp())
    found: dict[int, Any] = {}
    for calls in _with_one_call_each(logged):
        outcomes = yield from Placement(
            context,
            {order.client_order_id: model.from_dict(order.body) for order in calls},
            {order.client_order_id for order in calls if order.is_new_id},
            None,
            result,
            in_flight={order.client_order_id: order.last_sent_by.timestamp() for order in calls},
        ).run()
        found |= {order.number: outcomes[order.client_order_id] for order in calls}
    return found


def _with_one_call_each(logged: Sequence[LoggedOrder]) -> list[list[LoggedOrder]]:
    """Split orders, so that no part has two under one id: they may be for different markets."""
    parts: list[list[LoggedOrder]] = []
    seen: Counter[str] = Counter()
    for order in logged:
        at = seen[order.client_order_id]
        seen[order.client_order_id] += 1
        parts += [[]] * (at == len(parts))
        parts[at] = [*parts[at], order]
    return parts
