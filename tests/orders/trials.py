"""One call of each operation, with what is held against the exchange afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

from attrs import frozen

from kalshi_gen.errors import KalshiError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay.orders import (
    DuplicateOrderError,
    OrderStateUnknownError,
    PlacedOrder,
    amend,
    cancel,
    decrease,
    place,
    place_batch,
)
from kalshi_overlay.sandbox.engine import Order
from tests.orders.venue import FILLING, RESTING, Mode, Venue


@frozen
class Outcome:
    """What one call, or one leg of a batch, came to.

    Attributes:
        kind: A word for the table.
        check: Tells what is wrong once all that was under way has arrived; empty if nothing is.
    """

    kind: str
    check: Callable[[], str]


Trial = Callable[[Venue, Mode, Random], list[Outcome]]


def try_place(venue: Venue, mode: Mode, chance: Random) -> list[Outcome]:
    """Place one order of any sort."""
    body = any_order(venue, chance)
    return [_placing(venue, body, attempt(venue, place, mode, body=body))]


def try_place_batch(venue: Venue, mode: Mode, chance: Random) -> list[Outcome]:
    """Place one to five orders of any sort."""
    orders = [any_order(venue, chance) for _ in range(chance.randint(1, 5))]
    found = attempt(venue, place_batch, mode, body=BatchCreateOrdersV2Request(orders=orders))
    legs: Iterable[Any] = found if isinstance(found, list) else [found] * len(orders)
    return [_placing(venue, body, leg) for body, leg in zip(orders, legs, strict=True)]


def try_cancel(venue: Venue, mode: Mode, chance: Random) -> list[Outcome]:
    """Cancel an order that rests, whole or in part, or is filled."""
    order = any_resting(venue, chance)
    if chance.random() < 0.1:
        venue.fill(order, str(order.remaining_count))
    before = venue.order(order.order_id)
    found = attempt(venue, cancel, mode, order_id=order.order_id)

    def check() -> str:
        now = venue.order(order.order_id)
        if isinstance(found, KalshiError):
            is_right = now.status == before.status or isinstance(found, OrderStateUnknownError)
        elif found.answer is not None:
            is_right = now.status == "canceled" and found.reduced_by == before.remaining_count
        else:
            is_right = found.order.status == now.status != "resting" and found.order.fill_count_fp == now.fill_count
        return "" if is_right else f"{found!r}, but the order is {now}"

    return [Outcome(_word(found), check)]


def try_amend(venue: Venue, mode: Mode, chance: Random) -> list[Outcome]:
    """Amend price, size or id of a resting order, also so that it fills."""
    before = any_resting(venue, chance)
    body = AmendOrderV2Request(
        ticker=before.ticker,
        side="bid",
        price=chance.choice([RESTING, Decimal("0.02"), FILLING]),
        count=before.fill_count + chance.randint(1, 20),
    )
    if chance.random() < 0.5:
        body.updated_client_order_id = str(uuid4())
    found = attempt(venue, amend, mode, order_id=before.order_id, body=body)

    def check() -> str:
        now = venue.order(before.order_id)
        is_as_asked = now.price == body.price and now.fill_count + now.remaining_count == body.count
        is_as_asked &= not body.updated_client_order_id or now.client_order_id == body.updated_client_order_id
        if isinstance(found, KalshiError):
            is_right = isinstance(found, OrderStateUnknownError) or now == before
        else:
            is_right = is_as_asked and found.remaining_count in (None, now.remaining_count)
        return "" if is_right else f"{found!r}, but the order is {now}"

    return [Outcome(_word(found), check)]


def try_decrease(venue: Venue, mode: Mode, chance: Random) -> list[Outcome]:
    """Cut an order by or to a count, while others trade against it."""
    before = any_resting(venue, chance)
    contracts = Decimal(chance.randint(1, int(before.remaining_count)))
    name = chance.choice(["reduce_by", "reduce_to"])

    def fill() -> None:
        now = venue.order(before.order_id)
        if now.status == "resting" and chance.random() < 0.1:
            venue.fill(now, "1")

    venue.on_wait = fill
    body = DecreaseOrderV2Request.from_dict({name: str(contracts)})
    found = attempt(venue, decrease, mode, order_id=before.order_id, body=body)
    venue.on_wait = lambda: None

    def check() -> str:
        now = venue.order(before.order_id)
        size, size_before = now.fill_count + now.remaining_count, before.fill_count + before.remaining_count
        if isinstance(found, OrderStateUnknownError):
            is_right = True
        elif isinstance(found, KalshiError):
            is_right = size == size_before
        elif name == "reduce_by":
            is_right = size == size_before - contracts
        else:
            is_right = found.remaining_count <= contracts and now.remaining_count <= contracts
        return "" if is_right else f"{name} {contracts}: {found!r}, but the order is {now}, and was {before}"

    return [Outcome(_word(found), check)]


TRIALS: dict[str, tuple[str, Trial]] = {
    "place": ("CreateOrderV2", try_place),
    "place_batch": ("BatchCreateOrdersV2", try_place_batch),
    "cancel": ("CancelOrderV2", try_cancel),
    "amend": ("AmendOrderV2", try_amend),
    "decrease": ("DecreaseOrderV2", try_decrease),
}
"""The operation that faults are dealt to, and a call of it, by the name of ours."""


def any_order(venue: Venue, chance: Random) -> CreateOrderV2Request:
    """An order that rests, fills, or leaves nothing; under an id that the proof can look for."""
    return venue.new_order(
        count=Decimal(chance.randint(1, 300)) / 100,
        price=chance.choice([RESTING, FILLING]),
        time_in_force=chance.choice(["good_till_canceled", "immediate_or_cancel", "fill_or_kill"]),
        client_order_id=str(uuid4()),
    )


def any_resting(venue: Venue, chance: Random) -> Order:
    """An order of the account that rests, some of it filled or not."""
    order = venue.rest(str(chance.randint(5, 15)), name=str(uuid4()), ticker=venue.open_market())
    if chance.random() < 0.3:
        venue.fill(order, str(chance.randint(1, 4)))
    return venue.order(order.order_id)


def attempt(venue: Venue, operation: Any, mode: Mode, **arguments: Any) -> Any:
    """What an operation returns or raises."""
    try:
        return venue.call(operation, mode, **arguments)
    except KalshiError as error:
        return error


def _placing(venue: Venue, body: CreateOrderV2Request, found: PlacedOrder | KalshiError) -> Outcome:
    def check() -> str:
        standing = venue.orders(str(body.client_order_id))
        if len(standing) > 1:
            return f"{len(standing)} orders under {body.client_order_id}"
        if isinstance(found, OrderStateUnknownError):
            return ""
        if isinstance(found, KalshiError):
            return f"{found!r}, but it stands: {standing[0]}" if standing else ""
        if not standing:
            return f"{found}, but nothing stands"
        (order,) = standing
        told = (found.order_id, found.client_order_id, found.fill_count, found.remaining_count)
        true = (order.order_id, order.client_order_id, order.fill_count, order.remaining_count)
        return "" if told == true else f"{told}, but it is {true}"

    return Outcome(_word(found), check)


def _word(found: Any) -> str:
    if isinstance(found, OrderStateUnknownError):
        return "unknown"
    if isinstance(found, DuplicateOrderError):
        return "duplicate"
    if isinstance(found, KalshiError):
        return "not done"
    return "answered" if found.answer is not None else "read back"
