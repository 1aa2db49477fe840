"""Answers of the exchange that are wrong, and errors of our own: what the stream makes of them, seen from outside."""

from __future__ import annotations

import asyncio
import logging
from decimal import Decimal
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from kalshi_gen.stream.models import OrderbookDelta
from kalshi_overlay.stream import StateChange
from kalshi_sandbox import Sandbox
from tests.stream.examples import OTHER, TICKER
from tests.stream.peer import peer_and_stream
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish
from tests.walking import walked


def test_a_snapshot_that_is_refused_for_its_sid_makes_the_subscription_again() -> None:
    """To ask again under the old number would be refused for ever: the exchange has ended it without a word."""

    async def scenario() -> None:
        async with peer_and_stream() as (peer, stream):
            books = await stream.orderbooks([TICKER])
            first = peer.commands[0]
            peer.ended.add(first["id"] * 10)
            await peer.book_of(first["id"] * 10, 3, OrderbookDelta)
            await until(lambda: [each["cmd"] for each in peer.commands].count("subscribe") == 2)
            again = peer.commands[-1]
            assert [each["cmd"] for each in peer.commands] == ["subscribe", "update_subscription", "subscribe"]
            assert peer.commands[1]["params"]["action"] == "get_snapshot"
            assert again["params"] == first["params"]
            await books
            # What comes under the new number counts: this change makes of 0.01 contracts 0.02.
            await peer.book_of(again["id"] * 10, 2, OrderbookDelta)
            await until(lambda: books[TICKER].ask_depth() == Decimal("0.02"))
            assert (books[TICKER].stale, stream.counters.reconnects) == (None, 0)

    run(scenario())


def test_markets_that_are_refused_for_their_sid_are_in_the_subscription_that_is_made_again() -> None:
    async def scenario() -> None:
        async with peer_and_stream() as (peer, stream):
            subscription = await stream.subscribe("trade", market_tickers=[TICKER])
            peer.ended.add(peer.commands[0]["id"] * 10)
            await subscription.update("add_markets", market_tickers=[OTHER])
            await until(lambda: [each["cmd"] for each in peer.commands].count("subscribe") == 2)
            again = peer.commands[-1]
            assert again["params"]["market_tickers"] == [TICKER, OTHER]
            await peer.trade(peer.commands[0]["id"] * 10, 1)
            await peer.trade(again["id"] * 10, 2)
            assert numbers(await take(subscription, 1)) == [2]
            assert (subscription.gaps, stream.counters.reconnects) == (1, 0)

    run(scenario())


@walked("sid", [10, 77])
@walked("when", ["before", "meanwhile", "after"])
def test_a_confirmation_that_answers_no_command_disturbs_nobody(when: str, sid: int) -> None:
    """Whether it names the number of a subscription that there is, or another one."""

    async def scenario() -> None:
        states: list[StateChange] = []
        async with peer_and_stream(on_state=states.append) as (peer, stream):
            if when == "before":
                await peer.confirm_nothing(sid)
            peer.stray = sid if when == "meanwhile" else None
            subscription = await stream.subscribe("trade")
            if when == "after":
                await peer.confirm_nothing(sid)
            await peer.trade(77, 7)
            await peer.trade(peer.commands[-1]["id"] * 10, 1)
            assert numbers(await take(subscription, 1)) == [1]
            assert [command["cmd"] for command in peer.commands] == ["subscribe"]
            assert (stream.counters.unreadable, subscription.gaps, stream.counters.reconnects) == (0, 0, 0)
        assert [state.state for state in states] == ["connecting", "open", "subscribed", "closed"]

    run(scenario())


def test_an_error_of_its_own_ends_a_connection_and_all_that_read_from_it(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    receive = ClientConnection.recv

    async def broken(connection: ClientConnection, decode: bool | None = None) -> Any:
        received = await receive(connection, decode)
        if b'"type":"trade"' in (received if isinstance(received, bytes) else received.encode()):
            raise ArithmeticError("a fault of the library")
        return received

    monkeypatch.setattr(ClientConnection, "recv", broken)

    async def scenario() -> None:
        states: list[StateChange] = []
        async with opened(exchange, on_state=states.append) as stream:
            readers = [await stream.subscribe("trade"), await stream.subscribe("fill")]
            waiting = [asyncio.create_task(take(reader, 1)) for reader in readers]
            await publish(exchange, 1)
            ended = await asyncio.gather(*waiting, return_exceptions=True)
            assert [type(error) for error in ended] == [ArithmeticError] * 2
            closed = states[-1]
            assert (closed.state, type(closed.error)) == ("closed", ArithmeticError)
        assert exchange.stream.connections == ()

    with caplog.at_level(logging.ERROR, logger="kalshi"):
        run(scenario())
    assert "ended by an error of the client's own" in caplog.text
