"""What no market can take is refused before anything is sent, with what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.api.orders import amend_order_v2, batch_create_orders_v2, create_order_v2, decrease_order_v2
from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.models import DecreaseOrderV2Request
from kalshi_overlay.orders import amend, decrease, place, place_batch
from kalshi_sandbox.faults import Status
from tests.orders.changes import amendment
from tests.orders.harness import MODES, Harness
from tests.orders.test_place_batch import batch

IMPOSSIBLE: list[tuple[str, Any, str]] = [
    *(("price", Decimal(price), "above 0 and below 1") for price in ("0", "-0.01", "1", "1.00", "56")),
    *(("count", Decimal(count), "above 0") for count in ("0", "-1", "0.00")),
]
LATE: list[tuple[str, Any, str]] = [
    ("expiration_time", lambda now: int(now * 1000) + 60_000, "milliseconds.*seconds"),
    ("expiration_time", lambda now: int(now) - 1, "in the past"),
    ("expiration_time", lambda now: datetime.fromtimestamp(now - 60, UTC), "in the past"),
]


@pytest.mark.parametrize(("field", "value", "remedy"), [*IMPOSSIBLE, *LATE])
@pytest.mark.parametrize("mode", MODES)
def test_an_impossible_order_is_refused_before_it_is_sent(
    harness: Harness, mode: str, field: str, value: Any, remedy: str
) -> None:
    rule = harness.exchange.faults.add(Status(500))
    given = {field: value(harness.exchange.clock()) if callable(value) else value}
    with pytest.raises(InvalidRequestError, match=rf"^{field}: .*{remedy}"):
        harness.call(place, mode, body=harness.new_order(**given))
    body = batch(harness.new_order(), harness.new_order(**given))
    with pytest.raises(InvalidRequestError, match=rf"^orders\[1\].{field}: .*{remedy}"):
        harness.call(place_batch, mode, body=body)
    order = harness.rest("10")
    with pytest.raises(InvalidRequestError, match=rf"^{field}: .*{remedy}"):
        harness.call(amend, mode, order_id=order.order_id, body=amendment(order, **given))
    assert rule.calls == 0


@pytest.mark.parametrize(("field", "value", "remedy"), IMPOSSIBLE)
def test_the_generated_functions_refuse_what_the_spec_can_say(
    harness: Harness, field: str, value: Decimal, remedy: str
) -> None:
    order = harness.rest("10")
    bodies = {
        create_order_v2: {"body": harness.new_order(**{field: value})},
        batch_create_orders_v2: {"body": batch(harness.new_order(**{field: value}))},
        amend_order_v2: {"body": amendment(order, **{field: value}), "order_id": order.order_id},
    }
    for operation, arguments in bodies.items():
        with pytest.raises(InvalidRequestError, match=remedy):
            operation.sync(client=harness.client, **arguments)


@pytest.mark.parametrize(("field", "value"), [("reduce_by", "0"), ("reduce_by", "-3"), ("reduce_to", "-1")])
def test_a_decrease_that_is_none_is_refused_before_anything_is_sent(harness: Harness, field: str, value: str) -> None:
    order, rule = harness.rest("10"), harness.exchange.faults.add(Status(500))
    body = DecreaseOrderV2Request(**{field: Decimal(value)})
    with pytest.raises(InvalidRequestError, match=field):
        harness.call(decrease, "sync", order_id=order.order_id, body=body)
    with pytest.raises(InvalidRequestError, match=field):
        decrease_order_v2.sync(order.order_id, client=harness.client, body=body)
    assert rule.calls == 0


def test_what_is_possible_is_sent(harness: Harness) -> None:
    soon = int(harness.exchange.clock()) + 60
    for given in (
        {"price": Decimal("0.01"), "count": Decimal("0.01")},
        {"price": Decimal("0.99"), "count": Decimal("1.00")},
        {"expiration_time": soon},
    ):
        placed = harness.call(place, "sync", body=harness.new_order(**given))
        assert placed.answer is not None
    # 0 takes the expiry away.
    order = harness.order(placed.order_id)
    harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, expiration_time=soon + 60))
    harness.call(amend, "sync", order_id=order.order_id, body=amendment(order, expiration_time=0))
    assert harness.order(order.order_id).expiration_time is None
