"""The account: what it claims to be right is right, it says why something may not be, and its orders can be awaited."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiConflictError, KalshiForeignAnswerError, KalshiValidationError
from kalshi_overlay import create_client
from kalshi_overlay.account import Account
from kalshi_overlay.errors import ClientStateError, KalshiStreamLostError, OrderEndedError, OrderRestingError
from kalshi_overlay.orders import OrderLog
from kalshi_overlay.retries import RetryPolicy
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Delay, Status
from kalshi_sandbox.stream_faults import Drop
from tests.account.conftest import MAKER, Trader
from tests.keys import pem, public_pem

PATIENCE = 20.0


async def until(condition: Callable[[], bool]) -> None:
    """Let everything else run until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.005)


def test_the_block_begins_when_everything_is_known(trader: Trader) -> None:
    trader.buy(10)
    order = trader.rest()

    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            assert account.stale is None
            assert account.cash == {0: 1000, 1: Decimal("993.832"), 2: 1000, 3: 1000}
            assert list(account.orders) == [order.order_id]
            assert [fill.count for fill in account.fills.values()] == [10]
            position = account.positions[trader.ticker]
            assert [position.count, position.cost, position.fees_paid] == [10, 6, Decimal("0.168")]
            assert account.cash.stale is None
            assert account.cash.as_of.tzinfo is not None

    trader.run(scenario)


def test_a_key_that_is_restricted_to_a_subaccount_has_the_cash_of_each_shard_too(trader: Trader) -> None:
    accounts = trader.exchange.engine.accounts
    number = accounts.add_subaccount(trader.account)
    accounts.deposit(trader.account, Decimal(400), subaccount=number)
    name = f"restricted-{trader.ticker}"
    trader.exchange._keys.register(name, public_pem("Ed25519"), account=trader.account, subaccount=number)

    async def scenario() -> None:
        client = create_client(
            base_url=trader.exchange.base_url, access_key_id=name, private_key_data=pem("Ed25519").decode()
        )
        async with client, Account(client, subaccount=number) as account:
            assert account.cash == {0: 100, 1: 100, 2: 100, 3: 100}

    trader.run(scenario)


