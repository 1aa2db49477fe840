"""A peer in the place of the exchange, which answers commands and sends whatever a test wants."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from websockets.asyncio.server import ServerConnection, serve

from kalshi_gen.runtime.drift import DriftHook
from kalshi_gen.stream.models import OrderbookSnapshot, Trade
from kalshi_overlay import create_client
from kalshi_overlay.stream import connect
from tests import keys
from tests.loopback import NO_CERTIFICATES
from tests.stream.examples import TICKER, message

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
async def peer_and_stream(
    peer: Any = None, *, on_drift: DriftHook | None = None, **how: Any
) -> AsyncIterator[tuple[Any, Any]]:
    """A peer on loopback, and a stream to it."""
    peer = peer or Peer()
    async with serve(peer.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = create_client(
            access_key_id="an-id",
            private_key_data=keys.pem("Ed25519"),
            base_url=f"http://127.0.0.1:{port}/trade-api/v2",
            allow_unknown_host=True,
            verify_ssl=NO_CERTIFICATES,
            on_drift=on_drift,
        )
        async with client, connect(client, **how) as stream:
            yield peer, stream
