"""New orders, one or several: sent, looked for where the answer is missing, and sent again if they don't stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import uuid4

import msgspec

from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.types import UNSET, Unset
from kalshi_overlay.orders.errors import DuplicateOrderError, UnusableAnswerError
from kalshi_overlay.orders.failures import did_nothing, is_refusal
from kalshi_overlay.orders.freshness import SETTLING, Freshness, Stage, poll
from kalshi_overlay.orders.journal import DeadlinePassed, Journal
from kalshi_overlay.orders.reading import Listing, numbers_of, read_listing
from kalshi_overlay.orders.results import PlacedOrder
from kalshi_overlay.orders.steps import Steps

T = TypeVar("T")

Legs = dict[str, CreateOrderV2Request]
"""Orders by their client_order_id."""

Outcomes = dict[str, PlacedOrder | KalshiError]
"""What became of orders, by their client_order_id; an error says that the order does not stand."""

MOST_SENDS = 3
"""How often a request is sent at most, each time after it is known that none before was carried out."""

ROUND = SETTLING + 2
"""Seconds that it takes at least to find out what became of a request; with less left none is sent again."""


def with_id(order: Any, field: str) -> CreateOrderV2Request:
    """The order with a client_order_id, a new UUID where it has none; the caller's own is not changed.

    Args:
        order: What the caller gave.
        field: Where it stands, for the error.

    Raises:
        InvalidRequestError: It is no order.
    """
    if not isinstance(order, CreateOrderV2Request):
        kind = type(order).__name__
        raise InvalidRequestError(field, f"must be a CreateOrderV2Request, not {kind}; make one of keyword arguments")
    return order if order.client_order_id else msgspec.structs.replace(order, client_order_id=str(uuid4()))


def answered(answer: Any, client_order_id: str) -> PlacedOrder:
    """The order as the exchange answered it.

    Args:
        answer: The answer, or an entry of a batch's.
        client_order_id: The id that was sent.

    Raises:
        UnusableAnswerError: The answer lacks what must be known, or is for another order.
    """
    if not isinstance(answer.order_id, str) or not answer.order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.order_id is not there")
    if isinstance(answer.client_order_id, str) and answer.client_order_id != client_order_id:
        raise UnusableAnswerError(f"{type(answer).__name__}.client_order_id is another order's")
    filled, remaining = numbers_of(answer, "fill_count", "remaining_count")
    return PlacedOrder(
        order_id=answer.order_id,
        client_order_id=client_order_id,
        fill_count=filled,
        remaining_count=remaining,
        answer=answer,
    )


def settle(journal: Journal, legs: Legs, send: Callable[[Legs], Steps[Outcomes]]) -> Steps[Outcomes]:
    """Place each order exactly once, or find out why it does not stand.

    Args:
        journal: The operation's journal.
        legs: The orders.
        send: Sends some of them, and returns what the exchange has answered for good.

    Returns:
        What became of each.

    Raises:
        KalshiError: The first request was refused whole, or not sent.
    """
    outcomes: Outcomes = {}
    open_legs, sends = dict(legs), 0
    while open_legs:
        sends += 1
        told, failure = yield from _told(journal, open_legs, send, is_first=sends == 1)
        if sends == 1:
            outcomes |= told
            open_legs = _without(open_legs, told)
            if not open_legs:
                break
        listing, is_known = yield from _look(journal, open_legs, is_resent=sends > 1)
        if is_known or sends == 1:
            outcomes |= _judged(open_legs, told, listing)
            open_legs = _without(open_legs, outcomes)
        if not is_known:
            return outcomes | {leg: journal.unknown(client_order_id=leg) for leg in open_legs}
        if failure is not None and is_refusal(failure):
            return outcomes | dict.fromkeys(open_legs, failure)
        if sends == MOST_SENDS or journal.left() < ROUND:
            return outcomes | {leg: journal.not_carried_out(client_order_id=leg) for leg in open_legs}
    return outcomes


def _told(
    journal: Journal, legs: Legs, send: Callable[[Legs], Steps[Outcomes]], *, is_first: bool
) -> Steps[tuple[Outcomes, KalshiError | None]]:
    try:
        told = yield from send(legs)
    except KalshiError as failure:
        if is_first and did_nothing(failure):
            raise
        journal.note(failure)
        return {}, failure
    return told, None


def _look(journal: Journal, legs: Legs, *, is_resent: bool) -> Steps[tuple[Listing, bool]]:
    """Look for orders until all are found, or reads show all that there will ever be.

    Returns:
        What was seen last, and whether what it lacks is known not to stand.
    """
    freshness, seen = Freshness(journal), Listing()
    ticker = _only({leg.ticker for leg in legs.values()})
    subaccount = _only({leg.subaccount for leg in legs.values()})

    def read() -> Steps[Listing]:
        nonlocal seen
        if freshness.began is None:
            # An older order of the caller's under the same id could be taken for this one.
            raise UnusableAnswerError("the exchange has not told its time yet")
        seen = yield from read_listing(journal, legs, ticker=ticker, subaccount=subaccount, since=freshness.began)
        return seen

    def is_enough(listing: Listing, stage: Stage) -> bool:
        is_found = all(listing.of(leg) for leg in legs)
        # Sent twice, an order could stand twice: only what is whole and fresh shows that it doesn't.
        is_certain = listing.is_whole and stage >= Stage.CAUGHT_UP if is_resent else True
        return (is_found and is_certain) or (listing.is_whole and stage is Stage.SETTLED)

    try:
        return (yield from poll(journal, freshness, read, is_enough)), True
    except DeadlinePassed:
        return seen, False


def _judged(legs: Legs, told: Outcomes, listing: Listing) -> Outcomes:
    """What is known of orders by what was answered and what was listed; of the others nothing stands."""
    outcomes: Outcomes = {}
    for leg in legs:
        answer, orders = told.get(leg), listing.of(leg)
        ids = dict.fromkeys(order.order_id for order in orders)
        if isinstance(answer, PlacedOrder):
            ids[answer.order_id] = None
        if len(ids) > 1:
            outcomes[leg] = DuplicateOrderError(leg, list(ids))
        elif isinstance(answer, PlacedOrder):
            outcomes[leg] = answer
        elif orders:
            (order,) = orders
            outcomes[leg] = PlacedOrder(
                order_id=order.order_id,
                client_order_id=leg,
                fill_count=order.fill_count_fp,
                remaining_count=order.remaining_count_fp,
                order=order,
            )
        elif answer is not None:
            outcomes[leg] = answer
    return outcomes


def _only(values: set[T]) -> T | Unset:
    return next(iter(values)) if len(values) == 1 else UNSET


def _without(legs: Legs, known: Outcomes) -> Legs:
    return {leg: order for leg, order in legs.items() if leg not in known}
