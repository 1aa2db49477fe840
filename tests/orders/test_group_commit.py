"""Orders that tasks place at once go into a log in one transaction, and each task has its own outcome."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.errors import OrderLogError
from kalshi_overlay.orders import OrderLog, PlacedOrder, place
from tests.orders.harness import Harness

COUNT = 20


@pytest.fixture
def log(tmp_path: Path) -> Iterator[OrderLog]:
    with OrderLog(tmp_path / "orders.db") as log:
        yield log


def starting(harness: Harness, log: OrderLog) -> list[asyncio.Task[PlacedOrder]]:
    """Tasks that place an order each, the first one under the id `0`."""
    bodies = [harness.new_order(client_order_id=str(number)) for number in range(COUNT)]
    return [asyncio.create_task(place.asyncio(client=harness.client, body=body, log=log)) for body in bodies]


def test_tasks_that_place_at_once_are_written_at_once_each_under_its_own_number(
    harness: Harness, log: OrderLog
) -> None:
    statements: list[str] = []
    with log._opened() as connection:
        connection.set_trace_callback(statements.append)

    async def place_all() -> list[PlacedOrder]:
        return await asyncio.gather(*starting(harness, log))

    placed = harness.runner.run(place_all())
    assert sum(statement.startswith("INSERT") for statement in statements) == 1
    written = {order.client_order_id: order.order_id for order in log.orders("placed")}
    assert written == {each.client_order_id: each.order_id for each in placed}


def test_an_order_that_is_canceled_before_it_is_written_is_neither_written_nor_sent(
    harness: Harness, log: OrderLog
) -> None:
    async def cancel_one() -> None:
        first, *others = starting(harness, log)
        # Every task has begun, and the next pass of the loop writes.
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        await asyncio.gather(*others)

    harness.runner.run(cancel_one())
    expected = {str(number) for number in range(1, COUNT)}
    assert {order.client_order_id for order in log.orders()} == expected
    assert {order.client_order_id for order in harness.orders()} == expected


def test_a_log_that_refuses_them_gives_each_task_an_error_of_its_own(harness: Harness, log: OrderLog) -> None:
    with log._opened() as connection:
        # It grows no more, as on a full disk.
        connection.execute("PRAGMA max_page_count = 1")

    async def place_all() -> list[PlacedOrder | BaseException]:
        return await asyncio.gather(*starting(harness, log), return_exceptions=True)

    errors = harness.runner.run(place_all())
    assert all(isinstance(error, OrderLogError) for error in errors)
    assert [getattr(error, "client_order_id", None) for error in errors] == [str(number) for number in range(COUNT)]
    assert harness.orders() == []


def test_an_order_that_the_spec_refuses_holds_up_no_other(harness: Harness, log: OrderLog) -> None:
    async def place_both() -> list[PlacedOrder | BaseException]:
        bodies = [harness.new_order(), harness.new_order()]
        bodies[0].time_in_force = "whenever"  # type: ignore[assignment]
        calls = [place.asyncio(client=harness.client, body=body, log=log) for body in bodies]
        return await asyncio.gather(*calls, return_exceptions=True)

    refused, placed = harness.runner.run(place_both())
    assert isinstance(refused, InvalidRequestError)
    assert isinstance(placed, PlacedOrder)
    assert [order.order_id for order in log.orders()] == [placed.order_id]


def test_while_another_process_writes_the_loop_goes_on_and_then_all_are_written(
    harness: Harness, log: OrderLog
) -> None:
    async def place_all() -> list[PlacedOrder]:
        with closing(sqlite3.connect(log.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            tasks = starting(harness, log)
            for _ in range(10):
                await asyncio.sleep(0)
            assert harness.orders() == []
            other.execute("COMMIT")
        return await asyncio.gather(*tasks)

    placed = harness.runner.run(place_all())
    assert {order.order_id for order in log.orders("placed")} == {each.order_id for each in placed}


def test_a_loop_that_starts_no_thread_any_more_waits_for_the_other_process_itself(
    harness: Harness, log: OrderLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.orders.order_log._BUSY_TIMEOUT", 0.01)

    async def place_all(impatient: OrderLog) -> list[PlacedOrder | BaseException]:
        await asyncio.get_running_loop().shutdown_default_executor()
        async with asyncio.timeout(10):
            return await asyncio.gather(*starting(harness, impatient), return_exceptions=True)

    with closing(sqlite3.connect(log.path, isolation_level=None)) as other, OrderLog(log.path) as impatient:
        other.execute("BEGIN IMMEDIATE")
        with asyncio.Runner() as runner:
            errors = runner.run(place_all(impatient))
    assert all(isinstance(error, OrderLogError) for error in errors)
    assert harness.orders() == []
