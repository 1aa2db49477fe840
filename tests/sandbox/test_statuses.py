"""Only statuses that its spec lists for an operation, but for those that were measured or that any request can get."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalshi_sandbox.behaviour import BehaviourName
from kalshi_sandbox.spec import Operation, load_specs
from tests.sandbox.live.calling import Caller, order
from tests.sandbox.small import small_sandbox
from tests.walking import walk

from .test_klear_member import Klear
from .test_operations import smallest_request


@pytest.fixture(scope="module", params=["measured", "documents"])
def caller(request: pytest.FixtureRequest) -> Iterator[Caller]:
    behaviour: BehaviourName = request.param
    with small_sandbox(clock="manual", behaviour=behaviour) as exchange:
        caller = Caller(exchange)
        with caller.client:
            yield caller


@pytest.fixture(scope="module")
def klear() -> Iterator[Klear]:
    with small_sandbox(clock="manual") as exchange:
        klear = Klear(exchange)
        with klear.http:
            yield klear


def test_a_request_for_what_does_not_exist_gets_a_status_of_the_spec(caller: Caller, klear: Klear) -> None:
    def check(operation: Operation) -> None:
        path, parts = smallest_request(operation)
        http = klear.http if operation.api == "klear" else caller.http
        response = http.request(operation.method, path, **parts)
        measured = operation.operation_id == "CreateOrderV2" and response.status_code == 404
        assert response.status_code in operation.documented or measured, response.text
        assert response.status_code < 500

    walk(load_specs().operations, check)


def test_an_unknown_series_is_a_bad_request_since_the_spec_has_no_404_for_it(caller: Caller) -> None:
    assert caller.send("GetSeries", series_ticker="KXNONE").status_code == 400


def test_what_was_measured_keeps_its_status() -> None:
    for behaviour, expected in (("measured", (409, 409)), ("documents", (409, 400))):
        with small_sandbox(clock="manual", behaviour=behaviour) as exchange:
            caller = Caller(exchange)
            ticker = exchange.add_market("KXTEST-26DEC31-T1").ticker
            with caller.client:
                order_id = caller.place("bid", "0.40", "10")["order_id"]
                exchange.pause_market(ticker)
                placing = caller.send("CreateOrderV2", order("bid", "0.40", "1"))
                amending = caller.send(
                    "AmendOrderV2",
                    {"ticker": ticker, "side": "bid", "price": "0.41", "count": "10"},
                    order_id=order_id,
                )
                assert (placing.status_code, amending.status_code) == expected, (placing.text, amending.text)
