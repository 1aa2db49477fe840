"""Amend an order, and know that it is as asked."""

from __future__ import annotations

from datetime import datetime

from kalshi_gen.api.orders import amend_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.changing import Verdict, change, check_order_id, is_over
from kalshi_overlay.orders.journal import DEADLINE, Journal
from kalshi_overlay.orders.reading import numbers_of
from kalshi_overlay.orders.results import AmendedOrder
from kalshi_overlay.orders.steps import Steps, run, run_async


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> AmendedOrder:
    """Amend an order, and know that it is as asked.

    An amendment says how the order shall be: price, total count, expiry, and the `updated_client_order_id` if one
    is given. Where the answer is missing or can't be used, the order is read and held to that; only when it is
    proven to be otherwise is the amendment sent again.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: The order as it shall be.
        subaccount: Number of the subaccount of the order; see `amend_order_v2`.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order, which is as asked.

    Raises:
        OrderStateUnknownError: It could not be found out in time, or the order was canceled meanwhile and doesn't
            tell what it was before.
        NotCarriedOutError: The order is not as asked, and reads prove it.
        KalshiError: The order is not amended: the exchange refused it, or nothing was sent.

    Contract operations: `AmendOrderV2`, `GetOrder`, `GetUserDataTimestamp`.
    """
    return run(_steps(order_id, body, subaccount, deadline), client)


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: AmendOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> AmendedOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_steps(order_id, body, subaccount, deadline), client)


def _steps(order_id: str, body: AmendOrderV2Request, subaccount: int | Unset, deadline: float) -> Steps[AmendedOrder]:
    journal = Journal(deadline)

    def send() -> Steps[AmendedOrder]:
        answer = yield from journal.send(amend_order_v2, order_id=order_id, body=body, subaccount=subaccount)
        check_order_id(answer, order_id)
        # The contract tells the count only where it changed.
        is_told = answer.remaining_count is not UNSET and answer.remaining_count is not None
        remaining = next(numbers_of(answer, "remaining_count")) if is_told else None
        return AmendedOrder(order_id=order_id, remaining_count=remaining, answer=answer)

    def judge(order: Order) -> Verdict:
        return _judge(order, body)

    return (yield from change(journal, order_id, send=send, judge=judge, read_back=_read_back))


def _judge(order: Order, asked: AmendOrderV2Request) -> Verdict:
    is_marked = order.yes_price_dollars == asked.price and _is_renamed(order, asked) and _has_expiry(order, asked)
    is_sized = order.fill_count_fp + order.remaining_count_fp == asked.count
    if is_marked and is_sized:
        return Verdict.DONE
    if not is_over(order):
        return Verdict.OPEN
    # What a canceled order had left is gone, so its size tells nothing.
    return Verdict.UNCLEAR if is_marked and order.status == "canceled" else Verdict.OVER


def _is_renamed(order: Order, asked: AmendOrderV2Request) -> bool:
    return not asked.updated_client_order_id or order.client_order_id == asked.updated_client_order_id


def _has_expiry(order: Order, asked: AmendOrderV2Request) -> bool:
    if asked.expiration_time is UNSET:
        return True
    expiry = order.expiration_time
    return (int(expiry.timestamp()) if isinstance(expiry, datetime) else 0) == asked.expiration_time


def _read_back(order: Order) -> AmendedOrder:
    return AmendedOrder(order_id=order.order_id, remaining_count=order.remaining_count_fp, order=order)
