"""Cancel an order, and know that it rests no longer."""

from __future__ import annotations

from kalshi_gen.api.orders import cancel_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.changing import Verdict, change, check_order_id, is_over
from kalshi_overlay.orders.freshness import Stage
from kalshi_overlay.orders.journal import DEADLINE, Journal
from kalshi_overlay.orders.reading import numbers_of
from kalshi_overlay.orders.results import CanceledOrder
from kalshi_overlay.orders.steps import Steps, run, run_async


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    deadline: float = DEADLINE,
) -> CanceledOrder:
    """Cancel an order, and know that it rests no longer.

    Where the answer is missing or can't be used, the order is read; while it still rests, it is canceled again.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        subaccount: Number of the subaccount of the order; see `cancel_order_v2`.
        exchange_index: Index of the exchange shard; see `cancel_order_v2`.
        market_ticker: Ticker of the order's market; see `cancel_order_v2`.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order that rests no longer: what the cancellation took off the book or, if it was read back, the order
        itself, which may as well have been filled or canceled by something else before.

    Raises:
        OrderStateUnknownError: It could not be found out in time; the order may rest still.
        NotCarriedOutError: The order still rests: every request failed, and reads prove it.
        KalshiError: The exchange refused it, or nothing was sent; `KalshiNotFoundError` if no such order rests.

    Contract operations: `CancelOrderV2`, `GetOrder`, `GetUserDataTimestamp`.
    """
    return run(_steps(order_id, subaccount, exchange_index, market_ticker, deadline), client)


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | Unset = UNSET,
    exchange_index: int | Unset = UNSET,
    market_ticker: str | Unset = UNSET,
    deadline: float = DEADLINE,
) -> CanceledOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_steps(order_id, subaccount, exchange_index, market_ticker, deadline), client)


def _steps(
    order_id: str,
    subaccount: int | Unset,
    exchange_index: int | Unset,
    market_ticker: str | Unset,
    deadline: float,
) -> Steps[CanceledOrder]:
    journal = Journal(deadline)

    def send() -> Steps[CanceledOrder]:
        answer = yield from journal.send(
            cancel_order_v2,
            order_id=order_id,
            subaccount=subaccount,
            exchange_index=exchange_index,
            market_ticker=market_ticker,
        )
        check_order_id(answer, order_id)
        (reduced_by,) = numbers_of(answer, "reduced_by")
        return CanceledOrder(order_id=order_id, reduced_by=reduced_by, answer=answer)

    # A cancellation that arrives late finds nothing left to cancel.
    again_at = Stage.CAUGHT_UP
    return (yield from change(journal, order_id, send=send, judge=_judge, read_back=_read_back, again_at=again_at))


def _judge(order: Order) -> Verdict:
    return Verdict.DONE if is_over(order) else Verdict.OPEN


def _read_back(order: Order) -> CanceledOrder:
    return CanceledOrder(order_id=order.order_id, order=order)
