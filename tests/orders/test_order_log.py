"""The order log: written before an order is sent, its outcome after, and recovered when the process is gone."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiConflictError, KalshiError, KalshiNotFoundError
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.errors import (
    ClientStateError,
    KalshiConfigError,
    OrderLogError,
    OrderLogWarning,
    OrderNotAppliedError,
    OrderStateUnknownError,
)
from kalshi_overlay.orders import OrderLog, PlacedOrder, place, place_batch, recover
from kalshi_overlay.orders.perps import PlacedOrder as PlacedPerpsOrder
from kalshi_overlay.orders.perps import place as place_perps
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Delay, Fault, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.harness import MODES, Harness
from tests.orders.perps_harness import PerpsHarness
from tests.orders.test_place_batch import batch

LOST_ANSWER, LOST_REQUEST = Reset("before_answering"), Reset("before_acting")

CREATES = {Harness: "CreateOrderV2", PerpsHarness: "CreateMarginOrder"}


class Killed(BaseException):
    """Ends a call as the end of its process would: nothing is written after it."""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[OrderLog]:
    with OrderLog(tmp_path / "orders.db") as log:
        yield log


def states(log: OrderLog) -> list[str]:
    return [order.state for order in log.orders()]


def die() -> None:
    raise Killed


def die_after(harness: Harness, fault: Fault, log: OrderLog, **changes: Any) -> None:
    """Place an order in a process that ends when its first request has failed."""
    added = harness.exchange.faults.add(fault, operation=CREATES[type(harness)], times=1)
    harness.on_wait, before = die, harness.on_wait
    with pytest.raises(Killed):
        harness.operations.place.sync(client=harness.client, body=harness.new_order(**changes), log=log)
    harness.on_wait = before
    assert added.calls == 1


@pytest.mark.parametrize("mode", MODES)
def test_an_order_is_in_the_log_before_it_is_sent_and_its_outcome_after(
    harness: Harness, mode: str, log: OrderLog
) -> None:
    create, seen = harness.exchange.answers.handlers["CreateOrderV2"], list[Any]()

    def look_first(request: CheckedRequest) -> Answer:
        seen.extend(log.orders("unknown"))
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = look_first
    body = harness.new_order()
    placed = harness.call(place, mode, body=body, log=log)
    (before,), (after,) = seen, log.orders()
    assert (before.state, before.order_id, before.is_new_id) == ("unknown", None, True)
    assert (before.api, before.environment) == ("api", harness.exchange.base_url)
    assert CreateOrderV2Request.from_dict(before.body) == harness.new_order(client_order_id=placed.client_order_id)
    assert (after.state, after.order_id, after.reason) == ("placed", placed.order_id, None)
    assert log.orders("unknown") == []


def test_a_rejected_order_is_not_placed_and_the_log_has_the_reason(harness: Harness, log: OrderLog) -> None:
    with pytest.raises(KalshiNotFoundError):
        place.sync(client=harness.client, body=harness.new_order(ticker="NONE"), log=log)
    (order,) = log.orders()
    assert order.state == "not placed"
    assert order.reason is not None
    assert order.reason.startswith("KalshiNotFoundError: ")


def test_a_second_order_under_an_id_has_an_entry_of_its_own(harness: Harness, log: OrderLog) -> None:
    body = harness.new_order(client_order_id="mine")
    placed = place.sync(client=harness.client, body=body, log=log)
    with pytest.raises(KalshiConflictError):
        place.sync(client=harness.client, body=body, log=log)
    assert [(each.order_id, each.state, each.is_new_id) for each in log.orders()] == [
        (placed.order_id, "placed", False),
        (None, "not placed", False),
    ]


@pytest.mark.parametrize("mode", MODES)
def test_each_order_of_a_batch_has_an_entry(harness: Harness, mode: str, log: OrderLog) -> None:
    body = batch(harness.new_order(), harness.new_order(ticker="NONE"), harness.new_order())
    outcomes = harness.call(place_batch, mode, body=body, log=log)
    assert [isinstance(each, PlacedOrder) for each in outcomes] == [True, False, True]
    assert states(log) == ["placed", "not placed", "placed"]
    assert [each.client_order_id for each in log.orders()] == [each.client_order_id for each in outcomes]


def test_an_order_whose_state_is_unknown_stays_unknown_until_it_is_resumed(harness: Harness, log: OrderLog) -> None:
    harness.exchange.faults.add(Status(503, acting=True))
    with pytest.raises(OrderStateUnknownError) as caught:
        place.sync(client=harness.client, body=harness.new_order(), log=log)
    assert states(log) == ["unknown"]
    sent_by = log.orders()[0].last_sent_by
    harness.exchange.faults.clear()
    placed = caught.value.resume(client=harness.client)
    (order,) = log.orders()
    assert (order.state, order.order_id) == ("placed", placed.order_id)
    assert order.last_sent_by >= sent_by


def test_what_can_not_be_resumed_stays_unknown(harness: Harness, log: OrderLog) -> None:
    harness.exchange.faults.add(Status(503, acting=True))
    with pytest.raises(OrderStateUnknownError) as caught:
        place.sync(client=harness.client, body=harness.new_order(), log=log)
    harness.exchange.faults.clear()
    closed = harness.exchange.client(harness.account)
    closed.close()
    with pytest.raises(ClientStateError):
        caught.value.resume(client=closed)
    assert (states(log), len(harness.orders())) == (["unknown"], 1)
    (found,) = recover.sync(client=harness.client, log=log)
    assert isinstance(found, PlacedOrder)


def test_a_log_that_is_closed_meanwhile_keeps_no_result_back(harness: Harness, tmp_path: Path) -> None:
    create, log = harness.exchange.answers.handlers["CreateOrderV2"], OrderLog(tmp_path / "orders.db")

    def close_first(request: CheckedRequest) -> Answer:
        log.close()
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = close_first
    with pytest.warns(OrderLogWarning, match="closed"):
        placed = place.sync(client=harness.client, body=harness.new_order(), log=log)
    assert [order.order_id for order in harness.orders()] == [placed.order_id]


def test_an_order_that_was_recovered_before_it_was_first_sent_is_not_sent(harness: Harness, log: OrderLog) -> None:
    begin = log.begin

    def pause(orders: Any, **arguments: Any) -> dict[str, int]:
        numbers = begin(orders, **arguments)
        # The process is stopped, and another one recovers what it has left unknown.
        harness.exchange.clock.advance(300)
        (outcome,) = recover.sync(client=harness.client, log=log)
        assert isinstance(outcome, OrderNotAppliedError)
        return numbers

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log, "begin", pause)
        with pytest.raises(KalshiError):
            place.sync(client=harness.client, body=harness.new_order(), log=log)
    assert (harness.orders(), states(log)) == ([], ["not placed"])


def test_two_calls_under_one_id_for_different_markets_are_both_accounted_for(harness: Harness, log: OrderLog) -> None:
    die_after(harness, LOST_REQUEST, log, client_order_id="mine", ticker=harness.open_market())
    die_after(harness, LOST_ANSWER, log, client_order_id="mine")
    (order,) = harness.orders()
    first, second = recover.sync(client=harness.client, log=log)
    assert isinstance(first, OrderNotAppliedError)
    assert isinstance(second, PlacedOrder)
    assert (second.order_id, states(log)) == (order.order_id, ["not placed", "placed"])


def test_the_log_has_for_how_long_an_order_is_sent_before_it_is(harness: Harness, log: OrderLog) -> None:
    create, known = harness.exchange.answers.handlers["CreateOrderV2"], list[bool]()
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError) as caught:
        place.sync(client=harness.client, body=harness.new_order(), log=log, timeout=5)
    harness.exchange.faults.clear()

    def look(request: CheckedRequest) -> Answer:
        known.append(log.orders()[0].last_sent_by >= harness.exchange.clock.now() + timedelta(seconds=89))
        return create(request)

    harness.exchange.answers.handlers["CreateOrderV2"] = look
    harness.exchange.clock.advance(20)
    caught.value.resume(client=harness.client, timeout=90)
    assert known == [True]


@pytest.mark.parametrize("mode", MODES)
def test_an_order_that_was_placed_by_a_process_that_is_gone_is_found_at_once(
    harness: Harness, mode: str, log: OrderLog
) -> None:
    die_after(harness, LOST_ANSWER, log)
    (order,) = harness.orders()
    began = harness.exchange.clock()
    (found,) = harness.call(recover, mode, log=log)
    assert isinstance(found, PlacedOrder)
    assert (found.order_id, found.client_order_id) == (order.order_id, order.client_order_id)
    assert harness.exchange.clock() - began < 10
    assert [(each.state, each.order_id) for each in log.orders()] == [("placed", order.order_id)]
    assert harness.call(recover, mode, log=log) == []


def test_recovering_sends_no_order(harness: Harness, log: OrderLog) -> None:
    die_after(harness, LOST_REQUEST, log)
    sent = harness.exchange.faults.add(Delay(0.0, "before_acting"), operation="CreateOrderV2")
    (outcome,) = recover.sync(client=harness.client, log=log)
    assert isinstance(outcome, OrderNotAppliedError)
    assert outcome.client_order_id == log.orders()[0].client_order_id
    assert (sent.calls, harness.orders(), states(log)) == (0, [], ["not placed"])


def test_a_request_that_arrives_after_its_process_is_gone_is_waited_for(hasty_harness: Harness, log: OrderLog) -> None:
    harness = hasty_harness
    die_after(harness, Delay(55.0, "before_acting"), log)
    assert harness.orders() == []
    (found,) = recover.sync(client=harness.client, log=log)
    (order,) = harness.orders()
    assert isinstance(found, PlacedOrder)
    assert found.order_id == order.order_id


def test_what_is_not_certain_in_time_stays_unknown(harness: Harness, log: OrderLog) -> None:
    die_after(harness, LOST_ANSWER, log)
    harness.exchange.faults.add(Status(503), operation="GetOrders")
    (outcome,) = recover.sync(client=harness.client, log=log, timeout=5)
    assert isinstance(outcome, OrderStateUnknownError)
    assert states(log) == ["unknown"]
    harness.exchange.faults.clear()
    found = outcome.resume(client=harness.client)
    assert isinstance(found, PlacedOrder)
    (again,) = recover.sync(client=harness.client, log=log)
    assert isinstance(again, PlacedOrder)
    assert found.order_id == again.order_id


def test_two_calls_under_one_id_are_both_accounted_for(harness: Harness, log: OrderLog) -> None:
    die_after(harness, LOST_ANSWER, log, client_order_id="mine")
    die_after(harness, LOST_ANSWER, log, client_order_id="mine")
    (order,) = harness.orders()
    outcomes = recover.sync(client=harness.client, log=log)
    assert [getattr(each, "order_id", None) for each in outcomes] == [order.order_id] * 2
    assert states(log) == ["placed", "placed"]


def test_an_order_that_another_process_goes_on_sending_is_not_said_to_be_not_placed(
    harness: Harness, log: OrderLog, tmp_path: Path
) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")
    with pytest.raises(OrderStateUnknownError) as caught:
        place.sync(client=harness.client, body=harness.new_order(), log=log)
    (logged,) = log.orders()
    read, resumed = harness.exchange.answers.handlers["GetOrders"], list[Any]()

    def other_process() -> None:
        # As late as it can be: what was read says that no request can take effect any more.
        if not resumed and harness.exchange.clock() > logged.last_sent_by.timestamp() + 64:
            resumed.append(None)
            harness.exchange.faults.clear()
            assert log.extend([logged.number], harness.exchange.clock() + 30)

    def read_and_look(request: CheckedRequest) -> Answer:
        answer = read(request)
        other_process()
        return answer

    harness.exchange.answers.handlers["GetOrders"] = read_and_look
    with OrderLog(tmp_path / "orders.db") as mine:
        (outcome,) = recover.sync(client=harness.client, log=mine)
        assert resumed
        assert isinstance(outcome, OrderStateUnknownError)
        assert states(mine) == ["unknown"]
        # Once it has an outcome, no other process sends it any more.
        (outcome,) = recover.sync(client=harness.client, log=mine)
        assert isinstance(outcome, OrderNotAppliedError)
    sent = harness.exchange.faults.add(Delay(0.0, "before_acting"), operation="CreateOrderV2")
    with pytest.raises(KalshiError):
        caught.value.resume(client=harness.client)
    assert (sent.calls, harness.orders()) == (0, [])


def test_an_order_of_perpetual_futures_is_logged_and_recovered_too(perps: PerpsHarness, log: OrderLog) -> None:
    place_perps.sync(client=perps.client, body=perps.new_order(), log=log)
    die_after(perps, LOST_ANSWER, log)
    assert [(each.api, each.state) for each in log.orders()] == [("perps", "placed"), ("perps", "unknown")]
    (found,) = recover.sync(client=perps.client, log=log)
    assert isinstance(found, PlacedPerpsOrder)
    assert found.order_id == log.orders()[1].order_id


@pytest.mark.parametrize("mode", MODES)
def test_a_log_that_is_locked_refuses_the_order_before_it_is_sent(
    harness: Harness, mode: str, log: OrderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.orders.order_log._BUSY_TIMEOUT", 0.01)
    sent = harness.exchange.faults.add(Delay(0.0, "before_acting"), operation="CreateOrderV2")
    with closing(sqlite3.connect(log.path, isolation_level=None)) as other, OrderLog(log.path) as impatient:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OrderLogError) as caught:
            harness.call(place, mode, body=harness.new_order(client_order_id="mine"), log=impatient)
    assert caught.value.client_order_id == "mine"
    assert str(log.path) in str(caught.value)
    assert (sent.calls, log.orders()) == (0, [])


@pytest.mark.filterwarnings("ignore::kalshi_overlay.errors.OrderLogWarning")
def test_a_full_disk_refuses_the_order_before_it_is_sent(harness: Harness, log: OrderLog) -> None:
    _fill(log)
    with pytest.raises(OrderLogError, match="full"):
        place_many(harness, log)
    assert 0 < len(harness.orders()) == len(log.orders()) < 100


def place_many(harness: Harness, log: OrderLog) -> None:
    for _ in range(100):
        place.sync(client=harness.client, body=harness.new_order(), log=log)


def _fill(log: OrderLog) -> None:
    """Let the file grow no more, as on a full disk."""
    with log._opened() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")


def test_an_outcome_that_can_not_be_written_is_still_returned(
    harness: Harness, log: OrderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = harness.exchange.answers.handlers["CreateOrderV2"]
    monkeypatch.setattr("kalshi_overlay.orders.order_log._BUSY_TIMEOUT", 0.01)
    with closing(sqlite3.connect(log.path, isolation_level=None, check_same_thread=False)) as other:

        def lock(request: CheckedRequest) -> Answer:
            other.execute("BEGIN IMMEDIATE")
            return create(request)

        harness.exchange.answers.handlers["CreateOrderV2"] = lock
        with OrderLog(log.path) as impatient, pytest.warns(OrderLogWarning, match="recover"):
            placed = place.sync(client=harness.client, body=harness.new_order(), log=impatient)
    (found,) = recover.sync(client=harness.client, log=log)
    assert isinstance(found, PlacedOrder)
    assert found.order_id == placed.order_id


def test_an_order_that_can_not_be_sent_is_not_written(harness: Harness, log: OrderLog) -> None:
    with pytest.raises(InvalidRequestError):
        place.sync(client=harness.client, body=harness.new_order(price=Decimal(1)), log=log)
    assert states(log) in ([], ["not placed"])


def test_what_is_no_log_is_refused_before_anything_is_sent(harness: Harness) -> None:
    wrong: Any = "orders.db"
    with pytest.raises(InvalidRequestError, match="OrderLog"):
        place.sync(client=harness.client, body=harness.new_order(), log=wrong)
    assert harness.orders() == []


def test_orders_of_another_environment_are_refused(harness: Harness, log: OrderLog) -> None:
    numbers = log.begin(
        {"mine": harness.new_order()}, environment="production", api="api", new_ids=(), last_sent_by=0.0
    )
    with pytest.raises(KalshiConfigError, match="production"):
        recover.sync(client=harness.client, log=log)
    log.end({numbers["mine"]: OrderNotAppliedError("mine", {}, ())})
    assert recover.sync(client=harness.client, log=log) == []


def test_a_closed_log_is_refused(harness: Harness, tmp_path: Path) -> None:
    log = OrderLog(tmp_path / "orders.db")
    log.close()
    log.close()
    with pytest.raises(ClientStateError, match="closed"):
        place.sync(client=harness.client, body=harness.new_order(), log=log)
    assert harness.orders() == []


@pytest.mark.parametrize("other", ["a text", "PRAGMA user_version = 99", "CREATE TABLE trades (price)"])
def test_a_file_that_is_no_log_is_refused_and_left_as_it_is(tmp_path: Path, other: str) -> None:
    path = tmp_path / "orders.db"
    if other == "a text":
        path.write_text(other * 1000, encoding="utf-8")
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(other)
    before = path.read_bytes()
    with pytest.raises(OrderLogError, match=r"orders\.db"):
        OrderLog(path)
    assert path.read_bytes() == before


def test_a_log_that_was_closed_is_opened_again(harness: Harness, tmp_path: Path) -> None:
    for _ in range(2):
        with OrderLog(tmp_path / "orders.db") as log:
            place.sync(client=harness.client, body=harness.new_order(), log=log)
    with OrderLog(tmp_path / "orders.db") as log:
        assert states(log) == ["placed", "placed"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrderLogError, match="nowhere"):
        OrderLog(tmp_path / "nowhere" / "orders.db")


def test_threads_and_objects_share_a_log(harness: Harness, tmp_path: Path) -> None:
    logs = [OrderLog(tmp_path / "orders.db") for _ in range(2)]

    def write(log: OrderLog, name: str) -> None:
        for number in range(25):
            (written,) = log.begin(
                {f"{name}-{number}": harness.new_order()}, environment="", api="api", new_ids=(), last_sent_by=0.0
            ).values()
            log.end({written: OrderNotAppliedError("", {}, ())})

    threads = [threading.Thread(target=write, args=(logs[each % 2], str(each))) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    orders = logs[0].orders()
    assert len({order.number for order in orders}) == len({order.client_order_id for order in orders}) == 100
    assert {order.state for order in orders} == {"not placed"}
    for log in logs:
        log.close()


def test_a_forked_process_has_a_connection_of_its_own(log: OrderLog, harness: Harness) -> None:
    log.begin({"parent": harness.new_order()}, environment="", api="api", new_ids=(), last_sent_by=0.0)
    child = os.fork()
    if not child:
        try:
            log.begin({"child": harness.new_order()}, environment="", api="api", new_ids=(), last_sent_by=0.0)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert [order.client_order_id for order in log.orders()] == ["parent", "child"]


def test_placements_of_many_tasks_are_all_logged(harness: Harness, log: OrderLog) -> None:
    async def place_all() -> list[PlacedOrder]:
        bodies = [harness.new_order() for _ in range(20)]
        return await asyncio.gather(*(place.asyncio(client=harness.client, body=body, log=log) for body in bodies))

    placed = harness.runner.run(place_all())
    assert {each.order_id for each in placed} == {each.order_id for each in log.orders("placed")}
    assert len(placed) == 20


def test_a_log_shows_no_key(harness: Harness, log: OrderLog) -> None:
    place.sync(client=harness.client, body=harness.new_order(), log=log)
    content = b"".join(path.read_bytes() for path in log.path.parent.iterdir())
    assert harness.ticker.encode() in content
    assert b"KALSHI-ACCESS" not in content
    assert b"PRIVATE KEY" not in content


def test_an_outcome_is_in_the_log_when_it_is_read_or_closed_right_after(harness: Harness, tmp_path: Path) -> None:
    async def placed() -> list[str]:
        async with harness.client as client:
            with OrderLog(tmp_path / "orders.db") as log:
                await place.asyncio(client=client, body=harness.new_order(), log=log)
                read = states(log)
                await place.asyncio(client=client, body=harness.new_order(), log=log)
            return read

    assert asyncio.run(placed()) == ["placed"]
    with OrderLog(tmp_path / "orders.db") as log:
        assert states(log) == ["placed", "placed"]


def test_an_outcome_waits_for_another_writer_while_the_event_loop_goes_on(harness: Harness, tmp_path: Path) -> None:
    async def placed(log: OrderLog) -> None:
        async with harness.client as client:
            with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
                await place.asyncio(client=client, body=harness.new_order(), log=log)
                other.execute("BEGIN IMMEDIATE")
                # The write is tried, and waits in a thread.
                await asyncio.sleep(0)
                other.execute("COMMIT")

    with OrderLog(tmp_path / "orders.db") as log:
        asyncio.run(placed(log))
        assert states(log) == ["placed"]


def test_thousands_of_orders_are_written_at_once(harness: Harness, log: OrderLog) -> None:
    bodies = {f"order-{number}": harness.new_order() for number in range(7_000)}
    numbers = log.begin(bodies, environment="", api="api", new_ids=(), last_sent_by=0.0)
    log.end({number: OrderNotAppliedError(name, {}, ()) for name, number in numbers.items()})
    orders = log.orders()
    assert [(order.number, order.client_order_id) for order in orders] == [(numbers[name], name) for name in bodies]
    assert {order.state for order in orders} == {"not placed"}


def test_what_is_too_much_for_the_disk_is_not_written_in_part(log: OrderLog, harness: Harness) -> None:
    bodies = {f"order-{number}": harness.new_order() for number in range(7_000)}
    with log._opened() as connection:
        connection.execute("PRAGMA max_page_count = 300")
    with pytest.raises(OrderLogError, match="nothing was written"):
        log.begin(bodies, environment="", api="api", new_ids=(), last_sent_by=0.0)
    assert log.orders() == []


def test_an_outcome_that_waits_in_a_thread_is_there_when_the_log_is_read_or_closed(
    harness: Harness, tmp_path: Path
) -> None:
    is_free = threading.Event()

    async def placed(log: OrderLog, is_read: bool) -> None:
        with ThreadPoolExecutor(1) as executor, closing(sqlite3.connect(log.path, isolation_level=None)) as other:
            asyncio.get_running_loop().set_default_executor(executor)
            executor.submit(is_free.wait)
            try:
                await place.asyncio(client=harness.client, body=harness.new_order(), log=log)
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(0)
                other.execute("COMMIT")
                if is_read:
                    assert set(states(log)) == {"placed"}
                log.close()
            finally:
                is_free.set()

    for is_read in (True, False):
        is_free.clear()
        with warnings.catch_warnings(record=True) as caught:
            harness.runner.run(placed(OrderLog(tmp_path / f"{is_read}.db"), is_read))
        assert caught == []
        with OrderLog(tmp_path / f"{is_read}.db") as log:
            assert states(log) == ["placed"]


@pytest.mark.filterwarnings("error::kalshi_overlay.errors.OrderLogWarning")
def test_a_log_is_closed_though_its_warning_is_an_error(log: OrderLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.orders.order_log._BUSY_TIMEOUT", 0.01)

    async def end_soon(log: OrderLog) -> None:
        log.end_soon({1: OrderNotAppliedError("mine", {}, ())}, asyncio.get_running_loop())
        with pytest.raises(OrderLogWarning):
            log.close()

    with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
        impatient = OrderLog(log.path)
        other.execute("BEGIN IMMEDIATE")
        asyncio.run(end_soon(impatient))
    with pytest.raises(ClientStateError):
        impatient.orders()
    assert impatient._connections == {}


def test_each_outcome_that_is_missing_is_warned_of(log: OrderLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.orders.order_log._BUSY_TIMEOUT", 0.01)
    with (
        closing(sqlite3.connect(log.path, isolation_level=None)) as other,
        OrderLog(log.path) as impatient,
        warnings.catch_warnings(record=True) as caught,
    ):
        other.execute("BEGIN IMMEDIATE")
        # Python's own default: a text is shown once.
        warnings.simplefilter("default")
        for number in (7, 8):
            impatient.end({number: OrderNotAppliedError("mine", {}, ())})
    assert [str(each.message).split(":")[0] for each in caught] == [
        f"the log misses 1 outcome, of order number {number} first; recover will find it" for number in (7, 8)
    ]
