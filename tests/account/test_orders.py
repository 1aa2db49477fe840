"""Orders and positions as feeds: each state once and in order, and after a gap the state that it has led to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_overlay.account import AccountOrder, orders, positions
from kalshi_sandbox.stream_faults import Drift
from tests.account.conftest import Trader
from tests.account.following import following, take, until_joined


def shown(order: AccountOrder) -> tuple[str, str, Decimal]:
    return order.order_id, order.status, order.remaining_count


def test_each_change_of_an_order_comes_once(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, orders) as feed:
            order = trader.rest(count=10)
            trader.exchange.engine.orders.decrease(trader.account, order.order_id, reduce_by=Decimal(4))
            trader.cancel(order)
            assert [shown(each) for each in await take(feed, 3)] == [
                (order.order_id, "resting", Decimal(10)),
                (order.order_id, "resting", Decimal(6)),
                (order.order_id, "canceled", Decimal(0)),
            ]

    trader.run(scenario)


def test_after_a_gap_an_order_comes_in_the_state_that_it_has_got_into(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, orders) as feed:
            ended, kept = trader.rest(), trader.rest()
            assert len(await take(feed, 2)) == 2
            with trader.exchange.refusing_connections():
                trader.exchange.stream.kill()
                trader.cancel(ended)
                new = trader.rest()
                await asyncio.sleep(0.05)
            found = {each.order_id: each.status for each in await take(feed, 2)}
            assert found == {ended.order_id: "canceled", new.order_id: "resting"}
            await until_joined(feed)
            trader.cancel(kept)
            assert [shown(each)[:2] for each in await take(feed, 1)] == [(kept.order_id, "canceled")]

    trader.run(scenario)


def test_a_token_brings_what_became_of_the_orders_that_rested(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, orders) as feed:
            ended, archived = trader.rest(), trader.rest()
            await take(feed, 2)
            token = feed.token
        trader.cancel(archived)
        # Longer than any read looks back.
        await trader.clock.sleep(40)
        trader.exchange.historical_cutoff = trader.now() - timedelta(seconds=20)
        trader.cancel(ended)
        async with following(trader, orders, token) as feed:
            found = {each.order_id: each.status for each in await take(feed, 2)}
            assert found == {ended.order_id: "canceled", archived.order_id: "canceled"}

    trader.run(scenario)


def test_a_status_that_the_stream_leaves_out_follows_from_the_counts(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, orders) as feed:
            trader.exchange.stream.faults.add(Drift("missing-status"), channel="user_orders")
            order = trader.rest()
            trader.cancel(order)
            assert [each.status for each in await take(feed, 2)] == ["resting", "ended"]

    trader.run(scenario)


def test_each_change_of_a_position_comes_with_its_cost_and_profit(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, positions) as feed:
            trader.buy(10)
            trader.place(trader.account, "ask", "0.40", 4)
            bought, sold = await take(feed, 2)
            assert (bought.count, bought.cost, bought.entry_price) == (10, 6, Decimal("0.6"))
            assert (sold.count, sold.cost, sold.realized_pnl) == (6, Decimal("3.6"), Decimal("-0.8"))

    trader.run(scenario)


def test_a_settlement_in_a_gap_comes_as_a_position_of_nothing(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader, positions) as feed:
            trader.buy(10)
            await take(feed, 1)
            with trader.exchange.refusing_connections():
                trader.exchange.stream.kill()
                trader.exchange.close_market(trader.ticker)
                trader.exchange.settle(trader.ticker, "yes")
                await asyncio.sleep(0.05)
            (settled,) = await take(feed, 1)
            assert (settled.count, settled.realized_pnl) == (0, 4)

    trader.run(scenario)


@pytest.mark.parametrize("feed_of", [orders, positions])
def test_a_token_gives_no_state_twice(trader: Trader, feed_of: Any) -> None:
    async def scenario() -> None:
        async with following(trader, feed_of) as feed:
            trader.buy(10)
            (first,) = await take(feed, 1)
            token = feed.token
        async with following(trader, feed_of, token) as feed:
            await until_joined(feed)
            trader.buy(3)
            (second,) = await take(feed, 1)
            assert second.state != first.state
            if feed_of is positions:
                assert second.count == 13

    trader.run(scenario)
