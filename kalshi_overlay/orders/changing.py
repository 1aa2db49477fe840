"""A change of an order that stands: sent, and read back where the answer is missing, until it is done or can't be."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from itertools import count
from typing import Any, TypeVar

from kalshi_gen.errors import KalshiError
from kalshi_gen.models.order import Order
from kalshi_overlay.orders.errors import UnusableAnswerError
from kalshi_overlay.orders.failures import did_nothing, is_refusal
from kalshi_overlay.orders.freshness import Freshness, Stage, poll
from kalshi_overlay.orders.journal import DeadlinePassed, Journal
from kalshi_overlay.orders.placing import MOST_SENDS, ROUND
from kalshi_overlay.orders.reading import read_order
from kalshi_overlay.orders.steps import Steps

T = TypeVar("T")


class Verdict(Enum):
    """What an order says of a change that was asked for."""

    DONE = "the order is as it was asked for"
    OPEN = "the order is not so, and may yet become so"
    OVER = "the order is not so, and can't become so any more"
    UNCLEAR = "the order doesn't tell"


def is_over(order: Order) -> bool:
    """Whether the order is off the book for good."""
    return order.status in ("canceled", "executed")


def change(
    journal: Journal,
    order_id: str,
    *,
    send: Callable[[], Steps[T]],
    judge: Callable[[Order], Verdict],
    read_back: Callable[[Order], T],
    again_at: Stage = Stage.SETTLED,
) -> Steps[T]:
    """Change an order as asked, or find out why it isn't changed.

    Args:
        journal: The operation's journal.
        order_id: The order.
        send: Sends the request and returns the usable answer as the operation's result.
        judge: Tells by the order as it is read whether the change is done.
        read_back: Makes the operation's result of the order as it is read, which the judge found done.
        again_at: When an order that is not changed is asked again. Earlier than settled only where a request that
            arrives late, after another one was answered, does no harm.

    Returns:
        The operation's result.

    Raises:
        OrderStateUnknownError: It could not be found out.
        NotCarriedOutError: The order is not changed.
        KalshiError: The order is not changed by this: the exchange refused it, or nothing was sent.
    """
    for sends in count(1):
        try:
            return (yield from send())
        except KalshiError as error:
            if sends == 1 and did_nothing(error):
                raise
            journal.note(error)
            failure = error
        is_last = sends == MOST_SENDS or journal.left() < 2 * ROUND or is_refusal(failure)
        try:
            order = yield from _read_back(journal, order_id, judge, Stage.SETTLED if is_last else again_at)
        except DeadlinePassed:
            raise journal.unknown(order_id=order_id) from failure
        verdict = Verdict.OPEN if order is None else judge(order)
        if order is not None and verdict is Verdict.DONE:
            return read_back(order)
        if verdict is Verdict.UNCLEAR:
            raise journal.unknown(order_id=order_id) from failure
        if is_refusal(failure):
            raise failure
        if is_last or verdict is Verdict.OVER:
            raise journal.not_carried_out(order_id=order_id) from failure
    raise AssertionError("counting has no end")


def _read_back(journal: Journal, order_id: str, judge: Callable[[Order], Verdict], until: Stage) -> Steps[Order | None]:
    """The order as it is once the change is done, or once reads have come to a stage."""

    def is_enough(order: Order | None, stage: Stage) -> bool:
        return stage >= until or (stage is Stage.CAUGHT_UP and order is not None and judge(order) is Verdict.DONE)

    return (yield from poll(journal, Freshness(journal), lambda: read_order(journal, order_id), is_enough))


def check_order_id(answer: Any, order_id: str) -> None:
    """Hold an answer to the order that was asked for.

    Raises:
        UnusableAnswerError: It is for another order, or doesn't say for which.
    """
    if answer.order_id != order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.order_id is not there, or another order's")
