"""Wait until an order no longer rests, by reading it."""

from __future__ import annotations

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError, KalshiNotFoundError
from kalshi_gen.models.order import Order
from kalshi_overlay.errors import OrderRestingError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, DeadlinePassed, Moment, OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.reading import READ_LAG, read_order
from kalshi_overlay.orders.resending import backoff

# Seconds between two reads.
_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH = 0.25, 5.0, 1.5


def sync(order_id: str, *, client: AuthenticatedClient, timeout: float = DEFAULT_TIMEOUT) -> Order:
    """Wait until an order no longer rests.

    The order is read again and again, less often the longer it takes. In asyncio, `kalshi_overlay.account.Account`
    learns it from the stream instead.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        timeout: Seconds after which no further read is started.

    Returns:
        The order, executed or canceled, with what was filled.

    Raises:
        OrderRestingError: It rested when it was last read, or could not be read in time. It is a `TimeoutError`.
        KalshiNotFoundError: The exchange has no such order.
        KalshiError: The client can't read it.

    Operation: `GetOrder`.
    """
    return run(_wait(order_id, client, timeout))


async def asyncio(order_id: str, *, client: AuthenticatedClient, timeout: float = DEFAULT_TIMEOUT) -> Order:
    """Like `sync`, without blocking."""
    return await run_async(_wait(order_id, client, timeout))


def _wait(order_id: str, client: AuthenticatedClient, timeout: float) -> Flow[Order]:
    context = OperationContext(EVENTS, client, timeout, order_id)
    polls = backoff(_FIRST_POLL, _LONGEST_POLL, _POLL_GROWTH)
    try:
        while True:
            asked = Moment.now()
            try:
                shown = yield from read_order(context, order_id)
            except KalshiError as error:
                context.record_error(error)
            else:
                if shown is None and asked.monotonic - context.began.monotonic >= READ_LAG:
                    raise next(error for error in context.errors if isinstance(error, KalshiNotFoundError))
                if shown is not None and shown.is_over:
                    order: Order = shown.order
                    return order
            yield from context.pause(next(polls))
    except DeadlinePassed as end:
        raise context.not_sent(end) or OrderRestingError(order_id, context.errors) from None
