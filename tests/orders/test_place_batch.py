"""Placing several orders with one request, each exactly once."""

from __future__ import annotations

from typing import cast

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiError, KalshiValidationError
from kalshi_gen.models.batch_create_orders_v2_request import BatchCreateOrdersV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay.orders import (
    NotCarriedOutError,
    OrderRefusedError,
    OrderStateUnknownError,
    PlacedOrder,
    place_batch,
)
from kalshi_overlay.sandbox.answers import Answer
from kalshi_overlay.sandbox.faults import Body, Fault, Reset, Status, drift
from kalshi_overlay.sandbox.refusals import Refusal
from kalshi_overlay.sandbox.validation import CheckedRequest
from tests.orders.venue import FILLING, Venue

Found = list[PlacedOrder | KalshiError]


def batch(*orders: CreateOrderV2Request) -> BatchCreateOrdersV2Request:
    return BatchCreateOrdersV2Request(orders=list(orders))


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
def test_each_leg_has_its_own_outcome_in_the_callers_order(venue: Venue, mode: str) -> None:
    body = batch(
        venue.new_order(client_order_id="b"),
        venue.new_order(time_in_force="fill_or_kill", client_order_id="c"),
        venue.new_order(price=FILLING, client_order_id="a"),
    )
    resting, refused, filled = venue.call(place_batch, mode, body=body)
    assert (resting.client_order_id, resting.remaining_count) == ("b", 1)
    assert isinstance(refused, OrderRefusedError)
    assert refused.client_order_id == "c"
    assert refused.code
    assert refused.code in str(refused)
    assert (filled.client_order_id, filled.fill_count) == ("a", 1)


@pytest.mark.parametrize("mode", ["sync", "asyncio"])
@pytest.mark.parametrize("fault", [Reset("before_answering"), Body("truncated"), Status(504, acting=True)], ids=repr)
def test_legs_that_stand_are_read_back(venue: Venue, fault: Fault, mode: str) -> None:
    rule = venue.exchange.faults.add(fault, operation="BatchCreateOrdersV2", times=1)
    found: Found = venue.call(place_batch, mode, body=batch(venue.new_order(), venue.new_order(price=FILLING)))
    assert [leg.order_id for leg in found if isinstance(leg, PlacedOrder)] == [
        order.order_id for order in venue.orders()
    ]
    assert rule.calls == 1


def test_only_the_legs_that_do_not_stand_are_sent_again(venue: Venue) -> None:
    create = venue.exchange.answers.handlers["BatchCreateOrdersV2"]
    sent: list[list[str]] = []

    def create_the_first_only(request: CheckedRequest) -> Answer:
        legs = request.body["orders"]
        sent.append([leg["client_order_id"] for leg in legs])
        if len(sent) == 1:
            del legs[1:]
        return create(request)

    venue.exchange.answers.handlers["BatchCreateOrdersV2"] = create_the_first_only
    body = batch(*(venue.new_order(client_order_id=name) for name in ("x", "y", "z")))
    found: Found = venue.call(place_batch, "sync", body=body)
    assert sent == [["x", "y", "z"], ["y", "z"]]
    assert [leg.client_order_id for leg in found if isinstance(leg, PlacedOrder)] == ["x", "y", "z"]
    assert len(venue.orders()) == 3


def test_legs_in_several_markets_are_found(venue: Venue) -> None:
    venue.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    body = batch(venue.new_order(), venue.new_order(ticker=venue.open_market()))
    found: Found = venue.call(place_batch, "sync", body=body)
    assert all(isinstance(leg, PlacedOrder) for leg in found)
    assert len(venue.orders()) == 2


def test_legs_of_which_nothing_can_be_found_out_are_unknown_each(venue: Venue) -> None:
    venue.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2")
    venue.exchange.faults.add(Status(500), operation="GetOrders")
    body = batch(venue.new_order(client_order_id="x"), venue.new_order(client_order_id="y"))
    found: Found = venue.call(place_batch, "sync", body=body)
    assert [(type(leg), leg.client_order_id) for leg in found if isinstance(leg, OrderStateUnknownError)] == [
        (OrderStateUnknownError, "x"),
        (OrderStateUnknownError, "y"),
    ]


def test_legs_that_were_seen_are_told_beside_those_that_are_unknown(venue: Venue) -> None:
    create = venue.exchange.answers.handlers["BatchCreateOrdersV2"]

    def create_the_first_only(request: CheckedRequest) -> Answer:
        del request.body["orders"][1:]
        return create(request)

    venue.exchange.answers.handlers["BatchCreateOrdersV2"] = create_the_first_only
    venue.exchange.faults.add(Reset("before_answering"), operation="BatchCreateOrdersV2", times=1)
    venue.exchange.faults.add(drift("nulls-in-lists"), operation="GetOrders")
    seen, unknown = venue.call(place_batch, "sync", body=batch(venue.new_order(), venue.new_order()))
    assert [order.order_id for order in venue.orders()] == [seen.order_id]
    assert isinstance(unknown, OrderStateUnknownError)


def test_legs_that_never_stand_say_so_each(venue: Venue) -> None:
    venue.exchange.faults.add(Status(500), operation="BatchCreateOrdersV2")
    found: Found = venue.call(place_batch, "sync", body=batch(venue.new_order(), venue.new_order()))
    assert [type(leg) for leg in found] == [NotCarriedOutError] * 2
    assert venue.orders() == []


def test_a_batch_that_is_refused_whole_is_raised(venue: Venue) -> None:
    def refuse(request: CheckedRequest) -> Answer:
        raise Refusal(400, "too_many_orders", "too many orders", "")

    venue.exchange.answers.handlers["BatchCreateOrdersV2"] = refuse
    with pytest.raises(KalshiValidationError):
        venue.call(place_batch, "sync", body=batch(venue.new_order()))


def test_what_is_no_batch_is_refused_before_anything_is_sent(venue: Venue) -> None:
    rule = venue.exchange.faults.add(Status(500))
    twice = batch(venue.new_order(client_order_id="x"), venue.new_order(client_order_id="x"))
    with pytest.raises(InvalidRequestError, match=r"orders\[1\].client_order_id: is that of an earlier order"):
        venue.call(place_batch, "sync", body=twice)
    with pytest.raises(InvalidRequestError, match=r"orders\[0\]: must be a CreateOrderV2Request, not NoneType"):
        venue.call(place_batch, "sync", body=batch(cast("CreateOrderV2Request", None)))
    with pytest.raises(InvalidRequestError, match=r"orders\[0\].client_order_id: must be a str, not int"):
        venue.call(place_batch, "sync", body=batch(venue.new_order(client_order_id=7)))
    with pytest.raises(InvalidRequestError, match="body"):
        venue.call(place_batch, "sync", body=venue.new_order())
    assert rule.calls == 0
