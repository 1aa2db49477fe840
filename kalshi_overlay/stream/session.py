"""One open WebSocket: its commands and answers, its messages, its signs of life."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol, TypeAlias

from websockets.exceptions import ConnectionClosed

from kalshi_overlay.errors import KalshiStreamLostError
from kalshi_overlay.stream import snapshots
from kalshi_overlay.stream.commands import CommandPacer, Pending, PendingCommands, subscription_error
from kalshi_overlay.stream.dispatch import Dispatcher, Events
from kalshi_overlay.stream.feeds import Feed
from kalshi_overlay.stream.reporting import Hearing, Hooks
from kalshi_overlay.stream.shared import Command, SharedSubscription

_SECONDS_TO_ANSWER = 10.0

BLOCKED = "the connection waits for its consumer, and the answer comes behind the messages"
"""Why no answer has come while a consumer reads nothing."""

Tap: TypeAlias = Callable[[Literal["sent", "received"], bytes], None]
"""Sees each frame of a WebSocket; it must not raise."""


class Socket(Protocol):
    """What carries the frames of a session: a WebSocket, or a relay. Once it has ended it raises `ConnectionClosed`."""

    async def recv(self, decode: Literal[False]) -> bytes:
        """Wait for the next frame."""

    async def send(self, message: bytes, *, text: bool | None = None) -> None:
        """Send a command."""

    async def ping(self) -> Awaitable[float]:
        """Ask for a sign of life, and return what is done once it has come."""

    async def close(self) -> None:
        """Close it."""


class Session:
    """A WebSocket from its opening to its end; a tap sees each of its frames.

    Attributes:
        dispatcher: What its frames are given to.
        is_blocked: Whether it waits for a consumer, and reads nothing.
        has_broken: Whether it has ended without anybody's closing it.
    """

    def __init__(
        self,
        socket: Socket,
        feed: Feed,
        hooks: Hooks,
        events: Events,
        tap: Tap | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        self._socket = socket
        self._feed = feed
        self._tap = tap
        self._commands = PendingCommands()
        self._pacer = CommandPacer()
        self._hearing = hearing or Hearing()
        self.dispatcher = Dispatcher(feed, self._commands, hooks, events, self._hearing)
        self._frames = 0
        self._times_blocked = 0
        self.is_blocked = self.has_broken = False
        self._abandoned: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run(self, dead_after: float) -> str:
        """Read until the WebSocket ends, or shows no sign of life for so many seconds; return why, in words."""
        reader = asyncio.create_task(self._read())
        watcher = asyncio.create_task(self._watch(dead_after))
        try:
            ends: list[asyncio.Future[Any]] = [reader, watcher, self._abandoned]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if self._abandoned.done():
                return self._abandoned.result()
            return reader.result() if reader.done() else f"the peer showed no sign of life for {dead_after:g} s"
        finally:
            reader.cancel()
            watcher.cancel()
            await asyncio.gather(reader, watcher, return_exceptions=True)
            self._commands.fail("the connection broke before the answer came")

    def abandon(self, reason: str) -> None:
        """End it, because it is uncertain what the exchange has on this connection."""
        if not self._abandoned.done():
            self._abandoned.set_result(reason)

    async def _read(self) -> str:
        dispatch, tap = self.dispatcher.dispatch, self._tap
        receive, is_abandoned = self._socket.recv, self._abandoned.done
        try:
            while not is_abandoned():
                frame = await receive(decode=False)
                self._frames += 1
                if tap is not None:
                    tap("received", frame)
                waiting = dispatch(frame)
                if waiting is not None:
                    self.is_blocked = True
                    self._times_blocked += 1
                    await waiting
                    self.is_blocked = False
        except ConnectionClosed as error:
            self.has_broken = error.rcvd is None
            return f"the connection was closed ({error})"
        return self._abandoned.result()

    async def _watch(self, dead_after: float) -> None:
        """Return when the peer is dead: neither a frame nor the answer to a ping came in time."""
        while True:
            await asyncio.sleep(dead_after / 2)
            frames = self._frames
            try:
                async with asyncio.timeout(dead_after / 2):
                    await (await self._socket.ping())
                self._hearing.answered_at = time.time()
            except ConnectionClosed:
                return
            except TimeoutError:
                # A connection that is blocked by its consumer sees no pong, and a busy one sees it late.
                if not self.is_blocked and self._frames == frames:
                    return

    async def command(self, command: Command, about: SharedSubscription | None = None) -> Any:
        """Send a command and wait for its answer.

        Args:
            command: The command.
            about: The subscription that it is about. One that has no sid gets it by the answer. While the connection is
                blocked by a consumer, the wait goes on.

        Returns:
            The answer; None if a snapshot was asked for, and has not come in time.

        Raises:
            KalshiSubscriptionError: The exchange refused.
            KalshiStreamLostError: The WebSocket ended before the answer, or no answer came in time.
        """
        await self._pacer.wait()
        name, is_for_snapshots = command.name, command.kind == "get_snapshot"
        pending = self._commands.begin(name, about.sid if about else None, command.names if is_for_snapshots else ())
        try:
            frame = self._feed.encode_command(pending.command_id, name, command.parameters)
            if about is not None and about.sid is None:
                self.dispatcher.subscribing(pending.command_id, about)
            if self._tap is not None:
                # Before its answer can come.
                self._tap("sent", frame)
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                await self._socket.send(frame, text=True)
            timeout = snapshots.WAIT_INITIAL if is_for_snapshots else _SECONDS_TO_ANSWER
            answer = await self._answer_to(pending, timeout, may_be_late=about is not None and not is_for_snapshots)
        except ConnectionClosed:
            raise KalshiStreamLostError(f"{name}: the connection broke before the answer came") from None
        except TimeoutError:
            if is_for_snapshots:
                self._commands.expect_late(pending)
                return None
            if self.is_blocked:
                raise KalshiStreamLostError(f"{name}: {BLOCKED}") from None
            # Whether it was done is uncertain, so a new connection subscribes to everything again.
            reason = f"{name}: no answer came within {_SECONDS_TO_ANSWER:g} s"
            self.abandon(reason)
            raise KalshiStreamLostError(reason) from None
        finally:
            if not pending.is_late:
                self._commands.forget(pending)
            self.dispatcher.forget_command(pending.command_id)
        if answer.type == "error":
            action = (command.parameters or {}).get("action", name)
            raise subscription_error(answer, action, about.channel if about is not None else None)
        return answer

    async def _answer_to(self, pending: Pending, timeout: float, *, may_be_late: bool) -> Any:
        """Wait for an answer, again and again while a consumer blocks one that may be late, or raise TimeoutError."""
        while True:
            times_blocked = self._times_blocked
            await asyncio.wait({pending.answer}, timeout=timeout)
            if pending.answer.done():
                return pending.answer.result()
            if not may_be_late or not (self.is_blocked or self._times_blocked > times_blocked):
                raise TimeoutError
