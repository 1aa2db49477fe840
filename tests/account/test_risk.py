"""Limits of an account: what is sent, rests or is held counts, and nothing beyond a limit is sent."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.models import AmendOrderV2Request
from kalshi_overlay.account import Account
from kalshi_overlay.errors import LimitExceededError, OrderStateUnknownError
from kalshi_overlay.safety import Limits
from kalshi_sandbox.faults import Delay, Reset
from kalshi_sandbox.stream_faults import Drop
from tests.account.conftest import MAKER, Trader
from tests.account.test_account import PATIENCE, until


async def refused(account: Account, order: Any, limit: str) -> LimitExceededError:
    """The error of an order that must break a limit."""
    with pytest.raises(LimitExceededError) as caught:
        await account.place(order)
    assert caught.value.limit == limit
    return caught.value


def test_a_burst_cannot_pass_together_what_none_may_alone(trader: Trader) -> None:
    async def scenario() -> None:
        limits = Limits(resting_orders=5, market_exposure=5)
        async with trader.client() as client, Account(client, limits=limits) as account:
            # Each is at stake with a dollar.
            placed = await asyncio.gather(
                *(account.place(trader.new_order()) for _ in range(20)), return_exceptions=True
            )
            assert sum(isinstance(each, LimitExceededError) for each in placed) == 15
            assert len(trader.exchange.engine.orders.of(trader.account)) == 5

    trader.run(scenario)


def test_an_order_of_another_program_counts_and_so_does_one_that_ends_no_longer(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(resting_orders=1)) as account:
            other = trader.rest()
            await until(lambda: other.order_id in account.orders)
            await refused(account, trader.new_order(), "resting_orders")
            trader.cancel(other)
            await until(lambda: not account.orders)
            await account.place(trader.new_order())

    trader.run(scenario)


def test_an_order_that_is_only_checked_is_not_sent_and_counts_for_nothing(trader: Trader) -> None:
    async def scenario() -> None:
        limits = Limits(order_count=20, resting_orders=1, orders_per_second=1)
        async with trader.client() as client, Account(client, limits=limits) as account:
            for _ in range(3):
                await account.check(trader.new_order())
            assert trader.exchange.engine.orders.of(trader.account) == []
            await account.place(trader.new_order())
            with pytest.raises(LimitExceededError) as caught:
                await account.check(trader.new_order())
            assert caught.value.limit == "resting_orders"

    trader.run(scenario)


def test_what_is_held_is_at_stake(trader: Trader) -> None:
    trader.buy(10)

    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(event_exposure="6.50")) as account:
            error = await refused(account, trader.new_order(count=Decimal(6)), "event_exposure")
            assert error.would_be == Decimal("6.60")
            await account.place(trader.new_order(count=Decimal(5)))

    trader.run(scenario)


def test_an_order_whose_outcome_is_unknown_counts_until_it_is_known(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(resting_orders=1)) as account:
            trader.exchange.faults.add(Reset("before_acting"), operation="CreateOrderV2")
            with pytest.raises(OrderStateUnknownError):
                await account.place(trader.new_order(), timeout=3)
            trader.exchange.faults.clear()
            await refused(account, trader.new_order(), "resting_orders")
            # A minute later it can't arrive any more.
            await trader.clock.sleep(75)
            await asyncio.wait_for(account.until_right(), PATIENCE)
            await account.place(trader.new_order())

    trader.run(scenario)


def test_a_rejected_order_counts_no_longer(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(resting_orders=1)) as account:
            with pytest.raises(Exception, match="price"):
                await account.place(trader.new_order(price="0.105"))
            await account.place(trader.new_order())

    trader.run(scenario)


def test_a_price_beyond_the_book_is_refused(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(price_through_book="0.05")) as account:
            error = await refused(account, trader.new_order(price="0.66"), "price_through_book")
            assert error.would_be == Decimal("0.06")
            await account.place(trader.new_order(price="0.65"))

    trader.run(scenario)


def test_a_ticker_of_no_market_is_said_to_be_none(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(order_count=100)) as account:
            with pytest.raises(KalshiNotFoundError) as caught:
                await account.place(trader.new_order(ticker="KXNOPE-26DEC31-T1"))
            assert str(caught.value.path).endswith("/markets/KXNOPE-26DEC31-T1")
            assert "historical" not in str(caught.value)

    trader.run(scenario)


def test_without_a_book_a_price_is_refused(trader: Trader) -> None:
    async def scenario() -> None:
        trader.exchange.close_market(trader.ticker)
        trader.exchange.settle(trader.ticker, "yes")
        async with trader.client() as client, Account(client, limits=Limits(price_through_book="0.05")) as account:
            account._kept.books.timeout = 0.1
            error = await refused(account, trader.new_order(), "price_through_book")
            assert error.would_be is None

    trader.run(scenario)


def test_once_too_much_is_lost_only_what_reduces_passes(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(daily_loss=1)) as account:
            trader.buy(10)
            await until(lambda: account.profit_today is not None and account.profit_today < -1)
            await refused(account, trader.new_order(), "daily_loss")
            sold = await account.place(trader.new_order(side="ask", price="0.40"))
            assert (await sold.filled(timeout=PATIENCE)).fill_count == 10

    trader.run(scenario)


def test_while_the_account_is_stale_nothing_passes_that_needs_it(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(resting_orders=5)) as account:
            trader.exchange.stream.kill()
            await until(lambda: account.orders.stale is not None)
            error = await refused(account, trader.new_order(), "resting_orders")
            assert "isn't known" in str(error)

    trader.run(scenario)


def test_a_fill_counts_although_no_position_has_come_of_it(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(market_exposure=30)) as account:
            # Nobody has shown that the channels keep an order among one another, so a position may come late.
            trader.exchange.stream.faults.add(Drop(), channel="market_positions")
            for _ in range(5):
                order = await account.place(trader.new_order(price="0.60"))
                await order.filled(timeout=PATIENCE)
            await refused(account, trader.new_order(price="0.60"), "market_exposure")

    trader.run(scenario)


def test_an_amendment_is_held_to_limits_too(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(market_exposure=2)) as account:
            order = await account.place(trader.new_order())
            await until(lambda: order.order_id in account.orders)

            def amendment(count: int) -> AmendOrderV2Request:
                return AmendOrderV2Request(ticker=trader.ticker, side="bid", price="0.11", count=count)

            with pytest.raises(LimitExceededError) as caught:
                await account.amend(order.order_id, amendment(20))
            assert caught.value.would_be == Decimal("2.20")
            await account.amend(order.order_id, amendment(18))
            await until(lambda: account.orders[order.order_id].price == Decimal("0.11"))
            await refused(account, trader.new_order(count=Decimal(1)), "market_exposure")

    trader.run(scenario)


def test_an_amendment_under_way_counts_although_the_order_is_filled_as_it_was(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(market_exposure=10)) as account:
            order = await account.place(trader.new_order(price="0.50", count=Decimal(2)))
            await until(lambda: order.order_id in account.orders)
            trader.exchange.faults.add(Delay(0.2, "before_acting"), operation="AmendOrderV2")
            body = AmendOrderV2Request(ticker=trader.ticker, side="bid", price="0.50", count=18)
            amending = asyncio.create_task(account.amend(order.order_id, body))
            await asyncio.sleep(0.05)
            trader.place(MAKER, "ask", "0.50", 1)
            await until(lambda: account.orders[order.order_id].fill_count == 1)
            await refused(account, trader.new_order(price="0.50", count=Decimal(4)), "market_exposure")
            await amending

    trader.run(scenario)


def test_fills_move_what_rests_to_what_is_held(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, Account(client, limits=Limits(total_exposure=12)) as account:
            order = await account.place(trader.new_order(price="0.55"))
            trader.place(MAKER, "ask", "0.55", 4)
            await until(lambda: trader.ticker in account.positions)
            assert not order.is_done
            await refused(account, trader.new_order(price="0.55", count=Decimal(12)), "total_exposure")
            await account.place(trader.new_order(price="0.55", count=Decimal(11)))

    trader.run(scenario)


@pytest.mark.parametrize("as_maker", [False, True])
def test_a_market_that_has_become_flat_or_was_settled_counts_no_more(trader: Trader, as_maker: bool) -> None:
    async def scenario() -> None:
        limits = Limits(total_exposure=10, resting_orders=1)
        async with trader.client() as client, Account(client, limits=limits) as account:
            for _ in range(3):
                for side, other in (("bid", "ask"), ("ask", "bid")):
                    price = "0.55"
                    if not as_maker:
                        trader.place(MAKER, other, price, 10)
                    order = await account.place(trader.new_order(side=side, price=price))
                    if as_maker:
                        trader.place(MAKER, other, price, 10)
                    await order.filled(timeout=PATIENCE)
                    held = 10 if side == "bid" else 0
                    await until(lambda held=held: account.positions[trader.ticker].count == held)  # type: ignore[misc]
            # Dearer than what the limit leaves to anything else.
            resting = await account.place(trader.new_order(side="ask", price="0.51", count=Decimal(20)))
            await resting.cancel()
            await resting.done(timeout=PATIENCE)
            bought = await account.place(trader.new_order(price="0.60"))
            await bought.filled(timeout=PATIENCE)
            trader.exchange.settle(trader.ticker, "no")
            await until(lambda: account.positions[trader.ticker].count == 0)
            await account.until_right()
            await account.place(trader.new_order(ticker=trader.market(), price="0.49", count=Decimal(20)))

    trader.run(scenario)
