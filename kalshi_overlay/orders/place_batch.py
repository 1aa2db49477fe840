"""Place several orders with one request, each exactly once."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kalshi_gen.api.orders import batch_create_orders_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models import BatchCreateOrdersV2Request
from kalshi_gen.runtime.body import json_in
from kalshi_gen.runtime.error_body import ErrorBody, read_stated_error
from kalshi_gen.types import Response
from kalshi_overlay.errors import DuplicateOrderError, OrderRejectedError, UnusableAnswerError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.placing import OrdersByClientId, Outcomes, Placement, answered, with_id
from kalshi_overlay.orders.results import PlacedOrder

if TYPE_CHECKING:
    from kalshi_overlay.orders.order_log import OrderLog


def sync(
    *,
    client: AuthenticatedClient,
    body: BatchCreateOrdersV2Request,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> list[PlacedOrder | KalshiError]:
    """Place several orders with one request, each exactly once.

    Each order without `client_order_id` gets a new one, which its outcome has. So a second call with the same `body`
    places the orders a second time. Orders for which the response has nothing usable are sent again under the same ids,
    as `place` does.

    Args:
        client: A signed client.
        body: The orders; they are not changed.
        timeout: Seconds after which no further request is started.
        log: Gets the orders before they are sent, and their outcomes after; `recover` reads it after a crash.

    Returns:
        One outcome for each order, in the order of the request: the order, or the error that `place` would raise.
        `OrderRejectedError` is the exchange's rejection of that order alone.

    Raises:
        InvalidRequestError: Something is not an order, no market could take an order, such as at a price of 1, or two
            orders have one client_order_id; nothing was sent.
        OrderLogError: The orders could not be written into the log; nothing was sent.
        KalshiError: No order was placed: the exchange rejected the entire request, or nothing was sent. A note on the
            error has the ids.

    Operation: `BatchCreateOrdersV2`; reads `GetOrders`, `GetHistoricalOrders` and `GetUserDataTimestamp`. If the
    exchange rejects an order for want of cash, `GetMarkets` and `GetBalance`, for a note on the error.
    """
    return run(_place_batch(client, body, timeout, log))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: BatchCreateOrdersV2Request,
    timeout: float = DEFAULT_TIMEOUT,
    log: OrderLog | None = None,
) -> list[PlacedOrder | KalshiError]:
    """Like `sync`, without blocking. If the task is canceled meanwhile, the orders' state is unknown."""
    return await run_async(_place_batch(client, body, timeout, log))


def _place_batch(
    client: AuthenticatedClient, body: BatchCreateOrdersV2Request, timeout: float, log: OrderLog | None
) -> Flow[list[PlacedOrder | KalshiError]]:
    context, orders = OperationContext(EVENTS, client, timeout), _orders(body)
    given = {order.client_order_id for order in body.orders}
    new_ids = [client_order_id for client_order_id in orders if client_order_id not in given]

    def send(some: OrdersByClientId) -> Flow[Outcomes]:
        request = BatchCreateOrdersV2Request(orders=list(some.values()))
        return _answers((yield from context.send_detailed(batch_create_orders_v2, body=request)), some)

    outcomes = yield from Placement(context, orders, new_ids, send, PlacedOrder, log).run()
    return [outcomes[client_order_id] for client_order_id in orders]


def _orders(body: BatchCreateOrdersV2Request) -> OrdersByClientId:
    if not isinstance(body, BatchCreateOrdersV2Request):
        raise InvalidRequestError("body", f"must be a BatchCreateOrdersV2Request, not {type(body).__name__}; make one")
    if not isinstance(body.orders, (list, tuple)):
        problem = f"must be a list of CreateOrderV2Request, not {type(body.orders).__name__}"
        raise InvalidRequestError("orders", problem)
    orders: OrdersByClientId = {}
    for index, given in enumerate(body.orders):
        order = with_id(EVENTS, given, f"orders[{index}]")
        client_order_id = str(order.client_order_id)
        if client_order_id in orders:
            problem = "is used by an earlier order of the batch; give each order its own, or none"
            raise InvalidRequestError(f"orders[{index}].client_order_id", problem)
        orders[client_order_id] = order
    return orders


def _answers(response: Response[Any], sent: OrdersByClientId) -> Outcomes:
    """What the answer says of each order. An entry that can't be used, or that another contradicts, says nothing."""
    entries = getattr(response.parsed, "orders", None)
    entries = entries if isinstance(entries, list) else []
    named = [str(name) if name else None for name in (getattr(entry, "client_order_id", None) for entry in entries)]
    # A rejected order may come back without its id. Its place tells which it is, if the others are in theirs.
    is_in_order = len(named) == len(sent) and all(name in (None, own) for name, own in zip(named, sent, strict=True))
    placed: defaultdict[str, dict[str, PlacedOrder]] = defaultdict(dict)
    rejected: Outcomes = {}
    sources: list[Any] | None = None
    for index, (entry, name, place) in enumerate(zip(entries, named, sent if is_in_order else named, strict=True)):
        if name in sent and not getattr(entry, "error", None):
            with suppress(UnusableAnswerError):
                order = answered(PlacedOrder, entry, name)
                placed[name][order.order_id] = order
                continue
        if place in sent:
            # The spec has nothing of an error's fields in the entry itself, so this looks at the JSON.
            sources = json_in(response.content)["orders"] if sources is None else sources
            if said := _rejection(sources[index]):
                rejected[place] = OrderRejectedError(place, said.code, said.message, said.details)
    times = Counter(order_id for orders in placed.values() for order_id in orders)
    outcomes: Outcomes = {name: error for name, error in rejected.items() if name not in placed}
    for name, orders in placed.items():
        if len(orders) > 1:
            outcomes[name] = DuplicateOrderError(name, tuple(orders))
        elif name not in rejected and all(times[order_id] == 1 for order_id in orders):
            (outcomes[name],) = orders.values()
    return outcomes


def _rejection(entry: Any) -> ErrorBody | None:
    """The error that an entry has, or is; words that are no error are none."""
    if not isinstance(entry, dict):
        return None
    error = read_stated_error(entry)
    is_refused = entry.get("error") or (not entry.get("order_id") and error and error.code)
    return error if is_refused else None