def test_cash_follows_each_fill_without_a_read(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            trader.exchange.faults.add(Status(503), operation="GetBalance")
            trader.buy(10)
            trader.place(trader.account, "ask", "0.40", 25)
            balance = trader.exchange.engine.portfolio.balance(trader.account)
            await until(lambda: len(account.fills) == 2 and account.cash.stale is None)
            assert account.cash == dict(enumerate(balance.total_on))

    trader.run(scenario)


def test_an_order_can_be_awaited_until_it_is_filled(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = await account.place(trader.new_order(price="0.55"))
            assert not order.is_done
            with pytest.raises(OrderRestingError, match="may still rest"):
                await order.filled(timeout=0.01)
            trader.place(MAKER, "ask", "0.55", 10)
            filled = await order.filled(timeout=PATIENCE)
            assert filled.status == "executed"
            assert filled.fill_count == 10
            assert order.order_id not in account.orders

    trader.run(scenario)


def test_an_order_that_is_filled_at_once_is_done(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = await account.place(trader.new_order(price="0.60"))
            assert (await order.filled(timeout=PATIENCE)).fill_count == 10

    trader.run(scenario)


def test_an_order_that_is_canceled_is_done_and_not_filled(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = await account.place(trader.new_order())
            canceled = await order.cancel()
            assert canceled.reduced_by == 10
            assert (await order.done(timeout=PATIENCE)).status == "canceled"
            with pytest.raises(OrderEndedError, match="canceled") as caught:
                await order.filled(timeout=PATIENCE)
            assert caught.value.order_id == order.order_id
            assert caught.value.fill_count == 0

    trader.run(scenario)


def test_an_order_that_ends_in_a_gap_of_the_stream_is_done(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = await account.place(trader.new_order())
            with trader.exchange.refusing_connections():
                trader.exchange.stream.kill()
                trader.exchange.engine.orders.cancel(trader.account, order.order_id)
                await until(lambda: account.orders.stale is not None)
            assert (await order.done(timeout=PATIENCE)).status == "canceled"

    trader.run(scenario)


def test_a_rejected_order_raises_and_leaves_nothing(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            with pytest.raises((KalshiValidationError, KalshiConflictError)):
                await account.place(trader.new_order(price="0.105"))
            assert not account.orders

    trader.run(scenario)


def test_orders_are_written_into_the_log(trader: Trader, tmp_path: Any) -> None:
    async def scenario() -> None:
        with OrderLog(tmp_path / "orders.db") as log:
            async with trader.client() as client, Account(client, log=log) as account:
                order = await account.place(trader.new_order())
            (logged,) = log.orders()
            assert logged.order_id == order.order_id

    trader.run(scenario)


def test_closing_the_account_ends_those_who_wait_for_an_order(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client:
            async with Account(client) as account:
                order = await account.place(trader.new_order())
                waiting = asyncio.create_task(order.done())
                await asyncio.sleep(0)
            with pytest.raises(KalshiStreamLostError):
                await waiting
            assert account.stale is not None

    trader.run(scenario)


def test_an_order_that_is_placed_while_the_account_closes_does_not_hang(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client:
            trader.exchange.faults.add(Delay(0.05), operation="CreateOrderV2")
            async with Account(client) as account:
                placing = asyncio.create_task(account.place(trader.new_order()))
                await asyncio.sleep(0.01)
            with pytest.raises(KalshiStreamLostError):
                await (await placing).done(timeout=PATIENCE)

    trader.run(scenario)


def test_an_account_of_a_subaccount_places_its_orders_there(trader: Trader) -> None:
    accounts = trader.exchange.engine.accounts
    number = accounts.add_subaccount(trader.account)
    accounts.deposit(trader.account, Decimal(400), subaccount=number)

    async def scenario() -> None:
        async with trader.client() as client, Account(client, subaccount=number) as account:
            order = await account.place(trader.new_order())
            (placed,) = trader.exchange.engine.orders.of(trader.account)
            assert placed.owner.subaccount == number
            await order.cancel()
            assert (await order.done(timeout=PATIENCE)).subaccount == number
            with pytest.raises(InvalidRequestError) as caught:
                await account.place(trader.new_order(subaccount=0))
            assert caught.value.field == "body.subaccount"

    trader.run(scenario)


def test_two_calls_under_one_id_place_one_order(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = trader.new_order(client_order_id=f"one-{trader.ticker}")
            answers = await asyncio.gather(account.place(order), account.place(order), return_exceptions=True)
            assert len(trader.exchange.engine.orders.of(trader.account)) == 1
            assert sum(isinstance(each, KalshiConflictError) for each in answers) == 1

    trader.run(scenario)


def test_views_are_as_of_the_last_sign_of_life_of_the_connection(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            hearing = account._kept.fills._hearing
            hearing.at = time.time() - 30
            silent = account.positions.as_of
            hearing.answered_at = time.time() - 5
            assert account.positions.stale is None
            # Time passes quickly here.
            assert timedelta(seconds=24) < account.positions.as_of - silent < timedelta(seconds=60)

    trader.run(scenario)


def test_in_a_gap_views_say_that_they_are_stale_and_since_when(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            with trader.exchange.refusing_connections():
                trader.exchange.stream.kill()
                await until(lambda: account.stale is not None)
                since = account.positions.as_of
                trader.buy(5)
                await asyncio.sleep(0.2)
                assert account.positions.as_of == since
                assert "stale" in repr(account.positions)
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.positions[trader.ticker].count == 5
            assert account.cash[1] == trader.exchange.engine.portfolio.balance(trader.account).total_on[1]

    trader.run(scenario)


@pytest.mark.parametrize("channel", ["fill", "user_orders", "market_positions"])
def test_what_the_stream_leaves_out_without_a_gap_is_found_and_read(trader: Trader, channel: str) -> None:
    async def scenario() -> None:
        found: list[str] = []
        async with (
            trader.client() as client,
            Account(client, reconcile_every=3, on_discrepancy=found.append) as account,
        ):
            rule = trader.exchange.stream.faults.add(Drop(), channel=channel, times=1)
            order = trader.rest()
            trader.buy(5)
            await until(lambda: bool(account.fills and account.orders and account.positions and found))
            assert rule.fired
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.positions[trader.ticker].count == 5
            assert list(account.orders) == [order.order_id]
            assert [fill.count for fill in account.fills.values()] == [5]

    trader.run(scenario)


def test_a_deposit_is_found_and_read(trader: Trader) -> None:
    async def scenario() -> None:
        found: list[str] = []
        async with (
            trader.client() as client,
            Account(client, reconcile_every=3, on_discrepancy=found.append) as account,
        ):
            trader.exchange.engine.accounts.deposit(trader.account, Decimal(50), exchange_index=2)
            await until(lambda: bool(found))
            assert "shard 2" in found[0]
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.cash[2] == 1050

    trader.run(scenario)


def test_cash_is_stale_while_the_account_transfers_it_and_nobody_is_surprised(trader: Trader) -> None:
    problems: list[str] = []

    async def scenario() -> None:
        account = Account(client := trader.client(), on_discrepancy=problems.append)
        async with client, account:
            transferring = asyncio.create_task(account.transfer(Decimal("20.5"), from_shard=1, to_shard=0))
            await asyncio.sleep(0)
            assert account.cash.stale is not None
            assert (await transferring).amount == Decimal("20.5")
            assert account.cash == {0: 1000, 1: 1000, 2: 1000, 3: 1000}
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.cash == {0: Decimal("1020.5"), 1: Decimal("979.5"), 2: 1000, 3: 1000}

    trader.run(scenario)
    assert problems == []


def test_a_transfer_of_a_numbered_subaccount_is_refused(trader: Trader) -> None:
    trader.exchange.engine.accounts.add_subaccount(trader.account)

    async def scenario() -> None:
        async with trader.client() as client, Account(client, subaccount=1) as account:
            with pytest.raises(InvalidRequestError, match="numbered"):
                await account.transfer(Decimal(1), from_shard=0, to_shard=1)

    trader.run(scenario)


def test_views_may_be_read_in_another_thread_while_the_account_changes(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            done = threading.Event()

            def read() -> int:
                looks = 0
                while not done.is_set():
                    looks += len(account.fills) + len(account.positions) + len(account.cash) + len(account.orders)
                    # One read: the profit may become unknown between two.
                    profit = account.profit_today
                    assert profit is None or profit < 1
                return looks

            reading = asyncio.create_task(asyncio.to_thread(read))
            try:
                for _ in range(60):
                    trader.buy()
                await until(lambda: len(account.fills) == 60)
            finally:
                done.set()
            assert await reading > 0

    trader.run(scenario)


def test_a_settlement_is_in_the_cash_and_in_what_the_day_has_brought(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            trader.buy(10)
            await until(lambda: bool(account.positions))
            trader.exchange.close_market(trader.ticker)
            trader.exchange.settle(trader.ticker, "yes")
            await until(lambda: account.cash.stale is not None)
            # What was known last is shown with it.
            assert account.cash[1] == Decimal("993.832")
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.cash[1] == Decimal("1003.832")
            assert account.profit_today == Decimal("3.832")
            assert account.positions[trader.ticker].realized_pnl == 4

    trader.run(scenario)


def test_the_cash_is_stale_while_positions_may_lack_a_settlement(trader: Trader) -> None:
    async def scenario() -> None:
        handlers = trader.exchange.answers.handlers
        read_positions = handlers["GetPositions"]
        async with trader.client() as client, Account(client) as account:
            trader.buy(10)
            await until(lambda: bool(account.positions))
            await asyncio.wait_for(account.until_right(), PATIENCE)
            handlers["GetPositions"] = lambda request: Answer(503, {})
            trader.exchange.stream.kill()
            await until(lambda: account.fills.stale is not None)
            trader.exchange.close_market(trader.ticker)
            trader.exchange.settle(trader.ticker, "yes")
            await until(lambda: account.fills.stale is None)
            assert account.positions.stale is not None
            assert account.cash.stale is not None
            handlers["GetPositions"] = read_positions
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.cash[1] == Decimal("1003.832")

    trader.run(scenario)


def test_what_was_settled_before_the_account_was_opened_is_in_what_the_day_has_brought(trader: Trader) -> None:
    trader.buy(10)
    trader.place(trader.account, "ask", "0.40", 4)
    trader.exchange.close_market(trader.ticker)
    trader.exchange.settle(trader.ticker, "no")

    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            fees = sum((fill.fee for fill in account.fills.values()), Decimal(0))
            assert account.profit_today == Decimal("-4.4") - fees
            # Reads after a gap show it again.
            trader.exchange.stream.kill()
            await until(lambda: account.stale is not None)
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert trader.ticker not in account.positions
            assert account.profit_today == Decimal("-4.4") - fees

    trader.run(scenario)


def test_held_contracts_count_at_what_they_would_bring(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            trader.buy(10)
            await until(lambda: account.unrealized_pnl(trader.ticker) is not None and bool(account.positions))
            assert account.unrealized_pnl(trader.ticker) == Decimal("-2.0")
            no = trader.market(exchange_index=2)
            trader.place(trader.account, "ask", "0.40", 10, no)
            await until(lambda: no in account.positions and account.unrealized_pnl(no) is not None)
            # Ten no at 0.60, for which somebody pays 0.40.
            assert account.unrealized_pnl(no) == Decimal("-2.0")
            assert account.unrealized_pnl("KXNONE-26DEC31-T1") == 0

    trader.run(scenario)


def test_an_account_that_is_not_open_says_so(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client:
            account = Account(client)
            for use in (
                lambda: account.orders,
                lambda: account.positions,
                lambda: account.fills,
                lambda: account.cash,
                lambda: account.stale,
                lambda: account.profit_today,
                lambda: account.stream,
            ):
                with pytest.raises(ClientStateError, match="async with"):
                    use()
            with pytest.raises(ClientStateError, match="async with"):
                await account.place(trader.new_order())
            async with account:
                pass
            with pytest.raises(ClientStateError, match="before"):
                async with account:
                    raise AssertionError
            with pytest.raises(KalshiStreamLostError):
                await account.place(trader.new_order())
            assert not trader.exchange.engine.orders.of(trader.account)

    trader.run(scenario)


def test_a_part_of_the_account_that_can_be_kept_no_longer_makes_everything_stale(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client) as account:
            order = await account.place(trader.new_order())
            account._kept.end(KalshiStreamLostError("an error of the client's own"))
            for view in (account.orders, account.positions, account.fills, account.cash):
                assert view.stale is not None
                assert "has ended" in view.stale
            assert account.profit_today is None
            with pytest.raises(KalshiStreamLostError):
                await order.done()

    trader.run(scenario)


def test_reads_of_the_day_that_fail_are_tried_again(trader: Trader) -> None:
    trader.exchange.faults.add(Status(503), operation="GetSettlements", times=2)

    async def scenario() -> None:
        async with trader.client(retry_policy=RetryPolicy(retries=0)) as client, Account(client) as account:
            assert account.profit_today == 0

    trader.run(scenario)


def test_a_handler_of_discrepancies_that_raises_ends_nothing(trader: Trader) -> None:
    async def scenario() -> None:
        called: list[str] = []

        def fail(problem: str) -> None:
            called.append(problem)
            raise ValueError(problem)

        async with trader.client() as client, Account(client, reconcile_every=3, on_discrepancy=fail) as account:
            trader.exchange.engine.accounts.deposit(trader.account, Decimal(50), exchange_index=2)
            await until(lambda: bool(called))
            await asyncio.wait_for(account.until_right(), PATIENCE)
            assert account.cash[2] == 1050

    trader.run(scenario)


def test_an_account_that_cannot_be_read_raises_where_it_is_opened(trader: Trader) -> None:
    async def scenario() -> None:
        trader.exchange.faults.add(Status(403), operation="GetPositions")
        async with trader.client() as client:
            with pytest.raises(KalshiForeignAnswerError):
                async with Account(client):
                    raise AssertionError

    trader.run(scenario)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"subaccount": -1}, "subaccount"),
        ({"subaccount": True}, "subaccount"),
        ({"reconcile_every": 0}, "reconcile_every"),
        ({"limits": {"order_count": 1}}, "limits"),
        ({"log": "orders.db"}, "log"),
    ],
)
def test_bad_arguments_are_refused(trader: Trader, arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Account(trader.client(), **arguments)
    assert caught.value.field == field


def test_without_a_handler_a_discrepancy_is_logged(trader: Trader, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, reconcile_every=3):
            trader.exchange.engine.accounts.deposit(trader.account, Decimal(50), exchange_index=2)
            await until(lambda: "shard 2" in caplog.text)

    with caplog.at_level(logging.WARNING, "kalshi"):
        trader.run(scenario)
