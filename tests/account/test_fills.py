"""Fills: each once and in order, from a moment or a token on, whatever happens to the stream and to reads."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_gen.errors import InvalidRequestError, KalshiDecodeError, KalshiForeignAnswerError
from kalshi_overlay.account import fills, orders
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.stream import connect
from kalshi_sandbox import faults
from kalshi_sandbox.faults import Reset, Status
from kalshi_sandbox.stream_faults import Drift, RejectHandshake
from tests.account.conftest import Trader
from tests.account.following import PATIENCE, following, take_subjects, until_joined


@pytest.mark.parametrize(
    ("since", "problem"),
    [
        (datetime(2026, 1, 1), "naive datetime"),
        (None, "NoneType"),
        (1_790_000_000, "int"),
        ("no token", "must be a token"),
        ("e30=", "must be a token"),
    ],
)
def test_what_is_neither_a_moment_nor_a_token_is_refused(trader: Trader, since: Any, problem: str) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            with pytest.raises(InvalidRequestError, match=problem) as caught:
                fills(stream, client=client, since=since)
            assert caught.value.field == "since"

    trader.run(scenario)


def test_the_token_of_another_feed_is_refused(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            token = orders(stream, client=client, since=trader.now()).token
            with pytest.raises(InvalidRequestError, match="orders"):
                fills(stream, client=client, since=token)

    trader.run(scenario)


def test_fills_of_the_past_come_before_those_of_the_stream(trader: Trader) -> None:
    began = trader.now() - timedelta(seconds=60)

    async def scenario() -> None:
        made = [trader.buy() for _ in range(3)]
        async with following(trader, fills, began) as feed:
            assert await take_subjects(feed, 3) == made
            await until_joined(feed)
            later = trader.buy()
            assert await take_subjects(feed, 1) == [later]

    trader.run(scenario)


def test_fills_from_before_the_moment_do_not_come(trader: Trader) -> None:
    async def scenario() -> None:
        trader.buy()
        await trader.clock.sleep(2)
        began = trader.now()
        wanted = trader.buy()
        async with following(trader, fills, began) as feed:
            assert await take_subjects(feed, 1) == [wanted]

    trader.run(scenario)


def test_a_moment_ahead_of_the_exchange_holds_nothing_up(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            trader.exchange.faults.add(Status(503), operation="GetFills")
            feed = fills(stream, client=client, since=trader.now() + timedelta(seconds=3))
            await trader.clock.sleep(1)
            trader.buy()
            # Longer than reads lag.
            await trader.clock.sleep(15)
            trader.exchange.faults.clear()
            wanted = trader.buy()
            assert await take_subjects(feed, 1) == [wanted]
            await until_joined(feed)

    trader.run(scenario)


def test_fills_that_have_moved_to_the_archive_come_too(trader: Trader) -> None:
    began = trader.now() - timedelta(seconds=60)

    async def scenario() -> None:
        archived = [trader.buy() for _ in range(2)]
        await trader.clock.sleep(3)
        trader.exchange.historical_cutoff = trader.now()
        live = trader.buy()
        async with trader.client() as client, connect(client) as stream:
            assert await take_subjects(fills(stream, client=client, since=began), 3) == [*archived, live]

    trader.run(scenario)


def test_what_the_stream_misses_is_read_and_comes_in_order(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader) as feed:
            before = trader.buy()
            assert await take_subjects(feed, 1) == [before]
            with trader.exchange.refusing_connections():
                trader.exchange.stream.kill()
                missed = [trader.buy() for _ in range(3)]
                async with asyncio.timeout(PATIENCE):
                    while feed.stale is None:
                        await asyncio.sleep(0.005)
            later = trader.buy()
            assert await take_subjects(feed, 4) == [*missed, later]
            await until_joined(feed)

    trader.run(scenario)


def test_fills_come_by_reads_while_the_stream_stays_away(trader: Trader) -> None:
    async def scenario() -> None:
        async with following(trader) as feed:
            trader.exchange.stream.faults.add(RejectHandshake(503))
            trader.exchange.stream.kill()
            try:
                missed = trader.buy()
                assert await take_subjects(feed, 1) == [missed]
                assert feed.stale is not None
            finally:
                trader.exchange.stream.faults.clear()

    trader.run(scenario)


def test_a_token_goes_on_after_the_last_fill_and_gives_none_twice(trader: Trader) -> None:
    async def scenario() -> None:
        began, made = trader.now(), [trader.buy() for _ in range(4)]
        async with following(trader, fills, began) as feed:
            assert await take_subjects(feed, 2) == made[:2]
            token = feed.token
            # What came without being taken is not in it.
            await until_joined(feed)
            assert feed.token == token
        missed = trader.buy()
        async with following(trader, fills, token) as feed:
            assert await take_subjects(feed, 3) == [*made[2:], missed]
            await until_joined(feed)
            later = trader.buy()
            assert await take_subjects(feed, 1) == [later]

    trader.run(scenario)


def test_the_token_of_a_feed_that_gave_nothing_begins_where_it_began(trader: Trader) -> None:
    async def scenario() -> None:
        trader.buy()
        await trader.clock.sleep(2)
        async with trader.client() as client, connect(client) as stream:
            token = fills(stream, client=client, since=trader.now()).token
            wanted = trader.buy()
            assert await take_subjects(fills(stream, client=client, since=token), 1) == [wanted]

    trader.run(scenario)


def test_reads_that_fail_are_waited_for_and_said(trader: Trader) -> None:
    async def scenario() -> None:
        began, made = trader.now(), trader.buy()
        trader.exchange.faults.add(Status(503), operation="GetFills")
        async with trader.client(retry_policy=RetryPolicy(retries=0)) as client, connect(client) as stream:
            feed = fills(stream, client=client, since=began)
            async with asyncio.timeout(PATIENCE):
                while "503" not in (feed.stale or ""):
                    await asyncio.sleep(0.005)
            trader.exchange.faults.clear()
            assert await take_subjects(feed, 1) == [made]

    trader.run(scenario)


def test_a_connection_that_breaks_in_a_read_is_waited_for(trader: Trader) -> None:
    async def scenario() -> None:
        began, made = trader.now(), trader.buy()
        trader.exchange.faults.add(Reset("before_answering"), operation="GetFills", times=6)
        async with following(trader, fills, began) as feed:
            assert await take_subjects(feed, 1) == [made]

    trader.run(scenario)


def test_an_error_that_waiting_does_not_help_ends_the_feed(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            trader.exchange.faults.add(Status(403), operation="GetFills")
            with pytest.raises(KalshiForeignAnswerError):
                await take_subjects(fills(stream, client=client, since=trader.now()), 1)

    trader.run(scenario)


@pytest.mark.parametrize(
    "page",
    [
        {"cursor": ""},
        {"fills": {}, "cursor": ""},
        {"fills": [{"fill_id": "1"}], "cursor": ""},
        {"fills": [], "cursor": "the same again"},
    ],
    ids=["missing", "no list", "not a fill", "a circle of cursors"],
)
def test_an_answer_that_may_hide_fills_is_an_error_and_no_empty_list(trader: Trader, page: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            with trader.answering("GetFills", page), pytest.raises((UnusableAnswerError, KalshiDecodeError)):
                await take_subjects(fills(stream, client=client, since=trader.now()), 1)

    trader.run(scenario)


def test_one_null_in_place_of_a_list_hides_nothing(trader: Trader) -> None:
    async def scenario() -> None:
        began, made = trader.now(), trader.buy()
        async with trader.client() as client, connect(client) as stream:
            trader.exchange.faults.add(faults.drift("null-outer-lists"), operation="GetFills", times=1)
            assert await take_subjects(fills(stream, client=client, since=began), 1) == [made]

    trader.run(scenario)


def test_an_account_whose_lists_are_always_null_is_empty(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client, connect(client) as stream:
            with trader.answering("GetFills", {"fills": None, "cursor": ""}):
                feed = fills(stream, client=client, since=trader.now())
                await until_joined(feed)

    trader.run(scenario)


@pytest.mark.parametrize(
    ("drift", "seed"),
    [("unknown-type", 0), ("numbers-for-strings", 0), *(("missing-field", seed) for seed in range(6))],
)
def test_a_message_that_is_not_as_the_spec_says_loses_no_fill(trader: Trader, drift: str, seed: int) -> None:
    async def scenario() -> None:
        async with following(trader) as feed:
            rule = trader.exchange.stream.faults.add(Drift(drift), channel="fill", times=1, seed=seed)
            made = [trader.buy(), trader.buy()]
            assert await take_subjects(feed, 2) == made
            assert rule.fired

    trader.run(scenario)


def test_one_subaccount_alone_comes_if_that_is_asked(trader: Trader) -> None:
    async def scenario() -> None:
        engine = trader.exchange.engine
        number = engine.accounts.add_subaccount(trader.account)
        engine.accounts.deposit(trader.account, Decimal(400), subaccount=number)
        began = trader.now()
        async with trader.client() as client, connect(client) as stream:
            trader.buy()
            wanted = trader.buy(subaccount=number)
            feed = fills(stream, client=client, since=began, subaccount=number)
            assert await take_subjects(feed, 1) == [wanted]
            await until_joined(feed)
            trader.buy()
            later = trader.buy(subaccount=number)
            assert await take_subjects(feed, 1) == [later]

    trader.run(scenario)


def test_a_feed_ends_with_its_stream_and_gives_what_has_come(trader: Trader) -> None:
    async def scenario() -> None:
        async with trader.client() as client:
            async with connect(client) as stream:
                feed, other = (fills(stream, client=client, since=trader.now()) for _ in range(2))
                await until_joined(feed)
                made = trader.buy()
                # What one gets, the other gets too.
                assert await take_subjects(other, 1) == [made]
            assert [fill.subject async for fill in feed] == [made]
            assert feed.stale == "the stream was closed"

    trader.run(scenario)
