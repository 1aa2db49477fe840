"""What the live exchange was seen to answer to orders and their changes, and what its documents say instead."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.models import CreateOrderV2Request
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED, BehaviourName
from kalshi_sandbox.faults import Delay

from .. import plain
from ..live.calling import Caller, order
from .conftest import Side, flatly, opened, placing, rejected

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(("behaviour", "taken", "late"), [("measured", 27, 33), ("documents", 3, 7)])
def test_a_signature_is_accepted_for_as_long_as_the_window(behaviour: BehaviourName, taken: int, late: int) -> None:
    ahead = [0]
    with Sandbox(clock=lambda: time.time() + ahead[0], behaviour=behaviour) as exchange, exchange.client() as client:
        http = client.get_httpx_client()
        for ahead[0] in (taken, -taken):
            assert http.get("/portfolio/balance").status_code == 200
        for ahead[0] in (late, -late):
            answer = http.get("/portfolio/balance")
            if behaviour == "measured":
                status, error = rejected(answer)
                assert (status, error["code"]) == (401, "header_timestamp_expired")
                assert "details" not in error
            else:
                assert flatly(answer) == (401, "timestamp_out_of_window")


def test_an_order_that_arrives_late_is_executed_inside_the_window_and_never_after_it() -> None:
    late = [0]
    with Sandbox(clock=lambda: time.time() + late[0]) as exchange:
        caller, ticker = Caller(exchange), exchange.add_market("KXLATE-26DEC31-T1").ticker
        with caller.client:
            late[0] = 27
            assert caller.send("CreateOrderV2", order("bid", "0.40", "1", ticker=ticker)).status_code == 201
            late[0] = 60
            status, error = rejected(caller.send("CreateOrderV2", order("bid", "0.40", "1", ticker=ticker)))
            assert (status, error["code"]) == (401, "header_timestamp_expired")
        assert len(exchange.engine.orders.of(exchange.account)) == 1


def test_a_used_client_order_id_is_409_and_does_not_tell_the_earlier_order(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        first = side.alice.place("bid", "0.40", ticker=ticker, client_order_id=f"used-{ticker}")
        answer = placing(side, ticker, client_order_id=f"used-{ticker}")
        if side is measured:
            error = {"code": "order_already_exists", "message": "order already exists", "service": "exchange"}
            assert rejected(answer) == (409, error)
            assert first["order_id"] not in answer.text
        else:
            assert flatly(answer) == (409, "order_already_exists")


def test_an_id_stays_used_after_its_order_was_canceled_and_its_owner_started_again(measured: Side) -> None:
    ticker = measured.market()
    placed = measured.alice.place("bid", "0.40", ticker=ticker, client_order_id="gone")
    measured.alice.ask("CancelOrderV2", order_id=placed["order_id"])
    measured.exchange.clock.advance(3600)
    assert placing(measured, ticker, client_order_id="gone").status_code == 409
    again = Caller(measured.exchange, "alice")
    with again.client:
        asked = order("bid", "0.40", ticker=ticker, client_order_id="gone")
        assert rejected(again.send("CreateOrderV2", asked))[1]["code"] == "order_already_exists"


def test_a_fill_or_kill_that_can_not_fill_is_409_and_has_used_its_id_up(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker, client_order_id = side.market(), f"killed-{id(side)}"
        killed = placing(side, ticker, time_in_force="fill_or_kill", client_order_id=client_order_id)
        again = placing(side, ticker, client_order_id=client_order_id)
        if side is measured:
            assert rejected(killed)[1]["code"] == "fill_or_kill_insufficient_resting_volume"
            assert rejected(again)[1]["code"] == "order_already_exists"
            side.settle_down()
            assert side.alice.ask("GetOrders", ticker=ticker)["orders"] == []
        else:
            assert flatly(killed) == (409, "fill_or_kill_insufficient_resting_volume")
            assert again.status_code == 201
        assert killed.status_code == 409


def test_a_cancel_of_an_unknown_a_filled_or_a_canceled_order_is_404_not_found(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        filled = side.trade(ticker)
        canceled = side.alice.place("bid", "0.30", ticker=ticker)["order_id"]
        side.alice.ask("CancelOrderV2", order_id=canceled)
        for order_id in (NOBODY, filled, canceled):
            answer = side.alice.send("CancelOrderV2", order_id=order_id)
            if side is measured:
                status, error = rejected(answer)
                assert (status, error["code"], "details" in error) == (404, "not_found", False)
            else:
                assert flatly(answer) == (404, "order_not_found")


def test_a_cancel_of_an_order_that_fills_while_it_is_on_its_way_is_404_not_found(measured: Side) -> None:
    ticker = measured.market()
    order_id = measured.alice.place("bid", "0.40", ticker=ticker)["order_id"]
    rule = measured.exchange.faults.add(Delay(1), operation="CancelOrderV2", times=1)
    with ThreadPoolExecutor(1) as threads:
        canceling = threads.submit(measured.alice.send, "CancelOrderV2", order_id=order_id)
        end = time.monotonic() + 20
        while not rule.fired:
            assert time.monotonic() < end
            time.sleep(0.001)
        assert measured.bob.place("ask", "0.40", ticker=ticker)["fill_count"] == "10.00"
        measured.exchange.clock.advance(1)
        status, error = rejected(canceling.result(20))
    assert (status, error["code"]) == (404, "not_found")


def test_an_amendment_that_changes_nothing_is_400_amend_order_no_op(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        order_id = side.alice.place("bid", "0.40", "10", ticker=ticker)["order_id"]
        same = {"ticker": ticker, "side": "bid", "price": "0.40", "count": "10"}
        answer = side.alice.send("AmendOrderV2", same, order_id=order_id)
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (400, "AMEND_ORDER_NO_OP")
        else:
            assert answer.status_code == 200
        later = int(side.exchange.clock()) + 3600
        changes: list[dict[str, Any]] = [
            {"price": "0.41"},
            {"price": "0.40", "count": "9"},
            {"count": "9", "expiration_time": later},
            {"count": "9", "updated_client_order_id": f"new-{order_id}"},
        ]
        for change in changes:
            assert side.alice.send("AmendOrderV2", {**same, **change}, order_id=order_id).status_code == 200


def test_a_decrease_that_changes_nothing_is_400_amend_order_no_op(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        order_id = side.alice.place("bid", "0.40", "10", ticker=ticker)["order_id"]
        answer = side.alice.send("DecreaseOrderV2", {"reduce_to": "10"}, order_id=order_id)
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (400, "AMEND_ORDER_NO_OP")
            answer = side.alice.send("DecreaseOrderV2", {"reduce_by": "0"}, order_id=order_id)
            assert rejected(answer)[1]["code"] == "AMEND_ORDER_NO_OP"
        else:
            assert answer.json()["remaining_count"] == "10.00"
        assert side.alice.ask("DecreaseOrderV2", {"reduce_to": "9"}, order_id=order_id)["remaining_count"] == "9.00"


def test_a_paused_market_is_409_trading_is_paused_and_still_takes_cancels(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        order_id = side.alice.place("bid", "0.40", ticker=ticker)["order_id"]
        side.exchange.pause_market(ticker)
        answer = placing(side, ticker)
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (409, "trading_is_paused")
        else:
            assert flatly(answer) == (409, "market_not_active")
        assert side.alice.send("CancelOrderV2", order_id=order_id).status_code == 200


def test_a_closed_market_is_409_market_closed(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker, settled = side.market(), side.market()
        side.exchange.close_market(ticker)
        side.exchange.settle(settled, "yes")
        for each in (ticker, settled):
            answer = placing(side, each)
            if side is measured:
                status, error = rejected(answer)
                assert (status, error["code"]) == (409, "market_closed")
            else:
                assert flatly(answer) == (409, "market_not_active")


def test_a_paused_exchange_is_409_exchange_is_paused(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        side.exchange.pause()
        answer = placing(side, ticker)
        assert side.alice.ask("GetExchangeStatus")["trading_active"] is False
        side.exchange.resume()
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (409, "exchange_is_paused")
        else:
            assert flatly(answer) == (503, "trading_paused")


def test_in_maintenance_all_is_503_and_the_status_comes_with_its_body(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        with side.exchange.maintenance():
            answers = [placing(side, ticker), side.alice.send("GetBalance")]
            status = plain.get(f"{side.exchange.base_url}/exchange/status")
        for answer in answers:
            code = rejected(answer)[1]["code"] if side is measured else flatly(answer)[1]
            assert (answer.status_code, code) == (503, "service_unavailable")
        assert status.status_code == 503
        assert (status.json()["exchange_active"], status.json()["trading_active"]) == (False, False)
        assert all(not shard["exchange_active"] for shard in status.json()["exchange_index_statuses"])
        assert placing(side, ticker).status_code == 201


def test_a_create_answers_201_with_its_counts_and_no_averages_where_nothing_filled(measured: Side) -> None:
    ticker = measured.market()
    resting = placing(measured, ticker, client_order_id="counted")
    assert resting.status_code == 201
    assert resting.json().keys() == {"order_id", "client_order_id", "fill_count", "remaining_count", "ts_ms"}
    assert (resting.json()["fill_count"], resting.json()["remaining_count"]) == ("0.00", "10.00")
    taken = measured.bob.place("ask", "0.40", "4", ticker=ticker)
    assert taken["average_fill_price"] == "0.4000"


def test_a_create_can_be_answered_200_and_with_averages_of_zero() -> None:
    behaviour = evolve(MEASURED, creates_answer_200=True, unfilled_averages_are_zero=True)
    with opened(behaviour=behaviour) as side:
        answer = placing(side, side.market())
        assert answer.status_code == 200
        body = answer.json()
        assert (body["average_fill_price"], body["average_fee_paid"]) == ("0.0000", "0.0000")
        assert (body["fill_count"], body["remaining_count"]) == ("0.00", "10.00")


@pytest.mark.parametrize(
    ("fields", "code", "details", "documented"),
    [
        (
            {"side": "ask", "price": "0.30", "post_only": True},
            "invalid_order",
            "post only cross",
            "post_only_would_cross",
        ),
        ({"price": "0.405"}, "invalid_price", None, "invalid_parameters"),
        ({"count": "99999999"}, "insufficient_balance", None, "insufficient_balance"),
        ({"count": "0"}, "invalid_parameters", None, "invalid_parameters"),
    ],
    ids=["post only cross", "off tick", "balance", "count"],
)
def test_an_order_against_a_rule_is_400_by_the_live_name(
    fields: dict[str, Any], code: str, details: str | None, documented: str, measured: Side, documents: Side
) -> None:
    for side in (measured, documents):
        ticker = side.market()
        side.bob.place("bid", "0.35", ticker=ticker)
        answer = side.alice.send("CreateOrderV2", {**order("bid", "0.40", ticker=ticker), **fields})
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (400, code)
            assert details in (None, error["details"])
        else:
            assert flatly(answer) == (400, documented)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/portfolio/orders"),
        ("POST", "/portfolio/orders/batched"),
        ("DELETE", f"/portfolio/orders/{NOBODY}"),
        ("POST", f"/portfolio/orders/{NOBODY}/amend"),
    ],
)
def test_the_old_order_path_is_410(method: str, path: str, measured: Side, documents: Side) -> None:
    status, error = rejected(measured.alice.http.request(method, path, json={}))
    assert (status, error["code"]) == (410, "deprecated_v1_order_endpoint")
    assert documents.alice.http.request(method, path, json={}).status_code in (404, 405)


def test_the_size_at_placement_stays_in_initial_count(measured: Side) -> None:
    ticker = measured.market()
    order_id = measured.alice.place("bid", "0.40", "10", ticker=ticker)["order_id"]
    measured.bob.place("ask", "0.40", "3", ticker=ticker)
    measured.alice.ask("DecreaseOrderV2", {"reduce_to": "5"}, order_id=order_id)
    measured.settle_down()
    shown = measured.alice.ask("GetOrder", order_id=order_id)["order"]
    counts = [shown[name] for name in ("initial_count_fp", "fill_count_fp", "remaining_count_fp")]
    assert counts == ["10.00", "3.00", "5.00"]


def test_the_simple_exchange_places_reads_and_cancels_at_once() -> None:
    with opened(behaviour="simple") as side:
        ticker = side.market()
        asked = CreateOrderV2Request(
            ticker=ticker,
            side="bid",
            count=Decimal(1),
            price=Decimal("0.40"),
            time_in_force="good_till_canceled",
            self_trade_prevention_type="maker",
        )
        placed = create_order_v2.sync(client=side.alice.client, body=asked)
        assert side.alice.ask("GetOrder", order_id=placed.order_id)["order"]["status"] == "resting"
        side.alice.ask("CancelOrderV2", order_id=placed.order_id)
        assert side.alice.ask("GetOrders", status="resting")["orders"] == []
        assert side.alice.ask("GetBalance")["balance"] == 100_000_000
