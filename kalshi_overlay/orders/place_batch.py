"""Place several orders with one request, each exactly once."""

from __future__ import annotations

from typing import Any

from kalshi_gen.api.orders import batch_create_orders_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.models.error_response import ErrorResponse
from kalshi_overlay.orders.errors import OrderRefusedError, UnusableAnswerError
from kalshi_overlay.orders.journal import DEADLINE, Journal
from kalshi_overlay.orders.placing import Legs, Outcomes, answered, settle, with_id
from kalshi_overlay.orders.results import PlacedOrder
from kalshi_overlay.orders.steps import Steps, run, run_async


def sync(
    *, client: AuthenticatedClient, body: BatchCreateOrdersV2Request, deadline: float = DEADLINE
) -> list[PlacedOrder | KalshiError]:
    """Place several orders with one request, each exactly once.

    Each order without `client_order_id` is given one. Orders of which nothing is known after a request are looked
    for, and only those that don't stand are sent again.

    Args:
        client: A signed client.
        body: The orders; they are not changed.
        deadline: Seconds after which no further request is begun.

    Returns:
        One outcome an order, in the order of the request: the order as it stands, or the error that `place` would
        raise; `OrderRefusedError` is the exchange's refusal of that order alone.

    Raises:
        InvalidRequestError: Something is no order, or two orders have one client_order_id; nothing was sent.
        KalshiError: No order stands: the exchange refused the request whole, or nothing was sent.

    Contract operations: `BatchCreateOrdersV2`, `GetOrders`, `GetHistoricalOrders`, `GetUserDataTimestamp`.
    """
    return run(_steps(body, deadline), client)


async def asyncio(
    *, client: AuthenticatedClient, body: BatchCreateOrdersV2Request, deadline: float = DEADLINE
) -> list[PlacedOrder | KalshiError]:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the orders' state unknown."""
    return await run_async(_steps(body, deadline), client)


def _steps(body: BatchCreateOrdersV2Request, deadline: float) -> Steps[list[PlacedOrder | KalshiError]]:
    journal, legs = Journal(deadline), _legs(body)

    def send(some: Legs) -> Steps[Outcomes]:
        request = BatchCreateOrdersV2Request(orders=list(some.values()))
        answer = yield from journal.send(batch_create_orders_v2, body=request)
        return _told(answer.orders, some)

    outcomes = yield from settle(journal, legs, send)
    return [outcomes[leg] for leg in legs]


def _legs(body: BatchCreateOrdersV2Request) -> Legs:
    if not isinstance(body, BatchCreateOrdersV2Request) or not isinstance(body.orders, (list, tuple)):
        raise InvalidRequestError("body", "must be a BatchCreateOrdersV2Request; make one with a list of orders")
    legs: dict[Any, CreateOrderV2Request] = {}
    for index, given in enumerate(body.orders):
        field = f"orders[{index}]"
        order = with_id(given, field)
        client_order_id = order.client_order_id
        if not isinstance(client_order_id, str):
            kind = type(client_order_id).__name__
            raise InvalidRequestError(f"{field}.client_order_id", f"must be a str, not {kind}; give its text")
        if client_order_id in legs:
            raise InvalidRequestError(
                f"{field}.client_order_id", "is that of an earlier order of the batch; give each its own, or none"
            )
        legs[client_order_id] = order
    return legs


def _told(entries: Any, sent: Legs) -> Outcomes:
    """What the answer says of each order for good; of an entry that can't be used it says nothing."""
    outcomes: Outcomes = {}
    for entry in entries if isinstance(entries, list) else []:
        client_order_id = getattr(entry, "client_order_id", None)
        if not isinstance(client_order_id, str) or client_order_id not in sent:
            continue
        if isinstance(entry.error, ErrorResponse):
            outcomes[client_order_id] = OrderRefusedError(client_order_id, entry.error)
            continue
        try:
            outcomes[client_order_id] = answered(entry, client_order_id)
        except UnusableAnswerError:
            continue
    return outcomes
