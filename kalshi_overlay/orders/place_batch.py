"""Place several orders with one request, each exactly once."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from kalshi_gen.api.orders import batch_create_orders_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models import BatchCreateOrdersV2Request, ErrorResponse
from kalshi_overlay.errors import OrderRejectedError, UnusableAnswerError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, OperationContext
from kalshi_overlay.orders.placing import OrdersByClientId, Outcomes, Placement, answered, with_id
from kalshi_overlay.orders.results import PlacedOrder


def sync(
    *, client: AuthenticatedClient, body: BatchCreateOrdersV2Request, timeout: float = DEFAULT_TIMEOUT
) -> list[PlacedOrder | KalshiError]:
    """Place several orders with one request, each exactly once.

    Each order without `client_order_id` gets a new one, which its outcome has. So a second call with the same `body`
    places the orders a second time. Orders for which the response has nothing usable are sent again under the same ids,
    as `place` does.

    Args:
        client: A signed client.
        body: The orders; they are not changed.
        timeout: Seconds after which no further request is started.

    Returns:
        One outcome for each order, in the order of the request: the order, or the error that `place` would raise.
        `OrderRejectedError` is the exchange's rejection of that order alone.

    Raises:
        InvalidRequestError: Something is not an order, no market could take an order, such as at a price of 1, or two
            orders have one client_order_id; nothing was sent.
        KalshiError: No order was placed: the exchange rejected the entire request, or nothing was sent. A note on the
            error has the ids.

    Operation: `BatchCreateOrdersV2`; reads `GetOrders`, `GetHistoricalOrders` and `GetUserDataTimestamp`.
    """
    return run(_place_batch(client, body, timeout))


async def asyncio(
    *, client: AuthenticatedClient, body: BatchCreateOrdersV2Request, timeout: float = DEFAULT_TIMEOUT
) -> list[PlacedOrder | KalshiError]:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the orders' state is unknown."""
    return await run_async(_place_batch(client, body, timeout))


def _place_batch(
    client: AuthenticatedClient, body: BatchCreateOrdersV2Request, timeout: float
) -> Flow[list[PlacedOrder | KalshiError]]:
    context, orders = OperationContext(client, timeout), _orders(body)
    given = {order.client_order_id for order in body.orders}
    new_ids = [client_order_id for client_order_id in orders if client_order_id not in given]

    def send(some: OrdersByClientId) -> Flow[Outcomes]:
        request = BatchCreateOrdersV2Request(orders=list(some.values()))
        answer = yield from context.send(batch_create_orders_v2, body=request)
        return _answers(answer.orders, some)

    outcomes = yield from Placement(context, orders, new_ids, send).run()
    return [outcomes[client_order_id] for client_order_id in orders]


def _orders(body: BatchCreateOrdersV2Request) -> OrdersByClientId:
    if not isinstance(body, BatchCreateOrdersV2Request) or not isinstance(body.orders, (list, tuple)):
        raise InvalidRequestError("body", f"must be a BatchCreateOrdersV2Request, not {type(body).__name__}; make one")
    orders: OrdersByClientId = {}
    for index, given in enumerate(body.orders):
        order = with_id(given, f"orders[{index}]")
        client_order_id = str(order.client_order_id)
        if client_order_id in orders:
            problem = "is used by an earlier order of the batch; give each order its own, or none"
            raise InvalidRequestError(f"orders[{index}].client_order_id", problem)
        orders[client_order_id] = order
    return orders


def _answers(entries: Any, sent: OrdersByClientId) -> Outcomes:
    """What the answer says of each order. An entry that can't be used says nothing."""
    outcomes: Outcomes = {}
    entries = entries if isinstance(entries, list) else []
    named = [str(name) if name else None for name in (getattr(entry, "client_order_id", None) for entry in entries)]
    # A rejected order may come back without its id. Its place tells which it is, if the others are in theirs.
    is_in_order = len(named) == len(sent) and all(name in (None, own) for name, own in zip(named, sent, strict=True))
    for entry, name, place in zip(entries, named, sent if is_in_order else named, strict=True):
        said = getattr(entry, "error", None)
        if said and place in sent:
            outcomes[place] = OrderRejectedError(place, *_words(said))
        elif name in sent:
            with suppress(UnusableAnswerError):
                outcomes[name] = answered(entry, name)
    return outcomes


def _words(said: Any) -> tuple[str | None, ...]:
    """Code, message and details of an error; one that is not an object is a message."""
    if not isinstance(said, ErrorResponse):
        return None, str(said), None
    return tuple(str(text) if text else None for text in (said.code, said.message, said.details))
