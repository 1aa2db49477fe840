"""Answers of the exchange that are wrong, and errors of our own: what the stream makes of them, seen from outside."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve

from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot, Trade
from kalshi_overlay import create_client
from kalshi_overlay.stream import StateChange, connect
from kalshi_sandbox import Sandbox
from tests import keys
from tests.stream.examples import OTHER, TICKER, message
from tests.stream.running import run, take, until
from tests.stream.trades import numbers, opened, publish

_SID_UNKNOWN = 7


class Peer:
    """An exchange of one connection that answers commands, and sends whatever else a test wants.

    Attributes:
        commands: What it was sent.
        ended: The numbers of subscriptions that it has no longer, without having said so.
        stray: The number in a confirmation that answers no command, sent ahead of each confirmation; None for none.
    """

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []
        self.ended: set[int] = set()
        self.stray: int | None = None
        self.connection: ServerConnection | None = None

    async def serve(self, connection: ServerConnection) -> None:
        """Confirm each subscription under its command's number."""
        self.connection = connection
        async for frame in connection:
            command = msgspec.json.decode(frame)
            self.commands.append(command)
            await self.answer(command["cmd"], command["id"], command["params"])

    async def answer(self, name: str, number: int, parameters: dict[str, Any]) -> None:
        """Answer a command: confirm a subscription, with the snapshots of its books; update the ones that there are."""
        if name == "subscribe":
            (channel,) = parameters["channels"]
            if self.stray is not None:
                await self.confirm_nothing(self.stray)
            await self.send(type="subscribed", id=number, msg={"channel": channel, "sid": number * 10})
            if channel == "orderbook_delta":
                await self.book_of(number * 10, 1, OrderbookSnapshot)
        elif parameters["sid"] in self.ended:
            await self.send(type="error", id=number, msg={"code": _SID_UNKNOWN, "msg": "Unknown subscription ID"})
        else:
            await self.send(type="ok", id=number, sid=parameters["sid"], seq=1, msg=[])

    async def confirm_nothing(self, sid: int) -> None:
        """Send a confirmation that answers no command."""
        await self.send(type="subscribed", id=999, msg={"channel": "trade", "sid": sid})

    async def book_of(self, sid: int, seq: int, model: type) -> None:
        """Send a snapshot of an order book, or a change of it."""
        sent = msgspec.to_builtins(message(model, sid=sid, seq=seq))
        sent.pop("id", None)
        await self.send(**{**sent, "msg": {**sent["msg"], "market_ticker": TICKER}})

    async def send(self, **sent: Any) -> None:
        """Send a frame."""
        assert self.connection is not None
        await self.connection.send(msgspec.json.encode(sent).decode())

    async def trade(self, sid: int, number: int) -> None:
        """Send a trade of a subscription, its first, numbered by its count."""
        sent = msgspec.to_builtins(message(Trade, sid=sid))
        await self.send(**{**sent, "msg": {**sent["msg"], "market_ticker": TICKER, "count_fp": f"0.0{number}"}})


@asynccontextmanager
async def peer_and_stream(**how: Any) -> AsyncIterator[tuple[Peer, Any]]:
    """A peer on loopback, and a stream to it."""
    peer = Peer()
    async with serve(peer.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = create_client(
            access_key_id="an-id",
            private_key_data=keys.pem("Ed25519"),
            base_url=f"http://127.0.0.1:{port}/trade-api/v2",
            allow_unknown_host=True,
        )
        async with client, connect(client, **how) as stream:
            yield peer, stream


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


@pytest.mark.parametrize("sid", [10, 77])
@pytest.mark.parametrize("when", ["before", "meanwhile", "after"])
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
