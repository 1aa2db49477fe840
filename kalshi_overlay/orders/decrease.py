"""Cut an order once, and know what is left."""

from __future__ import annotations

from decimal import Decimal

from kalshi_gen.api.orders import decrease_order_v2
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_gen.models.order import Order
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.changing import Verdict, change, check_order_id, is_over
from kalshi_overlay.orders.freshness import Freshness, Stage, poll
from kalshi_overlay.orders.journal import DEADLINE, DeadlinePassed, Journal
from kalshi_overlay.orders.reading import numbers_of, read_order
from kalshi_overlay.orders.results import DecreasedOrder
from kalshi_overlay.orders.steps import Steps, run, run_async


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> DecreasedOrder:
    """Cut an order once, and know what is left.

    Prefer `reduce_to`: it says what shall be left, so that reading the order proves whether it is done. With
    `reduce_by` the order's size must be known before, so it is read first, which takes a second or two until reads
    show all that was done to it.

    Args:
        order_id: The exchange's id of the order.
        client: A signed client.
        body: `reduce_to` or `reduce_by`, in contracts.
        subaccount: Number of the subaccount of the order; see `decrease_order_v2`.
        deadline: Seconds after which no further request is begun.

    Returns:
        The order that was cut. If it was read back after `reduce_to`, no more than that is left, be it by the cut
        or by fills.

    Raises:
        OrderStateUnknownError: It could not be found out in time, or the order's size doesn't tell.
        NotCarriedOutError: The order is not cut, and reads prove it; or it could not be read before a `reduce_by`,
            and nothing was sent.
        InvalidRequestError: Both or neither of `reduce_to` and `reduce_by` are given; nothing was sent.
        KalshiError: The order is not cut: the exchange refused it, or nothing was sent.

    Contract operations: `DecreaseOrderV2`, `GetOrder`, `GetUserDataTimestamp`.
    """
    return run(_steps(order_id, body, subaccount, deadline), client)


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseOrderV2Request,
    subaccount: int | Unset = UNSET,
    deadline: float = DEADLINE,
) -> DecreasedOrder:
    """Like `sync`, without blocking; a task that is canceled meanwhile leaves the order's state unknown."""
    return await run_async(_steps(order_id, body, subaccount, deadline), client)


def _steps(
    order_id: str, body: DecreaseOrderV2Request, subaccount: int | Unset, deadline: float
) -> Steps[DecreasedOrder]:
    journal, (name, contracts) = Journal(deadline), _asked(body)
    before = (yield from _size_before(journal, order_id)) if name == "reduce_by" else None

    def send() -> Steps[DecreasedOrder]:
        answer = yield from journal.send(decrease_order_v2, order_id=order_id, body=body, subaccount=subaccount)
        check_order_id(answer, order_id)
        (remaining,) = numbers_of(answer, "remaining_count")
        return DecreasedOrder(order_id=order_id, remaining_count=remaining, answer=answer)

    def judge(order: Order) -> Verdict:
        if before is None:
            return Verdict.DONE if order.remaining_count_fp <= contracts else _unfinished(order)
        if _size(order) == before - contracts:
            return Verdict.DONE
        # Only a size that no one has touched proves that this cut has not come.
        return _unfinished(order) if _size(order) == before else Verdict.UNCLEAR

    return (yield from change(journal, order_id, send=send, judge=judge, read_back=_read_back))


def _asked(body: DecreaseOrderV2Request) -> tuple[str, Decimal]:
    """Which of the two is asked for, and its contracts."""
    if not isinstance(body, DecreaseOrderV2Request):
        raise InvalidRequestError("body", f"must be a DecreaseOrderV2Request, not {type(body).__name__}; make one")
    given = {name: getattr(body, name) for name in ("reduce_by", "reduce_to")}
    values = {name: value for name, value in given.items() if value is not UNSET and value is not None}
    if len(values) != 1:
        raise InvalidRequestError("reduce_by", "give either reduce_by or reduce_to")
    ((name, value),) = values.items()
    if not isinstance(value, Decimal) or not value.is_finite():
        raise InvalidRequestError(name, f'must be a finite Decimal, not {type(value).__name__}; write Decimal("1.00")')
    return name, value


def _size_before(journal: Journal, order_id: str) -> Steps[Decimal]:
    """The order's size, by reads that show all that was done to it before."""
    try:
        order = yield from poll(
            journal,
            Freshness(journal),
            lambda: read_order(journal, order_id),
            lambda order, stage: stage >= Stage.CAUGHT_UP and (order is not None or stage is Stage.SETTLED),
        )
    except DeadlinePassed:
        raise journal.not_carried_out(order_id=order_id) from None
    # An order that isn't there is refused by the exchange, in its own words.
    return Decimal(0) if order is None else _size(order)


def _size(order: Order) -> Decimal:
    """What the order is of in contracts: a fill doesn't change it, a cut does."""
    return order.fill_count_fp + order.remaining_count_fp


def _unfinished(order: Order) -> Verdict:
    return Verdict.OVER if is_over(order) else Verdict.OPEN


def _read_back(order: Order) -> DecreasedOrder:
    return DecreasedOrder(order_id=order.order_id, remaining_count=order.remaining_count_fp, order=order)
